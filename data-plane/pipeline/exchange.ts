import type { CandidateReason, FallbackOrders } from '../../policy/compile-routing.ts';
import type { RequestFacts } from '../../policy/fact.ts';
import type { OutsideName } from '../../policy/inspect/outside/outside-kind.ts';
import type { Look } from '../../policy/inspect/settings/look.ts';
import type { Sightings } from '../../policy/inspect/sighting.ts';
import type { TextAmount, TextAmounts } from '../../policy/inspect/text-amount.ts';
import type { Placeholders } from '../../policy/prompt-part/placeholders.ts';
import type { RuleOutcome } from '../../policy/prompt-part/rule-outcome.ts';
import type { PromptFinding } from '../../policy/prompt-policy.ts';
import type { ApiKey, Application, Route, Target, Tenant } from '../../policy/resource.ts';
import type { HedgePlan } from '../../policy/timing/hedge.ts';
import type { ShadowChoice } from '../../policy/trial/shadow-choice.ts';
import type { Charge } from '../budgets/budget-desk.ts';
import type { Snapshot, VerifiedToken } from '../config/snapshot.ts';
import type { GatewayError } from '../errors.ts';
import type { Explanation } from '../explanation.ts';
import type { ChatEvent, InferenceRequest, Usage, WholeReply, WireDialect } from '../inference.ts';
import type { CallLimits } from '../limits/call-limits.ts';
import type { LimitStanding } from '../limits/limit-verdict.ts';
import type { RampHalt } from '../routing/ramp-watch.ts';
import type { TargetReason } from '../upstream/health/target-queue.ts';
import type { OutsideLook, Unseen } from './prompt/outside-look.ts';

/** What is known when a reply begins; doors turn it into headers or initial metadata. */
export interface ReplyHead {
  readonly routeName: string;
  readonly targetName: string;
  readonly attemptCount: number;
  /** Undefined where the tenant has no limits. */
  readonly limits: LimitStanding | undefined;
  /** Least that is left of the budgets that the attempt is counted in; undefined when there are none. */
  readonly budgetLeftNanoUsd: bigint | undefined;
}

/** What is known when a reply has ended; doors turn it into headers (whole replies) or trailers. */
export interface ReplyTail {
  readonly usage: Usage;
  readonly costNanoUsd: bigint;
  /** One word a stage, comma-separated: `authenticated,granted,clean,drawn`. */
  readonly decision: string;
  /** Undefined unless the caller asks and may know. */
  readonly explanation: Explanation | undefined;
}

/** What was known of a call when it was refused or failed; what was not reached is undefined. */
export interface FailureFacts {
  readonly routeName: string | undefined;
  /** Target of the last attempt. */
  readonly targetName: string | undefined;
  /** Undefined where the tenant has no limits, or they were not reached. */
  readonly limits: LimitStanding | undefined;
  readonly attemptCount: number;
  readonly costNanoUsd: bigint;
  /** The stages that were passed, one word each, and the word of the error: `authenticated,grant_missing`. */
  readonly decision: string;
  /** Undefined unless the caller asks and may know. */
  readonly explanation: Explanation | undefined;
}

/**
 * Where a door takes the reply. Order: either `answer` once, or `begin` once, any number of `writeRaw`/`writeEvent`,
 * then `end` once; `fail` once instead of, or after, any of them. Calls after `end`, `answer` or `fail` are ignored.
 */
export interface ReplySink {
  /** Dialect whose bytes this door passes on unchanged; undefined when it always wants decoded events. */
  readonly dialect: WireDialect | undefined;
  /** A whole reply, with everything that is known about it. */
  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void;
  /** First content of a stream is here: nothing can be retried after this. */
  begin(head: ReplyHead): void;
  /** One complete event of the provider's stream, delimiter included. False asks for a pause until `onDrain`. */
  writeRaw(event: Buffer): boolean;
  /** One decoded piece. False asks for a pause until `onDrain`. */
  writeEvent(event: ChatEvent): boolean;
  /** Registers who is to be woken when a paused reader has room again. */
  onDrain(resume: () => void): void;
  /**
   * The provider's own end was seen. The door writes `terminal`, which is the provider's event where its bytes were passed
   * on, or one of its own.
   */
  end(tail: ReplyTail, terminal?: Buffer): void;
  /** Refusal or failure, in the door's own shape; after `begin` as an explicit error event, never a clean end. */
  fail(error: GatewayError, known?: FailureFacts): void;
}

