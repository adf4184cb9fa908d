import { describe, expect, test } from '@jest/globals';
import {
  createPromptPolicy,
  rerouteIdsOf,
  revisePromptPolicy,
} from '../../../control-plane/domain/prompt-policy.ts';
import {
  isPromptPolicyTightening,
  onlyTightens,
} from '../../../control-plane/domain/review/tightening.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { Attachment } from '../../../policy/prompt-part/attachment.ts';
import type { RuleException } from '../../../policy/prompt-part/rule-exception.ts';
import { faultPathsOf } from '../../support/failure.ts';
import { exception, now, rule } from './prompt-rule-fixture.ts';

const context = {
  now,
  routeIds: new Set(['here']),
  applicationIds: new Set(['bot']),
  ownerIds: new Set(['ann']),
  outsideKinds: new Map([['d', ['insult']]]),
};
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
    ['names the outside detector', [rule({ detector: 'outside' })], ['rules.0.outsideDetectorId']],
    [
      'asks an outside detector of its tenant',
      [rule({ detector: 'outside', outsideDetectorId: 'elsewhere' })],
      ['rules.0.outsideDetectorId'],
    ],
    [
      'asks it for kinds that it has',
      [rule({ detector: 'outside', outsideDetectorId: 'd', kinds: ['spam'] })],
      ['rules.0.kinds'],
    ],
    ['waits for outside detectors only', [rule({ timeoutMs: 100 })], ['rules.0.timeoutMs']],
    [
      'waits no longer than there is time',
      [rule({ detector: 'outside', outsideDetectorId: 'd', timeoutMs: 60_000 })],
      ['rules.0.timeoutMs'],
    ],
    [
      'names no outside detector without asking it',
      [rule({ outsideDetectorId: 'd' })],
      ['rules.0.outsideDetectorId'],
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

  test.each<[string, Partial<Attachment>, readonly string[]]>([
    ['somewhere', {}, ['appliesTo']],
    ['everywhere and there besides', { everywhere: true, workloads: ['chat'] }, ['appliesTo']],
    ['an application of another', { applicationIds: ['bot', 'x'] }, ['appliesTo.applicationIds.1']],
    ['a workload that is no word', { workloads: ['A b'] }, ['appliesTo.workloads.0']],
    [
      'too many workloads',
      { workloads: Array.from({ length: 33 }, (_, at) => `w${at}`) },
      ['appliesTo.workloads'],
    ],
  ])('applies to %s: refused', async (_where, change, paths) => {
    const appliesTo = { everywhere: false, applicationIds: [], workloads: [], ...change };
    const work = () => createPromptPolicy('id', { ...draft([rule()]), appliesTo }, context);
    expect(await faultPathsOf(work)).toEqual(paths);
  });

  test('keeps where it applies in one form, until it is told otherwise', () => {
    const appliesTo = {
      everywhere: false,
      applicationIds: ['bot', 'bot'],
      workloads: ['b', 'a'],
    };
    const policy = createPromptPolicy('id', { ...draft([rule()]), appliesTo }, context);
    const stored = { everywhere: false, applicationIds: ['bot'], workloads: ['a', 'b'] };
    expect(policy.appliesTo).toEqual(stored);
    expect(revisePromptPolicy(policy, { name: 'other' }, context).appliesTo).toEqual(stored);
    expect(revisePromptPolicy(policy, { appliesTo: null }, context).appliesTo).toBeNull();
  });

  test.each<[string, Partial<RuleException>, readonly string[]]>([
    ['of another tenant', { applicationIds: ['bot', 'x'] }, ['applicationIds.1']],
    ['that nobody answers for', { ownerId: 'bob' }, ['ownerId']],
    ['that outlives a year', { expiresAtMs: now.getTime() + 367 * 86_400_000 }, ['expiresAt']],
    ['without an end', { expiresAtMs: Number.NaN }, ['expiresAt']],
    ['of nothing in particular', { applicationIds: [], kinds: [] }, ['applicationIds']],
    ['of kinds that the rule is not about', { kinds: ['npm_token'] }, ['kinds']],
    ['without a reason', { reason: '' }, ['reason']],
    ['with a reason of two lines', { reason: 'one\ntwo' }, ['reason']],
    ['without a name', { name: '' }, ['name']],
  ])('has no exception %s', async (_what, change, paths) => {
    const rules = [
      rule({ kinds: ['jwt', 'basic_auth'], exceptions: [{ ...exception, ...change }] }),
    ];
    const work = () => createPromptPolicy('id', draft(rules), context);
    expect(await faultPathsOf(work)).toEqual(paths.map((one) => `rules.0.exceptions.0.${one}`));
  });

  test('has so many exceptions, of different names, and keeps one that has expired', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...exception, name: `n${at}` }));
    const faultsOf = (...rules: readonly PromptRule[]) =>
      faultPathsOf(() => createPromptPolicy('id', draft(rules), context));
    expect(await faultsOf(rule({ exceptions: many(33) }))).toEqual(['rules.0.exceptions']);
    const five = Array.from({ length: 5 }, (_, at) =>
      rule({ name: `r${at}`, exceptions: many(26) }),
    );
    expect(await faultsOf(...five)).toEqual(['rules']);
    const twice = rule({ exceptions: [exception, exception] });
    expect(await faultsOf(twice)).toEqual(['rules.0.exceptions.1.name']);
    const past = { ...exception, kinds: ['jwt', 'jwt'], requestId: '', expiresAtMs: 1 };
    const { rules } = createPromptPolicy('id', draft([rule({ exceptions: [past] })]), context);
    expect(rules[0]?.exceptions).toEqual([{ ...exception, expiresAtMs: 1 }]);
    expect(Object.keys(rules[0]?.exceptions?.[0] ?? {})).not.toContain('requestId');
  });

  test('names each route once to whoever looks them up', () => {
    const rules = ['b', 'a', 'b'].map((rerouteRouteId) => rule({ rerouteRouteId }));
    expect(rerouteIdsOf([...rules, rule()])).toEqual(['a', 'b']);
  });
});

