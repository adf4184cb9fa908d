import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { callChat, readDetails } from './call.ts';
import { answerAll, helloRequest, openDoor } from './open-door.ts';

// Goal: what a caller of the typed door sees of a refused call, on real sockets.
// Method: grpc-js as client; behind the door a small handler that plays the pipeline's part.

describe('a refused call', () => {
  const refuse = (error: GatewayError) => ({
    handle: () => {
      throw error;
    },
  });

  test('with a wrong key is UNAUTHENTICATED with the word of the closed list', async () => {
    await using open = await openDoor(
      refuse(new GatewayError('unknown_key', 'The key is not known.')),
    );
    const { error, trailers } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.UNAUTHENTICATED);
    expect(error?.details).toBe('The key is not known.');
    expect(trailers).toMatchObject({
      'x-gatehouse-error': 'unknown_key',
      'x-gatehouse-revision': '42',
      'x-gatehouse-request-id': open.arrivals[0]?.requestId,
    });
  });

  test('without a grant is PERMISSION_DENIED with ErrorInfo', async () => {
    await using open = await openDoor(
      refuse(new GatewayError('grant_missing', 'Ask for a grant of model mini.')),
    );
    const { error } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.PERMISSION_DENIED);
    expect(error && readDetails(error.metadata)).toEqual({
      ErrorInfo: {
        reason: 'grant_missing',
        domain: 'gatehouse',
        metadata: { request_id: open.arrivals[0]?.requestId },
      },
    });
  });

  test('that may be repeated says when, in RetryInfo', async () => {
    await using open = await openDoor(
      refuse(new GatewayError('provider_rate_limited', 'Try later.', { retryAfterS: 7 })),
    );
    const { error } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error && readDetails(error.metadata)['RetryInfo']).toEqual({
      retryDelay: { seconds: '7', nanos: 0 },
    });
  });

  test('with a bad field is INVALID_ARGUMENT and names the field', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { error } = await callChat(open, { model: 'smart', messages: [] });
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(error && readDetails(error.metadata)['BadRequest']).toEqual({
      fieldViolations: [
        { field: 'messages', description: 'The field messages must hold at least one message.' },
      ],
    });
  });

  test('keeps its trailers under 8 KiB, however long the sentence', async () => {
    const sentence = '\u{1F512}\uD800'.repeat(10_000);
    await using open = await openDoor(
      refuse(new GatewayError('provider_rejected', sentence, { param: sentence })),
    );
    const { error } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    const details = error?.metadata.get('grpc-status-details-bin')[0];
    const bytes = encodeURI(error?.details ?? '').length + (Number(details?.length) * 4) / 3;
    expect(bytes).toBeGreaterThan(2_000);
    expect(bytes).toBeLessThan(7_500);
  });

  test('that failed unexpectedly is INTERNAL and tells nothing of the cause', async () => {
    await using open = await openDoor({
      handle: () => {
        throw new TypeError('secret detail');
      },
    });
    const { error } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.INTERNAL);
    expect(JSON.stringify(error)).not.toContain('secret detail');
  });

  test('that is no message of the method is INVALID_ARGUMENT', async () => {
    await using open = await openDoor({ handle: answerAll });
    const error = await new Promise<{ code: number }>((resolve) =>
      open.client.makeUnaryRequest(
        '/gatehouse.inference.v1.InferenceService/Chat',
        (bytes: Buffer) => bytes,
        (bytes: Buffer) => bytes,
        Buffer.from([0x0a, 0xff]),
        (failure) => resolve(failure ?? { code: status.OK }),
      ),
    );
    expect(error.code).toBe(status.INVALID_ARGUMENT);
  });
});
