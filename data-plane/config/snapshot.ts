import type { CompiledRoute } from '../../policy/compile-routing.ts';
import type { CompiledPromptPolicy } from '../../policy/prompt-policy.ts';
import type {
  ApiKey,
  Application,
  Grant,
  Model,
  Provider,
  Route,
  Target,
  Tenant,
} from '../../policy/resource.ts';

/** A route made ready for calls. */
export interface ReadyRoute {
  readonly route: Route;
  readonly choose: CompiledRoute;
  readonly inspect: CompiledPromptPolicy | undefined;
}

/** Hashes presented keys; the peppers never leave it. */
export interface KeyHasher {
  /** Hexadecimal HMAC-SHA-256 of the key under each pepper held, newest first. */
  hashes(key: string): readonly string[];
}

/** Generations of one provider's credential: beside the newest the one that it replaced, while that is kept. */
export type CredentialGenerations = readonly [newest: string, previous?: string];

/** Credentials of providers. Never logged: it has no string form. */
export interface CredentialStore {
  /** Undefined when the provider has none, as self-hosted servers may. */
  find(providerId: string): CredentialGenerations | undefined;
}

/**
 * Everything that a node enforces, at one position, made ready so that a call only looks things up.
 * Immutable: a change of configuration makes a new one and swaps one pointer.
 */
export interface Snapshot {
  readonly epoch: bigint;
  readonly revision: bigint;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly applications: ReadonlyMap<string, Application>;
  /** By hexadecimal hash. */
  readonly keysByHash: ReadonlyMap<string, ApiKey>;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly models: ReadonlyMap<string, Model>;
  readonly targets: ReadonlyMap<string, Target>;
  /** By tenant id. */
  readonly grants: ReadonlyMap<string, readonly Grant[]>;
  /** By tenant id, then by name. */
  readonly routesByName: ReadonlyMap<string, ReadonlyMap<string, ReadyRoute>>;
  /** By route id. */
  readonly routes: ReadonlyMap<string, ReadyRoute>;
  readonly hasher: KeyHasher;
}
