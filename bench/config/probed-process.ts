import { z } from 'zod';
import { awaitQuiet } from '../process/await-quiet.ts';
import type { PinnedProcess } from '../process/pinned-process.ts';
import { readPeakResidentBytes, readResidentBytes } from '../process/process-meter.ts';
import type { Stall } from './figure.ts';

/** Arguments of node that load the probe into a process. */
export const probeArgs: readonly string[] = ['--import', './bench/program/stall-probe.mjs'];

const answerTimeoutMs = 60_000;
const quietTimeoutMs = 120_000;
/** A process that wrote a profile takes its time. */
const stopGraceMs = 30_000;
const mebibyte = 1_048_576;

/** What the event loop of a process went through since it was last asked. */
export interface Held extends Stall {
  /** Of the heap, in use at the end. */
  readonly heapMiB: number;
  /** Of buffers and whatever else objects of the heap hold outside of it. */
  readonly externalMiB: number;
}

const told = z.object({
  longestStallMs: z.number(),
  longestWorkMs: z.number(),
  longestGcMs: z.number(),
  heapBytes: z.number(),
  externalBytes: z.number(),
});

/** A process with the probe in it. */
export class ProbedProcess {
  readonly #process: PinnedProcess;

  constructor(process: PinnedProcess) {
    this.#process = process;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get residentMiB(): number {
    return readResidentBytes(this.pid) / mebibyte;
  }

  /** Since the process began. */
  get peakResidentMiB(): number {
    return readPeakResidentBytes(this.pid) / mebibyte;
  }

  /** Tells of the window that ends, and begins the next one; with `collect` garbage is collected between them. */
  async ask(collect = false): Promise<Held> {
    const answer = await this.#process.ask({ collect }, answerTimeoutMs);
    const { heapBytes, externalBytes, ...held } = told.parse(answer);
    return {
      ...held,
      heapMiB: heapBytes / mebibyte,
      externalMiB: externalBytes / mebibyte,
    };
  }

  /** @throws Error when it, or one of the others, does not come to rest */
  async rest(others: readonly number[] = []): Promise<void> {
    if (!(await awaitQuiet([this.pid, ...others], quietTimeoutMs)))
      throw new Error(`process ${this.pid} did not come to rest in ${quietTimeoutMs} ms`);
  }

  async stop(): Promise<void> {
    await this.#process.stop(stopGraceMs);
  }
}
