import { type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { ExplainRequest } from '../../../proto/generated/gatehouse/inference/v1/ExplainRequest.ts';
import type { ExplainResponse__Output } from '../../../proto/generated/gatehouse/inference/v1/ExplainResponse.ts';
import { eventually } from '../../support/eventually.ts';
import { answer, chatBody } from '../../support/faulty-provider.ts';
import { readDetails } from '../doors/grpc/call.ts';
import {
  type ExplainNode,
  explainingKey,
  metadataFor,
  plainKey,
  startExplainNode,
} from './explain-node.ts';

/**
 * Goal: `Explain` says what would become of a call, in the words of its decision, and leaves nothing behind: no call to a provider, no record,
 * no probe of a breaker.
 * Method: a whole node before providers on loopback, asked over gRPC; the control plane reports what it was told.
 */

let node: ExplainNode;
beforeAll(async () => {
  node = await startExplainNode();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});
beforeEach(() => {
  for (const one of [node.first, node.second, node.claude]) one.behave(answer(chatBody));
});

interface Outcome {
  readonly error: ServiceError | undefined;
  readonly reply: ExplainResponse__Output | undefined;
}

function explain(
  request: ExplainRequest,
  key = explainingKey,
  others: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    node.client.Explain(request, metadataFor(key, others), (error, reply) =>
      resolve({ error: error ?? undefined, reply }),
    );
  });
}

const chatOf = (model: string, text = 'Hi'): ChatRequest => ({
  model,
  messages: [{ role: 'ROLE_USER', content: [{ text }] }],
});
const question = (model: string, text?: string): ExplainRequest => ({ chat: chatOf(model, text) });

