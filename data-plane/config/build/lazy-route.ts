import { type CompiledRoute, compileRoute } from '../../../policy/compile-routing.ts';
import type { AttachedPolicy } from '../../../policy/prompt-part/policies-of-call.ts';
import type { CompiledPromptPolicy } from '../../../policy/prompt-policy.ts';
import type { Route } from '../../../policy/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import type { ReadyRoute } from '../snapshot.ts';
import type { LazyPolicies } from './lazy-policy.ts';
import { readRoute } from './read-policy.ts';
import type { SharedPart } from './shared-part.ts';

const nothingAttached: readonly AttachedPolicy[] = [];

/** What is told of a route without reading it. */
type RouteSummary = Pick<Route, 'id' | 'tenantId' | 'name' | 'operation'> & {
  readonly hasRamps: boolean;
};

/** What a route is made of. */
interface RouteSource {
  readonly resource: RawResource;
  readonly shared: SharedPart;
  /** Of its tenant; undefined when that has none. */
  readonly policies: LazyPolicies | undefined;
  readonly promptPolicyId: string | undefined;
}

/**
 * A route that was found valid, compiled when the first call needs it: of 10,000 compiled routes most would lie idle, in half of
 * the memory of a node, and all of them would be carried about by the collector of garbage while they are made.
 */
export class LazyRoute implements ReadyRoute {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly operation: Route['operation'];
  /** Whether a rule of it has a ramp. */
  readonly hasRamps: boolean;
  readonly #source: RouteSource;
  #route: Route | undefined;
  #choose: CompiledRoute | undefined;

  constructor(summary: RouteSummary, source: RouteSource) {
    this.id = summary.id;
    this.tenantId = summary.tenantId;
    this.name = summary.name;
    this.operation = summary.operation;
    this.hasRamps = summary.hasRamps;
    this.#source = source;
  }

  /** `route` is what the resource says. */
  static of(route: Route, source: RouteSource): LazyRoute {
    const hasRamps = route.policy.rules.some(({ ramp }) => ramp !== undefined);
    return new LazyRoute({ ...route, hasRamps }, source);
  }

  get route(): Route {
    this.#route ??= this.peek();
    return this.#route;
  }

  get choose(): CompiledRoute {
    this.#choose ??= compileRoute(this.route, this.#source.shared);
    return this.#choose;
  }

  get inspect(): CompiledPromptPolicy | undefined {
    const { policies, promptPolicyId } = this.#source;
    return promptPolicyId === undefined ? undefined : policies?.find(promptPolicyId);
  }

  get attached(): readonly AttachedPolicy[] {
    return this.#source.policies?.attached ?? nothingAttached;
  }

  /** The route, read anew and not kept: for a look at all of them. */
  peek(): Route {
    return readRoute(this.#source.resource);
  }

  /** The same route beside other shared resources. */
  beside(shared: SharedPart): LazyRoute {
    return new LazyRoute(this, { ...this.#source, shared });
  }
}
