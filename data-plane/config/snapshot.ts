import type { VerifyKeyObjectInput } from 'node:crypto';
import type { Budget } from '../../policy/budget.ts';
import type { CompiledRoute } from '../../policy/compile-routing.ts';
import type { Limit } from '../../policy/limit.ts';
import type { AttachedPolicy } from '../../policy/prompt-part/policies-of-call.ts';
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
import type { TokenFacts } from '../../policy/token/token-fact.ts';
import type { TokenAlgorithm, TokenIssuer } from '../../policy/token/token-issuer.ts';

/** A public key of an issuer, with what `verify` of node:crypto is called with: made once, when the configuration is applied. */
export interface TokenVerificationKey {
  readonly keyId: string;
  readonly algorithms: readonly TokenAlgorithm[];
  readonly input: Readonly<Record<TokenAlgorithm, VerifyKeyObjectInput>>;
  /** Hexadecimal SHA-256 of the key: two that are alike are one. */
  readonly thumbprint: string;
}

/** A token issuer made ready for calls. */
export interface ReadyTokenIssuer {
  /** See `tokenPlace`. */
  readonly place: string;
  readonly issuer: TokenIssuer;
  /** By key id. */
  readonly keys: ReadonlyMap<string, TokenVerificationKey>;
  /** Ids of the applications that its tokens may name, by name; undefined when its application is fixed. */
  readonly applicationIds: ReadonlyMap<string, string> | undefined;
}

/** A token that was found right. */
export interface VerifiedToken {
  readonly issuer: ReadyTokenIssuer;
  /** Of the key that verified it. */
  readonly keyId: string;
  /** Where its issuer lets a claim name the application. */
  readonly applicationName: string | undefined;
  /** What a call with it may do, as of one with a key. */
  readonly key: ApiKey;
  readonly facts: TokenFacts;
  /** Names the subject without telling it. */
  readonly subject: string;
}

/** A route made ready for calls. */
export interface ReadyRoute {
  readonly route: Route;
  readonly choose: CompiledRoute;
  readonly inspect: CompiledPromptPolicy | undefined;
  /** Policies of the tenant that judge calls of any route. */
  readonly attached: readonly AttachedPolicy[];
}

/** Finds what a call asks for; what of it is made then, and what was made before, is its own affair. */
export type Lookup<Value> = Pick<ReadonlyMap<string, Value>, 'get' | 'has'>;

/** Finds keys by hexadecimal hash. */
export type KeyLookup = Lookup<ApiKey>;

/** Hashes presented keys; the peppers never leave it. */
export interface KeyHasher {
  /** Hexadecimal HMAC-SHA-256 of the key under each pepper held, newest first. */
  hashes(key: string): readonly string[];
}

/** Names a found value of a kind without telling it: 32 hexadecimal digits. */
export type FingerprintOf = (kind: string, value: string) => string;

/** Names found values; its key never leaves it. */
export interface Fingerprinter {
  /** Undefined when this node cannot name values. */
  forTenant(tenantId: string): FingerprintOf | undefined;
}

/** Generations of one credential of a provider or an outside detector: beside the newest the one that it replaced, while that is kept. */
export type CredentialGenerations = readonly [newest: string, previous?: string];

/** Credentials of providers, or of outside detectors. Never logged: it has no string form. */
export interface CredentialStore {
  /** Undefined when the owner has none, as self-hosted servers may. */
  find(ownerId: string): CredentialGenerations | undefined;
}

/**
 * Everything that a node enforces, at one position, made ready so that a call only looks things up.
 * Immutable: a change of configuration makes a new one and swaps one pointer.
 */
export interface Snapshot {
  readonly epoch: bigint;
  readonly revision: bigint;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly applications: Lookup<Application>;
  readonly keysByHash: KeyLookup;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly models: ReadonlyMap<string, Model>;
  readonly targets: ReadonlyMap<string, Target>;
  /** By tenant id. */
  readonly grants: Lookup<readonly Grant[]>;
  /** By tenant id, then by name. */
  readonly routesByName: Lookup<ReadonlyMap<string, ReadyRoute>>;
  /** By route id. */
  readonly routes: Lookup<ReadyRoute>;
  /** By place. */
  readonly tokenIssuers: ReadonlyMap<string, ReadyTokenIssuer>;
  /** By tenant id, then by name; tenants without any are not in it. As the budgets. */
  readonly limits: ReadonlyMap<string, readonly Limit[]>;
  readonly budgets: ReadonlyMap<string, readonly Budget[]>;
  readonly hasher: KeyHasher;
}
