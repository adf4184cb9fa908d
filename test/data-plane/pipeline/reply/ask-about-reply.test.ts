import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../../data-plane/inference.ts';
import { OutsideDetectors } from '../../../../data-plane/inspect/outside/outside-detectors.ts';
import { HELD_REPLY_CHARS_MAX } from '../../../../data-plane/pipeline/reply/held-reply.ts';
import { systemClock } from '../../../../data-plane/upstream/clock.ts';
import type { PromptRule } from '../../../../policy/inspect/prompt-rule.ts';
import { createInnerNetworks } from '../../../../policy/network/inner-network.ts';
import type { OutsideDetector } from '../../../../policy/prompt-part/outside-detector.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  doneEvent,
  type FaultyProvider,
  stall,
  startFaultyProvider,
  stream,
  textEvent,
  usageEvent,
} from '../../../support/faulty-provider.ts';
import { startCall } from '../call-fixture.ts';
import { guarded } from '../prompt-policy-fixture.ts';
import { useSoleProvider } from '../provider-fixture.ts';
import { chatRequest } from '../snapshot-fixture.ts';
import { callArguments, delta, finish, key, noKeys, said, under } from './reply-fixture.ts';

/** Goal: what detectors elsewhere find in a reply is blocked or taken out before it leaves, and what their silence means is the rule's to say. */
const sole = useSoleProvider();
let server: FaultyProvider;
let desk: OutsideDetectors;
beforeAll(async () => {
  server = await startFaultyProvider(answer('{}'));
});
afterEach(() => desk?.close());
afterAll(() => server?.close());

const asking = (change: Partial<PromptRule> = {}): PromptRule => ({
  ...noKeys,
  name: 'manners',
  detector: 'outside',
  outsideDetectorId: 'd1',
  action: 'block',
  ...change,
});

/** Finds a word wherever it stands first in a text. */
const finding =
  (word: string): Behaviour =>
  (request, response) => {
    const { texts } = JSON.parse(request.body) as { texts: { id: string; text: string }[] };
    const findings = texts.flatMap(({ id, text }) => {
      const start = text.indexOf(word);
      return start < 0 ? [] : [{ textId: id, kind: 'insult', start, end: start + word.length }];
    });
    answer(JSON.stringify({ findings }))(request, response);
  };

function start(rules: readonly PromptRule[], events: readonly string[] | object) {
  desk = new OutsideDetectors({
    clock: systemClock,
    draw: () => 0,
    networks: createInnerNetworks(['127.0.0.0/8']),
    credentialOf: () => undefined,
    observer: { asked: () => undefined, breakerMoved: () => undefined },
  });
  const detector: OutsideDetector = {
    id: 'd1',
    tenantId: 't1',
    name: 'moderation',
    protocol: 'http',
    address: server.origin,
    kinds: ['insult'],
    timeoutMs: 10_000,
    batchSize: 32,
  };
  const isStream = Array.isArray(events);
  sole.provider.behave(
    isStream ? stream([...events, usageEvent, doneEvent]) : answer(JSON.stringify(events)),
  );
  const parts = {
    routes: [guarded],
    promptPolicies: [under(...rules)],
    outsideDetectors: [detector],
  };
  const gateway = sole.gatewayWith(parts, { outside: desk });
  const first = server.requests.length;
  const request: ChatRequest = { ...chatRequest, stream: isStream };
  const call = startCall(gateway, request);
  const questions = () => server.requests.slice(first).map(({ body }) => JSON.parse(body));
  return { ...call, gateway, questions };
}

async function reply(rules: readonly PromptRule[], events: readonly string[] | object) {
  const call = start(rules, events);
  await call.sink.done;
  const decision = call.gateway.records[0]?.decision;
  return { ...call, decision, asked: call.questions() };
}

const pieces = (text: string) => (text.match(/.{1,5}/gs) ?? []).map(textEvent);
const whole = (content: string) => ({
  id: 'c',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
});

