import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { chat, event, streamed } from './chat-calls.ts';
import { errorOf, head, openDoor, send, tail } from './open-door.ts';

describe('a stream', () => {
  test('passes events as they are, and tells cost and decision in comments before the end', async () => {
    await using open = await openDoor({
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeRaw(event('a'));
        sink.writeRaw(event('b'));
        sink.end(tail);
      },
    });
    const reply = await send(open, chat, { body: streamed() });
    expect(reply.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-gatehouse-route': 'assistant',
      'x-gatehouse-attempts': '1',
    });
    expect(reply.body).toBe(
      `${event('a')}${event('b')}: x-gatehouse-cost-nano-usd: 1234\n: x-gatehouse-decision: authenticated,granted,clean,drawn\n\ndata: [DONE]\n\n`,
    );
  });

  test.each([
    [false, 0],
    [true, 1],
  ])(
    'of another dialect is rendered; include_usage %s gives %d usage events',
    async (asked, count) => {
      await using open = await openDoor({
        handle: ({ parse, sink }) => {
          parse();
          sink.begin(head);
          sink.writeEvent({ kind: 'text', text: 'Hi' });
          sink.writeEvent({ kind: 'usage', usage: tail.usage });
          sink.writeEvent({ kind: 'finish', reason: 'stop' });
          sink.end(tail);
        },
      });
      const body = streamed({ stream_options: { include_usage: asked } });
      const reply = await send(open, chat, { body });
      expect(reply.body).toContain('"delta":{"role":"assistant","content":"Hi"}');
      expect(reply.body.split('"prompt_tokens":3')).toHaveLength(count + 1);
      expect(reply.body.endsWith('data: [DONE]\n\n')).toBe(true);
    },
  );

  test('that fails after it began has an error event, and no [DONE]', async () => {
    await using open = await openDoor({
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeRaw(event('a'));
        sink.fail(new GatewayError('provider_stream_cut', 'It was cut.'));
        sink.end(tail);
      },
    });
    const reply = await send(open, chat, { body: streamed() });
    expect(reply.status).toBe(200);
    const [first, second] = reply.body.split('\n\n');
    expect(`${first}\n\n`).toBe(event('a').toString());
    expect(JSON.parse(String(second).slice('data: '.length)).error.code).toBe(
      'provider_stream_cut',
    );
    expect(reply.body).not.toContain('[DONE]');
  });

  test('that fails before it began is a status', async () => {
    await using open = await openDoor({
      handle: ({ sink }) => sink.fail(new GatewayError('no_target', 'None.')),
    });
    const reply = await send(open, chat, { body: streamed() });
    expect(reply.status).toBe(503);
    expect(errorOf(reply).code).toBe('no_target');
  });
});
