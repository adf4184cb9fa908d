import cluster from 'node:cluster';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLogger } from '../../../data-plane/telemetry/logger.ts';
import { PrimaryMetrics } from '../../../data-plane/telemetry/primary-metrics.ts';
import { Supervisor } from '../../../data-plane/workers/supervisor.ts';
import { eventually } from '../../support/eventually.ts';

/**
 * Goal: workers that cannot live are started again, within bounds.
 * Method: programs of one line in place of workers.
 */

const programs = {
  dies: 'process.exit(3);',
  hangs: "process.send({ kind: 'up' }); setTimeout(() => { for (;;); }, 50);",
  refusesToEnd: "process.on('SIGTERM', () => {}); process.send({ kind: 'up' });",
};
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-supervisor-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function supervise(program: keyof typeof programs, lookMs = 1_000) {
  const exec = join(directory, `${program}.mjs`);
  writeFileSync(exec, programs[program]);
  cluster.setupPrimary({ exec, execArgv: [] });
  const metrics = new PrimaryMetrics(1);
  const givenUp: string[] = [];
  const supervisor = new Supervisor({
    workerCount: 1,
    drainMs: -4_900,
    lookMs,
    logger: createLogger({ level: 'silent', nodeId: 'node-1' }),
    metrics,
    onGivenUp: (reason) => givenUp.push(reason),
  });
  const restartCount = async () => {
    const { text } = await metrics.expose([]);
    return Number(/worker_restarts_total\{worker="1"\} (\d+)/.exec(text)?.[1]);
  };
  return { supervisor, givenUp, restartCount };
}

test('a worker that ends at each start is given up after five restarts, with the reason', async () => {
  const { supervisor, givenUp, restartCount } = supervise('dies');
  void supervisor.start();
  await eventually(() => expect(givenUp).toHaveLength(1), 20_000);
  expect(givenUp[0]).toContain('worker 1 ended 6 times in a row');
  expect(await restartCount()).toBe(5);
  expect(await supervisor.drain()).toBe(true);
});

test('a worker that hangs is killed and started again', async () => {
  const { supervisor, restartCount } = supervise('hangs', 20);
  void supervisor.start();
  await eventually(async () => expect(await restartCount()).toBeGreaterThan(0), 20_000);
  await supervisor.kill();
  expect(supervisor.running).toEqual([]);
});

test('a worker that does not drain is killed at the deadline, and that is told', async () => {
  const { supervisor } = supervise('refusesToEnd');
  await supervisor.start();
  expect(await supervisor.drain()).toBe(false);
});
