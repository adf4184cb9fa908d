import { expect, test } from '@jest/globals';
import { checkPromptPolicy, PROMPT_POLICY_LIMITS } from '../../policy/check-prompt-policy.ts';
import type { PromptRule } from '../../policy/resource.ts';

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
  expect(checkPromptPolicy({ rules: [blocking, rerouting] })).toEqual([]);
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
