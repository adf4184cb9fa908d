import type { ApiKey, Provider, ProviderKind, Target } from '../../../policy/resource.ts';
import { totalTimeoutMsOf } from '../../../policy/timing/timer.ts';
import type { ShadowChoice } from '../../../policy/trial/shadow-choice.ts';
import type { Charge, Shortage } from '../../budgets/budget-desk.ts';
import { GatewayError } from '../../errors.ts';
import type { ProviderAdapter } from '../../providers/provider.ts';
import type { AttemptPlan, AttemptSurroundings } from '../../upstream/attempt-plan.ts';
import { findDeadline } from '../../upstream/attempt-time.ts';
import { planAttempt } from '../../upstream/plan-attempt.ts';
import type { SettledRecordSink } from '../../usage/settled-record.ts';
import { recordAttempt } from '../attempt-record.ts';
import { grantIdOf, isGranted } from '../authorise.ts';
import type { CredentialChoice } from '../credential-choice.ts';
import type { AttemptRecord, Exchange } from '../exchange.ts';
import { type MoneyOptions, moneyOf } from '../money/call-money.ts';
import { usageEventOf } from '../money/usage-event.ts';
import { reached } from '../reached.ts';
import { compareShapes, type ReplyShape } from './reply-shape.ts';
import { ReplyTap } from './reply-tap.ts';
import { type Reservation, ShadowBudget } from './shadow-budget.ts';
import { copyRequest, type ShadowCopy } from './shadow-copy.ts';
import { type HoldsCaller, type ShadowEnd, ShadowRun } from './shadow-run.ts';

/** Copies that are under way at the same time; what comes beside them is not copied. */
export const SHADOW_RUNS_MAX = 16;
/** Replies that are looked at as they pass, at the same time; each holds a quarter of a MiB at most. */
export const SHADOW_TAPS_MAX = 128;

/**
 * What became of a call in the sample. `ineligible`: the copy may not go there, or the caller was answered from there;
 * `unfit`: the target's wire has no place for it. The last three are those of copies that were sent.
 */
export type ShadowOutcome =
  | 'ineligible'
  | 'busy'
  | 'unpriced'
  | 'capped'
  | 'unpaid'
  | 'unfit'
  | 'succeeded'
  | 'failed'
  | 'cancelled';

/** What shadows depend on. */
export interface ShadowOptions extends AttemptSurroundings, MoneyOptions {
  readonly getAdapter: (kind: ProviderKind) => ProviderAdapter;
  readonly credentials: CredentialChoice;
  readonly records: SettledRecordSink;
  /** Told once of each call in the sample that was answered, with what its copy has cost. */
  readonly onOutcome?: (outcome: ShadowOutcome, costNanoUsd: bigint) => void;
  /** Told of what must not happen, for the log. */
  readonly onFault?: (fault: unknown, requestId: string) => void;
}

/** A call whose copy is to be sent. */
interface Original {
  readonly exchange: Exchange;
  readonly key: ApiKey;
  readonly tap: ReplyTap;
  readonly choice: ShadowChoice;
  readonly target: Target;
}

/**
 * Sends copies of calls to other targets when their callers have had the whole reply. A copy is tried once, holds back
 * nothing and nobody, and says nothing to health, balancing and ramps; its cost and its comparison are recorded.
 */
export class Shadows {
  readonly #options: ShadowOptions;
  readonly #budget = new ShadowBudget();
  readonly #runs = new Set<ShadowRun>();
  #tapCount = 0;
  #isStopped = false;

  constructor(options: ShadowOptions) {
    this.#options = options;
  }

  /** The call is in the sample: from here on its reply is looked at as it passes. Sets `shadow` and `sink`. */
  readonly sampled = (exchange: Exchange, choice: ShadowChoice): void => {
    if (this.#tapCount >= SHADOW_TAPS_MAX) {
      this.#tell('busy');
      return;
    }
    exchange.shadow = choice;
    if (choice.target === undefined) return;
    this.#tapCount += 1;
    exchange.sink = new ReplyTap(exchange.sink);
  };

