import { notFound } from './errors.ts';

/** Nouns that have global ids. */
export type IdKind =
  | 'tenant'
  | 'application'
  | 'api-key'
  | 'principal'
  | 'access-token'
  | 'role'
  | 'provider'
  | 'model'
  | 'target'
  | 'route'
  | 'prompt-policy'
  | 'grant'
  | 'node-pool'
  | 'identity-provider'
  | 'token-issuer'
  | 'outside-detector'
  | 'limit'
  | 'budget'
  | 'session'
  | 'change-request'
  | 'review'
  | 'approval-rule'
  | 'config-plan'
  | 'audit-event';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The opaque id that callers see: base64url of kind and key. */
export function toGlobalId(kind: IdKind, key: string): string {
  return Buffer.from(`${kind}:${key}`).toString('base64url');
}

/** The key behind a global id of that kind; undefined for anything else. UUIDs only. */
export function parseGlobalId(kind: IdKind, globalId: string): string | undefined {
  const [foundKind, key, ...rest] = Buffer.from(globalId, 'base64url').toString('utf8').split(':');
  const valid = foundKind === kind && key !== undefined && rest.length === 0 && UUID.test(key);
  return valid ? key : undefined;
}

/** @throws DomainError NOT_FOUND when it is no id of that kind */
export function fromGlobalId(kind: IdKind, globalId: string): string {
  const key = parseGlobalId(kind, globalId);
  if (key === undefined) throw notFound(kind.replace('-', ' '));
  return key;
}

const READABLE = /^[a-z-]{1,20}:[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** A global id as the audit log names things, `route/<uuid>`; undefined for anything else, which may be whatever was typed. */
export function describeGlobalId(globalId: string): string | undefined {
  const text = Buffer.from(globalId, 'base64url').toString('utf8');
  return READABLE.test(text) ? text.replace(':', '/') : undefined;
}

/** Kind of a resource -> kind of its global id. */
const resourceIdKinds: Readonly<Record<string, IdKind>> = {
  tenant: 'tenant',
  application: 'application',
  api_key: 'api-key',
  provider: 'provider',
  model: 'model',
  target: 'target',
  grant: 'grant',
  route: 'route',
  prompt_policy: 'prompt-policy',
  token_issuer: 'token-issuer',
  outside_detector: 'outside-detector',
  limit: 'limit',
  budget: 'budget',
};

/** The kind of a resource's global id. @throws Error for a kind that has none */
export function idKindOf(resourceKind: string): IdKind {
  const kind = resourceIdKinds[resourceKind];
  if (kind === undefined) throw new Error(`resources of the kind ${resourceKind} have no id`);
  return kind;
}
