import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { keyOf, resource, sharedResources, tenantResources } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { findFreePort, findFreePorts } from '../support/free-port.ts';
import { nodeVariables } from '../support/node.ts';
import { sendEverything, startScriptedControlPlane } from '../support/scripted-control-plane.ts';

/**
 * Goal: the process starts, ends and fails as an operator expects.
 * Method: the real program as a child, killed as the system kills it.
 */

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly output: () => string;
}

const policy = { id: 'policy-a', tenantId: 'a' };
const good = [
  ...sharedResources(),
  ...tenantResources('a'),
  resource('prompt_policy', policy, {
    tenantId: policy.tenantId,
    name: 'no-secrets',
    rules: [{ name: 'keys', detector: 'secret', action: 'block' }],
    appliesTo: { everywhere: true },
    format: 2,
  }),
];
let stateDir = '';
let cleanups: (() => Promise<unknown> | unknown)[] = [];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-main-'));
  cleanups = [() => rmSync(stateDir, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

function run(variables: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', 'data-plane/main.ts'], {
    env: { PATH: process.env['PATH'] ?? '', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += String(chunk);
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  cleanups.push(() => {
    child.kill('SIGKILL');
    return ended;
  });
  return { child, ended, output: () => text };
}

async function isReady(adminPort: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${adminPort}/readyz`);
  return response.status === 200;
}

test('every fault of the environment is named, and the process ends with 1', async () => {
  const { ended, output } = run({ GATEHOUSE_HTTP_PORT: 'x' });
  expect(await ended).toBe(1);
  for (const name of ['GATEHOUSE_NODE_ID', 'GATEHOUSE_HTTP_PORT', 'GATEHOUSE_NODE_TOKEN'])
    expect(output()).toContain(name);
});

test('a taken port ends the process with 1 and names the variable', async () => {
  const port = await findFreePort();
  const holder = createServer().listen(port, '127.0.0.1');
  cleanups.push(() => holder.close());
  const address = `127.0.0.1:${await findFreePort()}`;
  const { ended, output } = run({
    ...nodeVariables(stateDir, address),
    GATEHOUSE_HTTP_PORT: String(port),
  });
  expect(await ended).toBe(1);
  expect(output()).toContain('GATEHOUSE_HTTP_PORT');
});

async function statusOfLongCall(httpPort: number): Promise<number> {
  const content = `${'Nothing to see here. '.repeat(5_000)} AKIA${'IOSFODNN7EXAMPLQ'}`;
  const response = await fetch(`http://127.0.0.1:${httpPort}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keyOf('a')}` },
    body: JSON.stringify({ model: 'assistant', messages: [{ role: 'user', content }] }),
  });
  return response.status;
}

test('SIGTERM drains and ends with 0, also with a thread; killed instead, the next process serves from what was kept', async () => {
  const plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, good, 5),
  });
  cleanups.push(() => plane[Symbol.asyncDispose]());
  const [http, admin] = await findFreePorts(2);
  const variables = {
    ...nodeVariables(stateDir, plane.address),
    GATEHOUSE_HTTP_PORT: String(http),
    GATEHOUSE_NODE_ADMIN_PORT: String(admin),
    GATEHOUSE_LOG_LEVEL: 'info',
  };
  const first = run(variables);
  await eventually(async () => expect(await isReady(admin ?? 0)).toBe(true), 15_000);
  await eventually(async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
    expect(metrics).toContain('last_known_good_writes_total{outcome="kept"}');
  });
  first.child.kill('SIGKILL');
  await first.ended;
  await plane[Symbol.asyncDispose]();
  const second = run(variables);
  await eventually(async () => expect(await isReady(admin ?? 0)).toBe(true), 15_000);
  expect(await statusOfLongCall(http ?? 0)).toBe(403);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(second.output()).not.toContain('a-node-token');
  expect(second.output()).toContain('no TLS');
});
