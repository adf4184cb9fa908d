import { describe, expect, test } from '@jest/globals';
import { createModel, toPolicyModel } from '../../../control-plane/domain/model.ts';
import { createProvider } from '../../../control-plane/domain/provider.ts';
import {
  createRoute,
  type RouteDraft,
  reviseRoute,
  targetIdsOf,
} from '../../../control-plane/domain/route.ts';
import { createTarget, toPolicyTarget } from '../../../control-plane/domain/target.ts';
import { modelDraft, routeDraft, ruleTo, targetDraft } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';

const now = new Date('2030-01-01T00:00:00Z');
const model = createModel('m', modelDraft({ capabilities: ['chat'] }), now);
const target = createTarget('t', targetDraft({ modelId: 'm' }), {
  now,
  modelCapabilities: ['chat'],
});
const provider = createProvider(
  'p',
  { name: 'p', kind: 'openai', baseUrl: 'https://api.example.com/v1', region: 'eu', dataTerms: [] },
  now,
);
const catalog = {
  targets: new Map([['t', toPolicyTarget(target)]]),
  models: new Map([['m', toPolicyModel(model)]]),
  providers: new Map([[target.providerId, provider]]),
  grantedModelIds: new Set<string>(),
};
const context = { now, catalog };
const draft = (change: Partial<RouteDraft> = {}) => routeDraft('tenant', [ruleTo('t')], change);