  /** Takes a call whose reply has ended. A copy of what was answered goes out in a later turn, so that no other reply waits for it. */
  readonly ended = (exchange: Exchange): void => {
    const { shadow: choice, sink: tap, key, error } = exchange;
    if (tap instanceof ReplyTap) this.#tapCount -= 1;
    if (choice === undefined || error !== undefined || key === undefined) return;
    const { target } = choice;
    if (target === undefined || !(tap instanceof ReplyTap)) this.#tell('ineligible');
    else setImmediate(() => this.#startSafely({ exchange, key, tap, choice, target }));
  };

  /** Ends the copies of calls whose keys or tokens are revoked. */
  cutRevoked(holds: HoldsCaller): void {
    for (const run of this.#runs) if (!run.isHeld(holds)) run.cancel();
  }

  /** Ends every copy; none is sent any more. */
  stop(): void {
    this.#isStopped = true;
    for (const run of this.#runs) run.cancel();
  }

  #startSafely(original: Original): void {
    try {
      this.#start(original);
    } catch (fault) {
      this.#options.onFault?.(fault, original.exchange.requestId);
    }
  }

  #start(original: Original): void {
    if (this.#isStopped) return;
    const copied = this.#prepare(original);
    if (typeof copied === 'string') this.#tell(copied);
    else this.#send(copied);
  }

  /** What is to be sent, its cost reserved; or why nothing is. */
  #prepare(original: Original): Copied | ShadowOutcome {
    if (this.#runs.size >= SHADOW_RUNS_MAX) return 'busy';
    if (!this.#mayGo(original)) return 'ineligible';
    const copy = this.#copy(original);
    if (copy === undefined) return 'unpriced';
    const provider = this.#providerOf(original, original.target);
    const adapter = this.#options.getAdapter(provider.kind);
    const plan = this.#plan(original, copy, { provider, adapter });
    if (plan instanceof GatewayError) return 'unfit';
    const { id, shadow } = original.choice;
    const cost = { nanoUsd: copy.nanoUsd, capNanoUsd: BigInt(shadow.hourlyNanoUsdMax) };
    const reservation = this.#budget.reserve(id, cost, this.#options.clock.unixMs());
    if (reservation === undefined) return 'capped';
    const charge = this.#charge(original, copy);
    if (charge !== undefined && 'why' in charge) {
      this.#budget.settle(reservation, 0n);
      return 'unpaid';
    }
    const shape = this.#shapeOf(original, copy);
    return { ...original, copy, shape, adapter, plan, reservation, charge };
  }

  /** A copy pays like any attempt, but asks nobody for money that is not there. */
  #charge({ exchange, target }: Original, { request }: ShadowCopy): Charge | Shortage | undefined {
    return moneyOf(exchange, this.#options)?.reserve(target, request);
  }

  /** Authorised for itself, as each attempt: a grant may have ended since. */
  #mayGo({ exchange, target }: Original): boolean {
    if (exchange.attempts.at(-1)?.target.id === target.id) return false;
    const application = reached(exchange.application, 'application');
    const workload = reached(exchange.workload, 'workload');
    const subject = { application, workload, nowMs: this.#options.clock.unixMs() };
    return isGranted(exchange.snapshot, subject, target);
  }

  #copy({ exchange, target }: Original): ShadowCopy | undefined {
    return copyRequest({
      request: reached(exchange.request, 'request'),
      inputTokens: exchange.inputTokens,
      usage: reached(exchange.attempts.at(-1)?.usage, 'usage'),
      target,
      model: exchange.snapshot.models.get(target.modelId),
      nowMs: this.#options.clock.unixMs(),
    });
  }

  #plan(
    { exchange, target }: Original,
    { request }: ShadowCopy,
    { provider, adapter }: { readonly provider: Provider; readonly adapter: ProviderAdapter },
  ): AttemptPlan | GatewayError {
    const { clock, credentials } = this.#options;
    const route = reached(exchange.route, 'route');
    const time = { receivedAtMs: clock.unixMs(), deadlineAtMs: undefined };
    const { models } = exchange.snapshot;
    const totalTimeoutMs = totalTimeoutMsOf(route, [target], models);
    return planAttempt({
      adapter,
      request,
      target,
      provider,
      model: models.get(target.modelId),
      credential: credentials.first(provider.id).value,
      dialect: undefined,
      route,
      furtherCount: 0,
      totalDeadlineMs: findDeadline(time, totalTimeoutMs, clock).atMs,
      clock,
      onFreshConnection: false,
    });
  }

  #send(copied: Copied): void {
    const { plan, target, key } = copied;
    const run: ShadowRun = new ShadowRun(
      {
        plan,
        target,
        key,
        token: copied.exchange.token,
        onEnd: (end) => {
          this.#runs.delete(run);
          this.#endSafely(copied, end);
        },
      },
      this.#options,
    );
    this.#runs.add(run);
    run.start();
  }

