import { backoffMs } from './backoff.ts';

/**
 * How often either side gives a sign of life, and after how long without one the stream is dead; how soon after the last one a
 * node may give another because it has something to tell.
 */
export const HEARTBEAT_MS = { interval: 10_000, deadAfter: 30_000, newsAfter: 2_000 } as const;

/** How a node stands, as it tells the control plane and its operators. */
export type NodeState = 'COLD' | 'SYNCING' | 'IN_SYNC' | 'SERVING_STALE' | 'DEGRADED' | 'DRAINING';

/**
 * The stream: none, one that was dialled, one that was welcomed; a welcomed one beside which the next is
 * dialled; `stopped` for good.
 */
export type Link = 'waiting' | 'dialled' | 'welcomed' | 'moving' | 'stopped';

/** All that the configuration client knows. Times are milliseconds of a clock that never goes back. */
export interface ClientState {
  readonly link: Link;
  /** Streams in a row that brought nothing. */
  readonly failures: number;
  /** Whether a configuration is enforced, from wherever it came. */
  readonly serving: boolean;
  /** Whether the newest configuration that was announced is the one held. */
  readonly atHead: boolean;
  /** Whether a tenant or a whole update was held back. */
  readonly heldBack: boolean;
  readonly draining: boolean;
  /** Whether the next Hello is to ask for everything, because what is held cannot be trusted to be a start. */
  readonly askFull: boolean;
  /** Whether the stream is to be left, once another one is there. */
  readonly leaving: boolean;
  readonly heardAtMs: number;
  readonly saidAtMs: number;
}

/** What happens to a client. */
export type ClientEvent =
  | { readonly kind: 'restored' }
  | { readonly kind: 'dial_due' }
  | { readonly kind: 'welcomed'; readonly upToDate: boolean }
  | { readonly kind: 'heartbeat'; readonly atHead: boolean }
  | { readonly kind: 'heard' }
  | { readonly kind: 'applied'; readonly heldBack: boolean }
  | { readonly kind: 'rejected' }
  /** The update does not fit: say again what is held, or with `askFull` ask for everything. */
  | { readonly kind: 'misfit'; readonly askFull: boolean }
  | { readonly kind: 'secrets_replaced'; readonly heldBack: boolean; readonly serving: boolean }
  | { readonly kind: 'goaway'; readonly graceMs: number }
  | { readonly kind: 'broken' }
  /** `hasNews` says that there is something to tell in a heartbeat. */
  | { readonly kind: 'tick'; readonly hasNews: boolean }
  | { readonly kind: 'drain' }
  | { readonly kind: 'stop' };

/** What the shell (config-client.ts) must do, in this order. */
export type ClientCommand =
  /** Open a stream and say Hello; `askFull` leaves the digest out of it. One that is open stays so. */
  | { readonly kind: 'dial'; readonly askFull: boolean }
  /** Close every stream. */
  | { readonly kind: 'hang_up' }
  /** Close every stream but the newest. */
  | { readonly kind: 'let_go' }
  | { readonly kind: 'wait'; readonly delayMs: number }
  | { readonly kind: 'send_heartbeat' };

/** What a step depends on besides the state. */
export interface Moment {
  readonly nowMs: number;
  /** In [0, 1): spreads many nodes. */
  readonly draw: number;
}

/** The state after an event, and what is to be done. */
export type Step = readonly [ClientState, ...ClientCommand[]];

/** Before anything happened. */
export const COLD_STATE: ClientState = {
  link: 'waiting',
  failures: 0,
  serving: false,
  atHead: false,
  heldBack: false,
  draining: false,
  askFull: false,
  leaving: false,
  heardAtMs: 0,
  saidAtMs: 0,
};

/** The one word for a state. Serving does not depend on it: whoever holds a configuration serves it. */
export function nodeStateOf(state: ClientState): NodeState {
  if (state.draining) return 'DRAINING';
  const isConnected = state.link === 'welcomed' || state.link === 'moving';
  if (!state.serving) return isConnected ? 'SYNCING' : 'COLD';
  if (!isConnected) return 'SERVING_STALE';
  if (state.heldBack) return 'DEGRADED';
  return state.atHead ? 'IN_SYNC' : 'SYNCING';
}

