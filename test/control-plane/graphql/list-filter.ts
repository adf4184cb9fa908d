import type { Family } from '../../support/family.ts';
import type { Management } from '../../support/management.ts';
import { idOf, keyOf } from './list-house.ts';

const created = [
  'createdBefore: "2021-01-01T00:00:00Z"',
  'createdSince: "2019-12-31T23:59:59Z", createdBefore: "2020-01-01T00:00:00.001Z"',
];

/** List, the noun of its rows, and filters that each find what `distinguish` has made of the first family, and nothing else. */
export const filtersOfOne = [
  ['tenants', 'tenant', ['text: "DD-1"', 'states: [SUSPENDED, PURGING]', ...created]],
  ['applications', 'application', ['team: "odd"', 'text: "ODD"', 'environments: [STAGING]']],
  [
    'apiKeys',
    'apiKey',
    [
      'text: "DDIT"',
      'team: "odd"',
      'environments: [STAGING]',
      'endsBefore: "2030-03-01T00:00:00Z"',
      ...created,
    ],
  ],
  ['routes', 'route', ['text: "ODD"', 'promptPolicyId: $promptPolicy']],
  ['promptPolicies', 'promptPolicy', ['text: "dd"']],
  [
    'targets',
    'target',
    ['text: "odD"', 'enabled: false', 'modelId: $model', 'providerId: $provider'],
  ],
  ['models', 'model', ['text: "oDd"', 'capabilities: [VISION, CHAT]', 'deprecated: false']],
  [
    'providers',
    'provider',
    [
      'text: "od"',
      'kinds: [GEMINI, VERTEX]',
      'regions: ["moon", "mars"]',
      'dataTerms: [NO_TRAINING, ZERO_RETENTION]',
    ],
  ],
  [
    'grants',
    'grant',
    [
      'modelId: $model',
      'team: "odd"',
      'environments: [STAGING]',
      'endsBefore: "2030-01-02T00:00:00Z"',
      ...created,
    ],
  ],
  [
    'changeRequests',
    'changeRequest',
    ['text: "ODD ONE"', 'states: [REJECTED]', 'riskLevels: [LOW]', ...created],
  ],
  [
    'principals',
    'principal',
    ['text: "odd@"', 'roles: [FINANCE, OWNER]', 'tenantId: $tenant, kinds: [SERVICE]'],
  ],
  ['roles', 'role', ['text: "OD"', 'permissions: ["model:read", "route:read"]']],
  [
    'tokenIssuers',
    'tokenIssuer',
    ['text: "odd.ex"', 'enabled: false', 'applicationId: $application'],
  ],
  ['outsideDetectors', 'outsideDetector', ['text: "oDd.ex"']],
  [
    'limits',
    'limit',
    ['text: "OD"', 'measures: [TOKENS, CONCURRENT_REQUESTS]', 'applicationId: $application'],
  ],
  ['budgets', 'budget', ['text: "OD"', 'enforcements: [SOFT]', 'applicationId: $application']],
] as const;

/** Ids of the first family in the place of `$noun`. */
export function bindIds(filter: string, one: Family): string {
  return filter.replaceAll(/\$(\w+)/g, (_whole, word: string) => `"${idOf(one, word)}"`);
}

