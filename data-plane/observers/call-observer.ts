import { GatewayError } from '../errors.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import type { Settle } from '../pipeline/settle.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';

/** Knows the calls between their arrival and their settling. */
export class CallObserver {
  readonly #metrics: NodeMetrics;
  readonly #underWay = new Set<Exchange>();

  constructor(metrics: NodeMetrics) {
    this.#metrics = metrics;
  }

  /** Calls under way. */
  get inFlight(): number {
    return this.#underWay.size;
  }

  /** First of all stages: from here on a call is under way. */
  readonly arrive = (exchange: Exchange): void => {
    this.#underWay.add(exchange);
    this.#metrics.callsInFlight.set(this.#underWay.size);
  };

  /** Ends the calls whose keys are revoked, with an explicit error: a long stream does not outlive its key. */
  cutRevoked(isHeld: (key: NonNullable<Exchange['key']>) => boolean): void {
    for (const { key, cut } of this.#underWay) {
      if (key === undefined || cut === undefined || isHeld(key)) continue;
      cut(new GatewayError('unknown_key', 'The key was revoked while the call was under way.'));
    }
  }

  /** Settles, and counts what leaves no record: calls whose key is missing or not known. */
  observe(settle: Settle): Settle {
    return (exchange) => {
      this.#underWay.delete(exchange);
      this.#metrics.callsInFlight.set(this.#underWay.size);
      if (exchange.key === undefined) this.#countStranger(exchange);
      settle(exchange);
    };
  }

  #countStranger({ door, error }: Exchange): void {
    this.#metrics.requests.inc({ door, outcome: 'refused', error: error?.code ?? '' });
  }
}
