import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkoutDirectory } from '../../../deploy/local/state-directory.ts';

/**
 * Method: a checkout of two files, and a program that stands in for npm and writes down its
 * arguments.
 */
let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'gatehouse-install-test-'));
  mkdirSync(join(checkout, 'deploy/local'), { recursive: true });
  mkdirSync(join(checkout, 'node_modules'));
  const script = 'deploy/local/ensure-installed.mjs';
  cpSync(join(checkoutDirectory, script), join(checkout, script));
});
afterEach(() => {
  rmSync(checkout, { recursive: true, force: true });
});

interface Installed {
  readonly version: string;
  readonly optional?: boolean;
}

function write(file: string, packages: Readonly<Record<string, Installed>>): void {
  writeFileSync(join(checkout, file), JSON.stringify({ packages }));
}

function ensure(exitCode = 0) {
  const npm = join(checkout, 'npm.js');
  const record = `require('node:fs').writeFileSync('ran', process.argv.slice(2).join(' '));`;
  writeFileSync(npm, `${record} process.exit(${exitCode});`);
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(checkout, 'deploy/local/ensure-installed.mjs')],
    { env: { ...process.env, npm_execpath: npm }, encoding: 'utf8' },
  );
  return { status, stderr, ran: existsSync(join(checkout, 'ran')) };
}

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/pg': { version: '8.0.0' },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
};

test('nothing runs when what is installed is what is wanted', () => {
  write('package-lock.json', wanted);
  write('node_modules/.package-lock.json', { 'node_modules/pg': { version: '8.0.0' } });
  expect(ensure()).toEqual({ status: 0, stderr: '', ran: false });
});

test('a clean clone is installed, with one line that says so', () => {
  write('package-lock.json', wanted);
  expect(ensure()).toEqual({
    status: 0,
    stderr: 'node_modules is missing: running npm ci\n',
    ran: true,
  });
});

test('another version in the lock file is installed', () => {
  write('package-lock.json', wanted);
  write('node_modules/.package-lock.json', { 'node_modules/pg': { version: '7.0.0' } });
  expect(ensure()).toMatchObject({
    stderr: 'node_modules/pg is not at 8.0.0: running npm ci\n',
    ran: true,
  });
});

test("a failed install ends with npm's own code", () => {
  write('package-lock.json', wanted);
  expect(ensure(7)).toMatchObject({ status: 7 });
});
