import { credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { service } from 'grpc-health-check';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { reflectionContract } from '../../../../proto/contract/reflection.ts';
import type { ServerReflectionResponse__Output } from '../../../../proto/generated/grpc/reflection/v1/ServerReflectionResponse.ts';
import { bufCurl as curl } from '../../../support/buf-curl.ts';
import { eventually } from '../../../support/eventually.ts';
import { answerAll, head, hello, openDoor } from './open-door.ts';

// Goal: a client that shares no code and no .proto file with us can use the door.
// Method: buf's own client (Go, connect-go), which knows nothing but what reflection tells it.

const inference = '/gatehouse.inference.v1.InferenceService';
const refusal = (code: 'unknown_key' | 'grant_missing') => ({
  handle: () => {
    throw new GatewayError(code, 'Ask for it.');
  },
});

describe('buf curl', () => {
  test('calls Chat with nothing but reflection', async () => {
    await using open = await openDoor({ handle: answerAll });
    const options = ['-H', 'authorization: Bearer good-key', '-d', JSON.stringify(hello)];
    const { exitCode, output } = await curl(open.address, `${inference}/Chat`, options);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      message: { role: 'ROLE_ASSISTANT', content: [{ text: 'Hello' }] },
      usage: { inputTokens: '11' },
    });
    expect(open.arrivals[0]?.credential).toBe('good-key');
  });

  test('sends provider options as a Struct', async () => {
    await using open = await openDoor({ handle: answerAll });
    const request = { ...hello, provider_options: { user: 'u-1', tags: [1, null, { a: true }] } };
    const options = ['-d', JSON.stringify(request)];
    expect((await curl(open.address, `${inference}/Chat`, options)).exitCode).toBe(0);
    expect(open.arrivals[0]?.parse()).toMatchObject({
      extra: { user: 'u-1', tags: [1, null, { a: true }] },
    });
  });

  test('reads a stream to its end', async () => {
    await using open = await openDoor({ handle: answerAll });
    const options = ['-d', JSON.stringify({ chat: hello })];
    const { exitCode, output } = await curl(open.address, `${inference}/ChatStream`, options);
    expect(exitCode).toBe(0);
    expect(output.replace(/\s/g, '')).toBe(
      '{"text":"Hel"}{"text":"lo"}{"finishReason":"stop"}' +
        '{"usage":{"inputTokens":"11","outputTokens":"7","cachedReadTokens":"3","reasoningTokens":"2"}}',
    );
  });

  test('sees a stream that was cut as an error', async () => {
    await using open = await openDoor({
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeEvent({ kind: 'text', text: 'Hel' });
        sink.fail(new GatewayError('provider_stream_cut', 'The provider stopped.'));
      },
    });
    const options = ['-d', JSON.stringify({ chat: hello })];
    const result = await curl(open.address, `${inference}/ChatStream`, options);
    expect(result.output).toContain('Hel');
    expect(result.exitCode).not.toBe(0);
    expect(JSON.parse(result.errorOutput)).toMatchObject({ code: 'unavailable' });
  });

  test('with a wrong key sees UNAUTHENTICATED', async () => {
    await using open = await openDoor(refusal('unknown_key'));
    const options = ['-d', JSON.stringify(hello)];
    const result = await curl(open.address, `${inference}/Chat`, options);
    expect(result.exitCode).not.toBe(0);
    expect(JSON.parse(result.errorOutput)).toMatchObject({ code: 'unauthenticated' });
  });

  test('without a grant sees PERMISSION_DENIED and can read the details', async () => {
    await using open = await openDoor(refusal('grant_missing'));
    const options = ['-d', JSON.stringify(hello)];
    const result = await curl(open.address, `${inference}/Chat`, options);
    const error = JSON.parse(result.errorOutput);
    expect(error.code).toBe('permission_denied');
    expect(error.message).toBe('Ask for it.');
    expect(error.details[0].type).toBe('google.rpc.ErrorInfo');
    expect(Buffer.from(error.details[0].value, 'base64').toString()).toContain('grant_missing');
  });

  test('with a deadline sees DEADLINE_EXCEEDED', async () => {
    await using open = await openDoor({ handle: () => {} });
    const options = ['--timeout', '500ms', '-d', JSON.stringify(hello)];
    const result = await curl(open.address, `${inference}/Chat`, options);
    expect(result.exitCode).not.toBe(0);
    expect(JSON.parse(result.errorOutput)).toMatchObject({ code: 'deadline_exceeded' });
  });

  test('lists the methods of all services', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { output } = await curl(open.address, '', ['--list-methods']);
    expect(output.trim().split('\n')).toEqual([
      'gatehouse.inference.v1.InferenceService/Chat',
      'gatehouse.inference.v1.InferenceService/ChatStream',
      'gatehouse.inference.v1.InferenceService/Embed',
      'gatehouse.inference.v1.InferenceService/Explain',
      'gatehouse.inference.v1.InferenceService/ListModels',
      'grpc.health.v1.Health/Check',
      'grpc.health.v1.Health/List',
      'grpc.health.v1.Health/Watch',
      'grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      'grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
    ]);
  });

  test('reflects in the older protocol as well', async () => {
    await using open = await openDoor({ handle: answerAll });
    const options = ['--reflect-protocol', 'grpc-v1alpha', '-d', JSON.stringify(hello)];
    expect((await curl(open.address, `${inference}/Chat`, options)).exitCode).toBe(0);
  });
});

