import type { Target } from '../../policy/resource.ts';
import { type Signals, type SizeClass, sizeClassOf } from '../../policy/signal.ts';
import { loadOf } from '../../policy/strategy/load.ts';
import type { InferenceRequest } from '../inference.ts';
import { LatencyAverage } from './latency-average.ts';
import { estimateInputTokens } from './token-estimate.ts';

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
  /** Targets that are known at the same time; beyond them the one that was idle for longest is forgotten. */
  targetsMax: 10_000,
  /** Attempts at one target that are counted at the same time; more are not counted. */
  attemptsMax: 65_536,
} as const;

/** What is known of one target. */
interface Known {
  readonly latency: { readonly [Size in SizeClass]: LatencyAverage };
  /** Tokens of each call that is with it. */
  readonly outstanding: Map<InferenceRequest, number>;
  outstandingTokens: number;
}

/**
 * Watches attempts, and answers what strategies ask. It takes no connection and no timer: what is old is forgotten when it
 * is read, and a target when there are too many.
 */
export class Balancer implements Signals {
  readonly #options: BalancerOptions;
  /** In the order of their last attempt. */
  readonly #known = new Map<string, Known>();

  constructor(options: BalancerOptions) {
    this.#options = options;
  }

  /** An attempt begins. A second one of the same request at the same target, before the first has ended, is not counted. */
  started(target: Target, request: InferenceRequest): void {
    const known = this.#touch(target.id);
    const { outstanding } = known;
    if (outstanding.has(request) || outstanding.size >= BALANCER_LIMITS.attemptsMax) return;
    const tokens = tokensOf(request);
    outstanding.set(request, tokens);
    known.outstandingTokens += tokens;
  }

  /** It has ended, however that was. What was not counted when it began, or has ended before, changes nothing. */
  ended(target: Target, request: InferenceRequest, { firstTokenMs }: AttemptOutcome): void {
    const known = this.#known.get(target.id);
    const tokens = known?.outstanding.get(request);
    if (known === undefined || tokens === undefined) return;
    known.outstanding.delete(request);
    known.outstandingTokens -= tokens;
    if (firstTokenMs > 0) {
      const size = sizeClassOf(estimateInputTokens(request));
      known.latency[size].add(firstTokenMs, this.#options.nowMs());
    }
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
    const held = this.#known.get(targetId);
    const known = held ?? createKnown();
    if (held !== undefined) this.#known.delete(targetId);
    else if (this.#known.size >= BALANCER_LIMITS.targetsMax) this.#forgetOldest();
    this.#known.set(targetId, known);
    return known;
  }

  #forgetOldest(): void {
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}

function createKnown(): Known {
  return {
    latency: {
      small: new LatencyAverage(),
      medium: new LatencyAverage(),
      large: new LatencyAverage(),
    },
    outstanding: new Map(),
    outstandingTokens: 0,
  };
}

function tokensOf(request: InferenceRequest): number {
  const { operation } = request;
  const maxOutputTokens = operation === 'chat' ? (request.outputTokensMax ?? 0) : 0;
  return loadOf({ operation, inputTokens: estimateInputTokens(request), maxOutputTokens });
}
