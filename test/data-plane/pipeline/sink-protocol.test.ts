import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Snapshot } from '../../../data-plane/config/snapshot.ts';
import { dispatch } from '../../../data-plane/pipeline/dispatch.ts';
import type { Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { createHandler } from '../../../data-plane/pipeline/handle.ts';
import { getAdapter } from '../../../data-plane/providers/registry.ts';
import { defaultAttemptLimits } from '../../../data-plane/upstream/attempt-limits.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type {
  ReplyHandler,
  UpstreamCall,
} from '../../../data-plane/upstream/http1/outgoing-call.ts';
import {
  chatBody,
  doneEvent,
  roleEvent,
  textEvent,
  usageEvent,
} from '../../support/faulty-provider.ts';
import { arrivalOf, credentialsOf, healthOf } from './call-fixture.ts';
import { RecordingSink } from './recording-sink.ts';
import {
  apiKey,
  application,
  chatRequest,
  providersAt,
  routeOver,
  snapshotOf,
  streamRequest,
  targetOf,
  tenant,
} from './snapshot-fixture.ts';

/*
 * Goal: whatever comes from below and in whatever order, the sink sees `begin write* (end | fail)`, or one `answer`, or
 * one `fail`, and the call is settled once, before that.
 * Method: in place of a connection a scripted one that keeps the rules of connections (nothing after an error, an end or
 * an abort; no data and no end while paused) calls the handler in random orders.
 */

type Step =
  | { readonly kind: 'connect' | 'end' | 'error' | 'leave' | 'drain' | 'tick' }
  | { readonly kind: 'head'; readonly status: number; readonly type: string }
  | { readonly kind: 'data'; readonly text: string }
  | { readonly kind: 'room'; readonly hasRoom: boolean };

/** Gives the handler of the latest attempt what the script says, as far as a connection would. */
class ScriptedConnection {
  #handler: ReplyHandler | undefined;
  #state: 'none' | 'queued' | 'sent' | 'replying' | 'over' = 'none';
  #paused = false;
  readonly #call: UpstreamCall;
  dispatchCount = 0;

  constructor() {
    const setPaused = (paused: boolean): void => {
      this.#paused = paused;
    };
    this.#call = {
      abort: () => {
        this.#state = 'over';
      },
      pause: () => setPaused(true),
      resume: () => setPaused(false),
    };
  }

  dispatch(_: unknown, handler: ReplyHandler): void {
    this.#handler = handler;
    this.#state = 'queued';
    this.#paused = false;
    this.dispatchCount += 1;
  }

  play(step: Step): void {
    if (step.kind === 'connect' && this.#state === 'queued') this.#connect();
    else if (step.kind === 'error') this.#fail(new Error('connection reset'));
    else if (step.kind === 'head' && this.#state === 'sent') this.#head(step);
    else if (step.kind === 'data' && this.#state === 'replying' && !this.#paused) {
      this.#handler?.onResponseData(Buffer.from(step.text));
    } else if (step.kind === 'end' && this.#state === 'replying' && !this.#paused) {
      this.#state = 'over';
      this.#handler?.onResponseEnd();
    }
  }

  #connect(): void {
    this.#state = this.#handler?.onRequestStart(this.#call) === true ? 'sent' : 'over';
  }

  #head({ status, type }: { readonly status: number; readonly type: string }): void {
    this.#state = 'replying';
    this.#handler?.onResponseStart(status, ['content-type', type]);
  }

  #fail(reason: Error): void {
    if (this.#state === 'none' || this.#state === 'over') return;
    this.#state = 'over';
    this.#handler?.onResponseError(reason);
  }
}

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ kind: 'connect' }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('head' as const),
      status: fc.constantFrom(200, 200, 200, 200, 400, 429, 500),
      type: fc.constantFrom(
        'text/event-stream',
        'text/event-stream',
        'application/json',
        'text/html',
      ),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('data' as const),
      text: fc.constantFrom(
        roleEvent,
        textEvent('a'),
        textEvent('b').slice(0, 20),
        textEvent('a') + textEvent('b'),
        textEvent('a') + usageEvent + doneEvent,
        usageEvent,
        doneEvent,
        'data: {"err',
        'garbage\n\n',
        chatBody,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: 'end' }, { kind: 'error' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'leave' }) },
  { weight: 3, arbitrary: fc.constantFrom<Step>({ kind: 'drain' }, { kind: 'tick' }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('room' as const), hasRoom: fc.boolean() }),
  },
);

