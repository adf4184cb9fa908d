import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { checkoutDirectory } from '../../deploy/local/state-directory.ts';

/** Most output that is kept of a program. */
const OUTPUT_BYTES_MAX = 32 * 1024 * 1024;

/** How a program ended. */
interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program of one of the planes in a process of its own. It does not outlive this process. */
export class ChildProgram {
  readonly exited: Promise<ExitStatus>;
  readonly #child: ChildProcess;
  readonly #endWithUs: () => void;
  #output = '';

  /** Starts it with exactly these variables. @param path from the root of the checkout */
  constructor(path: string, env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, argumentsFor(path), {
      cwd: checkoutDirectory,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (this.#output.length < OUTPUT_BYTES_MAX) this.#output += text;
      });
    this.#endWithUs = () => void this.#child.kill('SIGKILL');
    process.on('exit', this.#endWithUs);
    this.exited = once(this.#child, 'close').then(([code, signal]) => {
      process.off('exit', this.#endWithUs);
      return { code, signal };
    });
  }

  /** All that it wrote so far, on both streams. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends the signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<ExitStatus> {
    this.#child.kill(signal);
    return this.exited;
  }
}

/** The compiled program where the run has made one, else the same from its source. */
function argumentsFor(path: string): readonly string[] {
  const build = process.env['GATEHOUSE_TEST_BUILD'];
  if (build === undefined) return ['--import', 'tsx', path];
  return [join(build, path.replace(/\.ts$/, '.js'))];
}
