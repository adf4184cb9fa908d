import { describe, expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import { findGoldenFault } from '../../../control-plane/compile/golden-request.ts';
import { normalisePromptRule } from '../../../control-plane/domain/prompt-policy.ts';
import { readRestorable } from '../../../control-plane/storage/configuration/restorable.ts';
import { InvalidResource } from '../../../data-plane/config/build/fault.ts';
import { readPromptPolicy } from '../../../data-plane/config/build/read-policy.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { looksOf, nameOf } from '../../../policy/inspect/settings/look.ts';

/** Goal: a node looks for exactly what was saved, and a rollback restores it. Method: every setting, through the bytes of a release. */
const rule = (change: Partial<PromptRule>): PromptRule => ({
  name: 'one',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
  ...change,
});
const rules: readonly PromptRule[] = [
  rule({
    detector: 'denied_words',
    settings: {
      wordLists: [
        { name: 'codes', words: ['Straße 7', 'falcon'] },
        { name: 'stems', words: ['künd'], partsOfWords: true },
      ],
    },
  }),
  rule({
    detector: 'pattern',
    settings: { patterns: [{ name: 'employee', pattern: 'EMP-\\d{6}' }] },
  }),
  rule({ detector: 'internal_host' }),
  rule({ detector: 'internal_host', settings: { hostSuffixes: ['corp.example.com'] } }),
  rule({ detector: 'language', settings: { languages: ['english', 'german'] } }),
  rule({
    detector: 'size',
    settings: {
      limits: {
        textCharsMax: 1,
        callCharsMax: 2,
        messagesMax: 3,
        nestingMax: 4,
        repeatsMax: 5,
      },
    },
  }),
  rule({ detector: 'size', settings: { limits: { nestingMax: 4 } } }),
  rule({ detector: 'source_code' }),
];
const release = (one: PromptRule) =>
  compileResource('prompt_policy', {
    id: 'p',
    tenant_id: 't',
    name: 'p',
    rules: [JSON.parse(JSON.stringify(normalisePromptRule({ ...one, rerouteRouteId: undefined })))],
    applies_to: null,
  });

describe.each(rules)('$detector $settings', (one) => {
  const compiled = release(one);
  const wire = { ...compiled, tenantId: 't' } as never;

  test('looks in a node as where it was saved', () => {
    const [read] = readPromptPolicy(wire).rules;
    expect(looksOf(read ?? rule({})).map(nameOf)).toEqual(looksOf(one).map(nameOf));
    expect(findGoldenFault(compiled, () => undefined)).toBeUndefined();
  });

  test('comes back from a release as it was saved', () => {
    const [restored] = readRestorable('prompt_policy', compiled.body).rules;
    expect(normalisePromptRule(restored ?? rule({}))).toEqual(normalisePromptRule(one));
  });
});

test.each<[string, PromptRule]>([
  [
    'a pattern that cannot be run',
    rule({ detector: 'pattern', settings: { patterns: [{ name: 'a', pattern: '(' }] } }),
  ],
  ['a detector that is not told what to look for', rule({ detector: 'denied_words' })],
  ['limits that are none', rule({ detector: 'size', settings: { limits: {} } })],
])('a node refuses %s', (_what, one) => {
  expect(() => readPromptPolicy({ ...release(one), tenantId: 't' } as never)).toThrow(
    InvalidResource,
  );
});
