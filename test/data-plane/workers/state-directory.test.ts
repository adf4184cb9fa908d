import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  inheritConfiguration,
  listLeftOutboxes,
} from '../../../data-plane/workers/state-directory.ts';

let stateDir = '';
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-state-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

/** Writes what a process has kept, at so many seconds. */
function keep(directory: string, content: string, writtenAt: number): void {
  const path = join(stateDir, directory, 'config', 'configuration');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  utimesSync(path, writtenAt, writtenAt);
}

/** What is kept there; undefined when nothing is. */
function keptAt(directory: string): string | undefined {
  const path = join(stateDir, directory, 'config', 'configuration');
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

const all = () => ['.', 'worker-1', 'worker-2', 'worker-3'].map(keptAt);

test('from one process to workers: each begins with what the node has kept', () => {
  keep('.', 'kept', 1);
  inheritConfiguration(stateDir, 2);
  expect(all()).toEqual([undefined, 'kept', 'kept', undefined]);
});

test('more workers: new ones begin with the newest, the others stay as they are', () => {
  keep('worker-1', 'older', 1);
  keep('worker-2', 'newest', 2);
  inheritConfiguration(stateDir, 3);
  expect(all()).toEqual([undefined, 'older', 'newest', 'newest']);
});

test('back to one process: nothing old stays behind to come back later', () => {
  keep('worker-1', 'newest', 2);
  keep('worker-3', 'older', 1);
  inheritConfiguration(stateDir, 1);
  expect(all()).toEqual(['newest', undefined, undefined, undefined]);
});

test('a node without a past, or without a change, is left alone', () => {
  inheritConfiguration(join(stateDir, 'absent'), 2);
  keep('.', 'kept', 1);
  inheritConfiguration(stateDir, 1);
  expect(all()).toEqual(['kept', undefined, undefined, undefined]);
});

test('outboxes of processes that are no more are those that are left', () => {
  for (const name of ['.', 'worker-1', 'worker-2', 'worker-3'])
    mkdirSync(join(stateDir, name, 'outbox'), { recursive: true });
  const outboxesOf = (names: readonly string[]) => names.map((n) => join(stateDir, n, 'outbox'));
  expect(listLeftOutboxes(stateDir, 2).toSorted()).toEqual(outboxesOf(['.', 'worker-3']));
  expect(listLeftOutboxes(stateDir, 1).toSorted()).toEqual(
    outboxesOf(['worker-1', 'worker-2', 'worker-3']),
  );
});
