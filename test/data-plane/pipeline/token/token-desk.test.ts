import { describe, expect, test } from '@jest/globals';
import { honours } from '../../../../data-plane/config/build/ready-token-issuer.ts';
import { findCaller } from '../../../../data-plane/pipeline/authenticate.ts';
import { TokenDesk, type TokenOutcome } from '../../../../data-plane/pipeline/token/token-desk.ts';
import { createSigner, tokenIssuerResource } from '../../../support/token.ts';
import { built, receive } from '../../config/snapshot-fixture.ts';
import {
  type Claims,
  ec,
  ed,
  issuer,
  judge,
  NOW_MS,
  NOW_S,
  signers,
  snapshotWith,
  standard,
  tenants,
  token,
} from './token-fixture.ts';

/**
 * Goal: a token is taken exactly when an issuer of the tenant made it for the gateway and it holds now; whatever else is
 * presented is refused, and its caller does not learn why.
 * Method: tokens that are right but for one thing, against a configuration as it comes over the wire.
 */
describe('a token that is right', () => {
  test.each(signers.map((signer) => [signer.algorithm, signer] as const))(
    'is taken: %s',
    (_, signer) => {
      expect(judge(token({}, {}, signer))).toBe('verified');
    },
  );

  test.each<[string, Claims, Claims]>([
    ['one audience of several', { aud: ['other', 'gatehouse'] }, {}],
    ['no type', {}, { typ: undefined }],
    ['the type JWT', {}, { typ: 'JWT' }],
    ['times with a fraction', { iat: NOW_S - 0.5, exp: NOW_S + 10.5 }, {}],
    [
      'keys and addresses of keys in its header, which mean nothing',
      {},
      {
        jku: 'https://evil.example/keys',
        x5u: 'https://evil.example/x',
        jwk: { kty: 'oct', k: 'AA' },
        x5c: ['AA'],
      },
    ],
  ])('may have %s', (_, claims, header) => {
    expect(judge(token(claims, header))).toBe('verified');
  });

  test('calls as the application of its issuer, with what that allows and no more', () => {
    const caller = findCaller({ snapshot: standard, tokens: new TokenDesk() }, token(), NOW_MS);
    expect(caller).toMatchObject({
      tenant: { id: 'a' },
      application: { id: 'application-a' },
      key: { name: 'token:login', workloads: ['chat'], routes: [], scopes: [], attributes: {} },
      token: { facts: {}, subject: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    expect(JSON.stringify(caller.token?.facts)).not.toContain('ada');
  });

  test('is for the operations of its issuer; words of a later build stand for nothing', () => {
    const keyOf = (change: Parameters<typeof tokenIssuerResource>[2]) => {
      const snapshot = snapshotWith(tokenIssuerResource('a', signers, change));
      return findCaller({ snapshot, tokens: new TokenDesk() }, token(), NOW_MS).key;
    };
    const bounds = { routes: ['chat'], operations: ['chat', 'levitation'] };
    // What a node reads that knows no bounds is a route that there is not.
    const confined = { routes: ['(see bounds)'], bounds };
    expect(keyOf(confined)).toMatchObject({ routes: ['chat'], operations: ['chat'] });
    expect(keyOf({ bounds: { operations: ['levitation'] } }).operations).toEqual([]);
    expect(keyOf({}).operations).toBeUndefined();
  });

  test('names its application by a claim where the issuer lets it', () => {
    const named = snapshotWith(
      tokenIssuerResource('a', signers, { applicationId: '', applicationClaim: 'azp.tool' }),
    );
    expect(judge(token({ azp: { tool: 'tool' } }), named)).toBe('verified');
    for (const azp of [{ tool: 'other' }, { tool: ['tool'] }, undefined, { tool: 'constructor' }])
      expect(judge(token({ azp }), named)).toBe('application');
  });
});

describe('facts', () => {
  const facts = [
    { name: 'team', claim: 'https://example.com/team', type: 'string' },
    { name: 'level', claim: 'level', type: 'number' },
    { name: 'staff', claim: 'staff', type: 'boolean' },
    { name: 'roles', claim: 'realm_access.roles', type: 'string_list' },
  ];
  const mapped = snapshotWith(tokenIssuerResource('a', signers, { facts }));
  const factsOf = (claims: Claims) => new TokenDesk().find(mapped, token(claims), NOW_MS)?.facts;

  test('are the claims that the issuer maps, and nothing else', () => {
    expect(
      factsOf({
        'https://example.com/team': 'care',
        level: 3,
        staff: true,
        realm_access: { roles: ['x', 'y'] },
        secret: 'unseen',
      }),
    ).toEqual({ team: 'care', level: 3n, staff: true, roles: ['x', 'y'] });
    expect(factsOf({ level: 2.5, staff: null })).toEqual({ level: 2.5 });
  });

  test.each<[string, Claims]>([
    ['another type', { level: '3' }],
    ['a number that JSON cannot carry', { level: 2 ** 60 }],
    ['a list with something else in it', { realm_access: { roles: ['x', 1] } }],
    ['a list that is too long', { realm_access: { roles: Array(65).fill('x') } }],
    ['a text that is too long', { 'https://example.com/team': 'x'.repeat(257) }],
    ['more than all may hold', { realm_access: { roles: Array(20).fill('x'.repeat(250)) } }],
  ])('spoil the token: %s', (_, claims) => {
    expect(judge(token(claims), mapped)).toBe('claims');
  });
});

test('that a key of an issuer is not known is told of tokens that are in time, and of no others', () => {
  const told: string[] = [];
  const desk = new TokenDesk(undefined, (id) => told.push(id));
  const unknown = { kid: 'gone' };
  desk.find(standard, token({ exp: NOW_S - 600 }, unknown), NOW_MS);
  desk.find(standard, token({ iss: 'https://other.example.com' }, unknown), NOW_MS);
  desk.find(standard, token({}, { kid: undefined }), NOW_MS);
  desk.find(standard, `${token().slice(0, -8)}AAAAAAAA`, NOW_MS);
  expect(told).toEqual([]);
  desk.find(standard, token({}, unknown), NOW_MS);
  expect(told).toEqual(['issuer-a']);
});

describe('what was found right is remembered', () => {
  const deskOf = () => {
    const outcomes: TokenOutcome[] = [];
    return { outcomes, desk: new TokenDesk((outcome) => outcomes.push(outcome)) };
  };

  test('until it ends, and no longer than its token issuer is as it was', () => {
    const { outcomes, desk } = deskOf();
    const text = token();
    for (const atMs of [0, 1, 659_999, 660_000]) desk.find(standard, text, NOW_MS + atMs);
    expect(outcomes.splice(0)).toEqual(['verified', 'remembered', 'remembered', 'expired']);
    // The same again, another snapshot: nothing of the old one holds.
    desk.find(snapshotWith(issuer), text, NOW_MS);
    desk.find(snapshotWith(), text, NOW_MS);
    desk.find(snapshotWith(tokenIssuerResource('a', [ec])), text, NOW_MS);
    desk.find(snapshotWith(tokenIssuerResource('b', signers)), text, NOW_MS);
    expect(outcomes).toEqual(['verified', 'unknown_issuer', 'unknown_key', 'verified']);
  });

  test('however many there are, within a bound; what is wrong is not', () => {
    const { outcomes, desk } = deskOf();
    for (let number = 0; number < 4_200; number += 1)
      desk.find(standard, token({ sub: `subject ${number}` }, {}, ed), NOW_MS);
    expect(desk.rememberedCount).toBeLessThanOrEqual(4_096);
    expect(desk.rememberedCount).toBeGreaterThan(2_048);
    const before = desk.rememberedCount;
    desk.find(standard, token({ aud: 'other' }), NOW_MS);
    expect(desk.rememberedCount).toBe(before);
    expect(outcomes).toHaveLength(4_201);
  });
});

test('a call under way ends with what its token rests on: issuer, key, application', () => {
  const named = { applicationId: '', applicationClaim: 'tool' };
  const claimed = tokenIssuerResource('a', signers, named);
  const began = snapshotWith(claimed);
  const verified = new TokenDesk().find(began, token({ tool: 'tool' }), NOW_MS);
  if (verified === undefined) throw new Error('the token is not taken');
  const others = createSigner('RS256');
  const without = (id: string) =>
    built(receive([...tenants.filter((one) => one.id !== id && one.id !== 'key-a'), claimed]))
      .snapshot;
  expect(
    [
      snapshotWith(claimed),
      snapshotWith(tokenIssuerResource('a', signers, { ...named, name: 'renamed', leewayS: 1 })),
      snapshotWith(),
      snapshotWith(tokenIssuerResource('a', [ec], named)),
      snapshotWith(tokenIssuerResource('a', [others], named)),
      snapshotWith({ ...claimed, id: 'issuer-next' }),
      snapshotWith(tokenIssuerResource('b', signers, named)),
      without('application-a'),
    ].map((snapshot) => honours(snapshot, verified)),
  ).toEqual([true, true, false, false, false, false, false, false]);
});
