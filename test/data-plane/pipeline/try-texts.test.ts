import { describe, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import { partOf } from '../../../data-plane/routing/text/text-list.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { type TriedText, tryTexts } from '../../../policy/prompt-part/try-texts.ts';
import { makeCall } from './call-fixture.ts';
import { blockingRule, guarded, inner, policy, secret } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { application, chatRequest } from './snapshot-fixture.ts';

/*
 * Goal: whoever tries a policy is told what a node would do, to the letter.
 * Method: the same texts as the messages of a call through a node, and as what is tried; what callers read, what providers hear
 * and what the record says are compared.
 */

const sole = useSoleProvider();
const key = 'AKIAQYLPMN5HHHFPZAM2';
const redacting: PromptRule = { ...blockingRule, name: 'no-keys', action: 'redact' };
const people: PromptRule = { ...redacting, name: 'no-people', detector: 'personal_data' };
const inResults: PromptRule = { ...blockingRule, name: 'results', parts: ['tool_result'] };
const exception = {
  name: 'manual',
  applicationIds: [application.id],
  reason: 'Printed in the manual.',
  ownerId: 'ann',
  expiresAtMs: Date.now() + 3_600_000,
};
const under = (rules: readonly PromptRule[]) => ({
  ...policy('p-block', 'block', undefined),
  rules,
});

type Messages = readonly (readonly ['system' | 'user' | 'assistant' | 'tool', string])[];

const cases: readonly (readonly [string, readonly PromptRule[], Messages])[] = [
  ['nothing', [blockingRule], [['user', 'hello']]],
  [
    'a secret',
    [blockingRule],
    [
      ['user', 'hello'],
      ['user', secret],
    ],
  ],
  ['a secret that is only watched', [{ ...blockingRule, mode: 'monitor' }], [['user', secret]]],
  ['a secret that is flagged', [{ ...blockingRule, action: 'flag' }], [['user', secret]]],
  [
    'a message of its own',
    [{ ...blockingRule, message: 'No', contact: 'ann' }],
    [['user', secret]],
  ],
  [
    'a secret for elsewhere',
    [{ ...blockingRule, action: 'reroute', rerouteRouteId: 'r2' }],
    [['user', secret]],
  ],
  ['an exception', [{ ...blockingRule, exceptions: [exception] }], [['user', secret]]],
  [
    'an exception of the past',
    [{ ...blockingRule, exceptions: [{ ...exception, expiresAtMs: 1 }] }],
    [['user', secret]],
  ],
  [
    'placeholders',
    [redacting, people],
    [
      ['system', `use ${key}`],
      ['user', `${key}, to anna@corp.com`],
      ['assistant', key],
    ],
  ],
  [
    'a value cut over two turns',
    [redacting],
    [
      ['user', key.slice(0, 9)],
      ['user', key.slice(9)],
    ],
  ],
  [
    'a value cut over two speakers',
    [blockingRule],
    [
      ['user', key.slice(0, 9)],
      ['assistant', key.slice(9)],
    ],
  ],
  [
    'a value that the system says around a turn',
    [blockingRule],
    [
      ['system', key.slice(0, 9)],
      ['user', 'x'],
      ['system', key.slice(9)],
    ],
  ],
  [
    'turns that a result parts',
    [blockingRule],
    [
      ['user', key.slice(0, 9)],
      ['tool', 'x'],
      ['user', key.slice(9)],
    ],
  ],
  ['a part that a rule is not about', [inResults], [['user', secret]]],
  [
    'a part that it is about',
    [inResults],
    [
      ['user', 'x'],
      ['tool', secret],
    ],
  ],
];

test.each(cases)('what is tried comes out as on a node: %s', async (_what, rules, said) => {
  const before = sole.provider.requests.length;
  const promptPolicies = [under(rules)];
  const gateway = sole.gatewayWith({ routes: [guarded, inner], promptPolicies });
  const messages = said.map(([role, content]) => ({
    role,
    content,
    ...(role === 'tool' && { toolCallId: 'c1' }),
  })) as ChatRequest['messages'];
  const sink = await makeCall(gateway, { ...chatRequest, messages });
  const [heard] = sole.provider.requests.slice(before);
  const { findings = [] } = gateway.records[0]?.decision ?? {};

  const tried = said.map(([role, text]): TriedText => ({ text, part: partOf(role) }));
  const trial = tryTexts(under(rules), tried, { applicationId: application.id, atMs: Date.now() });
  expect(trial.message).toBe(sink.error?.message);
  const texts =
    heard && JSON.parse(heard.body).messages.map((one: { content: string }) => one.content);
  expect(trial.texts).toEqual(texts);
  expect(trial.findings.map(({ kind, count, exception: by }) => [kind, count, by ?? ''])).toEqual(
    findings.map((one) => [one.kind, one.count, one.exception ?? '']),
  );
  expect(trial.routeId === undefined ? 'fast' : 'inner').toBe(sink.head?.routeName ?? 'fast');
});

describe('a trial', () => {
  const call = { applicationId: '', atMs: 0 };
  const judge = (rules: readonly PromptRule[], ...texts: readonly TriedText[]) =>
    tryTexts(under(rules), texts, call);

  test('says where, by text and code unit, and which rule decides', () => {
    const trial = judge([people, blockingRule], { text: `🙂 ${key}`, part: 'file' });
    expect(trial).toMatchObject({ action: 'block', rule: 'no secrets', texts: undefined });
    expect(trial.findings[0]?.seen).toEqual([
      { kind: 'aws_access_key', part: 'file', place: 'messages.0', start: 3, end: 23 },
    ]);
    expect(judge([{ ...blockingRule, action: 'flag' }], { text: key, part: 'user' })).toMatchObject(
      {
        action: 'flag',
        rule: 'no secrets',
        texts: [key],
      },
    );
  });

  test('refuses where a node can take nothing out, and leaves arguments JSON', () => {
    for (const part of ['file', 'tool_definition', 'option'] as const) {
      const trial = judge([redacting], { text: key, part });
      expect(trial).toMatchObject({ action: 'block', rule: 'no-keys', texts: undefined });
      expect(trial.message).toContain('it cannot take out');
    }
    const text = `{"key":"${key}"}`;
    const { texts } = judge([redacting], { text, part: 'tool_arguments' });
    expect(texts).toEqual(['{"key":"[AWS_ACCESS_KEY_1]"}']);
  });

  test('says of each rule whether it has looked, and whether it holds', () => {
    const excepting = {
      ...blockingRule,
      name: 'e',
      exceptions: [{ ...exception, applicationIds: [''] }],
    };
    const replies = { ...blockingRule, name: 'replies', direction: 'output' } as const;
    const { rules } = judge([blockingRule, people, inResults, excepting, replies], {
      text: key,
      part: 'user',
    });
    expect(rules).toEqual([
      { name: 'no secrets', notRun: undefined, holds: true },
      { name: 'no-people', notRun: undefined, holds: false },
      { name: 'results', notRun: 'parts', holds: false },
      { name: 'e', notRun: undefined, holds: false },
      { name: 'replies', notRun: 'direction', holds: false },
    ]);
  });
});
