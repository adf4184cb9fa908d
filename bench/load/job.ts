import { z } from 'zod';

/** What the load generator is to do. */
export interface Job {
  readonly protocol: 'http' | 'grpc';
  readonly port: number;
  readonly apiKey: string;
  /** Route of the gateway; proxies do not look at it. */
  readonly model: string;
  /** Sent beside the key; over HTTP only. */
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: boolean;
  /**
   * `saturate` keeps `concurrency` requests under way; `pace` sends `perSecond` requests each second, whatever comes back
   * (open loop: a server that stalls is not waited for).
   */
  readonly mode: 'saturate' | 'pace';
  readonly concurrency: number;
  readonly perSecond: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Process whose processor time and memory are read at both ends. */
  readonly meteredPid: number;
}

const percentiles = z.object({
  p50: z.number(),
  p99: z.number(),
  p999: z.number(),
  max: z.number(),
});

/** What it saw between the end of the warm-up and the end, as it crosses from process to process. */
export const jobResult = z.object({
  requestCount: z.number(),
  failureCount: z.number(),
  perSecond: z.number(),
  cpuMicrosPerRequest: z.number(),
  /** Share of one core that the metered process used. */
  cpuShare: z.number(),
  residentBytes: z.number(),
  /** Milliseconds from sending to the first byte of the reply. */
  firstByte: percentiles,
  /** Milliseconds from sending to the end of the reply. */
  total: percentiles,
});

export type JobResult = z.infer<typeof jobResult>;
export type Percentiles = z.infer<typeof percentiles>;

/** Percentiles by nearest rank; of no samples, zeros. */
export function percentilesOf(samples: readonly number[]): Percentiles {
  const sorted = Float64Array.from(samples).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}
