import { describe, expect, test } from '@jest/globals';
import { resourceContract } from '../../proto/contract/resource.ts';
import { decodeResource, encodeResource } from '../../proto/resource.ts';
import { ROUTE_FORMAT } from '../../proto/route-codec.ts';

const plain = {
  tenantId: 't',
  name: 'assistant',
  operation: 'chat',
  rules: [
    { name: 'all', split: [{ targetId: 'a', weight: 1 }], fallbackTargetIds: ['b'] },
    { name: 'rest', split: [{ targetId: 'a', weight: 1 }] },
  ],
  firstTokenTimeoutMs: 1,
  totalTimeoutMs: 2,
};
const firstRule = plain.rules[0];

test('a route of the first format is the same bytes as ever', () => {
  const bytes = encodeResource('route', plain);
  expect(bytes).toEqual(resourceContract.Route.serialize(plain));
  expect(resourceContract.Route.deserialize(bytes)).toMatchObject({ format: 0 });
  const explicit = { ...firstRule, choice: null, constraints: null, fallbacksByClass: [] };
  expect(encodeResource('route', { ...plain, rules: [explicit, ...plain.rules.slice(1)] })).toEqual(
    bytes,
  );
});

describe.each<[string, object, number?]>([
  ['constraints', { ...plain, constraints: { regions: ['eu'] } }],
  ['a choice', withRule({ choice: { strategy: 'sticky' } })],
  ['constraints of a rule', withRule({ constraints: { dataTerms: ['zero_retention'] } })],
  ['fallbacks by class', withRule({ fallbacksByClass: [{ on: ['budget'], targetIds: ['c'] }] })],
  ['a tier', withRule({ split: [{ targetId: 'a', weight: 1, tier: 1 }] })],
  ['a ramp', withRule({ ramp: { fromTargetId: 'a', toTargetId: 'b' } }), 3],
])('a route with %s', (_, route, format = 2) => {
  const bytes = encodeResource('route', route);

  test('is refused by a build that knows the first format only: its first rule has no name', () => {
    const asOlderBuildsRead = resourceContract.Route.deserialize(bytes);
    expect(asOlderBuildsRead.rules[0]).toMatchObject({ name: '', split: [] });
    expect(asOlderBuildsRead.format).toBe(format);
  });

  test('comes back as it was, however often it goes', () => {
    const read = decodeResource('route', bytes);
    expect(read).toMatchObject(route);
    expect(decodeResource('route', encodeResource('route', read))).toEqual(read);
  });
});

test('a shadow asks nothing of older builds: they make no copies', () => {
  const route = withRule({ shadow: { targetId: 'c', samplePermille: 1 } });
  const bytes = encodeResource('route', route);
  expect(resourceContract.Route.deserialize(bytes)).toMatchObject({ format: 0 });
  expect(decodeResource('route', bytes)).toMatchObject(route);
});

test('a route of a newer format is refused', () => {
  const newer = { ...plain, format: ROUTE_FORMAT + 1 };
  const bytes = resourceContract.Route.serialize(newer);
  expect(() => decodeResource('route', bytes)).toThrow(
    `the route has format ${ROUTE_FORMAT + 1}; this build reads ${ROUTE_FORMAT}`,
  );
});

function withRule(change: object): object {
  return { ...plain, rules: [{ ...firstRule, ...change }, ...plain.rules.slice(1)] };
}
