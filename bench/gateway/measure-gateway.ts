import { z } from 'zod';
import type { BenchOptions } from '../options.ts';
import { type Peer, startPortkey } from '../peer/portkey.ts';
import type { Closing } from '../process/closing.ts';
import { cores, startProcess } from '../process/pinned-process.ts';
import { readResidentBytes } from '../process/process-meter.ts';
import { resultsDirectory } from '../report/page.ts';
import { type Row, runScenarios } from '../run-scenarios.ts';
import { listScenarios } from '../scenario.ts';
import { startBenchHouse } from './bench-house.ts';
import { type HeldRow, measureHeld } from './measure-held.ts';
import { listWays, type Program } from './ways.ts';

const startTimeoutMs = 30_000;
const mebibyte = 1_048_576;
/** What `--only` calls the streams that are held open. */
const heldName = 'held-streams';
const ready = z.object({ port: z.number() });

/** What was measured. */
interface Measured {
  readonly rows: readonly Row[];
  /** Empty when it was not asked for. */
  readonly held: readonly HeldRow[];
  /** Of the node before its first call; undefined without a gateway. */
  readonly idleResidentBytes: number | undefined;
}

/** Measures what the gateway costs beside bare proxies. @throws Error when a part fails, or requests did */
export async function measureGateway(options: BenchOptions, closing: Closing): Promise<Measured> {
  const mock = await open(closing, { file: 'mock-provider.ts', core: cores.others });
  const providerUrl = `http://127.0.0.1:${mock.port}`;
  const proxy = { args: [providerUrl], core: cores.proxy };
  const http = await open(closing, { file: 'http-proxy.ts', ...proxy });
  const grpc = await open(closing, { file: 'grpc-proxy.ts', ...proxy });
  const load = await open(closing, { file: 'load-generator.ts', core: cores.others });
  const holders = await open(closing, { file: 'held-streams.ts', core: cores.others });
  const profiling = ['--cpu-prof', `--cpu-prof-dir=${resultsDirectory}`, '--no-warnings'];
  const house = options.gateway
    ? await startBenchHouse(closing, providerUrl, options.profile ? profiling : [])
    : undefined;
  const idleResidentBytes = house === undefined ? undefined : readResidentBytes(house.nodePid);
  const peer = options.gateway ? await openPeer(closing, providerUrl) : undefined;
  const portkey = typeof peer === 'string' ? undefined : peer;
  const ways = listWays({ mock, http, grpc, house, portkey });
  const chosen = options.quick ? ways.filter(({ name }) => !name.endsWith('plain route')) : ways;
  const scenarios = listScenarios(options.quick).filter(({ name }) => takes(options, name));
  const measured = await runScenarios(scenarios, chosen, load.process);
  const rows = typeof peer === 'string' ? withAbsentPeer(measured, peer) : measured;
  const held = takes(options, heldName)
    ? await measureHeld(chosen, { load: holders.process, mock }, options.quick)
    : [];
  return { rows, held, idleResidentBytes };
}

/** The peer, or why there is none: what others do not deliver stops no bench of ours. */
async function openPeer(closing: Closing, origin: string): Promise<Peer | string> {
  try {
    return await startPortkey(closing, origin);
  } catch (error) {
    if (closing.signal.aborted) throw error;
    process.stderr.write(`Portkey was not started: ${String(error)}\n`);
    return 'could not be fetched or started';
  }
}

/** A row for the peer in each table that it would be in. */
function withAbsentPeer(rows: readonly Row[], failure: string): readonly Row[] {
  const scenarios = new Set(rows.map(({ scenario }) => scenario));
  const overHttp = [...scenarios].filter((name) => name.startsWith('http'));
  return [
    ...rows,
    ...overHttp.map((scenario): Row => ({ scenario, way: 'Portkey', runs: [], failure })),
  ];
}

function takes({ only }: BenchOptions, name: string): boolean {
  return only.length === 0 || only.includes(name);
}

/** One sentence beside the tables; empty without a gateway. */
export function describeIdle({ idleResidentBytes }: Measured): string {
  if (idleResidentBytes === undefined) return '';
  const held = (idleResidentBytes / mebibyte).toFixed(0);
  return `A node before its first call holds ${held} MiB.`;
}

async function open(
  closing: Closing,
  plan: {
    readonly file: string;
    readonly args?: readonly string[];
    readonly core: number | undefined;
  },
): Promise<Program> {
  const { file, args = [], core } = plan;
  const started = startProcess({
    args: ['--import', 'tsx', `bench/program/${file}`, ...args],
    core,
  });
  closing.add(() => started.stop());
  const { port } = ready.parse(await started.next(startTimeoutMs));
  return { process: started, port };
}
