import { expect, test } from '@jest/globals';
import { hashText, unitOf } from '../../../policy/strategy/hash.ts';
import { compareShares } from './chi-square.ts';

test('a hash is the same in every release: sticky choices of callers rest on it', () => {
  expect(hashText('')).toEqual({ high: -1421968373, low: -135768248 });
  expect(unitOf(hashText('key-1'), hashText('target-a'))).toBe(0.9787323275000732);
});

/* Goal: keys that people choose are spread evenly. Method: chi-square over ten buckets, three kinds of keys. */
test.each<[string, (n: number) => string]>([
  ['numbers that follow each other', (n) => String(n)],
  ['names with a number', (n) => `customer-${n}@example.com`],
  ['texts that differ in their first letter only', (n) => `${String.fromCharCode(n)} and so on`],
])('units are even over %s', (_, keyOf) => {
  const arm = hashText('route-1\ntarget-a');
  const counts = new Map<string, number>();
  for (let n = 0; n < 20_000; n += 1) {
    const unit = unitOf(hashText(keyOf(n)), arm);
    const bucket = String(Math.floor(unit * 10));
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const shares = Object.fromEntries([...'0123456789'].map((bucket) => [bucket, 1]));
  const { chiSquare, critical } = compareShares(counts, shares);
  expect(chiSquare).toBeLessThan(critical);
});

test('units of one key with two targets have nothing to do with each other', () => {
  const [one, other] = [hashText('route-1\na'), hashText('route-1\nb')];
  let product = 0;
  const count = 20_000;
  for (let n = 0; n < count; n += 1) {
    const key = hashText(`k${n}`);
    product += (unitOf(key, one) - 0.5) * (unitOf(key, other) - 0.5);
  }
  // Of independent ones the mean is 0 with a deviation of 1/12/sqrt(count): four of them.
  expect(Math.abs(product / count)).toBeLessThan(4 / 12 / Math.sqrt(count));
});
