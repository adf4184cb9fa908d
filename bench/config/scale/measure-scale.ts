import { Fleet } from '../../fleet/fleet.ts';
import { cores } from '../../process/pinned-process.ts';
import type { ConfigHouse, ProbedPlane } from '../config-house.ts';
import { type Sheet, stallFigure } from '../figure.ts';
import { measureHerd, requireAllApplied } from '../measure-fleet.ts';
import { readMetrics, secondsOf } from '../metrics.ts';
import type { BenchSize } from '../size.ts';

const mebibyte = 1_048_576;

/** A large configuration: what it takes to compile, to bring to many nodes, and to hold. */
export async function measureScale(
  house: ConfigHouse,
  sheet: Sheet,
  size: BenchSize,
): Promise<void> {
  await measureImport(house, sheet, size);
  const controlPlane = await measureFill(house, sheet);
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
