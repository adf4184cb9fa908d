import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import OpenAI from 'openai';
import { z } from 'zod';
import { vendorOffers } from '../../../deploy/local/demo/offer.ts';
import { vendors } from '../../../deploy/local/demo/vendor.ts';
import { removePostgres } from '../../../deploy/local/postgres.ts';
import {
  findProcess,
  isAlive,
  type ProcessIdentity,
} from '../../../deploy/local/process/identity.ts';
import { checkoutDirectory } from '../../../deploy/local/state-directory.ts';
import { eventually } from '../../support/eventually.ts';
import { findFreePorts } from '../../support/free-port.ts';

jest.setTimeout(120_000);
const run = promisify(execFile);
/** For every vendor that there is; nothing is sent to them. */
const vendorKeys = new Map(
  vendors.flatMap(({ variables }) => variables).map((name) => [name, `${name}-is-not-real`]),
);

const demoFields = z.strictObject({
  graphqlUrl: z.url(),
  adminToken: z.string().startsWith('gth_pat_'),
  reviewerToken: z.string().startsWith('gth_pat_'),
  httpUrl: z.url(),
  grpcAddress: z.string(),
  apiKey: z.string().startsWith('gth_sk_'),
  nodeAdminUrl: z.url(),
  controlAdminUrl: z.url(),
  providerUrl: z.url(),
  tenantId: z.string(),
  pids: z.strictObject({
    postgres: z.number(),
    'control-plane': z.number(),
    'node-1': z.number(),
    'demo-provider': z.number(),
  }),
});
type DemoFile = z.infer<typeof demoFields>;

/**
 * Goal: one command brings everything up, a signal takes everything down, and a start after the
 * worst finds its way. Method: the real command, in a state directory and on ports of its own; the
 * tests follow one another like a user's day.
 */
