import { nothingSeen } from '../../policy/inspect/sighting.ts';
import { noText } from '../../policy/inspect/text-amount.ts';
import { noFallbacks } from '../../policy/strategy/fallback-order.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { GatewayError } from '../errors.ts';
import { toGatewayError } from '../errors.ts';
import type { Arrival, Exchange, Stage } from './exchange.ts';
import { notReady } from './list-usable-routes.ts';
import { reached } from './reached.ts';
import { buildTail, describeFailure } from './reply-tail.ts';
import type { Settle } from './settle.ts';

/** What a handler is made of. */
export interface HandlerOptions {
  /** In the order in which a call meets them: cheap denials first. */
  readonly stages: readonly Stage[];
  /** The active configuration; undefined as long as the node holds none. */
  readonly snapshot: () => Snapshot | undefined;
  /** Calls `run` once, in this turn or at its end: the snapshot is pinned already. */
  readonly whenDue: (exchange: Exchange, run: (exchange: Exchange) => void) => void;
  readonly settle: Settle;
  /** Goes on with `finish` when what was settled up to here is kept; see {@link TurnRecords.whenKept}. */
  readonly whenKept: (exchange: Exchange, finish: (exchange: Exchange) => void) => void;
  /** Told of each call whose reply has ended. Must not throw. */
  readonly onEnded?: (exchange: Exchange) => void;
  /** Told of what must not happen (a stage that throws something else, a sink or a settling that fails), for the log. */
  readonly onFault?: (fault: unknown, requestId: string) => void;
}

/** Takes a call from a door. Returns at once; everything else comes through the sink. Never throws. */
export type Handle = (arrival: Arrival) => void;

/**
 * Makes the way of a call: pins the snapshot, runs the stages when they are due, settles once, and only then lets the sink
 * see the end of the reply, or the error. Exactly one of `answer`, `end` and `fail` reaches the sink.
 */
export function createHandler(options: HandlerOptions): Handle {
  const way: Way = { ...options, finish: (exchange) => finish(exchange, options) };
  const run = (exchange: Exchange) => runFrom(0, exchange, way);
  return (arrival) => {
    const snapshot = options.snapshot();
    if (snapshot === undefined) arrival.sink.fail(notReady());
    else options.whenDue(createExchange(arrival, snapshot), run);
  };
}

/** Options, and the end of every call that goes by them. */
interface Way extends HandlerOptions {
  readonly finish: (exchange: Exchange) => void;
}

const nobody: Exchange['inspectedBy'] = [];
const nobodyElse: Exchange['askedOf'] = [];
const noOutcomes: Exchange['ruleOutcomes'] = [];

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
    token: undefined,
    tenant: undefined,
    application: undefined,
    limits: undefined,
    request: undefined,
    placeholders: undefined,
    guard: undefined,
    inputTokens: 0,
    workload: undefined,
    route: undefined,
    reroutedBy: undefined,
    findings: [],
    inspectedBy: nobody,
    askedOf: nobodyElse,
    unseenBy: undefined,
    outside: undefined,
    found: nothingSeen,
    lookedAt: noText,
    ruleOutcomes: noOutcomes,
    requestFacts: undefined,
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
function runFrom(position: number, exchange: Exchange, way: Way): void {
  const { stages } = way;
  try {
    for (let index = position; index < stages.length; index += 1) {
      const pending = stages[index]?.(exchange);
      if (pending instanceof Promise) {
        pending.then(
          () => runFrom(index + 1, exchange, way),
          (thrown: unknown) => fail(exchange, thrown, way),
        );
        return;
      }
    }
  } catch (thrown) {
    fail(exchange, thrown, way);
    return;
  }
  succeed(exchange, way);
}

function succeed(exchange: Exchange, way: Way): void {
  if (exchange.reply === undefined) {
    fail(exchange, new Error('The stages have passed and left no reply.'), way);
    return;
  }
  settleSafely(exchange, way);
  way.whenKept(exchange, way.finish);
}

function fail(exchange: Exchange, thrown: unknown, way: Way): void {
  const error = toGatewayError(thrown);
  exchange.error = error;
  if (error.code === 'internal') way.onFault?.(error.cause ?? error, exchange.requestId);
  settleSafely(exchange, way);
  way.whenKept(exchange, way.finish);
}

function finish(exchange: Exchange, options: HandlerOptions): void {
  if (exchange.error === undefined) answer(exchange, options);
  else failSink(exchange, exchange.error, options);
  options.onEnded?.(exchange);
}

function answer(exchange: Exchange, options: HandlerOptions): void {
  const { sink } = exchange;
  const reply = reached(exchange.reply, 'reply');
  try {
    const tail = buildTail(exchange);
    if (reply.kind === 'stream') sink.end(tail, reply.terminal);
    else sink.answer(reply.head, reply.reply, tail);
  } catch (fault) {
    options.onFault?.(fault, exchange.requestId);
    failSink(exchange, toGatewayError(fault), options);
  }
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
