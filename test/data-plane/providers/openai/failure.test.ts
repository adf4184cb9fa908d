import { describe, expect, test } from '@jest/globals';
import { readFailure } from '../../../../data-plane/providers/openai/failure.ts';
import {
  redactProviderText,
  sentenceCharsMax,
} from '../../../../data-plane/providers/provider-text.ts';

const body = (error: unknown) => Buffer.from(JSON.stringify({ error }));
const classOf = (status: number, error: unknown = {}) =>
  readFailure(status, {}, body(error)).failure;

describe('the class of a failure follows the code of the error, else the status', () => {
  test.each<[number, string | undefined, string]>([
    [400, undefined, 'rejected'],
    [400, 'context_length_exceeded', 'context_window'],
    [400, 'model_not_found', 'credential'],
    [400, 'invalid_api_key', 'credential'],
    [401, undefined, 'credential'],
    [402, undefined, 'credential'],
    [403, undefined, 'credential'],
    [404, 'model_not_found', 'credential'],
    [408, undefined, 'timeout'],
    [413, undefined, 'rejected'],
    [422, undefined, 'rejected'],
    [429, 'rate_limit_exceeded', 'rate_limited'],
    [429, 'insufficient_quota', 'credential'],
    [429, undefined, 'rate_limited'],
    [500, undefined, 'server_error'],
    [500, 'constructor', 'server_error'],
    [503, undefined, 'server_error'],
    [504, undefined, 'timeout'],
    [529, undefined, 'server_error'],
    [302, undefined, 'protocol'],
  ])('%d %s is %s', (status, code, failure) => {
    expect(classOf(status, { code, message: 'x' })).toBe(failure);
  });

  test.each([
    ['HTML', Buffer.from('<html>502</html>')],
    ['nothing', Buffer.alloc(0)],
    ['a cut', Buffer.from('{"error":{"mess')],
    ['a list', Buffer.from('[1]')],
  ])('%s as the body leaves the status', (_, bytes) => {
    expect(readFailure(502, {}, bytes).failure).toBe('server_error');
    expect(readFailure(400, {}, bytes)).toMatchObject({
      failure: 'rejected',
      message: 'The provider refused the request: change it before sending it again.',
    });
  });
});

test.each([
  [
    429,
    'Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 342389.',
    true,
  ],
  [413, 'Request too large for model `m` on tokens per minute (TPM): Limit 6, Requested 7', true],
  [429, 'Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29937.', false],
])('%d "%s" is of the request alone: %s', (status, message, isOfRequest) => {
  const failure = readFailure(status, {}, body({ message, code: 'rate_limit_exceeded' }));
  expect([failure.failure, failure.isOfRequest === true]).toEqual(['rate_limited', isOfRequest]);
});

describe('what of a provider a caller reads', () => {
  test('a refusal keeps its sentence and the field', () => {
    const failure = readFailure(
      400,
      {},
      body({ message: "Invalid value for 'temperature': must be <= 2.", param: 'temperature' }),
    );
    expect(failure.message).toBe(
      "The provider refused the request: Invalid value for 'temperature': must be <= 2.",
    );
    expect(failure.param).toBe('temperature');
  });

  test.each([
    [401, 'Incorrect API key provided: sk-abcd1234. Find yours at https://platform.openai.com.'],
    [429, 'Rate limit reached for org-AbCd1234 on requests'],
    [500, 'panic at node-7.internal'],
  ])('%d tells nothing of its own words', (status, message) => {
    expect(readFailure(status, {}, body({ message })).message).not.toMatch(
      /sk-|org-|internal|key pro/,
    );
  });

  test.each(['stream_options', 'stream_options.include_usage', 'a b', '../x', 7, null])(
    'the param %j stays here',
    (param) => {
      expect(readFailure(400, {}, body({ message: 'x', param })).param).toBeUndefined();
    },
  );

  test.each(['messages.[0].content', 'messages[0].content', 'tools.0.function'])(
    'the param %s passes',
    (param) => {
      expect(readFailure(400, {}, body({ message: 'x', param })).param).toBe(param);
    },
  );
});

describe('a sentence is redacted before it leaves', () => {
  test.each([
    ['key sk-proj-abcDEF123456 is wrong', 'key [identifier] is wrong'],
    ['masked sk-ab***********wxyz', 'masked [identifier]'],
    ['Authorization: Bearer abc.def', '[credential]'],
    ['sent with bearer abcdef', 'sent with [credential]'],
    ['api_key=hunter2 is bad', '[credential] is bad'],
    ['see https://api.internal/v1?key=1 now', 'see [address] now'],
    ['could not reach gpu-7.cluster.local:8000', 'could not reach [address]'],
    ['dial 10.1.2.3:8000 failed', 'dial [address] failed'],
    ['no arn:aws:bedrock:eu-west-1:123456789012:x/y here', 'no [identifier] here'],
    ['Model `projects/acme-1/locations/l/x` is', 'Model `[identifier]/locations/l/x` is'],
    ['the key AKIAIOSFODNN7EXAMPLE', 'the key [identifier]'],
    ['write to admin@corp.example.com', 'write to [address]'],
    ['request 0123456789abcdef0123456789abcdef failed', 'request [identifier] failed'],
    ['two\nlines\u0000 and\ttabs', 'two lines and tabs'],
    [
      "'messages' must contain the word 'json' in some form",
      "'messages' must contain the word 'json' in some form",
    ],
  ])('%j', (text, redacted) => {
    expect(redactProviderText(text)).toBe(redacted);
  });

  test('it never holds half a character, neither from the cut nor from the provider', () => {
    for (const text of ['\u{1F600}'.repeat(sentenceCharsMax), 'broken \ud800 text'])
      expect(redactProviderText(text)).not.toMatch(/\p{Surrogate}/u);
  });

  test('it is bounded, also when it is huge', () => {
    expect(redactProviderText('word '.repeat(1_000_000)).length).toBe(sentenceCharsMax);
  });
});

describe('how long to wait', () => {
  const wait = (headers: Record<string, string>) => readFailure(429, headers, body({})).retryAfterS;
  test.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': '0.2' }, 1],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '99999999' }, 86_400],
    [{ 'retry-after-ms': '1500', 'retry-after': '60' }, 2],
    [{ date: 'Tue, 01 Jul 2025 10:00:00 GMT', 'retry-after': 'Tue, 01 Jul 2025 10:00:30 GMT' }, 30],
    [{ 'retry-after': 'Tue, 01 Jul 2025 10:00:30 GMT' }, undefined],
  ])('%j gives %s', (headers, seconds) => {
    expect(wait(headers)).toBe(seconds);
  });
});
