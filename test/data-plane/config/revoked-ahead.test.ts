import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ActiveSnapshot } from '../../../data-plane/config/active-snapshot.ts';
import { Enforcement } from '../../../data-plane/config/enforcement.ts';
import { LastKnownGood } from '../../../data-plane/config/kept/last-known-good.ts';
import type { WholeUpdate } from '../../../data-plane/config/resource-store.ts';
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

/*
 * Goal: what is revoked stops at once and never comes back, whatever update is on its way; and the control plane still
 * finds its digests.
 * Method: revocations between, and in the middle of, updates of a real enforcement.
 */

const good = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const withoutKeyA = good.filter(({ id }) => id !== 'key-a');
const keyA = { kind: 'api_key', id: 'key-a' };
const at = (revision: bigint, epoch = 1n) => ({ epoch, revision });
const secrets = [
  { name: `api_key_pepper/${testPepper.id}`, generation: 1n, value: testPepper.secret },
];

function everything(resources: readonly TestResource[], revision: bigint, epoch = 1n): WholeUpdate {
  return {
    nonce: '1',
    from: at(0n, 0n),
    to: at(revision, epoch),
    full: true,
    upserts: resources,
    removals: [],
    digest: digestOf(resources),
    oldestCommitAtMs: 0,
  };
}

function step(from: bigint, to: bigint, change: Partial<WholeUpdate>): WholeUpdate {
  return { ...everything([], to), full: false, from: at(from), ...change };
}

describe('a revocation ahead of its update', () => {
  let directory: string;
  let active: ActiveSnapshot;
  let kept: LastKnownGood;
  let enforcement: Enforcement;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-revoked-'));
    active = new ActiveSnapshot();
    kept = new LastKnownGood(directory, Buffer.alloc(32, 1), () => undefined);
    enforcement = new Enforcement(active, kept);
    await enforcement.replaceSecrets(secrets);
  });
  afterEach(async () => {
    await kept.settle();
    rmSync(directory, { recursive: true, force: true });
  });

  const knows = (tenantId: string) =>
    active.current?.keysByHash.has(hashOf(keyOf(tenantId)).toString('hex')) === true;

  test('a key stops before the call returns; others go on, and the digest stays that of the position', async () => {
    await enforcement.apply(everything(good, 1n));
    enforcement.revoke([keyA], at(2n));
    expect([knows('a'), knows('b')]).toEqual([false, true]);
    expect(enforcement.holdsCaller({ id: 'key-a', tenantId: 'a' }, undefined)).toBe(false);
    expect(enforcement.position).toEqual(at(1n));
    expect(enforcement.digest).toEqual(digestOf(good));
  });

  test('a grant stops too', async () => {
    await enforcement.apply(everything(good, 1n));
    enforcement.revoke([{ kind: 'grant', id: 'grant-a' }], at(2n));
    expect(active.current?.grants.get('a')).toEqual([]);
    expect(active.current?.grants.get('b')).toHaveLength(1);
  });

  test('the update that removes it fits', async () => {
    await enforcement.apply(everything(good, 1n));
    enforcement.revoke([keyA], at(2n));
    const removal = step(1n, 2n, { removals: [keyA], digest: digestOf(withoutKeyA) });
    expect((await enforcement.apply(removal)).outcome).toBe('applied');
    expect(enforcement.digest).toEqual(digestOf(withoutKeyA));
    expect(knows('a')).toBe(false);
  });

  test('an update from before it, whole or a step, does not bring it back, and is taken for what it is', async () => {
    enforcement.revoke([keyA], at(5n));
    expect((await enforcement.apply(everything(good, 3n))).outcome).toBe('applied');
    expect(knows('a')).toBe(false);
    expect(enforcement.digest).toEqual(digestOf(good));
    const renamed = resource('tenant', { id: 'b', tenantId: 'b' }, { name: 'renamed' });
    const next = good.map((one) => (one.kind === 'tenant' && one.id === 'b' ? renamed : one));
    const late = step(3n, 4n, { upserts: [renamed], digest: digestOf(next) });
    expect((await enforcement.apply(late)).outcome).toBe('applied');
    expect([knows('a'), knows('b')]).toEqual([false, true]);
    expect(enforcement.digest).toEqual(digestOf(next));
  });

  test('new secrets do not bring it back', async () => {
    await enforcement.apply(everything(good, 1n));
    enforcement.revoke([keyA], at(2n));
    await enforcement.replaceSecrets(secrets);
    expect(knows('a')).toBe(false);
    expect(enforcement.digest).toEqual(digestOf(good));
  });

  test('what is kept on disk is without it', async () => {
    await enforcement.apply(everything(good, 1n));
    enforcement.revoke([keyA], at(2n));
    enforcement.keep();
    await kept.settle();
    const reborn = new Enforcement(active, kept);
    expect(reborn.restore().file).toBeDefined();
    expect([knows('a'), knows('b')]).toEqual([false, true]);
  });

  test('a later position says for itself what there is: a key that was made anew works', async () => {
    await enforcement.apply(everything(good, 1n));
    enforcement.revoke([keyA], at(2n));
    expect((await enforcement.apply(everything(good, 3n))).outcome).toBe('applied');
    expect(knows('a')).toBe(true);
    enforcement.revoke([keyA], at(2n));
    expect(knows('a')).toBe(true);
    enforcement.revoke([keyA], at(9n));
    await enforcement.apply(everything(good, 1n, 2n));
    expect(knows('a')).toBe(true);
  });

  test('other kinds cannot be revoked so', async () => {
    await enforcement.apply(everything(good, 1n));
    enforcement.revoke([{ kind: 'tenant', id: 'a' }], at(2n));
    expect(active.current?.tenants.has('a')).toBe(true);
  });

  test('in the middle of an update that still has it, at whatever moment, it is gone and stays gone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.boolean(), async (turns, isFull) => {
        const one = new Enforcement(active, kept);
        await one.replaceSecrets(secrets);
        await one.apply(everything(good, 1n));
        const renamed = resource('tenant', { id: 'a', tenantId: 'a' }, { name: 'renamed' });
        const next = good.map((old) => (old.kind === 'tenant' && old.id === 'a' ? renamed : old));
        const update = isFull
          ? everything(next, 2n)
          : step(1n, 2n, { upserts: [renamed], digest: digestOf(next) });
        const applied = one.apply(update);
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        one.revoke([keyA], at(3n));
        expect(knows('a')).toBe(false);
        expect((await applied).outcome).toBe('applied');
        expect([knows('a'), knows('b')]).toEqual([false, true]);
        expect(one.digest).toEqual(digestOf(next));
      }),
      { numRuns: 60 },
    );
  });
});
