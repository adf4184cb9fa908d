import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ActiveSnapshot } from '../../../data-plane/config/active-snapshot.ts';
import { Enforcement } from '../../../data-plane/config/enforcement.ts';
import { FullReadings } from '../../../data-plane/config/full/full-readings.ts';
import { HeardFleet } from '../../../data-plane/config/heard-fleet.ts';
import { LastKnownGood } from '../../../data-plane/config/kept/last-known-good.ts';
import type { ClientEvent } from '../../../data-plane/config/stream/client-state.ts';
import { StreamInbox } from '../../../data-plane/config/stream/stream-inbox.ts';
import { createLogger } from '../../../data-plane/telemetry/logger.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';
import { configContract } from '../../../proto/contract/config.ts';
import type { StreamRequest } from '../../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import { createSealingKeyPair } from '../../../proto/sealed-box.ts';
import {
  fullUpdate,
  hashOf,
  keyOf,
  sealedSecrets,
  sharedResources,
  tenantResources,
} from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';

/** Goal: in which order a node works off what it is told. */

const good = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const { responseSerialize, responseDeserialize } = configContract.ConfigService.service.Stream;
const sealing = createSealingKeyPair();

let directory: string;
let active: ActiveSnapshot;
let kept: LastKnownGood;
let inbox: StreamInbox;
let events: ClientEvent[];
let said: StreamRequest[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-inbox-'));
  active = new ActiveSnapshot();
  kept = new LastKnownGood(directory, Buffer.alloc(32, 1), () => undefined);
  events = [];
  said = [];
  const logger = createLogger({ level: 'silent', nodeId: 'n' });
  const metrics = new NodeMetrics();
  const call = { messages: noMessages(), write: sayTo(said), close: () => undefined };
  inbox = new StreamInbox(call, {
    fleet: new HeardFleet(),
    checkTarget: async () => ({ verdict: 'busy', status: 0, totalMs: 0, message: '' }),
    enforcement: new Enforcement(active, kept),
    logger,
    metrics,
    readings: new FullReadings({ logger, metrics, nowMs: () => 0 }),
    privateKey: sealing.privateKey,
    onEvent: (event) => events.push(event),
  });
});
afterEach(async () => {
  await kept.settle();
  rmSync(directory, { recursive: true, force: true });
});

async function* noMessages() {}

function sayTo(list: StreamRequest[]) {
  return (message: StreamRequest): void => void list.push(message);
}

const take = (message: StreamResponse) =>
  inbox.take(responseDeserialize(responseSerialize(message)));
/** As the control plane packs a message. */
function packed(message: StreamResponse): Buffer {
  return gzipSync(responseSerialize(message));
}

const secrets = sealedSecrets(sealing.publicKey);
const verdictCount = () => said.filter(({ verdict }) => verdict).length;
const knows = (tenantId: string) =>
  active.current?.keysByHash.has(hashOf(keyOf(tenantId)).toString('hex'));

test('secrets and the update that needs them are worked off in their order', async () => {
  void take({ secrets });
  for (const update of fullUpdate(good, { revision: 1 }, 3)) void take({ update });
  await eventually(() => expect(verdictCount()).toBe(1));
  expect(said[0]?.verdict).toMatchObject({ outcome: 'OUTCOME_APPLIED', diagnostics: [] });
  expect(events.map(({ kind }) => kind)).toEqual(['heard', 'heard', 'secrets_replaced', 'applied']);
});

test('a revocation and a heartbeat overtake an update that is being applied', async () => {
  void take({ secrets });
  for (const update of fullUpdate(good, { revision: 1 })) void take({ update });
  await eventually(() => expect(verdictCount()).toBe(1));
  for (const update of fullUpdate(good, { revision: 2, nonce: 2 })) void take({ update });
  void take({
    revocations: { keys: [{ kind: 'api_key', id: 'key-a' }], at: { epoch: 1, revision: 3 } },
  });
  void take({ heartbeat: { head: { epoch: 1, revision: 3 } } });
  expect([knows('a'), knows('b')]).toEqual([false, true]);
  expect(events.at(-1)).toEqual({ kind: 'heartbeat', atHead: false });
  expect(verdictCount()).toBe(1);
  await eventually(() => expect(verdictCount()).toBe(2));
  expect([knows('a'), knows('b')]).toEqual([false, true]);
});

test('what waits when the stream is lost is dropped', async () => {
  void take({ secrets });
  for (const update of fullUpdate(good, { revision: 1 })) void take({ update });
  inbox.close();
  await take({ heartbeat: { head: { epoch: 1, revision: 1 } } });
  expect(active.current).toBeUndefined();
  expect(said).toEqual([]);
});

test('no more is read while several updates wait', async () => {
  void take({ secrets });
  const [update] = fullUpdate(good, { revision: 1 });
  for (let count = 0; count < 4; count += 1) void take({ update: update ?? {} });
  await take({ update: update ?? {} });
  expect(verdictCount()).toBe(5);
});

test('packed parts are taken as the parts that they are', async () => {
  void take({ secrets });
  const parts = fullUpdate(good, { revision: 1 }, 3);
  for (const [index, update] of parts.entries())
    void take({ packedUpdate: { part: index + 1, parts: 3, gzip: packed({ update }) } });
  // The first starts a thread.
  await eventually(() => expect(verdictCount()).toBe(1), 20_000);
  expect(said[0]?.verdict).toMatchObject({ outcome: 'OUTCOME_APPLIED', diagnostics: [] });
  expect(knows('a')).toBe(true);
});

test.each([
  ['no gzip', Buffer.from('not packed')],
  ['cut short', packed({ update: {} }).subarray(0, 15)],
  ['something else', packed({ heartbeat: {} })],
  ['no message', gzipSync(Buffer.from([0xff, 0xff]))],
  ['more than it may be', gzipSync(Buffer.alloc(8 * 1_048_576 + 1))],
])('a packed part that is %s costs the stream, and nothing else', async (_what, gzip) => {
  await take({ packedUpdate: { part: 1, parts: 1, gzip } });
  expect(events).toEqual([{ kind: 'broken' }]);
  expect(said).toEqual([]);
  expect(active.current).toBeUndefined();
});
