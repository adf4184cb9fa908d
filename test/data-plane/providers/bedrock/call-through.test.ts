/**
 * Goal: a call of the OpenAI dialect, and one without a dialect, go through the pipeline to Bedrock and back.
 * Method: real sockets; a mock of Bedrock that is not ours (aimock), and a server that checks signatures for itself and
 * misbehaves.
 */
import { createHash, createHmac } from 'node:crypto';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../../data-plane/inference.ts';
import {
  type Behaviour,
  type FaultyProvider,
  startFaultyProvider,
} from '../../../support/faulty-provider.ts';
import {
  createGateway,
  credentialsOf,
  type Gateway,
  makeCall,
} from '../../pipeline/call-fixture.ts';
import { RecordingSink } from '../../pipeline/recording-sink.ts';
import {
  model,
  providersAt,
  routeOver,
  snapshotOf,
  targetOf,
} from '../../pipeline/snapshot-fixture.ts';
import { claude, exceptionOf, metadataEvent, parse, stopEvent, textEvent } from './sample.ts';

const pair = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'verysecretvalue',
  sessionToken: 'session/token==',
  region: 'eu-central-1',
};
const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }];

const gateways: Gateway[] = [];
afterEach(async () => {
  await Promise.all(gateways.splice(0).map(({ pools }) => pools.close(100)));
});

function gatewayTo(origin: string, credential = JSON.stringify(pair)): Gateway {
  const [provider] = providersAt([origin]);
  if (provider === undefined) throw new Error('one provider was asked for');
  const target = { ...targetOf(0), providerModel: claude };
  const snapshot = snapshotOf({
    models: [
      { ...model, capabilities: [...model.capabilities, 'reasoning'], outputTokensMax: 8_192 },
    ],
    providers: [{ ...provider, kind: 'bedrock' }],
    targets: [target],
    routes: [routeOver([target])],
  });
  const gateway = createGateway(
    snapshot,
    {},
    credentialsOf(() => [credential]),
  );
  gateways.push(gateway);
  return gateway;
}

const ask = (body: object): ChatRequest => parse({ model: 'fast', ...body });

describe('the Bedrock of aimock', () => {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 4 });
  beforeAll(() => {
    mock.onMessage('Say it', {
      content: 'Hello there',
      usage: { input_tokens: 7, output_tokens: 5 },
    });
    mock.onMessage('Look', {
      toolCalls: [{ id: 'tooluse_1', name: 'look', arguments: '{"at":"cat"}' }],
      usage: { input_tokens: 9, output_tokens: 3 },
    });
    mock.onMessage('Think', { content: 'Yes', reasoning: 'Hm, well.' });
    return mock.start();
  });
  afterAll(() => mock.stop());

  const say = (content: string, more: object = {}) =>
    ask({ messages: [{ role: 'user', content }], ...more });

  test('answers with text', async () => {
    const sink = await makeCall(gatewayTo(mock.url), say('Say it'));
    expect(sink.error).toBeUndefined();
    expect(sink.reply).toMatchObject({
      kind: 'chat',
      chat: { message: { content: 'Hello there' }, finishReason: 'stop' },
    });
    expect(sink.tail).toMatchObject({
      usage: { inputTokens: 7, outputTokens: 5, estimated: false },
      costNanoUsd: 17n,
      decision: 'authenticated,granted,clean,drawn,translated',
    });
  });

  test('calls a tool', async () => {
    const sink = await makeCall(gatewayTo(mock.url), say('Look', { tools }));
    expect(sink.reply).toMatchObject({
      chat: {
        message: { toolCalls: [{ id: 'tooluse_1', name: 'look', arguments: '{"at":"cat"}' }] },
        finishReason: 'tool_calls',
      },
    });
  });

  test.each(['openai-chat', 'none'] as const)(
    'streams text to a door whose dialect is %s',
    async (dialect) => {
      const sink = await makeCall(gatewayTo(mock.url), say('Say it', { stream: true }), {
        sink: new RecordingSink(dialect),
      });
      expect(sink.error).toBeUndefined();
      const text = sink.events.map((event) => (event.kind === 'text' ? event.text : ''));
      expect(text.join('')).toBe('Hello there');
      expect(text.filter((piece) => piece !== '').length).toBeGreaterThan(1);
      expect(sink.events.at(-1)).toEqual({ kind: 'finish', reason: 'stop' });
      expect(sink.tail?.usage).toMatchObject({ inputTokens: 7, outputTokens: 5, estimated: false });
    },
  );

  test('streams a call of a tool', async () => {
    const sink = await makeCall(gatewayTo(mock.url), say('Look', { tools, stream: true }));
    const calls = sink.events.filter((event) => event.kind === 'tool_call');
    expect(calls[0]).toMatchObject({ index: 0, id: 'tooluse_1', name: 'look' });
    expect(calls.map((call) => call.arguments).join('')).toBe('{"at":"cat"}');
    expect(sink.events.at(-1)).toEqual({ kind: 'finish', reason: 'tool_calls' });
  });

  test.each([false, true])('thinks aloud, streamed %s', async (stream) => {
    const sink = await makeCall(
      gatewayTo(mock.url),
      say('Think', { reasoning_effort: 'low', stream }),
    );
    expect(sink.error).toBeUndefined();
    const said = JSON.stringify(stream ? sink.events : sink.reply);
    expect(said).toContain('"kind":"reasoning"');
    expect(said).toContain('Yes');
  });
});

