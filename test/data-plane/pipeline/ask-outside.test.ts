import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import { OutsideDetectors } from '../../../data-plane/inspect/outside/outside-detectors.ts';
import type { Arrival, Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { createInnerNetworks } from '../../../policy/network/inner-network.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import type { PromptPolicy } from '../../../policy/resource.ts';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  type FaultyProvider,
  stall,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import { arrivalOf, makeCall, startCall } from './call-fixture.ts';
import { asking, detectorAt, finding, said } from './outside-rule-fixture.ts';
import { blocking, blockingRule, guarded, inner, secret } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { chatRequest } from './snapshot-fixture.ts';

/** Goal: a rule that asks a detector elsewhere does what it says with what that finds, and what it says when that does not answer. */
const sole = useSoleProvider();
let server: FaultyProvider;
let desk: OutsideDetectors;
let ended: Exchange[] = [];
beforeAll(async () => {
  server = await startFaultyProvider(answer('{}'));
});
afterEach(async () => {
  await desk.close();
  ended = [];
});
afterAll(() => server?.close());

const detector = (change?: Partial<OutsideDetector>) => detectorAt(server.origin, change);

interface Way {
  readonly rules: readonly PromptRule[];
  readonly messages?: ChatRequest['messages'];
  readonly detectors?: readonly OutsideDetector[];
  readonly policies?: readonly PromptPolicy[];
  readonly arrival?: Pick<Arrival, 'deadlineAtMs'>;
}

function gatewayOf({ rules, detectors = [detector()], policies = [] }: Way) {
  desk = new OutsideDetectors({
    clock: systemClock,
    draw: () => 0,
    networks: createInnerNetworks(['127.0.0.0/8']),
    credentialOf: () => undefined,
    observer: { asked: () => undefined, breakerMoved: () => undefined },
  });
  const parts = {
    routes: [guarded, { ...inner, promptPolicyId: policies[0]?.id }],
    promptPolicies: [{ ...blocking, rules }, ...policies],
    outsideDetectors: detectors,
  };
  return sole.gatewayWith(parts, { outside: desk, onEnded: (one) => void ended.push(one) });
}

async function call(way: Way) {
  const gateway = gatewayOf(way);
  const first = server.requests.length;
  const messages = way.messages ?? said('you idiot');
  const sink = await makeCall(gateway, { ...chatRequest, messages }, way.arrival);
  const outcomes = ended.at(-1)?.ruleOutcomes;
  return { sink, gateway, outcomes, questions: server.requests.slice(first) };
}

const sentText = () => JSON.parse(sole.provider.requests[0]?.body ?? '{}').messages[1].content;

describe('what it finds', () => {
  test('blocks, and the caller reads its own word and where that stands', async () => {
    server.behave(finding('idiot'));
    const { sink, gateway, outcomes, questions } = await call({ rules: [asking()] });
    expect(sink.error).toMatchObject({
      code: 'prompt_blocked',
      message: expect.stringContaining('It found 1 insult in messages.1.'),
    });
    expect(sole.provider.requests).toHaveLength(0);
    expect(outcomes).toMatchObject([
      { policy: 'policy p-block', rule: 'manners', detector: 'outside', state: 'ran' },
    ]);
    expect(gateway.records[0]?.decision).toMatchObject({
      findings: [{ rule: 'manners', detector: 'outside', kind: 'insult', count: 1 }],
      requestFacts: {
        inspectedBy: ['outside/d1'],
        found: [{ kind: 'outside/d1/insult', count: 1, part: 'user' }],
      },
    });
    const [question] = questions.map(({ body }) => JSON.parse(body));
    expect(question.requestId).toBe(arrivalOf(chatRequest).requestId);
    expect(question.texts).toContainEqual({ id: '0', part: 'system', text: 'be kind' });
    expect(question.texts).toContainEqual({ id: '1', part: 'user', text: 'you idiot' });
  });

  test('is no more than other kinds, parts, or too few of it: the call goes on', async () => {
    server.behave(finding('idiot'));
    for (const change of [
      { kinds: ['threat'] },
      { parts: ['system'] },
      { minCount: 2 },
      { mode: 'monitor' },
    ] as const) {
      const { sink } = await call({ rules: [asking(change)] });
      expect([change, sink.calls]).toEqual([change, ['answer']]);
    }
  });

  test('counts from the score of the rule on; what has none counts as 1', async () => {
    server.behave(finding('idiot', 'fool', 'rogue'));
    const blocks = async (minScore: number, text: string) =>
      (await call({ rules: [asking({ minScore })], messages: said(text) })).sink.error?.code;
    expect(await blocks(0.29, 'you fool')).toBe('prompt_blocked');
    expect(await blocks(0.3, 'you fool')).toBeUndefined();
    expect(await blocks(1, 'you rogue')).toBeUndefined();
    expect(await blocks(1, 'you idiot')).toBe('prompt_blocked');
  });

  test('is recorded with its scores, and told with the best that counts', async () => {
    server.behave(finding('idiot', 'fool', 'rogue'));
    const rules = [
      asking({ mode: 'monitor', minScore: 0.5 }),
      asking({ name: 'all', mode: 'monitor' }),
    ];
    const { gateway } = await call({ rules, messages: said('a fool, a rogue') });
    expect(gateway.records[0]?.decision).toMatchObject({
      findings: [
        { rule: 'manners', kind: 'insult', count: 1, score: 0.9, places: [{ start: 10, end: 15 }] },
        { rule: 'all', kind: 'insult', count: 2, score: 0.9 },
      ],
      requestFacts: {
        found: [
          { kind: 'outside/d1/insult@29', count: 1 },
          { kind: 'outside/d1/insult@90', count: 1 },
        ],
      },
    });
  });

  test('below the score is left where it stands when the rest is taken out', async () => {
    server.behave(finding('idiot', 'fool', 'rogue'));
    const rules = [asking({ action: 'redact', minScore: 0.5 })];
    const { sink } = await call({ rules, messages: said('fool, rogue, idiot') });
    expect(sink.calls).toEqual(['answer']);
    expect(sentText()).toBe('fool, [INSULT_1], [INSULT_2]');
  });

  test('is of that detector, whatever words another one has in common with it', async () => {
    server.behave(finding('idiot'));
    const quiet = await startFaultyProvider(answer('{}'));
    const detectors = [detector(), detector({ id: 'd2', address: quiet.origin })];
    const rules = [asking({ outsideDetectorId: 'd2' }), asking({ name: 'other', mode: 'monitor' })];
    const { sink } = await call({ rules, detectors });
    await quiet.close();
    expect(sink.calls).toEqual(['answer']);
  });

  test('is taken out by its offsets, beside what other detectors find', async () => {
    server.behave(finding('idiot'));
    const rules = [
      asking({ action: 'redact' }),
      { ...blockingRule, name: 'keys', action: 'redact' } as const,
    ];
    const { sink } = await call({ rules, messages: said(`an idiot ${secret}, idiot`) });
    expect(sink.calls).toEqual(['answer']);
    expect(sentText()).toMatch(/^an \[INSULT_1\] here: \[AWS_ACCESS_KEY_1\] and more, idiot$/);
  });

  test('is taken out where it stands in pieces of a message', async () => {
    server.behave(finding('idiot'));
    const content = [
      { kind: 'text', text: 'you idi' },
      { kind: 'text', text: 'ot, you' },
    ] as const;
    const { sink } = await call({
      rules: [asking({ action: 'redact' })],
      messages: said(content),
    });
    expect(sink.calls).toEqual(['answer']);
    expect(JSON.stringify(sentText())).not.toMatch(/idi|ot,/);
  });

  test('refuses the call where it cannot be taken out', async () => {
    server.behave(finding('idiot'));
    const messages: ChatRequest['messages'] = [{ role: 'user', name: 'idiot', content: 'hi' }];
    const { sink } = await call({ rules: [asking({ action: 'redact' })], messages });
    expect(sink.error).toMatchObject({
      code: 'prompt_blocked',
      message: expect.stringContaining('cannot take out'),
    });
  });

  test('moves the call, and the policy of the new route asks no second time', async () => {
    server.behave(finding('idiot'));
    const next: PromptPolicy = {
      ...blocking,
      id: 'p-next',
      name: 'next',
      rules: [asking({ name: 'again', kinds: ['threat'] })],
    };
    const rules = [
      asking({ action: 'reroute', rerouteRouteId: 'r2' }),
      asking({ name: 'twice', mode: 'monitor' }),
    ];
    const { questions, outcomes } = await call({ rules, policies: [next] });
    expect(questions).toHaveLength(1);
    expect(outcomes?.map(({ rule, state }) => [rule, state])).toEqual([
      ['manners', 'ran'],
      ['twice', 'ran'],
      ['again', 'ran'],
    ]);
  });
});

describe('when it does not answer', () => {
  const failing = answer('', { status: 500 });

  test('the call is refused, in words that say what to do; nothing was sent', async () => {
    server.behave(failing);
    const contact = 'ann@x.test';
    const { sink, outcomes } = await call({ rules: [asking({ contact })] });
    expect(sink.error).toMatchObject({ code: 'policy_error' });
    expect(sink.error?.message).toBe(
      'The rule "manners" of the prompt policy "policy p-block" lets no call go on that it could not look at, ' +
        'and its detector has failed. Try again in a moment, or ask ann@x.test.',
    );
    expect(sole.provider.requests).toHaveLength(0);
    expect(outcomes).toMatchObject([{ rule: 'manners', state: 'failed', reason: 'refused' }]);
  });

  test('a rule that is open, or only watches, lets it go on, and says so', async () => {
    server.behave(failing);
    for (const change of [{ onFailure: 'open' }, { mode: 'monitor' }] as const) {
      const { sink, outcomes, gateway } = await call({ rules: [asking(change)] });
      expect(sink.calls).toEqual(['answer']);
      expect(outcomes).toMatchObject([{ state: 'failed', reason: 'refused' }]);
      expect(gateway.records[0]?.decision?.requestFacts?.inspectedBy).toEqual([]);
    }
  });

  test('in the shortest of the times of the rules', async () => {
    server.behave(stall(undefined));
    const rules = [asking({ onFailure: 'open' }), asking({ name: 'hasty', timeoutMs: 20 })];
    const detectors = [detector({ timeoutMs: 600_000 })];
    const { sink, outcomes } = await call({ rules, detectors });
    expect(sink.error?.message).toContain('"hasty"');
    expect(sink.error?.message).toContain('was late');
    expect(outcomes).toMatchObject([
      { rule: 'manners', state: 'timed_out', reason: 'deadline' },
      { rule: 'hasty', state: 'timed_out', reason: 'deadline' },
    ]);
  });

  test('before the caller has no time left, it is that', async () => {
    server.behave(stall(undefined));
    const { sink } = await call({ rules: [asking()], arrival: { deadlineAtMs: Date.now() + 40 } });
    expect(sink.error).toMatchObject({ code: 'deadline_exceeded' });
  });

  test('and the caller leaves, the question is cancelled', async () => {
    server.behave(stall(undefined));
    const gateway = gatewayOf({ rules: [asking({ onFailure: 'open' })] });
    const first = server.requests.length;
    const { sink, leave } = startCall(gateway, { ...chatRequest, messages: said('you idiot') });
    await eventually(() => expect(server.requests.length).toBe(first + 1));
    leave();
    await sink.done;
    expect(sink.error).toMatchObject({ code: 'caller_left' });
    expect(sole.provider.requests).toHaveLength(0);
    await eventually(() => expect(server.requests.at(-1)?.abortedAtMs).toBeDefined());
  });

  test('one that a policy names and that is not there', async () => {
    const { sink } = await call({ rules: [asking()], detectors: [] });
    expect(sink.error).toMatchObject({ code: 'policy_error' });
  });
});

test('it is not asked when a rule of the gateway’s own blocks already', async () => {
  const messages = said(secret);
  const { sink, questions, outcomes } = await call({ rules: [asking(), blockingRule], messages });
  expect(sink.error?.message).toContain('"no secrets"');
  expect(questions).toHaveLength(0);
  expect(outcomes).toMatchObject([
    { rule: 'manners', state: 'skipped', reason: 'blocked_before' },
    { rule: 'no secrets', state: 'ran' },
  ]);
});
