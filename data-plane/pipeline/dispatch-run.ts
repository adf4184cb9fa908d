import type { ProviderKind, Target } from '../../policy/resource.ts';
import { GatewayError } from '../errors.ts';
import type { InferenceRequest, Usage, WholeReply, WireDialect } from '../inference.ts';
import type { EncodedRequest, ProviderAdapter, StreamPiece } from '../providers/provider.ts';
import type { AttemptSurroundings } from '../upstream/attempt.ts';
import { Attempt } from '../upstream/attempt.ts';
import type { AttemptListener, AttemptPlan, AttemptResult } from '../upstream/attempt-plan.ts';
import { callerLeft } from '../upstream/failure.ts';
import { recordAttempt } from './attempt-record.ts';
import { grantMissing, isGranted } from './authorise.ts';
import type { CredentialChoice, ShownCredential } from './credential-choice.ts';
import type { Exchange, ReplyHead, ReplySink } from './exchange.ts';
import { reached } from './reached.ts';

/** What sending depends on. */
export interface DispatchOptions extends AttemptSurroundings {
  /** The adapter that speaks to providers of a kind. */
  readonly getAdapter: (kind: ProviderKind) => ProviderAdapter;
  readonly credentials: CredentialChoice;
}

/** What is being tried. */
interface Try {
  readonly target: Target;
  readonly adapter: ProviderAdapter;
  readonly credential: ShownCredential;
}

/** How a run tells that it is over: exactly one of the two, once. */
export interface RunEnd {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const targetCountMax = 3;
/** Stands in when a route says 0: no call lasts longer. */
const totalTimeoutMsMax = 600_000;
const once = { once: true } as const;

/** The attempts of one call, one after another. */
export class DispatchRun implements AttemptListener {
  readonly #exchange: Exchange;
  readonly #options: DispatchOptions;
  readonly #end: RunEnd;
  readonly #totalDeadlineMs: number;
  #position = 0;
  /** Targets that were tried, whatever the number of attempts. */
  #targetCount = 0;
  #current: Try | undefined;
  #attempt: Attempt | undefined;
  #lastError: GatewayError | undefined;
  /** Why the call may not go on, whatever its attempts come to. */
  #cutBy: GatewayError | undefined;

  constructor(exchange: Exchange, options: DispatchOptions, end: RunEnd) {
    this.#exchange = exchange;
    this.#options = options;
    this.#end = end;
    this.#totalDeadlineMs = totalDeadlineMs(exchange, options);
  }

  /** Call once. */
  start(): void {
    this.#exchange.callerLeft.addEventListener('abort', this, once);
    this.#exchange.cut = (error) => this.#cut(error);
    this.#next();
  }

  /** For `callerLeft` only. */
  handleEvent(): void {
    this.#attempt?.cancel();
  }

