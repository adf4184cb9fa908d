import { spawn } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { OutboxReader } from '../../../data-plane/usage/outbox-reader.ts';
import { eventually } from '../../support/eventually.ts';
import { drain, fill, range, useOutboxes } from './outbox-fixture.ts';

/**
 * Goal: a disk that refuses, or a kill in the middle, loses nothing that was appended.
 * Method: real files; what stands in their place fails as a full disk does; a child process is killed while it appends.
 */

const place = useOutboxes();

function linkOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

test('while the disk refuses, records wait in memory, and then they are written', async () => {
  const outbox = place.open({ segmentBytesMax: 5_000 });
  fill(outbox, 0, 4);
  // A place.directory in the place of the next segment makes opening it fail, as a full disk would.
  const next = String(place.segments().length + 1).padStart(12, '0');
  mkdirSync(join(place.directory, `${next}.segment`));
  fill(outbox, 4, 20);
  expect(place.events.length).toBeGreaterThan(0);
  rmdirSync(join(place.directory, `${next}.segment`));
  outbox.retryWrites();
  expect((await drain(outbox)).usage).toEqual(range(0, 20));
});

test('a full disk gets back what is acknowledged, though it takes no mark of it', async () => {
  symlinkSync('/dev/full', join(place.directory, 'acknowledged'));
  const outbox = place.open({ segmentBytesMax: 5_000 });
  fill(outbox, 0, 20);
  expect(place.segments().length).toBeGreaterThan(2);
  await drain(outbox);
  expect(place.events.join()).toContain('ENOSPC');
  expect(place.segments()).toHaveLength(1);
});

test('a reader that waits for more does not hold the room of a deleted segment', async () => {
  const earlier = place.open({ segmentBytesMax: 5_000 });
  fill(earlier, 0, 4);
  earlier.close();
  // What an earlier process wrote is in its file only.
  const outbox = place.open({ segmentBytesMax: 5_000 });
  const reader = new OutboxReader(outbox);
  const batch = await reader.read(outbox.acknowledged);
  fill(outbox, 4, 20);
  const held = () =>
    readdirSync('/proc/self/fd').filter(
      (fd) =>
        linkOf(join('/proc/self/fd', fd)) === `${place.directory}/000000000001.segment (deleted)`,
    );
  expect(batch?.count).toBe(8);
  outbox.acknowledge({ segment: 2, offset: 0 });
  expect(held()).toHaveLength(1);
  await reader.read({ segment: 9, offset: 0 });
  expect(held()).toHaveLength(0);
  await reader.close();
});

test('while records wait for the disk, a segment that is acknowledged whole makes room', async () => {
  const outbox = place.open({ segmentBytesMax: 5_000 });
  mkdirSync(join(place.directory, '000000000002.segment'));
  fill(outbox, 0, 20);
  expect(place.events.length).toBeGreaterThan(0);
  rmdirSync(join(place.directory, '000000000002.segment'));
  await drain(outbox);
  expect(place.segments()).toEqual(['000000000002.segment']);
  outbox.retryWrites();
  await drain(outbox);
  expect(outbox.pendingBytes).toBe(0);
});

test('kill -9 of the process that appends loses nothing that it had appended', async () => {
  const program = fileURLToPath(new URL('../../support/outbox-writer.ts', import.meta.url));
  const said = join(place.directory, 'said');
  const lines = () => readFileSync(said, 'utf8').split('\n').slice(0, -1);
  const child = spawn(process.execPath, ['--import', 'tsx', program, place.directory, said], {
    stdio: 'inherit',
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await eventually(() => expect(lines().length).toBeGreaterThan(200), 15_000);
  child.kill('SIGKILL');
  await closed;
  const promised = Number(lines().at(-1));
  const recovered = place.open();
  const { usage, decisions } = await drain(recovered);
  expect(usage.length).toBeGreaterThan(promised);
  expect(usage).toEqual(range(0, usage.length));
  expect(decisions.slice(0, promised + 1)).toEqual(range(0, promised + 1));
});
