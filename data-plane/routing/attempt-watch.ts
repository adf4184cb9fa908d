import type { Target } from '../../policy/resource.ts';
import type { InferenceRequest } from '../inference.ts';
import type { AttemptLoad, Balancer } from './balancer.ts';
import type { RampAttempt, RampOutcome, RampWatch } from './ramp-watch.ts';

/** A load that counts for a ramp as well. */
class RampLoad {
  readonly load: AttemptLoad;
  readonly attempt: RampAttempt;

  constructor(load: AttemptLoad, attempt: RampAttempt) {
    this.load = load;
    this.attempt = attempt;
  }
}

/** Follows attempts for balancing, and for ramps where a call has one: others cost nothing more. */
export class AttemptWatch {
  readonly #balancer: Balancer;
  readonly #ramps: RampWatch;

  constructor(balancer: Balancer, ramps: RampWatch) {
    this.#balancer = balancer;
    this.#ramps = ramps;
  }

  started(target: Target, request: InferenceRequest, inputTokens: number): AttemptLoad | RampLoad {
    const load = this.#balancer.started(target, request, inputTokens);
    const attempt = this.#ramps.started(target, request);
    return attempt === undefined ? load : new RampLoad(load, attempt);
  }

  ended(load: AttemptLoad | RampLoad, result: RampOutcome): void {
    if (!(load instanceof RampLoad)) {
      this.#balancer.ended(load, result);
      return;
    }
    this.#balancer.ended(load.load, result);
    this.#ramps.ended(load.attempt, result);
  }
}
