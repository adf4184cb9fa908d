/**
 * Goal: whatever is wrong with a call of this wire, its SDKs read the refusal as one of their own.
 * Method: real sockets on loopback, a handler that only parses.
 */
import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../../data-plane/errors.ts';
import { dial, openDoor, type Reply, type Sending, send } from '../open-door.ts';

const messages = '/v1/messages';
const count = '/v1/messages/count_tokens';
const version = { 'anthropic-version': '2023-06-01' };
const many = Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`x-h-${number}`, 'v']));
const large = Buffer.alloc(5_000_000, 0x20);

function refusalOf({ status, headers, body }: Reply) {
  const { type, error, request_id: id } = JSON.parse(body);
  expect(type).toBe('error');
  expect(error).toMatchObject({ message: expect.any(String) });
  expect(id).toBe(headers['x-gatehouse-request-id']);
  expect(headers['request-id']).toBe(id);
  expect(headers['x-gatehouse-error']).toBe(error.code);
  return [status, error.type, error.code];
}

type Case = readonly [string, string, Sending, readonly [number, string, string]];

const noKey: Sending = { headers: { authorization: '' } };
const cases: readonly Case[] = [
  ['broken JSON', messages, { body: '{' }, [400, 'invalid_request_error', 'invalid_request']],
  ['no key', messages, noKey, [401, 'authentication_error', 'missing_key']],
  ['no key, to count', count, noKey, [401, 'authentication_error', 'missing_key']],
  ['a 5 MB body', messages, { body: large }, [413, 'request_too_large', 'body_too_large']],
  ['a 5 MB body, to count', count, { body: large }, [413, 'request_too_large', 'body_too_large']],
  ['300 headers', messages, { headers: many }, [431, 'request_too_large', 'headers_too_large']],
  [
    'another method',
    messages,
    { method: 'GET' },
    [405, 'not_found_error', 'unsupported_operation'],
  ],
  [
    'another method, to count',
    count,
    { method: 'PUT' },
    [405, 'not_found_error', 'unsupported_operation'],
  ],
  [
    'another path',
    '/v1/messages/batches',
    { headers: version },
    [404, 'not_found_error', 'unsupported_operation'],
  ],
  [
    'another method for models',
    '/v1/models',
    { method: 'DELETE', headers: version },
    [405, 'not_found_error', 'unsupported_operation'],
  ],
];

describe('a refusal has the shape of Anthropic', () => {
  test.each(cases)('%s', async (_, path, sending, expected) => {
    await using open = await openDoor();
    expect(refusalOf(await send(open, path, sending))).toEqual(expected);
  });

  test('a node with too many calls', async () => {
    await using open = await openDoor({ limits: { callsMax: 0 } });
    const expected = [503, 'overloaded_error', 'overloaded'];
    expect(refusalOf(await send(open, messages))).toEqual(expected);
  });

  test('an expectation that is not met', async () => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write('POST /v1/messages HTTP/1.1\r\nexpect: a-miracle\r\ncontent-length: 2\r\n\r\n{}');
    expect(await closed).toMatch(/^HTTP\/1\.1 417 [\s\S]*"type":"error"/);
  });

  test('names the field at fault', async () => {
    await using open = await openDoor();
    const body = JSON.stringify({ model: 'a', max_tokens: 1, messages: [{ role: 'user' }] });
    const { error } = JSON.parse((await send(open, messages, { body })).body);
    expect(error.param).toBe('messages.0.content');
  });

  test('and that of OpenAI for a caller of its endpoints, whatever else it sends', async () => {
    await using open = await openDoor();
    const reply = await send(open, '/v1/chat/completions', { body: '{', headers: version });
    expect(JSON.parse(reply.body)).not.toHaveProperty('type');
    expect(reply.headers).not.toHaveProperty('request-id');
  });
});

describe('a count', () => {
  const body = JSON.stringify({ model: 'a', messages: [{ role: 'user', content: 'Hello' }] });

  test('is answered by the gateway, which says that it is an estimate', async () => {
    await using open = await openDoor({
      countTokens: ({ parse, credential }) => parse().model.length + (credential?.length ?? 0),
    });
    const reply = await send(open, count, { body });
    expect([reply.status, reply.body]).toEqual([200, '{"input_tokens":12}']);
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'x-gatehouse-estimated': 'true',
      'x-gatehouse-revision': '7',
    });
    expect(open.arrivals).toHaveLength(0);
  });

  test('is refused as a call would be', async () => {
    await using open = await openDoor({
      countTokens: () => {
        throw new GatewayError('grant_missing', 'Ask for a grant.');
      },
    });
    const reply = await send(open, count, { body });
    expect(refusalOf(reply)).toEqual([403, 'permission_error', 'grant_missing']);
    expect(reply.headers).not.toHaveProperty('x-gatehouse-estimated');
  });
});
