import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  advance,
  type ClientCommand,
  type ClientEvent,
  type ClientState,
  COLD_STATE,
  HEARTBEAT_MS,
  nodeStateOf,
} from '../../../data-plane/config/stream/client-state.ts';

/**
 * Goal: the client dials, waits and gives up exactly when it should, and says truthfully how the node stands.
 * Method: each rule by example, then random walks over all events with invariants.
 */

const moment = { nowMs: 1_000, draw: 0.999_999 };

function walk(events: readonly ClientEvent[], start: ClientState = COLD_STATE): ClientState {
  return events.reduce((state, event) => advance(state, event, moment)[0], start);
}

const dialled: readonly ClientEvent[] = [{ kind: 'dial_due' }];
const welcomed: readonly ClientEvent[] = [...dialled, { kind: 'welcomed', upToDate: false }];
const inSync: readonly ClientEvent[] = [...welcomed, { kind: 'applied', heldBack: false }];

test.each<[string, readonly ClientEvent[], string]>([
  ['nothing happened', [], 'COLD'],
  ['a stream was dialled', dialled, 'COLD'],
  ['the control plane answered', welcomed, 'SYNCING'],
  ['an update was applied', inSync, 'IN_SYNC'],
  ['a tenant was held back', [...welcomed, { kind: 'applied', heldBack: true }], 'DEGRADED'],
  ['an update was rejected', [...inSync, { kind: 'rejected' }], 'DEGRADED'],
  [
    'a good update follows a rejected one',
    [...inSync, { kind: 'rejected' }, { kind: 'applied', heldBack: false }],
    'IN_SYNC',
  ],
  ['a newer head was announced', [...inSync, { kind: 'heartbeat', atHead: false }], 'SYNCING'],
  ['the stream broke', [...inSync, { kind: 'broken' }], 'SERVING_STALE'],
  ['the stream broke before anything came', [...welcomed, { kind: 'broken' }], 'COLD'],
  ['a kept configuration was restored', [{ kind: 'restored' }], 'SERVING_STALE'],
  [
    'a restored node is told that it is up to date',
    [{ kind: 'restored' }, { kind: 'dial_due' }, { kind: 'welcomed', upToDate: true }],
    'IN_SYNC',
  ],
  [
    'a secret released a tenant that was held back',
    [
      ...welcomed,
      { kind: 'applied', heldBack: true },
      { kind: 'secrets_replaced', heldBack: false, serving: true },
    ],
    'IN_SYNC',
  ],
  [
    'an update was applied after its stream was lost',
    [...welcomed, { kind: 'broken' }, { kind: 'applied', heldBack: false }],
    'SERVING_STALE',
  ],
  ['the node drains', [...inSync, { kind: 'drain' }], 'DRAINING'],
])('when %s the state is as it should be', (_, events, expected) => {
  expect(nodeStateOf(walk(events))).toBe(expected);
});

test('a stream that breaks waits up to 100 ms, then twice as long each time, up to 15 s', () => {
  let state = walk(dialled);
  const delays: number[] = [];
  for (let failure = 0; failure < 10; failure += 1) {
    const [waiting, hangUp, wait] = advance(state, { kind: 'broken' }, moment);
    expect(hangUp).toEqual({ kind: 'hang_up' });
    if (wait?.kind === 'wait') delays.push(wait.delayMs);
    state = walk(dialled, waiting);
  }
  expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12800, 15000, 15000]);
});

test('the jitter is full: a small draw waits hardly at all', () => {
  const [, , wait] = advance(walk(dialled), { kind: 'broken' }, { nowMs: 0, draw: 0 });
  expect(wait).toEqual({ kind: 'wait', delayMs: 0 });
});

test('a welcome alone does not reset the backoff, an applied update does', () => {
  const failed = walk([...dialled, { kind: 'broken' }, ...dialled, { kind: 'broken' }]);
  expect(walk(welcomed, failed).failures).toBe(2);
  expect(walk(inSync, failed).failures).toBe(0);
});

test('a heartbeat at the head resets the backoff of a node that is up to date', () => {
  const failed = walk([...dialled, { kind: 'broken' }, { kind: 'dial_due' }]);
  const upToDate = walk([{ kind: 'welcomed', upToDate: true }], failed);
  expect(upToDate.failures).toBe(1);
  expect(walk([{ kind: 'heartbeat', atHead: true }], upToDate).failures).toBe(0);
});

test('a heartbeat with news is due 2 s after the last sign of life, on a stream that was welcomed', () => {
  const news = { kind: 'tick', hasNews: true } as const;
  const at = (ms: number) => ({ nowMs: moment.nowMs + ms, draw: 0.5 });
  const state = walk(welcomed);
  expect(advance(state, news, at(HEARTBEAT_MS.newsAfter - 1))).toHaveLength(1);
  const [told, send] = advance(state, news, at(HEARTBEAT_MS.newsAfter));
  expect(send).toEqual({ kind: 'send_heartbeat' });
  expect(advance(told, news, at(HEARTBEAT_MS.newsAfter + 1))).toHaveLength(1);
  expect(advance(walk(dialled), news, at(HEARTBEAT_MS.newsAfter))).toHaveLength(1);
});

test('a heartbeat is due after 10 s, and silence for 30 s ends the stream', () => {
  const state = walk(welcomed);
  const at = (ms: number) => ({ nowMs: moment.nowMs + ms, draw: 0.5 });
  expect(
    advance(state, { kind: 'tick', hasNews: false }, at(HEARTBEAT_MS.interval - 1)),
  ).toHaveLength(1);
  const [later, send] = advance(state, { kind: 'tick', hasNews: false }, at(HEARTBEAT_MS.interval));
  expect(send).toEqual({ kind: 'send_heartbeat' });
  expect(
    advance(later, { kind: 'tick', hasNews: false }, at(HEARTBEAT_MS.interval + 1)),
  ).toHaveLength(1);
  const [dead, ...commands] = advance(
    later,
    { kind: 'tick', hasNews: false },
    at(HEARTBEAT_MS.deadAfter),
  );
  expect(dead.link).toBe('waiting');
  expect(commands.map(({ kind }) => kind)).toEqual(['hang_up', 'wait']);
});

