import type { Exchange } from '../pipeline/exchange.ts';
import type { Settle } from '../pipeline/settle.ts';
import type { NodeMetrics } from './metrics.ts';

/** Counts calls between their arrival and their settling. */
export class CallObserver {
  readonly #metrics: NodeMetrics;
  #inFlight = 0;

  constructor(metrics: NodeMetrics) {
    this.#metrics = metrics;
  }

  /** Calls under way. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** First of all stages: from here on a call is under way. */
  readonly arrive = (): void => {
    this.#inFlight += 1;
    this.#metrics.callsInFlight.set(this.#inFlight);
  };

  /** Settles, and counts what leaves no record: calls whose key is missing or not known. */
  observe(settle: Settle): Settle {
    return (exchange) => {
      this.#inFlight -= 1;
      this.#metrics.callsInFlight.set(this.#inFlight);
      if (exchange.key === undefined) this.#countStranger(exchange);
      settle(exchange);
    };
  }

  #countStranger({ door, error }: Exchange): void {
    this.#metrics.requests.inc({ door, outcome: 'refused', error: error?.code ?? '' });
  }
}
