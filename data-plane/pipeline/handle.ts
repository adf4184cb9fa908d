import { noFallbacks } from '../../policy/strategy/fallback-order.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { GatewayError } from '../errors.ts';
import { toGatewayError } from '../errors.ts';
import type { Arrival, Exchange, Stage } from './exchange.ts';
import { notReady } from './list-usable-routes.ts';
import { buildTail, describeFailure } from './reply-tail.ts';
import type { Settle } from './settle.ts';

/** What a handler is made of. */
export interface HandlerOptions {
  /** In the order in which a call meets them: cheap denials first. */
  readonly stages: readonly Stage[];
  /** The active configuration; undefined as long as the node holds none. */
  readonly snapshot: () => Snapshot | undefined;
  readonly settle: Settle;
  /** Told of what must not happen (a stage that throws something else, a sink or a settling that fails), for the log. */
  readonly onFault?: (fault: unknown, requestId: string) => void;
}

/** Takes a call from a door. Returns at once; everything else comes through the sink. Never throws. */
export type Handle = (arrival: Arrival) => void;

/**
 * Makes the way of a call: pins the snapshot, runs the stages, settles once, and only then lets the sink see the end of
 * the reply, or the error. Exactly one of `answer`, `end` and `fail` reaches the sink.
 */
export function createHandler(options: HandlerOptions): Handle {
  return (arrival) => {
    const snapshot = options.snapshot();
    if (snapshot === undefined) arrival.sink.fail(notReady());
    else runFrom(0, createExchange(arrival, snapshot), options);
  };
}

/** The one place that makes an exchange, so that all of them have one shape. */
export function createExchange(arrival: Arrival, snapshot: Snapshot): Exchange {
  return {
    door: arrival.door,
    requestId: arrival.requestId,
    receivedAtMs: arrival.receivedAtMs,
    deadlineAtMs: arrival.deadlineAtMs,
    credential: arrival.credential,
    requestedWorkload: arrival.requestedWorkload,
    claimed: arrival.claimed,
    explain: arrival.explain,
    parse: () => arrival.parse(),
    sink: arrival.sink,
    callerLeft: arrival.callerLeft,
    snapshot,
    key: undefined,
    tenant: undefined,
    application: undefined,
    request: undefined,
    inputTokens: 0,
    workload: undefined,
    route: undefined,
    reroutedBy: undefined,
    findings: [],
    rule: undefined,
    candidates: [],
    targets: [],
    fallbacksOn: noFallbacks,
    hedge: undefined,
    rampHalt: undefined,
    shadow: undefined,
    attempts: [],
    firstContentMs: 0,
    totalMs: 0,
    verbatim: false,
    reply: undefined,
    cut: undefined,
    error: undefined,
    place: undefined,
  };
}

/** Without `async`: most stages are synchronous, and the one that waits is worth the only promise. */
function runFrom(position: number, exchange: Exchange, options: HandlerOptions): void {
  const { stages } = options;
  try {
    for (let index = position; index < stages.length; index += 1) {
      const pending = stages[index]?.(exchange);
      if (pending instanceof Promise) {
        pending.then(
          () => runFrom(index + 1, exchange, options),
          (thrown: unknown) => fail(exchange, thrown, options),
        );
        return;
      }
    }
  } catch (thrown) {
    fail(exchange, thrown, options);
    return;
  }
  succeed(exchange, options);
}

function succeed(exchange: Exchange, options: HandlerOptions): void {
  const { reply, sink } = exchange;
  if (reply === undefined) {
    fail(exchange, new Error('The stages have passed and left no reply.'), options);
    return;
  }
  settleSafely(exchange, options);
  try {
    const tail = buildTail(exchange);
    if (reply.kind === 'stream') sink.end(tail, reply.terminal);
    else sink.answer(reply.head, reply.reply, tail);
  } catch (fault) {
    options.onFault?.(fault, exchange.requestId);
    failSink(exchange, toGatewayError(fault), options);
  }
}

function fail(exchange: Exchange, thrown: unknown, options: HandlerOptions): void {
  const error = toGatewayError(thrown);
  exchange.error = error;
  if (error.code === 'internal') options.onFault?.(error.cause ?? error, exchange.requestId);
  settleSafely(exchange, options);
  failSink(exchange, error, options);
}

/** A record that cannot be written never fails the caller. */
function settleSafely(exchange: Exchange, options: HandlerOptions): void {
  try {
    options.settle(exchange);
  } catch (fault) {
    options.onFault?.(fault, exchange.requestId);
  }
}

function failSink(exchange: Exchange, error: GatewayError, options: HandlerOptions): void {
  try {
    exchange.sink.fail(error, describeFailure(exchange, error));
  } catch (fault) {
    options.onFault?.(fault, exchange.requestId);
  }
}
