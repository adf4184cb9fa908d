import type { BilledUsage } from '../../../policy/price.ts';
import {
  compareDecisions,
  expectedCostNanoUsd,
  type ImpactClass,
  impactClasses,
} from '../../../policy/replay/compare.ts';
import { WHOLE_PPM } from '../../../policy/replay/lead-shares.ts';
import { CallReplay } from '../../../policy/replay/replay-call.ts';
import type { ReplayedDecision } from '../../../policy/replay/replayed-call.ts';
import type { ReplayWorld } from '../../../policy/replay/world.ts';
import type { Decision } from '../decision.ts';
import {
  countChanged,
  IMPACT_LIMITS,
  type ImpactCount,
  type ImpactResult,
  type ImpactSample,
  type ImpactTotals,
  type ImpactWindow,
  type SampledDecision,
} from '../impact.ts';
import { isReproduced, type RecordedCaller, toReplayedCall } from './recorded-call.ts';

/** Weights of rows are whole millionths, so that sums of money stay integers. */
const MILLION = 1_000_000;

/** The configurations before and after a change, and the moment at whose prices they are compared. */
export interface ReplayedChange {
  readonly before: ReplayWorld;
  readonly after: ReplayWorld;
  readonly nowMs: number;
}

/** A recorded request with whose it was, and what its answered attempt used; undefined when nothing answered. */
export interface RecordedRequest extends RecordedCaller {
  readonly decision: Decision;
  readonly usage: BilledUsage | undefined;
}

/** Tries recorded requests on both sides of a change, one after the other, and counts what differs. */
export class ImpactTally {
  readonly #change: ReplayedChange;
  readonly #before: CallReplay;
  readonly #after: CallReplay;
  readonly #totals = new Sums();
  readonly #byApplication = new Map<string, Sums>();
  readonly #samples = new Map<ImpactClass, ImpactSample[]>();
  #n = 0;
  #calls = 0;
  #reproduced = 0;

  constructor(change: ReplayedChange) {
    this.#change = change;
    this.#before = new CallReplay(change.before);
    this.#after = new CallReplay(change.after);
  }

  get n(): number {
    return this.#n;
  }

  add(recorded: RecordedRequest): void {
    const { decision } = recorded;
    const call = toReplayedCall(decision, recorded);
    const unknown: ReplayedDecision = { kind: 'unknown' };
    const sides = {
      before: call === undefined ? unknown : this.#before.decide(call),
      after: call === undefined ? unknown : this.#after.decide(call),
    };
    this.#n += 1;
    this.#calls += 1 / decision.sampleRate;
    if (isReproduced(decision, sides.before)) this.#reproduced += 1;
    const { class: name, movedPpm } = compareDecisions(sides.before, sides.after);
    const costs = this.#costsOf(sides, recorded.usage);
    const row = { name, movedPpm, sampleRate: decision.sampleRate, ...costs };
    this.#totals.add(row);
    this.#sumsOf(decision.applicationId).add(row);
    if (name !== 'unchanged') this.#sample(name, decision, { sides, costs });
  }

  finish(window: ImpactWindow): ImpactResult {
    const applications = Array.from(this.#byApplication, ([applicationId, sums]) => ({
      applicationId,
      ...sums.read(),
    })).toSorted((one, other) => countChanged(other.counts) - countChanged(one.counts));
    return {
      n: this.#n,
      calls: rounded(this.#calls),
      window,
      reproduced: this.#reproduced,
      totals: this.#totals.read(),
      byApplication: applications.slice(0, IMPACT_LIMITS.applicationsMax),
      applicationCount: applications.length,
      samples: impactClasses.flatMap((name) => this.#samples.get(name) ?? []),
    };
  }

  #costsOf({ before, after }: Sides, usage: BilledUsage | undefined): Costs {
    if (usage === undefined) return { costBefore: undefined, costAfter: undefined };
    const { nowMs } = this.#change;
    const costOf = (decision: ReplayedDecision, { catalog: { targets } }: ReplayWorld) =>
      expectedCostNanoUsd(decision, usage, { targets, nowMs });
    return {
      costBefore: costOf(before, this.#change.before),
      costAfter: costOf(after, this.#change.after),
    };
  }

  #sumsOf(applicationId: string): Sums {
    const known = this.#byApplication.get(applicationId) ?? new Sums();
    this.#byApplication.set(applicationId, known);
    return known;
  }

  #sample(
    name: ImpactClass,
    { requestId, at, applicationId }: Decision,
    { sides, costs }: { readonly sides: Sides; readonly costs: Costs },
  ): void {
    const samples = this.#samples.get(name) ?? [];
    this.#samples.set(name, samples);
    if (samples.length >= IMPACT_LIMITS.samplesPerClass) return;
    samples.push({
      class: name,
      requestId,
      at: at.toISOString(),
      applicationId,
      before: describe(sides.before, costs.costBefore),
      after: describe(sides.after, costs.costAfter),
    });
  }
}

