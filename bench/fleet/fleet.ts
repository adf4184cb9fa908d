import type { Closing } from '../process/closing.ts';
import { type PinnedProcess, startProcess } from '../process/pinned-process.ts';
import { type FleetJob, type FleetReport, fleetReport } from './fleet-job.ts';

const processCount = 2;
const startTimeoutMs = 30_000;
/** Beyond what the processes themselves wait. */
const answerSlackMs = 10_000;

/** Where a fleet dials, and how many come. */
export interface FleetPlan {
  readonly port: number;
  readonly token: string;
  readonly nodeCount: number;
  readonly timeoutMs: number;
}

/** A fleet that has just come in. */
export interface Opened {
  /** From the first dial until the last node has answered that it holds everything. */
  readonly tookMs: number;
  readonly dialCount: number;
  /** What one node received, the framing included. */
  readonly fullBytes: number;
}

/** Simulated nodes in processes of their own. */
export class Fleet {
  readonly #processes: readonly PinnedProcess[];
  #nodeCount = 0;

  private constructor(processes: readonly PinnedProcess[]) {
    this.#processes = processes;
  }

  /** Starts the processes, on one core; no node dials yet. */
  static async start(closing: Closing, core: number | undefined): Promise<Fleet> {
    const processes = Array.from({ length: processCount }, () => {
      const started = startProcess({
        args: ['--import', 'tsx', 'bench/program/simulated-nodes.ts'],
        core,
      });
      closing.add(() => started.stop());
      return started;
    });
    await Promise.all(processes.map((started) => started.next(startTimeoutMs)));
    return new Fleet(processes);
  }

  get pids(): readonly number[] {
    return this.#processes.map(({ pid }) => pid);
  }

  /** All nodes dial at once, and hold nothing. @throws Error when one is not in sync in time, or is lost */
  async open({ port, token, nodeCount, timeoutMs }: FleetPlan): Promise<Opened> {
    this.#nodeCount = nodeCount;
    const startedAtMs = Date.now();
    const reports = await this.#ask(timeoutMs, (index) => ({
      do: 'open',
      port,
      token,
      namePrefix: `simulated-${index}`,
      nodeCount: Math.floor((nodeCount + index) / processCount),
      timeoutMs,
    }));
    return {
      tookMs: Math.max(...reports.map(({ lastHeldAtMs }) => lastHeldAtMs)) - startedAtMs,
      dialCount: sum(reports.map(({ dialCount }) => dialCount)),
      fullBytes: Math.max(...reports.map(({ fullBytes }) => fullBytes)),
    };
  }

  /**
   * When the last node of all answered that it holds a revision, in Unix milliseconds, for each after `after` up to
   * `revision`; waits until all do. @throws Error when a node does not in time, or is lost
   */
  async hold(
    after: number,
    revision: number,
    timeoutMs: number,
  ): Promise<ReadonlyMap<number, number>> {
    const reports = await this.#ask(timeoutMs, () => ({ do: 'hold', after, revision, timeoutMs }));
    const lastAtMs = new Map<number, number>();
    const counts = new Map<number, number>();
    for (const [at, count, atMs] of reports.flatMap(({ arrivals }) => arrivals)) {
      lastAtMs.set(at, Math.max(lastAtMs.get(at) ?? 0, atMs));
      counts.set(at, (counts.get(at) ?? 0) + count);
    }
    for (const [at, count] of counts)
      if (at <= revision && count !== this.#nodeCount)
        throw new Error(`${count} of ${this.#nodeCount} nodes came to hold revision ${at}`);
    return lastAtMs;
  }

  async stop(): Promise<void> {
    await this.#ask(0, () => ({ do: 'close' }));
    await Promise.all(this.#processes.map((started) => started.stop()));
  }

  async #ask(
    timeoutMs: number,
    jobOf: (index: number) => FleetJob,
  ): Promise<readonly FleetReport[]> {
    const answers = this.#processes.map((started, index) =>
      started.ask(jobOf(index), timeoutMs + answerSlackMs),
    );
    const reports = (await Promise.all(answers)).map((answer) => fleetReport.parse(answer));
    const lostCount = sum(reports.map((report) => report.lostCount));
    if (lostCount > 0) throw new Error(`${lostCount} nodes have lost their stream`);
    return reports;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
