import { expect, test } from '@jest/globals';
import { checkPromptPolicy, PROMPT_POLICY_LIMITS } from '../../policy/check-prompt-policy.ts';
import type { PromptRule } from '../../policy/inspect/prompt-rule.ts';

const blocking: PromptRule = {
  name: 'no-secrets',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
};
const rerouting: PromptRule = {
  name: 'secrets-stay-inside',
  detector: 'secret',
  action: 'reroute',
  rerouteRouteId: 'route-2',
};

test('sound rules have no fault', () => {
  const told: PromptRule = {
    ...blocking,
    name: 'told',
    kinds: ['jwt', 'npm_token'],
    parts: ['system', 'file'],
    minCount: 1_000,
    mode: 'monitor',
    message: 'Keys belong into the vault: https://intra.example/vault.',
    contact: 'security@example.com',
  };
  const redacting: PromptRule = { ...told, name: 'out', action: 'redact' };
  expect(checkPromptPolicy({ rules: [blocking, rerouting, told, redacting] })).toEqual([]);
});

test.each<[string, Partial<PromptRule>[], string[]]>([
  ['no rule at all', [], ['rules']],
  ['a reroute to nowhere', [{ action: 'reroute' }], ['rules.0.rerouteRouteId']],
  [
    'a reroute to an empty id',
    [{ action: 'reroute', rerouteRouteId: '' }],
    ['rules.0.rerouteRouteId'],
  ],
  ['a block with a route', [{ rerouteRouteId: 'route-2' }], ['rules.0.rerouteRouteId']],
  ['a flag with a route', [{ action: 'flag', rerouteRouteId: 'r' }], ['rules.0.rerouteRouteId']],
  ['a kind of another detector', [{ kinds: ['jwt', 'haircut'] }], ['rules.0.kinds']],
  ['no finding at least', [{ minCount: 0 }], ['rules.0.minCount']],
  ['half a finding', [{ minCount: 1.5 }], ['rules.0.minCount']],
  ['more than anybody counts', [{ minCount: 1_001 }], ['rules.0.minCount']],
  ['a message of two lines', [{ message: 'one\ntwo' }], ['rules.0.message']],
  ['a message with a hidden turn', [{ message: 'left \u202eright' }], ['rules.0.message']],
  ['a message too long', [{ message: 'x'.repeat(301) }], ['rules.0.message']],
  ['a contact with blanks', [{ contact: ' ann ' }], ['rules.0.contact']],
  ['a message that nobody hears', [{ action: 'flag', message: 'stop' }], ['rules.0.message']],
  ['a name used twice', [{}, {}], ['rules.1.name']],
  ['an empty name', [{ name: '' }], ['rules.0.name']],
  [
    'several at once',
    [{ name: ' ' }, { action: 'reroute' }],
    ['rules.0.name', 'rules.1.rerouteRouteId'],
  ],
])('%s', (_, changes, paths) => {
  const faults = checkPromptPolicy({ rules: changes.map((one) => ({ ...blocking, ...one })) });
  expect(faults.map(({ path }) => path)).toEqual(paths);
});

test('a policy has at most 32 rules', () => {
  const rules = Array.from({ length: PROMPT_POLICY_LIMITS.rulesMax + 1 }, (_, position) => ({
    ...blocking,
    name: `rule-${position}`,
  }));
  expect(checkPromptPolicy({ rules: rules.slice(1) })).toEqual([]);
  expect(checkPromptPolicy({ rules })).toMatchObject([{ path: 'rules' }]);
});
