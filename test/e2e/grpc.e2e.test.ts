import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, Metadata, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { inferenceContract } from '../../proto/contract/inference.ts';
import type { ChatStreamResponse__Output } from '../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import { bufCurl } from '../support/buf-curl.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  chatBody,
  embeddingsBody,
  reset,
  roleEvent,
  stall,
  stream,
  textEvent,
  wholeStream,
} from '../support/faulty-provider.ts';
import { createFreshRoute, type FreshRoute } from '../support/fresh-route.ts';
import { type House, startHouse } from '../support/house.ts';

const SERVICE = '/gatehouse.inference.v1.InferenceService';
/** Bytes of the documented shape of an AWS access key id; no account has it. */
const AWS_KEY = 'AKIAQYLPMN5HHHFPZAM2';

const user = (text: string) => ({ role: 'ROLE_USER' as const, content: [{ text }] });
const hello = { model: 'chat', messages: [user('Hello')] };

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  house.first.behave(answer(chatBody));
  house.second.behave(answer(chatBody));
});

/** Goal: whoever has nothing but the address and a key can use the door, and is told the truth. */
describe('buf curl', () => {
  const call = async (method: string, request: object | string, more: readonly string[] = []) => {
    const body = typeof request === 'string' ? request : JSON.stringify(request);
    const key = more.includes('-H') ? [] : ['-H', `authorization: Bearer ${house.apiKey}`];
    const options = [...key, '-d', body, ...more];
    const { exitCode, output, errorOutput } = await bufCurl(
      house.node.grpcAddress,
      `${SERVICE}/${method}`,
      options,
    );
    const error = exitCode === 0 ? undefined : JSON.parse(errorOutput);
    const details: { type: string; value: string }[] = error?.details ?? [];
    const detailText = details.map(({ value }) => Buffer.from(value, 'base64').toString()).join();
    return { output, error, detailText };
  };

  test('chats', async () => {
    const { output } = await call('Chat', hello);
    expect(JSON.parse(output)).toEqual({
      id: 'chatcmpl-1',
      model: 'chat',
      message: { role: 'ROLE_ASSISTANT', content: [{ text: 'Hello there' }] },
      finishReason: 'stop',
      usage: { inputTokens: '7', outputTokens: '5' },
    });
    expect(JSON.parse(house.first.requests.at(-1)?.body ?? '')).toMatchObject({
      model: 'real-first-chat',
      messages: [{ role: 'user', content: 'Hello' }],
    });
  });

  test('reads a stream to its end', async () => {
    house.first.behave(stream(wholeStream));
    const { output, error } = await call('ChatStream', { chat: hello });
    expect(error).toBeUndefined();
    expect(output.replace(/\s/g, '')).toBe(
      '{"text":"Hello"}{"text":"there"}{"finishReason":"stop"}{"usage":{"inputTokens":"7","outputTokens":"2"}}',
    );
  });

  test('sees a stream that was cut as an error', async () => {
    house.first.behave(reset([roleEvent, textEvent('Hel')]));
    const { output, error, detailText } = await call('ChatStream', { chat: hello });
    expect(output).toContain('Hel');
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(detailText).toContain('provider_stream_cut');
  });

  test('embeds', async () => {
    house.first.behave(answer(embeddingsBody));
    const { output } = await call('Embed', { model: 'embed', inputs: ['a', 'b'] });
    expect(JSON.parse(output)).toEqual({
      model: 'embed',
      embeddings: [{ values: [0.5, 0.25] }, { values: [1, 2] }],
      usage: { inputTokens: '4' },
    });
  });

  test('lists the routes of the key', async () => {
    const { output } = await call('ListModels', {});
    expect(JSON.parse(output)).toEqual({
      models: [
        { id: 'chat', operation: 'chat' },
        { id: 'embed', operation: 'embedding' },
      ],
    });
  });

  test('with a wrong key sees UNAUTHENTICATED', async () => {
    const wrong = ['-H', 'authorization: Bearer gth_sk_wrong'];
    for (const method of ['Chat', 'ListModels']) {
      const { error, detailText } = await call(method, method === 'Chat' ? hello : {}, wrong);
      expect(error).toMatchObject({ code: 'unauthenticated' });
      expect(detailText).toContain('unknown_key');
    }
  });

  test('without a grant sees PERMISSION_DENIED, why, and how to ask', async () => {
    const made = await house.change('createApplication', {
      tenantId: house.ids.tenant,
      name: 'no-grant',
      team: 't',
      environment: 'DEVELOPMENT',
      dataClass: 'PUBLIC',
    });
    const key = await house.change('createApiKey', {
      applicationId: made['application'].id,
      name: 'k',
    });
    const { error, detailText } = await call('Chat', hello, ['-H', `x-api-key: ${key['secret']}`]);
    expect(error).toMatchObject({ code: 'permission_denied' });
    expect(error.message).toContain('requestGrant');
    expect(detailText).toContain('grant_missing');
  });

  test('with a deadline sees DEADLINE_EXCEEDED, and the provider is let go', async () => {
    house.first.behave(stall(undefined));
    const { error } = await call('Chat', hello, ['--timeout', '700ms']);
    expect(error).toMatchObject({ code: 'deadline_exceeded' });
    await eventually(() => expect(house.first.requests.at(-1)?.abortedAtMs).toBeDefined());
  });

  test('with a message over the limit sees RESOURCE_EXHAUSTED', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gatehouse-message-'));
    const file = join(directory, 'request.json');
    writeFileSync(
      file,
      JSON.stringify({ ...hello, messages: [user('x'.repeat(5 * 1024 * 1024))] }),
    );
    const { error, detailText } = await call('Chat', `@${file}`);
    rmSync(directory, { recursive: true });
    expect(error).toMatchObject({ code: 'resource_exhausted' });
    expect(detailText).toContain('body_too_large');
  });

  test('with a secret in the prompt is blocked, and no provider sees it', async () => {
    const policy = await house.change('createPromptPolicy', {
      tenantId: house.ids.tenant,
      name: 'blocking',
      rules: [{ name: 'no-keys', detector: 'SECRET', action: 'BLOCK' }],
    });
    await house.change('createRoute', {
      tenantId: house.ids.tenant,
      name: 'guarded',
      operation: 'CHAT',
      rules: [{ name: 'all', split: [{ targetId: house.ids.firstChat, weight: 1 }] }],
      promptPolicyId: policy['promptPolicy'].id,
    });
    const before = house.first.requests.length;
    const leak = { model: 'guarded', messages: [user(`use ${AWS_KEY} please`)] };
    const { error, detailText } = await call('Chat', leak);
    expect(error).toMatchObject({ code: 'permission_denied' });
    expect(detailText).toContain('prompt_blocked');
    expect(JSON.stringify(error)).not.toContain(AWS_KEY);
    expect(house.first.requests.length).toBe(before);
    const clean = await call('Chat', { model: 'guarded', messages: [user('use nothing')] });
    expect(clean.error).toBeUndefined();
  });

  test('sees that the node serves', async () => {
    const path = '/grpc.health.v1.Health/Check';
    const { output } = await bufCurl(house.node.grpcAddress, path, ['-d', '{}']);
    expect(JSON.parse(output)).toEqual({ status: 'SERVING' });
  });
});

