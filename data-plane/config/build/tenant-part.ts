import type { Budget } from '../../../policy/budget.ts';
import { compileRoute } from '../../../policy/compile-routing.ts';
import type { Limit } from '../../../policy/limit.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import { compilePromptPolicy } from '../../../policy/prompt-policy.ts';
import type { Application, Grant, PromptPolicy, Route, Tenant } from '../../../policy/resource.ts';
import { isResourceKind } from '../../../proto/resource.ts';
import { PackedDomain } from '../packed/packed-domain.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import { type Domain, isRevocable } from '../resource-store.ts';
import type { SlicedWork } from '../slices.ts';
import type { ReadyTokenIssuer } from '../snapshot.ts';
import { readBudget } from './budget.ts';
import { collectFaults } from './collect-faults.ts';
import { type Fault, InvalidResource } from './fault.ts';
import { LazyPolicies } from './lazy-policy.ts';
import { LazyRoute } from './lazy-route.ts';
import { readLimit } from './limit.ts';
import { readOutsideDetector } from './outside-detector.ts';
import { readPromptPolicy, readRoute } from './read-policy.ts';
import {
  type HashedKey,
  readApiKey,
  readApplication,
  readGrant,
  readTenant,
} from './read-resource.ts';
import { readTokenIssuer, type TokenIssuerWithKeys } from './read-token-issuer.ts';
import { keepHonoured, makeReady } from './ready-token-issuer.ts';
import type { SharedPart } from './shared-part.ts';

/** The resources of one tenant, made ready. */
export interface TenantPart {
  /** What it was made of, and beside what: equal objects give an equal part. All API keys in it may be used. */
  readonly domain: Domain;
  readonly shared: SharedPart;
  readonly tenant: Tenant;
  readonly applications: ReadonlyMap<string, Application>;
  readonly grants: readonly Grant[];
  readonly routesByName: ReadonlyMap<string, LazyRoute>;
  /** By place. */
  readonly tokenIssuers: ReadonlyMap<string, ReadyTokenIssuer>;
  /** By name; as the budgets. */
  readonly limits: readonly Limit[];
  readonly budgets: readonly Budget[];
}

/** `absent`: the tenant itself is not there, so that what names it as its parent is of no use. */
export type TenantPartResult =
  | { readonly kind: 'built'; readonly part: TenantPart }
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] };

/** What a part is made of. */
export interface TenantPartInput {
  readonly tenantId: string;
  readonly domain: Domain;
  readonly shared: SharedPart;
  /** Ids of the peppers that are held. */
  readonly peppers: ReadonlySet<string>;
  /** See `BuildInput`. */
  readonly isJudged: boolean;
}

/**
 * Reads and compiles every resource of a tenant; one that is invalid spoils the part. A kind that
 * this build does not know is held and not enforced (decision 7).
 */
export function* buildTenantPart(input: TenantPartInput): SlicedWork<TenantPartResult> {
  if (!input.domain.has(`tenant/${input.tenantId}`)) return { kind: 'absent' };
  const draft = new TenantDraft(input);
  const { domain, isJudged } = input;
  const others = isJudged ? [...domain.othersThanApiKeys()] : undefined;
  const resources = () => others ?? domain.values();
  const faults = yield* collectFaults(resources, [
    (resource) => draft.read(resource),
    (resource) => draft.link(resource),
    (resource) => draft.compile(resource),
  ]);
  if (faults.length > 0) return { kind: 'invalid', faults };
  const part = draft.finish();
  return part === undefined ? { kind: 'absent' } : { kind: 'built', part };
}

/** The part beside other shared resources: only routes depend on them. */
export function rebaseTenantPart(part: TenantPart, shared: SharedPart): TenantPart {
  if (part.shared === shared) return part;
  const routesByName = new Map<string, LazyRoute>();
  for (const [name, ready] of part.routesByName) routesByName.set(name, ready.beside(shared));
  return { ...part, shared, routesByName };
}

/**
 * The part of a tenant that is held back, tightened: keys, grants and token issuers that were taken away are gone, and so is
 * what tokens could name; a suspension holds. Nothing else of what was received is used.
 */
