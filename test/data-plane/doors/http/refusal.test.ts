/**
 * Goal: every bad input over HTTP gets one clear error in the shape of the OpenAI dialect, and costs the node nothing.
 * Method: real sockets on loopback, a handler that only parses.
 */
import { Agent } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { errorTable, GatewayError } from '../../../../data-plane/errors.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  begin,
  chatBody,
  chatHead,
  dial,
  errorOf,
  openDoor,
  read,
  type Sending,
  send,
} from './open-door.ts';

const chat = '/v1/chat/completions';
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => [`x-h-${number}`, 'v']));
const half = Buffer.concat([Buffer.from('{"model":"'), Buffer.from('€').subarray(0, 2)]);

describe('each bad input has its code, status and sentence', () => {
  const cases: readonly (readonly [string, string, Sending, number, string, RegExp])[] = [
    ['broken JSON', chat, { body: '{"model":' }, 400, 'invalid_request', /not valid JSON/],
    ['no body', chat, { body: '' }, 400, 'invalid_request', /empty/],
    ['half a UTF-8 character', chat, { body: half }, 400, 'invalid_request', /UTF-8/],
    ['wrong types', chat, { body: '{"model":7}' }, 400, 'invalid_request', /model as a string/],
    [
      'a 5 MB body',
      chat,
      { body: Buffer.alloc(5_000_000, 0x20) },
      413,
      'body_too_large',
      /at most/,
    ],
    ['300 headers', chat, { headers: many(300) }, 431, 'headers_too_large', /at most 100 headers/],
    [
      'a compressed body',
      chat,
      { headers: { 'content-encoding': 'gzip' } },
      400,
      'invalid_request',
      /without compression/,
    ],
    [
      'a deadline that is none',
      chat,
      { headers: { 'x-gatehouse-timeout-ms': 'soon' } },
      400,
      'invalid_request',
      /x-gatehouse-timeout-ms/,
    ],
    [
      'metadata that is no object',
      chat,
      { headers: { 'x-gatehouse-metadata': '[1]' } },
      400,
      'invalid_request',
      /x-gatehouse-metadata/,
    ],
    [
      'no key',
      chat,
      { headers: { authorization: 'Basic abc' } },
      401,
      'missing_key',
      /Authorization: Bearer/,
    ],
    ['another path', '/v2/chat', {}, 404, 'unsupported_operation', /POST \/v1\/chat\/completions/],
    ['a broken escape', '/v1/models/%zz', { method: 'GET' }, 404, 'unsupported_operation', /Use/],
    ['another method', chat, { method: 'GET' }, 405, 'unsupported_operation', /Use POST/],
    ['a strange method', '/v1/models', { method: 'DELETE' }, 405, 'unsupported_operation', /GET/],
  ];

  test.each(cases)('%s', async (_, path, sending, status, code, sentence) => {
    await using open = await openDoor();
    const reply = await send(open, path, sending);
    expect(reply.status).toBe(status);
    const error = errorOf(reply);
    expect(error).toMatchObject({ code, type: expect.any(String) });
    expect(error.message).toMatch(sentence);
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'x-gatehouse-error': code,
      'x-should-retry': 'false',
      'x-gatehouse-revision': '7',
      'x-gatehouse-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('a method that is not allowed names the one that is, and a missing key its scheme', async () => {
    await using open = await openDoor();
    expect((await send(open, chat, { method: 'PUT' })).headers.allow).toBe('POST');
    const refused = await send(open, chat, { headers: { authorization: '' } });
    expect(refused.headers['www-authenticate']).toBe('Bearer');
  });
});

describe('what is refused early is not read', () => {
  test('a body that announces too much is refused before any of it comes', async () => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}content-length: 5000000\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a body of unknown length is refused where it passes the bound', async () => {
    await using open = await openDoor({ limits: { bodyBytesMax: 1000 } });
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}transfer-encoding: chunked\r\n\r\n`);
    socket.write(`3e9\r\n${'x'.repeat(1001)}\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
    expect(open.arrivals).toHaveLength(0);
  });

  test('a caller without a key is told before its body comes', async () => {
    await using open = await openDoor();
    const { socket, received } = await dial(open);
    socket.write('POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 100\r\n\r\n');
    await eventually(() => expect(received()).toMatch(/^HTTP\/1\.1 401 /));
    socket.destroy();
  });

  test('a caller who waits for 100 Continue gets the refusal in its place', async () => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}expect: 100-continue\r\ncontent-length: 5000000\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a caller who waits for 100 Continue gets it when its request is fine so far', async () => {
    await using open = await openDoor();
    const { socket, received } = await dial(open);
    socket.write(`${chatHead}expect: 100-continue\r\ncontent-length: ${chatBody.length}\r\n\r\n`);
    await eventually(() => expect(received()).toMatch(/^HTTP\/1\.1 100 /));
    socket.write(chatBody);
    await eventually(() => expect(received()).toContain('{"ok":true}'));
    socket.destroy();
  });

  test('another expectation is refused', async () => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}expect: a-miracle\r\ncontent-length: 2\r\n\r\n{}`);
    expect(await closed).toMatch(/^HTTP\/1\.1 417 [\s\S]*"code":"invalid_request"/);
  });
});

describe('slow callers are cut off with 408', () => {
  test('a body that stops coming', async () => {
    await using open = await openDoor({ limits: { bodyTimeoutMs: 50 } });
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}content-length: 100\r\n\r\n{"model"`);
    expect(await closed).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
    expect(open.door.callCount).toBe(0);
  });

  test('headers that stop coming', async () => {
    await using open = await openDoor({ limits: { headerTimeoutMs: 50 } });
    const { socket, closed } = await dial(open);
    socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost:');
    expect(await closed).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
  });
});

