import { setTimeout as sleep } from 'node:timers/promises';
import { Fleet } from '../fleet/fleet.ts';
import { percentilesOf } from '../load/job.ts';
import { cores } from '../process/pinned-process.ts';
import { commitAtRate, editRoute, revokeKey } from './commits.ts';
import type { ConfigHouse, ProbedPlane } from './config-house.ts';
import { type Sheet, stallFigure } from './figure.ts';
import { follow, type Setting } from './follow.ts';
import { measureStuck } from './measure-stuck.ts';
import { readMetrics } from './metrics.ts';
import type { BenchSize } from './size.ts';

/** Source of the aims: issue of the configuration engine, and architecture, section 3. */
const aims = {
  herdS: 60,
  idleMiB: 100,
  commitP50Ms: 150,
  commitP99Ms: 1_000,
  revocationP99Ms: 500,
};
const herdTimeoutMs = 240_000;
const rates = { slow: 1, fast: 50, revocations: 4 } as const;

/** Many nodes on one replica: how they come in, what they cost when idle, how fast changes reach all of them. */
export async function measureFleet(
  house: ConfigHouse,
  sheet: Sheet,
  size: BenchSize,
): Promise<void> {
  await house.growTo(size.tenantsSmall);
  const controlPlane = await house.startControlPlane();
  await house.awaitReady(controlPlane);
  const fleet = await Fleet.start(house.closing, cores.others);
  const setting = { house, sheet, controlPlane, fleet };
  await measureStreams(setting, size);
  await measureCommits(setting, { perSecond: rates.slow, forMs: size.slowCommitsMs });
  await measureCommits(setting, { perSecond: rates.fast, forMs: size.fastCommitsMs });
  await measureRevocations(setting, size.revocationsMs);
  await measureStuck(setting, size);
  await requireAllApplied(controlPlane);
  await fleet.stop();
  await controlPlane.process.stop();
}

/** How a fleet of cold nodes comes in, and what holds up the control plane meanwhile. Gives the bytes that each of them received. */
export async function measureHerd(
  setting: Setting,
  { nodeCount, aimS }: { readonly nodeCount: number; readonly aimS?: number },
): Promise<number> {
  const { house, sheet, controlPlane, fleet } = setting;
  await controlPlane.process.rest([house.postgresPid]);
  await controlPlane.process.ask();
  const stopMeter = house.meterCpu(controlPlane, fleet.pids);
  const { configPort: port } = controlPlane;
  const token = house.home.secrets.nodeToken;
  const plan = { port, token, name: 'simulated', nodeCount, timeoutMs: herdTimeoutMs };
  const { tookMs, dialCount, fullBytes } = await fleet.open(plan);
  const cpu = stopMeter();
  const held = await controlPlane.process.ask();
  sheet.add(
    {
      about: `${nodeCount} cold nodes in sync`,
      value: tookMs / 1_000,
      unit: 's',
      ...(aimS !== undefined && { aim: aimS }),
      cpu,
    },
    { about: 'dials for it', value: dialCount, unit: '' },
    stallFigure('longest stall of the control plane meanwhile', held),
  );
  return fullBytes;
}

/** @throws Error when a node has refused or held back anything, or guard rails did */
export async function requireAllApplied({ adminPort }: ProbedPlane): Promise<void> {
  const metrics = await readMetrics(adminPort);
  const refused = ['partial', 'rejected'].map((outcome) =>
    metrics.get('gatehouse_control_verdicts_total', `outcome="${outcome}"`),
  );
  const held = metrics.get('gatehouse_control_config_held_revisions');
  if (refused.some((count) => count > 0) || held > 0)
    throw new Error(
      `nodes refused ${refused.join(' + ')} updates; ${held} revisions are held back`,
    );
}

async function measureStreams(setting: Setting, size: BenchSize): Promise<void> {
  const { sheet, controlPlane } = setting;
  const { process: server } = controlPlane;
  await server.rest();
  const before = await server.ask(true);
  const residentBefore = server.residentMiB;
  await measureHerd(setting, { nodeCount: size.nodeCount, aimS: aims.herdS });
  await sleep(size.idleMs, undefined, { signal: setting.house.closing.signal });
  const idle = await server.ask(true);
  const added = server.residentMiB - residentBefore;
  sheet.add(
    {
      about: `RSS for ${size.nodeCount} idle streams`,
      value: added,
      unit: 'MiB',
      aim: aims.idleMiB,
    },
    { about: 'heap of it', value: idle.heapMiB - before.heapMiB, unit: 'MiB' },
    {
      about: 'outside of the heap, known to it',
      value: idle.externalMiB - before.externalMiB,
      unit: 'MiB',
    },
    { about: 'RSS of the control plane before', value: residentBefore, unit: 'MiB' },
    { about: 'RSS of the control plane at its peak', value: server.peakResidentMiB, unit: 'MiB' },
  );
}

async function measureCommits(
  setting: Setting,
  rate: { readonly perSecond: number; readonly forMs: number },
): Promise<void> {
  const { house, sheet, controlPlane, fleet } = setting;
  const stopMeter = house.meterCpu(controlPlane, fleet.pids);
  const { latencies } = await follow(setting, () => commitAtRate(house, editRoute, rate));
  const cpu = stopMeter();
  const { p50, p99 } = percentilesOf(latencies);
  const about = `commit to the last verdict at ${rate.perSecond} a second`;
  sheet.add(
    { about: `${about}, p50`, value: p50, unit: 'ms', aim: aims.commitP50Ms, cpu },
    {
      about: `${about}, p99 of ${latencies.length}`,
      value: p99,
      unit: 'ms',
      aim: aims.commitP99Ms,
    },
  );
}

async function measureRevocations(setting: Setting, forMs: number): Promise<void> {
  const { house, sheet, controlPlane, fleet } = setting;
  const stopMeter = house.meterCpu(controlPlane, fleet.pids);
  const { revocationLatencies, toldLatencies } = await follow(setting, async () => {
    await Promise.all([
      commitAtRate(house, editRoute, { perSecond: rates.fast, forMs }),
      commitAtRate(house, revokeKey, { perSecond: rates.revocations, forMs }),
    ]);
  });
  const cpu = stopMeter();
  const told = percentilesOf(toldLatencies);
  const held = percentilesOf(revocationLatencies);
  const about = `revocation beside ${rates.fast} commits a second`;
  sheet.add(
    { about: `${about}, told to the last node, p50`, value: told.p50, unit: 'ms', cpu },
    {
      about: `${about}, told to the last node, p99 of ${toldLatencies.length}`,
      value: told.p99,
      unit: 'ms',
      aim: aims.revocationP99Ms,
    },
    { about: `${about}, to the last verdict, p99`, value: held.p99, unit: 'ms' },
  );
}
