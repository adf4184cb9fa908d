import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PromptRule } from '../../../control-plane/domain/prompt-policy.ts';
import {
  countMissing,
  type Demand,
  isAsStrict,
  type ReviewCase,
  type Reviewer,
} from '../../../control-plane/domain/review/quorum.ts';
import {
  isPromptPolicyTightening,
  isRouteTightening,
} from '../../../control-plane/domain/review/tightening.ts';
import {
  type ChangeRequestEvent,
  type ChangeRequestState,
  isFinal,
  nextState,
  transitions,
} from '../../../control-plane/domain/review/transition.ts';
import { routeDraft, ruleTo } from '../../support/catalog.ts';

const events = [
  'edit',
  'approve',
  'lapse',
  'request_changes',
  'apply',
  'conflict',
  'reject',
  'withdraw',
  'expire',
] as const satisfies readonly ChangeRequestEvent[];

describe('the states of a change request', () => {
  test('hold in every walk: applied comes of an approval of what was not touched since, and is the end', () => {
    const walk = (steps: readonly ChangeRequestEvent[]) => {
      let state: ChangeRequestState = 'in_review';
      let isApproved = false;
      for (const event of steps) {
        const next = nextState(state, event);
        if (next === undefined) continue;
        expect(isFinal(state)).toBe(false);
        if (next === 'applied') expect([event, isApproved]).toEqual(['apply', true]);
        isApproved = event === 'approve' || (isApproved && event === 'apply');
        state = next;
      }
    };
    fc.assert(fc.property(fc.array(fc.constantFrom(...events), { maxLength: 20 }), walk), {
      numRuns: 500,
    });
  });

  test('are all reached, and all but the ends can be left by everybody who must', () => {
    const reached = new Set(Object.values(transitions).flatMap((exits) => Object.values(exits)));
    expect([...reached].toSorted()).toEqual(Object.keys(transitions).toSorted());
    const open = (Object.keys(transitions) as ChangeRequestState[]).filter((one) => !isFinal(one));
    for (const state of open)
      for (const event of ['edit', 'reject', 'withdraw', 'expire'] as const)
        expect(nextState(state, event)).toBeDefined();
  });
});

const reviewer = (id: string, change: Partial<Reviewer> = {}): Reviewer => ({
  id,
  kind: 'human',
  tenantId: null,
  roles: ['security-reviewer'],
  customPermissions: [],
  archivedAt: null,
  ...change,
});
const request = {
  tenantId: 'here',
  subjectId: 'row',
  digest: 'd',
  round: 2,
  authors: ['asker', 'editor'],
};
const approval = { verdict: 'approved', digest: 'd', round: 2 };
const missing = (reviewers: readonly Reviewer[], ...demands: readonly Demand[]) =>
  countMissing(demands, {
    request,
    reviewers,
    reviews: reviewers.map(({ id }) => ({ ...approval, reviewerId: id })),
    permission: 'change-request:review',
  });
const two: Demand = { quorum: 2, roles: [] };

