import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import type { Arrival } from '../../../../data-plane/pipeline/exchange.ts';
import { chat, event, streamed } from './chat-calls.ts';
import { chatBody, chatHead, dial, errorOf, head, openDoor, send, tail } from './open-door.ts';

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

  test('of several answers says of each whose it is, and refuses in its own words', async () => {
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        sink.begin(head);
        sink.writeEvent({ kind: 'text', text: 'one' });
        sink.writeEvent({ kind: 'text', text: 'no', isRefusal: true, choice: 1 });
        sink.writeEvent({ kind: 'finish', reason: 'stop', choice: 1 });
        sink.end(tail);
      },
    });
    const { body } = await send(open, chat, { body: streamed() });
    expect(body).toContain('{"index":0,"delta":{"role":"assistant","content":"one"}');
    expect(body).toContain('{"index":1,"delta":{"role":"assistant","refusal":"no"}');
    expect(body).toContain('{"index":1,"delta":{},"finish_reason":"stop"}');
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

  const bytes = 'data: "é, 日本"\n\n';
  const twoInATurn = {
    handle: ({ sink }: Arrival) => {
      sink.begin(head);
      sink.writeRaw(Buffer.from(bytes));
      sink.writeRaw(Buffer.from(bytes));
      setImmediate(() => sink.end(tail));
    },
  };
  const ask = (version: string) =>
    `${chatHead.replace('1.1', version)}connection: close\r\ncontent-length: ${chatBody.length}\r\n\r\n${chatBody}`;

  test('has one chunk for what came in a turn, counted in bytes', async () => {
    await using open = await openDoor(twoInATurn);
    const { socket, closed } = await dial(open);
    socket.write(ask('1.1'));
    const reply = Buffer.from(await closed, 'latin1').toString();
    const size = (2 * Buffer.byteLength(bytes)).toString(16);
    expect(reply).toContain(`\r\ntransfer-encoding: chunked\r\n`);
    expect(reply).toContain(`\r\n\r\n${size}\r\n${bytes}${bytes}\r\n`);
    expect(reply.endsWith('data: [DONE]\n\n\r\n0\r\n\r\n')).toBe(true);
  });

  test('goes bare to a caller of HTTP/1.0, up to the end of the connection', async () => {
    await using open = await openDoor(twoInATurn);
    const { socket, closed } = await dial(open);
    socket.write(ask('1.0'));
    const reply = Buffer.from(await closed, 'latin1').toString();
    expect(reply).not.toContain('chunked');
    expect(reply).toContain(`\r\n\r\n${bytes}${bytes}`);
    expect(reply.endsWith('data: [DONE]\n\n')).toBe(true);
  });
});
