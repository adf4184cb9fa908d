import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  nodeStateDirectory,
  type PlanContext,
  planControlPlane,
  planDemoProvider,
  planNode,
} from './child-plan.ts';
import { awaitFirstAnswer } from './demo/gateway-check.ts';
import { type Demo, seedDemo } from './demo/seed.ts';
import { describeStart, type Places } from './demo/summary.ts';
import { endLeftovers, findRunningStart, writeLocalRecord } from './local-record.ts';
import { locationFile } from './postgres/installation.ts';
import { startPostgres } from './postgres.ts';
import { findProcess } from './process/identity.ts';
import { type Lock, takeLock } from './process/lock.ts';
import { listenForStop, type StopRequest, stopWithParent } from './process/stop-request.ts';
import { type Child, Supervisor, waitUntilReady } from './process/supervisor.ts';
import { openSecrets } from './secrets.ts';
import { readStarterSettings, requireFreePorts } from './settings.ts';
import { openPrivateDirectory, openStateDirectory, writePrivateFile } from './state-directory.ts';

/** Who is stopped first: the node drains while the control plane still takes its usage. */
const STOP_ORDER = ['node-1', 'control-plane', 'demo-provider', 'postgres'] as const;
/** The first start migrates and compiles everything once. */
const READY_TIMEOUT_MS = 60_000;
const PROBE_TIMEOUT_MS = 1_000;
/** What was being started when the wish to stop came is waited for, so that it is on the list. */
const SETTLE_MS = 500;
const LOCK_POLL_MS = 50;
const NOTICE_WAIT_MS = 1_000;
const STOPPING_WAIT_MS = 12_000;

/**
 * `npm start`: Postgres, the control plane, a demo provider and a node as processes of their own, a
 * demo tenant, and `demo.json` when all of it works. Runs until a signal comes.
 * @returns the exit code
 */
export async function start(): Promise<number> {
  // A terminal that was closed must not end us in the middle of a drain.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const stop = listenForStop(process, () => performance.now());
  if (process.env['npm_lifecycle_event'] !== undefined) stopWithParent(stop);
  try {
    const stateDirectory = openStateDirectory(process.env);
    const lock = await takeStarterLock(stateDirectory, stop.signal);
    try {
      return await run(stateDirectory, stop);
    } finally {
      lock.release();
    }
  } catch (error) {
    say(messageOf(error));
    return 1;
  }
}

/**
 * A starter that is stopping is waited for; one whose npm was killed notices within the shorter
 * time.
 * @throws Error when another starter stays
 */
async function takeStarterLock(stateDirectory: string, signal: AbortSignal): Promise<Lock> {
  const beginMs = performance.now();
  for (;;) {
    const lock = takeLock(join(stateDirectory, 'starter.lock'));
    if (!('holder' in lock)) return lock;
    const isStopping = findRunningStart(stateDirectory)?.stopping === true;
    const waitMs = isStopping ? STOPPING_WAIT_MS : NOTICE_WAIT_MS;
    if (performance.now() - beginMs > waitMs)
      throw new Error(`npm start runs here already (process ${lock.holder.pid}): stop it first`);
    signal.throwIfAborted();
    await sleep(LOCK_POLL_MS);
  }
}

async function run(stateDirectory: string, stop: StopRequest): Promise<number> {
  rmSync(demoFile(stateDirectory), { force: true });
  const leftovers = await endLeftovers(stateDirectory, STOP_ORDER);
  if (leftovers.length > 0) say(`ended what an earlier start left: ${leftovers.join(', ')}`);
  const context = await openContext(stateDirectory);
  const record = createRecorder(context);
  const supervisor = new Supervisor({
    logDirectory: join(stateDirectory, 'logs'),
    report: say,
    onChange: (children) => record(children, stop.signal.aborted),
  });
  // Nothing else may be left that keeps this process alive when children died.
  const alive = setInterval(() => undefined, 60_000);
  const startup = bringUp(context, supervisor, stop.signal);
  const failure = await Promise.race([
    startup.then(
      () => undefined,
      (error: unknown) => error,
    ),
    stop.requested,
  ]);
  if (failure !== undefined && !stop.signal.aborted) say(messageOf(failure));
  else await stop.requested;
  await Promise.race([startup.catch(() => undefined), sleep(SETTLE_MS)]);
  record(supervisor.children, true);
  const started = new Set(supervisor.children.map(({ name }) => name));
  say(`stopping: ${STOP_ORDER.filter((name) => started.has(name)).join(', ')}`);
  const gentle = supervisor.stop(STOP_ORDER).then(() => 'stopped' as const);
  const outcome = await Promise.race([gentle, stop.forced.then(() => 'forced' as const)]);
  if (outcome === 'forced') await supervisor.kill();
  clearInterval(alive);
  say(outcome);
  return failure === undefined && outcome === 'stopped' ? 0 : 1;
}

