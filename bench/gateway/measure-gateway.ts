import { z } from 'zod';
import type { BenchOptions } from '../options.ts';
import type { Closing } from '../process/closing.ts';
import { cores, type PinnedProcess, startProcess } from '../process/pinned-process.ts';
import { readResidentBytes } from '../process/process-meter.ts';
import { resultsDirectory } from '../report/page.ts';
import { type Row, runScenarios } from '../run-scenarios.ts';
import { listScenarios, type Way } from '../scenario.ts';
import { type BenchHouse, startBenchHouse } from './bench-house.ts';
import { type HeldRow, measureHeld } from './measure-held.ts';

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

interface Program {
  readonly process: PinnedProcess;
  readonly port: number;
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
    ? await startBenchHouse(closing, `${providerUrl}/v1`, options.profile ? profiling : [])
    : undefined;
  const idleResidentBytes = house === undefined ? undefined : readResidentBytes(house.nodePid);
  const ways = waysOf(mock, { http, grpc }, house);
  const chosen = options.quick ? ways.filter(({ name }) => !name.endsWith('plain route')) : ways;
  const scenarios = listScenarios(options.quick).filter(({ name }) => takes(options, name));
  const rows = await runScenarios(scenarios, chosen, load.process);
  const held = takes(options, heldName)
    ? await measureHeld(chosen, holders.process, options.quick)
    : [];
  return { rows, held, idleResidentBytes };
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

function waysOf(
  mock: Program,
  bare: { readonly http: Program; readonly grpc: Program },
  house: BenchHouse | undefined,
): readonly Way[] {
  const anyone = { apiKey: 'any', model: 'bench', lingeringPids: [] };
  const ways: Way[] = [
    {
      ...anyone,
      name: 'direct',
      httpPort: mock.port,
      grpcPort: undefined,
      httpPid: mock.process.pid,
      grpcPid: mock.process.pid,
    },
    {
      ...anyone,
      name: 'bare proxy',
      httpPort: bare.http.port,
      grpcPort: bare.grpc.port,
      httpPid: bare.http.process.pid,
      grpcPid: bare.grpc.process.pid,
    },
  ];
  if (house === undefined) return ways;
  const { apiKey, httpPort, grpcPort, nodePid, controlPlanePid } = house;
  const lingeringPids = [nodePid, controlPlanePid];
  const pids = { httpPid: nodePid, grpcPid: nodePid, lingeringPids };
  const gateway = { apiKey, httpPort, grpcPort, ...pids };
  return [
    ...ways,
    { ...gateway, name: 'gateway', model: house.governedRoute },
    { ...gateway, name: 'gateway, plain route', model: house.plainRoute },
  ];
}
