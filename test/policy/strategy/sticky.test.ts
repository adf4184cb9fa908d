import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseStickyKey } from '../../../policy/strategy/sticky.ts';
import { anInput, factsWith, reasonsOf, routeOf, signalsOf, weights } from './strategy-fixture.ts';

const ids = [...'abcdefghij'];
const stickyTo = (split: readonly { readonly targetId: string; readonly weight: number }[]) =>
  routeOf({ choice: { strategy: 'sticky' }, split });
const leadOf = (decide: ReturnType<typeof routeOf>, key: string): string =>
  decide({ ...anInput, facts: factsWith({ key: { id: key } }) }).targets[0]?.id ?? '';

describe('what calls stay together by', () => {
  const facts = factsWith({
    key: { attributes: { team: 'red' } },
    claimed: { session: 's-1', empty: '' },
  });
  test.each([
    ['key.id', 'key-1'],
    ['application.id', 'application-1'],
    ['key.attributes.team', 'red'],
    ['claimed.session', 's-1'],
    ['claimed.absent', undefined],
    ['claimed.__proto__', undefined],
    ['claimed.toString', undefined],
    ['key.attributes.constructor', undefined],
  ])('%s', (source, key) => {
    expect(parseStickyKey(source)?.(facts)).toBe(key);
  });

  test.each([
    '',
    'key',
    'key.name',
    'claimed',
    'claimed.',
    'tenant.id',
    `claimed.${'x'.repeat(65)}`,
  ])('is not "%s"', (source) => {
    expect(parseStickyKey(source)).toBeUndefined();
  });

  test('is the draw, where a call does not have it', () => {
    const choice = { strategy: 'sticky', stickyBy: 'claimed.empty' } as const;
    const decide = routeOf({ choice, split: weights({ a: 1, b: 1 }) });
    const decision = decide({ ...anInput, facts, draw: 0.7 });
    expect(reasonsOf(decision)).toEqual({ a: 'fallback', b: 'drawn' });
  });
});

test('the same key leads to the same target, whatever the draw, and the record says why', () => {
  const decide = stickyTo(weights({ a: 1, b: 1, c: 1 }));
  const first = decide(anInput);
  expect(Object.values(reasonsOf(first)).sort()).toEqual(['fallback', 'fallback', 'sticky']);
  for (const draw of [0.1, 0.5, 0.99]) expect(decide({ ...anInput, draw })).toEqual(first);
});

test('routes do not share their arms: who is in a trial of one route may be outside in another', () => {
  const rule = { choice: { strategy: 'sticky' }, split: weights({ a: 1, b: 1 }) } as const;
  const [one, other] = [routeOf(rule), routeOf(rule, { routeId: 'another' })];
  let differ = 0;
  for (let n = 0; n < 200; n += 1)
    if (leadOf(one, `key-${n}`) !== leadOf(other, `key-${n}`)) differ += 1;
  // Half of them, by four deviations of the binomial distribution.
  expect(Math.abs(differ - 100)).toBeLessThan(4 * Math.sqrt(200 / 4));
});

const anySplit = fc
  .uniqueArray(fc.constantFrom(...ids), { minLength: 2, maxLength: 8 })
  .chain((targetIds) =>
    fc.tuple(
      ...targetIds.map((targetId) =>
        fc.record({ targetId: fc.constant(targetId), weight: fc.integer({ min: 1, max: 50 }) }),
      ),
    ),
  );
const anyKeys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), {
  minLength: 20,
  maxLength: 40,
});

/* Goal: minimal movement. A key moves only to a target that gained, or away from one that lost. */
test('more weight for one target moves keys only to it, less only away from it', () => {
  fc.assert(
    fc.property(anySplit, anyKeys, fc.integer({ min: 1, max: 50 }), (split, keys, added) => {
      const [changed] = split;
      const heavier = split.map((one) =>
        one === changed ? { ...one, weight: one.weight + added } : one,
      );
      const [before, after] = [stickyTo(split), stickyTo(heavier)];
      for (const key of keys) {
        const [from, to] = [leadOf(before, key), leadOf(after, key)];
        expect(from === to || to === changed?.targetId).toBe(true);
      }
    }),
  );
});

test('a target that comes takes only what is its own, one that goes or falls ill moves only its own', () => {
  fc.assert(
    fc.property(anySplit, anyKeys, (split, keys) => {
      const [gone, ...rest] = split;
      const [whole, without] = [stickyTo(split), stickyTo(rest)];
      for (const key of keys) {
        const lead = leadOf(whole, key);
        if (lead !== gone?.targetId) expect(leadOf(without, key)).toBe(lead);
        const signals = signalsOf({ [gone?.targetId ?? '']: { sick: true } });
        const facts = factsWith({ key: { id: key } });
        const ill = whole({ ...anInput, facts, signals }).targets[0]?.id;
        expect(ill).toBe(leadOf(without, key));
      }
    }),
  );
});

test('of two weights that change from 9 to 1 into 8 to 2 one key in nine moves', () => {
  const [before, after] = [stickyTo(weights({ a: 9, b: 1 })), stickyTo(weights({ a: 8, b: 2 }))];
  let moved = 0;
  const count = 10_000;
  for (let n = 0; n < count; n += 1)
    if (leadOf(before, `key-${n}`) !== leadOf(after, `key-${n}`)) moved += 1;
  // A tenth of all keys must move; 4 deviations of the binomial distribution.
  expect(Math.abs(moved - count / 10)).toBeLessThan(4 * Math.sqrt(count * 0.1 * 0.9));
});
