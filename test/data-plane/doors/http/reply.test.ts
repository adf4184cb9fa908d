import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import type { Arrival } from '../../../../data-plane/pipeline/exchange.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  answerOk,
  begin,
  chatBody,
  chatHead,
  dial,
  errorOf,
  head,
  openDoor,
  read,
  send,
  tail,
} from './open-door.ts';

const chat = '/v1/chat/completions';
const event = (text: string) =>
  Buffer.from(`data: {"choices":[{"delta":{"content":"${text}"}}]}\n\n`);
const streamed = (fields: object = {}) =>
  JSON.stringify({ ...JSON.parse(chatBody), stream: true, ...fields });

describe('an arrival', () => {
  test('says what the request said', async () => {
    await using open = await openDoor({ now: () => 1_700_000_000_000 });
    const reply = await send(open, chat, {
      headers: {
        'x-gatehouse-workload': 'code',
        'x-gatehouse-metadata': '{"ticket":"T-1"}',
        'x-gatehouse-timeout-ms': '2500',
      },
    });
    const [arrival] = open.arrivals;
    expect(arrival).toMatchObject({
      door: 'http',
      requestId: reply.headers['x-gatehouse-request-id'],
      receivedAtMs: 1_700_000_000_000,
      deadlineAtMs: 1_700_000_002_500,
      credential: 'gth_sk_test',
      requestedWorkload: 'code',
      claimed: { ticket: 'T-1' },
    });
    expect(arrival?.sink.dialect).toBe('openai-chat');
  });

  test('takes the key from x-api-key too', async () => {
    await using open = await openDoor();
    await send(open, chat, { headers: { authorization: '', 'x-api-key': 'gth_sk_other' } });
    expect(open.arrivals[0]?.credential).toBe('gth_sk_other');
  });

  test('of an unknown field keeps it', async () => {
    const seen: unknown[] = [];
    await using open = await openDoor({
      handle: (arrival) => {
        seen.push(arrival.parse().extra);
        answerOk(arrival);
      },
    });
    const body = JSON.stringify({ ...JSON.parse(chatBody), future: [1] });
    expect((await send(open, chat, { body })).status).toBe(200);
    expect(seen).toEqual([{ future: [1] }]);
  });
});

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
      handle: ({ sink }) => {
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
      handle: ({ sink }) => {
        sink.answer(head, { kind: 'raw', bytes, contentType: 'application/json' }, tail);
        sink.answer(head, { kind: 'raw', bytes, contentType: 'application/json' }, tail);
        sink.fail(new GatewayError('internal', 'Late.'));
        sink.end(tail);
      },
    });
    expect((await send(open, chat)).body).toHaveLength(bytes.length);
  });
});

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

/** Streams until the reader lets bytes wait, then says so. */
function flood(paused: () => void, resumed: () => void) {
  const piece = Buffer.from(`data: "${'x'.repeat(16_000)}"\n\n`);
  return ({ sink }: Arrival) => {
    sink.begin(head);
    sink.onDrain(() => {
      resumed();
      sink.end(tail);
    });
    while (sink.writeRaw(piece));
    paused();
  };
}

describe('readers', () => {
  test('a slow one pauses the stream, and wakes it when there is room', async () => {
    let [pauseCount, resumeCount] = [0, 0];
    await using open = await openDoor({
      handle: flood(
        () => {
          pauseCount += 1;
        },
        () => {
          resumeCount += 1;
        },
      ),
    });
    const incoming = await begin(open, chat, { body: streamed() });
    await eventually(() => expect(pauseCount).toBe(1));
    expect((await read(incoming)).endsWith('data: [DONE]\n\n')).toBe(true);
    expect(resumeCount).toBe(1);
  });

  test('one who takes nothing for too long is cut, and the call told', async () => {
    await using open = await openDoor({
      limits: { stallTimeoutMs: 100 },
      handle: ({ sink }) => {
        sink.begin(head);
        // More than the buffers of both kernels hold, so that something must wait.
        sink.writeRaw(Buffer.alloc(64 * 1024 * 1024, 0x20));
      },
    });
    const { socket } = await dial(open);
    socket.pause();
    socket.write(`${chatHead}content-length: ${chatBody.length}\r\n\r\n${chatBody}`);
    await eventually(() => expect(open.arrivals[0]?.callerLeft.aborted).toBe(true));
    expect(open.door.callCount).toBe(0);
    socket.destroy();
  });

  test('one who waits for a thinking provider is not cut', async () => {
    await using open = await openDoor({
      limits: { stallTimeoutMs: 30 },
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeRaw(event('a'));
        setTimeout(() => sink.end(tail), 200);
      },
    });
    expect((await send(open, chat, { body: streamed() })).body).toContain('[DONE]');
  });

  test('one who leaves in mid-stream aborts the call, and what comes later is ignored', async () => {
    await using open = await openDoor({
      handle: ({ sink, callerLeft }) => {
        sink.begin(head);
        sink.writeRaw(event('a'));
        callerLeft.addEventListener('abort', () => {
          sink.writeRaw(event('b'));
          sink.fail(new GatewayError('caller_left', 'Gone.'));
        });
      },
    });
    const incoming = await begin(open, chat, { body: streamed() });
    expect(open.arrivals[0]?.callerLeft.aborted).toBe(false);
    incoming.destroy();
    await eventually(() => expect(open.arrivals[0]?.callerLeft.aborted).toBe(true));
    expect(open.arrivals[0]?.callerLeft.reason).toMatchObject({ code: 'caller_left' });
    await eventually(() => expect(open.door.callCount).toBe(0));
  });

  test('one who leaves before its body is whole makes no arrival', async () => {
    await using open = await openDoor();
    const { socket } = await dial(open);
    socket.write(`${chatHead}content-length: 100\r\n\r\n{"model"`);
    await eventually(() => expect(open.door.callCount).toBe(1));
    socket.destroy();
    await eventually(() => expect(open.door.callCount).toBe(0));
    expect(open.arrivals).toHaveLength(0);
  });

  test('one who got its reply did not leave', async () => {
    await using open = await openDoor();
    await send(open, chat);
    await eventually(() => expect(open.door.callCount).toBe(0));
    expect(open.arrivals[0]?.callerLeft.aborted).toBe(false);
  });
});