/** The whole life of a client, with no clock and no socket in it. An event that a state does not expect changes nothing. */
export function advance(state: ClientState, event: ClientEvent, moment: Moment): Step {
  if (state.link === 'stopped') return [state];
  switch (event.kind) {
    case 'restored':
      return [{ ...state, serving: true }];
    case 'dial_due':
      return dial(state, moment);
    case 'applied':
      return [applied(state, event.heldBack, moment)];
    case 'secrets_replaced':
      return [{ ...heard(state, moment), heldBack: event.heldBack, serving: event.serving }];
    case 'tick':
      return tick(state, event.hasNews, moment);
    case 'drain':
      return drain(state, moment);
    case 'stop':
      return [{ ...state, link: 'stopped' }, { kind: 'hang_up' }];
    default:
      return state.link === 'waiting' ? [state] : onStream(state, event, moment);
  }
}

type StreamEvent = Exclude<
  ClientEvent,
  {
    readonly kind:
      | 'restored'
      | 'dial_due'
      | 'applied'
      | 'secrets_replaced'
      | 'tick'
      | 'drain'
      | 'stop';
  }
>;

function onStream(state: ClientState, event: StreamEvent, moment: Moment): Step {
  const alive = heard(state, moment);
  switch (event.kind) {
    case 'heard':
      return [alive];
    case 'welcomed':
      return welcomed(alive, event.upToDate);
    case 'heartbeat':
      return [onHeartbeat(alive, event.atHead)];
    case 'rejected':
      return [{ ...alive, heldBack: true, atHead: false }];
    case 'misfit':
      return redial({ ...alive, askFull: state.askFull || event.askFull }, moment);
    case 'goaway':
      return leave(alive, event.graceMs, moment);
    case 'broken':
      return redial(state, moment);
  }
}

function heard(state: ClientState, { nowMs }: Moment): ClientState {
  return { ...state, heardAtMs: nowMs };
}

/**
 * Only an applied update proves that dialling again at once will be of use. One that was still being applied when its
 * stream was lost counts for what is served, and for nothing else.
 */
function applied(state: ClientState, heldBack: boolean, moment: Moment): ClientState {
  const serving = { ...state, serving: true, heldBack, askFull: false };
  if (state.link !== 'welcomed') return serving;
  return { ...heard(serving, moment), atHead: true, failures: 0 };
}

/** A node that is told that it is up to date gets no update: a heartbeat on such a stream proves as much. */
function onHeartbeat(state: ClientState, atHead: boolean): ClientState {
  if (state.link !== 'welcomed') return state;
  return { ...state, atHead, failures: atHead ? 0 : state.failures };
}

function welcomed(state: ClientState, upToDate: boolean): Step {
  const next = { ...state, link: 'welcomed', atHead: upToDate } as const;
  return state.link === 'moving' ? [next, { kind: 'let_go' }] : [next];
}

function dial(state: ClientState, { nowMs }: Moment): Step {
  const isMove = state.leaving && state.link === 'welcomed';
  if (state.link !== 'waiting' && !isMove) return [state];
  const link = isMove ? 'moving' : 'dialled';
  const dialled = { ...state, link, leaving: false, heardAtMs: nowMs, saidAtMs: nowMs } as const;
  return [dialled, { kind: 'dial', askFull: state.askFull }];
}

function redial(state: ClientState, { draw }: Moment): Step {
  const failures = state.failures + 1;
  return [
    { ...state, link: 'waiting', atHead: false, leaving: false, failures },
    { kind: 'hang_up' },
    { kind: 'wait', delayMs: backoffMs(failures, draw) },
  ];
}

/**
 * Asked to leave is no failure. The next replica is dialled within the first half of the grace, so that
 * those who were asked at once come spread out; the stream is left when the other one is welcomed.
 */
function leave(state: ClientState, graceMs: number, { draw }: Moment): Step {
  if (state.link !== 'welcomed' || state.leaving) return [state];
  return [
    { ...state, leaving: true },
    { kind: 'wait', delayMs: Math.round((draw * graceMs) / 2) },
  ];
}

function tick(state: ClientState, hasNews: boolean, moment: Moment): Step {
  if (state.link === 'waiting') return [state];
  if (moment.nowMs - state.heardAtMs >= HEARTBEAT_MS.deadAfter) return redial(state, moment);
  const dueAfterMs = hasNews ? HEARTBEAT_MS.newsAfter : HEARTBEAT_MS.interval;
  const due = moment.nowMs - state.saidAtMs >= dueAfterMs;
  if (state.link !== 'welcomed' || !due) return [state];
  return [{ ...state, saidAtMs: moment.nowMs }, { kind: 'send_heartbeat' }];
}

/** The control plane hears at once that this node leaves. */
function drain(state: ClientState, { nowMs }: Moment): Step {
  const draining = { ...state, draining: true, saidAtMs: nowMs };
  return state.link === 'welcomed' ? [draining, { kind: 'send_heartbeat' }] : [draining];
}
