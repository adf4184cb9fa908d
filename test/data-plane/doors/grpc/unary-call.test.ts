import { describe, expect, test } from '@jest/globals';
import { callChat } from './call.ts';
import { answerAll, head, helloRequest, openDoor, tail, usage } from './open-door.ts';
import { wireUsage } from './wire-usage.ts';

// Goal: what a caller of the typed door sees of a unary call, on real sockets.
// Method: grpc-js as client; behind the door a small handler that plays the pipeline's part.

describe('a unary call', () => {
  test('answers a typed message, says who answered before it and what it cost after it', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { reply, error, head: initial, trailers } = await callChat(open, helloRequest());
    expect(error).toBeUndefined();
    expect(reply).toMatchObject({
      id: 'reply-1',
      model: 'smart',
      message: { role: 'ROLE_ASSISTANT', content: [{ text: 'Hello', part: 'text' }] },
      finishReason: 'stop',
      usage: wireUsage,
    });
    expect(initial).toMatchObject({
      'x-gatehouse-revision': '42',
      'x-gatehouse-route': 'smart',
      'x-gatehouse-target': 'mini@east',
      'x-gatehouse-request-id': open.arrivals[0]?.requestId,
    });
    expect(trailers).toMatchObject({
      'x-gatehouse-attempts': '2',
      'x-gatehouse-cost-nano-usd': '12345',
      'x-gatehouse-decision': 'authenticated,granted,clean,drawn',
    });
  });

  test('carries tool calls both ways', async () => {
    const call = { id: 'call-1', name: 'weather', arguments: '{"city":"Bonn"}' };
    await using open = await openDoor({
      handle: (arrival) => {
        arrival.parse();
        const message = { role: 'assistant', content: undefined, toolCalls: [call] } as const;
        const chat = { id: 'reply-2', message, finishReason: 'tool_calls' } as const;
        arrival.sink.answer(head, { kind: 'chat', chat, usage }, tail);
      },
    });
    const { reply } = await callChat(open, {
      ...helloRequest(),
      tools: [{ name: 'weather', description: 'Tells the weather.' }],
    });
    expect(reply?.message).toMatchObject({ content: [], toolCalls: [call] });
    expect(reply?.finishReason).toBe('tool_calls');
  });

  test('embeds texts in the order of the inputs', async () => {
    await using open = await openDoor({ handle: answerAll });
    const reply = await new Promise((resolve, reject) =>
      open.client.Embed({ model: 'vectors', inputs: ['a', 'b'] }, (error, value) =>
        error ? reject(error) : resolve(value),
      ),
    );
    expect(reply).toEqual({
      model: 'smart',
      embeddings: [{ values: [0, 0.5] }, { values: [1, 0.5] }],
      usage: wireUsage,
      gateway: null,
    });
  });

  test('hands key, workload, claims and timeout to the pipeline', async () => {
    await using open = await openDoor({ handle: answerAll });
    await callChat(open, helloRequest(), {
      metadata: {
        authorization: 'Bearer good-key',
        'x-gatehouse-workload': 'code',
        'x-gatehouse-metadata': '{"feature":"search"}',
        'x-gatehouse-timeout-ms': '1500',
      },
    });
    const [arrival] = open.arrivals;
    expect(arrival).toMatchObject({
      door: 'grpc',
      credential: 'good-key',
      requestedWorkload: 'code',
      claimed: { feature: 'search' },
    });
    expect(Number(arrival?.deadlineAtMs) - Number(arrival?.receivedAtMs)).toBe(1500);
  });

  test('takes x-api-key as well, and no deadline when there is none', async () => {
    await using open = await openDoor({ handle: answerAll });
    await callChat(open, helloRequest(), { metadata: { 'x-api-key': 'good-key' } });
    expect(open.arrivals[0]?.credential).toBe('good-key');
    expect(open.arrivals[0]?.deadlineAtMs).toBeUndefined();
  });
});
