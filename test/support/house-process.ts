import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createSecret } from '../../control-plane/secrets/secret-format.ts';
import type { TestCertificates } from './certificates.ts';
import { ChildProgram } from './child-program.ts';
import { openTestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { answer, chatBody, type FaultyProvider, startFaultyProvider } from './faulty-provider.ts';
import { findFreePorts } from './free-port.ts';
import { type HouseContent, seedHouse } from './house.ts';
import { createOperator, type HouseOperator } from './house-operator.ts';

/** A node that has missed the control plane for a while dials again after at most 15 s, and a busy machine takes its time. */
const PATIENCE_MS = 60_000;
const POLL_MS = 5;

/** A program that can be ended and started again on the same ports. */
export interface Restartable {
  /** Starts it, and resolves as soon as its process exists. */
  start(): ChildProgram;
  /** The running one, or the one that ran last. @throws Error when none was started */
  readonly program: ChildProgram;
  readonly adminUrl: string;
  /** Resolves when `/readyz` says so. @throws Error with its output when it ends first */
  awaitReady(): Promise<void>;
}

/** A node in a process of its own. */
export interface NodeProcess extends Restartable {
  readonly httpUrl: string;
  readonly grpcAddress: string;
}

/** The control plane in a process of its own. */
export interface ControlPlaneProcess extends Restartable {
  readonly graphqlUrl: string;
  /** host:port for nodes. */
  readonly configAddress: string;
}

/** The house of house.ts, with a real process for each plane, for tests that kill or read what was logged. */
export interface HouseOfProcesses extends AsyncDisposable, HouseOperator, HouseContent {
  readonly controlPlane: ControlPlaneProcess;
  readonly node: NodeProcess;
  readonly first: FaultyProvider;
  readonly second: FaultyProvider;
  /** Superuser on the database. */
  readonly databaseUrl: string;
  /** What no log may show: node token, bootstrap token, master key, state key, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** One more node with a state directory of its own, and with these variables beside the usual; not started. */
  createNode(nodeId: string, variables?: Readonly<Record<string, string>>): Promise<NodeProcess>;
}

/** What a test brings along. */
export interface HouseParts {
  /** Superuser on an empty database that the test may kill, instead of one in the cluster of the run. */
  readonly databaseUrl?: string;
  /** For TLS between the planes, instead of the node token. */
  readonly certificates?: TestCertificates;
}

/** Starts both planes with everything logged, and seeds them. */
export async function startHouseOfProcesses(parts: HouseParts = {}): Promise<HouseOfProcesses> {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    return { ...(await build(closers, parts)), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Closers = (() => Promise<unknown> | unknown)[];

async function openDatabase(closers: Closers): Promise<string> {
  const database = await openTestDatabase();
  closers.push(() => database[Symbol.asyncDispose]());
  return database.url;
}

async function build(
  closers: Closers,
  { databaseUrl: givenUrl, certificates }: HouseParts,
): Promise<Omit<HouseOfProcesses, symbol>> {
  const databaseUrl = givenUrl ?? (await openDatabase(closers));
  const first = await startFaultyProvider(answer(chatBody));
  const second = await startFaultyProvider(answer(chatBody));
  closers.push(() => Promise.all([first.close(), second.close()]));
  const secrets = {
    masterKey: randomBytes(32).toString('base64'),
    stateKey: randomBytes(32).toString('base64'),
    nodeToken: randomBytes(24).toString('hex'),
    bootstrapToken: createSecret('gth_pat_', (bound) => randomInt(bound)),
  };
  const [graphqlPort = 0, configPort = 0, adminPort = 0] = await findFreePorts(3);
  const configAddress = `127.0.0.1:${configPort}`;
  const controlPlane: ControlPlaneProcess = Object.assign(
    restartable('control-plane/main.ts', adminPort, closers, {
      GATEHOUSE_DATABASE_URL: databaseUrl,
      GATEHOUSE_MASTER_KEY: secrets.masterKey,
      ...(certificates?.controlPlane() ?? { GATEHOUSE_NODE_TOKEN: secrets.nodeToken }),
      GATEHOUSE_BOOTSTRAP_TOKEN: secrets.bootstrapToken,
      GATEHOUSE_GRAPHQL_PORT: String(graphqlPort),
      GATEHOUSE_CONFIG_PORT: String(configPort),
      GATEHOUSE_CONTROL_ADMIN_PORT: String(adminPort),
      GATEHOUSE_LOG_LEVEL: 'trace',
    }),
    { graphqlUrl: `http://127.0.0.1:${graphqlPort}/graphql`, configAddress },
  );
  const createNode = (nodeId: string, variables = {}) => {
    const identity = certificates?.node(nodeId) ?? { GATEHOUSE_NODE_TOKEN: secrets.nodeToken };
    const { stateKey } = secrets;
    const given = { ...identity, ...variables };
    return prepareNode({ nodeId, configAddress, stateKey, variables: given }, closers);
  };
  const node = await createNode('node-1');
  controlPlane.start();
  node.start();
  await controlPlane.awaitReady();
  const operator = await createOperator(controlPlane, secrets.bootstrapToken, (revision) =>
    eventually(async () => {
      if ((await revisionOf(node)) < BigInt(revision)) throw new Error('not enforced yet');
    }, PATIENCE_MS),
  );
  const content = await seedHouse(operator, { first, second });
  await node.awaitReady();
  return {
    controlPlane,
    node,
    first,
    second,
    databaseUrl,
    secrets,
    createNode,
    ...operator,
    ...content,
  };
}

async function prepareNode(
  settings: {
    readonly nodeId: string;
    readonly configAddress: string;
    readonly stateKey: string;
    /** Variables that say to the control plane who it is, and others. */
    readonly variables: Readonly<Record<string, string>>;
  },
  closers: Closers,
): Promise<NodeProcess> {
  const [httpPort = 0, grpcPort = 0, adminPort = 0] = await findFreePorts(3);
  const stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-node-'));
  closers.push(() => rmSync(stateDir, { recursive: true, force: true }));
  const program = restartable('data-plane/main.ts', adminPort, closers, {
    GATEHOUSE_NODE_ID: settings.nodeId,
    GATEHOUSE_CONFIG_ADDRESS: settings.configAddress,
    GATEHOUSE_NODE_STATE_DIR: stateDir,
    GATEHOUSE_NODE_STATE_KEY: settings.stateKey,
    GATEHOUSE_HTTP_PORT: String(httpPort),
    GATEHOUSE_GRPC_PORT: String(grpcPort),
    GATEHOUSE_NODE_ADMIN_PORT: String(adminPort),
    // All of them: tests count.
    GATEHOUSE_DECISIONS_PER_SECOND: '1000000',
    GATEHOUSE_LOG_LEVEL: 'trace',
    ...settings.variables,
  });
  return Object.assign(program, {
    httpUrl: `http://127.0.0.1:${httpPort}`,
    grpcAddress: `127.0.0.1:${grpcPort}`,
  });
}

function restartable(
  path: string,
  adminPort: number,
  closers: Closers,
  env: Readonly<Record<string, string>>,
): Restartable {
  let program: ChildProgram | undefined;
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const running = (): ChildProgram => {
    if (program === undefined) throw new Error(`${path} was never started`);
    return program;
  };
  closers.push(() => program?.end('SIGKILL'));
  return {
    adminUrl,
    get program() {
      return running();
    },
    start: () => {
      program = new ChildProgram(path, env);
      return program;
    },
    awaitReady: () => awaitReady(running(), adminUrl),
  };
}

async function awaitReady(program: ChildProgram, adminUrl: string): Promise<void> {
  let isReady = false;
  const check = async () => {
    const answered = await fetch(`${adminUrl}/readyz`).catch(() => undefined);
    isReady = answered?.ok ?? false;
    if (!isReady && program.isRunning) throw new Error(`not ready: ${program.output}`);
  };
  await eventually(check, PATIENCE_MS, POLL_MS);
  if (!isReady) throw new Error(`it ended before it was ready: ${program.output}`);
}

/** Revision that the node enforces; 0 while it cannot be asked. */
export async function revisionOf({ adminUrl }: NodeProcess): Promise<bigint> {
  const described = await fetch(`${adminUrl}/config`).catch(() => undefined);
  if (described === undefined) return 0n;
  return BigInt(z.object({ revision: z.string() }).parse(await described.json()).revision);
}
