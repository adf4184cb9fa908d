import { type GatewayError, toGatewayError } from '../errors.ts';
import type { Usage, WholeReply } from '../inference.ts';
import type {
  AttemptListener,
  AttemptPlan,
  AttemptResult,
  AttemptSurroundings,
} from './attempt-plan.ts';
import { BodyCollector } from './body-collector.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import {
  callerLeft,
  classOfError,
  classOfTransportError,
  deadlineExceeded,
  failureError,
  replyTooLarge,
  streamCut,
} from './failure.ts';
import type { ReplyHandler, UpstreamCall } from './http1/outgoing-call.ts';
import type { HeaderList } from './http1/reply-head.ts';
import { TransportFault } from './http1/transport-fault.ts';
import { isReadableReply, recordOf } from './reply-header.ts';
import { StreamRelay } from './stream-relay.ts';

/**
 * `connecting` until the request goes out, `waiting` until the first content, `failing` while the body of an error
 * comes, `flowing` after the first content, `lingering` when the result is known and the connection is not yet free.
 */
type Phase = 'connecting' | 'waiting' | 'failing' | 'flowing' | 'lingering' | 'over';

const noHeaders: HeaderList = [];

/**
 * One try at one target, driven by what comes on its connection. One moving deadline stands for the four timers (connect, first
 * content, idle, total). Until the first content nothing is passed on, so that a failure before it stays invisible.
 */
export class Attempt implements ReplyHandler {
  readonly #plan: AttemptPlan;
  readonly #around: AttemptSurroundings;
  readonly #listener: AttemptListener;
  readonly #timer: DeadlineTimer;
  readonly #startedMs: number;
  #phase: Phase = 'connecting';
  /** Undefined until the request goes out. */
  #call: UpstreamCall | undefined;
  #relay: StreamRelay | undefined;
  #body: BodyCollector | undefined;
  #headers = noHeaders;
  #paused = false;
  #isStale = false;
  #status = 0;
  #firstTokenMs = 0;

  constructor(plan: AttemptPlan, around: AttemptSurroundings, listener: AttemptListener) {
    this.#plan = plan;
    this.#around = around;
    this.#listener = listener;
    this.#startedMs = around.clock.monotonicMs();
    this.#timer = new DeadlineTimer(around.clock.monotonicMs, this);
  }

