/**
 * Goal: every bad input over HTTP gets one clear error in the shape of the OpenAI dialect.
 * Method: real sockets on loopback, a handler that only parses.
 */
import { Agent } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { errorTable, GatewayError } from '../../../../data-plane/errors.ts';
import { chat } from './chat-calls.ts';
import { begin, errorOf, openDoor, read, type Sending, send } from './open-door.ts';

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
