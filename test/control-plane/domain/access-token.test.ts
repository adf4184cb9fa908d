import { expect, test } from '@jest/globals';
import { createAccessToken, isInUse } from '../../../control-plane/domain/access-token.ts';

const now = new Date('2030-01-01T00:00:00Z');
const origin = { id: '1', principalId: '2', tenantId: null, hash: Buffer.alloc(32) };
const create = (notAfter: Date | undefined, name = 'laptop') =>
  createAccessToken(origin, { name, notAfter }, now);
const daysAway = (days: number) => new Date(now.getTime() + days * 86_400_000);

test('a token ends after 90 days unless its author says otherwise', () => {
  expect(create(undefined).notAfter).toEqual(new Date('2030-04-01T00:00:00Z'));
  expect(create(daysAway(7)).notAfter).toEqual(daysAway(7));
});

test('a token lives at most 400 days', () => {
  expect(create(daysAway(400)).notAfter).toEqual(daysAway(400));
  expect(() => create(new Date(daysAway(400).getTime() + 1))).toThrow(/at most 400 days/);
});

test('a token that has already ended is refused, and so is one without a name', () => {
  expect(() => create(now)).toThrow(/in the future/);
  expect(() => create(daysAway(-1))).toThrow(/in the future/);
  expect(() => create(daysAway(1), ' ')).toThrow(/1 to 200 characters/);
});

test('a token is in use until the moment of its end, and not once it is revoked', () => {
  const token = create(daysAway(1));
  expect(isInUse(token, new Date(daysAway(1).getTime() - 1))).toBe(true);
  expect(isInUse(token, daysAway(1))).toBe(false);
  expect(isInUse({ ...token, revokedAt: now }, now)).toBe(false);
  expect(isInUse({ ...token, notAfter: null }, daysAway(10_000))).toBe(true);
});
