import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { LastKnownGood } from '../../../../data-plane/config/kept/last-known-good.ts';
import { sealState } from '../../../../data-plane/config/kept/last-known-good-format.ts';
import { PackedDomain } from '../../../../data-plane/config/packed/packed-domain.ts';
import { digestOf, rawResource } from '../../../support/configuration.ts';
import { keptResources, keptState, testStateKey } from '../../../support/kept-state.ts';
import { KeptFiles } from './kept-files.ts';

/** Goal: what a node enforced is there after a restart. What happens to damaged files is in last-good-fuzz. */

let files: KeptFiles;
beforeEach(() => {
  files = new KeptFiles();
});
afterEach(() => files.remove());

test('what was kept is read back whole: position, resources, secrets', async () => {
  await files.keep(7n);
  const { loaded } = files.load();
  expect(loaded?.set.position).toEqual({ epoch: 2n, revision: 7n });
  expect(loaded?.set.digest).toEqual(digestOf(keptResources(7n)));
  const resources = [...(loaded?.set.domains.get('a')?.values() ?? [])];
  expect(
    resources.map(({ kind, id, tenantId, version, body }) => ({
      kind,
      id,
      tenantId,
      version,
      body,
    })),
  ).toEqual(keptResources(7n));
  expect(loaded?.secrets).toEqual(keptState(7n).secrets);
});

test('what this same program has kept was judged by it, and what another one has kept was not', async () => {
  const [path = ''] = await files.keep(7n);
  expect(files.load().loaded?.isJudged).toBe(true);
  for (const program of ['another', '', undefined]) {
    writeFileSync(path, Buffer.concat([...sealState(keptState(8n), testStateKey, program)]));
    expect(files.load().loaded).toMatchObject({
      isJudged: false,
      set: { position: { revision: 8n } },
    });
  }
});

test('of another program, what is not of the version that it says is not taken', async () => {
  const [path = ''] = await files.keep(7n);
  const [first, ...rest] = keptResources(8n);
  const { version = Buffer.alloc(16) } = first ?? {};
  const forged = { ...rawResource('tenant', 'a', 'a', Buffer.from('forged')), version };
  const state = keptState(8n);
  const domain = PackedDomain.of('a', [forged, ...rest]);
  const enforced = { ...state.enforced, domains: new Map([['a', domain]]) };
  writeFileSync(
    path,
    Buffer.concat([...sealState({ ...state, enforced }, testStateKey, 'another')]),
  );
  expect(files.load()).toMatchObject({ loaded: undefined, faults: ['corrupt'] });
});

test('three copies are kept, and only their owner may read them', async () => {
  const paths = await files.keep(1n, 2n, 3n, 4n, 5n);
  expect(paths).toHaveLength(3);
  for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(files.directory).mode & 0o777).toBe(0o700);
  expect(files.load().loaded?.set.position.revision).toBe(5n);
});

test('nothing readable is in a file', async () => {
  const [path = ''] = await files.keep(1n);
  const text = readFileSync(path, 'latin1');
  for (const word of ['assistant', 'provider_credential', 'sk-1']) expect(text).not.toContain(word);
});

test('of the states that come while one is written, only the newest is written', async () => {
  const kept = files.open();
  for (let revision = 1n; revision <= 50n; revision += 1n) kept.save(keptState(revision));
  await kept.settle();
  expect(files.outcomes).toEqual([undefined, undefined]);
  expect(files.load().loaded?.set.position.revision).toBe(50n);
});

test('what a crash left unfinished is removed and never read', async () => {
  const [path = ''] = await files.keep(1n);
  writeFileSync(path.replace('000000000001', '000000000009').concat('.unfinished'), 'half');
  expect(files.load().loaded?.set.position.revision).toBe(1n);
  expect(files.paths()).toEqual([path]);
});

test('a write that fails is reported', async () => {
  const kept = files.open();
  rmSync(files.directory, { recursive: true });
  kept.save(keptState(3n));
  await kept.settle();
  expect(files.outcomes).toEqual([expect.any(Error)]);
});

test('a write that fails is tried again, later and later, until it is done', async () => {
  jest.useFakeTimers({ now: 0, doNotFake: ['performance', 'setImmediate', 'nextTick'] });
  try {
    const kept = files.open();
    rmSync(files.directory, { recursive: true });
    kept.save(keptState(3n));
    for (const [index, waitMs] of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000].entries()) {
      await told(index + 1);
      await jest.advanceTimersByTimeAsync(waitMs - 1);
      expect(jest.getTimerCount()).toBe(1);
      await jest.advanceTimersByTimeAsync(1);
    }
    await told(8);
    mkdirSync(files.directory);
    await jest.advanceTimersByTimeAsync(30_000);
    await told(9);
    expect(files.outcomes.at(-1)).toBeUndefined();
    await kept.settle();
    expect(files.outcomes).toHaveLength(9);
  } finally {
    jest.useRealTimers();
  }
  expect(files.load().loaded?.set.position.revision).toBe(3n);
});

/** Resolves when so many writes have come to something. */
async function told(count: number): Promise<void> {
  while (files.outcomes.length < count) await new Promise((resolve) => setImmediate(resolve));
}

test('after a write the disk rests: what comes meanwhile is one state', async () => {
  let onWritten = (): void => undefined;
  const kept = new LastKnownGood(files.directory, testStateKey, (error) => {
    files.outcomes.push(error);
    onWritten();
  });
  const wroteFirst = new Promise<void>((resolve) => {
    onWritten = () => {
      onWritten = () => undefined;
      kept.save(keptState(2n));
      queueMicrotask(() => kept.save(keptState(3n)));
      queueMicrotask(resolve);
    };
  });
  kept.save(keptState(1n));
  await wroteFirst;
  await kept.settle();
  expect(files.outcomes).toEqual([undefined, undefined]);
  expect(files.load().loaded?.set.position.revision).toBe(3n);
});
