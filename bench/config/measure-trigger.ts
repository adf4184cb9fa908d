import { percentilesOf } from '../load/job.ts';
import { editRoute } from './commits.ts';
import type { ConfigHouse } from './config-house.ts';
import type { Sheet } from './figure.ts';
import type { BenchSize } from './size.ts';

const writerCount = 16;
/** Source: architecture, section 3. */
const commitP99MsMax = 20;

/** How many commits a second the one counter of revisions sustains, with a control plane that follows. */
export async function measureTrigger(
  house: ConfigHouse,
  sheet: Sheet,
  size: BenchSize,
): Promise<void> {
  await house.growTo(size.tenantsSmall);
  const controlPlane = await house.startControlPlane();
  await house.awaitReady(controlPlane);
  await controlPlane.process.rest();
  const before = await house.readHead();
  const stopMeter = house.meterCpu(controlPlane, []);
  const startedAtMs = performance.now();
  const took = await write(house, startedAtMs + size.triggerMs);
  const elapsedS = (performance.now() - startedAtMs) / 1_000;
  const cpu = stopMeter();
  const head = await house.readHead();
  if (head - before !== took.length)
    throw new Error(`${took.length} commits made ${head - before} revisions`);
  await house.awaitHead(controlPlane, head);
  await controlPlane.process.stop();
  const { p50, p99 } = percentilesOf(took);
  sheet.add(
    {
      about: `commits with ${writerCount} writers`,
      value: took.length / elapsedS,
      unit: 'a second',
      cpu,
    },
    { about: 'statement sent until its commit is visible, p50', value: p50, unit: 'ms' },
    {
      about: 'statement sent until its commit is visible, p99',
      value: p99,
      unit: 'ms',
      aim: commitP99MsMax,
    },
  );
}

/** Every writer commits as fast as it can, each to tenants of its own. Gives how long each commit took, in milliseconds. */
async function write(house: ConfigHouse, untilMs: number): Promise<readonly number[]> {
  const took: number[] = [];
  const writers = Array.from({ length: writerCount }, async (_, writer) => {
    for (let turn = writer; performance.now() < untilMs; turn += writerCount) {
      const sentAtMs = performance.now();
      await editRoute(house, turn);
      took.push(performance.now() - sentAtMs);
    }
  });
  await Promise.all(writers);
  return took;
}
