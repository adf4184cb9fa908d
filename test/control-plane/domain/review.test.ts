import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { demandAt } from '../../../control-plane/domain/approval-rule.ts';
import { mergeContents } from '../../../control-plane/domain/review/course/merge.ts';
import { personsOf } from '../../../control-plane/domain/review/person.ts';
import {
  countMissing,
  countReachable,
  type Demand,
  demandOf,
  isAsStrict,
  keepDemands,
  listDemands,
  type Party,
  type ReviewCase,
} from '../../../control-plane/domain/review/quorum.ts';
import { isRouteTightening } from '../../../control-plane/domain/review/tightening.ts';
import { routeDraft, ruleTo } from '../../support/catalog.ts';
import { announceSeed } from '../../support/seed.ts';

const reviewer = (id: string, change: Partial<Party> = {}): Party => ({
  id,
  kind: 'human',
  tenantId: null,
  roles: ['security-reviewer'],
  customPermissions: [],
  groups: [],
  marks: [],
  archivedAt: null,
  ...change,
});
const account = (id: string, ...marks: string[]) => reviewer(id, { marks });
const request = {
  tenantId: 'here',
  digest: 'd',
  round: 2,
  authors: ['asker', 'editor'],
};
const approval = { verdict: 'approved', digest: 'd', round: 2 };
const missing = (reviewers: readonly Party[], ...demands: readonly Demand[]) =>
  countMissing(demands, {
    request,
    parties: reviewers,
    beneficiaries: [],
    reviews: reviewers.map(({ id }) => ({ ...approval, reviewerId: id })),
    permission: 'change-request:review',
  });
const two: Demand = demandOf({ quorum: 2, roles: [] });

describe('a quorum', () => {
  test('counts people, each once', () => {
    expect(missing([reviewer('a'), reviewer('b')], two)).toBe(0);
    expect(missing([reviewer('a')], two)).toBe(1);
    expect(missing([reviewer('a'), reviewer('a')], two)).toBe(1);
    expect(missing([], demandOf({ quorum: 0, roles: [] }))).toBe(0);
  });

  test.each<[string, Partial<Party>]>([
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
    const reviewed = { request, reviews, parties: [reviewer('a')], beneficiaries: [] };
    const permission = 'change-request:review' as const;
    expect(countMissing([demandOf({ quorum: 1, roles: [] })], { ...reviewed, permission })).toBe(1);
  });

  test('is that of the strictest demand, and of its roles', () => {
    const admins: Demand = demandOf({ quorum: 1, roles: ['platform-admin'] });
    expect(missing([reviewer('a'), reviewer('b')], two, admins)).toBe(1);
    const admin = reviewer('c', { roles: ['platform-admin'] });
    expect(missing([reviewer('a'), admin], two, admins)).toBe(0);
    expect(missing([admin], admins, two)).toBe(1);
  });

  test.each<[Demand, Demand, boolean]>([
    [two, demandOf({ quorum: 3, roles: [] }), true],
    [two, demandOf({ quorum: 1, roles: [] }), false],
    [two, demandOf({ quorum: 2, roles: ['platform-admin'] }), true],
    [demandOf({ quorum: 2, roles: ['platform-admin'] }), two, false],
    [
      demandOf({ quorum: 1, roles: ['platform-admin'] }),
      demandOf({ quorum: 2, roles: ['security-reviewer'] }),
      false,
    ],
    [demandOf({ quorum: 0, roles: ['platform-admin'] }), demandOf({ quorum: 0, roles: [] }), true],
  ])('of %j is kept by %j: %s', (from, to, isKept) => {
    expect(isAsStrict(from, to)).toBe(isKept);
  });
});

describe('a person', () => {
  test('is one, by whatever account, also over a third', () => {
    const persons = personsOf([
      account('a', 'mail x'),
      account('b', 'subject s'),
      account('c', 'mail x', 'subject s'),
      account('d', 'mail y'),
      account('e'),
    ]);
    expect(new Set(['a', 'b', 'c'].map((id) => persons.get(id))).size).toBe(1);
    expect(new Set(['a', 'd', 'e'].map((id) => persons.get(id))).size).toBe(3);
  });

  test('with two accounts counts once, and not for what one of them wrote', () => {
    expect(missing([account('a', 'mail x'), account('b', 'mail x')], two)).toBe(1);
    expect(missing([account('a', 'mail x'), account('b', 'mail y')], two)).toBe(0);
    const asker = account('asker', 'mail z');
    expect(missing([account('a', 'mail z'), account('b'), asker], two)).toBe(1);
  });

  test('does not count for what any of his accounts gains by, also over a third', () => {
    const third = account('c', 'mail x', 'subject s');
    const count = (...beneficiaries: readonly Party[]) =>
      countMissing([demandOf({ quorum: 2, roles: [] })], {
        request,
        parties: [account('a', 'mail x'), account('b', 'mail y'), third],
        beneficiaries,
        reviews: ['a', 'b'].map((reviewerId) => ({ ...approval, reviewerId })),
        permission: 'change-request:review',
      });
    expect(count(account('else', 'mail z'))).toBe(0);
    expect(count(account('a'))).toBe(1);
    expect(count(account('alias', 'mail x'))).toBe(1);
    expect(count(account('far', 'subject s'))).toBe(1);
    expect(count(account('one', 'mail x'), account('other', 'mail y'))).toBe(2);
  });
});