describe('a quorum', () => {
  test('counts people, each once', () => {
    expect(missing([reviewer('a'), reviewer('b')], two)).toBe(0);
    expect(missing([reviewer('a')], two)).toBe(1);
    expect(missing([reviewer('a'), reviewer('a')], two)).toBe(1);
    expect(missing([], { quorum: 0, roles: [] })).toBe(0);
  });

  test.each<[string, Partial<Reviewer>]>([
    ['services', { kind: 'service' }],
    ['whoever has left', { archivedAt: new Date(0) }],
    ['people of another tenant', { tenantId: 'elsewhere' }],
    ['who may not review', { roles: ['developer', 'viewer'] }],
    ['the requester', { id: 'asker' }],
    ['an editor', { id: 'editor' }],
  ])('does not count %s', (_who, change) => {
    expect(missing([reviewer('a'), reviewer('b', change)], two)).toBe(1);
  });

  test.each<[string, Partial<ReviewCase['reviews'][number]>]>([
    ['another digest', { digest: 'other' }],
    ['an earlier round', { round: 1 }],
    ['no approval', { verdict: 'commented' }],
  ])('does not count %s', (_what, change) => {
    const reviews = [{ ...approval, reviewerId: 'a', ...change }];
    const reviewed = { request, reviews, reviewers: [reviewer('a')] };
    const permission = 'change-request:review' as const;
    expect(countMissing([{ quorum: 1, roles: [] }], { ...reviewed, permission })).toBe(1);
  });

  test('is that of the strictest demand, and of its roles', () => {
    const admins: Demand = { quorum: 1, roles: ['platform-admin'] };
    expect(missing([reviewer('a'), reviewer('b')], two, admins)).toBe(1);
    const admin = reviewer('c', { roles: ['platform-admin'] });
    expect(missing([reviewer('a'), admin], two, admins)).toBe(0);
    expect(missing([admin], admins, two)).toBe(1);
  });

  test.each<[Demand, Demand, boolean]>([
    [two, { quorum: 3, roles: [] }, true],
    [two, { quorum: 1, roles: [] }, false],
    [two, { quorum: 2, roles: ['platform-admin'] }, true],
    [{ quorum: 2, roles: ['platform-admin'] }, two, false],
    [{ quorum: 1, roles: ['platform-admin'] }, { quorum: 2, roles: ['security-reviewer'] }, false],
    [{ quorum: 0, roles: ['platform-admin'] }, { quorum: 0, roles: [] }, true],
  ])('of %j is kept by %j: %s', (from, to, isKept) => {
    expect(isAsStrict(from, to)).toBe(isKept);
  });
});

describe('a tightening', () => {
  const { tenantId: _, ...route } = routeDraft('t', [
    ruleTo('a', { fallbackTargetIds: ['b', 'c'] }),
  ]);
  const [rule] = route.rules;
  if (rule === undefined) throw new Error('the route has no rule');
  const withRule = (change: object) => ({ ...route, rules: [{ ...rule, ...change }] });
  const eu = { regions: ['eu'], dataTerms: [] };

  test.each([
    ['nothing', route, true],
    ['a fallback less', withRule({ fallbackTargetIds: ['c'] }), true],
    ['a region demanded', { ...route, constraints: eu }, true],
    [
      'a term demanded of a rule',
      withRule({ constraints: { regions: [], dataTerms: ['zdr'] } }),
      true,
    ],
    ['another fallback', withRule({ fallbackTargetIds: ['b', 'd'] }), false],
    ['another condition', withRule({ when: 'true' }), false],
    ['a rule less', { ...route, rules: [] }, false],
    ['a rule more', { ...route, rules: [rule, rule] }, false],
    ['another name', { ...route, name: 'other' }, false],
    ['another policy', { ...route, promptPolicyId: 'p' }, false],
    ['a hedge', withRule({ hedge: { afterPercentile: 95 } }), false],
  ])('of a route: %s', (_what, changed, isTighter) => {
    expect(isRouteTightening(route, changed as typeof route)).toBe(isTighter);
  });

  test('of a route is not to demand another region, nor to demand one no longer', () => {
    const far = { ...route, constraints: { ...eu, regions: ['us'] } };
    expect(isRouteTightening({ ...route, constraints: eu }, far)).toBe(false);
    expect(isRouteTightening({ ...route, constraints: eu }, route)).toBe(false);
  });

  const block: PromptRule = {
    name: 'one',
    detector: 'secret',
    action: 'block',
    rerouteRouteId: undefined,
  };
  const move: PromptRule = { ...block, name: 'two', action: 'reroute', rerouteRouteId: 'r' };
  test.each<[string, readonly PromptRule[], readonly PromptRule[], boolean]>([
    ['one more block', [move], [move, block], true],
    ['a block for a reroute', [move], [block], true],
    ['a reroute for a block', [block], [move], false],
    ['one less', [block], [], false],
    ['one more reroute', [], [move], false],
    ['a reroute elsewhere', [move], [{ ...move, rerouteRouteId: 'other' }], false],
  ])('of a prompt policy: %s', (_what, from, to, isTighter) => {
    const at = (rules: readonly PromptRule[]) => ({ name: 'p', rules });
    expect(isPromptPolicyTightening(at(from), at(to))).toBe(isTighter);
  });
});
