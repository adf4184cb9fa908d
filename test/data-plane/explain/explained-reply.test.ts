import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../support/eventually.ts';
import { answer, chatBody, embeddingsBody } from '../../support/faulty-provider.ts';
import { type Asking, askNode, gatewayOf, type Path, paths } from './ask-node.ts';
import { type ExplainNode, plainKey, startExplainNode } from './explain-node.ts';

/**
 * Goal: with `x-gatehouse-explain: 1` a reply holds the decision of this very call, on every wire, and is the same reply otherwise; without
 * the header, or without the scope, nothing of it is told.
 * Method: a whole node before providers on loopback; the same call with and without the header, compared byte for byte.
 */

let node: ExplainNode;
const ask = (path: Path, asking?: Asking) => askNode(node, path, asking);
beforeAll(async () => {
  node = await startExplainNode();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});
beforeEach(() => {
  node.first.behave(answer(chatBody));
  node.second.behave(answer(chatBody));
  node.claude.behave(answer(messageBody));
});

const messageBody = JSON.stringify({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text: 'Hello there' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 7, output_tokens: 5 },
});

/** Numbers that the clock has made. */
const clocked = { totalMs: expect.any(Number), firstTokenMs: expect.any(Number) };

test('a whole reply holds the decision, with every candidate, attempt and constraint', async () => {
  node.first.behave(answer('{}', { status: 500 }));
  const { text, headers } = await ask('/v1/chat/completions');
  const tried = { hedge: false, ...clocked };
  expect(gatewayOf(text)).toStrictEqual({
    requestId: headers.get('x-gatehouse-request-id'),
    outcome: 'allowed',
    operation: 'chat',
    stream: false,
    workload: 'chat',
    requestedRoute: 'assistant',
    route: 'assistant',
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
    attempts: [
      { number: 1, target: 'at-target-1', verdict: 'server_error', status: 500, ...tried },
      { number: 2, target: 'at-target-2', verdict: 'succeeded', status: 200, ...tried },
    ],
    findings: [],
    inspection: [],
    limits: [],
    estimatedInputTokens: expect.any(Number),
    epoch: '1',
    revision: '5',
    costNanoUsd: headers.get('x-gatehouse-cost-nano-usd'),
    ...clocked,
  });
});

describe.each(paths)('%s', (path) => {
  const change = path === '/v1/messages' ? { model: 'claude' } : {};
  beforeEach(() => {
    if (path === '/v1/embeddings') node.first.behave(answer(embeddingsBody));
  });

  test('is the same reply but for the last member', async () => {
    const plain = await ask(path, { change, explain: '' });
    const { text, headers } = await ask(path, { change });
    const marker = text.indexOf(',"gateway":{"requestId"');
    const rest = `${text.slice(0, marker)}}`;
    // Ids and times of replies that the gateway writes itself differ from call to call.
    const steady = (reply: string) => reply.replace(/"(resp|msg)_[^"]*"|"created_at":\d+/g, '*');
    expect(steady(rest)).toBe(steady(plain.text));
    expect(Number(headers.get('content-length'))).toBe(Buffer.byteLength(text));
    expect(gatewayOf(text)).toMatchObject({ outcome: 'allowed', attempts: [{ number: 1 }] });
    expect(plain.text).not.toContain('gateway');
  });

  test('has it in an error, too', async () => {
    const { status, text, headers } = await ask(path, { change: { model: 'nothing' } });
    expect(status).toBe(404);
    expect(JSON.parse(text).error.code).toBe('unknown_route');
    expect(gatewayOf(text)).toStrictEqual({
      requestId: headers.get('x-gatehouse-request-id'),
      outcome: 'refused',
      errorCode: 'unknown_route',
      errorMessage: JSON.parse(text).error.message,
      operation: path === '/v1/embeddings' ? 'embedding' : 'chat',
      stream: false,
      requestedRoute: 'nothing',
      constraints: [],
      candidates: [],
      attempts: [],
      findings: [],
      inspection: [],
      limits: [],
      estimatedInputTokens: expect.any(Number),
      epoch: '1',
      revision: '5',
      costNanoUsd: '0',
      ...clocked,
    });
  });

  test('is refused without the scope, and tells nothing', async () => {
    const sentCount = node.first.requests.length;
    const { status, text, headers } = await ask(path, { key: plainKey });
    expect(status).toBe(403);
    expect(headers.get('x-gatehouse-error')).toBe('scope_missing');
    expect(text).toContain('updateApiKey');
    expect(text).not.toContain('"gateway"');
    expect(node.first.requests.length).toBe(sentCount);
  });
});

