import type { Target } from '../../policy/resource.ts';
import type { RoutingRamp } from '../../policy/route-part/ramp.ts';
import type { RampTurn } from '../../policy/trial/ramp.ts';
import type { InferenceRequest } from '../inference.ts';
import { type Outcome, OutcomeWindow } from './outcome-window.ts';

/** How an attempt came out, as far as a ramp looks at it. */
export interface RampOutcome {
  readonly verdict: string;
  /** Milliseconds to the first content; 0 when there was none. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

export type RampHaltReason = 'failures' | 'first_token' | 'total';

/** That a ramp has left its bounds on this node. */
export interface RampHalt {
  readonly rampId: string;
  readonly reason: RampHaltReason;
  /** Unix milliseconds. */
  readonly atMs: number;
  /** What was measured of the new target: failures of a thousand, or median milliseconds. */
  readonly measured: number;
  /** What the ramp allows, in the same unit. */
  readonly allowed: number;
}

/** What a watch depends on. */
export interface RampWatchOptions {
  readonly clock: { readonly monotonicMs: () => number; readonly unixMs: () => number };
  /** Told once of each halt. */
  readonly onHalt?: (halt: RampHalt) => void;
}

/** Bounds of what is held in memory; beyond them what was used, or halted, longest ago is forgotten. */
export const RAMP_WATCH_LIMITS = { rampsMax: 1_000, haltsMax: 10_000 } as const;

/** A call of a rule with a ramp. */
export interface RampCall {
  readonly turn: RampTurn;
  /** Whether it was the caller's turn, and the new target is out of traffic. */
  readonly isPassedOver: boolean;
  /** Unix milliseconds by which the caller wants an answer; undefined when it did not say. */
  readonly deadlineAtMs: number | undefined;
}

/** An attempt at one of the two targets of a ramp. */
export interface RampAttempt {
  readonly call: RampCall;
  /** Whether it is at the new one. */
  readonly isNew: boolean;
}

/** Outcomes of both targets of a ramp. */
interface Compared {
  readonly from: OutcomeWindow;
  readonly to: OutcomeWindow;
}

const refusals: ReadonlySet<string> = new Set(['rejected', 'context_window', 'content_policy']);
const failed: Outcome = { end: 'failed', firstTokenMs: 0, totalMs: 0 };
const PERMILLE = 1_000;
const PERCENT = 100;

/**
 * Watches the attempts of rules that have a ramp, and halts a ramp at the outcome with which its new target leaves the
 * bounds. The node decides alone and at once. What is halted stays so until the ramp says something else, which gives it
 * another id, or the process ends. Takes no timer, and nothing at all for rules without a ramp.
 */
export class RampWatch {
  readonly #options: RampWatchOptions;
  readonly #followed = new WeakMap<InferenceRequest, RampCall>();
  /** False as long as no call had a ramp: then attempts cost nothing. */
  #isFollowing = false;
  /** In the order of their last outcome. */
  readonly #compared = new Map<string, Compared>();
  readonly #halts = new Map<string, RampHalt>();

  constructor(options: RampWatchOptions) {
    this.#options = options;
  }

  /** Whether the ramp is halted here: what routing asks. */
  readonly isHalted = (rampId: string): boolean => this.#halts.size > 0 && this.#halts.has(rampId);

  findHalt(rampId: string): RampHalt | undefined {
    return this.#halts.get(rampId);
  }

  /**
   * The attempts of that call count for its ramp. Being passed over counts as a failed attempt: else a breaker would keep
   * a dead target from ever failing often enough.
   */
  follow(request: InferenceRequest, call: RampCall): void {
    const { id, ramp } = call.turn;
    if (this.isHalted(id)) return;
    this.#isFollowing = true;
    this.#followed.set(request, call);
    if (call.isPassedOver) this.#count(id, ramp, { isNew: true, outcome: failed });
  }

  /** An attempt begins. Undefined when it counts for no ramp. */
  started(target: Target, request: InferenceRequest): RampAttempt | undefined {
    if (!this.#isFollowing) return undefined;
    const call = this.#followed.get(request);
    if (call === undefined) return undefined;
    const { fromTargetId, toTargetId } = call.turn.ramp;
    const isNew = target.id === toTargetId;
    return isNew || target.id === fromTargetId ? { call, isNew } : undefined;
  }

  /** It has ended. */
  ended({ call, isNew }: RampAttempt, result: RampOutcome): void {
    const { id, ramp } = call.turn;
    if (this.isHalted(id)) return;
    const outcome = this.#outcomeOf(result, call.deadlineAtMs);
    if (outcome !== undefined) this.#count(id, ramp, { isNew, outcome });
  }

  #count(
    id: string,
    ramp: RoutingRamp,
    { isNew, outcome }: { readonly isNew: boolean; readonly outcome: Outcome },
  ): void {
    const nowMs = this.#options.clock.monotonicMs();
    const compared = this.#touch(id, ramp);
    (isNew ? compared.to : compared.from).add(outcome, nowMs);
    const breach = isNew ? findBreach(compared, ramp, nowMs) : undefined;
    if (breach !== undefined) this.#halt(id, breach);
  }

