import { expect, test } from '@jest/globals';
import {
  SHADOW_RUNS_MAX,
  SHADOW_TAPS_MAX,
} from '../../../../data-plane/pipeline/shadow/shadows.ts';
import { systemClock } from '../../../../data-plane/upstream/clock.ts';
import type { RoutingShadow } from '../../../../policy/route-part/shadow.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  reset,
  stall,
  stream,
  wholeStream,
} from '../../../support/faulty-provider.ts';
import { makeCall, startCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import { RecordingSink } from '../recording-sink.ts';
import {
  apiKey,
  chatRequest,
  grant,
  model,
  providersAt,
  streamRequest,
  targetOf,
} from '../snapshot-fixture.ts';
import { type ShadowParts, shadowedOver, untilTold } from './shadow-fixture.ts';

/*
 * Goal: a copy goes to the shadow when its caller has the whole reply, only where the call might go, within its cap; it is
 * recorded and compared, and nobody sees it.
 * Method: two providers on real sockets: the first answers callers, the second gets the copies.
 */

const pair = useProviderPair();
const shadowed = (shadow: Partial<RoutingShadow> = {}, parts: ShadowParts = {}) =>
  shadowedOver(pair, shadow, parts);

test('a copy is sent, recorded with its price beside the attempts of the call, and compared', async () => {
  const one = shadowed();
  const sink = await makeCall(one.gateway, chatRequest);
  expect(sink.tail?.costNanoUsd).toBe(17n);
  await untilTold(one);
  expect(one.outcomes).toEqual(['succeeded']);
  const [sent] = pair.second.requests;
  expect(sent?.headers.authorization).toBe('Bearer shadow-secret');
  expect(JSON.parse(sent?.body ?? '')).toMatchObject({ messages: chatRequest.messages });
  expect(one.events).toMatchObject([
    {
      requestId: '018f0000-0000-7000-8000-000000000001',
      attempt: 2,
      targetId: 'x1',
      feature: 'answers',
      inputTokens: '7',
      outputTokens: '5',
      costNanoUsd: '17',
      outcome: 'succeeded',
      shadow: {
        verdict: 'succeeded',
        status: 200,
        finishReason: 'stop',
        finish: 'same',
        toolCalls: 'none',
      },
    },
  ]);
  expect(one.gateway.records).toHaveLength(1);
  expect(one.gateway.records[0]?.decision?.attempts).toHaveLength(1);
});

test.each([
  ['whole', chatRequest, answer(chatBody), 'answer'],
  ['streamed', streamRequest, stream(wholeStream), 'end'],
])(
  'a %s reply has ended for its caller before the copy goes out',
  async (_, request, behaviour, end) => {
    const one = shadowed();
    pair.first.behave(behaviour);
    pair.second.behave(behaviour);
    const sink = new RecordingSink();
    sink.onCall = (name) => one.order.push(name);
    await makeCall(one.gateway, request, { sink });
    await untilTold(one);
    expect(one.order.slice(-2)).toEqual([end, 'copy']);
    expect(one.outcomes).toEqual(['succeeded']);
    expect(sink.calls.filter((name) => name === end)).toHaveLength(1);
  },
);

test('what a caller gets is the same bytes as without a shadow', async () => {
  pair.first.behave(stream(wholeStream));
  const plain = pair.gatewayOver(pair.twoTargets());
  const expected = await makeCall(plain, streamRequest);
  const sink = await makeCall(shadowed().gateway, streamRequest);
  expect(sink.text).toBe(expected.text);
  expect(sink.calls).toEqual(expected.calls);
  expect(sink.head).toEqual(expected.head);
  expect(sink.tail).toEqual(expected.tail);
});

test.each<[string, Behaviour, string]>([
  ['fails', answer('{}', { status: 500 }), 'server_error'],
  ['refuses', answer('{"error":{"message":"no"}}', { status: 400 }), 'rejected'],
  ['breaks', reset(), 'reset'],
  ['babbles', answer('<html>', { type: 'text/html' }), 'protocol'],
])('a shadow that %s is tried once, and its caller sees nothing', async (_, behaviour, verdict) => {
  const one = shadowed();
  pair.second.behave(behaviour);
  const sink = await makeCall(one.gateway, chatRequest);
  expect(sink.error).toBeUndefined();
  await untilTold(one);
  expect(one.outcomes).toEqual(['failed']);
  expect(pair.second.requests).toHaveLength(1);
  expect(one.events).toMatchObject([
    { outcome: 'failed', costNanoUsd: '0', shadow: { verdict, finish: 'unknown' } },
  ]);
});

const narrow = { regions: ['us'], dataTerms: [] };
test.each<[string, Parameters<typeof shadowed>[1]]>([
  ['is out of the regions', { rule: { constraints: narrow }, providers: [] }],
  ['is switched off', { targets: [targetOf(0), { ...targetOf(1), enabled: false }] }],
  [
    'has a model that is not granted',
    {
      models: [model, { ...model, id: 'm2' }],
      targets: [targetOf(0), { ...targetOf(1), modelId: 'm2' }],
    },
  ],
  ['is what the rule does not take', { rule: { require: 'target.name == "target-0"' } }],
  [
    'makes a condition fail',
    { rule: { require: 'target.name == "target-0" || key.attributes.absent == ""' } },
  ],
])('nothing is sent to a shadow that %s', async (_, parts) => {
  const [first, second] = providersAt([pair.first.baseUrl, pair.second.baseUrl]);
  const providers = first && second ? [{ ...first, region: 'us' }, second] : [];
  const one = shadowed({}, { ...parts, providers });
  const sink = await makeCall(one.gateway, chatRequest);
  expect(sink.error).toBeUndefined();
  await untilTold(one);
  expect(one.outcomes).toEqual(['ineligible']);
  expect(pair.second.requests).toEqual([]);
});

test('nothing is sent when the grant has ended since the call came', async () => {
  const ending = { ...grant, notAfterMs: Date.now() + 3_600_000 };
  const later = { ...systemClock, unixMs: () => Date.now() + 7_200_000 };
  const one = shadowed({}, { grants: [ending], clock: later });
  await makeCall(one.gateway, chatRequest);
  await untilTold(one);
  expect(one.outcomes).toEqual(['ineligible']);
  expect(pair.second.requests).toEqual([]);
});

test('nothing is sent to a shadow that has answered itself', async () => {
  const one = shadowed({ targetId: 'x0' });
  await makeCall(one.gateway, chatRequest);
  await untilTold(one);
  expect(one.outcomes).toEqual(['ineligible']);
  expect(pair.first.requests).toHaveLength(1);
});

test('nothing is copied of a call that failed, or that its caller left', async () => {
  const one = shadowed();
  pair.first.behave(answer('{}', { status: 500 }));
  expect((await makeCall(one.gateway, chatRequest)).error).toBeDefined();
  pair.first.behave(stall(wholeStream.slice(0, 2)));
  const { sink, leave } = startCall(one.gateway, streamRequest);
  await eventually(() => expect(sink.calls).toContain('write'));
  leave();
  await sink.done;
  pair.first.behave(answer(chatBody));
  await makeCall(one.gateway, chatRequest);
  await untilTold(one);
  expect(one.outcomes).toEqual(['succeeded']);
  expect(pair.second.requests).toHaveLength(1);
});

test('the cap holds what copies may cost: what is under way is held against it', async () => {
  // A copy is expected to cost 7 input tokens and at most the model's 100 output tokens, and costs 17 nano-USD.
  const one = shadowed({ hourlyNanoUsdMax: 240 });
  for (let n = 0; n < 4; n += 1) {
    await makeCall(one.gateway, chatRequest);
    await untilTold(one, n + 1);
  }
  expect(one.outcomes).toEqual(['succeeded', 'succeeded', 'capped', 'capped']);
  const [sent] = pair.second.requests;
  expect(JSON.parse(sent?.body ?? '')).toMatchObject({ max_completion_tokens: 100 });
});

test('so many copies are under way at once, and no more; all end when they are told to', async () => {
  const one = shadowed();
  pair.second.behave(stall(undefined));
  for (let n = 0; n <= SHADOW_RUNS_MAX; n += 1) await makeCall(one.gateway, chatRequest);
  await untilTold(one);
  await eventually(() => expect(pair.second.requests).toHaveLength(SHADOW_RUNS_MAX));
  expect(one.outcomes).toEqual(['busy']);
  one.shadows.stop();
  expect(one.outcomes).toEqual(['busy', ...Array(SHADOW_RUNS_MAX).fill('cancelled')]);
  expect(one.events).toHaveLength(SHADOW_RUNS_MAX);
  await eventually(() =>
    expect(pair.second.requests.every(({ abortedAtMs }) => abortedAtMs !== undefined)).toBe(true),
  );
  await makeCall(one.gateway, chatRequest);
  await new Promise((resolve) => setImmediate(resolve));
  expect(pair.second.requests).toHaveLength(SHADOW_RUNS_MAX);
});

test('so many replies are looked at as they pass, and no more', async () => {
  const one = shadowed();
  pair.first.behave(stall(wholeStream.slice(0, 2)));
  const calls = Array.from({ length: SHADOW_TAPS_MAX + 1 }, () =>
    startCall(one.gateway, { ...streamRequest }),
  );
  expect(one.outcomes).toEqual(['busy']);
  for (const { leave } of calls) leave();
  await Promise.all(calls.map(({ sink }) => sink.done));
  pair.first.behave(answer(chatBody));
  await makeCall(one.gateway, chatRequest);
  await untilTold(one, 2);
  expect(one.outcomes).toEqual(['busy', 'succeeded']);
});

test('a copy does not outlive the key of its caller', async () => {
  const one = shadowed();
  pair.second.behave(stall(undefined));
  await makeCall(one.gateway, chatRequest);
  await eventually(() => expect(pair.second.requests).toHaveLength(1));
  one.shadows.cutRevoked(() => true);
  expect(one.outcomes).toEqual([]);
  one.shadows.cutRevoked(({ id }) => id !== apiKey.id);
  expect(one.outcomes).toEqual(['cancelled']);
});

test('a call outside the sample is left alone', async () => {
  const one = shadowed({ samplePermille: 1 });
  await makeCall(one.gateway, chatRequest);
  await new Promise((resolve) => setImmediate(resolve));
  expect(one.outcomes).toEqual([]);
  expect(pair.second.requests).toEqual([]);
});
