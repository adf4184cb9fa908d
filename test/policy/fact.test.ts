import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileCondition } from '../../policy/condition.ts';
import { prepareFacts } from '../../policy/condition-fact.ts';
import { timeFacts } from '../../policy/fact.ts';
import { sampleFacts } from './sample.ts';

test('the parts of a moment are those of UTC, whatever moment was asked before', () => {
  const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
  fc.assert(
    fc.property(moment, (nowMs) => {
      const date = new Date(nowMs);
      expect(timeFacts(nowMs)).toEqual({
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        weekday: date.getUTCDay() || 7,
        day: date.getUTCDate(),
        month: date.getUTCMonth() + 1,
        year: date.getUTCFullYear(),
        unixMs: nowMs,
      });
    }),
  );
});

test.each([
  'request.modalities == ["text", "image"]',
  '"image" in request.modalities && request.modalities.exists(one, one == "text")',
  'request.files == false && request.reasoning',
  'prompt.verdict == "rerouted"',
  'budget.leftPerMille < 100 && budget.leftNanoUsd == 7000',
  'time.minute == 30 && time.day == 9 && time.month == 10 && time.year == 2025',
  'claimed["session"] == "s-1" && key.attributes["tier"] == "gold"',
])('%s holds', (condition) => {
  const facts = {
    ...sampleFacts,
    request: {
      ...sampleFacts.request,
      reasoning: true,
      modalities: ['text', 'image'] as const,
    },
    prompt: { verdict: 'rerouted' as const },
    time: timeFacts(Date.UTC(2025, 9, 9, 8, 30)),
    claimed: { session: 's-1' },
  };
  expect(compileCondition(condition, 'request')(prepareFacts(facts))).toBe(true);
  expect(compileCondition(condition, 'candidate')(prepareFacts(facts))).toBe(true);
});
