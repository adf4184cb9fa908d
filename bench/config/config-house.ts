import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../deploy/local/postgres.ts';
import { startCountedPostgres } from '../house/counted-postgres.ts';
import { type BenchHome, openHome } from '../house/home.ts';
import {
  awaitAnswer,
  awaitOpen,
  type PlanePlan,
  startControlPlane,
  startNode,
} from '../house/planes.ts';
import type { Closing } from '../process/closing.ts';
import { cores, pinProcess } from '../process/pinned-process.ts';
import { listChildren, readCpuMicros, readFamilyCpuMicros } from '../process/process-meter.ts';
import { resultsDirectory } from '../report/page.ts';
import type { CpuShares } from './figure.ts';
import { readMetrics } from './metrics.ts';
import { ProbedProcess, probeArgs } from './probed-process.ts';
import { seedCatalog, seedTenants } from './seed.ts';

/** Most statements of the benchmark under way at once. */
const connectionsMax = 32;
const catchUpMs = 120_000;
const leaveMs = 1_000;
const pollMs = 50;

const ignore = (): void => {};

/** A control plane with the probe in it. */
export interface ProbedControlPlane extends ProbedPlane {
  readonly graphqlPort: number;
}

/** A plane that runs, with the probe in it. */
export interface ProbedPlane {
  readonly process: ProbedProcess;
  readonly adminPort: number;
  /** Of the control plane; of a node the one that it dials. */
  readonly configPort: number;
}

/** A node with the probe in it. */
export interface ProbedNode extends ProbedPlane {
  readonly stateDirectory: string;
}

/** What is looked at besides. */
interface HouseOptions {
  /** Leaves V8 profiles of the planes. */
  readonly profile: boolean;
  /** Lets Postgres count its statements: bench.pg_stat_statements. */
  readonly countStatements?: boolean;
}

/**
 * Postgres as it is deployed, with every commit on its disk, and rows in it. The control plane has a core for itself; Postgres,
 * nodes and the benchmark share the other.
 */
export class ConfigHouse {
  readonly home: BenchHome;
  readonly closing: Closing;
  readonly pool: pg.Pool;
  readonly #databaseUrl: string;
  readonly #postgresPid: number;
  readonly #profile: boolean;
  #tenantCount = 0;

  private constructor(
    base: { readonly home: BenchHome; readonly closing: Closing; readonly profile: boolean },
    postgres: { readonly url: string; readonly identity: { readonly pid: number } },
  ) {
    this.home = base.home;
    this.closing = base.closing;
    this.#profile = base.profile;
    this.#databaseUrl = postgres.url;
    this.#postgresPid = postgres.identity.pid;
    this.pool = new pg.Pool({ connectionString: postgres.url, max: connectionsMax });
    // Of a connection that is idle: whoever uses one hears of it by himself.
    this.pool.on('error', ignore);
  }

