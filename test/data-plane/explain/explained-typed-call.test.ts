import type { ServiceError, StatusObject } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ChatStreamResponse__Output } from '../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import {
  answer,
  chatBody,
  embeddingsBody,
  reset,
  roleEvent,
  stream,
  textEvent,
  wholeStream,
} from '../../support/faulty-provider.ts';
import {
  type ExplainNode,
  explainingKey,
  metadataFor,
  plainKey,
  startExplainNode,
} from './explain-node.ts';

/**
 * Goal: `x-gatehouse-explain` in the metadata of a gRPC call puts its decision into the reply, never into trailers, which stay small.
 * Method: a whole node before providers on loopback.
 */

let node: ExplainNode;
beforeAll(async () => {
  node = await startExplainNode();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});
beforeEach(() => {
  node.first.behave(answer(chatBody));
});

const asked = { 'x-gatehouse-explain': '1' };
const chat = (model = 'assistant') => ({
  model,
  messages: [{ role: 'ROLE_USER' as const, content: [{ text: 'Hi' }] }],
});

interface Unary<Reply> {
  readonly error: ServiceError | undefined;
  readonly reply: Reply | undefined;
}
type Respond<Reply> = (error: ServiceError | null, reply?: Reply) => void;

function unary<Reply>(call: (respond: Respond<Reply>) => void): Promise<Unary<Reply>> {
  return new Promise((resolve) =>
    call((error, reply) => resolve({ error: error ?? undefined, reply })),
  );
}

function streamed(key: string, metadata: Readonly<Record<string, string>>) {
  return new Promise<{ events: ChatStreamResponse__Output[]; status: StatusObject }>((resolve) => {
    const events: ChatStreamResponse__Output[] = [];
    const call = node.client.ChatStream({ chat: chat() }, metadataFor(key, metadata));
    call.on('data', (event: ChatStreamResponse__Output) => events.push(event));
    call.on('error', () => undefined);
    call.on('status', (status: StatusObject) => resolve({ events, status }));
  });
}

test('a whole chat holds it, when it is asked for', async () => {
  const call = (metadata: Readonly<Record<string, string>>) =>
    unary((respond) => node.client.Chat(chat(), metadataFor(explainingKey, metadata), respond));
  expect((await call(asked)).reply).toMatchObject({
    message: { content: [{ text: 'Hello there' }] },
    gateway: {
      outcome: 'allowed',
      rule: 'all',
      attempts: [{ number: 1, target: 'at-target-1', verdict: 'succeeded', status: 200 }],
    },
  });
  expect((await call({})).reply).toMatchObject({ gateway: null });
});

test('vectors hold it', async () => {
  node.first.behave(answer(embeddingsBody));
  const { reply } = await unary((respond) =>
    node.client.Embed(
      { model: 'vectors', inputs: ['a', 'b'] },
      metadataFor(explainingKey, asked),
      respond,
    ),
  );
  expect(reply).toMatchObject({ gateway: { operation: 'embedding', outcome: 'allowed' } });
});

test('a stream holds it once, before its usage', async () => {
  node.first.behave(stream(wholeStream));
  const { events, status } = await streamed(explainingKey, asked);
  expect(status.code).toBe(0);
  expect(events.map(({ event }) => event)).toEqual([
    'text',
    'text',
    'finishReason',
    'gateway',
    'usage',
  ]);
  expect(events.at(-2)?.gateway).toMatchObject({ stream: true, outcome: 'allowed' });
  const plain = await streamed(explainingKey, {});
  expect(plain.events.map(({ event }) => event)).not.toContain('gateway');
});

test.each([
  ['that is cut', reset([roleEvent, textEvent('Hello')]), 'provider_stream_cut'],
  ['that never begins', answer('{}', { status: 400 }), 'provider_rejected'],
])('a stream %s holds it before its status', async (_, behaviour, errorCode) => {
  node.first.behave(behaviour);
  const { events, status } = await streamed(explainingKey, asked);
  expect(events.at(-1)?.gateway).toMatchObject({ outcome: 'failed', errorCode });
  expect(status.metadata.get('x-gatehouse-error')).toEqual([errorCode]);
});

test('a status has no place for it, and stays small', async () => {
  node.first.behave(answer('{}', { status: 400 }));
  const { error } = await unary((respond) =>
    node.client.Chat(chat(), metadataFor(explainingKey, asked), respond),
  );
  expect(error?.metadata.get('x-gatehouse-error')).toEqual(['provider_rejected']);
  const trailers = JSON.stringify(error?.metadata.toJSON());
  expect(trailers).not.toContain('candidates');
  expect(trailers.length).toBeLessThan(8 * 1024);
});

test('a key without the scope is refused before anything is sent', async () => {
  const sentCount = node.first.requests.length;
  const { events, status } = await streamed(plainKey, asked);
  expect(events).toEqual([]);
  expect(status.metadata.get('x-gatehouse-error')).toEqual(['scope_missing']);
  expect(node.first.requests.length).toBe(sentCount);
});
