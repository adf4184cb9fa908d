import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import type { Family } from '../../support/family.ts';
import type { Management } from '../../support/management.ts';

/** Lists -> tables. */
export const tables: Readonly<Record<string, string>> = {
  tenants: 'tenant',
  applications: 'application',
  apiKeys: 'api_key',
  routes: 'route',
  promptPolicies: 'prompt_policy',
  targets: 'target',
  models: 'model',
  providers: 'provider',
  grants: 'model_grant',
  changeRequests: 'change_request',
  principals: 'principal',
  roles: 'role',
  tokenIssuers: 'token_issuer',
  outsideDetectors: 'outside_detector',
  limits: 'usage_limit',
  budgets: 'budget',
};
/** When rows end, as Postgres writes it in an index. */
const END = `COALESCE(not_after, 'infinity'::timestamp with time zone)`;
/** Column of a sort, or what stands for it in an index. */
export const columnOf = (sort: string) => (sort === 'NOT_AFTER' ? END : sort.toLowerCase());

/** Global ids of a page, and where the next one begins; undefined when there is none. */
export interface Listed {
  readonly ids: readonly string[];
  readonly after: string | undefined;
}

/** A page of a list. */
export async function listIds(
  { services }: Management,
  field: string,
  args: string,
  by: Operation,
): Promise<Listed> {
  const document = `{ ${field}(${args}) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
  const found = await ask({ services, operation: by }, document);
  const { edges, pageInfo } = found[field] as {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
  return {
    ids: edges.map(({ node }) => node.id),
    after: pageInfo.hasNextPage ? pageInfo.endCursor : undefined,
  };
}

/** Global id of something of a family. */
export const idOf = ({ ids }: Family, noun: string) => ids[noun] ?? '';
/** The key behind it. */
export const keyOf = (globalId: string) =>
  Buffer.from(globalId, 'base64url').toString().split(':')[1];

/** What distinguishes the first family from the other two. */
export async function distinguish(
  management: Management,
  one: Family,
  other: Family,
): Promise<void> {
  const { tenant, provider, model, target } = one;
  const set = (table: string, id: string, values: string) =>
    management.query(`UPDATE ${table} SET ${values} WHERE id = $1`, [keyOf(id) ?? id]);
  const long = `created_at = '2020-01-01Z'`;
  await set(
    'tenant',
    toGlobalId('tenant', tenant.id),
    `name = 'odd-100', suspended = true, ${long}`,
  );
  await set('application', idOf(one, 'application'), `team = 'odd', environment = 'staging'`);
  await set('api_key', idOf(one, 'apiKey'), `name = 'oddity', not_after = '2030-02-01Z', ${long}`);
  await set('api_key', idOf(other, 'apiKey'), `not_after = '2029-01-01Z'`);
  await set(
    'route',
    idOf(one, 'route'),
    `name = 'odd', prompt_policy_id = '${keyOf(idOf(one, 'promptPolicy'))}'`,
  );
  await set('route', idOf(other, 'route'), `operation = 'embedding'`);
  await set('prompt_policy', idOf(one, 'promptPolicy'), `name = 'odd'`);
  await set('target', toGlobalId('target', target.id), `provider_model = 'Odd', enabled = false`);
  await set(
    'model',
    toGlobalId('model', model.id),
    `capabilities = '{chat,vision}', deprecated_at = NULL`,
  );
  await management.query(`UPDATE model SET aliases = '{odd}' WHERE id = $1`, [model.id]);
  await set(
    'provider',
    toGlobalId('provider', provider.id),
    `name = 'odd', kind = 'gemini', region = 'moon',
    data_terms = '{zero_retention,no_training}'`,
  );
  await set('model_grant', idOf(one, 'grant'), `${long}, not_after = '2030-01-01T12:00:00Z'`);
  await set('model_grant', idOf(other, 'grant'), `not_after = '2029-01-15Z'`);
  await set(
    'change_request',
    idOf(one, 'changeRequest'),
    `reason = 'An odd one', state = 'rejected', ${long},
    risk = '{"level":"low"}'`,
  );
  await set(
    'principal',
    idOf(one, 'principal'),
    `email = 'odd@example.com', roles = '{finance,viewer}'`,
  );
  await set('role', idOf(one, 'role'), `name = 'odd', permissions = '{route:read,model:read}'`);
  await set(
    'token_issuer',
    idOf(one, 'tokenIssuer'),
    `issuer = 'https://odd.example', enabled = false`,
  );
  await set(
    'outside_detector',
    idOf(one, 'outsideDetector'),
    `address = 'https://odd.example/inspect'`,
  );
  await set('usage_limit', idOf(one, 'limit'), `name = 'odd', measure = 'tokens'`);
  await set('budget', idOf(one, 'budget'), `name = 'odd', enforcement = 'soft'`);
}
