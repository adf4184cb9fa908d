import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { BudgetRecount } from '../../../control-plane/jobs/budget-recount.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { lendAccounts } from '../../../control-plane/usage-ingest/lend-accounts.ts';
import type { UsageEvent__Output } from '../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
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
  const ask = (
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

  test('a budget that comes in the middle of a period knows what was spent before, and so does one that changes', async () => {
    await send([event({ workload: 'chat' }), event()]);
    const id = await createBudget();
    expect((await ask(id))?.remaining).toBe(66_000n);
    await management.query(`UPDATE budget SET workloads = '{chat}' WHERE id = $1`, [id]);
    await send([event({ workload: 'chat' })]);
    expect((await ask(id))?.remaining).toBe(66_000n);
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
      Array.from({ length: 6 }, (_, node) => ask(id, wish, { nodeId: `node-${node}` })),
    );
    const lent = loans.reduce((sum, loan) => sum + (loan?.authorised ?? 0n), 0n);
    expect(lent).toBeLessThanOrEqual(100_000n);
    expect(loans.filter((loan) => loan?.authorised === 40_000n)).toHaveLength(2);
  });

  test('what an instance holds is free 40 s after its last question', async () => {
    const id = await createBudget();
    await ask(id, { wanted: 90_000n, needed: 90_000n });
    const other = { nodeId: 'node-2' };
    expect((await ask(id, { wanted: 50_000n, needed: 50_000n }, other))?.authorised).toBe(2_500n);
    await management.query(
      `UPDATE budget_lease SET asked_at = asked_at - interval '41 seconds' WHERE node_id = 'node-1'`,
    );
    expect((await ask(id, { wanted: 50_000n, needed: 50_000n }, other))?.authorised).toBe(50_000n);
  });

  test('lends of no account that there is not', async () => {
    const id = await createBudget({ per: 'application' });
    expect(await ask(id)).toBeUndefined();
    expect(await ask(id, {}, { subjectId: randomUUID() })).toBeUndefined();
    expect(await ask(randomUUID())).toBeUndefined();
    const subjectId = caller.applicationId;
    expect(await ask(id, {}, { subjectId })).toBeDefined();
    expect(await ask(id, {}, { subjectId, periodStart: new Date('2030-01-02Z') })).toBeUndefined();
    expect(await ask(id, {}, { subjectId, periodStart: new Date('2031-01-01Z') })).toBeUndefined();
    expect(await ask(id, {}, { subjectId, pool: 'elsewhere' })).toBeUndefined();
    await management.query('UPDATE budget SET archived_at = now()');
    expect(await ask(id, {}, { subjectId })).toBeUndefined();
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
