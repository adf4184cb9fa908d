import type pg from 'pg';
import { inOneRevision, keysPerTenant } from '../config/seed.ts';

/** How much of everything there is beside what bench/config/seed.ts makes of each tenant. */
export interface Crowd {
  readonly tenantCount: number;
  /** The first so many tenants have a hundred routes, fifty applications and fifty grants. */
  readonly largeCount: number;
  /** The first so many of them have made many calls in the last days. */
  readonly busyCount: number;
  /** Calls of each of those; the others have ten. */
  readonly callsOfBusy: number;
}

/** Everybody has so many entries in the audit log, large tenants fifty times as many. */
const entriesPerTenant = 10;
const ledgerDays = 7;

/** Everything else that management reads and writes, for tenants that are there. */
export async function seedCrowd(client: pg.ClientBase, crowd: Crowd): Promise<void> {
  await inOneRevision(client, governedRows(crowd));
  await inOneRevision(client, peopleAndRequests(crowd));
  await inOneRevision(client, telemetry(crowd));
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
}

/** Of row `n` of the large tenants, and `k` of its kind. */
function governedRows({ largeCount }: Crowd): readonly string[] {
  const large = `generate_series(0, ${largeCount - 1}) n`;
  const tenantId = `md5('tenant/' || n)::uuid`;
  const applicationId = `md5('application/' || n || '/' || k)::uuid`;
  return [
    `INSERT INTO application (id, tenant_id, name, team, environment, data_class, rollout_stage, version,
        created_at, updated_at)
      SELECT ${applicationId}, ${tenantId}, 'tool-' || k, 'team-' || k % 7,
        (ARRAY['development', 'staging', 'production'])[1 + k % 3],
        (ARRAY['public', 'internal', 'confidential', 'restricted'])[1 + k % 4],
        (ARRAY['direct', 'pilot', 'governed'])[1 + k / 3 % 3], 1, now(), now() - k * interval '1 hour'
      FROM ${large}, generate_series(1, 49) k`,
    `INSERT INTO route (id, tenant_id, name, operation, rules, prompt_policy_id, version, created_at, updated_at)
      SELECT md5('route/' || n || '/' || k)::uuid, ${tenantId}, 'assistant-' || k, 'chat', plain.rules,
        plain.prompt_policy_id, 1, now(), now()
      FROM ${large}, generate_series(1, 99) k, route plain
      WHERE plain.id = md5('route/' || n)::uuid`,
    `INSERT INTO change_request (id, tenant_id, kind, state, subject_id, base_version, proposal, digest, reason,
        requested_by, authors, round, demand, expires_at, version, created_at, updated_at)
      SELECT md5('request/' || n || '/' || k)::uuid, ${tenantId}, 'grant', 'applied',
        md5('grant/' || n || '/' || k)::uuid, 0, jsonb_build_object('applicationId', ${applicationId}, 'modelId',
          md5('model/' || k % 4)::uuid, 'workloads', '["chat"]'::jsonb, 'dataClasses', '[]'::jsonb,
          'environments', '[]'::jsonb, 'regions', '[]'::jsonb, 'notAfter', NULL), '', 'bench',
        md5('principal')::uuid, ARRAY[md5('principal')::uuid], 1, '{"quorum": 1, "roles": []}', now(), 1,
        now() - k * interval '1 hour', now()
      FROM ${large}, generate_series(1, 49) k`,
    `INSERT INTO model_grant (id, tenant_id, application_id, model_id, workloads, not_after, change_request_id,
        version, created_at, updated_at)
      SELECT md5('grant/' || n || '/' || k)::uuid, ${tenantId}, ${applicationId}, md5('model/' || k % 4)::uuid,
        '{chat}', now() + k * interval '1 day', md5('request/' || n || '/' || k)::uuid, 1,
        now() - k * interval '1 hour', now()
      FROM ${large}, generate_series(1, 49) k`,
  ];
}