/** Of every field of the filter of every list, a value by which some of the rows are found, and not all, after `distinguishMore`. */
export const narrowingValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accessTokens: { text: '"OD"', inUse: 'false', endsBefore: '"2030-01-05T00:00:00Z"' },
  apiKeys: {
    text: '"odd"',
    team: '"odd"',
    environments: '[STAGING]',
    endsBefore: '"2030-03-01T00:00:00Z"',
    createdSince: '"2021-01-01T00:00:00Z"',
    createdBefore: '"2021-01-01T00:00:00Z"',
  },
  applications: {
    rolloutStages: '[DIRECT]',
    environments: '[STAGING]',
    dataClasses: '[PUBLIC]',
    team: '"odd"',
    text: '"odd"',
  },
  auditEvents: {
    actor: '"$actor"',
    action: '"$action"',
    object: '"$object"',
    from: '"$at"',
    to: '"$at"',
    revision: '"$revision"',
    text: '"tenant create"',
  },
  changeRequests: {
    text: '"odd"',
    states: '[REJECTED]',
    kinds: '[ROUTE]',
    riskLevels: '[LOW]',
    requestedById: '$principal',
    subjectId: '$route',
    createdSince: '"2021-01-01T00:00:00Z"',
    createdBefore: '"2021-01-01T00:00:00Z"',
  },
  decisions: {
    tenantId: '$tenant',
    applicationId: '$application',
    outcome: 'REFUSED',
    errorCode: '"no_target"',
    fingerprint: `"${'a1'.repeat(16)}"`,
    route: '"odd"',
    from: '"2030-01-01T00:01:00Z"',
    to: '"2030-01-01T00:01:00Z"',
  },
  grants: {
    text: '"odd"',
    modelId: '$model',
    team: '"odd"',
    environments: '[STAGING]',
    states: '[EXPIRED]',
    endsBefore: '"2030-01-02T00:00:00Z"',
    createdSince: '"2021-01-01T00:00:00Z"',
    createdBefore: '"2021-01-01T00:00:00Z"',
  },
  models: { text: '"odd"', capabilities: '[VISION]', deprecated: 'false' },
  nodes: { text: '$node', states: '[SILENT]', pools: '["odd"]', regions: '["mars"]' },
  principals: { text: '"odd@"', tenantId: '$tenant', kinds: '[SERVICE]', roles: '[FINANCE]' },
  promptPolicies: { text: '"dd"', exceptionEndsBefore: '"2030-03-01T00:00:00Z"' },
  providers: {
    text: '"od"',
    kinds: '[GEMINI]',
    regions: '["moon"]',
    dataTerms: '[NO_TRAINING, ZERO_RETENTION]',
  },
  roles: { text: '"od"', permissions: '["model:read", "route:read"]' },
  outsideDetectors: { text: '"odd.ex"' },
  limits: { text: '"odd"', measures: '[TOKENS]', applicationId: '$application' },
  budgets: { text: '"odd"', enforcements: '[SOFT]', applicationId: '$application' },
  routes: { text: '"odd"', operations: '[EMBEDDING]', promptPolicyId: '$promptPolicy' },
  targets: { text: '"odd"', enabled: 'false', modelId: '$model', providerId: '$provider' },
  tenants: {
    text: '"odd"',
    states: '[SUSPENDED]',
    createdSince: '"2021-01-01T00:00:00Z"',
    createdBefore: '"2021-01-01T00:00:00Z"',
  },
  tokenIssuers: { text: '"odd.ex"', applicationId: '$application', enabled: 'false' },
};

/** What the lists need besides `distinguish`. Gives what stands for `$actor` and the like: an entry in the middle of the log. */
export async function distinguishMore(
  management: Management,
  one: Family,
  other: Family,
): Promise<Readonly<Record<string, string>>> {
  const set = (table: string, values: string, of = `id = '${keyOf(idOf(one, table))}'`) =>
    management.query(`UPDATE ${table} SET ${values} WHERE ${of}`);
  await set('application', `name = 'odd-app', rollout_stage = 'direct', data_class = 'public'`);
  // The others have an exception.
  await set('prompt_policy', `rules = '[]'`, `id = '${keyOf(idOf(one, 'promptPolicy'))}'`);
  const asked = `requested_by = '${keyOf(idOf(one, 'principal'))}', subject_id = '${keyOf(idOf(one, 'route'))}'`;
  await set('change_request', asked, `id = '${keyOf(idOf(one, 'changeRequest'))}'`);
  await set('change_request', `kind = 'route'`, `id = '${keyOf(idOf(other, 'changeRequest'))}'`);
  await set(
    'decision',
    `outcome = 'refused', error_code = 'no_target', requested_route = 'odd', at = at + interval '1 minute',
      facts = facts || '{"findings":[{"places":[{"fingerprint":"${'a1'.repeat(16)}"}]}]}'`,
    `tenant_id = '${one.tenant.id}'`,
  );
  await set(
    'node',
    `region = 'mars', pool = 'odd', heartbeat_at = heartbeat_at - interval '1 minute'`,
    `id = '${idOf(one, 'node')}'`,
  );
  await management.query(
    `INSERT INTO access_token (id, principal_id, name, hash, not_after, revoked_at, created_at)
      SELECT gen_random_uuid(), $1, said.name, sha256(said.name::bytea), said.ends, said.revoked, now()
        FROM (VALUES ('odd-one', '2030-01-03Z'::timestamptz, NULL::timestamptz),
          ('ended', '2040-01-01Z', '2029-01-01Z')) AS said (name, ends, revoked)`,
    [management.admin.principal.id],
  );
  const [entry = {}] = await management.query<Record<string, string>>(
    `SELECT actor, action, object, revision, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
      FROM audit_event WHERE action = 'tenant.create' ORDER BY id DESC LIMIT 1`,
  );
  return entry;
}
