import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ActiveSnapshot } from '../../../data-plane/config/active-snapshot.ts';
import { Enforcement } from '../../../data-plane/config/enforcement.ts';
import { FullReadings } from '../../../data-plane/config/full/full-readings.ts';
import { HeardFleet } from '../../../data-plane/config/heard-fleet.ts';
import { NothingKept } from '../../../data-plane/config/kept/last-known-good.ts';
import type { ClientEvent } from '../../../data-plane/config/stream/client-state.ts';
import { StreamInbox } from '../../../data-plane/config/stream/stream-inbox.ts';
import { createLogger } from '../../../data-plane/telemetry/logger.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';
import { configContract } from '../../../proto/contract/config.ts';
import type { StreamRequest } from '../../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import type { Update } from '../../../proto/generated/gatehouse/config/v1/Update.ts';
import { createSealingKeyPair } from '../../../proto/sealed-box.ts';
import {
  deltaUpdate,
  fullUpdate,
  hashOf,
  keyOf,
  sealedSecrets,
  sharedResources,
  tenantResources,
} from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { badRoute, replaced } from './snapshot-fixture.ts';

/*
 * Goal: a full update that is read in a thread is enforced as any other, and a thread that is lost costs the node nothing but time.
 * Method: the program of the node, or one of the test's that ends or hangs where it is told to.
 */

const good = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const { responseSerialize, responseDeserialize } = configContract.ConfigService.service.Stream;
const sealing = createSealingKeyPair();
const secrets = sealedSecrets(sealing.publicKey);

const program = (onMessage: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      const whole = { kind: 'whole', head: { nonce: '1', to: { epoch: 1n, revision: 1n }, digest: new Uint8Array(32), oldestCommitAtMs: 0 } };
      let parts = 0;
      parentPort.on('message', ({ kind, gzip }) => { ${onMessage} });`)}`,
  );

/** A node as far as its stream goes. */
function startNode(options: { readonly program?: URL; readonly answerMs?: number } = {}) {
  const active = new ActiveSnapshot();
  const enforcement = new Enforcement(active, new NothingKept('/nowhere/at-all'));
  const logger = createLogger({ level: 'silent', nodeId: 'n' });
  const metrics = new NodeMetrics();
  const clock = { nowMs: 0 };
  const events: ClientEvent[] = [];
  const said: StreamRequest[] = [];
  const call = {
    messages: (async function* () {})(),
    write: (message: StreamRequest): void => void said.push(message),
    close: () => undefined,
  };
  const readings = new FullReadings({ logger, metrics, nowMs: () => clock.nowMs, ...options });
  const inbox = new StreamInbox(call, {
    fleet: new HeardFleet(),
    checkTarget: async () => ({ verdict: 'busy', status: 0, totalMs: 0, message: '' }),
    enforcement,
    logger,
    metrics,
    readings,
    privateKey: sealing.privateKey,
    onEvent: (event) => events.push(event),
  });
  const take = (message: StreamResponse) =>
    inbox.take(responseDeserialize(responseSerialize(message)));
  const takePacked = (updates: readonly Update[], parts = updates.length) => {
    for (const [index, update] of updates.entries()) {
      const gzip = gzipSync(responseSerialize({ update }));
      void take({ packedUpdate: { part: index + 1, parts, gzip } });
    }
  };
  return {
    inbox,
    enforcement,
    events,
    clock,
    take,
    takePacked,
    verdicts: () => said.flatMap(({ verdict }) => verdict ?? []),
    lostCount: async () => (await metrics.config.readingsLost.get()).values[0]?.value,
    knows: (tenantId: string) =>
      active.current?.keysByHash.has(hashOf(keyOf(tenantId)).toString('hex')),
    snapshot: () => active.current,
  };
}

type TestNode = ReturnType<typeof startNode>;
let node: TestNode;
afterEach(() => node.inbox.close());

const verdictsOf = (count: number) =>
  eventually(() => expect(node.verdicts()).toHaveLength(count), 20_000);