test('what a prompt policy found is told by kind and place, never by value', async () => {
  const secret = 'AKIAIOSFODNN7EXAMPLE';
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: `The key is ${secret}.` },
  ];
  const { status, text } = await ask('/v1/chat/completions', {
    change: { model: 'guarded', messages },
  });
  expect(status).toBe(403);
  expect(gatewayOf(text)).toMatchObject({
    outcome: 'blocked',
    errorCode: 'prompt_blocked',
    route: 'guarded',
    findings: [
      {
        rule: 'no-credentials',
        detector: 'secret',
        kind: 'aws_access_key',
        count: 1,
        action: 'block',
        places: ['messages.1'],
        foundAt: [{ place: 'messages.1', part: 'user' }],
      },
    ],
    inspection: [{ rule: 'no-credentials', direction: 'input', state: 'ran' }],
  });
  expect(text).not.toContain(secret);
});

test('nothing of providers but names and statuses is told', async () => {
  node.first.behave(answer('{"error":{"message":"sk-hidden"}}', { status: 400 }));
  const { text } = await ask('/v1/chat/completions');
  const gateway = JSON.stringify(gatewayOf(text));
  expect(gateway).toContain('"verdict":"rejected","status":400');
  for (const hidden of [
    'sk-hidden',
    node.first.baseUrl,
    '127.0.0.1',
    'model-of-',
    'provider-1',
    'sk-provider',
  ])
    expect(gateway).not.toContain(hidden);
});

test("a provider's own member of that name gives way", async () => {
  node.first.behave(
    answer(JSON.stringify({ gateway: { planted: true }, ...JSON.parse(chatBody) })),
  );
  const { text } = await ask('/v1/chat/completions');
  expect(text.match(/"gateway"/g)).toHaveLength(1);
  expect(gatewayOf(text)).toMatchObject({ outcome: 'allowed' });
  const plain = await ask('/v1/chat/completions', { explain: '' });
  expect(plain.text).toContain('planted');
});

test('a stranger, and who asks in another way, learn nothing', async () => {
  const stranger = await ask('/v1/chat/completions', { key: 'gth_sk_stranger' });
  expect([stranger.status, stranger.text.includes('gateway"')]).toEqual([401, false]);
  const odd = await ask('/v1/chat/completions', { explain: 'yes' });
  expect(odd.status).toBe(400);
  expect(odd.text).toContain('x-gatehouse-explain must be 1');
  const off = await ask('/v1/chat/completions', { explain: '0', key: plainKey });
  expect([off.status, off.text]).toEqual([200, chatBody]);
});

test('a route of another tenant is as unknown as none', async () => {
  const ofOther = await ask('/v1/chat/completions', { change: { model: 'route-b' } });
  expect(gatewayOf(ofOther.text)).toMatchObject({ errorCode: 'unknown_route', candidates: [] });
});

test('the decision that is told is the one that is kept', async () => {
  node.first.behave((request, response) => {
    setTimeout(() => answer(chatBody)(request, response), 30);
  });
  const { text } = await ask('/v1/chat/completions');
  const told = gatewayOf(text);
  expect(told['totalMs']).toBeGreaterThanOrEqual(20);
  await eventually(() => {
    const kept = node.plane.reports
      .flatMap(({ decisions }) => decisions ?? [])
      .find(({ requestId }) => requestId === told.requestId);
    expect(kept).toMatchObject({
      outcome: told['outcome'],
      rule: told['rule'],
      totalMs: told['totalMs'],
      firstTokenMs: told['firstTokenMs'],
      costNanoUsd: told['costNanoUsd'],
    });
    expect(kept?.candidates?.map(({ kept: isKept, reason }) => [isKept, reason])).toEqual(
      z
        .array(z.object({ kept: z.boolean(), reason: z.string() }))
        .parse(told['candidates'])
        .map(({ kept: isKept, reason }) => [isKept, reason]),
    );
  });
});