  /** Sends the request. Call once. */
  start(): void {
    const { connectTimeoutMs, firstContentDeadlineMs } = this.#plan;
    this.#setDeadline(Math.min(this.#startedMs + connectTimeoutMs, firstContentDeadlineMs));
    try {
      this.#around.pools.dispatch(this.#plan.request, this, this.#plan);
    } catch (error) {
      if (!this.#isOver()) this.#giveUp('connect', failureError({ failure: 'connect' }, error));
    }
  }

  /** True as long as neither content nor a failure has begun to come. */
  get isSilent(): boolean {
    return this.#phase === 'connecting' || this.#phase === 'waiting';
  }

  /** The caller has left, or another attempt of the call was first: the connection is cut in this tick. */
  cancel(verdict: 'cancelled' | 'outrun'): void {
    const error = verdict === 'outrun' ? undefined : callerLeft('The caller left.');
    if (!this.#isOver()) this.#giveUp(verdict, error);
  }

  /** A paused caller has room again. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#isOver()) return;
    this.#setIdleDeadline(this.#plan.idleTimeoutMs);
    this.#call?.resume();
  }

  /** For the timer only. */
  expired(): void {
    if (this.#phase === 'lingering') this.#release();
    else if (this.#around.clock.monotonicMs() >= this.#plan.totalDeadlineMs)
      this.#giveUp('timeout', deadlineExceeded());
    else if (this.#phase === 'failing') this.#readFailure();
    else if (this.#paused) this.#giveUp('cancelled', callerLeft('The caller stopped reading.'));
    else if (this.#relay?.begun === true) this.#giveUp('timeout', streamCut());
    else this.#giveUpAs(this.#phase === 'connecting' ? 'connect' : 'timeout');
  }

  onRequestStart(call: UpstreamCall): boolean {
    if (this.#isOver()) return false;
    this.#call = call;
    this.#phase = 'waiting';
    this.#setDeadline(this.#plan.firstContentDeadlineMs);
    return true;
  }

  onResponseStart(status: number, headers: HeaderList): void {
    if (this.#isOver()) return;
    this.#status = status;
    const { limits } = this.#around;
    const { stream, verbatim, callerWantsUsage, adapter } = this.#plan;
    if (status >= 300) {
      this.#phase = 'failing';
      this.#headers = headers;
      this.#body = new BodyCollector(limits.errorBodyBytesMax);
      this.#setIdleDeadline(limits.errorBodyTimeoutMs);
    } else if (!isReadableReply(headers, stream ? adapter.streamMediaType : undefined)) {
      this.#giveUpAs('protocol');
    } else if (stream) {
      const decoder = adapter.createStreamDecoder({ decode: !verbatim, callerWantsUsage });
      this.#relay = new StreamRelay(decoder, limits, this.#listener);
    } else {
      this.#body = new BodyCollector(limits.wholeBodyBytesMax);
    }
  }

  onResponseData(chunk: Buffer): void {
    if (this.#isOver()) return;
    if (this.#relay !== undefined) {
      this.#push(this.#relay, chunk);
      if (this.#paused && !this.#isOver()) this.#call?.pause();
      return;
    }
    const fits = this.#body?.add(chunk) !== false;
    if (this.#phase !== 'failing') {
      if (fits) this.#flow();
      else this.#giveUp('protocol', replyTooLarge());
    } else if (!fits) {
      this.#readFailure();
    }
  }

  onResponseEnd(): void {
    if (this.#phase === 'failing') this.#readFailure();
    else if (!this.#isOver()) this.#finish();
    this.#phase = 'over';
    this.#timer.clear();
  }

  onResponseError(error: Error): void {
    if (this.#phase === 'failing') {
      this.#readFailure();
    } else if (!this.#isOver()) {
      const failure = classOfTransportError(error, this.#call !== undefined);
      this.#isStale = error instanceof TransportFault && error.isStale;
      const isCut = this.#relay?.begun === true;
      this.#giveUp(failure, isCut ? streamCut(error) : failureError({ failure }, error));
    }
    this.#phase = 'over';
    this.#timer.clear();
  }

  #push(relay: StreamRelay, chunk: Buffer): void {
    try {
      const isEnd = relay.push(chunk);
      if (relay.contentEventCount > 0) this.#flow();
      if (isEnd) this.#linger();
      else if (relay.takeFull()) this.#pause();
    } catch (thrown) {
      this.#giveUpOver(thrown);
    }
  }

  #finish(): void {
    try {
      if (this.#relay !== undefined) {
        this.#relay.finish();
        this.#end(undefined, undefined);
        return;
      }
      const body = this.#body?.body() ?? Buffer.alloc(0);
      const { adapter, operation, verbatim } = this.#plan;
      const { reply, usage } = adapter.decode(operation, body, verbatim);
      this.#end(reply, usage);
    } catch (thrown) {
      this.#giveUpOver(thrown);
    }
  }

  /** A chunk of the reply proper has come. */
  #flow(): void {
    if (this.#isOver()) return;
    if (this.#phase === 'waiting') {
      this.#phase = 'flowing';
      this.#firstTokenMs = this.#elapsedMs();
    }
    this.#setIdleDeadline(this.#plan.idleTimeoutMs);
  }

  #pause(): void {
    if (this.#isOver()) return;
    this.#paused = true;
    this.#setIdleDeadline(this.#around.limits.readerStallTimeoutMs);
  }

  #readFailure(): void {
    const body = this.#body?.body() ?? Buffer.alloc(0);
    try {
      const failure = this.#plan.adapter.readFailure(this.#status, recordOf(this.#headers), body);
      this.#giveUp(failure.failure, failureError(failure));
    } catch (thrown) {
      this.#giveUpOver(thrown);
    }
  }

  #giveUpAs(failure: 'connect' | 'timeout' | 'protocol'): void {
    this.#giveUp(failure, failureError({ failure }));
  }

  #giveUpOver(thrown: unknown): void {
    if (this.#isOver()) return;
    const error = toGatewayError(thrown);
    this.#giveUp(classOfError(error), error);
  }

  #giveUp(verdict: AttemptResult['verdict'], error: GatewayError | undefined): void {
    this.#relay?.stop();
    this.#release();
    this.#listener.ended(this.#result(verdict, error, undefined, undefined));
  }

  /** The provider's own end came; the connection is free again when its framing has ended too. */
  #linger(): void {
    if (this.#isOver()) return;
    this.#phase = 'lingering';
    this.#timer.set(this.#around.clock.monotonicMs() + this.#around.limits.lingerTimeoutMs);
    this.#listener.ended(this.#result('succeeded', undefined, undefined, undefined));
  }

  #end(reply: WholeReply | undefined, usage: Usage | undefined): void {
    this.#phase = 'over';
    this.#timer.clear();
    this.#listener.ended(this.#result('succeeded', undefined, reply, usage));
  }

  #release(): void {
    this.#phase = 'over';
    this.#timer.clear();
    this.#call?.abort();
  }

  #result(
    verdict: AttemptResult['verdict'],
    error: GatewayError | undefined,
    reply: WholeReply | undefined,
    usage: Usage | undefined,
  ): AttemptResult {
    const relay = this.#relay;
    return {
      verdict,
      status: this.#status,
      firstTokenMs: this.#firstTokenMs,
      totalMs: this.#elapsedMs(),
      sent: this.#call !== undefined,
      usage: usage ?? relay?.usage,
      contentEventCount: relay?.contentEventCount ?? 0,
      contentCharCount: relay?.contentCharCount ?? 0,
      begun: relay?.begun ?? false,
      isStale: this.#isStale,
      reply,
      terminal: this.#plan.verbatim ? relay?.terminal : undefined,
      error,
    };
  }

  #isOver(): boolean {
    return this.#phase === 'over' || this.#phase === 'lingering';
  }

  #elapsedMs(): number {
    return this.#around.clock.monotonicMs() - this.#startedMs;
  }

  #setIdleDeadline(timeoutMs: number): void {
    this.#setDeadline(this.#around.clock.monotonicMs() + timeoutMs);
  }

  #setDeadline(deadlineMs: number): void {
    this.#timer.set(Math.min(deadlineMs, this.#plan.totalDeadlineMs));
  }
}
