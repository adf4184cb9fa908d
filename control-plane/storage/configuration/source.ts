import type { ResourceKind } from '../../../proto/resource.ts';

/** Rows that are in the configuration, by kind: what is archived, revoked or disabled, or hangs from such a row, is not. */
export const sources: { readonly [Kind in ResourceKind]: string } = {
  tenant: 'SELECT t.* FROM tenant t WHERE t.archived_at IS NULL',
  application: `SELECT t.* FROM application t JOIN tenant ON tenant.id = t.tenant_id
    WHERE t.archived_at IS NULL AND tenant.archived_at IS NULL`,
  api_key: `SELECT t.* FROM api_key t JOIN tenant ON tenant.id = t.tenant_id
    JOIN application ON application.id = t.application_id
    WHERE t.revoked_at IS NULL AND application.archived_at IS NULL AND tenant.archived_at IS NULL`,
  provider: 'SELECT t.* FROM provider t WHERE t.archived_at IS NULL',
  model: 'SELECT t.* FROM model t WHERE t.archived_at IS NULL',
  target: `SELECT t.* FROM target t JOIN provider ON provider.id = t.provider_id
    JOIN model ON model.id = t.model_id
    WHERE t.archived_at IS NULL AND provider.archived_at IS NULL AND model.archived_at IS NULL`,
  grant: `SELECT t.* FROM model_grant t JOIN tenant ON tenant.id = t.tenant_id
    JOIN model ON model.id = t.model_id LEFT JOIN application ON application.id = t.application_id
    WHERE t.revoked_at IS NULL AND tenant.archived_at IS NULL AND model.archived_at IS NULL
      AND application.archived_at IS NULL`,
  route: `SELECT t.* FROM route t JOIN tenant ON tenant.id = t.tenant_id
    WHERE t.archived_at IS NULL AND tenant.archived_at IS NULL`,
  prompt_policy: `SELECT t.* FROM prompt_policy t JOIN tenant ON tenant.id = t.tenant_id
    WHERE t.archived_at IS NULL AND tenant.archived_at IS NULL`,
  token_issuer: `SELECT t.*, coalesce(key_set.keys, '[]') AS keys FROM token_issuer t
    JOIN tenant ON tenant.id = t.tenant_id LEFT JOIN application ON application.id = t.application_id
    LEFT JOIN token_issuer_key_set key_set ON key_set.token_issuer_id = t.id
    WHERE t.enabled AND t.archived_at IS NULL AND tenant.archived_at IS NULL
      AND application.archived_at IS NULL`,
  outside_detector: `SELECT t.* FROM outside_detector t JOIN tenant ON tenant.id = t.tenant_id
    WHERE t.archived_at IS NULL AND tenant.archived_at IS NULL`,
  limit: `SELECT t.* FROM usage_limit t JOIN tenant ON tenant.id = t.tenant_id
    LEFT JOIN application ON application.id = t.application_id
    WHERE t.archived_at IS NULL AND tenant.archived_at IS NULL AND application.archived_at IS NULL`,
  budget: 'SELECT t.* FROM budget_in_force t WHERE true',
};

/** Rows that come and go with their parent: the column of `table` names it. */
export interface Dependant {
  readonly parent: ResourceKind;
  readonly kind: ResourceKind;
  readonly table: string;
  readonly column: string;
}

/** Every parent names all that hangs from it, however deep. */
export const dependants: readonly Dependant[] = [
  { parent: 'tenant', kind: 'application', table: 'application', column: 'tenant_id' },
  { parent: 'tenant', kind: 'api_key', table: 'api_key', column: 'tenant_id' },
  { parent: 'tenant', kind: 'grant', table: 'model_grant', column: 'tenant_id' },
  { parent: 'tenant', kind: 'route', table: 'route', column: 'tenant_id' },
  { parent: 'tenant', kind: 'prompt_policy', table: 'prompt_policy', column: 'tenant_id' },
  { parent: 'tenant', kind: 'token_issuer', table: 'token_issuer', column: 'tenant_id' },
  { parent: 'tenant', kind: 'outside_detector', table: 'outside_detector', column: 'tenant_id' },
  { parent: 'tenant', kind: 'limit', table: 'usage_limit', column: 'tenant_id' },
  { parent: 'tenant', kind: 'budget', table: 'budget', column: 'tenant_id' },
  { parent: 'tenant', kind: 'budget', table: 'model_grant', column: 'tenant_id' },
  { parent: 'application', kind: 'limit', table: 'usage_limit', column: 'application_id' },
  { parent: 'application', kind: 'budget', table: 'budget', column: 'application_id' },
  { parent: 'application', kind: 'budget', table: 'model_grant', column: 'application_id' },
  { parent: 'model', kind: 'budget', table: 'model_grant', column: 'model_id' },
  // The spend of a grant goes by the id of the grant.
  { parent: 'grant', kind: 'budget', table: 'model_grant', column: 'id' },
  { parent: 'application', kind: 'token_issuer', table: 'token_issuer', column: 'application_id' },
  { parent: 'application', kind: 'api_key', table: 'api_key', column: 'application_id' },
  { parent: 'application', kind: 'grant', table: 'model_grant', column: 'application_id' },
  { parent: 'provider', kind: 'target', table: 'target', column: 'provider_id' },
  { parent: 'model', kind: 'target', table: 'target', column: 'model_id' },
  { parent: 'model', kind: 'grant', table: 'model_grant', column: 'model_id' },
];

/** Every generation of credentials and peppers, sealed as they are stored. */
export const SECRETS = `
  SELECT 'provider_credential/' || provider_id AS name, generation, sealed FROM provider_credential
  UNION ALL SELECT 'provider_credential/' || provider_id, previous_generation, previous_sealed
    FROM provider_credential WHERE previous_generation IS NOT NULL
  UNION ALL SELECT 'outside_detector_credential/' || outside_detector_id, generation, sealed
    FROM outside_detector_credential
  UNION ALL SELECT 'api_key_pepper/' || id, 1, sealed FROM api_key_pepper ORDER BY 1, 2 DESC`;

/**
 * Tenants that nodes of each pool are given: rows of `pool`, its name, and `tenant_id`, null where a pool holds none.
 * What is archived is not in it: it changes with the kinds `node_pool` and `tenant`.
 */
export const NODE_POOLS = `
  SELECT pool.name AS pool, held.id AS tenant_id FROM node_pool pool
    LEFT JOIN (
      SELECT member.pool_id, tenant.id FROM node_pool_tenant member
        JOIN tenant ON tenant.id = member.tenant_id
        WHERE member.removed_at IS NULL AND tenant.archived_at IS NULL
    ) AS held ON held.pool_id = pool.id
    WHERE pool.archived_at IS NULL ORDER BY 1, 2`;