/** Somebody in each tenant, rules of every tenth and of the large ones but the first, whose plan is made at once, and changes of routes that wait for a review. */
function peopleAndRequests({ tenantCount, largeCount }: Crowd): readonly string[] {
  const all = `generate_series(0, ${tenantCount - 1}) n`;
  const tenantId = `md5('tenant/' || n)::uuid`;
  const policy = `id = md5('route/' || n || '/' || k)::uuid`;
  return [
    `INSERT INTO principal (id, tenant_id, kind, name, roles, version, created_at, updated_at)
      SELECT md5('principal/' || n)::uuid, ${tenantId}, 'human', 'Person ' || n, '{developer}', 1, now(), now()
      FROM ${all}`,
    // What is of high risk is reviewed: so each change of these kinds is weighed.
    `INSERT INTO approval_rule (id, tenant_id, kind, quorum, high_risk_quorum, roles, version, created_at, updated_at)
      SELECT md5('rule/' || n || kind)::uuid, ${tenantId}, kind, 0, 1, '{}', 1, now(), now()
      FROM ${all}, unnest(ARRAY['route', 'prompt_policy', 'api_key']) kind
      WHERE n % 10 = 5 OR n BETWEEN 1 AND ${largeCount - 1}`,
    `INSERT INTO change_request (id, tenant_id, kind, state, subject_id, base_version, proposal, base, digest,
        reason, requested_by, authors, round, demand, expires_at, version, created_at, updated_at)
      SELECT md5('edit/' || n || '/' || k)::uuid, ${tenantId}, 'route', 'in_review', route.id, 1,
        content || '{"totalTimeoutMs": 50000}', content, md5(n || '/' || k), 'bench', md5('principal')::uuid,
        ARRAY[md5('principal')::uuid], 1, '{"quorum": 1, "roles": []}', now() + interval '10 days', 1,
        now() - k * interval '1 minute', now()
      FROM generate_series(0, ${largeCount - 1}) n, generate_series(1, 60) k,
        LATERAL (SELECT id, jsonb_build_object('name', name, 'operation', operation, 'rules', rules,
          'promptPolicyId', prompt_policy_id, 'totalTimeoutMs', total_timeout_ms) AS content
          FROM route WHERE ${policy}) AS route`,
    `INSERT INTO review (id, tenant_id, change_request_id, reviewer_id, verdict, digest, round, comment, created_at)
      SELECT md5('review/' || id)::uuid, tenant_id, id, md5('principal')::uuid, 'commented', digest, 1, 'Why?', now()
      FROM change_request WHERE state = 'in_review'`,
    `UPDATE impact SET state = 'done', progress = 100, total = 100, ended_at = now(), result = ${impactResult}`,
  ];
}

/** A hundred calls that nothing becomes of, of five applications. */
const impactCounts = `(SELECT jsonb_build_object('counts', jsonb_object_agg(name, '{"requests": 9, "calls": 9}'::jsonb),
    'pricedDifferently', '{"requests": 0, "calls": 0}'::jsonb, 'pricedRequests', 0, 'costBefore', '0', 'costAfter', '0')
  FROM unnest(ARRAY['not_replayable', 'newly_refused', 'newly_allowed', 'refused_differently', 'rerouted',
    'routed_differently', 'fallbacks_differ', 'unchanged']) name)`;
const impactResult = `jsonb_build_object('n', 100, 'calls', 100, 'window',
    jsonb_build_object('from', now() - interval '7 days', 'to', now(), 'bound', NULL), 'reproduced', 90,
    'totals', ${impactCounts}, 'byApplication', (SELECT jsonb_agg(jsonb_build_object('applicationId', id) || ${impactCounts})
      FROM (SELECT id FROM application WHERE application.tenant_id = impact.tenant_id ORDER BY id LIMIT 5) AS five),
    'applicationCount', 5, 'samples', '[]'::jsonb)`;

