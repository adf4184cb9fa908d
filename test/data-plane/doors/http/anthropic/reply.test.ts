import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../../data-plane/errors.ts';
import type { Arrival } from '../../../../../data-plane/pipeline/exchange.ts';
import { head, openDoor, send, tail } from '../open-door.ts';

const messages = '/v1/messages';
const body = JSON.stringify({
  model: 'assistant',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hello' }],
  stream: true,
});

/** Parses, begins, and goes on as the test says. */
const streaming = (rest: (sink: Arrival['sink']) => void) => ({
  handle: ({ parse, sink }: Arrival) => {
    parse();
    sink.begin(head);
    rest(sink);
  },
});

const eventsOf = (text: string) => [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);

describe('a stream', () => {
  test('that was decoded begins, says its blocks, and ends behind cost and decision', async () => {
    await using open = await openDoor(
      streaming((sink) => {
        sink.writeEvent({ kind: 'text', text: 'Hi' });
        sink.writeEvent({ kind: 'usage', usage: tail.usage });
        sink.writeEvent({ kind: 'finish', reason: 'stop' });
        sink.end(tail, Buffer.from('data: [DONE]\n\n'));
      }),
    );
    const reply = await send(open, messages, { body });
    expect(reply.headers['request-id']).toBe(reply.headers['x-gatehouse-request-id']);
    expect(eventsOf(reply.body)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(reply.body).toContain('"usage":{"input_tokens":3,');
    expect(reply.body).toMatch(
      /\n\n: x-gatehouse-cost-nano-usd: 1234\n: x-gatehouse-decision: \S+\n\nevent: message_stop\n.*\n\n$/,
    );
  });

  test('of nothing at all is still a whole one', async () => {
    await using open = await openDoor(streaming((sink) => sink.end(tail)));
    const reply = await send(open, messages, { body });
    expect(eventsOf(reply.body)).toEqual(['message_start', 'message_delta', 'message_stop']);
  });

  test("of the provider's own bytes passes as it is, with its end", async () => {
    const event = 'event: message_start\ndata: {}\n\n';
    const stop = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';
    await using open = await openDoor(
      streaming((sink) => {
        sink.writeRaw(Buffer.from(event));
        sink.end(tail, Buffer.from(stop));
      }),
    );
    const reply = await send(open, messages, { body });
    expect(reply.body.replace(/^: .*\n/gm, '').replace('\n\n\n', '\n\n')).toBe(event + stop);
  });

  test('that fails after it began ends in an error event, and never in its stop', async () => {
    await using open = await openDoor(
      streaming((sink) => {
        sink.writeEvent({ kind: 'text', text: 'Hi' });
        sink.fail(new GatewayError('provider_stream_cut', 'It was cut.'));
        sink.end(tail);
      }),
    );
    const reply = await send(open, messages, { body });
    expect(reply.status).toBe(200);
    expect(eventsOf(reply.body).at(-1)).toBe('error');
    const [last = ''] = reply.body.match(/\{"type":"error".*\}/) ?? [];
    expect(JSON.parse(last)).toEqual({
      type: 'error',
      error: { type: 'api_error', message: 'It was cut.', code: 'provider_stream_cut' },
      request_id: reply.headers['request-id'],
    });
  });
});

test('a reply that cannot be written is told as a failure, and the caller does not wait', async () => {
  await using open = await openDoor({
    handle: ({ parse, sink }) => {
      parse();
      const embedding = {
        kind: 'embedding',
        embedding: { vectors: [] },
        usage: tail.usage,
      } as const;
      try {
        sink.answer(head, embedding, tail);
      } catch (thrown) {
        sink.fail(thrown as GatewayError);
      }
    },
  });
  const reply = await fetch(`http://127.0.0.1:${open.port}${messages}`, {
    method: 'POST',
    headers: { 'x-api-key': 'gth_sk_test' },
    body,
    signal: AbortSignal.timeout(2_000),
  });
  expect(reply.status).toBe(500);
  expect(await reply.json()).toMatchObject({ error: { code: 'internal' } });
});
