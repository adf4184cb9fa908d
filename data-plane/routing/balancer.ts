import type { Target } from '../../policy/resource.ts';
import { type Signals, type SizeClass, sizeClassOf } from '../../policy/signal.ts';
import { loadOf } from '../../policy/strategy/load.ts';
import type { InferenceRequest } from '../inference.ts';
import { LatencyAverage } from './latency-average.ts';

/** How an attempt came out, as far as balancing looks at it. */
export interface AttemptOutcome {
  readonly verdict: string;
  /** Milliseconds to the first content; 0 when there was none. */
  readonly firstTokenMs: number;
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
}

/**
 * Watches attempts, and answers what strategies ask. It takes no connection and no timer: what is old is forgotten when it
 * is read, and a target when there are too many.
 */
export class Balancer implements Signals {
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
    return { known, tokens, size: sizeClassOf(inputTokens) };
  }

  /** It has ended, however that was. Call once for each load. */
  ended({ known, tokens, size }: AttemptLoad, { firstTokenMs }: AttemptOutcome): void {
    known.outstandingTokens -= tokens;
    if (firstTokenMs > 0) known.latency[size].add(firstTokenMs, this.#options.nowMs());
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
    outstandingTokens: 0,
    usedAtMs,
  };
}