describe('what the parser cannot read is answered in the same shape, and the connection closed', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'invalid_request'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01', 400, 'invalid_request'],
    [
      'two lengths',
      `${chatHead}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
      400,
      'invalid_request',
    ],
    [
      'length and chunks',
      `${chatHead}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n`,
      400,
      'invalid_request',
    ],
    [
      'a broken chunk',
      `${chatHead}transfer-encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'invalid_request',
    ],
    [
      'a header of 20 KB',
      `${chatHead}x-long: ${'v'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('%s', async (_, bytes, status, code) => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write(bytes, 'latin1');
    const reply = await closed;
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*connection: close`, 'i'));
    expect(JSON.parse(reply.slice(reply.indexOf('\r\n\r\n'))).error.code).toBe(code);
    await eventually(() => expect(open.door.callCount).toBe(0));
  });
});

describe('the gate', () => {
  test('more calls than the bound are refused, and may come again', async () => {
    const waiting: (() => void)[] = [];
    await using open = await openDoor({
      limits: { callsMax: 1 },
      handle: ({ sink }) => {
        waiting.push(() => sink.fail(new GatewayError('no_target', 'None.')));
      },
    });
    const first = begin(open, chat);
    await eventually(() => expect(waiting).toHaveLength(1));
    const refused = await send(open, chat);
    expect(refused.status).toBe(503);
    expect(errorOf(refused).code).toBe('overloaded');
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers['x-should-retry']).toBeUndefined();
    waiting[0]?.();
    await read(await first);
    await eventually(() => expect(open.door.callCount).toBe(0));
  });

  test('bodies of all calls together are bounded, and given back', async () => {
    await using open = await openDoor({ limits: { bodyBytesTotalMax: 100 } });
    expect((await send(open, chat)).status).toBe(200);
    expect((await send(open, chat)).status).toBe(200);
    const large = JSON.stringify({ ...JSON.parse(chatBody), user: 'u'.repeat(100) });
    expect((await send(open, chat, { body: large })).status).toBe(503);
    expect((await send(open, chat)).status).toBe(200);
  });

  test('when much is held, bodies of strangers are not read on, and known callers are served', async () => {
    await using open = await openDoor({
      limits: { bodyBytesUncheckedMax: 50 },
      listRoutes: (credential) => {
        if (credential === 'known') return [];
        throw new GatewayError('unknown_key', 'No key is known by this value.');
      },
    });
    const refused = await send(open, chat);
    expect([refused.status, errorOf(refused).code]).toEqual([401, 'unknown_key']);
    const headers = { authorization: 'Bearer known' };
    expect((await send(open, chat, { headers })).status).toBe(200);
    expect(open.arrivals).toHaveLength(1);
  });

  test('requests sent ahead are released when the connection goes', async () => {
    await using open = await openDoor({ handle: () => {} });
    const { socket } = await dial(open);
    const one = `${chatHead}content-length: ${chatBody.length}\r\n\r\n${chatBody}`;
    socket.write(one.repeat(3));
    await eventually(() => expect(open.arrivals).toHaveLength(3));
    socket.destroy();
    await eventually(() => expect(open.door.callCount).toBe(0));
    expect(open.arrivals.every(({ callerLeft }) => callerLeft.aborted)).toBe(true);
  });
});

test('a connection lives on after a refusal', async () => {
  await using open = await openDoor();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  const steps: readonly Sending[] = [
    { body: '{' },
    {},
    { headers: { authorization: '' } },
    {},
    { method: 'GET' },
    {},
  ];
  const statuses: (number | undefined)[] = [];
  for (const step of steps) {
    const incoming = await begin(open, chat, { ...step, agent });
    ports.add(incoming.socket.localPort);
    statuses.push(incoming.statusCode);
    await read(incoming);
  }
  expect(statuses).toEqual([400, 200, 401, 200, 405, 200]);
  expect(ports.size).toBe(1);
  agent.destroy();
});

test('every code keeps its status, and says whether to try again', async () => {
  for (const [code, row] of Object.entries(errorTable)) {
    const error = new GatewayError(code as GatewayError['code'], 'Do this.', { retryAfterS: 3 });
    await using open = await openDoor({ handle: ({ sink }) => sink.fail(error) });
    const reply = await send(open, chat);
    expect(reply.status).toBe(row.httpStatus);
    expect(errorOf(reply)).toEqual({
      message: 'Do this.',
      type: row.openaiType,
      param: null,
      code,
    });
    expect(reply.headers['x-should-retry']).toBe(row.retryable ? undefined : 'false');
    expect(reply.headers['retry-after']).toBe('3');
  }
});
