import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import type { Application, Grant, Tenant } from '../../../policy/resource.ts';
import { LazyPolicies } from '../lazy/lazy-policy.ts';
import { LazyRoute } from '../lazy/lazy-route.ts';
import { PackedDomain } from '../packed/packed-domain.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import { type Domain, isRevocable } from '../resource-store.ts';
import type { SlicedWork } from '../slices.ts';
import type { ReadyTokenIssuer } from '../snapshot.ts';
import type { Fault } from './fault.ts';
import { judgeTenant, type TenantCase } from './judge-tenant.ts';
import { readOutsideDetector } from './outside-detector.ts';
import { readApplication, readGrant, readTenant } from './read-resource.ts';
import { readTokenIssuer } from './read-token-issuer.ts';
import { keepHonoured, makeReady } from './ready-token-issuer.ts';
import type { SharedPart } from './shared-part.ts';

const noIssuers: ReadonlyMap<string, ReadyTokenIssuer> = new Map();

/** Routes of a tenant. */
interface TenantRoutes {
  readonly byName: ReadonlyMap<string, LazyRoute>;
  readonly byId: ReadonlyMap<string, LazyRoute>;
}

/**
 * The resources of one tenant, which were found valid: read when the first call asks for them, but for its token issuers, which are
 * found by their places. Of 10,000 tenants most lie idle, and what is made of them would be carried about by the collector of garbage.
 */
export class TenantPart {
  /** What it is made of, and beside what: equal objects give an equal part. All API keys in it may be used. */
  readonly domain: Domain;
  readonly shared: SharedPart;
  /** By place. */
  readonly tokenIssuers: ReadonlyMap<string, ReadyTokenIssuer>;
  #tenant: Tenant | undefined;
  #applications: ReadonlyMap<string, Application> | undefined;
  #grants: readonly Grant[] | undefined;
  #routes: TenantRoutes | undefined;

  private constructor(
    domain: Domain,
    shared: SharedPart,
    tokenIssuers: ReadonlyMap<string, ReadyTokenIssuer>,
  ) {
    this.domain = domain;
    this.shared = shared;
    this.tokenIssuers = tokenIssuers;
  }

  /** Of a domain that was judged beside these shared resources, and has its tenant. */
  static of(domain: Domain, shared: SharedPart): TenantPart {
    const part = new TenantPart(domain, shared, noIssuers);
    const issuers = domain.ofKind('token_issuer').map(readTokenIssuer);
    if (issuers.length === 0) return part;
    const ready = issuers.map((read) => makeReady(read, part.applications.values()));
    return new TenantPart(domain, shared, new Map(ready.map((one) => [one.place, one])));
  }

  get tenant(): Tenant {
    this.#tenant ??= readTenant(requireTenant(this.domain));
    return this.#tenant;
  }

  get applications(): ReadonlyMap<string, Application> {
    this.#applications ??= new Map(
      this.domain.ofKind('application').map((resource) => [resource.id, readApplication(resource)]),
    );
    return this.#applications;
  }

  get grants(): readonly Grant[] {
    this.#grants ??= this.domain.ofKind('grant').map(readGrant);
    return this.#grants;
  }

  get routesByName(): ReadonlyMap<string, LazyRoute> {
    return this.#allRoutes.byName;
  }

  get routesById(): ReadonlyMap<string, LazyRoute> {
    return this.#allRoutes.byId;
  }

  /** Its routes, read anew and not kept: for a look at those of all tenants. */
  peekRoutes(): readonly LazyRoute[] {
    return this.#routes === undefined ? this.#readRoutes() : [...this.#routes.byName.values()];
  }

  /** The same part beside other shared resources: only routes depend on them. */
  beside(shared: SharedPart): TenantPart {
    if (this.shared === shared) return this;
    const part = new TenantPart(this.domain, shared, this.tokenIssuers);
    part.#tenant = this.#tenant;
    part.#applications = this.#applications;
    part.#grants = this.#grants;
    return part;
  }

  /**
   * The part of a tenant that is held back, tightened: keys, grants and token issuers that were taken away are gone, and so is
   * what tokens could name; a suspension holds. Nothing else of what was received is used.
   */
  tighten(received: Domain): TenantPart {
    const suspended = this.#findSuspension(received);
    const left = [...this.domain].filter(([key, one]) => !isRevocable(one) || received.has(key));
    const tokenIssuers = keepHonoured(this.tokenIssuers, received);
    const isWhole = left.length === this.domain.size;
    if (isWhole && suspended === undefined && tokenIssuers === this.tokenIssuers) return this;
    const domain = PackedDomain.of(
      this.tenant.id,
      left.map(([, one]) => (suspended !== undefined && one.kind === 'tenant' ? suspended : one)),
    );
    return new TenantPart(domain, this.shared, tokenIssuers);
  }

  /** The tenant's own resource where it was suspended since. */
  #findSuspension(received: Domain): RawResource | undefined {
    const resource = received.get(`tenant/${this.tenant.id}`);
    if (this.tenant.suspended || resource === undefined) return undefined;
    try {
      return readTenant(resource).suspended ? resource : undefined;
    } catch {
      // The tenant itself may be what is invalid.
      return undefined;
    }
  }

  get #allRoutes(): TenantRoutes {
    if (this.#routes === undefined) {
      const routes = this.#readRoutes();
      this.#routes = {
        byName: new Map(routes.map((route) => [route.name, route])),
        byId: new Map(routes.map((route) => [route.id, route])),
      };
    }
    return this.#routes;
  }

  #readRoutes(): readonly LazyRoute[] {
    const { domain, shared } = this;
    const policies = domain.ofKind('prompt_policy');
    const lazyPolicies =
      policies.length === 0 ? undefined : new LazyPolicies(policies, readDetectors(domain));
    return domain
      .ofKind('route')
      .map((resource) => LazyRoute.of(resource, { shared, policies: lazyPolicies }));
  }
}

/** `absent`: the tenant itself is not there, so that what names it as its parent is of no use. */
export type TenantPartResult =
  | { readonly kind: 'built'; readonly part: TenantPart }
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] };

/** The faults of a tenant that were found before; undefined when it was not judged. */
export type JudgedFaults = readonly Fault[] | undefined;

/** Makes the resources of a tenant ready; one that is invalid spoils the part. */
export function* buildTenantPart(
  input: TenantCase,
  judged: JudgedFaults,
): SlicedWork<TenantPartResult> {
  if (!input.domain.has(`tenant/${input.tenantId}`)) return { kind: 'absent' };
  const faults = judged ?? (yield* judgeTenant(input));
  if (faults.length > 0) return { kind: 'invalid', faults };
  return { kind: 'built', part: TenantPart.of(input.domain, input.shared) };
}

function requireTenant(domain: Domain): RawResource {
  const resource = domain.get(`tenant/${domain.tenantId}`);
  if (resource === undefined) throw new RangeError('a tenant has no resource of its own');
  return resource;
}

function readDetectors(domain: Domain): ReadonlyMap<string, OutsideDetector> {
  const detectors = domain.ofKind('outside_detector').map(readOutsideDetector);
  return new Map(detectors.map((detector) => [detector.id, detector]));
}
