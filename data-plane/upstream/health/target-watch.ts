import type { Target } from '../../../policy/resource.ts';
import type { InferenceRequest } from '../../inference.ts';
import type { AttemptResult } from '../attempt-plan.ts';

/**
 * Who follows the attempts at targets, as a balancer does. For each attempt each of the two is called exactly once, in this order.
 * `Load` is what the watch knows an attempt by: a table of attempts would have to find it.
 */
export interface TargetWatch<Load = unknown> {
  /** Just before the attempt is sent. */
  started(target: Target, request: InferenceRequest, inputTokens: number): Load;
  /** When its result is known, whatever it is. */
  ended(load: Load, result: AttemptResult): void;
}