  /** Starts Postgres and lets a control plane make its tables and its pepper. */
  static async open(
    closing: Closing,
    { profile, countStatements = false }: HouseOptions,
  ): Promise<ConfigHouse> {
    pinProcess(process.pid, cores.others);
    const home = await openHome(closing);
    const { signal } = closing;
    const start = countStatements ? startCountedPostgres : startPostgres;
    const postgres = await start({ home: home.directory, durable: true, signal });
    for (const pid of [postgres.identity.pid, ...listChildren(postgres.identity.pid)])
      pinProcess(pid, cores.others);
    const house = new ConfigHouse({ home, closing, profile }, postgres);
    closing.add(() => house.#leavePool());
    const first = await house.startControlPlane();
    await house.awaitReady(first);
    await first.process.stop();
    await house.withClient(seedCatalog);
    return house;
  }

  get postgresPid(): number {
    return this.#postgresPid;
  }

  get tenantCount(): number {
    return this.#tenantCount;
  }

  /** Adds tenants until there are so many. */
  async growTo(tenantCount: number): Promise<void> {
    if (tenantCount <= this.#tenantCount) return;
    await this.withClient((client) => seedTenants(client, this.#tenantCount, tenantCount));
    this.#tenantCount = tenantCount;
  }

  /** Resolves when its doors open, before it has read anything; {@link awaitReady} says when it has. */
  async startControlPlane(): Promise<ProbedControlPlane> {
    const plan = this.#planFor(cores.proxy);
    const { process: started, ...ports } = await startControlPlane(plan, this.#databaseUrl);
    // The last of its doors: after it everything is read.
    await awaitOpen(ports.graphqlPort, this.closing.signal);
    return { ...ports, process: new ProbedProcess(started) };
  }

  /** Resolves when its doors open; it holds nothing then, but for what was kept in a directory that is given. */
  async startNode(configPort: number, keptIn?: string): Promise<ProbedNode> {
    const plan = {
      home: this.home,
      closing: this.closing,
      core: cores.others,
      nodeArgs: probeArgs,
    };
    const node = await startNode(plan, configPort, keptIn);
    const { process: started, adminPort, stateDirectory } = node;
    await awaitAnswer(adminPort, 'healthz', this.closing.signal);
    return { process: new ProbedProcess(started), adminPort, configPort, stateDirectory };
  }

  async awaitReady({ adminPort }: ProbedPlane): Promise<void> {
    await awaitAnswer(adminPort, 'readyz', this.closing.signal);
  }

  /** Resolves when nodes are given that revision. @throws Error when they are not in time */
  async awaitHead({ adminPort }: ProbedPlane, revision: number): Promise<void> {
    const deadlineMs = performance.now() + catchUpMs;
    while ((await readMetrics(adminPort)).get('gatehouse_control_head_revision') < revision) {
      if (performance.now() > deadlineMs)
        throw new Error(`revision ${revision} is not served after ${catchUpMs} ms`);
      await sleep(pollMs, undefined, { signal: this.closing.signal });
    }
  }

  /** Resolves when the node has said that it enforces the head. Only the table of nodes is looked at: no plane is disturbed. */
  async awaitEnforced(nodeId: string): Promise<void> {
    const deadlineMs = performance.now() + catchUpMs;
    const enforced = `SELECT FROM node JOIN config_revision ON enforced_revision = revision WHERE node.id = $1`;
    while ((await this.pool.query(enforced, [nodeId])).rowCount === 0) {
      if (performance.now() > deadlineMs)
        throw new Error(`${nodeId} does not enforce the head after ${catchUpMs} ms`);
      await sleep(pollMs, undefined, { signal: this.closing.signal });
    }
  }

  /** Newest committed revision. */
  async readHead(): Promise<number> {
    const { rows } = await this.pool.query<{ revision: string }>(
      'SELECT revision FROM config_revision',
    );
    return Number(rows[0]?.revision);
  }

  /** Begins to watch the processors; the answer ends it. */
  meterCpu(controlPlane: ProbedPlane, nodePids: readonly number[]): () => CpuShares {
    const read = (): CpuShares => ({
      controlPlane: readCpuMicros(controlPlane.process.pid),
      nodes: nodePids.reduce((sum, pid) => sum + readCpuMicros(pid), 0),
      postgres: readFamilyCpuMicros(this.#postgresPid),
      bench: readCpuMicros(process.pid),
    });
    const startedAtMs = performance.now();
    const before = read();
    return () => {
      const after = read();
      const elapsedMicros = (performance.now() - startedAtMs) * 1_000;
      const share = (name: keyof CpuShares) => (after[name] - before[name]) / elapsedMicros;
      return {
        controlPlane: share('controlPlane'),
        nodes: share('nodes'),
        postgres: share('postgres'),
        bench: share('bench'),
      };
    };
  }

  /** Runs it on a connection of its own. */
  async withClient(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    const client = await this.pool.connect();
    // Its statement fails with the same error.
    client.on('error', ignore);
    try {
      await work(client);
    } finally {
      client.off('error', ignore);
      client.release();
    }
  }

  #planFor(core: number | undefined): PlanePlan {
    const profiling = ['--cpu-prof', `--cpu-prof-dir=${resultsDirectory}`];
    const nodeArgs = [...probeArgs, ...(this.#profile ? profiling : [])];
    return { home: this.home, closing: this.closing, core, nodeArgs };
  }

  /** A long statement is not waited for: Postgres goes next, and cuts it. */
  async #leavePool(): Promise<void> {
    await Promise.race([this.pool.end(), sleep(leaveMs, undefined, { ref: false })]);
  }
}
