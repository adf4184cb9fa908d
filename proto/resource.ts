import { hash } from 'node:crypto';
import { resourceContract } from './contract/resource.ts';
import type { ApiKey, ApiKey__Output } from './generated/gatehouse/config/v1/ApiKey.ts';
import type {
  Application,
  Application__Output,
} from './generated/gatehouse/config/v1/Application.ts';
import type { Budget, Budget__Output } from './generated/gatehouse/config/v1/Budget.ts';
import type { Grant, Grant__Output } from './generated/gatehouse/config/v1/Grant.ts';
import type { Limit, Limit__Output } from './generated/gatehouse/config/v1/Limit.ts';
import type { Model, Model__Output } from './generated/gatehouse/config/v1/Model.ts';
import type {
  OutsideDetector,
  OutsideDetector__Output,
} from './generated/gatehouse/config/v1/OutsideDetector.ts';
import type {
  PromptPolicy,
  PromptPolicy__Output,
} from './generated/gatehouse/config/v1/PromptPolicy.ts';
import type { Provider, Provider__Output } from './generated/gatehouse/config/v1/Provider.ts';
import type { Route, Route__Output } from './generated/gatehouse/config/v1/Route.ts';
import type { RouteTimers__Output } from './generated/gatehouse/config/v1/RouteTimers.ts';
import type { RuleException__Output } from './generated/gatehouse/config/v1/RuleException.ts';
import type { Target, Target__Output } from './generated/gatehouse/config/v1/Target.ts';
import type { Tenant, Tenant__Output } from './generated/gatehouse/config/v1/Tenant.ts';
import type {
  TokenIssuer,
  TokenIssuer__Output,
} from './generated/gatehouse/config/v1/TokenIssuer.ts';
import { promptPolicyCodec } from './prompt-policy-codec.ts';
import { routeCodec } from './route-codec.ts';

/**
 * Schema numbers of resource bodies that this build reads. A new number is due when a reader of the one before would misread a
 * body, or be looser without it (decision 7), and the body cannot be written so that such a reader refuses it (decision 15). With 2 came
 * limits and budgets.
 */
export const RESOURCE_SCHEMAS = { min: 1, max: 2 } as const;

/** Those that this build writes: a node that enforces no limits is given nothing (decision 59). */
export const WRITTEN_SCHEMAS = { min: 2, max: 2 } as const;

/** What each kind of resource is encoded from. */
export interface ResourceBody {
  readonly tenant: Tenant;
  readonly application: Application;
  readonly api_key: ApiKey;
  readonly provider: Provider;
  readonly model: Model;
  readonly target: Target;
  readonly grant: Grant;
  readonly route: Route;
  readonly prompt_policy: PromptPolicy;
  readonly token_issuer: TokenIssuer;
  readonly outside_detector: OutsideDetector;
  readonly limit: Limit;
  readonly budget: Budget;
}

/** What each kind of resource is decoded to. */
export interface DecodedResourceBody {
  readonly tenant: Tenant__Output;
  readonly application: Application__Output;
  readonly api_key: ApiKey__Output;
  readonly provider: Provider__Output;
  readonly model: Model__Output;
  readonly target: Target__Output;
  readonly grant: Grant__Output;
  readonly route: Route__Output;
  readonly prompt_policy: PromptPolicy__Output;
  readonly token_issuer: TokenIssuer__Output;
  readonly outside_detector: OutsideDetector__Output;
  readonly limit: Limit__Output;
  readonly budget: Budget__Output;
}

export type ResourceKind = keyof ResourceBody;

type Codecs = {
  readonly [Kind in ResourceKind]: {
    serialize(body: ResourceBody[Kind]): Buffer;
    deserialize(bytes: Buffer): DecodedResourceBody[Kind];
  };
};

const codecs: Codecs = {
  tenant: resourceContract.Tenant,
  application: resourceContract.Application,
  api_key: resourceContract.ApiKey,
  provider: resourceContract.Provider,
  model: resourceContract.Model,
  target: resourceContract.Target,
  grant: resourceContract.Grant,
  route: routeCodec,
  prompt_policy: promptPolicyCodec,
  token_issuer: resourceContract.TokenIssuer,
  outside_detector: resourceContract.OutsideDetector,
  limit: resourceContract.Limit,
  budget: resourceContract.Budget,
};

/** Every kind, parents before the children that name them. */
export const resourceKinds = Object.keys(codecs) as readonly ResourceKind[];

/** Whether this build knows the kind. */
export function isResourceKind(kind: string): kind is ResourceKind {
  return Object.hasOwn(codecs, kind);
}

/**
 * Encodes canonically: fields in the order of their numbers, map keys as they come. Callers sort map keys
 * and sets, so that equal rows give equal bytes on every replica.
 */
export function encodeResource<Kind extends ResourceKind>(
  kind: Kind,
  body: ResourceBody[Kind],
): Buffer {
  return codecs[kind].serialize(body);
}

/** @throws Error when the bytes are no message of that kind. */
export function decodeResource<Kind extends ResourceKind>(
  kind: Kind,
  bytes: Buffer,
): DecodedResourceBody[Kind] {
  return codecs[kind].deserialize(bytes);
}

/** The timers of a route, in milliseconds, 0 where those of the class of the model hold. */
export function readTimers({
  timers,
  firstTokenTimeoutMs,
  totalTimeoutMs,
}: DecodedResourceBody['route']): RouteTimers__Output {
  if (timers !== null) return timers;
  return { connectTimeoutMs: 0, firstTokenTimeoutMs, idleTimeoutMs: 0, totalTimeoutMs };
}

/** Exceptions of a rule as both planes take them from a body; undefined for none. What is empty there is absent. */
export function readExceptions(wire: readonly RuleException__Output[]) {
  if (wire.length === 0) return undefined;
  return wire.map(
    ({ name, applicationIds, kinds, parts, reason, ownerId, expiresAtUnixMs, requestId }) => ({
      name,
      ...(applicationIds.length > 0 && { applicationIds }),
      ...(kinds.length > 0 && { kinds }),
      ...(parts.length > 0 && { parts }),
      reason,
      ownerId,
      expiresAtMs: Number(expiresAtUnixMs),
      ...(requestId !== '' && { requestId }),
    }),
  );
}

/** Length of a version. */
export const VERSION_BYTES = 16;

/** The version of a resource: the first 16 bytes of SHA-256 of its body. */
export function resourceVersion(body: Uint8Array): Buffer {
  return Buffer.from(versionText(body), 'latin1');
}

/** Whether it is the {@link resourceVersion} of that body. */
export function isVersionOf(version: Buffer, body: Uint8Array): boolean {
  return version.toString('latin1') === versionText(body);
}

/** One byte a character: a third of the time that a buffer takes, and nothing outside the heap to collect. */
function versionText(body: Uint8Array): string {
  return hash('sha256', body, 'binary').slice(0, VERSION_BYTES);
}
