import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ControlPlaneDial } from '../../../data-plane/config/stream/control-plane-dial.ts';
import { createOutboxObserver } from '../../../data-plane/observers/outbox-observer.ts';
import { Secret } from '../../../data-plane/secret.ts';
import { createLogger } from '../../../data-plane/telemetry/logger.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';
import { LeftOutboxes } from '../../../data-plane/usage/left-outboxes.ts';
import { OUTBOX_LIMITS, Outbox } from '../../../data-plane/usage/outbox.ts';
import { eventually } from '../../support/eventually.ts';
import { testNodeToken } from '../../support/node.ts';
import { acknowledge, startScriptedControlPlane } from '../../support/scripted-control-plane.ts';
import { settledRecord } from '../../support/settled-record.ts';

const nodeId = 'node-1/1';
const logger = createLogger({ level: 'silent', nodeId });
const metrics = new NodeMetrics();
const observer = createOutboxObserver(metrics, logger);
let stateDir = '';
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-left-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

/** What a worker that is no more has left: so many records. */
function leaveOutbox(worker: string, numbers: readonly number[]): string {
  const directory = join(stateDir, worker, 'outbox');
  const outbox = new Outbox({ directory, limits: OUTBOX_LIMITS, observer });
  for (const number of numbers) outbox.append(settledRecord(number));
  outbox.close();
  return directory;
}

function startDelivery(address: string, directories: readonly string[]): LeftOutboxes {
  const token = new Secret(testNodeToken);
  const dial = new ControlPlaneDial({
    ...{ address, nodeId, pool: '', token, tls: undefined },
    ...{ logger, metrics },
  });
  const left = new LeftOutboxes({ dial, nodeId, logger, metrics, observer, draw: Math.random });
  left.start(directories);
  return left;
}

test('what is left is delivered, and its place removed; what the node itself holds there stays', async () => {
  const plane = await startScriptedControlPlane({ onReport: acknowledge });
  const own = leaveOutbox('.', [1, 2]);
  const gone = leaveOutbox('worker-3', [3]);
  mkdirSync(join(stateDir, 'worker-1'));
  const left = startDelivery(plane.address, [own, gone, join('/dev/null', 'outbox')]);
  await eventually(() => expect([own, gone].filter(existsSync)).toEqual([]));
  const ids = plane.reports.flatMap(({ usageEvents }) => usageEvents.map((e) => e.requestId));
  expect(ids.map((id) => Number(id.slice(-12))).toSorted()).toEqual([1, 2, 3]);
  expect(existsSync(join(stateDir, 'worker-3'))).toBe(false);
  expect(existsSync(join(stateDir, 'worker-1'))).toBe(true);
  await left.stop();
  await plane[Symbol.asyncDispose]();
});

test('what is not acknowledged stays for the next start', async () => {
  const plane = await startScriptedControlPlane({ onReport: () => undefined });
  const directory = leaveOutbox('worker-2', [1]);
  const left = startDelivery(plane.address, [directory]);
  await eventually(() => expect(plane.reports).toHaveLength(1));
  await left.stop();
  const outbox = new Outbox({ directory, limits: OUTBOX_LIMITS, observer });
  expect(outbox.pendingBytes).toBeGreaterThan(0);
  outbox.close();
  await plane[Symbol.asyncDispose]();
});