  #endSafely(copied: Copied, end: ShadowEnd): void {
    try {
      this.#end(copied, end);
    } catch (fault) {
      this.#options.onFault?.(fault, copied.exchange.requestId);
    }
  }

  #end(copied: Copied, { result, shape }: ShadowEnd): void {
    const { exchange, target, adapter, copy, reservation, charge } = copied;
    const number = exchange.attempts.length + 1;
    const endedAtMs = this.#options.clock.unixMs();
    const { request } = copy;
    const { inputTokens } = exchange;
    const isHedge = false;
    const grantId = grantIdOf(exchange, target, endedAtMs);
    const attempt = { number, isHedge, target, request, inputTokens, grantId, charge };
    const record = recordAttempt({ ...attempt, adapter, result, endedAtMs });
    this.#budget.settle(reservation, record.costNanoUsd);
    moneyOf(exchange, this.#options)?.settle(record);
    const { finish, toolCalls } = compareShapes(copied.shape, shape);
    const finishReason = shape.finishReason ?? '';
    const shadow = { ...outcomeOf(record), finishReason, finish, toolCalls };
    const event = { ...usageEventOf(exchange, record), shadow };
    this.#options.records.append({ decision: undefined, usageEvents: [event] });
    this.#options.budgets?.kept([record]);
    const { verdict } = record;
    const isOwn = verdict === 'succeeded' || verdict === 'cancelled';
    this.#tell(isOwn ? verdict : 'failed', record.costNanoUsd);
  }

  /** Read before the copy is under way, so that it does not hold the reply. */
  #shapeOf(original: Original, { request: { operation } }: ShadowCopy): ReplyShape {
    const { exchange, tap } = original;
    const answered = reached(exchange.attempts.at(-1), 'attempts').target;
    const shape = tap.shape(
      operation,
      this.#options.getAdapter(this.#providerOf(original, answered).kind),
    );
    exchange.reply = undefined;
    return shape;
  }

  #providerOf({ exchange }: Original, { providerId }: Target): Provider {
    return reached(exchange.snapshot.providers.get(providerId), 'provider');
  }

  #tell(outcome: ShadowOutcome, costNanoUsd = 0n): void {
    this.#options.onOutcome?.(outcome, costNanoUsd);
  }
}

/** A copy that is sent, and everything that its record needs. */
interface Copied extends Original {
  readonly copy: ShadowCopy;
  /** Of the reply that the caller has had. */
  readonly shape: ReplyShape;
  readonly adapter: ProviderAdapter;
  readonly plan: AttemptPlan;
  readonly reservation: Reservation;
  /** Undefined where there are no budgets. */
  readonly charge: Charge | undefined;
}

function outcomeOf({ verdict, status, firstTokenMs, totalMs }: AttemptRecord) {
  return { verdict, status, firstTokenMs, totalMs };
}
