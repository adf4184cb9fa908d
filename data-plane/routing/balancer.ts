import type { Target } from '../../policy/resource.ts';
import { type Signals, type SizeClass, sizeClassOf } from '../../policy/signal.ts';
import { loadOf } from '../../policy/strategy/load.ts';
import type { InferenceRequest } from '../inference.ts';
import type { CallSize, FirstContentTimes } from './hedging.ts';
import { LatencyAverage } from './latency-average.ts';
import { RecentFigures } from './recent-figures.ts';

/** How an attempt came out, as far as balancing looks at it. */
export interface AttemptOutcome {
  readonly verdict: string;
  /** Milliseconds to the first content; 0 when there was none. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

/** What a balancer depends on. */
export interface BalancerOptions {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  /** Whether a target should be tried; undefined when all should. */
  readonly isHealthy?: ((targetId: string) => boolean) | undefined;
}

/** Bounds of what is held in memory. */
export const BALANCER_LIMITS = {
  /** Targets that are known at the same time; beyond them the one whose last attempt is oldest is forgotten. */
  targetsMax: 10_000,
} as const;

/** What is known of one target. */
interface Known {
  readonly latency: { readonly [Size in SizeClass]: LatencyAverage };
  /** By kind of call, for who hedges; undefined until the first one asks. */
  times: (RecentFigures | undefined)[] | undefined;
  /** Of the calls that are with it. */
  outstandingTokens: number;
  /** Monotonic milliseconds. */
  usedAtMs: number;
}

/** What an attempt puts on its target from its start to its end. */
export interface AttemptLoad {
  readonly known: Known;
  readonly tokens: number;
  readonly size: SizeClass;
  readonly isStream: boolean;
}

/**
 * Watches attempts, and answers what strategies ask. It takes no connection and no timer: what is old is forgotten when it
 * is read, and a target when there are too many.
 */
export class Balancer implements Signals, FirstContentTimes {
  readonly #options: BalancerOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: BalancerOptions) {
    this.#options = options;
  }

  /** An attempt begins. */
  started(target: Target, request: InferenceRequest, inputTokens: number): AttemptLoad {
    const known = this.#touch(target.id);
    const { operation } = request;
    const maxOutputTokens = operation === 'chat' ? (request.outputTokensMax ?? 0) : 0;
    const tokens = loadOf({ operation, inputTokens, maxOutputTokens });
    known.outstandingTokens += tokens;
    return { known, tokens, size: sizeClassOf(inputTokens), isStream: isStream(request) };
  }

  /** It has ended, however that was. Call once for each load. */
  ended(load: AttemptLoad, outcome: AttemptOutcome): void {
    const { known, tokens, size } = load;
    const { firstTokenMs } = outcome;
    known.outstandingTokens -= tokens;
    if (firstTokenMs > 0) known.latency[size].add(firstTokenMs, this.#options.nowMs());
    if (known.times !== undefined) this.#addTime(known.times, load, outcome);
  }

  /**
   * Milliseconds in which so many per cent of the attempts at the target have shown content, of calls of this size that are
   * streamed as this one, or not. What was given up while it showed nothing counts with the time that it had: left out, the slow
   * would be missing. Undefined when too little is known. The first to ask lets the target be watched.
   */
  percentileMs(target: Target, call: CallSize, percentile: number): number | undefined {
    const known = this.#touch(target.id);
    known.times ??= new Array<RecentFigures | undefined>(2 * sizeClassCount).fill(undefined);
    const kind = kindOf(sizeClassOf(call.inputTokens), isStream(call.request));
    return known.times[kind]?.percentile(percentile, this.#options.nowMs());
  }

  isHealthy(targetId: string): boolean {
    return this.#options.isHealthy?.(targetId) ?? true;
  }

  latencyMs(targetId: string, size: SizeClass): number | undefined {
    return this.#known.get(targetId)?.latency[size].read(this.#options.nowMs());
  }

  outstandingTokens(targetId: string): number {
    return this.#known.get(targetId)?.outstandingTokens ?? 0;
  }

  #addTime(
    times: (RecentFigures | undefined)[],
    load: AttemptLoad,
    { verdict, firstTokenMs, totalMs }: AttemptOutcome,
  ): void {
    const isGivenUp = verdict === 'outrun' || verdict === 'timeout';
    const timeMs = firstTokenMs > 0 || !isGivenUp ? firstTokenMs : totalMs;
    if (timeMs <= 0) return;
    const kind = kindOf(load.size, load.isStream);
    const known = times[kind] ?? new RecentFigures();
    times[kind] = known;
    known.add(timeMs, this.#options.nowMs());
  }

  #touch(targetId: string): Known {
    const usedAtMs = this.#options.nowMs();
    const held = this.#known.get(targetId);
    if (held !== undefined) {
      held.usedAtMs = usedAtMs;
      return held;
    }
    if (this.#known.size >= BALANCER_LIMITS.targetsMax) this.#forgetOldest();
    const known = createKnown(usedAtMs);
    this.#known.set(targetId, known);
    return known;
  }

  /** Looks at all of them: there are only as many as operators have made. */
  #forgetOldest(): void {
    let oldest: string | undefined;
    let usedAtMs = Number.POSITIVE_INFINITY;
    for (const [targetId, known] of this.#known)
      if (known.usedAtMs < usedAtMs) {
        oldest = targetId;
        usedAtMs = known.usedAtMs;
      }
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}

function createKnown(usedAtMs: number): Known {
  return {
    latency: {
      small: new LatencyAverage(),
      medium: new LatencyAverage(),
      large: new LatencyAverage(),
    },
    times: undefined,
    outstandingTokens: 0,
    usedAtMs,
  };
}

/** A whole reply shows nothing before its end: its times are of another kind than those of a stream. */
function kindOf(size: SizeClass, stream: boolean): number {
  return 2 * sizeRank[size] + (stream ? 1 : 0);
}

const sizeClassCount = 3;
const sizeRank: Readonly<Record<SizeClass, number>> = { small: 0, medium: 1, large: 2 };

function isStream(request: InferenceRequest | undefined): boolean {
  return request?.operation === 'chat' && request.stream;
}
