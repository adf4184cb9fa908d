import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LastKnownGood, type LoadedState } from '../../../data-plane/config/last-known-good.ts';
import type { KeptState } from '../../../data-plane/config/last-known-good-format.ts';
import { digestOf, tenantResources } from '../../support/configuration.ts';

/**
 * Goal: whatever happens to the files, a node serves a configuration that it once enforced, or none.
 * Method: write real files, damage them at random, and read them back.
 */

const stateKey = Buffer.alloc(32, 5);
const resources = tenantResources('a');
let directory = '';
let failures: (Error | undefined)[] = [];

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'gatehouse-kept-')), 'config');
  failures = [];
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

function open(key = stateKey): LastKnownGood {
  return new LastKnownGood(directory, key, (error) => failures.push(error));
}

function state(revision: bigint): KeptState {
  const domain = new Map(resources.map((one) => [`${one.kind}/${one.id}`, one]));
  return {
    enforced: {
      position: { epoch: 2n, revision },
      domains: new Map([['a', domain]]),
      digest: digestOf(resources),
    },
    secrets: [{ name: 'provider_credential/p', generation: 3n, value: Buffer.from('sk-1') }],
  };
}

async function keep(...revisions: readonly bigint[]): Promise<readonly string[]> {
  const kept = open();
  for (const revision of revisions) {
    kept.save(state(revision));
    await kept.settle();
  }
  return files();
}

function files(): readonly string[] {
  return readdirSync(directory)
    .toSorted()
    .map((name) => join(directory, name));
}

function load(key = stateKey): {
  readonly loaded: LoadedState | undefined;
  readonly faults: string[];
} {
  const faults: string[] = [];
  for (const one of open(key).load()) {
    if (!('fault' in one)) return { loaded: one, faults };
    faults.push(one.fault);
  }
  return { loaded: undefined, faults };
}

test('what was kept is read back whole: position, resources, secrets', async () => {
  await keep(7n);
  const { loaded } = load();
  expect(loaded?.set.position).toEqual({ epoch: 2n, revision: 7n });
  expect(loaded?.set.digest).toEqual(digestOf(resources));
  expect([...(loaded?.set.domains.get('a')?.values() ?? [])]).toEqual(resources);
  expect(loaded?.secrets).toEqual(state(7n).secrets);
});

test('three copies are kept, and only their owner may read them', async () => {
  const paths = await keep(1n, 2n, 3n, 4n, 5n);
  expect(paths).toHaveLength(3);
  for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(load().loaded?.set.position.revision).toBe(5n);
});

test('nothing readable is in a file', async () => {
  const [path = ''] = await keep(1n);
  const text = readFileSync(path, 'latin1');
  for (const word of ['assistant', 'provider_credential', 'sk-1']) expect(text).not.toContain(word);
});

test('of the states that come while one is written, only the newest is written', async () => {
  const kept = open();
  for (let revision = 1n; revision <= 50n; revision += 1n) kept.save(state(revision));
  await kept.settle();
  expect(failures).toEqual([undefined, undefined]);
  expect(load().loaded?.set.position.revision).toBe(50n);
});

test('a flipped bit or a cut anywhere in the newest copy makes the older one serve', async () => {
  const paths = await keep(1n, 2n);
  const newest = paths[1] ?? '';
  const whole = readFileSync(newest);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(7), fc.boolean(), (at, bit, cut) => {
      const damaged = Buffer.from(cut ? whole.subarray(0, at) : whole);
      if (!cut) damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      writeFileSync(newest, damaged);
      const { loaded, faults } = load();
      expect(loaded?.set.position.revision).toBe(1n);
      expect(faults).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

test('with another key nothing is served, and that is said of each copy', async () => {
  await keep(1n, 2n);
  expect(load(Buffer.alloc(32, 6))).toEqual({
    loaded: undefined,
    faults: ['wrong_key', 'wrong_key'],
  });
});

test('when every copy is damaged there is none', async () => {
  for (const path of await keep(1n, 2n, 3n)) writeFileSync(path, 'nonsense');
  expect(load()).toEqual({ loaded: undefined, faults: ['corrupt', 'corrupt', 'corrupt'] });
});

test('what a crash left unfinished is removed and never read', async () => {
  const [path = ''] = await keep(1n);
  writeFileSync(path.replace('000000000001', '000000000009').concat('.unfinished'), 'half');
  expect(load().loaded?.set.position.revision).toBe(1n);
  expect(files()).toEqual([path]);
});

test('a disk that refuses is reported, and the older copies stay', async () => {
  const paths = await keep(1n, 2n);
  const kept = open();
  rmSync(directory, { recursive: true });
  kept.save(state(3n));
  await kept.settle();
  expect(failures.at(-1)).toBeInstanceOf(Error);
  expect(paths).toHaveLength(2);
});