describe('a route', () => {
  test.each<[string, Partial<RouteDraft>, readonly string[]]>([
    ['has a name that callers can write', { name: 'my route' }, ['name']],
    ['has a rule', { rules: [] }, ['rules']],
    ['names targets that there are', { rules: [ruleTo('gone')] }, ['rules.0.split.0.targetId']],
    [
      'falls back to targets that there are',
      { rules: [ruleTo('t', { fallbackTargetIds: ['gone'] })] },
      ['rules.0.fallbackTargetIds.0'],
    ],
    [
      'names targets that can do its work',
      { operation: 'embedding' },
      ['rules.0.split.0.targetId'],
    ],
    [
      'has a weight that is a number',
      {
        rules: [ruleTo('t', { split: [{ targetId: 't', weight: Number.NaN }] })],
      },
      ['rules.0.split.0.weight'],
    ],
    ['waits at least 100 ms', { firstTokenTimeoutMs: 99 }, ['firstTokenTimeoutMs']],
    [
      'waits at most 10 minutes for the first token',
      { firstTokenTimeoutMs: 600_001, totalTimeoutMs: 600_001 },
      ['firstTokenTimeoutMs'],
    ],
    ['lasts at most an hour', { totalTimeoutMs: 3_600_001 }, ['totalTimeoutMs']],
    [
      'lasts as long as its first token takes',
      { firstTokenTimeoutMs: 5_000, totalTimeoutMs: 4_999 },
      ['totalTimeoutMs'],
    ],
    ['connects for at most 30 s', { connectTimeoutMs: 30_001 }, ['connectTimeoutMs']],
    ['connects for at least 100 ms', { connectTimeoutMs: 99 }, ['connectTimeoutMs']],
    ['bears at least a second of silence', { idleTimeoutMs: 999 }, ['idleTimeoutMs']],
    ['bears at most 10 minutes of silence', { idleTimeoutMs: 600_001 }, ['idleTimeoutMs']],
    [
      'connects within the time of its first token',
      { connectTimeoutMs: 5_001, firstTokenTimeoutMs: 5_000 },
      ['connectTimeoutMs'],
    ],
    [
      'connects within the whole call, also where the first token is timed by its class',
      { connectTimeoutMs: 5_001, firstTokenTimeoutMs: null, totalTimeoutMs: 5_000 },
      ['connectTimeoutMs'],
    ],
    [
      'has its first token within the whole call of its class',
      { firstTokenTimeoutMs: 300_001, totalTimeoutMs: null },
      ['totalTimeoutMs'],
    ],
    ['counts whole milliseconds', { totalTimeoutMs: 40_000.5 }, ['totalTimeoutMs']],
  ])('%s', async (_rule, change, paths) => {
    expect(await faultPathsOf(() => createRoute('id', draft(change), context))).toEqual(paths);
  });

  test('may leave every timer to the class of its models, and may be shorter than they are', () => {
    const ofClass = {
      connectTimeoutMs: null,
      firstTokenTimeoutMs: null,
      idleTimeoutMs: null,
      totalTimeoutMs: null,
    };
    expect(createRoute('id', draft(ofClass), context)).toMatchObject(ofClass);
    const short = { ...ofClass, totalTimeoutMs: 1_000 };
    const route = createRoute('id', draft(short), context);
    const edit = { totalTimeoutMs: null, idleTimeoutMs: 1_000, connectTimeoutMs: undefined };
    expect(reviseRoute(route, edit, { now, catalog: undefined })).toMatchObject({
      ...ofClass,
      idleTimeoutMs: 1_000,
    });
  });

  test('a condition that does not type-check is blamed with line and column', async () => {
    const rules = [ruleTo('t', { when: 'workload == "chat" &&\n  request.stream == 1' })];
    expect(await failureOf(() => createRoute('id', draft({ rules }), context))).toMatchObject({
      code: 'VALIDATION_FAILED',
      faults: [{ path: 'rules.0.when', line: 2, column: expect.any(Number) }],
    });
  });

  test('an edit that leaves the rules is not stopped by a target that is gone', () => {
    const route = createRoute('id', draft(), context);
    const edited = reviseRoute(route, { totalTimeoutMs: 60_000 }, { now, catalog: undefined });
    expect(edited).toMatchObject({ version: 2, totalTimeoutMs: 60_000, rules: route.rules });
  });

  test('constraints are judged in an edit of nothing else, and those that demand nothing are none', async () => {
    const route = createRoute('id', draft(), context);
    const edit = { now, catalog: undefined };
    const twice = { regions: ['eu', 'eu'], dataTerms: [] };
    expect(await faultPathsOf(() => reviseRoute(route, { constraints: twice }, edit))).toEqual([
      'constraints.regions.1',
    ]);
    const nothing = { regions: [], dataTerms: [] };
    expect(reviseRoute(route, { constraints: nothing }, edit).constraints).toBeNull();
    const kept = reviseRoute(route, { constraints: { ...nothing, regions: ['eu'] } }, edit);
    expect(reviseRoute(kept, { totalTimeoutMs: 60_000 }, edit).constraints).toEqual({
      regions: ['eu'],
      dataTerms: [],
    });
    expect(reviseRoute(kept, { constraints: null }, edit).constraints).toBeNull();
  });

  test('what means the same as its absence is not stored', () => {
    const choice = { strategy: 'weighted', within: undefined, regions: [] } as const;
    const split = [{ targetId: 't', weight: 1, tier: 0 }];
    const rules = [ruleTo('t', { choice, split, fallbacksByClass: [], constraints: undefined })];
    const [stored] = createRoute('id', draft({ rules }), context).rules;
    expect(JSON.stringify(stored)).toBe(
      JSON.stringify({ ...ruleTo('t'), split: [{ targetId: 't', weight: 1 }] }),
    );
  });

  test('null removes the prompt policy, undefined leaves it', () => {
    const route = createRoute('id', draft({ promptPolicyId: 'p' }), context);
    const edit = { now, catalog: undefined };
    expect(reviseRoute(route, { promptPolicyId: undefined }, edit).promptPolicyId).toBe('p');
    expect(reviseRoute(route, { promptPolicyId: null }, edit).promptPolicyId).toBeNull();
  });

  test('names each target once to whoever looks them up', () => {
    const split = [
      { targetId: 'a', weight: 1 },
      { targetId: 'b', weight: 1 },
    ];
    const rules = [ruleTo('a', { split, fallbackTargetIds: ['b', 'c'] }), ruleTo('a')];
    expect(targetIdsOf(rules)).toEqual(['a', 'b', 'c']);
  });
});
