import type { Percentiles } from '../load/job.ts';
import { type ApiSetting, runManagementJob } from './api-setting.ts';
import { crowdCount } from './size.ts';
import { type Counted, takeStatements } from './statement-count.ts';

/** Changes by so many writers. */
export interface ChangeRow {
  readonly about: string;
  readonly perSecond: number;
  readonly took: Readonly<Record<string, Percentiles>>;
  /** Milliseconds of an average change. */
  readonly shares: Readonly<Record<string, number>>;
}

/** Part of a change -> the statement that it is, also within functions of the database. Waiting for locks is in it. */
const parts: Readonly<Record<string, RegExp>> = {
  'lock of the quota': /tenant_quota\//,
  'count of the quota': /quota_used\(of_tenant/,
  'risk, by the ledger': /WITH seen AS[\s\S]*usage_event/,
  'risk, by the request log': /WITH seen AS[\s\S]*requested_route/,
  'key of idempotency, looked up': /hashtextextended\(\$1, |SELECT mutation, input_digest/,
  'its end: heads of the audit chains, stamp, audit entry, key': /stamp_revision\(\$\d+\)/,
  'of it, heads of the audit chains': /^SELECT lock_audit_heads\(chains\)/,
};

/** Everything that is usually changed: by one writer, by several in tenants of their own, and by several in one tenant. */
export async function measureChanges(setting: ApiSetting): Promise<readonly ChangeRow[]> {
  const { people, size } = setting;
  const { writers } = people;
  const [first] = writers;
  if (first === undefined) throw new Error('there are no writers');
  await run(setting, 'warm-up', { writers: [first], cycleCount: 5 });
  const { cycleCount, cycleCountOfMany } = size;
  return [
    await run(setting, 'one writer', { writers: [first], cycleCount }),
    await run(setting, `${crowdCount} writers, each in a tenant of its own`, {
      writers,
      cycleCount: cycleCountOfMany,
    }),
    await run(setting, `${crowdCount} writers in one tenant`, {
      writers: writers.map(() => first),
      cycleCount: cycleCountOfMany,
    }),
  ];
}

async function run(
  { load, url, house }: ApiSetting,
  about: string,
  job: { readonly writers: ApiSetting['people']['writers']; readonly cycleCount: number },
): Promise<ChangeRow> {
  const prefix = `bench-${Math.round(performance.now())}`;
  await takeStatements(house.pool);
  const startedAtMs = performance.now();
  const made = await runManagementJob(load, { kind: 'change', url, prefix, ...job });
  const elapsedMs = performance.now() - startedAtMs;
  const counted = await takeStatements(house.pool);
  const changeCount = Object.values(made).reduce((sum, { count }) => sum + count, 0);
  const perSecond = (changeCount * 1_000) / elapsedMs;
  const took = Object.fromEntries(Object.entries(made).map(([name, one]) => [name, one.took]));
  const row = { about, perSecond, took, shares: sharesOf(counted, changeCount) };
  process.stderr.write(`${describe(row)}\n`);
  return row;
}

function sharesOf(counted: readonly Counted[], changeCount: number): ChangeRow['shares'] {
  const ofAll = (some: readonly Counted[]) =>
    some.reduce((sum, { totalMs }) => sum + totalMs, 0) / changeCount;
  const named = Object.entries(parts).map(
    ([name, pattern]) => [name, ofAll(counted.filter(({ query }) => pattern.test(query)))] as const,
  );
  return {
    ...Object.fromEntries(named),
    'all that the database did': ofAll(counted.filter(({ isOuter }) => isOuter)),
  };
}

function describe({ about, perSecond, took, shares }: ChangeRow): string {
  const times = Object.entries(took).map(
    ([name, { p50, p99 }]) =>
      `  ${name.padEnd(22)} p50 ${p50.toFixed(1)}  p99 ${p99.toFixed(1)} ms`,
  );
  const of = Object.entries(shares).map(([name, ms]) => `${name} ${ms.toFixed(2)} ms`);
  return [`${about}: ${perSecond.toFixed(0)} a second`, ...times, `  ${of.join(', ')}`].join('\n');
}