/** What nodes have told, and the audit log: rows that no node needs to hear of. */
function telemetry(crowd: Crowd): readonly string[] {
  const { tenantCount, largeCount, busyCount, callsOfBusy } = crowd;
  const calls = `generate_series(0, ${tenantCount - 1}) n,
      generate_series(1, CASE WHEN n < ${busyCount} THEN ${callsOfBusy} ELSE 10 END) k`;
  const at = `now() - (${ledgerDays} * 86400.0 * k / ${callsOfBusy}) * interval '1 second'`;
  const applicationId = `md5('application/' || n || CASE WHEN n < ${busyCount} AND k % 50 > 0
      THEN '/' || k % 50 ELSE '' END)::uuid`;
  const route = `CASE WHEN k % 100 = 0 OR n >= ${busyCount} THEN 'assistant' ELSE 'assistant-' || k % 100 END`;
  return [
    `INSERT INTO usage_event (request_id, attempt, at, tenant_id, application_id, api_key_id, route_id, target_id,
        model_id, feature, feature_claimed, workload, input_tokens, output_tokens, cached_read_tokens,
        cached_write_tokens, reasoning_tokens, estimated, cost_nano_usd, unpriced, outcome)
      SELECT md5('call/' || n || '/' || k)::uuid, 1, ${at}, md5('tenant/' || n)::uuid, ${applicationId},
        md5('key/' || n || '/' || k % ${keysPerTenant})::uuid, md5('route/' || n)::uuid,
        md5('target/' || k % 8)::uuid, md5('model/' || k % 4)::uuid, '', false, 'chat', 1000, 200, 0, 0, 0, false,
        270000, false, 'ok'
      FROM ${calls}`,
    `SELECT ensure_decision_partition((now() AT TIME ZONE 'UTC')::date - back) FROM generate_series(-1, ${ledgerDays + 1}) back`,
    `INSERT INTO decision (request_id, at, tenant_id, application_id, node_id, outcome, requested_route, facts)
      SELECT md5('call/' || n || '/' || k)::uuid, ${at}, md5('tenant/' || n)::uuid, ${applicationId}, 'node-1', 'ok',
        ${route}, '{}'
      FROM ${calls}`,
    `INSERT INTO api_key_use SELECT id, tenant_id, now() - (row_number() OVER () % 60) * interval '1 day', 'http', 'eu'
      FROM api_key WHERE get_byte(decode(md5(id::text), 'hex'), 0) < 128`,
    // Most keys are old; for that nobody needs to hear of a change.
    'SET LOCAL session_replication_role = replica',
    `UPDATE api_key SET created_at = now() - interval '90 days' WHERE get_byte(decode(md5(id::text), 'hex'), 1) < 192`,
    'SET LOCAL session_replication_role = origin',
    `WITH head AS (SELECT chain, sequence FROM audit_head)
      INSERT INTO audit_event (chain, sequence, tenant_id, at, actor, authenticated_by, action, object, changes,
          revision, previous_hash, hash)
        SELECT md5('tenant/' || n)::uuid::text, coalesce(sequence, 0) + k, md5('tenant/' || n)::uuid,
          now() - (k * 10000 + n) * interval '1 second', 'Person ' || n, 'access_token',
          (ARRAY['route', 'api-key', 'application', 'prompt-policy'])[1 + k % 4] || '.' ||
            (ARRAY['create', 'update', 'archive'])[1 + k / 4 % 3],
          (ARRAY['route', 'api-key', 'application', 'prompt-policy'])[1 + k % 4] || '/' || md5('object/' || n || k)::uuid,
          '{"totalTimeoutMs": [60000, 50000]}', 1, '', sha256((n || '/' || k)::bytea)
        FROM generate_series(0, ${tenantCount - 1}) n LEFT JOIN head ON chain = md5('tenant/' || n)::uuid::text,
          generate_series(1, CASE WHEN n < ${largeCount} THEN ${50 * entriesPerTenant} ELSE ${entriesPerTenant} END) k`,
    `INSERT INTO audit_head SELECT chain, max(sequence), '' FROM audit_event WHERE tenant_id IS NOT NULL GROUP BY chain
      ON CONFLICT (chain) DO UPDATE SET sequence = excluded.sequence`,
  ];
}
