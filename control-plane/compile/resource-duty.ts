import { tokenPlace } from '../../policy/token/token-issuer.ts';
import type { ResourceBody, ResourceKind } from '../../proto/resource.ts';

/** Whose resource it is: its own id, and the tenant's. */
interface Owned {
  readonly id: string;
  /** Empty for what all tenants share. */
  readonly tenantId: string;
}

/** Fields without which a resource means nothing, by kind. A list counts as blank when it is empty. */
const required: { readonly [Kind in ResourceKind]: readonly (keyof ResourceBody[Kind])[] } = {
  tenant: ['name'],
  application: ['tenantId', 'name'],
  api_key: ['tenantId', 'applicationId', 'name', 'hash', 'pepperId', 'workloads'],
  provider: ['name', 'kind', 'baseUrl'],
  model: ['name'],
  target: ['name', 'providerId', 'modelId', 'providerModel'],
  grant: ['tenantId', 'modelId'],
  route: ['tenantId', 'name', 'operation', 'rules'],
  prompt_policy: ['tenantId', 'name', 'rules'],
  outside_detector: ['tenantId', 'name', 'protocol', 'kinds'],
  limit: ['tenantId', 'name', 'per', 'measure'],
  budget: ['tenantId', 'name', 'per', 'period', 'enforcement'],
  token_issuer: ['tenantId', 'name', 'issuer', 'audience', 'algorithms', 'workloads'],
};

/** The first required field that is blank; empty when none is. */
export function findBlankField<Kind extends ResourceKind>(
  kind: Kind,
  body: ResourceBody[Kind],
): string {
  return String(required[kind].find((field) => isBlank(body[field])) ?? '');
}

/**
 * What no two resources of a view may share: a name within its scope, the hash of a key, issuer and audience of tokens. Empty when
 * there is no such thing. The last two are the worst: nodes cannot tell whose call it is, and refuse the whole configuration.
 */
export function claimOf<Kind extends ResourceKind>(
  kind: Kind,
  { tenantId }: Owned,
  body: ResourceBody[Kind],
): string {
  if (kind === 'grant') return '';
  if ('hash' in body && body.hash !== undefined)
    return `api_key:${Buffer.from(body.hash as Uint8Array).toString('latin1')}`;
  if ('audience' in body)
    return `token_issuer:${tokenPlace(String(body.issuer), String(body.audience))}`;
  const name = 'name' in body ? body.name : undefined;
  const scope = kind === 'tenant' ? '' : tenantId;
  return name ? `${kind}:${scope}:${name}` : '';
}

/** A claim as people read it: without the hash of a key. */
export function describeClaim(claim: string): string {
  const [kind = '', ...rest] = claim.split(':');
  if (kind === 'token_issuer') return 'issuer and audience of a token issuer';
  return kind === 'api_key'
    ? 'the hash of an API key'
    : `the ${kind} name "${rest.slice(1).join(':')}"`;
}

function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  return value === undefined || value === null;
}