  begin(): void {
    const { sink } = this.#exchange;
    this.#noteFirstContent();
    sink.onDrain(() => this.#attempt?.resume());
    sink.begin(this.#head(this.#exchange.attempts.length + 1));
  }

  write(piece: StreamPiece): boolean {
    const { sink, verbatim } = this.#exchange;
    if (verbatim) return sink.writeRaw(piece.raw);
    let hasRoom = true;
    for (const event of piece.events) hasRoom = sink.writeEvent(event) && hasRoom;
    return hasRoom;
  }

  ended(result: AttemptResult): void {
    this.#attempt = undefined;
    const exchange = this.#exchange;
    const { target, adapter } = reached(this.#current, 'target');
    const request = reached(exchange.request, 'request');
    const endedAtMs = this.#options.clock.unixMs();
    const number = exchange.attempts.length + 1;
    const record = recordAttempt({ number, target, request, adapter, result, endedAtMs });
    exchange.attempts.push(record);
    if (result.verdict === 'succeeded') this.#succeed(result, record.usage);
    else this.#failed(result);
  }

  #succeed({ reply, terminal }: AttemptResult, usage: Usage | undefined): void {
    if (reply === undefined) {
      this.#exchange.reply = { kind: 'stream', terminal };
    } else {
      this.#noteFirstContent();
      const head = this.#head(this.#exchange.attempts.length);
      this.#exchange.reply = { kind: 'whole', head, reply: withUsage(reply, usage) };
    }
    this.#end.resolve();
  }

  #cut(error: GatewayError): void {
    this.#cutBy ??= error;
    this.#attempt?.cancel();
  }

  #failed(result: AttemptResult): void {
    const { begun, verdict, error } = result;
    this.#lastError = this.#cutBy ?? error;
    if (begun || verdict === 'cancelled' || verdict === 'rejected') {
      this.#giveUp();
      return;
    }
    const { target, credential } = reached(this.#current, 'target');
    const other = this.#options.credentials.second(credential, result);
    // Not in this tick: undici may be in the middle of failing other requests of the same pool.
    queueMicrotask(() => this.#next(other && { target, credential: other }));
  }

  /** Goes on with the same target when there is another credential for it, else with the next one. */
  #next(again?: Pick<Try, 'target' | 'credential'>): void {
    try {
      if (this.#exchange.callerLeft.aborted) throw callerLeft('The caller left.');
      if (this.#cutBy !== undefined) throw this.#cutBy;
      if (again !== undefined && this.#mayTry(again.target))
        if (this.#try(again.target, again.credential)) return;
      for (let target = this.#nextTarget(); target; target = this.#nextTarget())
        if (this.#try(target, this.#options.credentials.first(target.providerId))) return;
      this.#giveUp();
    } catch (thrown) {
      this.#end.reject(thrown);
    }
  }

  /** False when the target's wire has no place for what the call asks: nothing was sent, and it counts as no attempt. */
  #try(target: Target, credential: ShownCredential): boolean {
    const { clock, getAdapter } = this.#options;
    const nowMs = clock.monotonicMs();
    if (nowMs >= this.#totalDeadlineMs) {
      const sentence = 'The call took longer than its deadline or its route allows.';
      throw this.#lastError ?? new GatewayError('deadline_exceeded', sentence);
    }
    const { providers } = this.#exchange.snapshot;
    const adapter = getAdapter(reached(providers.get(target.providerId), 'provider').kind);
    this.#current = { target, adapter, credential };
    const plan = this.#planSafely(this.#current, nowMs);
    if (plan === undefined) {
      this.#targetCount -= 1;
      return false;
    }
    this.#exchange.verbatim = plan.verbatim;
    const attempt = new Attempt(plan, this.#options, this);
    this.#attempt = attempt;
    attempt.start();
    return true;
  }

  #planSafely(current: Try, nowMs: number): AttemptPlan | undefined {
    try {
      return this.#plan(current, nowMs);
    } catch (thrown) {
      if (!(thrown instanceof GatewayError && thrown.code === 'invalid_request')) throw thrown;
      this.#lastError ??= thrown;
      return undefined;
    }
  }

  #plan(current: Try, nowMs: number): AttemptPlan {
    const { adapter } = current;
    const request = reached(this.#exchange.request, 'request');
    const stream = request.operation === 'chat' && request.stream;
    return {
      adapter,
      request: this.#encode(current, request),
      operation: request.operation,
      stream,
      verbatim: speaksDialectOf(this.#exchange.sink, adapter.dialect(request.operation)),
      callerWantsUsage: request.operation === 'chat' && request.includeUsage,
      firstContentDeadlineMs: this.#firstContentDeadlineMs(stream, nowMs),
      totalDeadlineMs: this.#totalDeadlineMs,
    };
  }

  #encode({ target, adapter, credential }: Try, request: InferenceRequest): EncodedRequest {
    const { snapshot } = this.#exchange;
    const outputTokensMax = snapshot.models.get(target.modelId)?.outputTokensMax ?? 0;
    return adapter.encode({
      request: clampOutput(request, outputTokensMax),
      target,
      provider: reached(snapshot.providers.get(target.providerId), 'provider'),
      credential: credential.value,
      outputTokensMax,
      nowMs: this.#options.clock.unixMs(),
    });
  }

  /**
   * A stream shows early whether it comes, so it has the route's time to the first content. A whole reply shows nothing
   * before its end: each target has an equal share of the time left, at least that time, and the last one all of it.
   */
  #firstContentDeadlineMs(stream: boolean, nowMs: number): number {
    const { targets, route } = this.#exchange;
    const leftMs = this.#totalDeadlineMs - nowMs;
    const firstTokenTimeoutMs = reached(route, 'route').firstTokenTimeoutMs || leftMs;
    if (stream) return nowMs + firstTokenTimeoutMs;
    const furtherCount = targets.length - this.#position;
    const tryCount = Math.min(furtherCount, targetCountMax - this.#targetCount) + 1;
    return nowMs + Math.max(firstTokenTimeoutMs, leftMs / tryCount);
  }

  #nextTarget(): Target | undefined {
    const { targets } = this.#exchange;
    if (this.#targetCount >= targetCountMax) return undefined;
    for (let target = targets[this.#position]; target; target = targets[this.#position]) {
      this.#position += 1;
      if (!this.#mayTry(target)) continue;
      this.#targetCount += 1;
      return target;
    }
    return undefined;
  }

  /** Each attempt is authorised for itself: a grant may have ended since the targets were chosen. */
  #mayTry({ modelId }: Target): boolean {
    const { snapshot } = this.#exchange;
    const application = reached(this.#exchange.application, 'application');
    const workload = reached(this.#exchange.workload, 'workload');
    const subject = { application, workload, nowMs: this.#options.clock.unixMs() };
    if (isGranted(snapshot, subject, modelId)) return true;
    this.#lastError ??= grantMissing(snapshot, subject, [modelId]);
    return false;
  }

  #giveUp(): void {
    this.#end.reject(reached(this.#lastError, 'targets'));
  }

  #head(attemptCount: number): ReplyHead {
    const routeName = reached(this.#exchange.route, 'route').name;
    const targetName = reached(this.#current, 'target').target.name;
    return { routeName, targetName, attemptCount };
  }

  #noteFirstContent(): void {
    const { receivedAtMs } = this.#exchange;
    this.#options.credentials.taken(reached(this.#current, 'target').credential);
    this.#exchange.firstContentMs = Math.max(1, this.#options.clock.unixMs() - receivedAtMs);
  }
}

/** End of the call by the monotonic clock: its route's bound from arrival on, or the caller's deadline before it. */
function totalDeadlineMs(
  { route, receivedAtMs, deadlineAtMs }: Exchange,
  { clock }: DispatchOptions,
) {
  const totalTimeoutMs = reached(route, 'route').totalTimeoutMs || totalTimeoutMsMax;
  const endAtMs = Math.min(receivedAtMs + totalTimeoutMs, deadlineAtMs ?? Number.POSITIVE_INFINITY);
  return clock.monotonicMs() + (endAtMs - clock.unixMs());
}

/** `outputTokensMax` 0 is unknown. */
function clampOutput(request: InferenceRequest, outputTokensMax: number): InferenceRequest {
  if (request.operation !== 'chat' || request.outputTokensMax === undefined) return request;
  if (outputTokensMax === 0 || request.outputTokensMax <= outputTokensMax) return request;
  return { ...request, outputTokensMax };
}

/** A door without a dialect takes decoded replies, also those of a provider whose wire is none of ours. */
function speaksDialectOf(sink: ReplySink, dialect: WireDialect | undefined): boolean {
  return dialect !== undefined && dialect === sink.dialect;
}

/** A decoded reply tells the same usage as the record, be it the provider's or the gateway's own count. */
function withUsage(reply: WholeReply, usage: Usage | undefined): WholeReply {
  return reply.kind === 'raw' || usage === undefined ? reply : { ...reply, usage };
}
