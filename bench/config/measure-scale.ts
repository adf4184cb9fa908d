import { Fleet } from '../fleet/fleet.ts';
import { benchNodeId } from '../house/planes.ts';
import { cores } from '../process/pinned-process.ts';
import { renameKey } from './commits.ts';
import type { ConfigHouse, ProbedPlane } from './config-house.ts';
import { type Sheet, stallFigure } from './figure.ts';
import { measureHerd, requireAllApplied } from './measure-fleet.ts';
import { type Metrics, readMetrics } from './metrics.ts';
import type { BenchSize } from './size.ts';

/** Source: issue of the configuration engine. */
const nodeMiBMax = 400;
/** Source: architecture, section 8. */
const restartSMax = 2;
const mebibyte = 1_048_576;

/** A large configuration: what it takes to compile, to bring to a node, and to hold. */
export async function measureScale(
  house: ConfigHouse,
  sheet: Sheet,
  size: BenchSize,
): Promise<void> {
  await measureImport(house, sheet, size);
  const controlPlane = await measureFill(house, sheet);
  const stateDirectory = await measureNode({ house, sheet, controlPlane }, size);
  const fleet = await Fleet.start(house.closing, cores.others);
  const herd = { house, sheet, controlPlane, fleet };
  const fullBytes = await measureHerd(herd, { nodeCount: size.nodesOnLarge });
  sheet.add(
    { about: 'FULL on the wire', value: fullBytes / mebibyte, unit: 'MiB' },
    {
      about: 'RSS of the control plane at its peak',
      value: controlPlane.process.peakResidentMiB,
      unit: 'MiB',
    },
  );
  await requireAllApplied(controlPlane);
  await fleet.stop();
  await controlPlane.process.stop();
  await measureRestart({ house, sheet, controlPlane }, stateDirectory);
}

/** All tenants but a few come in one revision, which a replica takes that runs. */
async function measureImport(house: ConfigHouse, sheet: Sheet, size: BenchSize): Promise<void> {
  await house.growTo(size.tenantsSmall);
  const controlPlane = await house.startControlPlane();
  const { process: server } = controlPlane;
  await house.awaitReady(controlPlane);
  await server.rest([house.postgresPid]);
  await server.ask();
  await house.growTo(size.tenantsLarge);
  const committedAtMs = performance.now();
  await house.awaitHead(controlPlane, await house.readHead());
  const tookMs = performance.now() - committedAtMs;
  const taken = await server.ask();
  await server.rest([house.postgresPid]);
  const noted = await server.ask();
  sheet.add(
    { about: 'one revision with all: commit until it is served', value: tookMs / 1_000, unit: 's' },
    stallFigure('longest stall of the control plane meanwhile', taken),
    stallFigure('longest stall while it is noted', noted),
    { about: 'RSS of the control plane at its peak', value: server.peakResidentMiB, unit: 'MiB' },
  );
  await server.stop();
}

/** The first read of everything, and what is left to do after it. */
async function measureFill(house: ConfigHouse, sheet: Sheet): Promise<ProbedPlane> {
  const controlPlane = await house.startControlPlane();
  const { process: server, adminPort } = controlPlane;
  await server.ask();
  const startedAtMs = performance.now();
  await house.awaitReady(controlPlane);
  const tookMs = performance.now() - startedAtMs;
  const filled = await server.ask();
  const metrics = await readMetrics(adminPort);
  await server.rest([house.postgresPid]);
  const noted = await server.ask();
  sheet.add(
    { about: 'doors open until everything is read', value: tookMs / 1_000, unit: 's' },
    { about: 'of it, read and compiled', value: secondsOf(metrics, 'read'), unit: 's' },
    { about: 'full compile', value: secondsOf(metrics, 'compile') * 1_000, unit: 'ms' },
    stallFigure('longest stall of the control plane meanwhile', filled),
    stallFigure('longest stall until it is at rest', noted),
    { about: 'RSS of the control plane, idle', value: server.residentMiB, unit: 'MiB' },
    { about: 'heap of it', value: (await server.ask(true)).heapMiB, unit: 'MiB' },
  );
  return controlPlane;
}

