import { BUDGET_BOUNDS } from './budget.ts';
import type { Application, Capability, DataTerm, Operation } from './resource.ts';
import type { TokenFacts } from './token/token-fact.ts';

/** What a message may be made of. */
export type Modality = 'text' | 'image' | 'file';
/** What the prompt policy of the route said: nothing found, something found, or moved here from another route. */
export type PromptWord = 'clean' | 'found' | 'rerouted';

/**
 * What conditions may look at. All of it is verified (it comes from the key or token, the route or the
 * node), except `claimed`, which is what the caller says. The names are those of CEL:
 * `application.dataClass == "restricted"`.
 */
export interface RequestFacts {
  readonly tenant: { readonly id: string; readonly name: string };
  readonly application: Pick<
    Application,
    'id' | 'name' | 'team' | 'environment' | 'dataClass' | 'rolloutStage'
  >;
  readonly key: {
    readonly id: string;
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  };
  /** Claims of the token that the caller came with; empty for one with a key. */
  readonly token: TokenFacts;
  readonly workload: string;
  readonly request: {
    readonly operation: Operation;
    readonly stream: boolean;
    readonly tools: boolean;
    readonly vision: boolean;
    readonly jsonSchema: boolean;
    readonly files: boolean;
    /** Whether the caller asks the model to think. */
    readonly reasoning: boolean;
    /** Each that occurs, once. */
    readonly modalities: readonly Modality[];
    /** Estimated, in tokens. */
    readonly inputTokens: number;
    /** 0 when the caller set no bound. */
    readonly maxOutputTokens: number;
  };
  readonly prompt: { readonly verdict: PromptWord };
  readonly node: { readonly region: string };
  /**
   * The least that is left of the budgets that are about the call whatever its model is: of its tenant, application, key and workload.
   * What is bounded for a model, or for a grant, is known of a candidate only, when it is tried.
   */
  readonly budget: {
    /** Nano-USD. */
    readonly leftNanoUsd: number;
    /** Of the budget's amount, 0 to 1000. */
    readonly leftPerMille: number;
  };
  /** UTC. `weekday` is 1 (Monday) to 7, `day` that of the month, `month` 1 to 12. */
  readonly time: {
    readonly hour: number;
    readonly minute: number;
    readonly weekday: number;
    readonly day: number;
    readonly month: number;
    readonly year: number;
    readonly unixMs: number;
  };
  /** `session` is what `x-gatehouse-session` says. */
  readonly claimed: Readonly<Record<string, string>>;
}

/** What conditions see of budgets. */
export type BudgetFacts = RequestFacts['budget'];

/** Of a call that no budget is about. */
export const noBudgetFacts: BudgetFacts = {
  leftNanoUsd: Number(BUDGET_BOUNDS.amountNanoUsdMax),
  leftPerMille: 1_000,
};

/** What a rule's `require` sees besides the request's facts. */
export interface CandidateFacts {
  readonly target: {
    readonly name: string;
    readonly region: string;
    readonly capabilities: readonly Capability[];
  };
  readonly model: { readonly name: string; readonly aliases: readonly string[] };
  readonly provider: { readonly name: string; readonly dataTerms: readonly DataTerm[] };
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Parts of a moment, in UTC. `nowMs` is in Unix milliseconds, not before 1970. */
export function timeFacts(nowMs: number): RequestFacts['time'] {
  const dayNumber = Math.floor(nowMs / dayMs);
  if (dayNumber !== held.dayNumber) held = calendarDay(dayNumber);
  return {
    hour: Math.floor(nowMs / hourMs) % 24,
    minute: Math.floor(nowMs / minuteMs) % 60,
    weekday: held.weekday,
    day: held.day,
    month: held.month,
    year: held.year,
    unixMs: nowMs,
  };
}

interface CalendarDay {
  readonly dayNumber: number;
  readonly weekday: number;
  readonly day: number;
  readonly month: number;
  readonly year: number;
}

/** Of the last question: nearly all of a day are about that day. */
let held: CalendarDay = calendarDay(0);

function calendarDay(dayNumber: number): CalendarDay {
  const date = new Date(dayNumber * dayMs);
  return {
    dayNumber,
    // 1 January 1970 was a Thursday, the fourth day.
    weekday: ((dayNumber + 3) % 7) + 1,
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    year: date.getUTCFullYear(),
  };
}