/**
 * What is left to hand to the sink when every stage has passed. The handler does it after settling, so that the record
 * is safe before the last byte of the reply.
 */
export type FinishedReply =
  | { readonly kind: 'whole'; readonly head: ReplyHead; readonly reply: WholeReply }
  /** Everything but the end was written already. */
  | {
      readonly kind: 'stream';
      /** The provider's own terminal event, where its bytes were passed on. */
      readonly terminal: Buffer | undefined;
    };

/** What rules about replies were given of one, and saw, as far as it has come. */
export interface SeenReply {
  readonly amount: TextAmount;
  readonly inspectedBy: readonly Look[];
  readonly found: Sightings;
}

/** Looks at a reply on its way to the caller. */
export interface ReplyInspection {
  /** Undefined as long as nothing has come, and when no rule is about replies. */
  readonly seen: SeenReply | undefined;
  /**
   * The provider has ended the reply: lets go what was held of a stream, or looks at it whole.
   *
   * @throws GatewayError prompt_blocked, and what {@link ReplyQuestion} throws
   */
  finish(reply: FinishedReply): FinishedReply | Promise<FinishedReply>;
}

/** One try at one target, as the record tells it. */
export interface AttemptRecord {
  readonly number: number;
  readonly target: Target;
  /** Whether it was started beside another one that had shown nothing yet. */
  readonly isHedge: boolean;
  /** `succeeded`, `cancelled`, `outrun` (another attempt was first), or the class of the failure. */
  readonly verdict: string;
  /** Status of the provider's reply; 0 when there was none. */
  readonly status: number;
  /** Milliseconds from sending; 0 when there was no content. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** Unix milliseconds. */
  readonly endedAtMs: number;
  /** Undefined when there was nothing to count: no content came. */
  readonly usage: Usage | undefined;
  readonly costNanoUsd: bigint;
  readonly unpriced: boolean;
  /** Unix milliseconds from which the price holds that it was charged at; 0 when there was none. */
  readonly priceFromMs: number;
  /** Input tokens above which the tier of that price holds; 0 when the price itself held. */
  readonly priceTier: number;
  /** Grant that it was made under; empty when there was none. */
  readonly grantId: string;
  /** What was set aside for it in budgets; undefined where there are none. */
  readonly charge: Charge | undefined;
}

/**
 * One considered target: why the routing policy kept or dropped it, or what this node held against one that was kept
 * (docs/reliability.md).
 */
export interface ConsideredCandidate {
  readonly targetId: string;
  readonly kept: boolean;
  readonly reason: CandidateReason | TargetReason;
}

/** Who is told that the caller has left. */
export type LeaveListener = (() => void) | { handleEvent(): void };

/** The part of an AbortSignal that a call needs; any AbortSignal is one. */
export interface CallerLeft {
  readonly aborted: boolean;
  /** Why, once it is aborted. */
  readonly reason: unknown;
  /** Called once, in the tick in which the caller leaves; never when it has left already. */
  addEventListener(type: 'abort', listener: LeaveListener, options?: { once?: boolean }): void;
}

/** What a door knows when a call comes in. */
export interface Arrival {
  readonly door: 'http' | 'grpc';
  /** UUID version 7. */
  readonly requestId: string;
  /** Unix milliseconds. */
  readonly receivedAtMs: number;
  /** Unix milliseconds by which the caller wants an answer; undefined when it did not say. */
  readonly deadlineAtMs: number | undefined;
  /** The presented key or token; undefined when there was none. */
  readonly credential: string | undefined;
  /** Value of `x-gatehouse-workload`; undefined when there was none. */
  readonly requestedWorkload: string | undefined;
  /** Flat entries of `x-gatehouse-metadata`: claimed, never verified. At most 16. */
  readonly claimed: Readonly<Record<string, string>>;
  /** The caller asks for the decision beside the reply. */
  readonly explain: boolean;
  /** Parses the body into the inner shape, once. @throws GatewayError invalid_request */
  readonly parse: () => InferenceRequest;
  readonly sink: ReplySink;
  /** Aborted when the caller leaves. */
  readonly callerLeft: CallerLeft;
}

