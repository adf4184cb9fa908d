import { expect, test } from '@jest/globals';
import type { WorkersRun } from '../../bench/workers/measure-workers.ts';
import { renderWorkers } from '../../bench/workers/render-workers.ts';

const run: WorkersRun = {
  callCount: 1_000,
  perSecond: 10_000,
  cpuMicros: 50,
  nodeCores: 0.5,
  machineCores: 1.5,
  busiestShare: 1,
  p50: 1,
  p99: 2,
  residentBytes: 104_857_600,
};

test('two workers stand beside one: throughput, cost of a call, and calls for each core', () => {
  const two = { ...run, perSecond: 15_000, cpuMicros: 55, nodeCores: 1, busiestShare: 0.55 };
  const text = renderWorkers({
    rows: [
      { protocol: 'http', workerCount: 1, runs: [run, run, { ...run, perSecond: 1 }] },
      { protocol: 'http', workerCount: 2, runs: [two] },
    ],
  });
  expect(text).toContain('| http, 1 | 10000 | 1.00 x | 50.0 | 1.00 x | 0.50 | 20000 | 1.50 of ');
  expect(text).toContain('| http, 2 | 15000 | 1.50 x | 55.0 | 1.10 x | 1.00 | 15000 | 1.50 of ');
  expect(text).toContain('| 55 % | 1.00 | 2.00 | 100 |');
});
