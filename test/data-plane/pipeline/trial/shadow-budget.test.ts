import { expect, test } from '@jest/globals';
import { SHADOWS_MAX, ShadowBudget } from '../../../../data-plane/pipeline/shadow/shadow-budget.ts';
import { copyRequest } from '../../../../data-plane/pipeline/shadow/shadow-copy.ts';
import type { Price } from '../../../../policy/resource.ts';
import { chatRequest, model, targetOf } from '../snapshot-fixture.ts';

const noParts = { cachedReadTokens: 0, cachedWriteTokens: 0, reasoningTokens: 0 };
const hourMs = 3_600_000;
const reserve = (budget: ShadowBudget, nanoUsd: bigint, nowMs = 0, id = 'one') =>
  budget.reserve(id, { nanoUsd, capNanoUsd: 100n }, nowMs);

test('what is reserved and what is spent are held together below the cap', () => {
  const budget = new ShadowBudget();
  const first = reserve(budget, 60n);
  expect(reserve(budget, 41n)).toBeUndefined();
  expect(reserve(budget, 40n)).toBeDefined();
  if (first) budget.settle(first, 10n);
  expect(reserve(budget, 51n)).toBeUndefined();
  expect(reserve(budget, 50n)).toBeDefined();
});

test('a cost beyond what was reserved is counted in full', () => {
  const budget = new ShadowBudget();
  const first = reserve(budget, 1n);
  if (first) budget.settle(first, 100n);
  expect(reserve(budget, 1n)).toBeUndefined();
});

test('the next hour begins anew, but for what is still under way', () => {
  const budget = new ShadowBudget();
  const first = reserve(budget, 30n, hourMs - 1);
  const second = reserve(budget, 70n, hourMs - 1);
  if (second) budget.settle(second, 70n);
  expect(reserve(budget, 71n, hourMs)).toBeUndefined();
  expect(reserve(budget, 70n, hourMs)).toBeDefined();
  if (first) budget.settle(first, 30n);
  expect(reserve(budget, 1n, hourMs)).toBeUndefined();
});

test('each shadow has its own; those of an hour are bounded, those of the past make room', () => {
  const budget = new ShadowBudget();
  for (let n = 0; n < SHADOWS_MAX; n += 1) {
    const reservation = reserve(budget, 100n, 0, `shadow-${n}`);
    expect(reservation).toBeDefined();
    if (reservation) budget.settle(reservation, 100n);
  }
  expect(reserve(budget, 1n, 0, 'shadow-0')).toBeUndefined();
  expect(reserve(budget, 1n, 0, 'one too many')).toBeUndefined();
  expect(reserve(budget, 1n, hourMs, 'one of the next hour')).toBeDefined();
});

const none = { cachedRead: 0n, cachedWrite: 0n, cachedWriteLong: 0n };
const free = { input: 0n, output: 0n, reasoning: 0n, ...none };
test.each<[string, Partial<Price>]>([
  ['its own', { input: 3_000_000n, output: 5_000_000n }],
  ['that of a cache', { cachedWrite: 3_000_000n, output: 5_000_000n }],
  ['that of a long cache', { cachedWriteLong: 3_000_000n, output: 5_000_000n }],
  [
    'that of a tier',
    { tiers: [{ ...free, inputTokensAbove: 9, input: 3_000_000n, output: 5_000_000n }] },
  ],
  ['that of thoughts', { input: 3_000_000n, reasoning: 5_000_000n }],
])('a copy reserves for every token the dearest price: %s', (_, prices) => {
  const price = { effectiveFromMs: 0, ...free, perRequest: 1n, ...prices };
  const usage = { inputTokens: 8, outputTokens: 500, estimated: false, ...noParts };
  const source = { inputTokens: 10, usage, target: { ...targetOf(0), prices: [price] }, nowMs: 1 };
  const copy = copyRequest({ request: chatRequest, model: undefined, ...source });
  expect(copy?.nanoUsd).toBe(10n * 3n + 2_000n * 5n + 1n);
  expect(copy?.request).toEqual({ ...chatRequest, outputTokensMax: 2_000 });
  const bounded = { ...chatRequest, outputTokensMax: 7 };
  expect(copyRequest({ request: bounded, model, ...source })?.nanoUsd).toBe(30n + 35n + 1n);
  const unpriced = { ...source, target: { ...targetOf(0), prices: [] } };
  expect(copyRequest({ request: chatRequest, model, ...unpriced })).toBeUndefined();
});
