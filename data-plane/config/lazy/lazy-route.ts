import { type CompiledRoute, compileRoute } from '../../../policy/compile-routing.ts';
import type { AttachedPolicy } from '../../../policy/prompt-part/policies-of-call.ts';
import type { CompiledPromptPolicy } from '../../../policy/prompt-policy.ts';
import type { Route } from '../../../policy/resource.ts';
import { type RouteSummary, readRoute, summariseRoute } from '../build/read-policy.ts';
import type { SharedPart } from '../build/shared-part.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import type { ReadyRoute } from '../snapshot.ts';
import type { LazyPolicies } from './lazy-policy.ts';

const nothingAttached: readonly AttachedPolicy[] = [];

/** What routes are made ready beside. */
interface RouteNeighbours {
  readonly shared: SharedPart;
  /** Of its tenant; undefined when that has none. */
  readonly policies: LazyPolicies | undefined;
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
  readonly #resource: RawResource;
  readonly #neighbours: RouteNeighbours;
  readonly #promptPolicyId: string | undefined;
  #route: Route | undefined;
  #choose: CompiledRoute | undefined;

  private constructor(summary: RouteSummary, resource: RawResource, neighbours: RouteNeighbours) {
    this.id = summary.id;
    this.tenantId = summary.tenantId;
    this.name = summary.name;
    this.operation = summary.operation;
    this.hasRamps = summary.hasRamps;
    this.#promptPolicyId = summary.promptPolicyId;
    this.#resource = resource;
    this.#neighbours = neighbours;
  }

  static of(resource: RawResource, neighbours: RouteNeighbours): LazyRoute {
    return new LazyRoute(summariseRoute(resource), resource, neighbours);
  }

  get route(): Route {
    this.#route ??= this.peek();
    return this.#route;
  }

  get choose(): CompiledRoute {
    this.#choose ??= compileRoute(this.route, this.#neighbours.shared);
    return this.#choose;
  }

  get inspect(): CompiledPromptPolicy | undefined {
    const id = this.#promptPolicyId;
    return id === undefined ? undefined : this.#neighbours.policies?.find(id);
  }

  get attached(): readonly AttachedPolicy[] {
    return this.#neighbours.policies?.attached ?? nothingAttached;
  }

  /** The route, read anew and not kept: for a look at all of them. */
  peek(): Route {
    return readRoute(this.#resource);
  }
}
