import { promisify } from 'node:util';
import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { eventually } from '../../../support/eventually.ts';
import { callChat, callStream } from './call.ts';
import { answerAll, head, helloRequest, openDoor, tail } from './open-door.ts';

// Goal: how calls of the typed door end when time is up, the caller leaves or the door drains, on real sockets.
// Method: grpc-js as client; behind the door a small handler that plays the pipeline's part.

describe('time and leaving', () => {
  test('a deadline reaches the pipeline, a little early, so that its own answer arrives', async () => {
    let arrivedAtMs = Number.NaN;
    await using open = await openDoor({
      handle: (arrival) => {
        arrivedAtMs = Date.now();
        const leftMs = Number(arrival.deadlineAtMs) - Date.now();
        setTimeout(
          () => arrival.sink.fail(new GatewayError('deadline_exceeded', 'Too slow.')),
          Math.min(leftMs, 100),
        );
      },
    });
    const deadline = Date.now() + 30_000;
    const { error, trailers } = await callChat(open, helloRequest(), { deadline });
    const deadlineAtMs = Number(open.arrivals[0]?.deadlineAtMs);
    expect(deadlineAtMs).toBeGreaterThan(deadline - 1_000);
    // It crosses as the time that is left, which is counted from when the call arrives.
    expect(deadlineAtMs).toBeLessThan(arrivedAtMs + 30_000);
    expect(error?.code).toBe(status.DEADLINE_EXCEEDED);
    expect(trailers['x-gatehouse-error']).toBe('deadline_exceeded');
  });

  test('a deadline that the pipeline overran is DEADLINE_EXCEEDED, and the call is given up', async () => {
    await using open = await openDoor({ handle: () => {} });
    // A connection that is still on its way would use the deadline up.
    await promisify(open.client.waitForReady.bind(open.client))(Date.now() + 5_000);
    const { error } = await callChat(open, helloRequest(), { deadline: Date.now() + 500 });
    expect(error?.code).toBe(status.DEADLINE_EXCEEDED);
    await eventually(() => expect(open.arrivals[0]?.callerLeft.aborted).toBe(true));
  });

  test('a caller that leaves aborts the call at once, and what comes after is ignored', async () => {
    await using open = await openDoor({
      handle: (arrived) => {
        if (open.arrivals.length > 1) answerAll(arrived);
        else arrived.sink.begin(head);
      },
    });
    const call = open.client.ChatStream({ chat: helloRequest() });
    call.on('error', () => {});
    await new Promise((resolve) => call.once('metadata', resolve));
    const arrival = open.arrivals[0];
    call.cancel();
    // Before a call that was made later, on the same connection, is answered.
    await callChat(open, helloRequest());
    expect(arrival?.callerLeft.aborted).toBe(true);
    expect(arrival?.callerLeft.reason).toMatchObject({ code: 'caller_left' });
    expect(arrival?.sink.writeEvent({ kind: 'text', text: 'late' })).toBe(true);
    arrival?.sink.fail(new GatewayError('caller_left', 'The caller left.'));
  });

  test('a call that was answered is not taken for one that was left', async () => {
    await using open = await openDoor({ handle: answerAll });
    await callChat(open, helloRequest());
    await callStream(open, helloRequest());
    expect(open.arrivals.map((arrival) => arrival.callerLeft.aborted)).toEqual([false, false]);
  });

  test('draining lets calls in progress end and takes no new ones', async () => {
    await using open = await openDoor({ handle: ({ sink }) => sink.begin(head) });
    const running = callStream(open, helloRequest());
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    const drained = open.door.drain(10_000);
    open.arrivals[0]?.sink.writeEvent({ kind: 'text', text: 'last' });
    open.arrivals[0]?.sink.end(tail);
    const { events, status: end } = await running;
    expect(events[0]?.text).toBe('last');
    expect(end.code).toBe(status.OK);
    await drained;
    const { error } = await callChat(open, helloRequest(), { deadline: Date.now() + 300 });
    expect(error?.code).toBeGreaterThan(0);
    expect(open.arrivals).toHaveLength(1);
  });

  test('draining cuts what does not end within the grace', async () => {
    await using open = await openDoor({ handle: ({ sink }) => sink.begin(head) });
    const running = callStream(open, helloRequest());
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    await open.door.drain(50);
    expect((await running).status.code).not.toBe(status.OK);
    expect(open.arrivals[0]?.callerLeft.aborted).toBe(true);
  });
});
