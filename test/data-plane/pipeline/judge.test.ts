import { afterEach, describe, expect, test } from '@jest/globals';
import { OutsideDetectors } from '../../../data-plane/inspect/outside/outside-detectors.ts';
import type { Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { createInnerNetworks } from '../../../policy/network/inner-network.ts';
import type {
  OutsideDetector,
  OutsideJudge,
} from '../../../policy/prompt-part/outside-detector.ts';
import { eventually } from '../../support/eventually.ts';
import { answer, type Behaviour, chatBody, stall } from '../../support/faulty-provider.ts';
import { makeCall, startCall } from './call-fixture.ts';
import { blocking, blockingRule, guarded, inner } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { chatRequest, grant } from './snapshot-fixture.ts';

/** Goal: a model behind a route of the tenant judges calls, on the account of who makes them, within its budget, and is judged by nobody. */
const sole = useSoleProvider();
let desk: OutsideDetectors | undefined;
let ended: Exchange[] = [];
afterEach(async () => {
  await desk?.close();
  ended = [];
});

const judge: OutsideJudge = {
  routeId: 'r2',
  instruction: 'Find insults.',
  callsPerMinuteMax: 60,
  outputTokensMax: 100,
};
const detectorOf = (change: Partial<OutsideJudge> = {}): OutsideDetector => ({
  id: 'd1',
  tenantId: 't1',
  name: 'judge',
  protocol: 'judge',
  address: '',
  kinds: ['insult'],
  timeoutMs: 10_000,
  batchSize: 32,
  judge: { ...judge, ...change },
});
const asking: PromptRule = {
  ...blockingRule,
  name: 'manners',
  detector: 'outside',
  outsideDetectorId: 'd1',
};

interface Way {
  readonly detector?: OutsideDetector;
  readonly rule?: Partial<PromptRule>;
  readonly grants?: readonly (typeof grant)[];
}

function gatewayOf({ detector = detectorOf(), rule = {}, grants = [grant] }: Way) {
  desk = new OutsideDetectors({
    clock: systemClock,
    draw: () => 0,
    networks: createInnerNetworks([]),
    credentialOf: () => undefined,
    observer: { asked: () => undefined, breakerMoved: () => undefined },
  });
  // The judge's own route has the policy too, which must not judge the judge.
  const parts = {
    routes: [guarded, { ...inner, promptPolicyId: blocking.id }],
    promptPolicies: [{ ...blocking, rules: [{ ...asking, ...rule }] }],
    outsideDetectors: [detector],
    grants,
  };
  return sole.gatewayWith(parts, { outside: desk, onEnded: (one) => void ended.push(one) });
}

/** The model says this of what it is shown; any other call is answered as usual. */
const saying =
  (content: string): Behaviour =>
  (request, response) => {
    const isJudging = request.body.includes('Find insults.');
    const reply = JSON.parse(chatBody);
    reply.choices[0].message.content = content;
    answer(isJudging ? JSON.stringify(reply) : chatBody)(request, response);
  };
const messages = [{ role: 'user', content: 'you idiot' }] as const;

async function call(way: Way, content: string) {
  const gateway = gatewayOf(way);
  sole.provider.behave(saying(content));
  const sink = await makeCall(gateway, { ...chatRequest, messages });
  return { sink, gateway, outcomes: ended.at(-1)?.ruleOutcomes };
}
const found = '{"findings": [{"textId": "0", "kind": "insult"}]}';

test('what it finds is what the rule is about, and its tokens are those of the caller’s application', async () => {
  const { sink, gateway } = await call({}, `Here it is:\n\`\`\`json\n${found}\n\`\`\``);
  expect(sink.error).toMatchObject({
    code: 'prompt_blocked',
    message: expect.stringContaining('1 insult in messages.0'),
  });
  expect(sole.provider.requests).toHaveLength(1);
  const asked = JSON.parse(sole.provider.requests[0]?.body ?? '');
  expect(asked.messages[0].content).toContain('one of insult');
  expect(JSON.parse(asked.messages[1].content)).toEqual({
    texts: [{ id: '0', part: 'user', text: 'you idiot' }],
  });
  const [judging, judged] = gateway.records;
  expect(judging?.usageEvents).toMatchObject([
    {
      requestId: expect.stringMatching(/f$/),
      applicationId: 'a1',
      workload: 'judge',
      inputTokens: '7',
    },
  ]);
  expect(judging?.decision).toMatchObject({ workload: 'judge', routeId: 'r2', findings: [] });
  expect(judged?.decision?.requestId).not.toBe(judging?.decision?.requestId);
});

test('nothing found: the call goes on, and nobody has judged the judge', async () => {
  const { sink, outcomes } = await call({}, '{"findings": []}');
  expect(sink.calls).toEqual(['answer']);
  expect(sole.provider.requests).toHaveLength(2);
  expect(outcomes).toMatchObject([{ state: 'ran' }]);
});

describe('it has not looked', () => {
  test.each<[string, Way, string, string]>([
    ['when it answers in prose', {}, 'I see an insult.', 'invalid_answer'],
    ['when it answers half', {}, '{"findings": [', 'invalid_answer'],
    ['when it names a text that there is none', {}, found.replace('"0"', '"7"'), 'invalid_answer'],
    ['when it names a kind of its own', {}, found.replace('insult', 'love'), 'invalid_answer'],
    ['when its route is gone', { detector: detectorOf({ routeId: 'gone' }) }, found, 'unreachable'],
    [
      'of another tenant’s',
      { detector: { ...detectorOf(), tenantId: 't2' } },
      found,
      'unreachable',
    ],
  ])('%s', async (_when, way, content, reason) => {
    const { sink, outcomes } = await call(way, content);
    expect(sink.error?.code).toBe('policy_error');
    expect(outcomes).toMatchObject([{ state: 'failed', reason }]);
  });

  test('when the application has no grant for its model with the workload judge', async () => {
    const grants = [{ ...grant, workloads: ['chat'] }];
    const { sink, outcomes } = await call({ grants, rule: { onFailure: 'open' } }, found);
    expect(sink.calls).toEqual(['answer']);
    expect(outcomes).toMatchObject([{ reason: 'refused' }]);
    expect(sole.provider.requests).toHaveLength(1);
  });

  test('when it has had its calls of the minute', async () => {
    const gateway = gatewayOf({ detector: detectorOf({ callsPerMinuteMax: 2 }) });
    sole.provider.behave(saying('{"findings": []}'));
    for (const expected of [undefined, undefined, 'policy_error']) {
      const sink = await makeCall(gateway, { ...chatRequest, messages });
      expect(sink.error?.code).toBe(expected);
    }
    expect(ended.at(-1)?.ruleOutcomes).toMatchObject([{ reason: 'over_budget' }]);
  });

  test('at more than it is asked for', async () => {
    const gateway = gatewayOf({});
    const long = [{ role: 'user', content: 'x'.repeat(32_769) }] as const;
    const sink = await makeCall(gateway, { ...chatRequest, messages: long });
    expect(sink.error?.message).toContain('Send less at once');
    expect(sole.provider.requests).toHaveLength(0);
  });

  test('when the caller leaves: its call is cut too', async () => {
    const gateway = gatewayOf({});
    sole.provider.behave(stall(undefined));
    const { sink, leave } = startCall(gateway, { ...chatRequest, messages });
    await eventually(() => expect(sole.provider.requests).toHaveLength(1));
    leave();
    await sink.done;
    expect(sink.error?.code).toBe('caller_left');
    await eventually(() => expect(sole.provider.requests[0]?.abortedAtMs).toBeDefined());
  });
});
