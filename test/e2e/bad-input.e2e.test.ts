import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { chat } from '../support/call.ts';
import { answer, chatBody } from '../support/faulty-provider.ts';
import { type HouseOfProcesses, startHouseOfProcesses } from '../support/house-process.ts';
import { findLoggedSecrets, readLogs } from '../support/log-search.ts';

/** Stands in every prompt of this file, and may stand in no log and no refusal. */
const PROMPT = 'the whale sings at noon';
const hello = { model: 'chat', messages: [{ role: 'user', content: PROMPT }] };
const helloText = JSON.stringify(hello);
const MEBIBYTE = 1_048_576;

interface BadRequest {
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const manyHeaders = Object.fromEntries(
  Array.from({ length: 300 }, (_, index) => [`x-one-of-many-${index}`, 'v']),
);
const halfCharacter = Buffer.concat([
  Buffer.from(helloText.slice(0, helloText.indexOf(PROMPT) + 4)),
  Buffer.from('€').subarray(0, 2),
  Buffer.from(helloText.slice(helloText.indexOf(PROMPT) + 4)),
]);

/** Goal: what is wrong is said in the door's own words, reaches no provider, and leaves nothing secret in a log. */
describe('bad input', () => {
  let house: HouseOfProcesses;
  beforeAll(async () => {
    house = await startHouseOfProcesses();
  }, 60_000);
  afterAll(async () => {
    await house?.[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    house.first.behave(answer(chatBody));
    house.second.behave(answer(chatBody));
  });

  const send = ({ body = helloText, method = 'POST', path, headers }: BadRequest) =>
    fetch(`${house.node.httpUrl}${path ?? '/v1/chat/completions'}`, {
      method,
      headers: {
        authorization: `Bearer ${house.apiKey}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...(method === 'GET' ? {} : { body }),
      signal: AbortSignal.timeout(10_000),
    });
  const withField = (fields: object): BadRequest => ({
    body: JSON.stringify({ ...hello, ...fields }),
  });

  const badRequests: [string, BadRequest, number, string, string | null][] = [
    ['broken JSON', { body: helloText.slice(0, -1) }, 400, 'invalid_request', null],
    ['text that is no JSON', { body: PROMPT }, 400, 'invalid_request', null],
    ['no body', { body: '' }, 400, 'invalid_request', null],
    ['a list', { body: `[${helloText}]` }, 400, 'invalid_request', null],
    ['half a character', { body: halfCharacter }, 400, 'invalid_request', null],
    ['a byte order mark', { body: `\ufeff${helloText}` }, 400, 'invalid_request', null],
    [
      'messages of a wrong type',
      withField({ messages: PROMPT }),
      400,
      'invalid_request',
      'messages',
    ],
    [
      'a temperature in words',
      withField({ temperature: 'hot' }),
      400,
      'invalid_request',
      'temperature',
    ],
    ['a model that is a number', withField({ model: 5 }), 400, 'invalid_request', 'model'],
    [
      'an integer beyond 2^53',
      { body: helloText.replace('{', '{"seed":9007199254740993,') },
      400,
      'invalid_request',
      'seed',
    ],
    ['a powerful field', withField({ store: true }), 400, 'invalid_request', 'store'],
    ['an unknown route', withField({ model: 'nothing' }), 404, 'unknown_route', 'model'],
    ['an unknown path', { path: '/v1/nothing' }, 404, 'unsupported_operation', null],
    ['another method', { method: 'GET' }, 405, 'unsupported_operation', null],
    ['5 MB', withField({ pad: 'x'.repeat(5 * MEBIBYTE) }), 413, 'body_too_large', null],
    ['300 headers', { headers: manyHeaders }, 431, 'headers_too_large', null],
    [
      'a compressed body',
      { headers: { 'content-encoding': 'gzip' } },
      400,
      'invalid_request',
      'content-encoding',
    ],
    [
      'a time limit in words',
      { headers: { 'x-gatehouse-timeout-ms': 'soon' } },
      400,
      'invalid_request',
      'x-gatehouse-timeout-ms',
    ],
    [
      'claims that are no object',
      { headers: { 'x-gatehouse-metadata': PROMPT } },
      400,
      'invalid_request',
      'x-gatehouse-metadata',
    ],
    ['a wrong key', { headers: { authorization: 'Bearer gth_sk_x' } }, 401, 'unknown_key', null],
  ];

  test.each(badRequests)(
    '%s is refused in the shape of OpenAI',
    async (_what, bad, status, code, param) => {
      const before = house.first.requests.length;
      const reply = await send(bad);
      const text = await reply.text();
      expect({ status: reply.status, code: reply.headers.get('x-gatehouse-error') }).toEqual({
        status,
        code,
      });
      expect(JSON.parse(text)).toEqual({
        error: { message: expect.stringMatching(/\S/), type: expect.any(String), param, code },
      });
      expect(reply.headers.get('content-type')).toBe('application/json');
      expect(reply.headers.get('x-should-retry')).toBe('false');
      expect(reply.headers.get('x-gatehouse-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(text).not.toContain(PROMPT);
      expect(house.first.requests.length).toBe(before);
    },
  );

  test.each([
    ['a byte order mark', { body: `\ufeff${helloText}` }, /byte order mark/],
    ['half a character', { body: halfCharacter }, /UTF-8/],
    ['an integer beyond 2^53', withField({ n: 2 ** 60 }), /2\^53/],
    ['a powerful field', withField({ service_tier: 'priority' }), /service_tier.*price/],
  ])('the refusal of %s says what to mend', async (_what, bad, words) => {
    const { error } = (await (await send(bad)).json()) as { error: { message: string } };
    expect(error.message).toMatch(words);
  });

  test('an unknown field passes through unchanged', async () => {
    const future = { deep: [1, null, { text: 'x' }], on: true };
    const reply = await send(withField({ future_field: future, user: 'u-1' }));
    expect(reply.status).toBe(200);
    expect(JSON.parse(house.first.requests.at(-1)?.body ?? '')).toMatchObject({
      future_field: future,
      user: 'u-1',
    });
  });

  const badProviders: [string, boolean, string, string][] = [
    ['JSON to a stream', true, chatBody, 'application/json'],
    ['HTML', false, '<html>internal host 10.1.2.3</html>', 'text/html'],
    ['HTML to a stream', true, '<html>internal host 10.1.2.3</html>', 'text/html'],
    ['broken JSON', false, chatBody.slice(0, -5), 'application/json'],
    ['an empty body', false, '', 'application/json'],
  ];
  test.each(badProviders)(
    'every provider answers %s: that is said, and nothing of it is shown',
    async (_what, stream, body, type) => {
      house.first.behave(answer(body, { type }));
      house.second.behave(answer(body, { type }));
      const reply = await chat(house, { text: PROMPT, stream });
      const text = await reply.text();
      expect(reply.status).toBe(502);
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'provider_protocol_error' } });
      expect(text).not.toContain('10.1.2.3');
    },
  );

  test.each([
    ['a little', 5 * MEBIBYTE],
    ['far', 12 * MEBIBYTE],
  ])('a gRPC message %s over the limit is RESOURCE_EXHAUSTED', async (_what, bytes) => {
    const { InferenceService } = inferenceContract;
    const client = new InferenceService(house.node.grpcAddress, credentials.createInsecure());
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${house.apiKey}`);
    const request = {
      model: 'chat',
      messages: [{ role: 'ROLE_USER' as const, content: [{ text: 'x'.repeat(bytes) }] }],
    };
    const error = await new Promise<ServiceError | null>((resolve) =>
      client.Chat(request, metadata, (failure) => resolve(failure)),
    );
    client.close();
    expect(error?.code).toBe(8);
  });

  test('nothing secret was logged', () => {
    expect(readLogs(house)).toContain('the node is up');
    expect(findLoggedSecrets(house, { prompt: PROMPT })).toEqual([]);
  });
});
