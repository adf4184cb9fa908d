import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  failureInStream,
  readFailure,
} from '../../../../data-plane/providers/anthropic/failure.ts';

const body = (error: unknown) =>
  Buffer.from(JSON.stringify({ type: 'error', error, request_id: 'req_011CSHoEeqs5C35K2UUqR7Fy' }));
const read = (status: number, error: unknown = {}) => readFailure(status, {}, body(error));

describe('the class of a failure follows the type of the error, else the status', () => {
  test.each<[number, string | undefined, string]>([
    [400, 'invalid_request_error', 'rejected'],
    [401, 'authentication_error', 'credential'],
    [402, 'billing_error', 'credential'],
    [403, 'permission_error', 'credential'],
    [404, 'not_found_error', 'credential'],
    [409, 'conflict_error', 'server_error'],
    [413, 'request_too_large', 'rejected'],
    [429, 'rate_limit_error', 'rate_limited'],
    [500, 'api_error', 'server_error'],
    [504, 'timeout_error', 'timeout'],
    [529, 'overloaded_error', 'server_error'],
    [529, undefined, 'server_error'],
    [400, 'overloaded_error', 'server_error'],
    [422, undefined, 'rejected'],
    [429, 'a_new_word', 'rate_limited'],
    [500, 'constructor', 'server_error'],
    [302, undefined, 'protocol'],
  ])('%d %s is %s', (status, type, failure) => {
    expect(read(status, { type, message: 'x' }).failure).toBe(failure);
  });

  test.each([
    { message: 'Your credit balance is too low to access the Anthropic API.' },
    { message: 'x', details: { error_code: 'organization_on_hold' } },
    { message: 'x', details: { error_code: 'cmek_key_disabled' } },
  ])('a refusal that blames the account, %j, is for the next target', (error) => {
    expect(read(400, { type: 'invalid_request_error', ...error }).failure).toBe('credential');
  });

  test.each([
    ['HTML', Buffer.from('<html>502</html>')],
    ['nothing', Buffer.alloc(0)],
    ['a cut', Buffer.from('{"type":"error","err')],
    ['a list', Buffer.from('[1]')],
  ])('%s as the body leaves the status', (_, bytes) => {
    expect(readFailure(502, {}, bytes).failure).toBe('server_error');
    expect(readFailure(400, {}, bytes).failure).toBe('rejected');
  });

  test('other shapes of servers that speak the wire are read too', () => {
    const flat = Buffer.from('{"type":"rate_limit_error","message":"slow down"}');
    expect(readFailure(400, {}, flat).failure).toBe('rate_limited');
    const bare = Buffer.from('{"error":"max_tokens: must be positive"}');
    expect(readFailure(400, {}, bare).message).toContain('max_tokens: must be positive');
  });
});

describe('what of a provider a caller reads', () => {
  test('a refusal keeps its sentence, and names no id', () => {
    const message =
      'prompt is too long: 210000 tokens > 200000 maximum (req_011CSHoEeqs5C35K2UUqR7Fy)';
    const failure = read(400, { type: 'invalid_request_error', message });
    expect(failure).toMatchObject({ failure: 'context_window', param: undefined });
    expect(failure.message).toContain('prompt is too long: 210000 tokens > 200000 maximum');
    expect(failure.message).not.toContain('req_011');
  });

  test.each([401, 403, 404, 429, 500, 529])('%d tells nothing of its own words', (status) => {
    const message = 'invalid x-api-key sk-ant-abcdefgh at node-7.internal';
    expect(read(status, { message }).message).not.toMatch(/sk-ant|internal|x-api-key/);
  });

  test('how long to wait is read from the headers', () => {
    const error = body({ type: 'rate_limit_error' });
    expect(readFailure(429, { 'retry-after': '7' }, error).retryAfterS).toBe(7);
    expect(readFailure(429, {}, error).retryAfterS).toBeUndefined();
  });
});

test.each([
  ['overloaded_error', 'provider_unavailable'],
  ['api_error', 'provider_unavailable'],
  ['rate_limit_error', 'provider_rate_limited'],
  ['invalid_request_error', 'provider_rejected'],
  ['authentication_error', 'provider_unavailable'],
  ['a_new_word', 'provider_unavailable'],
])('%s inside a stream is thrown as %s', (type, code) => {
  expect(failureInStream({ type, message: 'x' })).toMatchObject({ code });
});

test('whatever an error holds, it is read', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 100, max: 599 }), (error, status) => {
      expect(readFailure(status, {}, body(error)).message).not.toBe('');
      expect(failureInStream(error as never).name).toBe('GatewayError');
    }),
  );
});
