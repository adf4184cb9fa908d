import type { BudgetReservation } from '../../policy/budget.ts';
import { largestCostNanoUsd } from '../../policy/money/largest-cost.ts';
import type { Model, Price } from '../../policy/resource.ts';
import type { InferenceRequest } from '../inference.ts';
import { RecentFigures } from '../routing/recent-figures.ts';

/** No token of a vocabulary is shorter than a byte of text, and four times the estimate is no less than the bytes. */
const inputFactor = 4;
/** Of a call that says no bound, by a model of which none is known. */
const outputTokensOfUnknown = 32_768;
const perMille = 1_000n;
/** Of targets whose costs are remembered. */
const TARGETS_MAX = 10_000;

/** An attempt that is about to be made. */
export interface PlannedAttempt {
  readonly request: InferenceRequest;
  /** Estimated. */
  readonly inputTokens: number;
  readonly price: Price;
  readonly model: Model | undefined;
}

/** The most that an attempt may cost, in nano-USD. Files count as pictures: see {@link estimateInputTokens}. */
export function mostNanoUsd({ request, inputTokens, price, model }: PlannedAttempt): bigint {
  const windowTokens = model?.contextWindowTokens || Number.POSITIVE_INFINITY;
  return largestCostNanoUsd(price, {
    inputTokens: Math.min(inputFactor * inputTokens, windowTokens),
    outputTokens: outputTokensAtMost(request, model),
  });
}

/** What attempts have cost of what they might have, by target: what nine of ten like one are likely to cost. */
export class RecentCosts {
  readonly #shares = new Map<string, RecentFigures>();

  /** `mostNanoUsd` is what the attempt might have cost. Times are of the monotonic clock. */
  note(
    targetId: string,
    cost: { readonly nanoUsd: bigint; readonly mostNanoUsd: bigint },
    nowMs: number,
  ): void {
    if (cost.mostNanoUsd <= 0n) return;
    let shares = this.#shares.get(targetId);
    if (shares === undefined) {
      if (this.#shares.size >= TARGETS_MAX) this.#shares.clear();
      shares = new RecentFigures();
      this.#shares.set(targetId, shares);
    }
    shares.add(Number((cost.nanoUsd * perMille) / cost.mostNanoUsd) + 1, nowMs);
  }

  /** What to set aside; everything as long as too few attempts are known. */
  toReserve(
    reservation: BudgetReservation,
    { targetId, mostNanoUsd: most }: { readonly targetId: string; readonly mostNanoUsd: bigint },
    nowMs: number,
  ): bigint {
    if (reservation === 'strict') return most;
    const share = this.#shares.get(targetId)?.percentile(90, nowMs);
    if (share === undefined || share >= 1_000) return most;
    return (most * BigInt(Math.ceil(share))) / perMille;
  }
}

function outputTokensAtMost(request: InferenceRequest, model: Model | undefined): number {
  if (request.operation === 'embedding') return 0;
  const bounds = [request.outputTokensMax, model?.outputTokensMax, model?.contextWindowTokens];
  const known = bounds.flatMap((bound) => bound || []);
  const each = known.length === 0 ? outputTokensOfUnknown : Math.min(...known);
  return each * choiceCount(request.extra['n']);
}

/** Each of several answers may be as long. */
function choiceCount(n: unknown): number {
  return typeof n === 'number' && n > 1 ? n : 1;
}
