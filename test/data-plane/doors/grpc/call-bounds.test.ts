import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { callChat, readDetails } from './call.ts';
import { answerAll, helloRequest, openDoor } from './open-door.ts';

// Goal: what a caller of the typed door sees of a call beyond a bound, on real sockets.
// Method: grpc-js as client; behind the door a small handler that plays the pipeline's part.

describe('bounds', () => {
  test('a message over the limit is RESOURCE_EXHAUSTED in our words and never reaches the pipeline', async () => {
    await using open = await openDoor({ handle: answerAll, limits: { messageBytesMax: 100_000 } });
    const { error, trailers } = await callChat(open, {
      model: 'smart',
      messages: [{ role: 'ROLE_USER', content: [{ text: 'x'.repeat(100_001) }] }],
    });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error?.details).toMatch(/^The message has \d+ bytes; at most 100000 are taken\.$/);
    expect(trailers['x-gatehouse-error']).toBe('body_too_large');
    expect(open.arrivals).toEqual([]);
  });

  test('a message of twice the limit is RESOURCE_EXHAUSTED before it is read', async () => {
    await using open = await openDoor({ handle: answerAll, limits: { messageBytesMax: 100_000 } });
    const { error } = await callChat(open, {
      model: 'smart',
      messages: [{ role: 'ROLE_USER', content: [{ text: 'x'.repeat(300_000) }] }],
    });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error?.details).toBe('Received message larger than max (300021 vs 200000)');
    expect(open.arrivals).toEqual([]);
  });

  test('too much metadata is RESOURCE_EXHAUSTED', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { error, trailers } = await callChat(open, helloRequest(), {
      metadata: Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`x-junk-${n}`, 'y'])),
    });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(trailers['x-gatehouse-error']).toBe('headers_too_large');
  });

  test('a bad header is INVALID_ARGUMENT and named', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { error } = await callChat(open, helloRequest(), {
      metadata: { 'x-gatehouse-timeout-ms': 'soon' },
    });
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(error && JSON.stringify(readDetails(error.metadata))).toContain(
      'x-gatehouse-timeout-ms',
    );
  });

  test('calls beyond the bound are refused as overloaded, and room comes back', async () => {
    await using open = await openDoor({
      handle: (arrival) => {
        if (open.arrivals.length > 1) answerAll(arrival);
      },
      limits: { callsMax: 1 },
    });
    const first = open.client.ChatStream({ chat: helloRequest() });
    first.on('error', () => {});
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    const { trailers } = await callChat(open, helloRequest());
    expect(trailers['x-gatehouse-error']).toBe('overloaded');
    first.cancel();
    await eventually(async () =>
      expect((await callChat(open, helloRequest())).error).toBeUndefined(),
    );
  });
});