describe('a full update of several parts', () => {
  test('is enforced as one that is read on the loop', async () => {
    node = startNode();
    void node.take({ secrets });
    node.takePacked(fullUpdate(good, { revision: 1 }, 3));
    await verdictsOf(1);
    const loop = startNode();
    void loop.take({ secrets });
    for (const update of fullUpdate(good, { revision: 1 })) void loop.take({ update });
    await eventually(() => expect(loop.verdicts()).toHaveLength(1));
    expect({ ...node.verdicts()[0], applyMs: 0 }).toEqual({ ...loop.verdicts()[0], applyMs: 0 });
    expect(node.snapshot()?.grants.get('a')).toEqual(loop.snapshot()?.grants.get('a'));
    expect(node.snapshot()?.routes.get('route-a')?.route).toEqual(
      loop.snapshot()?.routes.get('route-a')?.route,
    );
    expect([node.knows('a'), node.knows('b'), node.knows('c')]).toEqual([true, true, false]);
  });

  test('holds back a tenant that is not valid, and is the start of what follows', async () => {
    node = startNode();
    void node.take({ secrets });
    node.takePacked(fullUpdate(good, { revision: 1 }, 2));
    await verdictsOf(1);
    const before = node.enforcement.built?.parts;
    const bad = replaced(good, badRoute);
    node.takePacked(fullUpdate(bad, { revision: 2, nonce: 2 }, 2));
    await verdictsOf(2);
    expect(node.verdicts()[1]).toMatchObject({ outcome: 'OUTCOME_PARTIAL' });
    const { built } = node.enforcement;
    expect([...(built?.heldBack.keys() ?? [])]).toEqual(['a']);
    expect(built?.parts.get('a')).toBe(before?.get('a'));
    expect(built?.parts.get('b')).toBe(before?.get('b'));
    const from = { revision: 2, resources: bad };
    void node.take({ update: deltaUpdate(from, { revision: 3, resources: good }, 3) });
    await verdictsOf(3);
    expect(node.verdicts()[2]).toMatchObject({ outcome: 'OUTCOME_APPLIED' });
  });

  test('never honours what is revoked while it is read', async () => {
    node = startNode();
    void node.take({ secrets });
    node.takePacked(fullUpdate(good, { revision: 1 }, 2));
    const keys = [{ kind: 'api_key', id: 'key-a' }];
    void node.take({ revocations: { keys, at: { epoch: 1, revision: 3 } } });
    await verdictsOf(1);
    expect([node.knows('a'), node.knows('b')]).toEqual([false, true]);
  });

  test('that would go back is refused', async () => {
    node = startNode();
    void node.take({ secrets });
    node.takePacked(fullUpdate(good, { revision: 2 }, 2));
    node.takePacked(fullUpdate(good, { revision: 1, nonce: 2 }, 2));
    await verdictsOf(2);
    expect(node.verdicts()[1]).toMatchObject({ outcome: 'OUTCOME_REJECTED' });
    expect(node.enforcement.position.revision).toBe(2n);
  });

  test('whose content is not what it says is asked for again', async () => {
    node = startNode();
    void node.take({ secrets });
    const parts = fullUpdate(good, { revision: 1 }, 2);
    node.takePacked(parts.map((part) => ({ ...part, digest: Buffer.alloc(32, 7) })));
    await verdictsOf(1);
    expect(node.events.at(-1)).toEqual({ kind: 'misfit', askFull: true });
    expect(await node.lostCount()).toBe(0);
  });
});

test('a step of several parts is read without a thread', async () => {
  node = startNode({ program: program(`parentPort.postMessage({ kind: 'not_full' });`) });
  void node.take({ secrets });
  for (const update of fullUpdate(good, { revision: 1 })) void node.take({ update });
  const more = [...good, ...tenantResources('c')];
  const step = deltaUpdate({ revision: 1, resources: good }, { revision: 2, resources: more });
  const upserts = step.upserts ?? [];
  node.takePacked([
    { ...step, parts: 2, upserts: upserts.slice(0, 1) },
    { ...step, parts: 2, part: 2, upserts: upserts.slice(1) },
  ]);
  await verdictsOf(2);
  expect([node.knows('a'), node.knows('c')]).toEqual([true, true]);
});

test('a thread is given a part alone, and not what came with it', async () => {
  const told = `const message = String(gzip.buffer.byteLength - gzip.byteLength);
    parentPort.postMessage({ kind: 'fault', nonce: '1', message });`;
  node = startNode({ program: program(told) });
  node.takePacked(fullUpdate(good, { revision: 1 }, 2).slice(0, 1), 2);
  await verdictsOf(1);
  expect(node.verdicts()[0]?.diagnostics).toMatchObject([{ message: '0' }]);
});

describe('a thread', () => {
  test.each([
    ['ends at a part', 'process.exit(3);', 'broken'],
    ['throws at a part', `throw new Error('no');`, 'broken'],
    ['hangs at a part', 'for (;;);', 'broken'],
    [
      'ends when it is to judge',
      `parts += 1;
       if (kind === 'judge') process.exit(3);
       parentPort.postMessage(parts < 2 ? { kind: 'incomplete' } : whole);`,
      'misfit',
    ],
    [
      'hangs when it is to hand over',
      `parts += 1;
       if (kind === 'next') for (;;);
       if (kind === 'judge') parentPort.postMessage({ kind: 'judged', judgement: { faults: new Map(), targetIds: new Set() } });
       else parentPort.postMessage(parts < 2 ? { kind: 'incomplete' } : whole);`,
      'misfit',
    ],
  ])(
    'that %s costs the node nothing: it asks again and reads by itself',
    async (_what, code, kind) => {
      node = startNode({ program: program(code), answerMs: 1_000 });
      void node.take({ secrets });
      node.takePacked(fullUpdate(good, { revision: 1 }, 2));
      await eventually(
        () => expect(node.events.map((event) => event.kind)).toContain(kind),
        20_000,
      );
      expect(await node.lostCount()).toBe(1);
      expect(node.snapshot()).toBeUndefined();
      node.takePacked(fullUpdate(good, { revision: 1, nonce: 2 }, 2));
      await eventually(() => expect(node.knows('a')).toBe(true));
      expect(await node.lostCount()).toBe(1);
      node.clock.nowMs = 600_000;
      node.takePacked(fullUpdate(good, { revision: 2, nonce: 3 }, 2));
      await eventually(async () => expect(await node.lostCount()).toBe(2), 20_000);
      expect(node.knows('a')).toBe(true);
    },
  );

  test('is gone with the stream that it reads for', async () => {
    node = startNode({ program: program(`parentPort.postMessage({ kind: 'incomplete' });`) });
    node.takePacked(fullUpdate(good, { revision: 1 }, 2).slice(0, 1), 2);
    node.inbox.close();
    await node.enforcement.settle();
    expect(await node.lostCount()).toBe(0);
  });
});
