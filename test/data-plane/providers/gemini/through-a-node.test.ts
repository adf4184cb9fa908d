/**
 * Goal: the official OpenAI SDK reaches Gemini through a node with nothing changed, on both of Google's surfaces.
 * Method: a whole node on loopback between a scripted control plane and aimock, which speaks Google's wire.
 */
import { generateKeyPairSync } from 'node:crypto';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import {
  fullUpdate,
  keyOf,
  resource,
  sealedSecrets,
  sharedResources,
  tenantResources,
} from '../../../support/configuration.ts';
import { eventually } from '../../../support/eventually.ts';
import { startTestNode } from '../../../support/node.ts';
import { startScriptedControlPlane } from '../../../support/scripted-control-plane.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const serviceAccount = JSON.stringify({
  type: 'service_account',
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  client_email: 'gateway@acme.iam.gserviceaccount.com',
});
const surfaces = [
  {
    kind: 'gemini',
    path: '/v1beta',
    credential: 'AIza-test',
    header: 'x-goog-api-key',
  },
  {
    kind: 'vertex',
    path: '/v1/projects/acme/locations/global',
    credential: serviceAccount,
    header: 'authorization',
  },
] as const;
const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: {} } } },
} as const;
const usage = { promptTokenCount: 7, candidatesTokenCount: 5 };

describe.each(surfaces)('the OpenAI SDK over $kind', ({ kind, path, credential, header }) => {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 4, logLevel: 'silent' });
  const cleanups: (() => unknown)[] = [];
  let client: OpenAI;

  beforeAll(async () => {
    mock.on({ toolResultContains: 'sunny' }, { content: 'It is sunny.', usage });
    mock.on(
      { userMessage: 'weather' },
      { toolCalls: [{ name: 'weather', arguments: '{"city":"Bern"}' }], usage },
    );
    mock.on({ userMessage: 'overload' }, { error: { message: 'busy' }, status: 429 });
    mock.on({ userMessage: 'Hello' }, { content: 'Hello, you there.', reasoning: 'Hm.', usage });
    await mock.start();
    cleanups.push(() => mock.stop());
    const body = { name: 'google', kind, baseUrl: `${mock.url}${path}`, region: 'local' };
    const shared = sharedResources().filter((one) => one.kind !== 'provider');
    const resources = [
      resource('provider', { id: 'provider-1' }, body),
      ...shared,
      ...tenantResources('a'),
    ];
    const plane = await startScriptedControlPlane({
      onHello: (session) => {
        const head = { epoch: 1, revision: 5 };
        session.send({ welcome: { plan: 'PLAN_FULL', why: 'test', head, schema: 1 } });
        session.send({ secrets: sealedSecrets(session.hello.sealingPublicKey, [credential]) });
        for (const update of fullUpdate(resources, { revision: 5 })) session.send({ update });
      },
    });
    cleanups.push(() => plane[Symbol.asyncDispose]());
    const node = await startTestNode(plane.address);
    cleanups.push(() => node[Symbol.asyncDispose]());
    await eventually(() => expect(node.plane.isReady).toBe(true));
    const baseURL = `${node.plane.httpUrl}/v1`;
    client = new OpenAI({ baseURL, apiKey: keyOf('a'), maxRetries: 0 });
  });

  afterAll(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  });

  const ask = (content: string) => ({
    model: 'assistant',
    messages: [{ role: 'user' as const, content }],
  });

  test('a whole answer, with the credential in its place', async () => {
    const reply = await client.chat.completions.create(ask('Hello'));
    expect(reply.choices[0]).toMatchObject({
      message: { role: 'assistant', content: 'Hello, you there.' },
      finish_reason: 'stop',
    });
    expect(reply.usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 5 });
    const headers = mock.getRequests().at(-1)?.headers ?? {};
    // The mock shows that it came, not what it is.
    expect(headers[header]).toBe('[REDACTED]');
  });

  test('a streamed answer, with its usage', async () => {
    const stream = client.chat.completions.stream({
      ...ask('Hello'),
      stream_options: { include_usage: true },
    });
    const reply = await stream.finalChatCompletion();
    expect(reply.choices[0]?.message.content).toBe('Hello, you there.');
    expect(reply.usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 5 });
  });

  test.each([false, true])('a tool is called and answered, streamed: %s', async (streamed) => {
    const first = { ...ask('weather'), tools: [weather] };
    const create = async (body: OpenAI.ChatCompletionCreateParamsNonStreaming) =>
      streamed
        ? client.chat.completions.stream({ ...body, stream: true }).finalChatCompletion()
        : client.chat.completions.create(body);
    const called = (await create(first)).choices[0];
    expect(called?.finish_reason).toBe('tool_calls');
    const [call] = called?.message.tool_calls ?? [];
    expect(call).toMatchObject({ function: { name: 'weather', arguments: '{"city":"Bern"}' } });
    if (called === undefined || call === undefined) throw new Error('no call');
    const result = { role: 'tool', tool_call_id: call.id, content: 'sunny' } as const;
    const answered = await create({
      ...first,
      messages: [...first.messages, called.message, result],
    });
    expect(answered.choices[0]?.message.content).toBe('It is sunny.');
  });

  test('a limit is an error of the SDK’s own type', async () => {
    const error = await client.chat.completions.create(ask('overload')).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error.code).toBe('provider_rate_limited');
  });
});
