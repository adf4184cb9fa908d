/** What the load generator is to do. */
export interface Job {
  readonly protocol: 'http' | 'grpc';
  readonly port: number;
  readonly apiKey: string;
  /** Route of the gateway; proxies do not look at it. */
  readonly model: string;
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

/** What it saw between the end of the warm-up and the end. Times in milliseconds. */
export interface JobResult {
  readonly requestCount: number;
  readonly failureCount: number;
  readonly perSecond: number;
  readonly cpuMicrosPerRequest: number;
  /** Share of one core that the metered process used. */
  readonly cpuShare: number;
  readonly residentBytes: number;
  readonly firstByte: Percentiles;
  readonly total: Percentiles;
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Percentiles by nearest rank; of no samples, zeros. */
export function percentilesOf(samples: readonly number[]): Percentiles {
  const sorted = Float64Array.from(samples).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}
