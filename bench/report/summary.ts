import type { JobResult } from '../load/job.ts';
import type { Row } from '../run-scenarios.ts';

/** The median run of a row, figure by figure. Times in milliseconds. */
export interface Summary {
  readonly cpuMicros: number;
  readonly perSecond: number;
  readonly cpuShare: number;
  readonly firstByteP50: number;
  readonly firstByteP99: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly residentBytes: number;
}

/** Median of each figure over the runs. */
export function summarise(row: Row): Summary {
  const over = (figure: (result: JobResult) => number): number => median(row.runs.map(figure));
  return {
    cpuMicros: over((run) => run.cpuMicrosPerRequest),
    perSecond: over((run) => run.perSecond),
    cpuShare: over((run) => run.cpuShare),
    firstByteP50: over((run) => run.firstByte.p50),
    firstByteP99: over((run) => run.firstByte.p99),
    p50: over((run) => run.total.p50),
    p99: over((run) => run.total.p99),
    p999: over((run) => run.total.p999),
    residentBytes: over((run) => run.residentBytes),
  };
}

/** The middle one; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