  /**
   * Undefined for what says nothing of the target: the caller left, or its own deadline has passed. An attempt that a hedge was
   * faster than took so long at least: else hedges would hide that a target is slow.
   */
  #outcomeOf(result: RampOutcome, deadlineAtMs: number | undefined): Outcome | undefined {
    const { verdict, firstTokenMs, totalMs } = result;
    if (verdict === 'cancelled') return undefined;
    if (verdict === 'outrun') return { end: 'good', firstTokenMs: totalMs, totalMs };
    const isLate = deadlineAtMs !== undefined && this.#options.clock.unixMs() >= deadlineAtMs;
    if (verdict === 'timeout' && isLate) return undefined;
    const bad = refusals.has(verdict) ? 'refused' : 'failed';
    return { end: verdict === 'succeeded' ? 'good' : bad, firstTokenMs, totalMs };
  }

  #touch(id: string, { bounds }: RoutingRamp): Compared {
    const held = this.#compared.get(id);
    const compared = held ?? {
      from: new OutcomeWindow(bounds.windowMs),
      to: new OutcomeWindow(bounds.windowMs),
    };
    if (held !== undefined) this.#compared.delete(id);
    else forgetBeyond(this.#compared, RAMP_WATCH_LIMITS.rampsMax - 1);
    this.#compared.set(id, compared);
    return compared;
  }

  #halt(rampId: string, breach: Breach): void {
    const halt = { rampId, ...breach, atMs: this.#options.clock.unixMs() };
    this.#compared.delete(rampId);
    forgetBeyond(this.#halts, RAMP_WATCH_LIMITS.haltsMax - 1);
    this.#halts.set(rampId, halt);
    this.#options.onHalt?.(halt);
  }
}

type Breach = Pick<RampHalt, 'reason' | 'measured' | 'allowed'>;

/** The first bound that the new target has left; undefined when it has left none, or too little is known. */
function findBreach({ from, to }: Compared, ramp: RoutingRamp, nowMs: number): Breach | undefined {
  const { bounds } = ramp;
  const ofNew = to.read(nowMs);
  if (ofNew.count < bounds.attemptsMin) return undefined;
  const ofOld = from.read(nowMs);
  // Callers that send what nobody takes are refused by both: only what the new target refuses beyond the old one counts.
  const usual = ofOld.count < bounds.attemptsMin ? 0 : ofOld.refused;
  const failures = (ofNew.failed + Math.max(0, ofNew.refused - usual)) * PERMILLE;
  if (failures > bounds.failurePermilleMax)
    return {
      reason: 'failures',
      measured: Math.round(failures),
      allowed: bounds.failurePermilleMax,
    };
  const { firstTokenMsMax, firstTokenPercentMax, totalMsMax, totalPercentMax } = bounds;
  return (
    findSlow(
      'first_token',
      { from, to },
      { ...bounds, msMax: firstTokenMsMax, percentMax: firstTokenPercentMax },
    ) ??
    findSlow('total', { from, to }, { ...bounds, msMax: totalMsMax, percentMax: totalPercentMax })
  );
}

interface LatencyBound {
  readonly attemptsMin: number;
  readonly msMax: number | undefined;
  readonly percentMax: number | undefined;
}

function findSlow(
  reason: 'first_token' | 'total',
  { from, to }: Compared,
  { attemptsMin, msMax, percentMax }: LatencyBound,
): Breach | undefined {
  if (msMax === undefined && percentMax === undefined) return undefined;
  const of = reason === 'total' ? 'total' : 'firstToken';
  const newMs = to.median(of, attemptsMin);
  if (newMs === undefined) return undefined;
  const oldMs = percentMax === undefined ? undefined : from.median(of, attemptsMin);
  const relativeMs =
    oldMs === undefined || percentMax === undefined ? undefined : (oldMs * percentMax) / PERCENT;
  const allowedMs = Math.min(
    msMax ?? Number.POSITIVE_INFINITY,
    relativeMs ?? Number.POSITIVE_INFINITY,
  );
  if (newMs <= allowedMs) return undefined;
  return { reason, measured: Math.round(newMs), allowed: Math.round(allowedMs) };
}

function forgetBeyond(held: Map<string, unknown>, countMax: number): void {
  for (const key of held.keys()) {
    if (held.size <= countMax) return;
    held.delete(key);
  }
}
