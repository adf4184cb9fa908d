import { describe, expect, test } from '@jest/globals';
import type { InspectedText } from '../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../policy/inspect/inspector.ts';
import type { PromptRule } from '../../policy/inspect/prompt-rule.ts';
import { lookAt } from '../../policy/inspect/sighting.ts';
import { listRedacted } from '../../policy/prompt-part/policies-of-call.ts';
import { redactText } from '../../policy/prompt-part/redact-text.ts';
import type { RuleException } from '../../policy/prompt-part/rule-exception.ts';
import { compilePromptPolicy, isActedOn } from '../../policy/prompt-policy.ts';
import { sampleSecrets } from './inspect/sample-secret.ts';

const token = sampleSecrets.github_token[0] ?? '';
const id = sampleSecrets.aws_access_key[0] ?? '';
const blocking: PromptRule = {
  name: 'no-secrets',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
};
const rerouting: PromptRule = {
  name: 'stay-inside',
  detector: 'secret',
  action: 'reroute',
  rerouteRouteId: 'route-2',
};
const compile = (...rules: readonly PromptRule[]) => {
  const policy = compilePromptPolicy({
    id: 'policy-1',
    tenantId: 'tenant-1',
    name: 'strict',
    rules,
  });
  const inspector = inspectorOf(policy.looks);
  const judge = (texts: readonly InspectedText[], ...call: [string?, number?]) =>
    policy.judge(lookAt(inspector, texts), ...call);
  return { ...policy, judge, inspect: (texts: readonly string[]) => judge(texts.map(said)) };
};
/** As the user says it, one message after the other. */
const said = (text: string, position: number): InspectedText => ({
  text,
  part: 'user',
  place: { list: 'messages', position },
});
const flagging: PromptRule = {
  name: 'watch',
  detector: 'secret',
  action: 'flag',
  rerouteRouteId: undefined,
};
const finding = {
  policy: 'strict',
  rule: 'no-secrets',
  detector: 'secret',
  kind: 'github_token',
  action: 'block',
  parts: ['user'],
};

