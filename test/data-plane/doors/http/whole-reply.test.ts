import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { chat } from './chat-calls.ts';
import { head, openDoor, send, tail } from './open-door.ts';

describe('a whole reply', () => {
  test('of the same dialect is the very bytes, with what is known in headers', async () => {
    await using open = await openDoor();
    const reply = await send(open, chat);
    expect(reply.body).toBe('{"ok":true}');
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '11',
      'x-gatehouse-revision': '7',
      'x-gatehouse-route': 'assistant',
      'x-gatehouse-target': 'mini',
      'x-gatehouse-attempts': '1',
      'x-gatehouse-cost-nano-usd': '1234',
      'x-gatehouse-decision': 'authenticated,granted,clean,drawn',
    });
  });

  test('of another dialect is rendered, with the names that the caller knows', async () => {
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        const message = { role: 'assistant', content: 'Hi' } as const;
        const decoded = { id: 'x', message, finishReason: 'stop' } as const;
        sink.answer(head, { kind: 'chat', chat: decoded, usage: tail.usage }, tail);
      },
    });
    const reply = await send(open, chat);
    expect(JSON.parse(reply.body)).toMatchObject({
      id: `chatcmpl-${reply.headers['x-gatehouse-request-id']}`,
      model: 'assistant',
      choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    });
  });

  test('packs vectors for a caller who asked for base64 when the provider did not', async () => {
    const bytes = Buffer.from('{"data":[{"index":0,"embedding":[1,2]}]}');
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        sink.answer(head, { kind: 'raw', bytes, contentType: 'application/json' }, tail);
      },
    });
    const body = (fields: object) => JSON.stringify({ model: 'v', input: 'a', ...fields });
    const packed = await send(open, '/v1/embeddings', {
      body: body({ encoding_format: 'base64' }),
    });
    expect(JSON.parse(packed.body).data[0].embedding).toBe('AACAPwAAAEA=');
    const plain = await send(open, '/v1/embeddings', { body: body({}) });
    expect(plain.body).toBe(bytes.toString());
  });

  test('names of any script fit into headers', async () => {
    const names = { ...head, routeName: 'Grüße 🙂', targetName: 'a\ud800b' };
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        sink.answer(names, { kind: 'raw', bytes: Buffer.from('{}'), contentType: 'a/b' }, tail);
      },
    });
    const { headers } = await send(open, chat);
    expect(decodeURIComponent(String(headers['x-gatehouse-route']))).toBe('Grüße 🙂');
  });

  test('comes once: what follows an answer is ignored', async () => {
    // Too large to be in the kernel when the failure comes, so that a cut would show.
    const bytes = Buffer.alloc(8 * 1024 * 1024, 0x20);
    await using open = await openDoor({
      handle: ({ parse, sink }) => {
        parse();
        sink.answer(head, { kind: 'raw', bytes, contentType: 'application/json' }, tail);
        sink.answer(head, { kind: 'raw', bytes, contentType: 'application/json' }, tail);
        sink.fail(new GatewayError('internal', 'Late.'));
        sink.end(tail);
      },
    });
    expect((await send(open, chat)).body).toHaveLength(bytes.length);
  });
});
