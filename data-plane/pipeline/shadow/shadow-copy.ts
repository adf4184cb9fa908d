import { largestCostNanoUsd } from '../../../policy/money/largest-cost.ts';
import { priceAt } from '../../../policy/price.ts';
import type { Model, Target } from '../../../policy/resource.ts';
import type { InferenceRequest, Usage } from '../../inference.ts';

/** A copy may say so many times as much as the reply that the caller has had, and at least so much. */
const outputFactor = 4;
const outputTokensMin = 1_024;

/** A request for a shadow, and the most that it is expected to cost there. */
export interface ShadowCopy {
  readonly request: InferenceRequest;
  readonly nanoUsd: bigint;
}

/** What a copy is made of. */
export interface ShadowSource {
  readonly request: InferenceRequest;
  /** Estimated. */
  readonly inputTokens: number;
  /** Of the reply that the caller has had. */
  readonly usage: Usage;
  readonly target: Target;
  readonly model: Model | undefined;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/**
 * The request as the caller sent it; where the caller set no bound to the output it has one here, because without one
 * nothing would hold the cost. Undefined when the target has no price in force.
 */
export function copyRequest(source: ShadowSource): ShadowCopy | undefined {
  const { request, usage, target, model, nowMs } = source;
  const price = priceAt(target.prices, nowMs);
  if (price === undefined) return undefined;
  const inputTokens = Math.max(source.inputTokens, usage.inputTokens);
  if (request.operation === 'embedding')
    return { request, nanoUsd: largestCostNanoUsd(price, { inputTokens, outputTokens: 0 }) };
  const outputTokensMax =
    request.outputTokensMax ?? Math.max(outputTokensMin, outputFactor * usage.outputTokens);
  const outputTokens = Math.min(outputTokensMax, model?.outputTokensMax || outputTokensMax);
  return {
    request: { ...request, outputTokensMax },
    nanoUsd: largestCostNanoUsd(price, { inputTokens, outputTokens }),
  };
}
