import { compileRoute } from '../../../policy/compile-routing.ts';
import { compilePromptPolicy } from '../../../policy/prompt-policy.ts';
import type { Application, PromptPolicy, Route } from '../../../policy/resource.ts';
import { isResourceKind } from '../../../proto/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import type { Domain } from '../resource-store.ts';
import type { SlicedWork } from '../slices.ts';
import { readBudget } from './budget.ts';
import { collectFaults } from './collect-faults.ts';
import { type Fault, InvalidResource } from './fault.ts';
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
import { makeReady } from './ready-token-issuer.ts';
import type { SharedPart } from './shared-part.ts';

/** What a tenant is judged by. */
export interface TenantCase {
  readonly tenantId: string;
  readonly domain: Domain;
  readonly shared: SharedPart;
  /** Ids of the peppers that are held. */
  readonly peppers: ReadonlySet<string>;
}

/**
 * Reads, links and compiles every resource of a tenant, and keeps nothing of it: calls read what they need, when they need it. A kind
 * that this build does not know is held and not enforced (decision 7).
 */
export function judgeTenant(input: TenantCase): SlicedWork<readonly Fault[]> {
  const trial = new TenantTrial(input);
  return collectFaults(
    () => input.domain.values(),
    [
      (resource) => trial.read(resource),
      (resource) => trial.link(resource),
      (resource) => trial.compile(resource),
    ],
  );
}

/** What is known of a tenant that is being judged: three passes over its domain. */
class TenantTrial {
  readonly #input: TenantCase;
  readonly #applications = new Map<string, Application>();
  readonly #keys = new Map<string, KeyReferences>();
  readonly #hashes = new Set<string>();
  readonly #grants = new Map<string, string | undefined>();
  readonly #limits = new Map<string, string | undefined>();
  readonly #budgets = new Map<string, string | undefined>();
  readonly #routes = new Map<string, Route>();
  readonly #routeNames = new Set<string>();
  readonly #policies = new Map<string, PromptPolicy>();
  readonly #detectorIds = new Set<string>();
  readonly #issuers = new Map<string, TokenIssuerWithKeys>();
  readonly #places = new Set<string>();

  constructor(input: TenantCase) {
    this.#input = input;
  }

  read(resource: RawResource): void {
    const { kind, id } = resource;
    if (kind === 'tenant') this.#readTenant(resource);
    else if (kind === 'application') this.#applications.set(id, readApplication(resource));
    else if (kind === 'api_key') this.#keys.set(id, referencesOf(readApiKey(resource)));
    else if (kind === 'grant') this.#grants.set(id, readGrant(resource).applicationId);
    else if (kind === 'route') this.#routes.set(id, readRoute(resource));
    else if (kind === 'prompt_policy') this.#policies.set(id, readPromptPolicy(resource));
    else if (kind === 'token_issuer') this.#issuers.set(id, readTokenIssuer(resource));
    else if (kind === 'outside_detector') this.#detectorIds.add(readOutsideDetector(resource).id);
    else if (kind === 'limit') this.#limits.set(id, readLimit(resource).applicationId);
    else if (kind === 'budget') this.#budgets.set(id, readBudget(resource).applicationId);
    else if (isResourceKind(kind)) throw new InvalidResource('this kind is no tenant’s');
  }

  /** Checks references within the tenant; those to shared resources may dangle. */
  link({ kind, id }: RawResource): void {
    if (kind === 'api_key') this.#linkKey(this.#keys.get(id));
    if (kind === 'grant') this.#requireApplication(this.#grants.get(id));
    if (kind === 'limit') this.#requireApplication(this.#limits.get(id));
    if (kind === 'budget') this.#requireApplication(this.#budgets.get(id));
    if (kind === 'route') this.#requirePolicy(this.#routes.get(id)?.promptPolicyId);
    if (kind === 'token_issuer') this.#linkIssuer(this.#issuers.get(id));
    if (kind === 'prompt_policy') this.#linkPolicy(this.#policies.get(id));
  }

  compile({ kind, id }: RawResource): void {
    const policy = kind === 'prompt_policy' ? this.#policies.get(id) : undefined;
    if (policy !== undefined) compilePromptPolicy(policy);
    const route = kind === 'route' ? this.#routes.get(id) : undefined;
    if (route === undefined) return;
    if (this.#routeNames.has(route.name))
      throw new InvalidResource('another route of the tenant has its name');
    this.#routeNames.add(route.name);
    compileRoute(route, this.#input.shared);
  }

  #readTenant(resource: RawResource): void {
    if (resource.id !== this.#input.tenantId)
      throw new InvalidResource('it was sent for another tenant');
    readTenant(resource);
  }

  #linkPolicy(policy: PromptPolicy | undefined): void {
    for (const { rerouteRouteId, outsideDetectorId } of policy?.rules ?? []) {
      if (rerouteRouteId !== undefined && !this.#routes.has(rerouteRouteId))
        throw new InvalidResource('the route that it reroutes to is missing');
      if (outsideDetectorId !== undefined && !this.#detectorIds.has(outsideDetectorId))
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
    const { place } = makeReady(read, this.#applications.values());
    if (this.#places.has(place))
      throw new InvalidResource('another token issuer of the tenant has its issuer and audience');
    this.#places.add(place);
  }

  #requireApplication(id: string | undefined): void {
    if (id !== undefined && !this.#applications.has(id))
      throw new InvalidResource('its application is missing');
  }

  #requirePolicy(id: string | undefined): void {
    if (id !== undefined && !this.#policies.has(id))
      throw new InvalidResource('its prompt policy is missing');
  }
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