test('however accounts are shared, what counts are people of whom no account wrote or gains anything', () => {
  const part = fc.constantFrom('author', 'approver', 'beneficiary', 'author who approves', 'both');
  const known = fc.record({ part, marks: fc.subarray(['m', 'n', 'o', 'p'], { maxLength: 2 }) });
  const judge = (drawn: readonly { readonly part: string; readonly marks: string[] }[]) => {
    const all = drawn.map(({ part: is, marks }, id) => ({ ...reviewer(`${id}`, { marks }), is }));
    const are = (...parts: readonly string[]) => all.filter(({ is }) => parts.includes(is));
    const people: (typeof all)[] = [];
    for (const one of all) {
      const same = people.filter((accounts) =>
        accounts.some(({ marks }) => marks.some((mark) => one.marks.includes(mark))),
      );
      people.push([one, ...same.flat()]);
      for (const accounts of same) people.splice(people.indexOf(accounts), 1);
    }
    const counted = people.filter((accounts) => accounts.every(({ is }) => is === 'approver'));
    const authors = are('author', 'author who approves').map(({ id }) => id);
    const approving = are('approver', 'author who approves', 'both');
    const left = countMissing([demandOf({ quorum: 9, roles: [] })], {
      request: { ...request, authors },
      parties: [...are('author'), ...approving],
      beneficiaries: are('beneficiary', 'both').map(({ id, marks }) => ({ id, marks })),
      reviews: approving.map(({ id }) => ({ ...approval, reviewerId: id })),
      permission: 'change-request:review',
    });
    expect(9 - left).toBe(counted.length);
  };
  const seed = announceSeed('people of a review');
  fc.assert(fc.property(fc.array(known, { maxLength: 9 }), judge), { seed, numRuns: 300 });
});

describe('a demand of groups and teams', () => {
  const inGroups = (id: string, ...groups: string[]) => reviewer(id, { groups });
  const one = (change: Partial<Demand>): Demand => demandOf({ quorum: 1, roles: [], ...change });
  const teams = one({ teams: ['a', 'b'] });

  test('counts whoever is in one of the groups', () => {
    expect(missing([inGroups('r', 'x')], one({ groups: ['y', 'z'] }))).toBe(1);
    expect(missing([inGroups('r', 'x', 'z')], one({ groups: ['y', 'z'] }))).toBe(0);
  });

  test('counts whoever is in another of the teams than every author', () => {
    expect(missing([inGroups('r', 'a'), inGroups('asker', 'a')], teams)).toBe(1);
    expect(missing([inGroups('r', 'b', 'c'), inGroups('asker', 'a', 'c')], teams)).toBe(0);
    expect(missing([inGroups('r', 'c')], teams)).toBe(1);
    expect(missing([inGroups('r', 'a'), inGroups('editor', 'a', 'b')], teams)).toBe(1);
  });

  test.each<[Partial<Demand>, Partial<Demand>, boolean]>([
    [{}, { groups: ['x'] }, true],
    [{ groups: ['x', 'y'] }, { groups: ['x'] }, true],
    [{ groups: ['x'] }, {}, false],
    [{ groups: ['x'] }, { groups: ['x', 'y'] }, false],
    [{}, { teams: ['a'] }, true],
    [{ teams: ['a'] }, { teams: ['a', 'b'] }, false],
    [{ teams: ['a', 'b'] }, { teams: ['b', 'a'] }, true],
    [{ teams: ['a', 'b'] }, {}, false],
  ])('of %j is kept by %j: %s', (from, to, isKept) => {
    expect(isAsStrict(one(from), one(to))).toBe(isKept);
  });

  test('is met by as many as there are beside whoever proposes', () => {
    const count = (people: readonly Party[], demand: Demand) =>
      countReachable({ ...demand, tenantId: 'here' }, people, 'change-request:review');
    expect(count([reviewer('a'), reviewer('b'), reviewer('c')], two)).toBe(2);
    expect(count([account('a'), account('b', 'm'), account('c', 'm')], two)).toBe(1);
    const [a, b, c] = [inGroups('a', 'a'), inGroups('b', 'a'), inGroups('c', 'b')];
    expect(count([a, b, c], teams)).toBe(1);
    expect(count([a, b], teams)).toBe(0);
    expect(count([], two)).toBe(0);
  });
});

describe('three contents of a row', () => {
  const merge = (base: object, current: object, proposed: object) =>
    mergeContents({ base, current, proposed });

  test('come together where each field was changed by one side', () => {
    const { merged, collisions } = merge(
      { a: 1, b: [1], c: 1, d: { x: 1 } },
      { a: 2, b: [1], c: 1, d: { x: 1 }, e: 5 },
      { a: 1, b: [2], c: 1, d: undefined },
    );
    expect([merged, collisions]).toEqual([{ a: 2, b: [2], c: 1, e: 5 }, []]);
  });

  test('name the fields that both changed, unless to the same', () => {
    const { merged, collisions } = merge({ a: 1, b: 1 }, { a: 2, b: 3 }, { a: 2, b: 4 });
    expect([merged, collisions]).toEqual([{ a: 2, b: 3 }, ['b']]);
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
});

test('what a rule demands keeps its groups and teams, at every risk and beside other demands', () => {
  const who = { roles: [], groups: ['security'], teams: ['red', 'blue'] };
  const rule = { quorum: 1, highRiskQuorum: 3, ...who };
  expect(demandAt(rule, 'low')).toEqual({ quorum: 1, ...who });
  expect(demandAt(rule, 'high')).toEqual({ quorum: 3, ...who });
  const other = demandOf({ quorum: 1, roles: ['owner'] });
  const kept = keepDemands([demandAt(rule, 'high'), other, demandAt(rule, 'low')]);
  expect(listDemands(kept)).toEqual([{ quorum: 3, ...who }, other]);
});
