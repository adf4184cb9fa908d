import { describe, expect, test } from '@jest/globals';
import { readCallHeaders } from '../../../data-plane/doors/call-headers.ts';

describe('the headers of a call', () => {
  test('without any of ours say nothing', () => {
    expect(readCallHeaders({})).toEqual({
      credential: undefined,
      requestedWorkload: undefined,
      claimed: {},
      timeoutMs: undefined,
      explain: false,
    });
  });

  test.each<[string, Record<string, unknown>, string | undefined]>([
    ['a bearer token', { authorization: 'Bearer k1' }, 'k1'],
    ['a bearer token in any case', { authorization: 'bearer  k1 ' }, 'k1'],
    ['x-api-key', { 'x-api-key': 'k2' }, 'k2'],
    ['the bearer token before x-api-key', { authorization: 'Bearer k1', 'x-api-key': 'k2' }, 'k1'],
    ['no other scheme', { authorization: 'Basic k1' }, undefined],
    ['no empty token', { authorization: 'Bearer ', 'x-api-key': '' }, undefined],
    ['no header that came twice', { 'x-api-key': ['k1', 'k2'] }, undefined],
  ])('give as credential %s', (_name, headers, credential) => {
    expect(readCallHeaders(headers).credential).toBe(credential);
  });

  test.each([
    ['1', true],
    ['0', false],
  ])('ask for the decision: %s', (value, explain) => {
    expect(readCallHeaders({ 'x-gatehouse-explain': value }).explain).toBe(explain);
  });

  test.each(['', 'true', '1, 1', '2'])('ask for the decision with 1, not with "%s"', (value) => {
    expect(() => readCallHeaders({ 'x-gatehouse-explain': value })).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        param: 'x-gatehouse-explain',
        message: 'The header x-gatehouse-explain must be 1, or 0.',
      }),
    );
  });

  test('give workload, claims and timeout', () => {
    expect(
      readCallHeaders({
        'x-gatehouse-workload': ' code ',
        'x-gatehouse-metadata': '{"feature":"search","n":3,"beta":true,"__proto__":"p"}',
        'x-gatehouse-timeout-ms': '1500',
      }),
    ).toMatchObject({
      requestedWorkload: 'code',
      claimed: Object.fromEntries([
        ['feature', 'search'],
        ['n', '3'],
        ['beta', 'true'],
        ['__proto__', 'p'],
      ]),
      timeoutMs: 1500,
    });
  });

  test('give the session among the claims, before an entry of its name', () => {
    const claimedOf = (headers: Record<string, string>) => readCallHeaders(headers).claimed;
    expect(claimedOf({ 'x-gatehouse-session': ' s-1 ' })).toEqual({ session: 's-1' });
    expect(claimedOf({ 'x-gatehouse-session': ' ' })).toEqual({});
    const metadata = '{"session":"other","__proto__":"p"}';
    expect(claimedOf({ 'x-gatehouse-session': 's-1', 'x-gatehouse-metadata': metadata })).toEqual(
      Object.fromEntries([
        ['session', 's-1'],
        ['__proto__', 'p'],
      ]),
    );
  });

  test('count the session among the claims', () => {
    const sixteen = Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`k${n}`, 'v']));
    const headers = { 'x-gatehouse-metadata': JSON.stringify(sixteen) };
    expect(Object.keys(readCallHeaders(headers).claimed)).toHaveLength(16);
    expect(() => readCallHeaders({ ...headers, 'x-gatehouse-session': 's' })).toThrow(
      expect.objectContaining({ code: 'invalid_request', param: 'x-gatehouse-metadata' }),
    );
  });

  test.each([
    ['x-gatehouse-session', 'x'.repeat(257)],
    ['x-gatehouse-metadata', 'no json'],
    ['x-gatehouse-metadata', '[1]'],
    ['x-gatehouse-metadata', 'null'],
    ['x-gatehouse-metadata', '{"a":{"b":1}}'],
    ['x-gatehouse-metadata', '{"a":null}'],
    ['x-gatehouse-metadata', '{"":"x"}'],
    ['x-gatehouse-metadata', JSON.stringify({ a: 'x'.repeat(257) })],
    ['x-gatehouse-metadata', JSON.stringify({ ['x'.repeat(65)]: 'a' })],
    ['x-gatehouse-metadata', JSON.stringify({ a: 'x'.repeat(9_000) })],
    [
      'x-gatehouse-metadata',
      JSON.stringify(Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, 'v']))),
    ],
    ['x-gatehouse-timeout-ms', 'soon'],
    ['x-gatehouse-timeout-ms', '0'],
    ['x-gatehouse-timeout-ms', '1.5'],
    ['x-gatehouse-timeout-ms', '3600001'],
    ['x-gatehouse-workload', 'x'.repeat(129)],
  ])('are refused when %s is %p', (name, value) => {
    expect(() => readCallHeaders({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'invalid_request', param: name }),
    );
  });
});
