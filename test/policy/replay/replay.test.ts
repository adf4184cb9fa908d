import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FindingKind } from '../../../policy/inspect/detector.ts';
import type { LanguageKind } from '../../../policy/inspect/language/language-kind.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { looksOf, nameOf } from '../../../policy/inspect/settings/look.ts';
import { nothingSeen } from '../../../policy/inspect/sighting.ts';
import { compareDecisions } from '../../../policy/replay/compare.ts';
import { WHOLE_PPM } from '../../../policy/replay/lead-shares.ts';
import { endNewRamps } from '../../../policy/replay/ramp-end.ts';
import { CallReplay } from '../../../policy/replay/replay-call.ts';
import type { ReplayedCall } from '../../../policy/replay/replayed-call.ts';
import { createReplayWorld } from '../../../policy/replay/world.ts';
import type { RoutingRule } from '../../../policy/resource.ts';
import { sampleFacts, sampleRoute, sampleRule } from '../sample.ts';
import { catalogOf, weights } from '../strategy/strategy-fixture.ts';

/**
 * Goal: the chances of a replay are those of the policies, and what is said to move is what must move.
 * Method: routes of one rule, and a call that any of them takes.
 */
const grant = {
  id: 'grant-1',
  tenantId: 'tenant-1',
  applicationId: undefined,
  modelId: 'model-1',
  workloads: [],
  notAfterMs: undefined,
};
const call: ReplayedCall = {
  requestedRoute: 'assistant',
  key: { ...sampleFacts.key, routes: [] },
  hasClaims: false,
  application: { ...sampleFacts.application, tenantId: 'tenant-1' },
  workload: 'chat',
  request: { ...sampleFacts.request, jsonSchema: false },
  tokenLists: false,
  inspectedBy: [],
  found: nothingSeen,
  reply: undefined,
  claimed: {},
  nodeRegion: 'eu-west',
  atMs: 1_760_000_000_000,
};

function decide(rule: Partial<RoutingRule>, change: Partial<ReplayedCall> = {}) {
  const world = createReplayWorld({
    tenant: { ...sampleFacts.tenant, suspended: false },
    grants: [grant],
    catalog: catalogOf({ b: { enabled: false } }),
    routes: [sampleRoute([sampleRule(rule)])],
    promptPolicies: [],
  });
  return new CallReplay(world).decide({ ...call, ...change });
}

const sharesOf = (rule: Partial<RoutingRule>, change: Partial<ReplayedCall> = {}) => {
  const decision = decide(rule, change);
  return decision.kind === 'routed' ? Object.fromEntries(decision.shares) : decision;
};
const movedBy = (before: Partial<RoutingRule>, after: Partial<RoutingRule>) =>
  compareDecisions(decide(before), decide(after)).movedPpm;

test('of a call with a token it is known what is decided without its claims', () => {
  const split = weights({ a: 1 });
  const kinds = (when: string, require = '') =>
    [false, true].map((hasClaims) => decide({ when, require, split }, { hasClaims }).kind);
  for (const looks of [
    'has(token.team)',
    'token.team == "care"',
    '"team" in token',
    'size(token) > 0',
  ])
    expect([looks, kinds(looks)[1]]).toEqual([looks, 'unknown']);
  expect(kinds('!has(token.team)')).toEqual(['routed', 'unknown']);
  expect(kinds('', '!has(token.team)')).toEqual(['routed', 'unknown']);
  expect(kinds('workload == "chat" || has(token.team)')).toEqual(['routed', 'routed']);
  expect(kinds('workload == "other" && has(token.team)')).toEqual(['refused', 'refused']);
  expect(kinds('key.id != ""')).toEqual(['routed', 'routed']);
});

test('the chance of each member is its weight among those that may be tried, to the millionth', () => {
  const weight = fc.integer({ min: 1, max: 1_000 });
  fc.assert(
    fc.property(weight, weight, weight, (a, c, d) => {
      const shares = sharesOf({ split: weights({ a, b: 500, c, d }) });
      const total = a + c + d;
      for (const [id, of] of Object.entries({ a, c, d })) {
        const share = (shares as Record<string, number>)[id] ?? 0;
        expect(Math.abs(share - (WHOLE_PPM * of) / total)).toBeLessThanOrEqual(2);
      }
      expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBe(WHOLE_PPM);
    }),
    { numRuns: 50 },
  );
});