describe('where a prompt policy applies', () => {
  const move = rule({ action: 'reroute', rerouteRouteId: 'here' });
  const watch = rule({ action: 'reroute', rerouteRouteId: 'here', mode: 'monitor' });
  const asks = rule({ detector: 'outside', outsideDetectorId: 'd' });
  const at = (more: Partial<Attachment>): Attachment => ({
    everywhere: false,
    applicationIds: [],
    workloads: [],
    ...more,
  });
  test.each<[string, readonly PromptRule[], Attachment | null, Attachment | null, boolean]>([
    ['nowhere any more', [rule()], at({ workloads: ['a'] }), null, false],
    ['everywhere', [rule()], at({ workloads: ['a'] }), at({ everywhere: true }), true],
    ['everywhere, and moves', [move], at({ workloads: ['a'] }), at({ everywhere: true }), false],
    ['everywhere, and flags', [rule({ action: 'flag' })], null, at({ everywhere: true }), false],
    ['everywhere, and watches', [watch], null, at({ everywhere: true }), true],
    [
      'one application less',
      [rule()],
      at({ applicationIds: ['a', 'b'] }),
      at({ applicationIds: ['a'] }),
      false,
    ],
    [
      'one application more',
      [rule()],
      at({ applicationIds: ['a'] }),
      at({ applicationIds: ['a', 'b'] }),
      true,
    ],
    ['another workload', [rule()], at({ workloads: ['a'] }), at({ workloads: ['b'] }), false],
    ['not everywhere', [rule()], at({ everywhere: true }), at({ workloads: ['a'] }), false],
    ['everywhere, and asks elsewhere', [asks], null, at({ everywhere: true }), false],
    ['as before, and moves', [move], at({ workloads: ['a'] }), at({ workloads: ['a'] }), true],
  ])('of where a prompt policy applies: %s', (_what, rules, from, to, isTighter) => {
    const policy = (appliesTo: Attachment | null) => ({ name: 'p', rules, appliesTo });
    expect(isPromptPolicyTightening(policy(from), policy(to))).toBe(isTighter);
    if (from === null) expect(onlyTightens(policy(to))).toBe(isTighter);
  });
});