describe('a prompt policy', () => {
  test('keeps its name', () => {
    expect(compile(blocking).name).toBe('strict');
  });

  test('allows what has no secret', () => {
    expect(compile(blocking, rerouting).inspect(['hello', ''])).toEqual({
      action: 'allow',
      findings: [],
    });
    expect(compile(blocking).inspect([])).toEqual({ action: 'allow', findings: [] });
  });

  test('without rules allows everything', () => {
    expect(compile().inspect([token])).toEqual({ action: 'allow', findings: [] });
  });

  test('blocks, and says which rule found how many of what, never the text', () => {
    const verdict = compile(blocking).inspect(['hello', `a ${token}`, `${id} ${token}`]);
    expect(verdict).toMatchObject({
      action: 'block',
      rule: 'no-secrets',
      findings: [
        { ...finding, count: 2 },
        { ...finding, kind: 'aws_access_key', count: 1 },
      ],
    });
    expect(JSON.stringify(verdict)).not.toContain(token.slice(4));
  });

  test('reroutes to the route of the rule', () => {
    expect(compile(rerouting).inspect([token])).toMatchObject({
      action: 'reroute',
      rule: 'stay-inside',
      routeId: 'route-2',
      findings: [{ ...finding, rule: 'stay-inside', action: 'reroute', count: 1 }],
    });
  });

  test('blocks rather than reroutes, whatever the order, and reports both rules', () => {
    for (const rules of [
      [blocking, rerouting],
      [rerouting, blocking],
    ]) {
      const verdict = compile(...rules).inspect([token]);
      expect(verdict).toMatchObject({ action: 'block', rule: 'no-secrets' });
      expect(verdict.findings).toHaveLength(2);
    }
  });

  test('takes the first of two reroutes', () => {
    const later = { ...rerouting, name: 'later', rerouteRouteId: 'route-3' };
    expect(compile(rerouting, later).inspect([token])).toMatchObject({ routeId: 'route-2' });
  });

  test('blocks when a reroute names no route', () => {
    const broken = { ...rerouting, rerouteRouteId: undefined };
    expect(compile(broken).inspect([token])).toMatchObject({ action: 'block', rule: broken.name });
  });

  test('lets each rule judge what its own detector finds', () => {
    const personal: PromptRule = { ...blocking, name: 'no-people', detector: 'personal_data' };
    const both = compile(rerouting, personal);
    expect(both.looks).toEqual(['personal_data', 'secret']);
    expect(both.inspect([token])).toMatchObject({ action: 'reroute', rule: 'stay-inside' });
    expect(both.inspect(['ask anna@corp.com'])).toMatchObject({
      action: 'block',
      rule: 'no-people',
      findings: [
        { ...finding, rule: 'no-people', detector: 'personal_data', kind: 'email', count: 1 },
      ],
    });
    expect(both.inspect([token, 'anna@corp.com']).findings).toHaveLength(2);
    expect(compile(personal).inspect([token]).action).toBe('allow');
  });

  test('joins nothing: a secret cut over two texts is none', () => {
    expect(compile(blocking).inspect([token.slice(0, 20), token.slice(20)]).action).toBe('allow');
  });

  test('flags: the call goes on, and what was found is said', () => {
    expect(compile(flagging).inspect([token])).toMatchObject({
      action: 'allow',
      findings: [{ ...finding, rule: 'watch', action: 'flag', count: 1 }],
    });
    expect(compile(flagging, rerouting).inspect([token])).toMatchObject({ action: 'reroute' });
    expect(compile(flagging, rerouting, blocking).inspect([token])).toMatchObject({
      action: 'block',
      rule: 'no-secrets',
    });
  });

  test('redacts: what overlaps goes as one, and the rest of the text stays', () => {
    const redacting = { ...blocking, name: 'out', action: 'redact' } as const;
    const policy = compile(flagging, redacting);
    expect(policy.inspect([token])).toMatchObject({ action: 'redact', rule: 'out' });
    expect(compile(redacting, rerouting).inspect([token])).toMatchObject({ action: 'reroute' });
    const inspector = inspectorOf(['secret', 'personal_data']);
    const kinds = new Set(['github_token', 'url_password', 'email'] as const);
    const redact = (text: string) =>
      redactText(inspector, text, { kinds, placeholderOf: ({ kind }) => `<${kind}>` });
    expect(redact(`a ${token} b ${token}`)).toBe('a <github_token> b <github_token>');
    expect(redact('nothing')).toBe('nothing');
    const overlapping = redact('postgres://anna:Tr0ub4dor9x@corp.com/db');
    expect(overlapping).not.toContain('Tr0ub4dor9x');
    expect(overlapping).toMatch(/^postgres:\/\//);
  });

  test('a rule that only watches changes nothing but the record', () => {
    const watched = compile({ ...blocking, mode: 'monitor' }).inspect([token]);
    expect(watched).toMatchObject({
      action: 'allow',
      findings: [{ ...finding, count: 1, monitored: true }],
    });
    expect(watched.findings.some(isActedOn)).toBe(false);
    const beside = compile({ ...blocking, mode: 'monitor' }, rerouting).inspect([token]);
    expect(beside).toMatchObject({ action: 'reroute', rule: 'stay-inside' });
    expect(beside.findings.filter(isActedOn)).toHaveLength(1);
  });

  test('a rule is about its kinds only', () => {
    const policy = compile({ ...blocking, kinds: ['aws_access_key'] });
    expect(policy.inspect([token])).toEqual({ action: 'allow', findings: [] });
    expect(policy.inspect([`${token} ${id}`])).toMatchObject({
      action: 'block',
      rule: 'no-secrets',
      findings: [{ ...finding, kind: 'aws_access_key', count: 1 }],
    });
  });

  test('a rule holds from so many findings of its kinds on', () => {
    const policy = compile({ ...blocking, minCount: 3 }, flagging);
    expect(policy.inspect([token, id])).toMatchObject({ action: 'allow', findings: [{}, {}] });
    expect(policy.inspect([token, id, token])).toMatchObject({ action: 'block' });
    const narrow = compile({ ...blocking, minCount: 2, kinds: ['aws_access_key'] });
    expect(narrow.inspect([token, token, id]).action).toBe('allow');
  });

  test('a rule looks in its parts only', () => {
    const policy = compile({ ...blocking, parts: ['system', 'tool_result'] });
    expect(policy.inspect([token])).toEqual({ action: 'allow', findings: [] });
    const asResult = { ...said(token, 1), part: 'tool_result' } as const;
    expect(policy.judge([said(token, 0), asResult])).toMatchObject({
      action: 'block',
      findings: [
        {
          ...{ ...finding, count: 1, parts: ['tool_result'] },
          seen: [{ place: 'messages.1', part: 'tool_result', start: 0, end: token.length }],
        },
      ],
    });
    const counting = compile({ ...blocking, parts: ['user', 'system'], minCount: 2 });
    expect(counting.judge([said(token, 0), asResult]).action).toBe('allow');
    const asSystem = { ...said(token, 1), part: 'system' } as const;
    expect(counting.judge([said(token, 0), asSystem]).findings).toMatchObject([
      { count: 2, parts: ['user', 'system'] },
    ]);
  });

  describe('with an exception', () => {
    const exception: RuleException = {
      name: 'manual',
      applicationIds: ['bot'],
      kinds: ['github_token'],
      reason: 'Printed in the manual.',
      ownerId: 'ann',
      expiresAtMs: 1_000,
    };
    const judge = (
      rules: readonly PromptRule[],
      texts: readonly string[],
      ...call: [string?, number?]
    ) => compile(...rules).judge(texts.map(said), ...call);
    const excepting = { ...blocking, exceptions: [exception] };
    const excepted = { ...finding, count: 1, exception: 'manual' };

    test('leaves those findings of that application alone until it expires, and records them', () => {
      const verdict = judge([excepting], [token], 'bot', 999);
      expect(verdict).toMatchObject({ action: 'allow', findings: [excepted] });
      expect(verdict.findings.some(isActedOn)).toBe(false);
      const calls: [string?, number?][] = [['bot', 1_000], ['other', 999], [], ['bot']];
      for (const call of calls)
        expect(judge([excepting], [token], ...call)).toMatchObject({
          action: 'block',
          rule: 'no-secrets',
          findings: [{ ...finding, count: 1 }],
        });
    });

    test('acts on the other findings, and other rules act on these', () => {
      expect(judge([excepting], [token, id], 'bot', 1)).toMatchObject({
        action: 'block',
        findings: [excepted, { kind: 'aws_access_key' }],
      });
      const both = judge([excepting, rerouting], [token], 'bot', 1);
      expect(both).toMatchObject({
        action: 'reroute',
        findings: [excepted, { rule: 'stay-inside' }],
      });
      const redacting = { ...excepting, action: 'redact' } as const;
      const judged = [redacting, { ...redacting, name: 'too', exceptions: [] }].map((rule) => {
        const policy = compile(rule);
        const verdict = policy.judge([token, id].map(said), 'bot', 1);
        return { policy: { ...policy, judge: () => verdict }, verdict };
      });
      expect(listRedacted(judged.slice(0, 1))).toEqual(['aws_access_key']);
      expect(listRedacted(judged)).toEqual(['aws_access_key', 'github_token']);
    });

    test('of some parts leaves those alone, and tells both apart', () => {
      const inResults = {
        ...excepting,
        exceptions: [{ ...exception, parts: ['tool_result'] as const }],
      };
      const texts = [
        said(token, 0),
        { ...said(`${token} ${token}`, 1), part: 'tool_result' } as const,
      ];
      expect(compile(inResults).judge(texts, 'bot', 1)).toMatchObject({
        action: 'block',
        findings: [
          { count: 1, parts: ['user'], seen: [{ place: 'messages.0' }] },
          { count: 2, parts: ['tool_result'], exception: 'manual' },
        ],
      });
      expect(compile(inResults).judge(texts.slice(1), 'bot', 1).action).toBe('allow');
    });

    test('counts what it leaves alone towards no rule, and tells of it where the rule would have held', () => {
      const three = { ...excepting, minCount: 3 };
      expect(judge([three], [token, id, id], 'bot', 1)).toMatchObject({
        action: 'allow',
        findings: [excepted],
      });
      expect(judge([three], [token, id], 'bot', 1).findings).toEqual([]);
      expect(judge([three], [token, id, id, id], 'bot', 1).action).toBe('block');
    });
  });
});