describe('npm start', () => {
  let stateDirectory: string;
  let env: NodeJS.ProcessEnv;
  let starter: Starter;
  let demo: DemoFile;
  let identities: readonly ProcessIdentity[];
  /** What was printed before the keys were lost. */
  let beforeLoss: DemoFile;

  const start = () => new Starter(env);
  const up = async () => {
    starter = start();
    demo = await starter.waitForDemo(join(stateDirectory, 'demo.json'));
    identities = Object.values(demo.pids).flatMap((pid) => findProcess(pid) ?? []);
  };
  const sdk = () => new OpenAI({ baseURL: `${demo.httpUrl}/v1`, apiKey: demo.apiKey });
  const chat = (content: string) =>
    sdk().chat.completions.create({ model: 'demo-chat', messages: [{ role: 'user', content }] });

  beforeAll(async () => {
    stateDirectory = mkdtempSync(join(tmpdir(), 'gatehouse-start-test-'));
    const ports = await findFreePorts(7);
    const variables = ['GRAPHQL', 'CONFIG', 'CONTROL_ADMIN', 'HTTP', 'GRPC', 'NODE_ADMIN'];
    const own = Object.entries(process.env).filter(
      ([name]) => name !== 'DATABASE_URL' && !vendorKeys.has(name),
    );
    env = { ...Object.fromEntries(own), GATEHOUSE_STATE_DIR: stateDirectory };
    for (const [index, name] of [...variables, 'DEMO_PROVIDER'].entries())
      env[`GATEHOUSE_${name}_PORT`] = String(ports[index]);
    await up();
  });
  afterAll(async () => {
    await starter.end('SIGTERM');
    await removePostgres(stateDirectory);
    rmSync(stateDirectory, { recursive: true, force: true });
  });

  test('writes demo.json for its owner only, with four living processes', () => {
    expect(statSync(join(stateDirectory, 'demo.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(stateDirectory, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(identities).toHaveLength(4);
  });

  test('the official SDK chats and embeds through the node', async () => {
    const reply = await chat('Hello');
    expect(reply.choices[0]?.message.content).toContain('Hello');
    const { data } = await sdk().embeddings.create({ model: 'demo-embedding', input: 'Hello' });
    expect(data[0]?.embedding.length).toBeGreaterThan(0);
  });

  test('the demo policy blocks a secret', async () => {
    const secret = `AKIA${'IOSFODNN7EXAMPL2'} and -----BEGIN RSA PRIVATE KEY-----`;
    await expect(chat(`my key is ${secret}`)).rejects.toMatchObject({ status: 403 });
  });

  test('the two tokens are of two people with two roles', async () => {
    const rolesOf = async (token: string) => {
      const response = await fetch(demo.graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ me { kind roles } }' }),
      });
      return response.json();
    };
    expect(await rolesOf(demo.adminToken)).toEqual({
      data: { me: { kind: 'HUMAN', roles: ['PLATFORM_ADMIN'] } },
    });
    expect(await rolesOf(demo.reviewerToken)).toEqual({
      data: { me: { kind: 'HUMAN', roles: ['SECURITY_REVIEWER'] } },
    });
  });

  test('each of the four printed lines works when it is pasted', async () => {
    const lines = starter.output.split('\n').filter((line) => /^(curl|node|npx) /.test(line));
    expect(lines).toHaveLength(4);
    expect(lines.filter((line) => line.includes('@anthropic-ai/sdk'))).toHaveLength(1);
    for (const line of lines) {
      const { stdout } = await run('/bin/sh', ['-c', line], { cwd: checkoutDirectory });
      expect(stdout).toContain('You said: Hello');
    }
  });

  test('one more node joins and serves', async () => {
    const node = spawn(process.execPath, ['deploy/local/start-node.mjs'], {
      cwd: checkoutDirectory,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    node.stdout?.on('data', (chunk) => {
      said += chunk;
    });
    const httpUrl = await eventually(
      () => z.url().parse(/http:\S+(?=\/v1 )/.exec(said)?.[0]),
      20_000,
    );
    const client = new OpenAI({ baseURL: `${httpUrl}/v1`, apiKey: demo.apiKey, maxRetries: 0 });
    const models = await eventually(() => client.models.list(), 20_000, 100);
    expect(models.data.map(({ id }) => id)).toContain('demo-chat');
    const exited = new Promise((resolve) => node.once('exit', resolve));
    node.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  test('a second start in the same place is refused and disturbs nothing', async () => {
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output).toContain('npm start runs here already');
    expect(existsSync(join(stateDirectory, 'demo.json'))).toBe(true);
    expect((await chat('Hello')).choices).toHaveLength(1);
  });

  test('SIGTERM ends all of it and leaves no lock', async () => {
    expect(await starter.end('SIGTERM')).toBe(0);
    expect(identities.filter(isAlive)).toEqual([]);
    expect(existsSync(join(stateDirectory, 'starter.lock'))).toBe(false);
  });

  test('a taken port is named before anything is started', async () => {
    const taken = createServer();
    const port = Number(env['GATEHOUSE_HTTP_PORT']);
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const blocked = start();
    expect(await blocked.exited).toBe(1);
    expect(blocked.output).toBe(`port ${port} is taken: set GATEHOUSE_HTTP_PORT to a free one\n`);
    await new Promise((resolve) => taken.close(resolve));
  });

  test('the next start keeps tenant, tokens and key', async () => {
    const before = demo;
    await up();
    expect({ ...demo, pids: {} }).toEqual({ ...before, pids: {} });
    expect((await chat('Hello again')).choices[0]?.message.content).toContain('Hello again');
  });

  test('after kill -9 of the starter traffic flows on, and a new start takes over', async () => {
    const before = identities;
    await starter.end('SIGKILL');
    expect(before.filter(isAlive)).toHaveLength(4);
    expect((await chat('Still there?')).choices).toHaveLength(1);
    beforeLoss = demo;
    const secretFile = join(stateDirectory, 'secrets.json');
    const { demo: _, ...secrets } = z
      .looseObject({})
      .parse(JSON.parse(readFileSync(secretFile, 'utf8')));
    writeFileSync(secretFile, JSON.stringify(secrets));
    for (const [name, key] of vendorKeys) env[name] = key;
    await up();
    expect(before.filter(isAlive)).toEqual([]);
    expect(starter.output).toContain('ended what an earlier start left: node-1, control-plane');
    expect((await chat('Hello again')).choices).toHaveLength(1);
  });

  test('that start has issued lost keys anew, and keys of vendors connect them and are not printed', async () => {
    const before = beforeLoss;
    expect(demo.tenantId).toBe(before.tenantId);
    expect(demo.apiKey).not.toBe(before.apiKey);
    expect(demo.adminToken).not.toBe(before.adminToken);
    const lost = new OpenAI({ baseURL: `${demo.httpUrl}/v1`, apiKey: before.apiKey });
    await expect(lost.models.list()).rejects.toMatchObject({ status: 401 });
    const { data } = await sdk().models.list();
    const connected = vendorOffers(vendorKeys).flatMap(({ models }) => models);
    const routes = connected.map(({ route }) => route.name);
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(routes));
    expect(starter.output).toContain(routes.join(', '));
    expect(starter.output).not.toContain('-is-not-real');
  });

  test('a child that dies is reported with its log and stops nothing else', async () => {
    process.kill(demo.pids['control-plane'], 'SIGKILL');
    await eventually(() =>
      expect(starter.output).toMatch(/control-plane \(process \d+\) ended: SIGKILL/),
    );
    expect((await chat('Hello')).choices).toHaveLength(1);
  });
});

/** The command, its output, and its end. */
class Starter {
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  #output = '';

  constructor(env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, ['deploy/local/start.mjs'], {
      cwd: checkoutDirectory,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk) => {
        this.#output += chunk;
      });
    this.exited = new Promise((resolve) => this.#child.once('exit', (code) => resolve(code)));
  }

  get output(): string {
    return this.#output;
  }

  /** demo.json is removed first thing and written last: while it is there, all is ready. */
  async waitForDemo(file: string): Promise<DemoFile> {
    await eventually(
      () => {
        if (this.#child.exitCode !== null) return;
        expect(this.#output).toContain('Gatehouse runs');
      },
      90_000,
      50,
    );
    if (this.#child.exitCode !== null) throw new Error(this.#output);
    return demoFields.parse(JSON.parse(readFileSync(file, 'utf8')));
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.exited;
  }
}
