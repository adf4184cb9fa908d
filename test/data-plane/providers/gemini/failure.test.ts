import { describe, expect, test } from '@jest/globals';
import { readFailure } from '../../../../data-plane/providers/gemini/failure.ts';

const body = (error: unknown) => Buffer.from(JSON.stringify({ error }));
const info = (reason: string) => ({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason });
const retry = (retryDelay: unknown) => ({
  '@type': 'type.googleapis.com/google.rpc.RetryInfo',
  retryDelay,
});

describe('the class of a failure follows the word of its status, else the status', () => {
  test.each<[number, string | undefined, string]>([
    [400, 'INVALID_ARGUMENT', 'rejected'],
    [400, 'FAILED_PRECONDITION', 'credential'],
    [400, 'OUT_OF_RANGE', 'rejected'],
    [401, 'UNAUTHENTICATED', 'credential'],
    [403, 'PERMISSION_DENIED', 'credential'],
    [404, 'NOT_FOUND', 'credential'],
    [429, 'RESOURCE_EXHAUSTED', 'rate_limited'],
    [499, 'CANCELLED', 'server_error'],
    [500, 'INTERNAL', 'server_error'],
    [503, 'UNAVAILABLE', 'server_error'],
    [504, 'DEADLINE_EXCEEDED', 'timeout'],
    [403, undefined, 'credential'],
    [500, 'constructor', 'server_error'],
    [418, 'A_NEW_WORD', 'rejected'],
  ])('%d %s is %s', (status, word, failure) => {
    expect(readFailure(status, {}, body({ code: status, status: word })).failure).toBe(failure);
  });

  test.each([
    'API_KEY_INVALID',
    'API_KEY_SERVICE_BLOCKED',
    'SERVICE_DISABLED',
    'CONSUMER_SUSPENDED',
  ])('a wrong argument that is the key, %s, is the credential', (reason) => {
    const error = { status: 'INVALID_ARGUMENT', details: [{}, info(reason)] };
    expect(readFailure(400, {}, body(error)).failure).toBe('credential');
  });

  test('a list of errors is read by its first', () => {
    const bytes = Buffer.from(JSON.stringify([{ error: { status: 'RESOURCE_EXHAUSTED' } }]));
    expect(readFailure(500, {}, bytes).failure).toBe('rate_limited');
  });

  test.each([
    ['HTML', Buffer.from('<html>502</html>')],
    ['nothing', Buffer.alloc(0)],
    ['a cut', Buffer.from('{"error":{"mess')],
    ['an empty list', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['details that are none', body({ details: 'many', status: 7 })],
  ])('%s as the body leaves the status', (_, bytes) => {
    expect(readFailure(502, {}, bytes).failure).toBe('server_error');
    expect(readFailure(400, {}, bytes)).toMatchObject({
      failure: 'rejected',
      message: 'The provider refused the request: change it before sending it again.',
    });
  });
});

describe('what of Google a caller reads', () => {
  test('a refusal keeps its sentence, without addresses, and names no field', () => {
    const error = {
      status: 'INVALID_ARGUMENT',
      message: 'Temperature must be in [0, 2]. See https://ai.google.dev/x',
      details: [{ fieldViolations: [{ field: 'generation_config.temperature' }] }],
    };
    expect(readFailure(400, {}, body(error))).toMatchObject({
      message: 'The provider refused the request: Temperature must be in [0, 2]. See [address]',
      param: undefined,
    });
  });

  test('a refused key tells nothing of itself', () => {
    const message = 'API key not valid: AIzaSyA1234567890. project 1234';
    const error = { status: 'INVALID_ARGUMENT', message, details: [info('API_KEY_INVALID')] };
    expect(readFailure(400, {}, body(error)).message).not.toMatch(/AIza|1234/);
  });
});

describe('how long to wait', () => {
  const wait = (retryDelay: unknown, headers = {}) =>
    readFailure(429, headers, body({ status: 'RESOURCE_EXHAUSTED', details: [retry(retryDelay)] }))
      .retryAfterS;
  test.each<[unknown, number | undefined]>([
    ['34s', 34],
    ['34.074824224s', 35],
    ['0.2s', 1],
    ['999999s', 86_400],
    ['-1s', undefined],
    ['soon', undefined],
    [7, undefined],
  ])('%j is %s', (delay, seconds) => {
    expect(wait(delay)).toBe(seconds);
  });

  test('the header counts where the body tells nothing', () => {
    expect(wait('soon', { 'retry-after': '7' })).toBe(7);
  });
});
