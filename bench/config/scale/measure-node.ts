import { benchNodeId } from '../../house/planes.ts';
import { renameKey } from '../commits.ts';
import type { ConfigHouse, ProbedPlane } from '../config-house.ts';
import { type Sheet, stallFigure } from '../figure.ts';
import { requireAllApplied } from '../measure-fleet.ts';
import { type Metrics, readMetrics, secondsOf } from '../metrics.ts';
import type { BenchSize } from '../size.ts';

/** Source: issue of the configuration engine. */
const nodeMiBMax = 400;
/** Source: architecture, section 8. */
const restartSMax = 2;

/** A real node and a large configuration: what it takes to come, to change, to hold, and to start from again. */
export async function measureNode(
  house: ConfigHouse,
  sheet: Sheet,
  size: BenchSize,
): Promise<void> {
  await house.growTo(size.tenantsLarge);
  const controlPlane = await house.startControlPlane();
  await house.awaitReady(controlPlane);
  await controlPlane.process.rest([house.postgresPid]);
  const setting = { house, sheet, controlPlane };
  const stateDirectory = await measureFull(setting, size);
  await requireAllApplied(controlPlane);
  await controlPlane.process.stop();
  await measureRestart(setting, stateDirectory);
}

interface Setting {
  readonly house: ConfigHouse;
  readonly sheet: Sheet;
  readonly controlPlane: ProbedPlane;
}

/** A real node: everything at once, then one key at a time. Gives where it keeps what it holds. */
async function measureFull(setting: Setting, size: BenchSize): Promise<string> {
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
