import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ControlPlaneDial } from '../../../data-plane/config/stream/control-plane-dial.ts';
import { Secret } from '../../../data-plane/secret.ts';
import { createLogger } from '../../../data-plane/telemetry/logger.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';
import { CallerUses, WAITING_USES_MAX } from '../../../data-plane/usage/caller-use/caller-uses.ts';
import { OUTBOX_LIMITS, Outbox } from '../../../data-plane/usage/outbox.ts';
import { UsageClient } from '../../../data-plane/usage/usage-client.ts';
import type { ReportRequest__Output } from '../../../proto/generated/gatehouse/usage/v1/ReportRequest.ts';
import { eventually } from '../../support/eventually.ts';
import { findFreePort } from '../../support/free-port.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  startScriptedControlPlane,
} from '../../support/scripted-control-plane.ts';
import { settledRecord } from '../../support/settled-record.ts';

const token = 'a-node-token-of-at-least-32-characters';
let directory = '';
let cleanups: (() => Promise<void> | void)[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-usage-'));
  cleanups = [() => rmSync(directory, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

function openOutbox(): Outbox {
  const observer = {
    appended: () => undefined,
    dropped: () => undefined,
    failed: (error: unknown) => {
      throw error;
    },
  };
  const outbox = new Outbox({ directory, limits: OUTBOX_LIMITS, observer });
  cleanups.push(() => outbox.close());
  return outbox;
}

function startClient(
  address: string,
  outbox: Outbox,
  uses?: CallerUses,
  usesIntervalMs = 3_600_000,
): UsageClient {
  const nodeId = 'node-1';
  const logger = createLogger({ level: 'silent', nodeId });
  const metrics = new NodeMetrics();
  const client = new UsageClient({
    dial: new ControlPlaneDial({
      address,
      nodeId,
      pool: '',
      token: new Secret(token),
      tls: undefined,
      logger,
      metrics,
    }),
    nodeId,
    outbox,
    ...(uses === undefined ? {} : { uses, usesIntervalMs }),
    logger,
    metrics,
    onPending: (bytes) => metrics.outboxPendingBytes.set(bytes),
    draw: () => 0.5,
  });
  client.start();
  cleanups.push(() => client.stop());
  return client;
}

async function controlPlane(
  onReport: (request: ReportRequest__Output) => ReturnType<typeof acknowledge> | undefined,
  port = 0,
): Promise<ScriptedControlPlane> {
  const plane = await startScriptedControlPlane({ onReport }, port);
  cleanups.push(() => plane[Symbol.asyncDispose]());
  return plane;
}

function fill(outbox: Outbox, from: number, to: number): void {
  for (let number = from; number < to; number += 1) outbox.append(settledRecord(number));
}

function numbersOf(reports: readonly ReportRequest__Output[]): readonly number[] {
  return reports.flatMap(({ usageEvents }) =>
    usageEvents.map(({ requestId }) => Number(requestId.slice(-12))),
  );
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test('records are delivered in order, with the node named, and then forgotten', async () => {
  const plane = await controlPlane(acknowledge);
  const outbox = openOutbox();
  fill(outbox, 0, 700);
  startClient(plane.address, outbox);
  await eventually(() => expect(outbox.pendingBytes).toBe(0));
  fill(outbox, 700, 710);
  await eventually(() => expect(outbox.pendingBytes).toBe(0));
  expect(numbersOf(plane.reports)).toEqual(upTo(710));
  expect(plane.reports.map(({ batch }) => Number(batch))).toEqual(
    upTo(plane.reports.length).map((index) => index + 1),
  );
  expect(plane.reports[0]?.nodeId).toBe('node-1');
  for (const { usageEvents, decisions } of plane.reports)
    expect(usageEvents.length + decisions.length).toBeLessThanOrEqual(500);
});

test('at most eight batches wait for an answer', async () => {
  const plane = await controlPlane(() => undefined);
  const outbox = openOutbox();
  fill(outbox, 0, 4_000);
  const client = startClient(plane.address, outbox);
  await eventually(() => expect(plane.reports).toHaveLength(8));
  fill(outbox, 4_000, 4_001);
  await client.flush(200);
  expect(plane.reports).toHaveLength(8);
});

test('what was not acknowledged is sent again after the control plane died', async () => {
  const port = await findFreePort();
  const first = await controlPlane(
    (request) => (request.batch === '1' ? acknowledge(request) : undefined),
    port,
  );
  const outbox = openOutbox();
  fill(outbox, 0, 600);
  startClient(first.address, outbox);
  await eventually(() => expect(first.reports).toHaveLength(3));
  await eventually(() => expect(outbox.acknowledged.offset).toBeGreaterThan(0));
  await first[Symbol.asyncDispose]();
  fill(outbox, 600, 610);
  const second = await controlPlane(acknowledge, port);
  await eventually(() => expect(outbox.pendingBytes).toBe(0), 10_000);
  expect(numbersOf(second.reports)).toEqual(upTo(610).slice(250));
});

test('a flush waits for the acknowledgement, and gives up in time', async () => {
  const plane = await controlPlane((request) =>
    request.batch === '1' ? acknowledge(request) : undefined,
  );
  const outbox = openOutbox();
  const client = startClient(plane.address, outbox);
  fill(outbox, 0, 1);
  expect(await client.flush(5_000)).toBe(true);
  fill(outbox, 1, 2);
  expect(await client.flush(200)).toBe(false);
});

test('a control plane that was never there costs nothing but patience', async () => {
  const port = await findFreePort();
  const outbox = openOutbox();
  startClient(`127.0.0.1:${port}`, outbox);
  fill(outbox, 0, 10);
  const plane = await controlPlane(acknowledge, port);
  await eventually(() => expect(outbox.pendingBytes).toBe(0), 10_000);
  expect(numbersOf(plane.reports)).toEqual(upTo(10));
});

const usesOf = (reports: readonly ReportRequest__Output[]) =>
  reports.flatMap(({ keyUses }) => keyUses);

test('the newest use of each key is told once a turn, apart from records', async () => {
  const plane = await controlPlane(acknowledge);
  const outbox = openOutbox();
  const uses = new CallerUses(() => undefined);
  const client = startClient(plane.address, outbox, uses);
  uses.noteKey('one', 'http', 5);
  uses.noteKey('two', 'http', 6);
  uses.noteKey('one', 'grpc', 7);
  fill(outbox, 0, 1);
  expect(await client.flush(5_000)).toBe(true);
  expect(usesOf(plane.reports)).toEqual([
    { apiKeyId: 'one', atUnixMs: '7', door: 'grpc' },
    { apiKeyId: 'two', atUnixMs: '6', door: 'http' },
  ]);
  for (const { keyUses, usageEvents } of plane.reports)
    expect([keyUses.length > 0, usageEvents.length > 0]).toContain(false);
  const count = plane.reports.length;
  expect(await client.flush(5_000)).toBe(true);
  expect(plane.reports).toHaveLength(count);
});

test('uses that were not acknowledged are told again, and hold up no record', async () => {
  const port = await findFreePort();
  const first = await controlPlane(() => undefined, port);
  const outbox = openOutbox();
  const uses = new CallerUses(() => undefined);
  const client = startClient(first.address, outbox, uses);
  for (const number of upTo(1_200)) uses.noteKey(`key-${number}`, 'http', number);
  uses.turn();
  fill(outbox, 0, 10);
  await eventually(() => expect(first.reports).toHaveLength(4), 10_000);
  expect(numbersOf(first.reports)).toEqual(upTo(10));
  const sizes = first.reports.map(({ keyUses }) => keyUses.length);
  expect(sizes.toSorted((a, b) => a - b)).toEqual([0, 200, 500, 500]);
  await first[Symbol.asyncDispose]();
  const second = await controlPlane(acknowledge, port);
  await eventually(() => expect(usesOf(second.reports)).toHaveLength(1_200), 10_000);
  expect(await client.flush(5_000)).toBe(true);
  expect(new Set(usesOf(second.reports).map(({ apiKeyId }) => apiKeyId)).size).toBe(1_200);
});

test('keys beyond the bound are not noted until there is room, and those that are noted move on', () => {
  let droppedCount = 0;
  const uses = new CallerUses(() => {
    droppedCount += 1;
  });
  for (const number of upTo(WAITING_USES_MAX + 3)) uses.noteKey(`key-${number}`, 'http', 1);
  expect([uses.count, droppedCount]).toEqual([WAITING_USES_MAX, 3]);
  uses.noteKey('key-0', 'http', 9);
  expect(droppedCount).toBe(3);
  uses.turn();
  for (const number of upTo(WAITING_USES_MAX + 1)) uses.noteKey(`other-${number}`, 'http', 2);
  // The turn that is under way is not done: nothing is added to it.
  uses.turn();
  expect([uses.count, droppedCount]).toEqual([2 * WAITING_USES_MAX, 4]);
  expect(uses.take()?.[0]).toMatchObject({ id: 'key-0', atUnixMs: 9, door: 'http' });
});

test('uses are told by themselves when it is time', async () => {
  const plane = await controlPlane(acknowledge);
  const uses = new CallerUses(() => undefined);
  startClient(plane.address, openOutbox(), uses, 1);
  uses.noteKey('one', 'http', 5);
  await eventually(() => expect(usesOf(plane.reports)).toHaveLength(1), 10_000);
});

test('tokens are told by their issuer, and that a key of one is not known within a second, with all that is noted', async () => {
  const plane = await controlPlane(acknowledge);
  const uses = new CallerUses(() => undefined);
  startClient(plane.address, openOutbox(), uses);
  uses.noteKey('one', 'http', 5);
  uses.noteToken('used', 'http', 5);
  uses.noteToken('used', 'grpc', 6);
  for (const issuer of ['used', 'tried', 'tried']) uses.noteUnknownKey(issuer);
  await eventually(() => expect(plane.reports).toHaveLength(1), 10_000);
  expect(plane.reports[0]).toMatchObject({
    keyUses: [{ apiKeyId: 'one' }],
    tokenIssuerUses: [
      { tokenIssuerId: 'used', atUnixMs: '6', door: 'grpc', keyIsUnknown: true },
      { tokenIssuerId: 'tried', atUnixMs: '0', door: '', keyIsUnknown: true },
    ],
  });
  expect([uses.count, uses.isUrgent]).toEqual([0, false]);
});
