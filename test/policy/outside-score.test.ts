import { expect, test } from '@jest/globals';
import type { FindingKind } from '../../policy/inspect/detector.ts';
import { outsideKind } from '../../policy/inspect/outside/outside-kind.ts';
import type { PromptRule } from '../../policy/inspect/prompt-rule.ts';
import { joinLooks, type Sightings } from '../../policy/inspect/sighting.ts';
import { Placeholders } from '../../policy/prompt-part/placeholders.ts';
import { compilePromptPolicy } from '../../policy/prompt-policy.ts';
import { judge as judgePast } from '../../policy/replay/judge-prompts.ts';
import type { ReplayedCall } from '../../policy/replay/replayed-call.ts';
import { sampleFacts } from './sample.ts';

/** Goal: scores of detectors elsewhere decide what counts, for each rule by its own threshold, and nothing else. */
const insult = (score?: number) => outsideKind('d1', 'insult', score);
const seen = (...kinds: readonly (readonly [FindingKind, number])[]): Sightings => ({
  counts: new Map([['user', new Map(kinds)]]),
  seen: [],
});

const pastCall: ReplayedCall = {
  requestedRoute: 'assistant',
  key: { ...sampleFacts.key, routes: [] },
  hasClaims: false,
  application: { ...sampleFacts.application, tenantId: 't1' },
  workload: 'chat',
  request: { ...sampleFacts.request, jsonSchema: false },
  tokenLists: false,
  inspectedBy: [],
  found: seen(),
  reply: undefined,
  claimed: {},
  nodeRegion: '',
  atMs: 1,
};
const asking: PromptRule = {
  name: 'manners',
  detector: 'outside',
  outsideDetectorId: 'd1',
  action: 'block',
  rerouteRouteId: undefined,
};
const compiled = (rule: Partial<PromptRule>) =>
  compilePromptPolicy({
    id: 'p1',
    tenantId: 't1',
    name: 'p',
    rules: [{ ...asking, ...rule }],
    appliesTo: undefined,
  });
const judge = (rule: Partial<PromptRule>, sightings: Sightings) => compiled(rule).judge(sightings);

test('of one kind there is one finding, whatever scores it has, of those that reach the threshold', () => {
  const sightings = seen([insult(0.9), 1], [insult(0.4), 5], [insult(), 2]);
  expect(judge({}, sightings).findings).toMatchObject([
    { kind: 'outside/d1/insult', count: 8, parts: ['user'], partCounts: [8] },
  ]);
  expect(judge({ minScore: 0.5 }, sightings).findings).toMatchObject([{ count: 3 }]);
  expect(judge({ minScore: 0.5, minCount: 4 }, sightings).action).toBe('allow');
  expect(judge({ minScore: 0.4, minCount: 8 }, sightings).action).toBe('block');
});

test('parts of a hundredth are cut off: no score counts as more than it is, none as less than its hundredth', () => {
  for (const hundredths of Array(101).keys()) {
    const score = hundredths / 100;
    const of = (it: number) => judge({ minScore: Math.max(0.01, score) }, seen([insult(it), 1]));
    expect([score, of(score).action]).toEqual([score, hundredths === 0 ? 'allow' : 'block']);
    if (hundredths > 0) expect([score, of(score - 0.001).action]).toEqual([score, 'allow']);
  }
});

test('what is seen in two ways with two scores is there once', () => {
  const both = joinLooks(
    seen([insult(0.9), 1], [insult(0.4), 1]),
    seen([insult(0.95), 1], [insult(0.2), 1]),
  );
  const countFrom = (minScore: number) => judge({ minScore }, both).findings[0]?.count ?? 0;
  expect([0.96, 0.95, 0.4, 0.2, 0.01].map(countFrom)).toEqual([0, 1, 2, 2, 2]);
});

test('a replay judges another threshold from what was recorded, and nothing where nobody was asked', () => {
  const made = (minScore: number, inspectedBy: readonly string[]) => {
    const call = { ...pastCall, inspectedBy, found: seen([insult(0.9), 1]) };
    return judgePast(call, [compiled({ minScore })]);
  };
  expect(made(0.9, ['outside/d1'])).toMatchObject({ verdict: { action: 'block' } });
  expect(made(0.91, ['outside/d1'])).toMatchObject({ verdict: { action: 'allow' } });
  expect(made(0.9, [])).toBe('unknown');
});

test('equal values have one placeholder, however sure their detector was', () => {
  const placeholders = new Placeholders();
  const first = placeholders.of(insult(0.9), 'idiot', true);
  expect(placeholders.of(insult(0.8), 'idiot', true)).toBe(first);
  expect(placeholders.replyOf(insult(), 'idiot')).toBe(first);
});