test('a dial that nobody answers is given up after 30 s', () => {
  const late = { nowMs: moment.nowMs + HEARTBEAT_MS.deadAfter, draw: 0.5 };
  expect(advance(walk(dialled), { kind: 'tick', hasNews: false }, late)[0].link).toBe('waiting');
});

test('an update that does not fit asks for everything until one was applied', () => {
  const misfit = walk([...inSync, { kind: 'misfit', askFull: true }]);
  const [again, dial] = advance(misfit, { kind: 'dial_due' }, moment);
  expect(dial).toEqual({ kind: 'dial', askFull: true });
  const broken = walk([{ kind: 'welcomed', upToDate: false }, { kind: 'broken' }], again);
  expect(advance(broken, { kind: 'dial_due' }, moment)[1]).toEqual({ kind: 'dial', askFull: true });
  const gap = walk([{ kind: 'misfit', askFull: false }], again);
  expect(advance(gap, { kind: 'dial_due' }, moment)[1]).toEqual({ kind: 'dial', askFull: true });
  const applied = walk([...inSync, { kind: 'broken' }], broken);
  expect(advance(applied, { kind: 'dial_due' }, moment)[1]).toEqual({
    kind: 'dial',
    askFull: false,
  });
});

test('asked to leave, the client dials beside the stream, and leaves it when it is welcomed', () => {
  const [left, ...wait] = advance(walk(inSync), { kind: 'goaway', graceMs: 10_000 }, moment);
  expect(wait).toEqual([{ kind: 'wait', delayMs: Math.round(moment.draw * 5_000) }]);
  const [moving, ...dial] = advance(left, { kind: 'dial_due' }, moment);
  expect(dial).toEqual([{ kind: 'dial', askFull: false }]);
  expect([nodeStateOf(left), nodeStateOf(moving)]).toEqual(['IN_SYNC', 'IN_SYNC']);
  const [moved, ...letGo] = advance(moving, { kind: 'welcomed', upToDate: true }, moment);
  expect(letGo).toEqual([{ kind: 'let_go' }]);
  expect([nodeStateOf(moved), moved.failures]).toEqual(['IN_SYNC', 0]);
});

test('a move that fails is a broken stream', () => {
  const [left] = advance(walk(inSync), { kind: 'goaway', graceMs: 10 }, moment);
  const [moving] = advance(left, { kind: 'dial_due' }, moment);
  const [state, ...commands] = advance(moving, { kind: 'broken' }, moment);
  expect(nodeStateOf(state)).toBe('SERVING_STALE');
  expect(commands[0]).toEqual({ kind: 'hang_up' });
});

class CountingShell {
  streams = 0;
  waiting = true;

  execute(command: ClientCommand): void {
    if (command.kind === 'hang_up') this.streams = 0;
    if (command.kind === 'let_go') this.streams = 1;
    if (command.kind === 'dial') {
      this.streams += 1;
      this.waiting = false;
    }
    if (command.kind === 'wait') {
      this.waiting = true;
      expect(command.delayMs).toBeLessThanOrEqual(15_000);
    }
  }
}

test('whatever happens, there is one stream at a time, two while moving, and a wait is followed by a dial', () => {
  const events = fc.oneof(
    fc.constantFrom<ClientEvent>(
      { kind: 'restored' },
      { kind: 'dial_due' },
      { kind: 'heard' },
      { kind: 'rejected' },
      { kind: 'goaway', graceMs: 1_000 },
      { kind: 'broken' },
      { kind: 'tick', hasNews: false },
      { kind: 'tick', hasNews: true },
      { kind: 'drain' },
    ),
    fc.boolean().map((flag): ClientEvent => ({ kind: 'welcomed', upToDate: flag })),
    fc.boolean().map((flag): ClientEvent => ({ kind: 'heartbeat', atHead: flag })),
    fc.boolean().map((flag): ClientEvent => ({ kind: 'applied', heldBack: flag })),
    fc.boolean().map((flag): ClientEvent => ({ kind: 'misfit', askFull: flag })),
  );
  const steps = fc.array(
    fc.record({
      event: events,
      passMs: fc.nat(20_000),
      draw: fc.double({ min: 0, max: 0.999, noNaN: true }),
    }),
    { maxLength: 200, size: 'max' },
  );
  fc.assert(
    fc.property(steps, (walkSteps) => {
      const shell = new CountingShell();
      let state = COLD_STATE;
      let nowMs = 0;
      for (const { event, passMs, draw } of walkSteps) {
        nowMs += passMs;
        const served = state.serving;
        const [next, ...commands] = advance(state, event, { nowMs, draw });
        state = next;
        for (const command of commands) shell.execute(command);
        const streams = { waiting: 0, dialled: 1, welcomed: 1, moving: 2, stopped: 0 }[state.link];
        expect(shell.streams).toBe(streams);
        expect(shell.waiting).toBe(state.link === 'waiting' || state.leaving);
        expect(served && !state.serving).toBe(false);
      }
      const [stopped, hangUp] = advance(state, { kind: 'stop' }, { nowMs, draw: 0 });
      expect(hangUp).toEqual({ kind: 'hang_up' });
      expect(advance(stopped, { kind: 'dial_due' }, { nowMs, draw: 0 })).toEqual([stopped]);
    }),
  );
});
