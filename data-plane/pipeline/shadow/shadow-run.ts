import type { ApiKey, Target } from '../../../policy/resource.ts';
import type { VerifiedToken } from '../../config/snapshot.ts';
import type { StreamPiece } from '../../providers/provider.ts';
import { Attempt } from '../../upstream/attempt.ts';
import type {
  AttemptListener,
  AttemptPlan,
  AttemptResult,
  AttemptSurroundings,
} from '../../upstream/attempt-plan.ts';
import { type ReplyShape, ShapeCollector, shapeOf } from './reply-shape.ts';

/** Bytes of a streamed reply to a copy that are read; beyond them it is cut. */
const BYTES_MAX = 8 * 1_048_576;

/** What a copy has come to. */
export interface ShadowEnd {
  readonly result: AttemptResult;
  readonly shape: ReplyShape;
}

/** A copy that is sent. */
export interface ShadowSend {
  readonly plan: AttemptPlan;
  readonly target: Target;
  /** Whose call was copied. */
  readonly key: ApiKey;
  readonly token: VerifiedToken | undefined;
  /** Called once. */
  readonly onEnd: (end: ShadowEnd) => void;
}

/** Whether the caller of a key, or of a token, is one at this moment. */
export type HoldsCaller = (key: ApiKey, token: VerifiedToken | undefined) => boolean;

/** One copy on its way: one attempt, whose reply is read to its end and thrown away. */
export class ShadowRun implements AttemptListener {
  readonly #send: ShadowSend;
  readonly #attempt: Attempt;
  readonly #events = new ShapeCollector();
  #byteCount = 0;

  constructor(send: ShadowSend, around: AttemptSurroundings) {
    this.#send = send;
    this.#attempt = new Attempt(send.plan, around, this);
  }

  /** Whether its caller still is one. */
  isHeld(holds: HoldsCaller): boolean {
    return holds(this.#send.key, this.#send.token);
  }

  /** Call once. */
  start(): void {
    this.#attempt.start();
  }

  /** Its connection is cut in this tick. */
  cancel(): void {
    this.#attempt.cancel('cancelled');
  }

  begin(): void {
    // Nobody waits for it.
  }

  write({ raw, events }: StreamPiece): boolean {
    this.#byteCount += raw.length;
    for (const event of events) this.#events.add(event);
    if (this.#byteCount > BYTES_MAX) this.cancel();
    return true;
  }

  ended(result: AttemptResult): void {
    const { reply } = result;
    const shape = reply?.kind === 'chat' ? shapeOf(reply.chat) : this.#events.shape();
    this.#send.onEnd({ result, shape });
  }
}