/** Half of the runs begin as replies do, since chance alone hardly gets so far. */
const beginningArbitrary = fc.constantFrom<readonly Step[]>(
  [],
  [],
  [{ kind: 'connect' }, { kind: 'head', status: 200, type: 'text/event-stream' }],
  [
    { kind: 'connect' },
    { kind: 'head', status: 200, type: 'application/json' },
    { kind: 'data', text: chatBody },
  ],
);
const scriptArbitrary = fc
  .tuple(beginningArbitrary, fc.array(stepArbitrary, { maxLength: 40 }))
  .map(([beginning, steps]) => [...beginning, ...steps]);

const targets = [targetOf(0), targetOf(1), targetOf(2), targetOf(3)];
const snapshot: Snapshot = snapshotOf({
  providers: providersAt(targets.map(() => 'http://127.0.0.1:9/v1')),
  targets,
});

/** What the stages before would have set. */
function prepare(exchange: Exchange): void {
  Object.assign(exchange, {
    key: apiKey,
    tenant,
    application,
    workload: 'chat',
    request: exchange.parse(),
    route: routeOver(targets),
    targets,
  });
}

async function play(steps: readonly Step[], isStream: boolean) {
  const connection = new ScriptedConnection();
  const caller = new AbortController();
  const sink = new RecordingSink();
  let settleCount = 0;
  let settledAtCall = -1;
  const handle = createHandler({
    snapshot: () => snapshot,
    stages: [
      prepare,
      dispatch({
        pools: connection,
        clock: systemClock,
        getAdapter,
        limits: defaultAttemptLimits,
        credentials: credentialsOf(() => undefined),
        health: healthOf(),
        draw: () => 0,
      }),
    ],
    whenDue: (exchange, run) => run(exchange),
    whenKept: (exchange, finish) => finish(exchange),
    settle: () => {
      settleCount += 1;
      settledAtCall = sink.calls.length;
    },
  });
  const request = isStream ? streamRequest : chatRequest;
  handle(arrivalOf(request, { sink, callerLeft: caller.signal }));
  for (const step of steps) {
    if (step.kind === 'leave') caller.abort();
    else if (step.kind === 'drain') sink.drain();
    else if (step.kind === 'room') sink.hasRoom = step.hasRoom;
    else if (step.kind === 'tick') await new Promise((resolve) => setImmediate(resolve));
    else connection.play(step);
  }
  caller.abort();
  await sink.done;
  await new Promise((resolve) => setImmediate(resolve));
  return { calls: sink.calls.join(' '), settleCount, settledAtCall, connection };
}

describe('the protocol of sinks', () => {
  test.each([
    ['streams', true, /^(begin (write )*(end|fail)|fail)$/],
    ['whole replies', false, /^(answer|fail)$/],
  ] as const)('holds for %s in every order of events', async (_, isStream, protocol) => {
    const endings = new Set<string>();
    await fc.assert(
      fc.asyncProperty(scriptArbitrary, async (steps) => {
        const { calls, settleCount, settledAtCall, connection } = await play(steps, isStream);
        expect(calls).toMatch(protocol);
        expect(settleCount).toBe(1);
        expect(settledAtCall).toBe(calls.split(' ').length - 1);
        expect(connection.dispatchCount).toBeLessThanOrEqual(3);
        endings.add(calls.split(' ').at(-1) ?? '');
      }),
      { numRuns: 400 },
    );
    expect([...endings].sort()).toEqual(isStream ? ['end', 'fail'] : ['answer', 'fail']);
  });
});