describe('reflection', () => {
  test('sends with a file all that it imports, each once a stream', async () => {
    await using open = await openDoor({ handle: answerAll });
    const client = new reflectionContract.ServerReflection(
      open.address,
      credentials.createInsecure(),
    );
    const call = client.ServerReflectionInfo();
    const answers: ServerReflectionResponse__Output[] = [];
    call.on('data', (answer: ServerReflectionResponse__Output) => answers.push(answer));
    call.write({ fileContainingSymbol: 'gatehouse.inference.v1.ChatRequest' });
    call.write({ fileContainingSymbol: 'google.rpc.RetryInfo' });
    call.write({ fileByFilename: 'google/protobuf/struct.proto' });
    call.write({ fileContainingSymbol: 'somebody.Else' });
    call.write({ allExtensionNumbersOfType: 'google.rpc.Status' });
    call.end();
    await new Promise((resolve) => call.on('status', resolve));
    expect(
      answers.map((answer) => answer.fileDescriptorResponse?.fileDescriptorProto.length),
    ).toEqual([2, 2, 1, undefined, undefined]);
    expect(answers[3]?.errorResponse?.errorCode).toBe(5);
    expect(answers[4]?.allExtensionNumbersResponse?.extensionNumber).toEqual([]);
    client.close();
  });
});

describe('health', () => {
  test('is SERVING exactly when the node is ready', async () => {
    let ready = false;
    await using open = await openDoor({ handle: answerAll, isReady: () => ready });
    const check = async (): Promise<unknown> =>
      JSON.parse((await curl(open.address, '/grpc.health.v1.Health/Check', ['-d', '{}'])).output);
    expect(await check()).toEqual({ status: 'NOT_SERVING' });
    ready = true;
    expect(await check()).toEqual({ status: 'SERVING' });
  });

  test('knows the inference service, and no other', async () => {
    await using open = await openDoor({ handle: answerAll });
    const check = (service: string) =>
      curl(open.address, '/grpc.health.v1.Health/Check', ['-d', JSON.stringify({ service })]);
    const known = await check('gatehouse.inference.v1.InferenceService');
    expect(JSON.parse(known.output)).toEqual({ status: 'SERVING' });
    const unknown = await check('somebody.else');
    expect(JSON.parse(unknown.errorOutput)).toMatchObject({ code: 'not_found' });
  });

  test('tells a watcher of changes, and lets it go when the node drains', async () => {
    let ready = false;
    await using open = await openDoor({ handle: answerAll, isReady: () => ready });
    const Health = makeGenericClientConstructor(service, 'Health');
    const client = new Health(open.address, credentials.createInsecure());
    const told: string[] = [];
    const watching = client.makeServerStreamRequest(
      '/grpc.health.v1.Health/Watch',
      () => Buffer.alloc(0),
      (bytes: Buffer) => bytes.toString('hex'),
      {},
    );
    const ended = new Promise((resolve) => watching.on('status', resolve));
    watching.on('data', (status: string) => told.push(status));
    // HealthCheckResponse: field 1, 1 is SERVING, 2 NOT_SERVING.
    await eventually(() => expect(told).toEqual(['0802']));
    ready = true;
    await eventually(() => expect(told).toEqual(['0802', '0801']));
    const drained = open.door.drain(10_000);
    expect(await ended).toMatchObject({ code: 0 });
    expect(told).toEqual(['0802', '0801', '0802']);
    await drained;
    client.close();
  });
});
