import { describe, expect, test } from '@jest/globals';
import {
  createAccessToken,
  isInUse,
  permissionsOfToken,
  rotateAccessToken,
} from '../../../control-plane/domain/access-token.ts';
import { permissionsOfRoles } from '../../../control-plane/domain/permission.ts';

const now = new Date('2030-01-01T00:00:00Z');
const origin = {
  createdBy: null,
  id: '1',
  principalId: '2',
  tenantId: null,
  hash: Buffer.alloc(32),
};
const owned = permissionsOfRoles(['developer']);
const create = (notAfter: Date | undefined, name = 'laptop', scope?: readonly string[]) =>
  createAccessToken(origin, { name, notAfter, scope }, { owned, now });
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

test.each([
  [[], 'scope', /at least one/],
  [['route:fly'], 'scope.0', /no such permission/],
  [['route:read', 'route:read'], 'scope.1', /twice/],
  [['route:read', 'principal:write'], 'scope.1', /does not have principal:write/],
])('the scope %j has a fault at %s', (scope, path, message) => {
  const faults = [{ path, message: expect.stringMatching(message) }];
  expect(() => create(undefined, 'ci', scope)).toThrow(
    expect.objectContaining({ failure: { code: 'VALIDATION_FAILED', faults } }),
  );
});

test('a scope takes away, and gives nothing that its owner lost', () => {
  const token = create(undefined, 'ci', ['route:read', 'route:write']);
  expect([...permissionsOfToken(token, owned)]).toEqual(['route:read', 'route:write']);
  const viewing = permissionsOfRoles(['viewer']);
  expect([...permissionsOfToken(token, viewing)]).toEqual(['route:read']);
  expect(permissionsOfToken(create(undefined), viewing)).toBe(viewing);
});

describe('a rotation', () => {
  const token = create(daysAway(30), 'ci', ['route:read']);
  const successorOrigin = { createdBy: null, id: '2', hash: Buffer.alloc(32, 1) };
  const rotate = (overlapSeconds?: number, at = now, of = token) =>
    rotateAccessToken(of, successorOrigin, {
      draft: { overlapSeconds, notAfter: undefined },
      now: at,
    });

  test('gives the same name and scope a new secret and a whole life', () => {
    expect(rotate().successor).toEqual({
      ...token,
      ...successorOrigin,
      rotatedFromId: token.id,
      notAfter: daysAway(90),
    });
  });

  test.each([
    [undefined, daysAway(1)],
    [0, now],
    [604_800, daysAway(7)],
  ])('after %s seconds ends the old one', (seconds, end) => {
    expect(rotate(seconds).previous).toEqual({ ...token, notAfter: end });
  });

  test('never lengthens the life of the old one', () => {
    expect(rotate(undefined, daysAway(29.5)).previous).toBe(token);
    const endless = { ...token, notAfter: null };
    expect(rotate(undefined, now, endless).previous.notAfter).toEqual(daysAway(1));
  });

  test('is refused beyond a week, backwards, and of what has ended', () => {
    for (const seconds of [604_801, -1])
      expect(() => rotate(seconds)).toThrow(/0 seconds to 7 days/);
    expect(() => rotate(60, daysAway(30))).toThrow(/has ended/);
    expect(() => rotate(60, now, { ...token, revokedAt: now })).toThrow(/has ended/);
  });
});