interface Setting {
  readonly house: ConfigHouse;
  readonly sheet: Sheet;
  readonly controlPlane: ProbedPlane;
}

/** A real node: everything at once, then one key at a time. Gives where it keeps what it holds. */
async function measureNode(setting: Setting, size: BenchSize): Promise<string> {
  const { house, sheet, controlPlane } = setting;
  const node = await house.startNode(controlPlane.configPort);
  await node.process.ask();
  const stopMeter = house.meterCpu(controlPlane, [node.process.pid]);
  await house.awaitReady(node);
  const cpu = stopMeter();
  const applied = await node.process.ask();
  const { meanMs } = applyTimes(await readMetrics(node.adminPort));
  await node.process.rest([controlPlane.process.pid]);
  const kept = await node.process.ask();
  sheet.add(
    { about: 'node: FULL applied, from its last part', value: meanMs, unit: 'ms', cpu },
    stallFigure('node: longest stall while it comes and is applied', applied),
    stallFigure('node: longest stall while it is kept on disk', kept),
    { about: 'node: RSS', value: node.process.residentMiB, unit: 'MiB', aim: nodeMiBMax },
    { about: 'node: RSS at its peak', value: node.process.peakResidentMiB, unit: 'MiB' },
  );
  await measureSteps(setting, node, size.stepCount);
  await node.process.rest();
  await node.process.stop();
  return node.stateDirectory;
}

/** The node again, with the control plane gone: from its start, the loading of its program included, until it serves. */
async function measureRestart(
  { house, sheet, controlPlane }: Setting,
  keptIn: string,
): Promise<void> {
  const startedAtMs = performance.now();
  const node = await house.startNode(controlPlane.configPort, keptIn);
  await house.awaitReady(node);
  const tookS = (performance.now() - startedAtMs) / 1_000;
  sheet.add({
    about: 'node: started again without a control plane, until it serves',
    value: tookS,
    unit: 's',
    aim: restartSMax,
  });
  await node.process.stop();
}

async function measureSteps(setting: Setting, node: ProbedPlane, count: number): Promise<void> {
  const { house, sheet, controlPlane } = setting;
  const read = async () => ({
    server: await readMetrics(controlPlane.adminPort),
    node: await readMetrics(node.adminPort),
  });
  const before = await read();
  // The metrics of a plane take it a moment, which is not to be in the window.
  await node.process.ask();
  await controlPlane.process.ask();
  // Each waits for the one before, so that each is a step of its own.
  for (let turn = 0; turn < count; turn += 1) {
    await renameKey(house, turn);
    await house.awaitEnforced(benchNodeId);
  }
  const serverHeld = await controlPlane.process.ask();
  const nodeHeld = await node.process.ask();
  const after = await read();
  const applied = applyTimes(after.node, before.node);
  if (applied.count !== count) throw new Error(`${count} commits made ${applied.count} steps`);
  const compileMs =
    1_000 * (secondsOf(after.server, 'compile') - secondsOf(before.server, 'compile'));
  const readMs = 1_000 * (secondsOf(after.server, 'read') - secondsOf(before.server, 'read'));
  sheet.add(
    { about: 'one key: compiled', value: compileMs / count, unit: 'ms' },
    { about: 'one key: read and compiled', value: readMs / count, unit: 'ms' },
    { about: 'one key: applied by the node', value: applied.meanMs, unit: 'ms' },
    stallFigure('one key: longest stall of the node', nodeHeld),
    stallFigure('one key: longest stall of the control plane', serverHeld),
  );
}

function secondsOf(metrics: Metrics, what: 'compile' | 'read'): number {
  return metrics.get(`gatehouse_control_config_${what}_seconds_sum`);
}

/** Of the updates between two looks; of all until the second, without a first. */
function applyTimes(
  after: Metrics,
  before?: Metrics,
): { readonly count: number; readonly meanMs: number } {
  const difference = (name: string) => after.get(name) - (before?.get(name) ?? 0);
  const count = difference('gatehouse_node_config_apply_seconds_count');
  const seconds = difference('gatehouse_node_config_apply_seconds_sum');
  return { count, meanMs: (1_000 * seconds) / count };
}
