import type { InnerNetworks } from '../../../policy/network/inner-network.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import type { RuleReason } from '../../../policy/prompt-part/rule-outcome.ts';
import type { Clock } from '../../upstream/clock.ts';
import { type BreakerState, CircuitBreaker } from '../../upstream/health/circuit-breaker.ts';
import type { AskedText } from './answer.ts';
import { GrpcDetectorTransport } from './grpc-transport.ts';
import { HttpDetectorTransport } from './http-transport.ts';
import { type OutsideAnswer, Question } from './question.ts';
import type { DetectorTransport } from './transport.ts';

/** Questions under way to one detector; the next one fails at once, as a detector that is too slow helps nobody by a queue. */
const UNDER_WAY_MAX = 64;
/** Breakers that are kept; a detector that was asked first, and not since, begins anew. */
const KNOWN_MAX = 4_096;
/** Of one question, all of its calls together. */
const CHARACTERS_MAX = 4_194_304;
const TEXTS_MAX = 4_096;

/** What detectors are asked with. */
export interface OutsideDetectorsOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** In [0, 1). */
  readonly draw: () => number;
  /** Inside, dialled only where the operator says so. */
  readonly networks: InnerNetworks;
  /** Undefined for a detector that has none. */
  readonly credentialOf: (detectorId: string) => string | undefined;
  readonly observer: OutsideObserver;
}

/** Is told what becomes of questions. */
export interface OutsideObserver {
  asked(outcome: 'ran' | RuleReason, tookMs: number): void;
  breakerMoved(detector: OutsideDetector, state: BreakerState): void;
}

/** What one call of a caller wants to know of a detector. */
export interface Inquiry {
  readonly texts: readonly AskedText[];
  readonly requestId: string;
  /** Milliseconds, of all that may come of it. */
  readonly timeoutMs: number;
  readonly callerLeft: CallerLeft;
  /** Asks judges on behalf of this caller; undefined where none is asked. */
  readonly judge?: Pick<DetectorTransport, 'ask'> | undefined;
}

/** The part of an AbortSignal that is needed. */
interface CallerLeft {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
}

/** What is known of one detector at this node. */
interface Standing {
  readonly breaker: CircuitBreaker;
  state: BreakerState;
  underWayCount: number;
}

/** Asks detectors that run elsewhere: each has a breaker and a bound of its own, and none is asked twice by one call. */
export class OutsideDetectors {
  readonly #options: OutsideDetectorsOptions;
  readonly #transports: Readonly<Record<'http' | 'grpc', DetectorTransport>>;
  readonly #standings = new Map<string, Standing>();

  constructor(options: OutsideDetectorsOptions) {
    this.#options = options;
    this.#transports = {
      http: new HttpDetectorTransport(options.networks),
      grpc: new GrpcDetectorTransport(options.networks),
    };
  }

  /** Never rejects. */
  async ask(detector: OutsideDetector, inquiry: Inquiry): Promise<OutsideAnswer> {
    const beganMs = this.#options.clock.monotonicMs();
    const standing = this.#standingOf(detector.id, beganMs);
    const unasked = findHindrance(standing, inquiry, beganMs);
    const answer =
      unasked === undefined
        ? await this.#ask(detector, inquiry, standing)
        : ({ reason: unasked } as const);
    const tookMs = this.#options.clock.monotonicMs() - beganMs;
    this.#options.observer.asked('reason' in answer ? answer.reason : 'ran', tookMs);
    return answer;
  }

  close(): Promise<unknown> {
    return Promise.all(Object.values(this.#transports).map((transport) => transport.close()));
  }

  async #ask(
    detector: OutsideDetector,
    inquiry: Inquiry,
    standing: Standing,
  ): Promise<OutsideAnswer> {
    const { clock, draw, credentialOf } = this.#options;
    const permit = standing.breaker.begin(clock.monotonicMs());
    standing.underWayCount += 1;
    const answer = await new Promise<OutsideAnswer>((resolve) => {
      const call = {
        detector,
        requestId: inquiry.requestId,
        credential: credentialOf(detector.id),
      };
      const question = new Question(
        { ...call, ...inquiry, transport: this.#transportOf(detector, inquiry) },
        resolve,
      );
      inquiry.callerLeft.addEventListener('abort', () => question.abandon('caller_left'), {
        once: true,
      });
      question.start();
    });
    standing.underWayCount -= 1;
    const endedMs = clock.monotonicMs();
    if (!('reason' in answer)) standing.breaker.good(permit, endedMs);
    else if (isOfCaller(answer.reason, detector, inquiry)) standing.breaker.neutral(permit);
    else standing.breaker.bad(permit, endedMs, draw());
    this.#tellMove(detector, standing, endedMs);
    return answer;
  }

  #transportOf({ protocol }: OutsideDetector, { judge }: Inquiry): Pick<DetectorTransport, 'ask'> {
    return protocol === 'judge' ? (judge ?? nobody) : this.#transports[protocol];
  }

  #tellMove(detector: OutsideDetector, standing: Standing, nowMs: number): void {
    const state = standing.breaker.state(nowMs);
    if (state === standing.state) return;
    standing.state = state;
    this.#options.observer.breakerMoved(detector, state);
  }

  #standingOf(detectorId: string, nowMs: number): Standing {
    const known = this.#standings.get(detectorId);
    if (known !== undefined) return known;
    const made: Standing = {
      breaker: new CircuitBreaker(nowMs),
      state: 'closed',
      underWayCount: 0,
    };
    if (this.#standings.size >= KNOWN_MAX) {
      const [oldest] = this.#standings.keys();
      if (oldest !== undefined) this.#standings.delete(oldest);
    }
    this.#standings.set(detectorId, made);
    return made;
  }
}

const nobody: Pick<DetectorTransport, 'ask'> = {
  ask(_call, done) {
    process.nextTick(done, { reason: 'unreachable' });
    return () => undefined;
  },
};

/** Why it is not asked at all. */
function findHindrance(
  { breaker, underWayCount }: Standing,
  { texts, timeoutMs, callerLeft }: Inquiry,
  nowMs: number,
):
  | Extract<RuleReason, 'caller_left' | 'deadline' | 'too_large' | 'overloaded' | 'breaker_open'>
  | undefined {
  if (callerLeft.aborted) return 'caller_left';
  if (timeoutMs <= 0) return 'deadline';
  const characterCount = texts.reduce((sum, { text }) => sum + text.length, 0);
  if (texts.length > TEXTS_MAX || characterCount > CHARACTERS_MAX) return 'too_large';
  if (underWayCount >= UNDER_WAY_MAX) return 'overloaded';
  return breaker.isWilling(nowMs) ? undefined : 'breaker_open';
}

/** Whether it says nothing of the detector: callers who leave, or hurry it, must not take it away from others. */
function isOfCaller(
  reason: RuleReason,
  detector: OutsideDetector,
  { timeoutMs }: Inquiry,
): boolean {
  if (reason === 'deadline') return timeoutMs < detector.timeoutMs;
  return reason === 'caller_left' || reason === 'too_large' || reason === 'over_budget';
}