export function tightenTenantPart(part: TenantPart, received: Domain): TenantPart {
  const suspended = findSuspension(part, received);
  const left = [...part.domain].filter(([key, one]) => !isRevocable(one) || received.has(key));
  const tokenIssuers = keepHonoured(part.tokenIssuers, received);
  const isWhole = left.length === part.domain.size;
  if (isWhole && suspended === undefined && tokenIssuers === part.tokenIssuers) return part;
  const domain = PackedDomain.of(
    part.tenant.id,
    left.map(([key, one]) => (key === suspended?.key ? suspended.resource : one)),
  );
  return {
    ...part,
    domain,
    tenant: suspended?.tenant ?? part.tenant,
    grants: part.grants.filter(({ id }) => domain.has(`grant/${id}`)),
    tokenIssuers,
  };
}

function findSuspension({ tenant }: TenantPart, received: Domain) {
  const key = `tenant/${tenant.id}`;
  const resource = received.get(key);
  if (tenant.suspended || resource === undefined) return undefined;
  try {
    const next = readTenant(resource);
    return next.suspended ? { key, resource, tenant: next } : undefined;
  } catch {
    // The tenant itself may be what is invalid.
    return undefined;
  }
}

/** A part that is being made: three passes over the domain, then finished. */
class TenantDraft {
  readonly #input: TenantPartInput;
  #tenant: Tenant | undefined;
  readonly #applications = new Map<string, Application>();
  readonly #keys = new Map<string, KeyReferences>();
  readonly #hashes = new Set<string>();
  readonly #grants = new Map<string, Grant>();
  readonly #routes = new Map<string, Route>();
  readonly #routesByName = new Map<string, LazyRoute>();
  readonly #policies = new Map<string, PromptPolicy>();
  readonly #detectors = new Map<string, OutsideDetector>();
  readonly #issuers = new Map<string, TokenIssuerWithKeys>();
  readonly #issuersByPlace = new Map<string, ReadyTokenIssuer>();
  readonly #limits = new Map<string, Limit>();
  readonly #budgets = new Map<string, Budget>();
  readonly #policyResources: RawResource[] = [];
  #lazyPolicies: LazyPolicies | undefined;

  constructor(input: TenantPartInput) {
    this.#input = input;
  }

  read(resource: RawResource): void {
    const { kind, id } = resource;
    if (kind === 'tenant') this.#readTenant(resource);
    else if (kind === 'application') this.#applications.set(id, readApplication(resource));
    else if (kind === 'api_key') this.#keys.set(id, referencesOf(readApiKey(resource)));
    else if (kind === 'grant') this.#grants.set(id, readGrant(resource));
    else if (kind === 'route') this.#routes.set(id, readRoute(resource));
    else if (kind === 'prompt_policy') this.#readPolicy(resource);
    else if (kind === 'token_issuer') this.#issuers.set(id, readTokenIssuer(resource));
    else if (kind === 'outside_detector') this.#detectors.set(id, readOutsideDetector(resource));
    else if (kind === 'limit') this.#limits.set(id, readLimit(resource));
    else if (kind === 'budget') this.#budgets.set(id, readBudget(resource));
    else if (isResourceKind(kind)) throw new InvalidResource('this kind is no tenant’s');
  }

  /** Checks references within the tenant; those to shared resources may dangle. */
  link({ kind, id }: RawResource): void {
    if (kind === 'api_key') this.#linkKey(this.#keys.get(id));
    if (kind === 'grant') this.#requireApplication(this.#grants.get(id)?.applicationId);
    if (kind === 'route') this.#requirePolicy(this.#routes.get(id)?.promptPolicyId);
    if (kind === 'token_issuer') this.#linkIssuer(this.#issuers.get(id));
    if (kind === 'limit') this.#requireApplication(this.#limits.get(id)?.applicationId);
    if (kind === 'budget') this.#requireApplication(this.#budgets.get(id)?.applicationId);
    if (kind === 'prompt_policy') this.#linkPolicy(this.#policies.get(id));
  }

