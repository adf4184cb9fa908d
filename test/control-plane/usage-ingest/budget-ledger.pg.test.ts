import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { BudgetRecount } from '../../../control-plane/jobs/budget-recount.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { lendAccounts } from '../../../control-plane/usage-ingest/lend-accounts.ts';
import type { UsageEvent__Output } from '../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
import { ask } from '../../support/ask.ts';
import { createKeys } from '../../support/family.ts';
import { createApproval, createGrant } from '../../support/grant.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import {
  createReportedCaller,
  createReporting,
  createUsageEvent,
  type ReportedCaller,
} from './reported-record.ts';

const nobody = { acknowledged: 0n, spent: 0n, wanted: 0n, needed: 0n };

/** Goal: what was spent of a budget is what the usage rows say, once each, and no more is lent than is left. */
describe('the ledger of budgets', () => {
  let management: Management;
  let caller: ReportedCaller;
  beforeAll(async () => {
    management = await openManagement();
    caller = await createReportedCaller(management);
  });
  afterAll(async () => {
    await management[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await management.query('TRUNCATE usage_event, budget, budget_account, budget_lease');
  });

  const { send } = createReporting(() => management);
  const event = (change: Partial<UsageEvent__Output> = {}) => createUsageEvent(caller, change);

  async function createBudget(columns: Record<string, unknown> = {}): Promise<string> {
    const id = randomUUID();
    const row = {
      id,
      tenant_id: caller.tenantId,
      name: id,
      per: 'all',
      workloads: [],
      model_ids: [],
      period: 'month',
      amount_nano_usd: 100_000,
      enforcement: 'hard',
      reservation: 'strict',
      when_unreachable: 'deny',
      message: '',
      version: 1,
      created_at: managementNow,
      updated_at: managementNow,
      ...columns,
    };
    await management.query(
      'INSERT INTO budget SELECT * FROM jsonb_populate_record(NULL::budget, $1)',
      [JSON.stringify(row)],
    );
    return id;
  }

  const accounts = () =>
    management.query(
      `SELECT subject_id AS subject, period_start AS "from", spent_nano_usd AS spent
        FROM budget_account ORDER BY spent_nano_usd, subject_id`,
    );
  const lease = (
    budgetId: string,
    demand: Partial<typeof nobody> = {},
    { nodeId = 'node-1', subjectId = '', periodStart = new Date('2030-01-01Z'), pool = '' } = {},
  ) =>
    lendAccounts(
      management.storage,
      [{ budgetId, subjectId, periodStart, demand: { ...nobody, ...demand } }],
      { holder: { nodeId, instanceId: 'run-1' }, now: managementNow, pool },
    ).then(([loan]) => loan);

  test('counts each usage event once, in the period in which it ended', async () => {
    await createBudget();
    const [one, late] = [event(), event({ atUnixMs: String(Date.UTC(2029, 11, 31, 23, 59, 59)) })];
    await send([one, late]);
    await send([one, event()]);
    expect(await accounts()).toEqual([
      { subject: '', from: new Date('2029-12-01Z'), spent: '17000' },
      { subject: '', from: new Date('2030-01-01Z'), spent: '34000' },
    ]);
  });

  test('counts what the budget is about, for each that has an account', async () => {
    const modelId = randomUUID();
    await createBudget({ per: 'api_key', workloads: ['chat'], model_ids: [modelId] });
    await createBudget({ per: 'application', application_id: caller.applicationId });
    await createBudget({ workloads: ['code'] });
    await send([event({ workload: 'chat', modelId }), event({ workload: 'chat' })]);
    expect(await accounts()).toEqual([
      { subject: caller.apiKeyId, from: new Date('2030-01-01Z'), spent: '17000' },
      { subject: caller.applicationId, from: new Date('2030-01-01Z'), spent: '34000' },
    ]);
  });

  test('what a grant may spend counts attempts under this grant alone', async () => {
    const approval = await createApproval(management);
    const [apiKeyId = ''] = await createKeys(management, approval, 1);
    const bounded = { monthlySpendNanoUsd: '100000' };
    const grant = await createGrant(management, approval, { ...bounded, workloads: ['chat'] });
    const other = await createGrant(management, approval, bounded);
    const { tenant, application, model } = approval;
    const call = { tenantId: tenant.id, applicationId: application.id, apiKeyId, workload: 'chat' };
    const under = (grantId: string) => event({ ...call, modelId: model.id, grantId });
    await send([under(grant.id), under(grant.id), under(other.id), under('')]);
    expect((await accounts()).map(({ spent }) => spent)).toEqual(['17000', '34000']);
  });

  test('a budget that comes in the middle of a period knows what was spent before, and so does one that changes', async () => {
    await send([event({ workload: 'chat' }), event()]);
    const id = await createBudget();
    expect((await lease(id))?.remaining).toBe(66_000n);
    await management.query(`UPDATE budget SET workloads = '{chat}' WHERE id = $1`, [id]);
    await send([event({ workload: 'chat' })]);
    expect((await lease(id))?.remaining).toBe(66_000n);
  });

  test('batches that come together are counted whole', async () => {
    await createBudget();
    const batches = Array.from({ length: 12 }, () => [event(), event()]);
    await Promise.all(batches.map((batch) => send(batch)));
    expect((await accounts())[0]?.['spent']).toBe(String(24 * 17_000));
  });

  test('nodes that ask together are lent no more than there is', async () => {
    const id = await createBudget();
    const wish = { wanted: 40_000n, needed: 40_000n };
    const loans = await Promise.all(
      Array.from({ length: 6 }, (_, node) => lease(id, wish, { nodeId: `node-${node}` })),
    );
    const lent = loans.reduce((sum, loan) => sum + (loan?.authorised ?? 0n), 0n);
    expect(lent).toBeLessThanOrEqual(100_000n);
    expect(loans.filter((loan) => loan?.authorised === 40_000n)).toHaveLength(2);
  });

  test('what an instance holds is free 40 s after its last question', async () => {
    const id = await createBudget();
    await lease(id, { wanted: 90_000n, needed: 90_000n });
    const other = { nodeId: 'node-2' };
    expect((await lease(id, { wanted: 50_000n, needed: 50_000n }, other))?.authorised).toBe(2_500n);
    await management.query(
      `UPDATE budget_lease SET asked_at = asked_at - interval '41 seconds' WHERE node_id = 'node-1'`,
    );
    expect((await lease(id, { wanted: 50_000n, needed: 50_000n }, other))?.authorised).toBe(
      50_000n,
    );
  });

  test('lends of no account that there is not', async () => {
    const id = await createBudget({ per: 'application' });
    expect(await lease(id)).toBeUndefined();
    expect(await lease(id, {}, { subjectId: randomUUID() })).toBeUndefined();
    expect(await lease(randomUUID())).toBeUndefined();
    const subjectId = caller.applicationId;
    expect(await lease(id, {}, { subjectId })).toBeDefined();
    expect(
      await lease(id, {}, { subjectId, periodStart: new Date('2030-01-02Z') }),
    ).toBeUndefined();
    expect(
      await lease(id, {}, { subjectId, periodStart: new Date('2031-01-01Z') }),
    ).toBeUndefined();
    expect(await lease(id, {}, { subjectId, pool: 'elsewhere' })).toBeUndefined();
    await management.query('UPDATE budget SET archived_at = now()');
    expect(await lease(id, {}, { subjectId })).toBeUndefined();
  });

  const readAccounts = (by: Operation, id: string, args = '') =>
    ask(
      { services: management.services, operation: by },
      `query ($id: ID!) { budget(id: $id) { accounts${args} {
        application { id } apiKeyId apiKeyName periodStart periodEnd spent lent left } } }`,
      { id: toGlobalId('budget', id) },
    );

  test('finance reads what is spent, lent and left of each account, in a period', async () => {
    const finance = await management.operation(['finance'], { tenantId: caller.tenantId });
    const id = await createBudget({ per: 'api_key' });
    const december = { atUnixMs: String(Date.UTC(2029, 11, 31)) };
    await send([event(), event(), event(december)]);
    const mine = { subjectId: caller.apiKeyId };
    await lease(id, { wanted: 30_000n, needed: 30_000n }, mine);
    await lease(id, {}, { subjectId: caller.applicationId });
    const application = { id: toGlobalId('application', caller.applicationId) };
    const period = {
      periodStart: '2030-01-01T00:00:00.000Z',
      periodEnd: '2030-02-01T00:00:00.000Z',
    };
    const key = {
      apiKeyId: toGlobalId('api-key', caller.apiKeyId),
      apiKeyName: expect.any(String),
    };
    const first = { application, ...key, ...period, spent: '34000', lent: '30000', left: '66000' };
    const none = { apiKeyId: null, apiKeyName: null };
    const second = { application, ...none, ...period, spent: '0', lent: '0', left: '100000' };
    expect(await readAccounts(finance, id)).toEqual({ budget: { accounts: [first, second] } });
    expect(await readAccounts(finance, id, '(first: 1)')).toEqual({
      budget: { accounts: [first] },
    });
    expect(await readAccounts(finance, id, '(at: "2029-12-24T00:00:00Z")')).toMatchObject({
      budget: { accounts: [{ spent: '17000', lent: '0', periodEnd: period.periodStart }] },
    });
    await management.query('UPDATE budget SET amount_nano_usd = 1, archived_at = now()');
    expect(await readAccounts(finance, id)).toMatchObject({
      budget: { accounts: [{ spent: '34000', left: '0' }, { left: '1' }] },
    });
    await expect(readAccounts(finance, id, '(first: 201)')).rejects.toThrow('1 to 200 rows');
  });

  test('accounts are read by who may read budgets, of the own tenant', async () => {
    const id = await createBudget();
    await send([event()]);
    const { services } = management;
    const { tenant } = await createApproval(management);
    const stranger = await management.operation(['finance'], { tenantId: tenant.id });
    expect(await readAccounts(stranger, id)).toEqual({ budget: null });
    expect(await services.budgets.listFirst(stranger, [id], 10)).toEqual(new Map([[id, []]]));
    expect((await services.budgets.listFirst(management.admin, [id], 10)).get(id)).toHaveLength(1);
    const { principal } = management.admin;
    const nobody = new Operation({ ...principal, roles: [] }, 'access_token', managementNow);
    await expect(services.budgets.listFirst(nobody, [id], 10)).rejects.toThrow('budget:read');
  });

  test('a count of the rows corrects what is wrong, and finds nothing in quiet', async () => {
    await createBudget();
    await send([event(), event()]);
    const metrics = createMetrics();
    const job = new BudgetRecount({ ...management, logger: createLogger('silent'), metrics });
    expect(await job.recount(managementNow)).toBe(0);
    await management.query('UPDATE budget_account SET spent_nano_usd = 1');
    expect(await job.recount(managementNow)).toBe(1);
    expect((await accounts())[0]?.['spent']).toBe('34000');
    expect((await metrics.budgetCorrections.get()).values[0]?.value).toBe(1);
  });
});
