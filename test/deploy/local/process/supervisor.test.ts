import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endLeftovers, writeLocalRecord } from '../../../../deploy/local/local-record.ts';
import { findProcess, isAlive } from '../../../../deploy/local/process/identity.ts';
import { Supervisor, waitUntilReady } from '../../../../deploy/local/process/supervisor.ts';
import { eventually } from '../../../support/eventually.ts';

/** Method: children are one-line programs that write down what happens to them. */
describe('a supervisor', () => {
  let directory: string;
  let journal: string;
  let reports: string[];
  let supervisor: Supervisor;
  const written = () =>
    existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n') : [];
  const startChild = (name: string, script: string, stopMs = 5_000) =>
    supervisor.start({ name, args: ['-e', script], env: { ...process.env, journal }, stopMs });
  const write = (text: string) =>
    `require('node:fs').appendFileSync(process.env.journal, ${JSON.stringify(`${text}\n`)});`;
  const patient = (name: string) =>
    `process.on('SIGTERM', () => setTimeout(() => {
       ${write(`${name} ended`)} process.exit(0) }, 50));
     setInterval(() => {}, 1000); ${write(`${name} up`)}`;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-supervisor-test-'));
    journal = join(directory, 'journal');
    reports = [];
    supervisor = new Supervisor({
      logDirectory: join(directory, 'logs'),
      report: (text) => void reports.push(text),
      onChange: () => undefined,
    });
  });
  afterEach(async () => {
    await supervisor.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  test('stops its children in the order asked for, each after the one before is gone', async () => {
    for (const name of ['first', 'second', 'third']) startChild(name, patient(name));
    await eventually(() => expect(written()).toHaveLength(3));
    await supervisor.stop(['third', 'never started', 'first', 'second']);
    expect(written().slice(3)).toEqual(['third ended', 'first ended', 'second ended']);
    expect(supervisor.children.filter(({ identity }) => isAlive(identity))).toEqual([]);
    expect(reports).toEqual([]);
  });

  test('kills a child that does not heed SIGTERM, and what that child started', async () => {
    const deaf = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;
    const script = `const { spawn } = require('node:child_process');
      const inner = spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}]);
      require('node:fs').appendFileSync(process.env.journal, String(inner.pid)); ${deaf}`;
    const { identity } = startChild('deaf', script, 100);
    const inner = await eventually(() => {
      const found = findProcess(Number(written()[0] ?? 0));
      if (found === undefined) throw new Error('not there');
      return found;
    });
    await supervisor.stop(['deaf']);
    expect(isAlive(identity)).toBe(false);
    await eventually(() => expect(isAlive(inner)).toBe(false));
  });

  test('reports a child that ends by itself with its last words; the others live', async () => {
    const other = startChild('other', patient('other'));
    startChild('mortal', `console.error('out of luck'); process.exit(3)`);
    await eventually(() => expect(reports).toHaveLength(1));
    expect(reports[0]).toMatch(
      /^mortal \(process \d+\) ended: exit code 3; the end of .*mortal.log:/,
    );
    expect(reports[0]).toContain('  out of luck');
    expect(isAlive(other.identity)).toBe(true);
  });

  test('waiting for a child that ends first fails with its last words', async () => {
    const child = startChild('mortal', `console.error('no such table'); process.exit(3)`);
    const wait = { timeoutMs: 10_000, signal: new AbortController().signal };
    await expect(waitUntilReady(child, async () => false, wait)).rejects.toThrow(/no such table/);
  });

  test('waiting ends when all is stopped, and nothing more is started then', async () => {
    const child = startChild('slow', patient('slow'));
    const abort = new AbortController();
    const wait = { timeoutMs: 10_000, signal: abort.signal };
    const ready = waitUntilReady(child, async () => false, wait);
    abort.abort(new Error('stop'));
    await expect(ready).rejects.toThrow('stop');
    await supervisor.stop(['slow']);
    expect(() => startChild('late', '')).toThrow('stopping');
  });

  test('children of a killed start are ended, strangers with their ids are not', async () => {
    const child = startChild('node-1', patient('node-1'));
    const stranger = startChild('stranger', patient('stranger'));
    await eventually(() => expect(written()).toHaveLength(2));
    const recycled = { pid: stranger.identity.pid, startedAt: 'before the last boot' };
    writeLocalRecord(directory, {
      starter: { pid: 1, startedAt: 'gone' },
      stopping: false,
      configAddress: '127.0.0.1:1',
      children: [
        { name: 'control-plane', ...recycled },
        { name: 'node-1', ...child.identity },
      ],
    });
    expect(await endLeftovers(directory, ['node-1', 'control-plane'])).toEqual(['node-1']);
    expect(isAlive(child.identity)).toBe(false);
    expect(isAlive(stranger.identity)).toBe(true);
  });

  test('a broken record of the last start is no obstacle', async () => {
    appendFileSync(join(directory, 'local.json'), '{"starter":');
    expect(await endLeftovers(directory, ['node-1'])).toEqual([]);
  });
});
