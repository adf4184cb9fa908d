import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ActiveSnapshot } from '../../../data-plane/config/active-snapshot.ts';
import { Enforcement } from '../../../data-plane/config/enforcement.ts';
import { LastKnownGood } from '../../../data-plane/config/kept/last-known-good.ts';
import type { RawResource } from '../../../data-plane/config/packed/packed-resource.ts';
import type { WholeUpdate } from '../../../data-plane/config/resource-store.ts';
import { resourceVersion } from '../../../proto/resource.ts';
import {
  digestOf,
  hashOf,
  keyOf,
  resource,
  sharedResources,
  type TestResource,
  tenantResources,
  testPepper,
} from '../../support/configuration.ts';

let directory: string;
let active: ActiveSnapshot;
let enforcement: Enforcement;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-enforcement-'));
  active = new ActiveSnapshot();
  const kept = new LastKnownGood(directory, Buffer.alloc(32, 1), () => undefined);
  enforcement = new Enforcement(active, kept);
  const name = `api_key_pepper/${testPepper.id}`;
  await enforcement.replaceSecrets([{ name, generation: 1n, value: testPepper.secret }]);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const good = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const oddProvider = resource('provider', { id: 'provider-1' }, { name: 'demo', kind: 'telepathy' });

function update(resources: readonly TestResource[], revision: bigint): WholeUpdate {
  return {
    nonce: '1',
    from: { epoch: 0n, revision: 0n },
    to: { epoch: 1n, revision },
    full: true,
    upserts: resources,
    removals: [],
    digest: digestOf(resources),
    oldestCommitAtMs: 0,
  };
}

const replaced = (next: TestResource) =>
  good.map((one) => (one.kind === next.kind && one.id === next.id ? next : one));
const knows = (tenantId: string) =>
  active.current?.keysByHash.has(hashOf(keyOf(tenantId)).toString('hex'));

test('of a change that is refused as a whole, what it takes away is taken away, and stays so', async () => {
  await enforcement.apply(update(good, 1n));
  const refused = replaced(oddProvider).filter(({ id }) => id !== 'key-a');
  expect((await enforcement.apply(update(refused, 2n))).outcome).toBe('rejected');
  expect([knows('a'), knows('b')]).toEqual([false, true]);
  expect(enforcement.position.revision).toBe(1n);
  expect(enforcement.digest).toEqual(digestOf(good.filter(({ id }) => id !== 'key-a')));
  const name = `api_key_pepper/${testPepper.id}`;
  await enforcement.replaceSecrets([{ name, generation: 1n, value: testPepper.secret }]);
  expect(knows('a')).toBe(false);
});

test('the step that follows a refused one, from the same position, is taken', async () => {
  await enforcement.apply(update(good, 1n));
  const refused = replaced(oddProvider).filter(({ id }) => id !== 'key-a');
  await enforcement.apply(update(refused, 2n));
  const next = good.filter(({ id }) => id !== 'key-a');
  const step: WholeUpdate = {
    ...update([], 3n),
    from: { epoch: 1n, revision: 1n },
    full: false,
    removals: [{ kind: 'api_key', id: 'key-a' }],
    digest: digestOf(next),
  };
  expect((await enforcement.apply(step)).outcome).toBe('applied');
  expect(enforcement.digest).toEqual(digestOf(next));
});

/** Goal: no body, whatever is in it, ends the process or changes what is answered for anybody else. */
test('schema-fuzz: mutated bodies throw nothing and change no answer of another tenant', async () => {
  await enforcement.apply(update(good, 1n));
  let revision = 1n;
  const mutation = fc.record({
    victim: fc.integer({ min: 0, max: good.length - 1 }),
    bytes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    }),
    cut: fc.option(fc.nat({ max: 64 })),
  });
  await fc.assert(
    fc.asyncProperty(mutation, async ({ victim, bytes, cut }) => {
      const original = good[victim];
      if (original === undefined) return;
      const mutated = mutate(original, bytes, cut);
      revision += 1n;
      const enforced = await enforcement.apply(update(replaced(mutated), revision));
      expect(['applied', 'partial', 'rejected']).toContain(enforced.outcome);
      if (original.tenantId !== 'a') return;
      expect(knows('b')).toBe(true);
      expect(active.current?.routesByName.get('b')?.get('assistant')).toBeDefined();
    }),
    { numRuns: 400 },
  );
});

function mutate(
  { kind, id, tenantId, body }: TestResource,
  bytes: readonly (readonly [number, number])[],
  cut: number | null,
): RawResource {
  const copy = Buffer.from(cut === null ? body : body.subarray(0, cut));
  for (const [at, value] of bytes) if (copy.length > 0) copy[at % copy.length] = value;
  return { kind, id, tenantId, body: copy, version: resourceVersion(copy) };
}