async function chatOverHttp(): Promise<number> {
  const response = await fetch(`${node.node.plane.httpUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${plainKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'assistant', messages: [{ role: 'user', content: 'Hi' }] }),
  });
  await response.text();
  return response.status;
}

test('a call that would be answered is explained whole, and sent nowhere', async () => {
  const { error, reply } = await explain(question('assistant'));
  expect(error).toBeUndefined();
  expect(reply).toStrictEqual({
    decision: {
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      outcome: 'allowed',
      errorCode: '',
      errorMessage: '',
      operation: 'chat',
      stream: false,
      workload: 'chat',
      requestedRoute: 'assistant',
      route: 'assistant',
      reroutedBy: '',
      rule: 'all',
      constraints: [
        { of: 'route', regions: [], dataTerms: ['no_training'] },
        { of: 'rule', regions: ['eu', 'us'], dataTerms: [] },
      ],
      candidates: [
        { target: 'at-target-1', kept: true, reason: 'drawn' },
        { target: 'at-target-2', kept: true, reason: 'fallback' },
        { target: 'at-target-3', kept: false, reason: 'disabled' },
      ],
      attempts: [],
      findings: [],
      inspection: [],
      limits: [],
      estimatedInputTokens: expect.any(Number),
      epoch: '1',
      revision: '5',
      costNanoUsd: '0',
      totalMs: 0,
      firstTokenMs: 0,
    },
    order: [
      { target: 'at-target-1', state: 'closed', reason: '' },
      { target: 'at-target-2', state: 'closed', reason: '' },
    ],
    fallbacks: [
      { on: 'error', targets: ['at-target-1', 'at-target-2'] },
      { on: 'rate_limit', targets: ['at-target-1', 'at-target-2'] },
      { on: 'context_window', targets: [] },
      { on: 'content_policy', targets: [] },
      { on: 'budget', targets: [] },
    ],
  });
  expect(reply?.decision?.estimatedInputTokens).toBeGreaterThan(0);
  expect(node.first.requests).toHaveLength(0);
});

test('a streamed chat and texts to embed are explained like their calls', async () => {
  const streamed = await explain({ chatStream: { chat: chatOf('assistant') } });
  expect(streamed.reply?.decision).toMatchObject({ operation: 'chat', stream: true });
  const embed = await explain({ embed: { model: 'vectors', inputs: ['Hi'] } });
  expect(embed.reply).toMatchObject({
    decision: { operation: 'embedding', route: 'vectors', outcome: 'allowed' },
    order: [{ target: 'at-target-5' }],
  });
});

test.each([
  ['nothing', 'unknown_route', {}],
  ['vectors', 'unsupported_operation', {}],
  ['never', 'no_target', { route: 'never', rule: '', candidates: [] }],
])('a call of %s is explained as refused with %s', async (model, errorCode, known) => {
  const { error, reply } = await explain(question(model));
  expect(error).toBeUndefined();
  expect(reply).toMatchObject({
    decision: { outcome: 'refused', errorCode, requestedRoute: model, ...known },
    order: [],
    fallbacks: [],
  });
  expect(reply?.decision?.errorMessage).toMatch(/\.$/);
});

test('what would be blocked says which rule, which kind, and where, without the text', async () => {
  const secret = 'AKIAIOSFODNN7EXAMPLE';
  const { reply } = await explain(question('guarded', `The key is ${secret}.`));
  expect(reply?.decision).toMatchObject({
    outcome: 'blocked',
    errorCode: 'prompt_blocked',
    findings: [
      { rule: 'no-credentials', kind: 'aws_access_key', count: 1, places: ['messages.0'] },
    ],
    inspection: [{ rule: 'no-credentials', detector: 'secret', state: 'ran', texts: 1 }],
  });
  expect(JSON.stringify(reply)).not.toContain(secret);
});

test('a call that a prompt policy would move says where to, and who decided', async () => {
  const { reply } = await explain(question('moved', 'AKIAIOSFODNN7EXAMPLE'));
  expect(reply).toMatchObject({
    decision: {
      outcome: 'rerouted',
      requestedRoute: 'moved',
      route: 'claude',
      reroutedBy: 'keep-inside',
      findings: [{ rule: 'move', action: 'reroute', places: ['messages.0'] }],
    },
    order: [{ target: 'at-target-4' }],
  });
});

test('a workload that the key has not is explained, as the metadata names it', async () => {
  const { reply } = await explain(question('assistant'), explainingKey, {
    'x-gatehouse-workload': 'batch',
  });
  expect(reply?.decision).toMatchObject({ errorCode: 'workload_not_allowed', workload: '' });
});

test.each([
  [
    'a key without the scope',
    question('assistant'),
    plainKey,
    'scope_missing',
    status.PERMISSION_DENIED,
  ],
  ['a stranger', question('assistant'), 'gth_sk_stranger', 'unknown_key', status.UNAUTHENTICATED],
  ['a message without a call', {}, explainingKey, 'invalid_request', status.INVALID_ARGUMENT],
  [
    'a stream without a chat',
    { chatStream: {} },
    explainingKey,
    'invalid_request',
    status.INVALID_ARGUMENT,
  ],
  [
    'a chat that says nothing',
    { chat: { model: 'assistant' } },
    explainingKey,
    'invalid_request',
    status.INVALID_ARGUMENT,
  ],
])('%s is refused', async (_, request, key, code, grpcStatus) => {
  const { error, reply } = await explain(request, key);
  expect(reply).toBeUndefined();
  expect(error?.code).toBe(grpcStatus);
  expect(error?.metadata.get('x-gatehouse-error')).toEqual([code]);
  if (error) expect(readDetails(error.metadata)).toMatchObject({ ErrorInfo: { reason: code } });
});

test('targets that a node has put out are told with their state, and are not probed', async () => {
  node.first.behave(answer('{}', { status: 500 }));
  for (let count = 0; count < 5; count += 1) expect(await chatOverHttp()).toBe(200);
  const sentCount = node.first.requests.length;
  for (let count = 0; count < 3; count += 1) {
    const { reply } = await explain(question('assistant'));
    expect(reply?.order).toStrictEqual([
      { target: 'at-target-2', state: 'closed', reason: '' },
      { target: 'at-target-1', state: 'open', reason: 'open' },
    ]);
    expect(reply?.decision?.candidates).toMatchObject([
      { target: 'at-target-1', kept: true, reason: 'open' },
      { target: 'at-target-2', kept: true, reason: 'fallback' },
      { target: 'at-target-3', kept: false, reason: 'disabled' },
    ]);
  }
  expect(node.first.requests.length).toBe(sentCount);
});

test('nothing of it is counted as a call, or kept', async () => {
  const readMetrics = async () => (await fetch(`${node.node.plane.adminUrl}/metrics`)).text();
  const metrics = async () =>
    (await readMetrics())
      .split('\n')
      .filter((line) => /^gatehouse_node_(requests|attempts|calls|retries)/.test(line));
  const decisions = () => node.plane.reports.flatMap((report) => report.decisions ?? []);
  const before = await metrics();
  const explained = await Promise.all([
    explain(question('assistant')),
    explain(question('nothing')),
  ]);
  expect(await metrics()).toEqual(before);
  expect(await readMetrics()).toMatch(
    /gatehouse_node_explained_total\{outcome="refused",error="unknown_route"\} [1-9]/,
  );
  // What a real call leaves comes after whatever explaining might have left.
  const keptCount = decisions().length;
  await chatOverHttp();
  await eventually(() => expect(decisions().length).toBeGreaterThan(keptCount));
  const keptIds = decisions().map(({ requestId }) => requestId);
  for (const { reply } of explained) expect(keptIds).not.toContain(reply?.decision?.requestId);
});
