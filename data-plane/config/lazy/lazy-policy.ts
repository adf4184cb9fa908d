import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import { type AttachedPolicy, listAttached } from '../../../policy/prompt-part/policies-of-call.ts';
import { type CompiledPromptPolicy, compilePromptPolicy } from '../../../policy/prompt-policy.ts';
import type { PromptPolicy } from '../../../policy/resource.ts';
import { readPromptPolicy } from '../build/read-policy.ts';
import type { RawResource } from '../packed/packed-resource.ts';

/** The prompt policies of a tenant, which were found valid: read and compiled when the first call needs one, each once. */
export class LazyPolicies {
  readonly #resources: readonly RawResource[];
  readonly #compiled = new Map<string, CompiledPromptPolicy>();
  #attached: readonly AttachedPolicy[] | undefined;

  readonly #outside: ReadonlyMap<string, OutsideDetector>;

  /** `outside` are the detectors of the same tenant. */
  constructor(resources: readonly RawResource[], outside: ReadonlyMap<string, OutsideDetector>) {
    this.#resources = resources;
    this.#outside = outside;
  }

  /** Those that judge calls of any route, by name. */
  get attached(): readonly AttachedPolicy[] {
    this.#attached ??= listAttached(this.#resources.map(readPromptPolicy), (policy) =>
      this.#compileOnce(policy),
    );
    return this.#attached;
  }

  find(id: string): CompiledPromptPolicy | undefined {
    const compiled = this.#compiled.get(id);
    if (compiled !== undefined) return compiled;
    const resource = this.#resources.find((one) => one.id === id);
    return resource && this.#compileOnce(readPromptPolicy(resource));
  }

  #compileOnce(policy: PromptPolicy): CompiledPromptPolicy {
    const compiled = this.#compiled.get(policy.id) ?? compilePromptPolicy(policy, this.#outside);
    this.#compiled.set(policy.id, compiled);
    return compiled;
  }
}
