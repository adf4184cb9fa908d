import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type KeyOperation, keyOperations } from '../../../policy/key-part/key-operation.ts';
import type { ChatRequest } from '../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { ExplainResponse__Output } from '../../../proto/generated/gatehouse/inference/v1/ExplainResponse.ts';
import { hashOf, resource, testPepper } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { type ExplainNode, metadataFor, startExplainNode } from './explain-node.ts';

/**
 * Goal: a key that is confined to an operation does that over every door, and nothing else over any.
 * Method: a whole node between a scripted control plane and providers on loopback, and one key for each operation.
 */

const secretFor = (operation: KeyOperation) => `gth_sk_for-${operation}`;

let node: ExplainNode;
beforeAll(async () => {
  const tenantId = 'a';
  const keys = keyOperations.map((operation) =>
    resource(
      'api_key',
      { id: `key-${operation}`, tenantId },
      {
        tenantId,
        applicationId: 'application-a',
        name: operation,
        hash: hashOf(secretFor(operation)),
        pepperId: testPepper.id,
        workloads: ['chat'],
        routes: ['(see bounds)'],
        scopes: ['explain'],
        bounds: { operations: [operation] },
      },
    ),
  );
  node = await startExplainNode(keys);
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

interface Outcome {
  readonly status: number;
  /** Undefined when the call was answered. */
  readonly code: string | undefined;
  readonly message: string;
}

const failure = z.object({
  error: z.object({ code: z.string().optional(), message: z.string() }),
});

async function overHttp(path: string, body: object | undefined, key: string): Promise<Outcome> {
  const response = await fetch(`${node.node.plane.httpUrl}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      // What a caller says of itself opens nothing.
      'x-gatehouse-metadata': JSON.stringify({ operations: 'chat', 'key.operations': 'chat' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return { status: response.status, code: undefined, message: '' };
  const { error } = failure.parse(JSON.parse(text));
  const code = response.headers.get('x-gatehouse-error') ?? '';
  return { status: response.status, code, message: error.message };
}

const failed = ({ code, details, metadata }: ServiceError): Outcome => ({
  status: code,
  code: String(metadata.get('x-gatehouse-error')[0]),
  message: details,
});
const answered: Outcome = { status: status.OK, code: undefined, message: '' };

type Answer = (error: ServiceError | null) => void;
type Unary = (client: ExplainNode['client'], metadata: Metadata, respond: Answer) => void;
const grpc = (name: string, operation: KeyOperation, call: Unary): Door => [
  name,
  operation,
  (key) =>
    new Promise((resolve) => {
      const respond: Answer = (error) => resolve(error === null ? answered : failed(error));
      call(node.client, metadataFor(key), respond);
    }),
];

const turns = { messages: [{ role: 'user', content: 'Hi' }] };
const typedChat: ChatRequest = {
  model: 'assistant',
  messages: [{ role: 'ROLE_USER', content: [{ text: 'Hi' }] }],
};
type Door = readonly [string, KeyOperation, (key: string) => Promise<Outcome>];
const http = (path: string, operation: KeyOperation, body?: object): Door => [
  path,
  operation,
  (key) => overHttp(path, body, key),
];
const doors: readonly Door[] = [
  http('/v1/chat/completions', 'chat', { model: 'assistant', ...turns }),
  http('/v1/responses', 'chat', { model: 'assistant', input: 'Hi' }),
  http('/v1/messages', 'chat', { model: 'assistant', max_tokens: 10, ...turns }),
  http('/v1/embeddings', 'embedding', { model: 'vectors', input: ['Hi'] }),
  http('/v1/messages/count_tokens', 'token_count', { model: 'assistant', ...turns }),
  http('/v1/models', 'model_list'),
  http('/v1/models/assistant', 'model_list'),
  grpc('Chat', 'chat', (client, ...rest) => client.Chat(typedChat, ...rest)),
  grpc('Embed', 'embedding', (client, ...rest) =>
    client.Embed({ model: 'vectors', inputs: ['Hi'] }, ...rest),
  ),
  grpc('ListModels', 'model_list', (client, ...rest) => client.ListModels({}, ...rest)),
  grpc('ChatStream', 'chat', (client, metadata, respond) => {
    const stream = client.ChatStream({ chat: typedChat }, metadata);
    stream.on('data', () => undefined);
    stream.on('error', respond);
    stream.on('end', () => respond(null));
  }),
];

const sentCount = () => node.first.requests.length + node.second.requests.length;

test.each(doors)('%s is for keys of %s alone', async (_, own, call) => {
  for (const operation of keyOperations.filter((one) => one !== own)) {
    const before = sentCount();
    const refused = await call(secretFor(operation));
    expect(refused).toEqual({
      status: refused.status < 100 ? status.PERMISSION_DENIED : 403,
      code: 'operation_not_allowed',
      message: expect.stringContaining(`"${own}", only for ${operation}:`),
    });
    expect(sentCount()).toBe(before);
  }
  // A list knows only routes of calls that its key may make: there the name is unknown, and the key is not at fault.
  expect((await call(secretFor(own))).code).not.toBe('operation_not_allowed');
});

test('a key that may list and nothing else is shown nothing', async () => {
  const response = await fetch(`${node.node.plane.httpUrl}/v1/models`, {
    headers: { authorization: `Bearer ${secretFor('model_list')}` },
  });
  expect(await response.json()).toMatchObject({ data: [] });
});

test('`Explain` says that the key is not for the call', async () => {
  const explained = await new Promise<ExplainResponse__Output | undefined>((resolve) => {
    const metadata = metadataFor(secretFor('embedding'));
    node.client.Explain({ chat: typedChat }, metadata, (_, reply) => resolve(reply));
  });
  expect(explained).toMatchObject({
    decision: { outcome: 'refused', errorCode: 'operation_not_allowed', operation: 'chat' },
    order: [],
  });
});

test('each call that was refused for it has its decision; what a node answers by itself has none', async () => {
  const confined = () =>
    node.plane.reports
      .flatMap(({ decisions }) => decisions)
      .filter(({ errorCode }) => errorCode === 'operation_not_allowed');
  const callCount = doors.filter(([, own]) => own === 'chat' || own === 'embedding').length;
  await eventually(() => expect(confined()).toHaveLength(callCount * (keyOperations.length - 1)));
  expect(confined()[0]).toMatchObject({
    outcome: 'refused',
    operation: 'chat',
    requestedRoute: 'assistant',
    apiKeyId: 'key-embedding',
  });
});

test('a key that was only refused was used, too', async () => {
  await node.node.plane.drain();
  const uses = node.plane.reports.flatMap(({ keyUses }) => keyUses);
  expect(new Set(uses.map(({ apiKeyId }) => apiKeyId))).toEqual(
    new Set(keyOperations.map((operation) => `key-${operation}`)),
  );
});
