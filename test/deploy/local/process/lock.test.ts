import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findProcess } from '../../../../deploy/local/process/identity.ts';
import { takeLock } from '../../../../deploy/local/process/lock.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-lock-test-'));
  path = join(directory, 'lock');
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('the second taker is told who holds the lock, until it is released', () => {
  const first = takeLock(path);
  expect(takeLock(path)).toEqual({ holder: findProcess(process.pid) });
  if ('release' in first) first.release();
  expect(takeLock(path)).toHaveProperty('release');
  expect(readdirSync(directory)).toEqual(['lock']);
});

test('the lock of a dead process is taken over', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = findProcess(child.pid ?? 0);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  writeFileSync(path, JSON.stringify(identity));
  expect(takeLock(path)).toHaveProperty('release');
});

test('a living process with the id of the dead holder does not hold the lock', () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: 'before the last boot' }));
  expect(takeLock(path)).toHaveProperty('release');
});

test('a lock file that was cut off in the middle is taken over', () => {
  writeFileSync(path, '{"pid":');
  expect(takeLock(path)).toHaveProperty('release');
});
