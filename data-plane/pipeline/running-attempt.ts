import type { ProviderKind, Target } from '../../policy/resource.ts';
import type { Charge } from '../budgets/budget-desk.ts';
import type { GatewayError } from '../errors.ts';
import type { InferenceRequest } from '../inference.ts';
import type { ProviderAdapter, StreamPiece } from '../providers/provider.ts';
import type { Hedging } from '../routing/hedging.ts';
import { Attempt } from '../upstream/attempt.ts';
import type {
  AttemptListener,
  AttemptPlan,
  AttemptResult,
  AttemptSurroundings,
} from '../upstream/attempt-plan.ts';
import type { CallDeadline } from '../upstream/attempt-time.ts';
import type { TargetHealth, TargetPermit } from '../upstream/health/target-health.ts';
import type { TargetWatch } from '../upstream/health/target-watch.ts';
import { planAttempt } from '../upstream/plan-attempt.ts';
import { recordAttempt } from './attempt-record.ts';
import { grantIdOf } from './authorise.ts';
import type { CredentialChoice, ShownCredential } from './credential-choice.ts';
import type { AttemptRecord, Exchange } from './exchange.ts';
import type { MoneyOptions } from './money/call-money.ts';
import { reached } from './reached.ts';

/** What is to be tried. */
export interface Try {
  readonly target: Target;
  readonly credential: ShownCredential;
  readonly onFreshConnection: boolean;
  /** Whether it starts beside another one. */
  readonly isHedge: boolean;
  /** What is set aside for it; undefined before, and where there are no budgets. */
  readonly charge?: Charge | undefined;
}

/** The same target once more, where it was not at fault itself: on a fresh connection, or with its other credential. */
export function tryAgain(
  { target, credential }: Try,
  isStale: boolean,
  second: ShownCredential | undefined,
): Try | undefined {
  if (isStale) return { target, credential, onFreshConnection: true, isHedge: false };
  return second && { target, credential: second, onFreshConnection: false, isHedge: false };
}

/** What sending depends on. */
export interface DispatchOptions extends AttemptSurroundings, MoneyOptions {
  /** The adapter that speaks to providers of a kind. */
  readonly getAdapter: (kind: ProviderKind) => ProviderAdapter;
  readonly credentials: CredentialChoice;
  readonly health: TargetHealth;
  /** In [0, 1), anew at each call: spreads the pauses between attempts. */
  readonly draw: () => number;
  /** Follows each attempt. */
  readonly watch?: TargetWatch;
  /** When calls of rules that hedge have a second attempt; undefined: never. */
  readonly hedging?: Hedging;
}

/** The call that attempts are made for. */
export interface AttemptOwner {
  readonly options: DispatchOptions;
  readonly exchange: Exchange;
  readonly deadline: CallDeadline;
  /** Tries at other targets that may follow. */
  readonly furtherCount: number;
  /** Attempts that have begun. */
  readonly startedCount: number;
  /** From 1, one more at each call. */
  nextNumber(): number;
  /** Before anything of it is passed on: from here on this attempt is the reply. */
  begun(one: RunningAttempt): void;
  /** Once for each, last. May come before `start` returns. */
  ended(one: RunningAttempt, result: AttemptResult): void;
}

/** Plans a try, or says why it is passed over; see {@link planAttempt}. */
export function planTry(what: Try, owner: AttemptOwner): AttemptPlan | GatewayError {
  const { target, credential, onFreshConnection } = what;
  const { snapshot, request, route, sink } = owner.exchange;
  const provider = reached(snapshot.providers.get(target.providerId), 'provider');
  return planAttempt({
    adapter: owner.options.getAdapter(provider.kind),
    provider,
    clock: owner.options.clock,
    target,
    model: snapshot.models.get(target.modelId),
    request: reached(request, 'request'),
    route: reached(route, 'route'),
    credential: credential.value,
    dialect: sink.dialect,
    furtherCount: owner.furtherCount,
    totalDeadlineMs: owner.deadline.atMs,
    onFreshConnection,
  });
}

/** One attempt of a call from its start to its end, with the permit that it holds. */
export class RunningAttempt implements AttemptListener {
  readonly what: Try;
  readonly plan: AttemptPlan;
  /** From 1, in the order in which the attempts of the call began. */
  readonly number: number;
  readonly permit: TargetPermit;
  readonly #request: InferenceRequest;
  /** What the watch knows it by. */
  readonly #load: unknown;
  readonly #owner: AttemptOwner;
  readonly #grantId: string;
  readonly #attempt: Attempt;

  constructor(what: Try, plan: AttemptPlan, owner: AttemptOwner) {
    this.what = what;
    this.plan = plan;
    this.number = owner.nextNumber();
    this.permit = owner.options.health.begin(what.target, this.number === 1);
    this.#request = reached(owner.exchange.request, 'request');
    this.#load = owner.options.watch?.started(
      what.target,
      this.#request,
      owner.exchange.inputTokens,
    );
    this.#owner = owner;
    this.#grantId = grantIdOf(owner.exchange, what.target, owner.options.clock.unixMs());
    this.#attempt = new Attempt(plan, owner.options, this);
  }

  /** Call once. */
  start(): void {
    this.#attempt.start();
  }

  /** True as long as neither content nor a failure has begun to come. */
  get isSilent(): boolean {
    return this.#attempt.isSilent;
  }

  /** The caller has left. */
  cancel(): void {
    this.#attempt.cancel('cancelled');
  }

  /** Another attempt of the call was first. */
  outrun(): void {
    this.#attempt.cancel('outrun');
  }

  /** A paused caller has room again. */
  resume(): void {
    this.#attempt.resume();
  }

  /** What it leaves behind, to be kept with the call. */
  record(result: AttemptResult): AttemptRecord {
    const { target, isHedge, charge } = this.what;
    const endedAtMs = this.#owner.options.clock.unixMs();
    return recordAttempt({
      number: this.number,
      target,
      isHedge,
      request: this.#request,
      inputTokens: this.#owner.exchange.inputTokens,
      adapter: this.plan.adapter,
      result,
      endedAtMs,
      grantId: this.#grantId,
      charge,
    });
  }

  /** Tells how it ended to who follows targets. `isLastCredential`: no other one is held. Call once. */
  report(result: AttemptResult, isLastCredential: boolean): void {
    const { options, exchange, deadline } = this.#owner;
    const { target } = this.what;
    options.health.ended(this.permit, result, {
      target,
      provider: exchange.snapshot.providers.get(target.providerId),
      isCutByCaller: deadline.isCallers && options.clock.monotonicMs() >= deadline.atMs,
      isLastCredential,
    });
    options.watch?.ended(this.#load, result);
  }

  begin(): void {
    this.#owner.begun(this);
  }

  write(piece: StreamPiece): boolean {
    const { sink } = this.#owner.exchange;
    if (this.plan.verbatim) return sink.writeRaw(piece.raw);
    let hasRoom = true;
    for (const event of piece.events) hasRoom = sink.writeEvent(event) && hasRoom;
    return hasRoom;
  }

  ended(result: AttemptResult): void {
    this.#owner.ended(this, result);
  }
}
