import { percentilesOf } from '../load/job.ts';
import type { ManagementResult } from './management-job.ts';

/** How long what took. */
export class Timings {
  readonly #tookMs = new Map<string, number[]>();

  async time<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
    const sentAtMs = performance.now();
    const value = await work();
    const tookMs = performance.now() - sentAtMs;
    const samples = this.#tookMs.get(what);
    if (samples === undefined) this.#tookMs.set(what, [tookMs]);
    else samples.push(tookMs);
    return value;
  }

  /** By what was timed, in the order of the first samples. */
  summarise(): ManagementResult {
    const summaries = [...this.#tookMs].map(
      ([what, samples]) => [what, { count: samples.length, took: percentilesOf(samples) }] as const,
    );
    return Object.fromEntries(summaries);
  }
}