describe('a server that checks and misbehaves', () => {
  let provider: FaultyProvider;
  beforeEach(async () => {
    provider = await startFaultyProvider(answerWith(200, {}));
  });
  afterEach(() => provider.close());

  const reply = {
    output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
    stopReason: 'end_turn',
    usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  };

  test('finds the signature over what it received', async () => {
    provider.behave(answerWith(200, reply));
    const sink = await makeCall(gatewayTo(provider.origin), ask({}));
    expect(sink.error).toBeUndefined();
    const [request] = provider.requests;
    if (request === undefined) throw new Error('nothing was asked');
    expect(request.path).toBe('/model/anthropic.claude-sonnet-4-20250514-v1%3A0/converse');
    expect(request.headers['x-amz-security-token']).toBe(pair.sessionToken);
    expect(request.headers['authorization']).toBe(signatureOver(request));
  });

  test('finds a Bedrock API key', async () => {
    provider.behave(answerWith(200, reply));
    await makeCall(gatewayTo(provider.origin, 'ABSK-key'), ask({}));
    expect(provider.requests[0]?.headers['authorization']).toBe('Bearer ABSK-key');
  });

  test('is not asked with a credential that is broken', async () => {
    const sink = await makeCall(gatewayTo(provider.origin, '{"accessKeyId":'), ask({}));
    expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
    expect(provider.requests).toEqual([]);
  });

  test.each<[number, string, string]>([
    [403, 'ExpiredTokenException', 'provider_unavailable'],
    [429, 'ThrottlingException', 'provider_rate_limited'],
    [400, 'ValidationException', 'provider_rejected'],
    [503, 'ServiceUnavailableException', 'provider_unavailable'],
  ])('that answers %d %s is %s', async (status, type, code) => {
    provider.behave(answerWith(status, { message: 'Not so.' }, { 'x-amzn-errortype': type }));
    const sink = await makeCall(gatewayTo(provider.origin), ask({}));
    expect(sink.error).toMatchObject({ code });
  });

  test.each<[string, readonly Buffer[], string]>([
    ['stops before the end', [textEvent('Hello')], 'provider_stream_cut'],
    ['stops in a message', [textEvent('Hello'), stopEvent.subarray(0, 20)], 'provider_stream_cut'],
    [
      'sends an exception',
      [textEvent('Hello'), exceptionOf('throttlingException', 'slow')],
      'provider_rate_limited',
    ],
    [
      'garbles a message',
      [textEvent('Hello'), Buffer.concat([stopEvent.subarray(0, -1), Buffer.from([0])])],
      'provider_protocol_error',
    ],
  ])('whose stream %s fails after the first content', async (_, chunks, code) => {
    provider.behave(streamOf(chunks));
    const sink = await makeCall(gatewayTo(provider.origin), ask({ stream: true }));
    expect(sink.events).toEqual([{ kind: 'text', text: 'Hello' }]);
    expect(sink.error).toMatchObject({ code });
  });

  test('whose stream is of another media type is not read', async () => {
    provider.behave(streamOf([textEvent('Hello'), stopEvent, metadataEvent], 'text/event-stream'));
    const sink = await makeCall(gatewayTo(provider.origin), ask({ stream: true }));
    expect(sink.error).toMatchObject({ code: 'provider_protocol_error' });
    expect(sink.events).toEqual([]);
  });
});

function answerWith(status: number, body: object, headers: Record<string, string> = {}): Behaviour {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

function streamOf(
  chunks: readonly Buffer[],
  type = 'application/vnd.amazon.eventstream',
): Behaviour {
  return (_, response) => {
    response.writeHead(200, { 'content-type': type });
    for (const chunk of chunks) response.write(chunk);
    response.end();
  };
}

/** By the documentation of Signature Version 4, step by step, from the request alone. */
function signatureOver({ path, headers, body }: FaultyProvider['requests'][number]): string {
  const names = ['content-type', 'host', 'x-amz-date', 'x-amz-security-token'];
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();
  const canonical = [
    'POST',
    path.replaceAll('%', '%25'),
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const time = String(headers['x-amz-date']);
  const scope = [time.slice(0, 8), pair.region, 'bedrock', 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${pair.secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${pair.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}
