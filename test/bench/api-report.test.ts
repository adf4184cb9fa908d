import { expect, test } from '@jest/globals';
import type { MeasuredApi } from '../../bench/api/measure-api.ts';
import { renderApi } from '../../bench/api/render-api.ts';
import { apiSizeOf } from '../../bench/api/size.ts';
import { countOuter } from '../../bench/api/statement-count.ts';
import { Timings } from '../../bench/api/timings.ts';

const none = { p50: 0, p99: 0, p999: 0, max: 0 };

function render(measured: Partial<MeasuredApi>): string {
  return renderApi({ size: apiSizeOf(false), lists: [], changes: [], plan: [], ...measured });
}

test('a list says whether its statements and its p99 keep to their bounds', () => {
  const row = { about: 'routes', asker: 'owner', databaseMs: 1, crowd: none } as const;
  const text = render({
    lists: [
      { ...row, statementCount: 5, statementsMax: 5, alone: { ...none, p99: 50 } },
      { ...row, statementCount: 6, statementsMax: 5, alone: { ...none, p99: 50.1 } },
    ],
  });
  expect(text).toContain('### Lists, 10,000 tenants');
  expect(text).toContain('| routes | owner | 5, 5: met | 1.0 | 0.0 | 50.0 | met |');
  expect(text).toContain('| 6, 5: **missed** | 1.0 | 0.0 | 50.1 | **missed** |');
});

test('changes stand beside each other by who makes them, and a part that did not run has no table', () => {
  const took = { createRoute: { ...none, p50: 12, p99: 41 } };
  const row = { about: 'one writer', perSecond: 80, took, shares: { 'audit entry': 0.5 } };
  const text = render({ changes: [row, { ...row, about: 'two writers', took: {} }] });
  expect(text).toContain('| change | one writer: p50 ms | p99 ms | of 40 | two writers: p50 ms |');
  expect(text).toContain('| createRoute | 12.0 | 41.0 | **missed** | 0.0 | 0.0 | met |');
  expect(text).toContain('| audit entry | 0.50 | 0.50 |');
  expect(text).not.toContain('Lists');
});

test('what each operation asked counts, and what begins a transaction or is asked by jobs or functions does not', () => {
  const asked = (query: string, calls: number, isOuter = true) => ({
    ...{ query, calls, isOuter, totalMs: 0 },
  });
  const counted = [
    asked('SELECT 1', 20),
    asked('SELECT 2', 43),
    asked('SELECT now() FROM job', 19),
    asked('SELECT inner', 20, false),
    ...['START TRANSACTION', 'COMMIT', 'SET TRANSACTION READ ONLY'].map((query) =>
      asked(query, 20),
    ),
  ];
  expect(countOuter(counted, 20)).toBe(3);
});

test('times are kept by what took them, and a failure is none', async () => {
  const timings = new Timings();
  await timings.time('good', async () => {});
  await timings.time('good', async () => {});
  const fail = () => Promise.reject(new Error('no'));
  await expect(timings.time('bad', fail)).rejects.toThrow('no');
  expect(timings.summarise()).toMatchObject({ good: { count: 2 } });
  expect(timings.summarise()).not.toHaveProperty('bad');
});
