import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  applyUpdate,
  EMPTY_SET,
  type ResourceSet,
  type WholeUpdate,
} from '../../../data-plane/config/resource-store.ts';
import { runAtOnce } from '../../../data-plane/config/slices.ts';
import { digestOf, rawResource, type TestResource } from '../../support/configuration.ts';

type Content = ReadonlyMap<string, TestResource>;

function step(
  before: Content,
  after: Content,
  positions: { readonly from: bigint; readonly to: bigint; readonly full?: boolean },
): WholeUpdate {
  const { from, to, full = false } = positions;
  const changed = [...after].filter(([key, { version, tenantId }]) => {
    const held = before.get(key);
    return held === undefined || !held.version.equals(version) || held.tenantId !== tenantId;
  });
  return {
    nonce: '1',
    from: { epoch: 1n, revision: from },
    to: { epoch: 1n, revision: to },
    full,
    upserts: full ? [...after.values()] : changed.map(([, resource]) => resource),
    removals: full
      ? []
      : [...before.values()].filter(({ kind, id }) => !after.has(`${kind}/${id}`)),
    digest: digestOf(after.values()),
    oldestCommitAtMs: 0,
  };
}

function apply(held: ResourceSet, update: WholeUpdate): ResourceSet {
  const result = runAtOnce(applyUpdate(held, update));
  if (result.kind !== 'applied') throw new Error(result.message);
  return result.set;
}

function contentOf(set: ResourceSet): readonly string[] {
  return [...set.domains.entries()]
    .flatMap(([tenantId, domain]) =>
      [...domain.values()].map(
        ({ kind, id, version }) => `${tenantId}:${kind}/${id}@${version.toString('hex')}`,
      ),
    )
    .toSorted();
}

function namesOf(content: Content): readonly string[] {
  return [...content.values()]
    .map(
      ({ kind, id, tenantId, version }) => `${tenantId}:${kind}/${id}@${version.toString('hex')}`,
    )
    .toSorted();
}

const contents: fc.Arbitrary<Content> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('tenant', 'route', 'grant'),
      id: fc.constantFrom('1', '2', '3', '4'),
      tenantId: fc.constantFrom('', 'a', 'b'),
      body: fc.uint8Array({ maxLength: 3 }),
    }),
    { maxLength: 12 },
  )
  .map(
    (list) =>
      new Map(
        list.map(({ kind, id, tenantId, body }) => [
          `${kind}/${id}`,
          rawResource(kind, id, tenantId, Buffer.from(body)),
        ]),
      ),
  );

test('any sequence of steps leads to what a full update would give, and never touches earlier sets', () => {
  fc.assert(
    fc.property(fc.array(contents, { minLength: 1, maxLength: 6 }), (history) => {
      let set = EMPTY_SET;
      let before: Content = new Map();
      const seen: { readonly set: ResourceSet; readonly content: Content }[] = [];
      history.forEach((after, index) => {
        const from = set.position.revision;
        set = apply(set, {
          ...step(before, after, { from, to: BigInt(index + 1) }),
          from: set.position,
        });
        seen.push({ set, content: after });
        before = after;
      });
      for (const { set: earlier, content } of seen) {
        expect(contentOf(earlier)).toEqual(namesOf(content));
        expect(earlier.digest).toEqual(digestOf(content.values()));
        expect([...earlier.domains.values()].every((domain) => domain.size > 0)).toBe(true);
      }
      const full = apply(EMPTY_SET, step(new Map(), before, { from: 0n, to: 9n, full: true }));
      expect(contentOf(full)).toEqual(contentOf(set));
      expect(full.digest).toEqual(set.digest);
    }),
  );
});

const one = new Map([['route/1', rawResource('route', '1', 'a', Buffer.from('one'))]]);
const two = new Map([
  ...one,
  ['route/2', rawResource('route', '2', 'b', Buffer.from('two'))] as const,
]);
const held = apply(EMPTY_SET, step(new Map(), two, { from: 0n, to: 5n, full: true }));

test('an update that would go back within its epoch is refused', () => {
  const result = runAtOnce(
    applyUpdate(held, step(new Map(), one, { from: 0n, to: 4n, full: true })),
  );
  expect(result.kind).toBe('older');
});

test('a lower revision of a higher epoch is newer', () => {
  const update = step(new Map(), one, { from: 0n, to: 1n, full: true });
  const set = apply(held, { ...update, to: { epoch: 2n, revision: 1n } });
  expect(contentOf(set)).toEqual(namesOf(one));
});

test('an update that starts elsewhere than where the node stands is a gap', () => {
  expect(runAtOnce(applyUpdate(held, step(two, one, { from: 4n, to: 6n }))).kind).toBe('gap');
  expect(runAtOnce(applyUpdate(held, step(two, one, { from: 6n, to: 7n }))).kind).toBe('gap');
});

test('a body that is not of its version, or a digest that is not that of the result, is corrupt', () => {
  const good = step(two, one, { from: 5n, to: 6n });
  expect(runAtOnce(applyUpdate(held, { ...good, digest: Buffer.alloc(32) })).kind).toBe('corrupt');
  const forged = { ...rawResource('route', '3', 'a', Buffer.from('x')), body: Buffer.from('y') };
  const update = { ...good, upserts: [forged] };
  expect(runAtOnce(applyUpdate(held, update))).toMatchObject({
    kind: 'corrupt',
    message: expect.stringContaining('route/3'),
  });
});

test('a step keeps the domains that it does not touch, and so does a full update with the same content', () => {
  const three = new Map([
    ...two,
    ['route/3', rawResource('route', '3', 'b', Buffer.from('3'))] as const,
  ]);
  const next = apply(held, step(two, three, { from: 5n, to: 6n }));
  expect(next.domains.get('a')).toBe(held.domains.get('a'));
  expect(next.domains.get('b')).not.toBe(held.domains.get('b'));
  const full = apply(next, step(new Map(), three, { from: 0n, to: 7n, full: true }));
  expect(full.domains.get('a')).toBe(held.domains.get('a'));
  expect(full.domains.get('b')).toBe(next.domains.get('b'));
});
