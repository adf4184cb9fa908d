import cluster from 'node:cluster';
import type { Logger } from '../telemetry/logger.ts';
import type { PrimaryMetrics } from '../telemetry/primary-metrics.ts';
import { planRestart } from './restart-policy.ts';
import { writeWorkerArguments } from './worker-arguments.ts';
import { WorkerLink } from './worker-link.ts';

/** Looks at which a worker is not up, or does not answer: then it is killed and started again. */
const LOOKS_MAX = { starting: 60, up: 30 } as const;
/** What a drain may take beyond the time of its calls: settling, delivery of usage, files. */
const DRAIN_SLACK_MS = 5_000;

export interface SupervisorParts {
  readonly workerCount: number;
  readonly drainMs: number;
  /** Between two looks at the workers. */
  readonly lookMs: number;
  readonly logger: Logger;
  readonly metrics: PrimaryMetrics;
  /** Called once, when a worker cannot be kept alive. */
  readonly onGivenUp: (reason: string) => void;
}

/** Addresses of the doors, which all workers share. */
export interface SharedDoors {
  readonly httpUrl: string;
  readonly grpcAddress: string;
}

/** One worker of the node: the process that runs, or the wait for the next one. */
interface Slot {
  readonly worker: number;
  link: WorkerLink | undefined;
  /** Of `performance.now()`; undefined until the process says that it is up. */
  upAtMs: number | undefined;
  quickDeathCount: number;
  /** Looks since it was heard from. */
  lookCount: number;
  timer: NodeJS.Timeout | undefined;
}

/** A worker that is up, for questions. */
export interface RunningWorker {
  readonly worker: number;
  readonly link: WorkerLink;
}

/** Keeps the workers of a node alive: as long as it is told to, and within bounds. */
export class Supervisor {
  readonly #parts: SupervisorParts;
  readonly #slots: readonly Slot[];
  readonly #ticker: NodeJS.Timeout;
  #settleStart: { up(doors: SharedDoors): void; refused(message: string): void } | undefined;
  #ending = false;
  #onAllEnded: () => void = () => undefined;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#slots = Array.from({ length: parts.workerCount }, (_, index) => ({
      worker: index + 1,
      link: undefined,
      upAtMs: undefined,
      quickDeathCount: 0,
      lookCount: 0,
      timer: undefined,
    }));
    this.#ticker = setInterval(() => this.#look(), parts.lookMs);
  }

  /** Those that are up, and can be asked. */
  get running(): readonly RunningWorker[] {
    return this.#slots.flatMap(({ worker, link, upAtMs }) =>
      link === undefined || upAtMs === undefined ? [] : [{ worker, link }],
    );
  }

  /** Starts all workers. Resolves when they are up. @throws Error in words for the operator when one cannot start */
  start(): Promise<SharedDoors> {
    return new Promise((resolve, reject) => {
      this.#settleStart = { up: resolve, refused: (message) => reject(new Error(message)) };
      // One opens its doors at once, so that callers of a node that holds nothing are told so instead of meeting nobody.
      for (const slot of this.#slots) this.#fork(slot, slot.worker === 1);
    });
  }

  /** Lets all workers drain, and kills those that take too long. Gives whether none had to be killed. */
  drain(): Promise<boolean> {
    return this.#end('SIGTERM');
  }

  /** Ends all workers at once. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<boolean> {
    this.#ending = true;
    clearInterval(this.#ticker);
    for (const slot of this.#slots) {
      clearTimeout(slot.timer);
      slot.link?.signal(signal);
    }
    let isClean = true;
    const timer = setTimeout(() => {
      for (const { worker, link } of this.#slots) {
        if (link === undefined) continue;
        isClean = false;
        this.#parts.logger.error({ worker }, 'the worker does not end and is killed');
        link.signal('SIGKILL');
      }
    }, this.#parts.drainMs + DRAIN_SLACK_MS);
    await new Promise<void>((resolve) => {
      this.#onAllEnded = resolve;
      this.#noteEnd();
    });
    clearTimeout(timer);
    return isClean;
  }

  #noteEnd(): void {
    if (this.#slots.every(({ link }) => link === undefined)) this.#onAllEnded();
  }

  #fork(slot: Slot, opensUnready: boolean): void {
    const { worker } = slot;
    cluster.setupPrimary({ args: writeWorkerArguments({ worker, opensUnready }) });
    slot.lookCount = 0;
    slot.link = new WorkerLink(cluster.fork(), {
      up: (doors) => this.#up(slot, doors),
      refused: (message) => this.#refused(slot, message),
      ended: (code, signal) => this.#ended(slot, code, signal),
    });
  }

  #up(slot: Slot, doors: SharedDoors): void {
    slot.upAtMs = performance.now();
    slot.lookCount = 0;
    const { worker, link } = slot;
    this.#parts.metrics.workerUp.set({ worker }, 1);
    this.#parts.logger.info({ worker, pid: link?.pid }, 'the worker is up');
    if (this.running.length === this.#slots.length) this.#settleStart?.up(doors);
  }

  #refused({ worker }: Slot, message: string): void {
    if (this.running.length < this.#slots.length) this.#settleStart?.refused(message);
    this.#parts.logger.error({ worker, reason: message }, 'the worker cannot start');
  }

  #ended(slot: Slot, code: number, signal: NodeJS.Signals | null): void {
    const { worker, upAtMs } = slot;
    slot.link = undefined;
    slot.upAtMs = undefined;
    this.#parts.metrics.workerUp.set({ worker }, 0);
    if (this.#ending) {
      this.#noteEnd();
      return;
    }
    const livedMs = upAtMs === undefined ? 0 : performance.now() - upAtMs;
    const drained = code === 0 && upAtMs !== undefined;
    const restart = planRestart(slot.quickDeathCount, { livedMs, drained });
    slot.quickDeathCount = restart.quickDeathCount;
    this.#parts.logger.error({ worker, code, signal, livedMs }, 'the worker ended');
    if (restart.delayMs === undefined) {
      const times = `${slot.quickDeathCount} times in a row, each within seconds of its start`;
      this.#parts.onGivenUp(`worker ${worker} ended ${times}`);
      return;
    }
    slot.timer = setTimeout(() => this.#restart(slot), restart.delayMs);
  }

  /** What is not ready would take its share of the connections: it waits, as long as there is another to take them. */
  #restart(slot: Slot): void {
    this.#parts.metrics.workerRestarts.inc({ worker: slot.worker });
    this.#fork(slot, this.running.length === 0);
  }

  /** Counts looks and no time: after a pause of the whole machine nobody is late. */
  #look(): void {
    for (const slot of this.#slots) {
      const { link, upAtMs } = slot;
      if (link === undefined) continue;
      slot.lookCount += 1;
      if (slot.lookCount > LOOKS_MAX[upAtMs === undefined ? 'starting' : 'up']) {
        this.#parts.logger.error({ worker: slot.worker }, 'the worker does not answer: killed');
        link.signal('SIGKILL');
        continue;
      }
      if (upAtMs !== undefined) void this.#listenTo(slot, link);
    }
  }

  async #listenTo(slot: Slot, link: WorkerLink): Promise<void> {
    const answer = await link.ask('standing', this.#parts.lookMs * LOOKS_MAX.up);
    if (answer !== undefined && slot.link === link) slot.lookCount = 0;
  }
}
