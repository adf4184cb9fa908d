import type { Target } from '../../../policy/resource.ts';
import type { InferenceRequest } from '../../inference.ts';
import type { AttemptResult } from '../attempt-plan.ts';

/** Who follows the attempts at targets, as a balancer does. For each attempt each of the two is called exactly once, in this order. */
export interface TargetWatch {
  /** Just before the attempt is sent. */
  started(target: Target, request: InferenceRequest): void;
  /** When its result is known, whatever it is. */
  ended(target: Target, request: InferenceRequest, result: AttemptResult): void;
}
