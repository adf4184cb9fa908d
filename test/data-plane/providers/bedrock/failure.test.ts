import { describe, expect, test } from '@jest/globals';
import { readFailure } from '../../../../data-plane/providers/bedrock/failure.ts';

const body = (error: unknown) => Buffer.from(JSON.stringify(error));
const classOf = (status: number, type: string, message = 'x') =>
  readFailure(status, { 'x-amzn-errortype': type }, body({ message })).failure;

describe('the class of a failure follows the exception, else the status', () => {
  test.each<[number, string, string]>([
    [403, 'AccessDeniedException', 'credential'],
    [403, 'UnrecognizedClientException', 'credential'],
    [403, 'ExpiredTokenException', 'credential'],
    [403, 'InvalidSignatureException', 'credential'],
    [404, 'ResourceNotFoundException', 'credential'],
    [429, 'ThrottlingException', 'rate_limited'],
    [400, 'ServiceQuotaExceededException', 'rate_limited'],
    [400, 'ValidationException', 'rejected'],
    [408, 'ModelTimeoutException', 'timeout'],
    [424, 'ModelErrorException', 'server_error'],
    [429, 'ModelNotReadyException', 'server_error'],
    [503, 'ServiceUnavailableException', 'server_error'],
    [500, 'InternalServerException', 'server_error'],
    [400, 'IncompleteSignatureException', 'credential'],
    [400, 'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/', 'rejected'],
    [429, 'com.amazon.coral.availability#ThrottlingException', 'rate_limited'],
    [500, 'constructor', 'server_error'],
    [500, '', 'server_error'],
    [400, 'SomethingNewException', 'rejected'],
  ])('%d %s is %s', (status, type, failure) => {
    expect(classOf(status, type)).toBe(failure);
  });

  test('the exception may stand in the body', () => {
    const error = { __type: 'com.amazon.coral.service#ExpiredTokenException', Message: 'x' };
    expect(readFailure(400, {}, body(error)).failure).toBe('credential');
  });

  test.each([
    'The provided model identifier is invalid.',
    'Invocation of model ID m with on-demand throughput isn’t supported. Retry with a profile.',
  ])('a refusal of the configured model is no refusal of the request: %s', (message) => {
    expect(classOf(400, 'ValidationException', message)).toBe('credential');
  });

  test.each([
    ['HTML', Buffer.from('<html>502</html>')],
    ['nothing', Buffer.alloc(0)],
    ['a cut', Buffer.from('{"mess')],
    ['a list', Buffer.from('[1]')],
    ['a number as the message', body({ message: 7 })],
  ])('%s as the body leaves the status', (_, bytes) => {
    expect(readFailure(502, {}, bytes).failure).toBe('server_error');
    expect(readFailure(400, {}, bytes).message).toBe(
      'The provider refused the request: change it before sending it again.',
    );
  });
});

describe('what of Bedrock a caller reads', () => {
  const message = (status: number, type: string, text: string) =>
    readFailure(status, { 'x-amzn-errortype': type }, body({ message: text })).message;

  test('a refusal keeps its sentence, without names of resources and numbers of accounts', () => {
    const text =
      'The model arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x of 123456789012 takes no image.';
    expect(message(400, 'ValidationException', text)).toBe(
      'The provider refused the request: The model [identifier] of [identifier] takes no image.',
    );
  });

  test('no other failure tells words of its own', () => {
    const text = 'User: arn:aws:iam::123456789012:user/bob is not authorized';
    for (const type of ['AccessDeniedException', 'ThrottlingException', 'ModelErrorException'])
      expect(message(400, type, text)).not.toMatch(/bob|arn|1234/);
  });

  test('a refusal is bounded, and a wait is read', () => {
    const long = body({ message: 'word '.repeat(100_000) });
    const failure = readFailure(400, { 'retry-after': '7' }, long);
    expect(failure.message.length).toBeLessThan(600);
    expect(failure.retryAfterS).toBe(7);
  });
});
