import type pg from 'pg';

/** Keys of each tenant, beside one application, one route and one grant; every third has a prompt policy. */
export const keysPerTenant = 10;

/** Id of a row in SQL: made of its noun and number, so that whoever changes it need not look it up. */
export function idOf(noun: 'tenant' | 'route' | 'key' | 'policy', number: string): string {
  return `md5('${noun}/' || ${number})::uuid`;
}

/** What all tenants share: 3 providers, 4 models, each model at two providers. Once, before any tenant. */
export async function seedCatalog(client: pg.ClientBase): Promise<void> {
  await inOneRevision(client, [
    `INSERT INTO provider SELECT md5('provider/' || n)::uuid, 'provider-' || n, 'openai',
        'https://provider-' || n || '.example/v1', 'eu', '{zero_retention,no_training}', 1, now(), now(), NULL
      FROM generate_series(0, 2) n`,
    `INSERT INTO model SELECT md5('model/' || n)::uuid, 'model-' || n, '{chat,tools}', 128000, 16000, 1,
        now(), now(), NULL
      FROM generate_series(0, 3) n`,
    `INSERT INTO target SELECT md5('target/' || n)::uuid, 'target-' || n, md5('provider/' || n % 3)::uuid,
        md5('model/' || n / 2)::uuid, 'model-' || n / 2, NULL, true, '{}',
        '[{"effectiveFrom": "2026-01-01T00:00:00.000Z", "input": "150000000", "output": "600000000",
          "cachedRead": "75000000", "cachedWrite": "150000000", "reasoning": "600000000",
          "perRequest": "0"}]', 1, now(), now(), NULL
      FROM generate_series(0, 7) n`,
    `INSERT INTO principal VALUES (md5('principal')::uuid, NULL, 'human', 'Bench Requester', NULL,
      '{platform_admin}', 1, now(), now(), NULL)`,
  ]);
}

/** Tenants numbered from `from` up to `to`, in one revision. The pepper of keys must be there already. */
export async function seedTenants(client: pg.ClientBase, from: number, to: number): Promise<void> {
  const tenants = `generate_series(${from}, ${to - 1}) n`;
  const tenantId = idOf('tenant', 'n');
  const applicationId = `md5('application/' || n)::uuid`;
  const requestId = `md5('request/' || n)::uuid`;
  const keyName = `n || '/' || k`;
  const times = '1, now(), now()';
  await inOneRevision(client, [
    `INSERT INTO tenant SELECT ${tenantId}, 'tenant-' || n, false, ${times}, NULL FROM ${tenants}`,
    `INSERT INTO application SELECT ${applicationId}, ${tenantId}, 'assistant', 'platform',
        'production', 'internal', 'governed', ${times}, NULL FROM ${tenants}`,
    `INSERT INTO api_key SELECT ${idOf('key', keyName)}, ${tenantId}, ${applicationId}, 'key-' || k,
        'gth_sk_bench', sha256(convert_to(${keyName}, 'UTF8')), pepper.id, '{chat,summary}', '{}',
        'assistant', '{"costCenter": "4711"}', NULL, NULL, ${times}
      FROM ${tenants}, generate_series(0, ${keysPerTenant - 1}) k,
        (SELECT id FROM api_key_pepper LIMIT 1) pepper`,
    `INSERT INTO prompt_policy SELECT ${idOf('policy', 'n')}, ${tenantId}, 'no-secrets',
        '[{"name": "no-credentials", "detector": "secret", "action": "block", "rerouteRouteId": null}]',
        ${times}, NULL FROM ${tenants} WHERE n % 3 = 0`,
    `INSERT INTO route SELECT ${idOf('route', 'n')}, ${tenantId}, 'assistant', 'chat', ${routeRules},
        CASE WHEN n % 3 = 0 THEN ${idOf('policy', 'n')} END, 10000, 60000, ${times}, NULL FROM ${tenants}`,
    `INSERT INTO change_request SELECT ${requestId}, ${tenantId}, 'grant', 'applied',
        md5('grant/' || n)::uuid, 0, '{}', '', 'bench', md5('principal')::uuid, ${times},
        NULL, ARRAY[md5('principal')::uuid], 1, '{"quorum": 1, "roles": []}', now() FROM ${tenants}`,
    `INSERT INTO model_grant SELECT md5('grant/' || n)::uuid, ${tenantId}, ${applicationId},
        md5('model/' || n % 4)::uuid, '{chat,summary}', NULL, NULL, ${requestId}, ${times} FROM ${tenants}`,
  ]);
}

/** Two rules: one for what is restricted, and one with a condition, a split and a fallback over the targets of a model. */
const routeRules = `jsonb_build_array(
  jsonb_build_object('name', 'restricted', 'when', 'application.dataClass == "restricted"', 'require', '',
    'split', jsonb_build_array(jsonb_build_object('targetId', md5('target/' || n % 4 * 2)::uuid, 'weight', 1)),
    'fallbackTargetIds', '[]'::jsonb),
  jsonb_build_object('name', 'default', 'when', 'workload == "chat" && request.inputTokens < 100000',
    'require', '', 'split', jsonb_build_array(
      jsonb_build_object('targetId', md5('target/' || n % 4 * 2)::uuid, 'weight', 80),
      jsonb_build_object('targetId', md5('target/' || n % 4 * 2 + 1)::uuid, 'weight', 20)),
    'fallbackTargetIds', jsonb_build_array(md5('target/' || n % 4 * 2)::uuid)))`;

/** Under the name of an actor: without one the database itself would write an audit event for each tenant and kind. */
export async function inOneRevision(
  client: pg.ClientBase,
  statements: readonly string[],
): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT set_config('gatehouse.actor', 'bench', true)`);
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  await client.query('ANALYZE');
}