describe('the list of models', () => {
  const listRoutes = (credential: string | undefined) => {
    if (credential !== 'gth_sk_test') throw new GatewayError('unknown_key', 'Use a valid key.');
    return [
      { name: 'assistant', operation: 'chat' },
      { name: 'team/vectors', operation: 'embedding' },
    ] as const;
  };

  test('holds the routes in their order', async () => {
    await using open = await openDoor({ listRoutes });
    const reply = await send(open, '/v1/models?limit=5', { method: 'GET' });
    expect(JSON.parse(reply.body)).toEqual({
      object: 'list',
      data: ['assistant', 'team/vectors'].map((id) => ({
        id,
        object: 'model',
        created: 0,
        owned_by: 'gatehouse',
      })),
    });
    expect(reply.headers['x-gatehouse-revision']).toBe('7');
  });

  test.each(['team/vectors', 'team%2Fvectors'])('gives one by %s', async (name) => {
    await using open = await openDoor({ listRoutes });
    const reply = await send(open, `/v1/models/${name}`, { method: 'GET' });
    expect(JSON.parse(reply.body).id).toBe('team/vectors');
  });

  test('refuses a name that the key may not use, and a key that is none', async () => {
    await using open = await openDoor({ listRoutes });
    const unknown = await send(open, '/v1/models/secret', { method: 'GET' });
    expect([unknown.status, errorOf(unknown).code]).toEqual([404, 'unknown_route']);
    const headers = { authorization: 'Bearer other' };
    const refused = await send(open, '/v1/models', { method: 'GET', headers });
    expect([refused.status, errorOf(refused).code]).toEqual([401, 'unknown_key']);
  });

  test('a fault behind it is internal, and tells nothing', async () => {
    await using open = await openDoor({
      listRoutes: () => {
        throw new Error('secret detail');
      },
    });
    const reply = await send(open, '/v1/models', { method: 'GET' });
    expect([reply.status, errorOf(reply).code]).toEqual([500, 'internal']);
    expect(reply.body).not.toContain('secret');
  });
});

describe('draining', () => {
  test('ends calls in progress, closes their connections, and takes no new ones', async () => {
    let finish = () => {};
    const open = await openDoor({
      handle: (arrival) => {
        finish = () => answerOk(arrival);
      },
    });
    const idle = await dial(open);
    const pending = begin(open, chat, { headers: { connection: 'keep-alive' } });
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    const drained = open.door.drain(10_000);
    await idle.closed;
    await expect(dial(open)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish();
    const incoming = await pending;
    expect(incoming.headers.connection).toBe('close');
    expect(await read(incoming)).toBe('{"ok":true}');
    await drained;
  });

  test('lets a stream that had begun end, then closes its connection', async () => {
    let finish = () => {};
    const open = await openDoor({
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeRaw(event('a'));
        finish = () => sink.end(tail);
      },
    });
    const { socket, received, closed } = await dial(open);
    socket.write(`${chatHead}content-length: ${chatBody.length}\r\n\r\n${chatBody}`);
    await eventually(() => expect(received()).toContain('"a"'));
    const drained = open.door.drain(10_000);
    finish();
    expect(await closed).toContain('[DONE]');
    await drained;
  });

  test('cuts what does not end in time, and tells the call', async () => {
    const open = await openDoor({ handle: () => {} });
    const pending = begin(open, chat);
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    const cut = expect(pending).rejects.toMatchObject({ code: 'ECONNRESET' });
    await open.door.drain(20);
    await cut;
    expect(open.arrivals[0]?.callerLeft.aborted).toBe(true);
  });
});

test('a taken port is an error that names it', async () => {
  await using open = await openDoor();
  await using other = await openDoor();
  await expect(other.door.listen(open.port, '127.0.0.1')).rejects.toMatchObject({
    code: expect.stringMatching(/EADDRINUSE|ERR_SERVER_ALREADY_LISTEN/),
  });
});