describe('a rule that acts on what is found elsewhere', () => {
  test('blocks a reply before any of it leaves, streamed or whole', async () => {
    server.behave(finding('idiot'));
    const text = `${'All is well. '.repeat(80)}you idiot`;
    for (const events of [[...pieces(text), finish()], whole(text)]) {
      const { sink, asked, decision } = await reply([asking()], events);
      expect(sink.error).toMatchObject({
        code: 'prompt_blocked',
        message: expect.stringContaining('1 insult in choices.0'),
      });
      expect(sink.calls).toEqual(['fail']);
      expect(asked).toMatchObject([{ texts: [{ id: '0', part: 'reply', text }] }]);
      expect(decision).toMatchObject({
        findings: [{ rule: 'manners', kind: 'insult', direction: 'output' }],
        coverage: [{ rules: [{ rule: 'manners', state: '', direction: 'output' }] }],
      });
    }
  });

  test('takes it out of words and of calls of tools, beside what the gateway finds', async () => {
    server.behave(finding('idiot'));
    const call = { index: 0, id: 'c1', type: 'function' };
    const tool = { ...call, function: { name: 'f', arguments: '{"to":"idiot"}' } };
    const events = [...pieces(`an idiot, ${key}.`), delta({ tool_calls: [tool] }), finish()];
    const { sink, asked } = await reply([asking({ action: 'redact' }), noKeys], events);
    expect(said(sink.events)).toBe('an [INSULT_1], [AWS_ACCESS_KEY_1].');
    expect(callArguments(sink.events)).toEqual({ 0: '{"to":"[INSULT_1]"}' });
    expect(sink.calls.at(-1)).toBe('end');
    expect(asked).toHaveLength(1);
  });

  test('lets a reply go on in which nothing is found, from the score of the rule on', async () => {
    server.behave((request, response) => {
      const weak = { textId: '0', kind: 'insult', start: 0, end: 2, score: 0.5 };
      answer(JSON.stringify({ findings: [weak] }))(request, response);
    });
    const { sink } = await reply([asking({ minScore: 0.6 })], [...pieces('be well'), finish()]);
    expect(said(sink.events)).toBe('be well');
  });

  test('is not asked when a rule of the gateway’s own ends the reply', async () => {
    server.behave(finding('idiot'));
    const own: PromptRule = { ...noKeys, action: 'block' };
    const { sink, asked, decision } = await reply([asking(), own], whole(`it is ${key}`));
    expect(sink.error).toMatchObject({ code: 'prompt_blocked' });
    expect(asked).toEqual([]);
    expect(decision?.coverage?.[0]?.rules).toMatchObject([
      { rule: 'manners', state: 'skipped', reason: 'blocked_before' },
      { rule: 'no-keys', state: '' },
    ]);
  });

  test('refuses the reply that was not looked at, unless it is open, and says so', async () => {
    server.behave(answer('', { status: 500 }));
    const closed = await reply([asking()], [...pieces('well'), finish()]);
    expect(closed.sink.error).toMatchObject({
      code: 'policy_error',
      message: expect.stringContaining('lets no reply go on'),
    });
    const open = await reply([asking({ onFailure: 'open' })], [...pieces('well'), finish()]);
    expect(said(open.sink.events)).toBe('well');
    for (const { decision } of [closed, open])
      expect(decision?.coverage?.[0]?.rules).toMatchObject([
        { state: 'failed', reason: 'refused' },
      ]);
  });

  test('keeps no more of a reply than its bound: a longer one counts as not looked at', async () => {
    server.behave(finding('idiot'));
    const events = [textEvent('x '.repeat(HELD_REPLY_CHARS_MAX / 2)), ...pieces('idiot'), finish()];
    const closed = await reply([asking()], events);
    expect(closed.sink.error?.message).toContain('Ask for less at once');
    expect(closed.sink.events).toEqual([]);
    const open = await reply([asking({ onFailure: 'open' })], events);
    expect(said(open.sink.events)).toHaveLength(HELD_REPLY_CHARS_MAX + 5);
    expect(open.asked).toEqual([]);
  });

  test('a caller who leaves ends the question', async () => {
    server.behave(stall(undefined));
    const call = start([asking()], [...pieces('well'), finish()]);
    await eventually(() => expect(call.questions()).toHaveLength(1));
    call.leave();
    await call.sink.done;
    expect(call.sink.error).toMatchObject({ code: 'caller_left' });
    await eventually(() => expect(server.requests.at(-1)?.abortedAtMs).toBeDefined());
  });
});

test('a rule that only watches holds nothing, and is recorded', async () => {
  server.behave(stall(undefined));
  const text = `${'All is well. '.repeat(80)}you idiot`;
  const rules = [asking({ mode: 'monitor' }), noKeys];
  const waiting = start(rules, [...pieces(text), finish()]);
  await eventually(() => expect(waiting.questions()).toHaveLength(1));
  expect(said(waiting.sink.events)).toBe(text);
  waiting.leave();
  await waiting.sink.done;

  server.behave(finding('idiot'));
  const { sink, decision } = await reply(rules, [...pieces(`${key} ${text}`), finish()]);
  expect(said(sink.events)).toBe(`[AWS_ACCESS_KEY_1] ${text}`);
  expect(decision?.findings).toMatchObject([
    { rule: 'no-keys', kind: 'aws_access_key', count: 1 },
    { rule: 'manners', kind: 'insult', monitored: true },
  ]);
});
