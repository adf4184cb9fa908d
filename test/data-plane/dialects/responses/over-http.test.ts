import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { errorOf, head, openDoor, send, tail } from '../../doors/http/open-door.ts';
import { accumulate, readEvents } from './stream-reader.ts';

const path = '/v1/responses';
const body = JSON.stringify({ model: 'assistant', input: 'Hello', stream: true });
const done = Buffer.from('data: [DONE]\n\n');
const comment = /: x-gatehouse-cost-nano-usd: \d+\n: x-gatehouse-decision: .*\n\n/;

describe('POST /v1/responses', () => {
  test('ends a stream with its own last event, not with the one of the provider, and tells cost before it', async () => {
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        sink.begin(head);
        sink.writeEvent({ kind: 'text', text: 'of another answer', choice: 1 });
        sink.writeEvent({ kind: 'text', text: 'Hi' });
        sink.writeEvent({ kind: 'finish', reason: 'stop' });
        sink.end(tail, done);
      },
    });
    const reply = await send(open, path, { body });
    expect(reply.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(reply.body).not.toContain('[DONE]');
    const [before = '', after = ''] = reply.body.split(comment);
    expect(readEvents(after)).toMatchObject([{ type: 'response.completed' }]);
    const events = readEvents(before + after);
    expect(accumulate(events)).toMatchObject({
      id: `resp_${reply.headers['x-gatehouse-request-id']}`,
      output_text: 'Hi',
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
    });
  });

  test('gives a stream without a piece a beginning and an end', async () => {
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        sink.begin(head);
        sink.end(tail);
      },
    });
    const events = readEvents((await send(open, path, { body })).body.replace(comment, ''));
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.completed',
    ]);
  });

  test('ends a stream that failed with a numbered error and without a last event', async () => {
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        sink.begin(head);
        sink.writeEvent({ kind: 'text', text: 'Hi' });
        sink.fail(new GatewayError('provider_stream_cut', 'The provider stopped.'));
      },
    });
    const events = readEvents((await send(open, path, { body })).body);
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      code: 'provider_stream_cut',
      sequence_number: events.length - 1,
    });
    expect(events.filter(({ type }) => type === 'response.completed')).toEqual([]);
  });

  test('passes bytes of a provider of this wire on', async () => {
    const own = Buffer.from('event: response.completed\ndata: {"type":"response.completed"}\n\n');
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        sink.begin(head);
        sink.writeRaw(Buffer.from('event: a\ndata: {}\n\n'));
        sink.end(tail, own);
      },
    });
    const reply = await send(open, path, { body });
    expect(reply.body.replace(comment, '')).toBe(`event: a\ndata: {}\n\n${own}`);
  });

  test('refuses in the shape of OpenAI', async () => {
    await using open = await openDoor();
    const refused = await send(open, path, {
      body: JSON.stringify({ model: 'assistant', input: 'Hello', previous_response_id: 'resp_1' }),
    });
    expect(refused.status).toBe(400);
    expect(refused.headers['x-gatehouse-error']).toBe('invalid_request');
    expect(errorOf(refused)).toMatchObject({
      type: 'invalid_request_error',
      code: 'invalid_request',
      param: 'previous_response_id',
    });
  });
});
