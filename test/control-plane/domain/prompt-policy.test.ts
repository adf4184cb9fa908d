import { describe, expect, test } from '@jest/globals';
import {
  createPromptPolicy,
  rerouteIdsOf,
  revisePromptPolicy,
} from '../../../control-plane/domain/prompt-policy.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { faultPathsOf } from '../../support/failure.ts';

const now = new Date('2030-01-01T00:00:00Z');
const context = { now, routeIds: new Set(['here']) };
const rule = (change: Partial<PromptRule> = {}): PromptRule => ({
  name: 'no-secrets',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
  ...change,
});
const draft = (rules: readonly PromptRule[], name = 'policy') => ({ tenantId: 'x', name, rules });

describe('a prompt policy', () => {
  test.each<[string, readonly PromptRule[], readonly string[]]>([
    ['has a rule', [], ['rules']],
    ['names its rules apart', [rule(), rule()], ['rules.1.name']],
    ['reroutes to some route', [rule({ action: 'reroute' })], ['rules.0.rerouteRouteId']],
    ['blocks without a route', [rule({ rerouteRouteId: 'here' })], ['rules.0.rerouteRouteId']],
    [
      'reroutes to a route of its tenant',
      [rule({ action: 'reroute', rerouteRouteId: 'elsewhere' })],
      ['rules.0.rerouteRouteId'],
    ],
  ])('%s', async (_rule, rules, paths) => {
    expect(await faultPathsOf(() => createPromptPolicy('id', draft(rules), context))).toEqual(
      paths,
    );
  });

  test('has a name in small letters', async () => {
    const work = () => createPromptPolicy('id', draft([rule()], 'No Secrets'), context);
    expect(await faultPathsOf(work)).toEqual(['name']);
  });

  test('is judged whole when it is edited', async () => {
    const policy = createPromptPolicy('id', draft([rule()]), context);
    expect(revisePromptPolicy(policy, { name: 'other' }, context)).toMatchObject({ version: 2 });
    const work = () => revisePromptPolicy(policy, { rules: [] }, context);
    expect(await faultPathsOf(work)).toEqual(['rules']);
  });

  test('names each route once to whoever looks them up', () => {
    const rules = ['b', 'a', 'b'].map((rerouteRouteId) => rule({ rerouteRouteId }));
    expect(rerouteIdsOf([...rules, rule()])).toEqual(['a', 'b']);
  });
});
