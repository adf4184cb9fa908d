import type { TargetReport } from '../../../proto/generated/gatehouse/config/v1/TargetReport.ts';
import type { TargetState } from '../../../proto/generated/gatehouse/config/v1/TargetState.ts';

/** Targets that a report names. */
export const REPORTED_TARGETS_MAX = 100;
/** The same moment, told by two clocks that are read one after the other. */
const SAME_MOMENT_MS = 1_000;

/** How targets do, as whoever watches them says. */
export interface TargetsCondition {
  readonly unwell: readonly {
    readonly id: string;
    /** Of the breaker. */
    readonly state: string;
    readonly reason: string | undefined;
    /** Unix milliseconds. */
    readonly sinceMs: number;
  }[];
  readonly healthyCount: number;
}

/** What a report is made of, before it goes to the wire. */
interface Report {
  readonly states: readonly (TargetState & {
    readonly targetId: string;
    readonly sinceMs: number;
  })[];
  readonly healthyCount: number;
  readonly leftOutCount: number;
}

/** What this node has told of its targets on the stream that is open, and what there is to tell. */
export class TargetReporter {
  readonly #summarise: () => TargetsCondition;
  #told: Report | undefined;

  constructor(summarise: () => TargetsCondition) {
    this.#summarise = summarise;
  }

  /** Whether it is different from what was told. */
  get hasNews(): boolean {
    return !isSame(this.#told, reportOf(this.#summarise()));
  }

  /** What is to be told, and counts as told from here on; null when nothing is new. */
  take(): TargetReport | null {
    const report = reportOf(this.#summarise());
    if (isSame(this.#told, report)) return null;
    this.#told = report;
    return { ...report, states: [...report.states] };
  }

  /** Another stream, where nothing was told. */
  restart(): void {
    this.#told = undefined;
  }
}

function reportOf({ unwell, healthyCount }: TargetsCondition): Report {
  const states = unwell
    .map(({ id, state, reason, sinceMs }) => ({
      targetId: id,
      state: reason ?? state,
      breaker: state,
      sinceMs,
      sinceUnixMs: String(sinceMs),
    }))
    .toSorted(byWeight)
    .slice(0, REPORTED_TARGETS_MAX);
  return { states, healthyCount, leftOutCount: unwell.length - states.length };
}

/** What is out goes before what is in slow start, and else the order is always the same. */
function byWeight(left: Report['states'][number], right: Report['states'][number]): number {
  const difference = Number(left.state === 'ramping') - Number(right.state === 'ramping');
  return difference || (left.targetId < right.targetId ? -1 : 1);
}

function isSame(told: Report | undefined, report: Report): boolean {
  return (
    told !== undefined &&
    told.healthyCount === report.healthyCount &&
    told.leftOutCount === report.leftOutCount &&
    told.states.length === report.states.length &&
    told.states.every((before, index) => isSameState(before, report.states[index]))
  );
}

function isSameState(
  before: Report['states'][number],
  state: Report['states'][number] | undefined,
): boolean {
  return (
    before.targetId === state?.targetId &&
    before.state === state.state &&
    before.breaker === state.breaker &&
    Math.abs(before.sinceMs - state.sinceMs) < SAME_MOMENT_MS
  );
}
