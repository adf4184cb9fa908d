import { randomFillSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createRequestIds } from '../../../data-plane/doors/request-id.ts';

test('an id is a UUID of version 7 and variant 2 that begins with the milliseconds', () => {
  const next = createRequestIds({ now: () => 0x0123456789ab, randomFill: randomFillSync });
  for (let count = 0; count < 1000; count += 1) {
    expect(next()).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test('ids of one millisecond differ', () => {
  const next = createRequestIds({ now: () => 1, randomFill: randomFillSync });
  expect(new Set(Array.from({ length: 5000 }, next)).size).toBe(5000);
});

test('every random bit but those of version and variant is used', () => {
  const next = createRequestIds({ now: () => 0, randomFill: (target) => target.fill(0xff) });
  expect(next()).toBe('00000000-0000-7fff-bfff-ffffffffffff');
});
