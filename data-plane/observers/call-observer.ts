import { GatewayError } from '../errors.ts';
import type { CallLimits } from '../limits/call-limits.ts';
import type { AttemptRecord, Exchange } from '../pipeline/exchange.ts';
import { outcomeOf, type Settle, totalCostNanoUsd } from '../pipeline/settle.ts';
import type { HoldsCaller } from '../pipeline/shadow/shadow-run.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';

const MS_PER_S = 1_000;
const POLL_MS = 10;

/** Knows the calls between their arrival and their settling. */
export class CallObserver {
  readonly #metrics: NodeMetrics;
  /**
   * Each knows its place, so that it leaves without a search. No Set: each time that it grows or shrinks, the table that it
   * leaves behind points to the next one, and a collection of young objects that finds one of them promoted keeps all that
   * the later ones held (a seventh of what calls allocate, by --trace-gc-nvp of Node 20).
   */
  readonly #underWay: Exchange[] = [];

  constructor(metrics: NodeMetrics) {
    this.#metrics = metrics;
  }

  /** Calls under way. */
  get inFlight(): number {
    return this.#underWay.length;
  }

  /** Calls that were cut settle in the same turns as their connections close: waits for them, at most so long. */
  async awaitSettled(timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    while (this.inFlight > 0 && performance.now() < deadlineMs)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }

  /** First of all stages: from here on a call is under way. */
  readonly arrive = (exchange: Exchange): void => {
    exchange.place = this.#underWay.length;
    this.#underWay.push(exchange);
    this.#metrics.callsInFlight.set(this.#underWay.length);
  };

  /** Ends the calls whose keys or tokens are revoked, with an explicit error: a long stream does not outlive its key. */
  cutRevoked(holds: HoldsCaller): void {
    // A call that is cut ends at once, and leaves.
    for (const { key, token, cut } of [...this.#underWay]) {
      if (key === undefined || cut === undefined || holds(key, token)) continue;
      const noun = token === undefined ? 'key' : 'token';
      cut(new GatewayError('unknown_key', `The ${noun} was revoked while the call was under way.`));
    }
  }

  /** Settles, and counts, whether the call leaves a record or not: its key may not be known, its decision not be sampled. */
  observe(settle: Settle): Settle {
    return (exchange) => {
      this.#leave(exchange);
      this.#metrics.callsInFlight.set(this.#underWay.length);
      settle(exchange);
      if (exchange.key === undefined) this.#countStranger(exchange);
      else this.#count(exchange);
    };
  }

  /** The last one takes the place of the one that leaves. */
  #leave(exchange: Exchange): void {
    const { place } = exchange;
    if (place === undefined) return;
    exchange.place = undefined;
    const last = this.#underWay.pop();
    if (last === undefined || last === exchange) return;
    this.#underWay[place] = last;
    last.place = place;
  }

  #count(exchange: Exchange): void {
    const { door, error, firstContentMs, totalMs, attempts } = exchange;
    const metrics = this.#metrics;
    if (exchange.limits !== undefined) this.#countLimits(exchange.limits);
    metrics.requests.inc({ door, outcome: outcomeOf(exchange), error: error?.code ?? '' });
    metrics.requestSeconds.observe({ door }, totalMs / MS_PER_S);
    if (firstContentMs > 0) metrics.firstTokenSeconds.observe({ door }, firstContentMs / MS_PER_S);
    for (const attempt of attempts) this.#countAttempt(attempt);
    metrics.costNanoUsd.inc(Number(totalCostNanoUsd(attempts)));
  }

  #countLimits({ verdicts }: CallLimits): void {
    for (const { limit, word } of verdicts)
      if (word !== 'allowed')
        this.#metrics.limits.refusals.inc({ measure: limit.measure, outcome: word });
  }

  #countAttempt({ verdict, isHedge, costNanoUsd }: AttemptRecord): void {
    const metrics = this.#metrics;
    metrics.attempts.inc({ verdict });
    if (isHedge) metrics.hedges.inc({ outcome: outcomeOfHedge(verdict) });
    if (verdict === 'outrun') metrics.outrunCostNanoUsd.inc(Number(costNanoUsd));
  }

  #countStranger({ door, error }: Exchange): void {
    this.#metrics.requests.inc({ door, outcome: 'refused', error: error?.code ?? '' });
  }
}

function outcomeOfHedge(verdict: string): string {
  if (verdict === 'succeeded') return 'won';
  return verdict === 'outrun' || verdict === 'cancelled' ? verdict : 'failed';
}