describe('grpc-js', () => {
  let route: FreshRoute;
  beforeEach(async () => {
    route = await createFreshRoute(house);
  });
  let client: InstanceType<typeof inferenceContract.InferenceService>;
  const metadata = new Metadata();
  beforeAll(() => {
    const { InferenceService } = inferenceContract;
    client = new InferenceService(house.node.grpcAddress, credentials.createInsecure());
    metadata.set('authorization', `Bearer ${house.apiKey}`);
  });
  afterAll(() => client?.close());

  const chat = () =>
    new Promise<{ error: ServiceError | null; head: object; trailers: object }>((resolve) => {
      let head = {};
      let error: ServiceError | null = null;
      client
        .Chat({ ...hello, model: route.model }, metadata, (failure) => {
          error = failure;
        })
        .on('metadata', (initial: Metadata) => {
          head = initial.getMap();
        })
        // The callback of grpc-js comes after `status`.
        .on('status', (status: StatusObject) =>
          setImmediate(() => resolve({ error, head, trailers: status.metadata.getMap() })),
        );
    });

  test('is told what a call was and what it cost', async () => {
    house.first.behave(answer('{"error":{"message":"no"}}', { status: 500 }));
    const { error, head, trailers } = await chat();
    expect(error).toBeNull();
    expect(head).toMatchObject({
      'x-gatehouse-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-gatehouse-revision': String(house.node.snapshot?.revision),
      'x-gatehouse-route': route.model,
      'x-gatehouse-target': route.second,
    });
    expect(trailers).toMatchObject({
      'x-gatehouse-target': route.second,
      'x-gatehouse-input-tokens': '7',
      'x-gatehouse-output-tokens': '5',
      'x-gatehouse-attempts': '2',
      'x-gatehouse-cost-nano-usd': String(7 * 1_000 + 5 * 2_000),
      'x-gatehouse-decision': expect.stringMatching(/\w/),
    });
  });

  test('is told by a word why a call failed', async () => {
    for (const provider of [house.first, house.second])
      provider.behave(answer('{"error":{"message":"slow down"}}', { status: 429 }));
    const { error, trailers } = await chat();
    expect(error?.code).toBe(8);
    expect(trailers).toMatchObject({ 'x-gatehouse-error': 'provider_rate_limited' });
    expect(trailers).toMatchObject({
      'x-gatehouse-route': route.model,
      'x-gatehouse-target': route.first,
      'x-gatehouse-attempts': '3',
      'x-gatehouse-cost-nano-usd': '0',
      'x-gatehouse-decision': 'authenticated,granted,clean,provider_rate_limited',
    });
  });

  test('that cancels in mid-stream aborts the provider, and the call is settled', async () => {
    house.first.behave(stall([roleEvent, textEvent('Hel')]));
    const call = client.ChatStream({ chat: { ...hello, model: route.model } }, metadata);
    let requestId = '';
    call.on('metadata', (initial: Metadata) => {
      requestId = String(initial.get('x-gatehouse-request-id')[0]);
    });
    const ended = new Promise<StatusObject>((resolve) => call.on('status', resolve));
    call.on('error', () => undefined);
    await new Promise<void>((resolve) =>
      call.on('data', (event: ChatStreamResponse__Output) => event.text === 'Hel' && resolve()),
    );
    call.cancel();
    expect((await ended).code).toBe(1);
    await eventually(() => expect(house.first.requests.at(-1)?.abortedAtMs).toBeDefined());
    await eventually(async () => {
      const { decision } = await house.admin.query(
        'query ($id: ID!) { decision(requestId: $id) { outcome door attempts { verdict } } }',
        { id: requestId },
      );
      expect(decision).toEqual({
        outcome: 'CANCELLED',
        door: 'grpc',
        attempts: [{ verdict: 'cancelled' }],
      });
    });
  });
});
