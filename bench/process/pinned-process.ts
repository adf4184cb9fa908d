import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { checkoutDirectory } from '../../deploy/local/state-directory.ts';

/** A program of this folder in a process of its own, which speaks to us by messages. */
export interface PinnedProcess {
  readonly pid: number;
  /** Sends a message and waits for the next one. @throws Error when the process ends first or takes too long */
  ask(message: unknown, timeoutMs: number): Promise<unknown>;
  /** Waits for the next message. */
  next(timeoutMs: number): Promise<unknown>;
  /** Ends it: SIGTERM, then SIGKILL after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

/** What to run. */
export interface ProcessPlan {
  /** Arguments of node: its own, the program, the program's. */
  readonly args: readonly string[];
  /** Undefined leaves the choice to the kernel. */
  readonly core: number | undefined;
  readonly env?: NodeJS.ProcessEnv;
  /** Its errors are nobody's: what a stranger says under load. */
  readonly isMute?: boolean;
}

const stopGraceMs = 5_000;

/** The proxy that is measured has a core alone; load and providers share the other. Undefined where nothing can be pinned. */
export const cores: { readonly proxy: number | undefined; readonly others: number | undefined } =
  canPin() ? { proxy: 0, others: 1 } : { proxy: undefined, others: undefined };

function canPin(): boolean {
  if (process.platform !== 'linux' || cpus().length < 2) return false;
  try {
    execFileSync('taskset', ['-c', '1', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Moves a process that runs already, with all its threads, to a core; what it starts from then on follows. */
export function pinProcess(pid: number, core: number | undefined): void {
  if (core === undefined) return;
  execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
}

/** Starts node in the checkout. Its errors go to our own standard error, unless it is mute. */
export function startProcess({ args, core, env, isMute = false }: ProcessPlan): PinnedProcess {
  const command = [process.execPath, ...args];
  const [file = '', ...rest] =
    core === undefined ? command : ['taskset', '-c', String(core), ...command];
  const child = spawn(file, rest, {
    cwd: checkoutDirectory,
    env: env ?? process.env,
    stdio: ['ignore', 'ignore', isMute ? 'ignore' : 'inherit', 'ipc'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} could not be started`);
  const next = (timeoutMs: number) => nextMessage(child, args.join(' '), timeoutMs);
  return {
    pid,
    next,
    ask: (message, timeoutMs) => {
      const answer = next(timeoutMs);
      child.send(message as object);
      return answer;
    },
    stop: (graceMs = stopGraceMs) => stop(child, graceMs),
  };
}

function nextMessage(child: ChildProcess, name: string, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      finish();
    };
    const onMessage = (message: unknown) => settle(() => resolve(message));
    const onExit = (code: number | null) =>
      settle(() => reject(new Error(`${name} ended with code ${code}`)));
    const timer = setTimeout(
      () => settle(() => reject(new Error(`${name} said nothing for ${timeoutMs} ms`))),
      timeoutMs,
    );
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}

function stop(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