  /** What comes of it is not kept: see {@link LazyRoute}. */
  compile(resource: RawResource): void {
    const { kind, id } = resource;
    const { shared, isJudged } = this.#input;
    const policy = kind === 'prompt_policy' ? this.#policies.get(id) : undefined;
    if (policy !== undefined && !isJudged) compilePromptPolicy(policy);
    const route = kind === 'route' ? this.#routes.get(id) : undefined;
    if (route === undefined) return;
    if (this.#routesByName.has(route.name))
      throw new InvalidResource('another route of the tenant has its name');
    if (!isJudged) compileRoute(route, shared);
    const { promptPolicyId } = route;
    const source = { resource, shared, policies: this.#policiesOfTenant(), promptPolicyId };
    this.#routesByName.set(route.name, LazyRoute.of(route, source));
  }

  finish(): TenantPart | undefined {
    if (this.#tenant === undefined) return undefined;
    return {
      domain: this.#input.domain,
      shared: this.#input.shared,
      tenant: this.#tenant,
      applications: this.#applications,
      grants: [...this.#grants.values()],
      routesByName: this.#routesByName,
      tokenIssuers: this.#issuersByPlace,
      limits: inOrder(this.#limits),
      budgets: inOrder(this.#budgets),
    };
  }

  #readTenant(resource: RawResource): void {
    if (resource.id !== this.#input.tenantId)
      throw new InvalidResource('it was sent for another tenant');
    this.#tenant = readTenant(resource);
  }

  #readPolicy(resource: RawResource): void {
    this.#policies.set(resource.id, readPromptPolicy(resource));
    this.#policyResources.push(resource);
  }

  #linkPolicy(policy: PromptPolicy | undefined): void {
    for (const { rerouteRouteId, outsideDetectorId } of policy?.rules ?? []) {
      if (rerouteRouteId !== undefined && !this.#routes.has(rerouteRouteId))
        throw new InvalidResource('the route that it reroutes to is missing');
      if (outsideDetectorId !== undefined && !this.#detectors.has(outsideDetectorId))
        throw new InvalidResource('the outside detector that it asks is missing');
    }
  }

  #linkKey(key: KeyReferences | undefined): void {
    if (key === undefined) return;
    this.#requireApplication(key.applicationId);
    if (!this.#input.peppers.has(key.pepperId))
      throw new InvalidResource('the pepper of its hash is not held by this node');
    if (this.#hashes.has(key.hash))
      throw new InvalidResource('another key of the tenant has its hash');
    this.#hashes.add(key.hash);
  }

  #linkIssuer(read: TokenIssuerWithKeys | undefined): void {
    if (read === undefined) return;
    this.#requireApplication(read.issuer.applicationId);
    const ready = makeReady(read, this.#applications.values());
    if (this.#issuersByPlace.has(ready.place))
      throw new InvalidResource('another token issuer of the tenant has its issuer and audience');
    this.#issuersByPlace.set(ready.place, ready);
  }

  #requireApplication(id: string | undefined): void {
    if (id !== undefined && !this.#applications.has(id))
      throw new InvalidResource('its application is missing');
  }

  #requirePolicy(id: string | undefined): void {
    if (id !== undefined && !this.#policies.has(id))
      throw new InvalidResource('its prompt policy is missing');
  }

  /** One for all routes, made once all policies are read; undefined when there are none. */
  #policiesOfTenant(): LazyPolicies | undefined {
    if (this.#policyResources.length === 0) return undefined;
    this.#lazyPolicies ??= new LazyPolicies(this.#policyResources, this.#detectors);
    return this.#lazyPolicies;
  }
}

/** By name, so that every node looks at them in the same order. */
function inOrder<Row extends { readonly name: string }>(
  rows: ReadonlyMap<string, Row>,
): readonly Row[] {
  return [...rows.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a key is found by and what it refers to: all of it that is needed to judge it. */
interface KeyReferences {
  readonly hash: string;
  readonly pepperId: string;
  readonly applicationId: string;
}

function referencesOf({ hash, pepperId, key: { applicationId } }: HashedKey): KeyReferences {
  return { hash, pepperId, applicationId };
}