async function openContext(stateDirectory: string): Promise<PlanContext> {
  const settings = readStarterSettings(process.env);
  await requireFreePorts(settings);
  const hasData =
    settings.databaseUrl === undefined &&
    [join(stateDirectory, 'postgres', 'data'), locationFile(stateDirectory)].some(existsSync);
  const secrets = openSecrets(stateDirectory, process.env, hasData);
  return { env: process.env, stateDirectory, settings, secrets };
}

function createRecorder({ stateDirectory, settings }: PlanContext) {
  const starter = findProcess(process.pid);
  if (starter === undefined) throw new Error('this process cannot be identified');
  const configAddress = `${settings.host}:${settings.ports.GATEHOUSE_CONFIG_PORT}`;
  return (children: readonly Child[], stopping: boolean) =>
    writeLocalRecord(stateDirectory, {
      starter,
      stopping,
      configAddress,
      children: children.map(({ name, identity }) => ({ name, ...identity })),
    });
}

async function bringUp(
  context: PlanContext,
  supervisor: Supervisor,
  signal: AbortSignal,
): Promise<void> {
  const places = placesOf(context);
  const databaseUrl = await openDatabase(context, supervisor, signal);
  const controlPlane = supervisor.start(planControlPlane(context, databaseUrl));
  const provider = supervisor.start(planDemoProvider(context));
  openPrivateDirectory(nodeStateDirectory(context.stateDirectory, 'node-1'));
  const node = supervisor.start(planNode(context, 'node-1'));
  const ready = { timeoutMs: READY_TIMEOUT_MS, signal };
  await Promise.all([
    waitUntilReady(controlPlane, () => answers(`${places.controlAdminUrl}/readyz`), ready),
    waitUntilReady(provider, () => answers(`${places.providerUrl}/health`), ready),
  ]);
  const demo = await seedDemo(context, places, signal).catch((error: unknown) => {
    const said = `the demo was not seeded: ${messageOf(error)}; see also ${controlPlane.logFile}`;
    throw new Error(said, { cause: error });
  });
  await waitUntilReady(node, () => answers(`${places.nodeAdminUrl}/readyz`), ready);
  if (demo.isFresh)
    await awaitFirstAnswer({ ...places, apiKey: demo.apiKey, model: demo.routes[0] ?? '' }, signal);
  writeDemoFile(context.stateDirectory, places, demo, supervisor);
  say(describeStart(places, demo, demoFile(context.stateDirectory)));
}

async function openDatabase(
  context: PlanContext,
  supervisor: Supervisor,
  signal: AbortSignal,
): Promise<string> {
  const { stateDirectory, settings } = context;
  if (settings.databaseUrl !== undefined) return settings.databaseUrl;
  const postgres = await startPostgres({
    home: stateDirectory,
    durable: true,
    port: settings.postgresPort,
    signal,
  });
  const { identity, logFile, stop } = postgres;
  const exited = postgres.exited.then(() => 'it ended by itself');
  supervisor.watch({ name: 'postgres', identity, logFile, exited, stop });
  return postgres.url;
}

function placesOf({ settings: { host, ports } }: PlanContext): Places {
  return {
    graphqlUrl: `http://${host}:${ports.GATEHOUSE_GRAPHQL_PORT}/graphql`,
    controlAdminUrl: `http://${host}:${ports.GATEHOUSE_CONTROL_ADMIN_PORT}`,
    httpUrl: `http://${host}:${ports.GATEHOUSE_HTTP_PORT}`,
    grpcAddress: `${host}:${ports.GATEHOUSE_GRPC_PORT}`,
    nodeAdminUrl: `http://${host}:${ports.GATEHOUSE_NODE_ADMIN_PORT}`,
    providerUrl: `http://${host}:${ports.GATEHOUSE_DEMO_PROVIDER_PORT}`,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** The names of its fields are a promise to scripts, see the README. */
function writeDemoFile(
  stateDirectory: string,
  places: Places,
  demo: Demo,
  supervisor: Supervisor,
): void {
  const pids = supervisor.children.map(({ name, identity }) => [name, identity.pid] as const);
  const { adminToken, reviewerToken, apiKey, tenantId } = demo;
  const content = {
    ...{ graphqlUrl: places.graphqlUrl, adminToken, reviewerToken },
    ...{ httpUrl: places.httpUrl, grpcAddress: places.grpcAddress, apiKey },
    ...{ nodeAdminUrl: places.nodeAdminUrl, controlAdminUrl: places.controlAdminUrl },
    ...{ providerUrl: places.providerUrl, tenantId, pids: Object.fromEntries(pids) },
  };
  writePrivateFile(demoFile(stateDirectory), `${JSON.stringify(content, null, 2)}\n`);
}

function demoFile(stateDirectory: string): string {
  return join(stateDirectory, 'demo.json');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
