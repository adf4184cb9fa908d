import { describe, expect, test } from '@jest/globals';
import type { RoutingDecision } from '../../../policy/compile-routing.ts';
import type { RoutingRule } from '../../../policy/resource.ts';
import {
  anInput,
  catalogOf,
  factsWith,
  idsOf,
  reasonsOf,
  routeOf,
  signalsOf,
  weights,
} from './strategy-fixture.ts';

const ordersOf = ({ fallbacksOn }: RoutingDecision): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fallbacksOn).map(([name, targets]) => [name, idsOf(targets).join('')]),
  );
const rule: Partial<RoutingRule> = {
  split: weights({ a: 2, b: 1 }),
  fallbackTargetIds: ['c'],
  fallbacksByClass: [
    { on: ['rate_limit', 'error'], targetIds: ['d', 'c', 'e'] },
    { on: ['context_window'], targetIds: ['f', 'b'] },
    { on: ['content_policy', 'error'], targetIds: ['g'] },
  ],
};

describe('the orders by class', () => {
  test('of a rule that names none are those for errors and rate limits, and empty for the rest', () => {
    const decision = routeOf({ split: weights({ a: 2, b: 1 }), fallbackTargetIds: ['c'] })(anInput);
    expect(ordersOf(decision)).toEqual({
      error: 'abc',
      rate_limit: 'abc',
      context_window: '',
      content_policy: '',
      budget: '',
    });
    expect(decision.targets).toBe(decision.fallbacksOn.error);
  });

  test('hold the split and the common fallbacks for errors and rate limits, then the lists of the class', () => {
    const decision = routeOf(rule)({ ...anInput, draw: 0.9 });
    expect(ordersOf(decision)).toEqual({
      error: 'bacdeg',
      rate_limit: 'bacde',
      context_window: 'fb',
      content_policy: 'g',
      budget: '',
    });
    expect(idsOf(decision.targets).join('')).toBe('bacdeg');
    expect(decision.candidates.map(({ targetId }) => targetId).join('')).toBe('abcdefg');
  });

  test('hold the healthy first, each for itself', () => {
    const signals = signalsOf({ a: { sick: true }, d: { sick: true }, f: { sick: true } });
    expect(ordersOf(routeOf(rule)({ ...anInput, signals }))).toEqual({
      error: 'bcegad',
      rate_limit: 'bcead',
      context_window: 'bf',
      content_policy: 'g',
      budget: '',
    });
  });
});

describe('when no member of the split may be tried', () => {
  const large = { ...anInput, facts: factsWith({ request: { inputTokens: 5_000 } }) };
  test('because they are too small for the call, those for the context window lead', () => {
    const catalog = catalogOf({ a: { modelId: 'small' }, b: { modelId: 'small' } });
    const decision = routeOf(rule, { catalog })(large);
    expect(idsOf(decision.targets).join('')).toBe('fcdeg');
    expect(reasonsOf(decision)).toMatchObject({
      a: 'context_window',
      b: 'context_window',
      f: 'fallback',
    });
  });

  test('for another reason, those for errors lead, and those for the context window do not', () => {
    const catalog = catalogOf({ a: { enabled: false }, b: { enabled: false } });
    expect(idsOf(routeOf(rule, { catalog })(large).targets).join('')).toBe('cdeg');
  });

  test('one that still may leads, and the too small are told', () => {
    const catalog = catalogOf({ a: { modelId: 'small' } });
    const decision = routeOf(rule, { catalog })(large);
    expect(idsOf(decision.targets).join('')).toBe('bcdeg');
    expect(reasonsOf(decision)).toMatchObject({ a: 'context_window', b: 'drawn' });
  });
});
