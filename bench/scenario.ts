import type { Job } from './load/job.ts';

/** One measurement that is made of every way from the caller to the provider. */
export interface Scenario {
  readonly name:
    | 'http-unary'
    | 'http-latency'
    | 'http-stream'
    | 'grpc-unary'
    | 'grpc-latency'
    | 'grpc-stream';
  readonly job: Omit<Job, 'port' | 'apiKey' | 'model' | 'headers' | 'meteredPid'>;
  /** Runs of each way; the median is what counts. */
  readonly runCount: number;
}

/** Requests under way when throughput is measured: enough to keep one core busy, few enough not to queue long. */
const concurrency = 32;
/** The rate at which docs/benchmarks.md promises its latency. */
const latencyPerSecond = 1_000;
/** 100 streams under way: half a second each. */
const streamsPerSecond = 200;

/** All scenarios, in the order in which they run. */
export function listScenarios(quick: boolean): readonly Scenario[] {
  const windows = quick
    ? { warmUpMs: 200, measureMs: 1_000 }
    : { warmUpMs: 1_000, measureMs: 5_000 };
  const streamWindows = quick
    ? { warmUpMs: 700, measureMs: 1_500 }
    : { warmUpMs: 1_500, measureMs: 6_000 };
  const unary = { stream: false, concurrency, perSecond: latencyPerSecond, ...windows };
  const stream = { stream: true, concurrency, perSecond: streamsPerSecond, ...streamWindows };
  const http = { protocol: 'http' } as const;
  const grpc = { protocol: 'grpc' } as const;
  const saturate = { mode: 'saturate' } as const;
  const pace = { mode: 'pace' } as const;
  const runCount = 3;
  const all: Scenario[] = [
    { name: 'http-unary', runCount, job: { ...unary, ...http, ...saturate } },
    { name: 'grpc-unary', runCount, job: { ...unary, ...grpc, ...saturate } },
    { name: 'http-latency', runCount, job: { ...unary, ...http, ...pace } },
    { name: 'grpc-latency', runCount, job: { ...unary, ...grpc, ...pace } },
    { name: 'http-stream', runCount, job: { ...stream, ...http, ...pace } },
    { name: 'grpc-stream', runCount, job: { ...stream, ...grpc, ...pace } },
  ];
  return quick ? all.filter(({ name }) => name !== 'grpc-stream') : all;
}

/** A way from the caller to the provider. */
export interface Way {
  readonly name:
    | 'direct'
    | 'bare proxy'
    | 'gateway'
    | 'gateway, plain route'
    | 'gateway, translated'
    | 'Portkey';
  readonly httpPort: number | undefined;
  readonly grpcPort: number | undefined;
  readonly apiKey: string;
  readonly model: string;
  /** What its callers send beside the key; over HTTP only. */
  readonly headers: Readonly<Record<string, string>>;
  /** Not ours: when its requests fail, its row says so, and the run goes on. */
  readonly isPeer: boolean;
  /** Whose processor time is read: the proxy, or the mock itself on the direct way. */
  readonly httpPid: number;
  readonly grpcPid: number;
  /** Processes that go on working after the last reply; empty for proxies. */
  readonly lingeringPids: readonly number[];
}
