import { randomUUID } from 'node:crypto';
import { ingest } from '../../../control-plane/usage-ingest/ingest.ts';
import type { DecisionRecord__Output } from '../../../proto/generated/gatehouse/usage/v1/DecisionRecord.ts';
import type { UsageEvent__Output } from '../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
import { call, type Management, managementNow } from '../../support/management.ts';

/** Whose call a node reports. */
export interface ReportedCaller {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly apiKeyId: string;
}

/** An attempt of the caller's. */
export const createUsageEvent = (
  caller: ReportedCaller,
  change: Partial<UsageEvent__Output> = {},
): UsageEvent__Output => ({
  requestId: randomUUID(),
  attempt: 1,
  atUnixMs: String(managementNow.getTime()),
  ...caller,
  tokenIssuerId: '',
  tokenSubject: '',
  routeId: randomUUID(),
  targetId: randomUUID(),
  modelId: randomUUID(),
  feature: '',
  featureClaimed: false,
  workload: 'default',
  inputTokens: '7',
  outputTokens: '5',
  cachedReadTokens: '0',
  cachedWriteTokens: '0',
  cachedWriteLongTokens: '0',
  reasoningTokens: '0',
  estimated: false,
  costNanoUsd: '17000',
  unpriced: false,
  priceEffectiveFromUnixMs: '0',
  priceTier: 0,
  grantId: '',
  outcome: 'succeeded',
  shadow: null,
  ...change,
});

/** A decision about a call of the caller's. */
export const createDecision = (
  caller: ReportedCaller,
  change: Partial<DecisionRecord__Output> = {},
): DecisionRecord__Output => ({
  requestId: randomUUID(),
  atUnixMs: String(managementNow.getTime()),
  nodeId: 'node-1',
  ...caller,
  authenticatedBy: '',
  tokenIssuerId: '',
  tokenSubject: '',
  requestedRoute: 'chat',
  routeId: '',
  operation: 'chat',
  door: 'http',
  stream: false,
  workload: 'default',
  epoch: '1',
  revision: '3',
  rule: '',
  candidates: [],
  attempts: [],
  findings: [],
  findingsLeftOut: 0,
  coverage: [],
  rulesLeftOut: 0,
  outcome: 'refused',
  errorCode: 'unknown_route',
  costNanoUsd: '0',
  totalMs: 3,
  firstTokenMs: 0,
  claimed: {},
  reroutedBy: '',
  sampleRate: 0,
  requestFacts: null,
  rampHalt: null,
  limits: [],
  ...change,
});

/** How the copy of a call went. */
export const shadow = {
  verdict: 'succeeded',
  status: 200,
  firstTokenMs: 30,
  totalMs: 90,
  finishReason: 'stop',
  finish: 'same',
  toolCalls: 'same_tools',
};

/** An application with a key. */
export async function createReportedCaller(management: Management): Promise<ReportedCaller> {
  const { services, admin } = management;
  const tenant = await services.tenants.create(admin, call('createTenant'), 'acme');
  const application = await services.applications.create(admin, call('createApplication'), {
    tenantId: tenant.value.id,
    name: 'app',
    team: 'team',
    environment: 'staging',
    dataClass: 'internal',
    rolloutStage: 'pilot',
  });
  const apiKeyId = randomUUID();
  await management.query(
    `INSERT INTO api_key SELECT $1, $2, $3, 'k', 'p', 'h', id, '{default}', '{}', NULL, '{}', NULL, NULL, 1, now(), now()
      FROM api_key_pepper`,
    [apiKeyId, tenant.value.id, application.value.id],
  );
  return { tenantId: tenant.value.id, applicationId: application.value.id, apiKeyId };
}

/** Takes what a node of a pool reports; gives how much of it was refused, and how many rows there are. */
export function createReporting(management: () => Management) {
  const send = (
    usageEvents: UsageEvent__Output[],
    decisions: DecisionRecord__Output[] = [],
    pool = '',
  ) =>
    ingest(
      management().storage,
      { nodeId: 'node-1', batch: '1', usageEvents, decisions, keyUses: [], tokenIssuerUses: [] },
      { now: managementNow, pool },
    ).then(({ refusedCount }) => refusedCount);
  const countOf = async (table: 'usage_event' | 'decision') => {
    const [row] = await management().query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(row?.count);
  };
  return { send, countOf };
}
