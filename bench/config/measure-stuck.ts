import { Fleet } from '../fleet/fleet.ts';
import { percentilesOf } from '../load/job.ts';
import { cores } from '../process/pinned-process.ts';
import { commitAtRate, editRoute } from './commits.ts';
import { follow, type Setting } from './follow.ts';
import type { BenchSize } from './size.ts';

/** How much slower others may be for stuck nodes. Source: issue of the configuration engine. */
const slowdownMax = 1.1;
/** As many stuck nodes to so many others: one in ten of all. */
const othersForEach = 9;
const commitsPerSecond = 10;
const openTimeoutMs = 60_000;
const catchUpMs = 30_000;

/**
 * What stuck nodes cost the others: a second fleet answers like the first, and then does not, turn by turn, so that whatever
 * else the machine does comes to both.
 */
export async function measureStuck(setting: Setting, size: BenchSize): Promise<void> {
  const { house, sheet, controlPlane } = setting;
  const stuck = await Fleet.start(house.closing, cores.others);
  const nodeCount = Math.floor(size.nodeCount / othersForEach);
  const { configPort: port } = controlPlane;
  const token = house.home.secrets.nodeToken;
  await stuck.open({ port, token, name: 'stuck', nodeCount, timeoutMs: openTimeoutMs });
  const rate = { perSecond: commitsPerSecond, forMs: size.stuckTurnMs };
  const takeTurn = () => follow(setting, () => commitAtRate(house, editRoute, rate));
  const [without, beside]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < size.stuckTurnCount; turn += 1) {
    without.push(...(await takeTurn()).latencies);
    const before = await house.readHead();
    await stuck.hang();
    beside.push(...(await takeTurn()).latencies);
    await stuck.wake();
    await stuck.hold(before, await house.readHead(), catchUpMs);
  }
  await stuck.stop();
  const [p99, p99Beside] = [percentilesOf(without).p99, percentilesOf(beside).p99];
  const about = `commit to the last verdict of ${size.nodeCount} at ${commitsPerSecond} a second, p99 of ${without.length}`;
  const besideThem = `${about}, beside ${nodeCount} more that`;
  sheet.add(
    { about: `${besideThem} answer`, value: p99, unit: 'ms' },
    { about: `${besideThem} are stuck`, value: p99Beside, unit: 'ms' },
    {
      about: 'the second to the first: what one stuck node in ten costs the others',
      value: p99Beside / p99,
      unit: 'x',
      aim: slowdownMax,
    },
  );
}
