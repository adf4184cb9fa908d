import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkoutDirectory, openPrivateDirectory } from '../state-directory.ts';
import { findProcess, type ProcessIdentity, signalProcess, waitUntilGone } from './identity.ts';

const LOG_TAIL_LINES = 12;
const LOG_TAIL_BYTES = 16 * 1024;
const READY_POLL_MS = 25;
const KILL_WAIT_MS = 1_000;

/** What to start: a node program of this checkout, in a process group of its own. */
export interface ChildPlan {
  readonly name: string;
  /** Arguments of node. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** How long it may take to end after SIGTERM before it is killed. */
  readonly stopMs: number;
}

/** A process that is watched, and the way to end it. */
export interface Child {
  readonly name: string;
  readonly identity: ProcessIdentity;
  readonly logFile: string;
  /** Resolves with the reason when the process has ended. */
  readonly exited: Promise<string>;
  /** Gentle first, certain in the end. */
  stop(): Promise<void>;
}

/**
 * The children of one start. A child that ends by itself is reported with its last words, is not
 * started again and stops nothing else.
 */
export class Supervisor {
  readonly #logDirectory: string;
  readonly #report: (text: string) => void;
  readonly #onChange: (children: readonly Child[]) => void;
  readonly #children = new Map<string, Child>();
  #stopping = false;

  constructor(options: {
    readonly logDirectory: string;
    readonly report: (text: string) => void;
    /** Told of each new child at once: what is not on record cannot be cleaned up later. */
    readonly onChange: (children: readonly Child[]) => void;
  }) {
    this.#logDirectory = options.logDirectory;
    this.#report = options.report;
    this.#onChange = options.onChange;
    openPrivateDirectory(options.logDirectory);
  }

  get children(): readonly Child[] {
    return [...this.#children.values()];
  }

  /** @throws Error when the process could not be created, or when all is being stopped */
  start(plan: ChildPlan): Child {
    if (this.#stopping) throw new Error('stopping');
    const logFile = join(this.#logDirectory, `${plan.name}.log`);
    const log = openSync(logFile, 'w', 0o600);
    const child = spawn(process.execPath, [...plan.args], {
      cwd: checkoutDirectory,
      env: plan.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const exited = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    const identity = child.pid === undefined ? undefined : findProcess(child.pid);
    if (identity === undefined) throw new Error(`${plan.name} could not be started`);
    const { name, stopMs } = plan;
    return this.watch({ name, identity, logFile, exited, stop: () => endChild(identity, stopMs) });
  }

  /** Takes a process that somebody else started (Postgres) among the children. */
  watch(child: Child): Child {
    this.#children.set(child.name, child);
    this.#onChange(this.children);
    void child.exited.then((reason) => {
      if (!this.#stopping) this.#report(describeDeath(child, reason));
    });
    return child;
  }

  /**
   * Stops the children one after the other in this order; names that were never started are
   * skipped.
   */
  async stop(order: readonly string[]): Promise<void> {
    this.#stopping = true;
    for (const name of order) await this.#children.get(name)?.stop();
  }

  /** Ends all at once, without asking. */
  async kill(): Promise<void> {
    this.#stopping = true;
    const children = this.children;
    for (const { identity } of children) signalProcess(identity, 'SIGKILL', { group: true });
    await Promise.all(children.map(({ identity }) => waitUntilGone(identity, KILL_WAIT_MS)));
  }
}

/**
 * Waits until `isReady` says so.
 * @throws Error with the child's last words when it ends first or `timeoutMs` have passed, and the
 *   reason of `signal` when that is aborted
 */
export async function waitUntilReady(
  child: Child,
  isReady: () => Promise<boolean>,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<void> {
  let death: string | undefined;
  void child.exited.then((reason) => {
    death = reason;
  });
  const deadlineMs = performance.now() + timeoutMs;
  while (!(await isReady())) {
    signal.throwIfAborted();
    if (death !== undefined) throw new Error(describeDeath(child, death));
    if (performance.now() > deadlineMs)
      throw new Error(
        `${child.name} was not ready after ${timeoutMs} ms; ${quoteLog(child.logFile)}`,
      );
    await sleep(READY_POLL_MS);
  }
}

/** SIGTERM to the process, SIGKILL to its whole group when it is still there after `stopMs`. */
export async function endChild(identity: ProcessIdentity, stopMs: number): Promise<void> {
  signalProcess(identity, 'SIGTERM');
  if (await waitUntilGone(identity, stopMs)) return;
  signalProcess(identity, 'SIGKILL', { group: true });
  await waitUntilGone(identity, KILL_WAIT_MS);
}

function describeDeath(child: Child, reason: string): string {
  const { name, identity, logFile } = child;
  return `${name} (process ${identity.pid}) ended: ${reason}; ${quoteLog(logFile)}`;
}

function quoteLog(file: string): string {
  return `the end of ${file}:\n${readTail(file)}`;
}

function readTail(file: string): string {
  if (!existsSync(file)) return '  (no log)';
  const size = statSync(file).size;
  const bytes = Buffer.alloc(Math.min(size, LOG_TAIL_BYTES));
  const descriptor = openSync(file, 'r');
  readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
  closeSync(descriptor);
  const lines = bytes.toString().trimEnd().split('\n').slice(-LOG_TAIL_LINES);
  return lines.map((line) => `  ${line}`).join('\n');
}
