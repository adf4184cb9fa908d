import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RawResource } from '../../../../data-plane/config/packed/packed-resource.ts';
import { createSeededDraw } from '../../../policy/sample.ts';
import { eventually } from '../../../support/eventually.ts';
import { sized } from '../../../support/form.ts';
import { keptResources, keptState, testStateKey } from '../../../support/kept-state.ts';
import { announceSeed } from '../../../support/seed.ts';
import { SmallDisk } from '../../../support/small-disk.ts';
import { KeptFiles, type Loaded } from './kept-files.ts';

const draw = createSeededDraw(announceSeed('last-good-fuzz'));
/** A whole number from `from` up to but not including `to`. */
const between = (from: number, to: number): number => from + Math.floor(draw() * (to - from));

/** Jest compares text much faster than bytes. */
const printed = ({ kind, id, tenantId, version, body }: RawResource): string =>
  [kind, id, tenantId, version.toString('hex'), body.toString('base64')].join(' ');

/**
 * Goal: whatever happens to the files, a node serves a configuration that it once enforced, to the byte, or none.
 * Method: real files, damaged in every way that a disk, a crash or a hand can damage them, and read back.
 */
describe('last-good-fuzz', () => {
  let files: KeptFiles;
  beforeEach(() => {
    files = new KeptFiles();
  });
  afterEach(() => files.remove());

  /** Exactly what was kept at the revision is served. */
  function expectServed({ loaded }: Loaded, revision: bigint, paddingBytes = 0): void {
    expect(loaded?.set.position).toEqual({ epoch: 2n, revision });
    const served = [...(loaded?.set.domains.get('a')?.values() ?? [])];
    expect(served.map(printed)).toEqual(keptResources(revision, paddingBytes).map(printed));
    expect(loaded?.secrets).toEqual(keptState(revision).secrets);
  }

  /** Writes each damage over the newest of two copies; the older one must be served each time. */
  async function expectOlderServed(damage: (whole: Buffer) => Iterable<Buffer>): Promise<void> {
    const [, newest = ''] = await files.keep(1n, 2n);
    for (const damaged of damage(readFileSync(newest))) {
      writeFileSync(newest, damaged);
      const loaded = files.load();
      expectServed(loaded, 1n);
      expect(loaded.faults).toHaveLength(1);
    }
  }

  test(
    'a flipped bit at any byte makes the older copy serve',
    () =>
      expectOlderServed(function* (whole) {
        for (let at = 0; at < whole.length; at += 1)
          for (const bit of sized([between(0, 8)], [0, 1, 2, 3, 4, 5, 6, 7])) {
            const flipped = Buffer.from(whole);
            flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
            yield flipped;
          }
      }),
    60_000,
  );

  test(
    'a copy that is cut at any byte, or goes on, makes the older copy serve',
    () =>
      expectOlderServed(function* (whole) {
        for (let length = 0; length < whole.length; length += 1) yield whole.subarray(0, length);
        for (const more of [1, 16, 4_096]) yield Buffer.concat([whole, Buffer.alloc(more)]);
      }),
    60_000,
  );

  test(
    'pieces of two copies, doubled or lost, are no copy',
    () =>
      expectOlderServed(function* (whole) {
        const older = readFileSync(files.paths()[0] ?? '');
        for (let round = 0; round < sized(100, 5_000); round += 1) {
          const [from, to] = [between(1, whole.length), between(0, whole.length - 1)];
          const start = draw() < 0.5 ? older : whole;
          const pieces = Buffer.concat([start.subarray(0, from), whole.subarray(to)]);
          // Both begin with the same bytes: a cut within those gives a whole copy.
          if (!pieces.equals(whole)) yield pieces;
        }
      }),
    60_000,
  );

  test('with another key nothing is served, and that is said of each copy', async () => {
    await files.keep(1n, 2n);
    for (let at = 0; at < testStateKey.length; at += 1) {
      const key = Buffer.from(testStateKey);
      key[at] = (key[at] ?? 0) ^ 1;
      expect(files.load(key)).toEqual({ loaded: undefined, faults: ['wrong_key', 'wrong_key'] });
    }
    expectServed(files.load(), 2n);
  });

  test('when every copy is damaged there is none, and the next one is kept', async () => {
    for (const path of await files.keep(1n, 2n, 3n)) writeFileSync(path, 'nonsense');
    expect(files.load()).toEqual({ loaded: undefined, faults: ['corrupt', 'corrupt', 'corrupt'] });
    await files.keep(4n);
    expectServed(files.load(), 4n);
  });

  test('a directory in place of any file is passed over, and taken away when its turn comes', async () => {
    const [, middle = '', newest = ''] = await files.keep(1n, 2n, 3n);
    for (const path of [middle, newest, `${newest}.unfinished`]) {
      rmSync(path, { force: true });
      mkdirSync(join(path, 'inside'), { recursive: true });
    }
    const loaded = files.load();
    expectServed(loaded, 1n);
    expect(loaded.faults).toEqual(['unreadable', 'unreadable']);
    expect(await files.keep(4n, 5n, 6n)).toHaveLength(3);
    expect(files.outcomes.filter((error) => error !== undefined)).toEqual([]);
    expectServed(files.load(), 6n);
  });

  const disk = SmallDisk.reasonAgainst();
  if (disk !== undefined) process.stderr.write(`last-good-fuzz: no disk is filled: ${disk}\n`);
  (disk === undefined ? test : test.skip)(
    'on a disk that is full the copies stay, nothing half is left, and it goes on when there is room',
    async () => {
      using small = new SmallDisk(400_000);
      const onDisk = new KeptFiles(join(small.directory, 'config'));
      await onDisk.keep(1n, 2n, 3n);
      const before = onDisk.paths();
      const kept = onDisk.open();
      for (let round = 0; round < sized(10, 300); round += 1) {
        small.fillUpTo(between(0, 150_000));
        kept.save(keptState(4n, 200_000));
        await kept.settle();
        expect(onDisk.outcomes.at(-1)?.message).toContain('ENOSPC');
        expect(onDisk.paths()).toEqual(before);
        expectServed(onDisk.load(), 3n);
      }
      small.fillUpTo(350_000);
      kept.save(keptState(4n, 200_000));
      await kept.settle();
      expect(onDisk.outcomes.at(-1)).toBeUndefined();
      expectServed(onDisk.load(), 4n, 200_000);
    },
    60_000,
  );

  test('killed with -9 at any moment of its writing, it has what it had said is kept, or what came next', async () => {
    const said = join(files.directory, '..', 'said');
    let first = 1n;
    for (let round = 0; round < sized(2, 25); round += 1) {
      const paddingBytes = between(1_000, 3_000_000);
      writeFileSync(said, '');
      await killWhileWriting(said, first, paddingBytes);
      const promised = BigInt(readFileSync(said, 'utf8').split('\n').at(-2) ?? '');
      const loaded = files.load();
      const revision = loaded.loaded?.set.position.revision ?? 0n;
      expect([promised, promised + 1n]).toContain(revision);
      expect(loaded.faults).toEqual([]);
      expectServed(loaded, revision, paddingBytes);
      expect(files.paths().length).toBeLessThanOrEqual(4);
      first = revision + 1n;
    }
  }, 180_000);

  /** Returns when the writer has kept something and was killed some random time later. */
  async function killWhileWriting(said: string, first: bigint, paddingBytes: number) {
    const program = fileURLToPath(new URL('../../../support/kept-writer.ts', import.meta.url));
    const parameters = [program, files.directory, said, `${first}`, `${paddingBytes}`];
    const child = spawn(process.execPath, ['--import', 'tsx', ...parameters], { stdio: 'inherit' });
    const closed = new Promise((resolve) => child.once('close', (_, signal) => resolve(signal)));
    await eventually(() => expect(readFileSync(said, 'utf8')).toContain('\n'), 20_000);
    await sleep(draw() * 100);
    child.kill('SIGKILL');
    expect(await closed).toBe('SIGKILL');
  }
});
