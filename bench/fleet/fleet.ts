import type { Closing } from '../process/closing.ts';
import { type PinnedProcess, startProcess } from '../process/pinned-process.ts';
import type { Arrival } from './arrivals.ts';
import { type FleetJob, type FleetReport, fleetReport } from './fleet-job.ts';

const processCount = 2;
const startTimeoutMs = 30_000;
/** Beyond what the processes themselves wait. */
const answerSlackMs = 10_000;

/** Where a fleet dials, and how many come. */
export interface FleetPlan {
  readonly port: number;
  readonly token: string;
  /** What the names of its nodes begin with; of each fleet at a control plane another. */
  readonly name: string;
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

/** By revision, when the last node of all came to it, in Unix milliseconds. */
export interface Reached {
  /** Had answered that it holds the revision. */
  readonly heldAtMs: ReadonlyMap<number, number>;
  /** Was told what is revoked up to the revision, at the latest by the update to it. */
  readonly toldAtMs: ReadonlyMap<number, number>;
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
  async open({ port, token, name, nodeCount, timeoutMs }: FleetPlan): Promise<Opened> {
    this.#nodeCount = nodeCount;
    const startedAtMs = Date.now();
    const reports = await this.#ask(timeoutMs, (index) => ({
      do: 'open',
      port,
      token,
      namePrefix: `${name}-${index}`,
      nodeCount: Math.floor((nodeCount + index) / processCount),
      timeoutMs,
    }));
    return {
      tookMs: Math.max(...reports.map(({ lastHeldAtMs }) => lastHeldAtMs)) - startedAtMs,
      dialCount: sum(reports.map(({ dialCount }) => dialCount)),
      fullBytes: Math.max(...reports.map(({ fullBytes }) => fullBytes)),
    };
  }

  /** Waits until all nodes hold a revision, and tells of those after `after`. @throws Error when a node is late or lost */
  async hold(after: number, revision: number, timeoutMs: number): Promise<Reached> {
    const reports = await this.#ask(timeoutMs, () => ({ do: 'hold', after, revision, timeoutMs }));
    const held = this.#lastOf(reports.flatMap((report) => report.held));
    for (let at = after + 1; at <= revision; at += 1)
      if (!held.has(at)) throw new Error(`not every node came to hold revision ${at}`);
    return { heldAtMs: held, toldAtMs: this.#lastOf(reports.flatMap((report) => report.told)) };
  }

  /** From now on its nodes answer nothing, and half of them read nothing, until {@link wake}. */
  async hang(): Promise<void> {
    await this.#ask(0, () => ({ do: 'hang' }));
  }

  async wake(): Promise<void> {
    await this.#ask(0, () => ({ do: 'wake' }));
  }

  async stop(): Promise<void> {
    await this.#ask(0, () => ({ do: 'close' }));
    await Promise.all(this.#processes.map((started) => started.stop()));
  }

  /** Revisions that every node came to, with when the last of them did. */
  #lastOf(arrivals: readonly Arrival[]): ReadonlyMap<number, number> {
    const lastAtMs = new Map<number, number>();
    const counts = new Map<number, number>();
    for (const [revision, count, atMs] of arrivals) {
      lastAtMs.set(revision, Math.max(lastAtMs.get(revision) ?? 0, atMs));
      counts.set(revision, (counts.get(revision) ?? 0) + count);
    }
    return new Map([...lastAtMs].filter(([at]) => counts.get(at) === this.#nodeCount));
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