describe('what moves', () => {
  test('is what must move: 51 to 49 turned around is one call of fifty, though each draw falls elsewhere', () => {
    const before = { split: weights({ a: 51, c: 49 }) };
    expect(movedBy(before, { split: weights({ a: 49, c: 51 }) })).toBe(20_000);
    expect(movedBy(before, { split: weights({ d: 51, c: 49 }) })).toBe(510_000);
    expect(movedBy(before, before)).toBe(0);
  });

  test('of calls that stay together is all or nothing', () => {
    const choice = { strategy: 'sticky', stickyBy: 'key.id' } as const;
    const one = { split: weights({ a: 1, c: 1 }), choice };
    const shares = Object.values(sharesOf(one));
    expect(shares).toEqual([WHOLE_PPM]);
    expect(sharesOf({ ...one, choice: { ...choice, stickyBy: 'claimed.session' } })).toEqual({
      a: WHOLE_PPM / 2,
      c: WHOLE_PPM / 2,
    });
  });

  test('where the prompt decides, which nobody has kept, is a share of all prompts', () => {
    const choice = { strategy: 'prompt_cache_affinity' } as const;
    const even = { split: weights({ a: 1, c: 1 }), choice };
    const shares = sharesOf(even) as Record<string, number>;
    expect(shares['a']).toBeGreaterThan(WHOLE_PPM * 0.35);
    expect(shares['c']).toBeGreaterThan(WHOLE_PPM * 0.35);
    const tilted = movedBy(even, { ...even, split: weights({ a: 3, c: 1 }) });
    expect(tilted).toBeGreaterThan(WHOLE_PPM * 0.1);
    expect(tilted).toBeLessThan(WHOLE_PPM * 0.4);
  });

  test('by a ramp that is new is its end, though it begins tomorrow; one that is known stands where it stood', () => {
    const ramp = {
      fromTargetId: 'a',
      toTargetId: 'c',
      steps: [
        { atMs: call.atMs + 86_400_000, sharePermille: 100 },
        { atMs: call.atMs + 172_800_000, sharePermille: 1_000 },
      ],
      bounds: { windowMs: 60_000, attemptsMin: 20, failurePermilleMax: 50 },
    };
    const plain = sampleRule({ split: weights({ a: 1, c: 0 }) });
    const ramped = { ...plain, ramp };
    const ended = (known: readonly RoutingRule[]) =>
      endNewRamps('route-1', [ramped], known)[0] ?? plain;
    expect(sharesOf(ramped)).toEqual({ a: WHOLE_PPM });
    expect(sharesOf(ended([plain]))).toEqual({ c: WHOLE_PPM });
    expect(sharesOf(ended([ramped]))).toEqual({ a: WHOLE_PPM });
    const half = { ...ramp, stickyBy: 'claimed.session', steps: [{ atMs: 0, sharePermille: 500 }] };
    const shares = sharesOf({ ...plain, ramp: half }) as Record<string, number>;
    expect(shares['c']).toBeGreaterThan(WHOLE_PPM * 0.35);
    expect(shares['a']).toBeGreaterThan(WHOLE_PPM * 0.35);
  });
});

test('an exception holds for calls that came before its end, whenever they are replayed', () => {
  const outcomeAt = (atMs: number) => {
    const exceptions = [
      { name: 'e', kinds: ['jwt'], reason: 'r', ownerId: 'o', expiresAtMs: call.atMs },
    ];
    const rule = { name: 'stop', detector: 'secret', action: 'block' } as const;
    const world = createReplayWorld({
      tenant: { ...sampleFacts.tenant, suspended: false },
      grants: [grant],
      catalog: catalogOf(),
      routes: [{ ...sampleRoute([sampleRule({ split: weights({ a: 1 }) })]), promptPolicyId: 'p' }],
      promptPolicies: [
        {
          id: 'p',
          tenantId: 'tenant-1',
          name: 'p',
          rules: [{ ...rule, exceptions, rerouteRouteId: undefined }],
        },
      ],
    });
    const counts = new Map([['user' as const, new Map([['jwt' as const, 1]])]]);
    return new CallReplay(world).decide({
      ...call,
      atMs,
      inspectedBy: ['secret'],
      found: { counts, seen: [] },
    }).kind;
  };
  expect([outcomeAt(call.atMs - 1), outcomeAt(call.atMs)]).toEqual(['routed', 'refused']);
});

describe('a rule with settings', () => {
  const settings = { wordLists: [{ name: 'codes', words: ['falcon'] }] };
  const looks = looksOf({ detector: 'denied_words', settings });
  const [name = ''] = looks.map(nameOf);
  const kind = name.replace('denied_words', 'codes') as FindingKind;
  const seen: ReplayedCall = {
    ...call,
    inspectedBy: [name],
    found: { counts: new Map([['user', new Map([[kind, 1]])]]), seen: [] },
  };
  const decideWith = (change: Partial<PromptRule>, one: ReplayedCall) => {
    const rule: PromptRule = {
      ...{ name: 'r', detector: 'denied_words', action: 'block', rerouteRouteId: undefined },
      settings,
      ...change,
    };
    const appliesTo = { everywhere: true, applicationIds: [], workloads: [] };
    const world = createReplayWorld({
      tenant: { ...sampleFacts.tenant, suspended: false },
      grants: [grant],
      catalog: catalogOf({}),
      routes: [sampleRoute([sampleRule({})])],
      promptPolicies: [{ id: 'p', tenantId: 'tenant-1', name: 'p', rules: [rule], appliesTo }],
    });
    return new CallReplay(world).decide(one);
  };

  test('is judged by what was found with the very same ones', () => {
    expect(decideWith({}, seen)).toMatchObject({ kind: 'refused', code: 'prompt_blocked' });
    expect(decideWith({ kinds: ['codes'] }, seen)).toMatchObject({ kind: 'refused' });
    expect(decideWith({ minCount: 2 }, seen)).toMatchObject({ kind: 'routed' });
    expect(decideWith({ action: 'redact' }, seen)).toMatchObject({ redacts: [kind] });
    expect(decideWith({}, { ...seen, found: nothingSeen })).toMatchObject({ kind: 'routed' });
  });

  test('is not known with other ones, nor of a call that nobody looked at', () => {
    const more = { wordLists: [{ name: 'codes', words: ['falcon', 'heron'] }] };
    expect(decideWith({ settings: more }, seen)).toEqual({ kind: 'unknown' });
    expect(decideWith({}, { ...seen, inspectedBy: ['secret'] })).toEqual({ kind: 'unknown' });
  });

  test('that only says which languages are allowed is judged with any', () => {
    const german: ReplayedCall = {
      ...call,
      inspectedBy: ['language'],
      found: { counts: new Map([['user', new Map([['german', 1]])]]), seen: [] },
    };
    const only = (languages: readonly LanguageKind[]) =>
      decideWith({ detector: 'language', settings: { languages } }, german);
    expect(only(['english'])).toMatchObject({ kind: 'refused' });
    expect(only(['german', 'english'])).toMatchObject({ kind: 'routed' });
  });
});