interface Sides {
  readonly before: ReplayedDecision;
  readonly after: ReplayedDecision;
}

interface Costs {
  readonly costBefore: bigint | undefined;
  readonly costAfter: bigint | undefined;
}

interface TalliedRow extends Costs {
  readonly name: ImpactClass;
  readonly movedPpm: number;
  readonly sampleRate: number;
}

class Sums {
  readonly #counts = new Map<ImpactClass, ImpactCount>();
  #priced: ImpactCount = none;
  #pricedRequests = 0;
  #costBefore = 0n;
  #costAfter = 0n;

  add({ name, movedPpm, sampleRate, costBefore, costAfter }: TalliedRow): void {
    const weight = 1 / sampleRate;
    const moved = name === 'unchanged' ? weight : (weight * movedPpm) / WHOLE_PPM;
    this.#count(name, { requests: 1, calls: moved });
    // Where chance decides, the rest of such calls goes where it went.
    if (moved < weight) this.#count('unchanged', { requests: 0, calls: weight - moved });
    if (costBefore === undefined || costAfter === undefined) return;
    const millionths = BigInt(Math.round(MILLION * weight));
    this.#pricedRequests += 1;
    this.#costBefore += costBefore * millionths;
    this.#costAfter += costAfter * millionths;
    if (costBefore !== costAfter) this.#priced = plus(this.#priced, { requests: 1, calls: moved });
  }

  read(): ImpactTotals {
    const counts = impactClasses.map((name) => {
      const { requests, calls } = this.#counts.get(name) ?? none;
      return [name, { requests, calls: rounded(calls) }] as const;
    });
    return {
      counts: Object.fromEntries(counts) as ImpactTotals['counts'],
      pricedDifferently: { ...this.#priced, calls: rounded(this.#priced.calls) },
      pricedRequests: this.#pricedRequests,
      costBefore: String(this.#costBefore / BigInt(MILLION)),
      costAfter: String(this.#costAfter / BigInt(MILLION)),
    };
  }

  #count(name: ImpactClass, more: ImpactCount): void {
    this.#counts.set(name, plus(this.#counts.get(name) ?? none, more));
  }
}

const none: ImpactCount = { requests: 0, calls: 0 };

function plus(one: ImpactCount, other: ImpactCount): ImpactCount {
  return { requests: one.requests + other.requests, calls: one.calls + other.calls };
}

/** Thousandths: beyond them is the noise of sums. */
function rounded(calls: number): number {
  return Math.round(calls * 1_000) / 1_000;
}

function describe(decision: ReplayedDecision, cost: bigint | undefined): SampledDecision {
  const isRouted = decision.kind === 'routed';
  const shares = isRouted ? [...decision.shares] : [];
  return {
    errorCode: decision.kind === 'refused' ? decision.code : null,
    routeId: decision.kind === 'unknown' ? null : (decision.routeId ?? null),
    reroutedBy: decision.kind === 'unknown' ? null : (decision.reroutedBy ?? null),
    rule: isRouted ? decision.rule : null,
    leads: shares
      .toSorted(([, one], [, other]) => other - one)
      .map(([targetId, ppm]) => ({ targetId, share: ppm / WHOLE_PPM })),
    cost: cost === undefined ? null : String(cost),
  };
}