/**
 * One call on its way through the stages. A stage reads what earlier ones set and sets what its docstring says. What is
 * `undefined` was not reached: the settling stage writes the decision from exactly what is there.
 */
export interface Exchange extends Arrival {
  /** Where the reply goes: the arrival's, or what stands before it. */
  sink: ReplySink;
  /** Pinned once: a change of configuration does not touch a call that has begun. */
  readonly snapshot: Snapshot;
  key: ApiKey | undefined;
  /** The token that the caller came with; undefined for one with a key. */
  token: VerifiedToken | undefined;
  tenant: Tenant | undefined;
  application: Application | undefined;
  /** What the limits of the tenant have to do with the call; undefined where it has none. */
  limits: CallLimits | undefined;
  request: InferenceRequest | undefined;
  /** What stands for things that were taken out of the request; undefined when there are none. */
  placeholders: Placeholders | undefined;
  /** Stands before the sink and looks at the reply; undefined when it goes to the caller as it comes. */
  guard: ReplyInspection | undefined;
  /** Estimated once, see data-plane/routing/token-estimate.ts: by the first stage that needs it, 0 before that. */
  inputTokens: number;
  workload: string | undefined;
  route: Route | undefined;
  /** Name of the prompt policy that moved the call to another route; undefined when none did. */
  reroutedBy: string | undefined;
  findings: readonly PromptFinding[];
  /** Detectors that have looked at all of the request. */
  inspectedBy: readonly Look[];
  /** Those among them that run elsewhere. */
  askedOf: readonly OutsideName[];
  /** Those that were to look and did not; undefined while all have. */
  unseenBy: Unseen | undefined;
  /** What those that run elsewhere have found; undefined where none was asked. */
  outside: OutsideLook | undefined;
  /** What they found, also where no rule is about it. */
  found: Sightings;
  /** How much they had to look at. */
  lookedAt: TextAmounts;
  /** What became of the rules of each policy that judges the call. */
  ruleOutcomes: readonly RuleOutcome[];
  /** What conditions saw of the request; undefined before the routing stage. */
  requestFacts: RequestFacts['request'] | undefined;
  /** Rule of the routing policy that matched. */
  rule: string | undefined;
  candidates: readonly ConsideredCandidate[];
  /** In the order in which they are to be tried. */
  targets: readonly Target[];
  /** By the class of a failure, what may be tried after it, in its order. */
  fallbacksOn: FallbackOrders;
  /** Whether, and when, a second attempt may be started beside the first; undefined: never. */
  hedge: HedgePlan | undefined;
  /** Why this node has halted the ramp of the rule, as long as the configuration does not say so. */
  rampHalt: RampHalt | undefined;
  /** The copy of the call that is to be made when it is settled; undefined for calls that are in no sample. */
  shadow: ShadowChoice | undefined;
  /** In the order in which they have ended; the one that answered comes last. */
  attempts: AttemptRecord[];
  /** Milliseconds from arrival to the first content; 0 when there was none. */
  firstContentMs: number;
  /** Milliseconds from arrival to settling; 0 until then. */
  totalMs: number;
  /** True when the provider's bytes are passed on unchanged. */
  verbatim: boolean;
  /** Set by the last stage on success. */
  reply: FinishedReply | undefined;
  /** Ends what the last stage is doing with that error; undefined while nothing is under way that could be ended. */
  cut: ((error: GatewayError) => void) | undefined;
  error: GatewayError | undefined;
  /** Where the observer of calls finds it; undefined while it is not under way. */
  place: number | undefined;
}

/** A step of the pipeline. Refuses by throwing a GatewayError; asynchronous only where it waits for the outside. */
export type Stage = (exchange: Exchange) => void | Promise<void>;
