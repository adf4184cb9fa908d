import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readKeyHash } from '../../../data-plane/config/key/key-hash.ts';
import { ForkableIndex } from '../../../data-plane/config/packed/forkable-index.ts';
import { PackedDomain } from '../../../data-plane/config/packed/packed-domain.ts';
import { decodeResource, encodeResource } from '../../../proto/resource.ts';
import { rawResource } from '../../support/configuration.ts';

/** Goal: resources in one memory, and the indexes over them, give what maps of objects would. */

interface IndexStep {
  readonly isAdded: boolean;
  readonly print: number;
  readonly value: string;
}

/** Few prints of few shards, so that many are taken and neighbours run into one another. */
const indexSteps: fc.Arbitrary<readonly IndexStep[]> = fc.array(
  fc.record({
    isAdded: fc.boolean(),
    print: fc.nat({ max: 40 }).map((number) => (number % 20) * 256 * 3 + (number % 2)),
    value: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  }),
  { maxLength: 120 },
);

function follow(
  index: ForkableIndex<string>,
  held: Set<string>,
  steps: readonly IndexStep[],
): void {
  for (const { isAdded, print, value } of steps) {
    const name = `${print} ${value}`;
    if (isAdded && !held.has(name)) index.add(print, value);
    else if (!isAdded) index.delete(print, value);
    if (isAdded) held.add(name);
    else held.delete(name);
  }
}

function expectContent(index: ForkableIndex<string>, held: ReadonlySet<string>): void {
  for (let number = 0; number < 40; number += 1) {
    const print = (number % 20) * 256 * 3 + (number % 2);
    for (const value of 'abcdef')
      expect([print, value, index.find(print, (one) => one === value)]).toEqual([
        print,
        value,
        held.has(`${print} ${value}`) ? value : undefined,
      ]);
  }
}

test('an index holds what was put in and not taken out, and a fork leaves the other side as it is', () => {
  fc.assert(
    fc.property(indexSteps, indexSteps, indexSteps, (first, left, right) => {
      const index = new ForkableIndex<string>();
      const held = new Set<string>();
      follow(index, held, first);
      const fork = index.fork();
      const forked = new Set(held);
      follow(index, held, left);
      follow(fork, forked, right);
      expectContent(index, held);
      expectContent(fork, forked);
    }),
    { numRuns: 60 },
  );
});

test.each([3, 300])('a domain of %d resources finds each by its key, and no other', (count) => {
  const resources = Array.from({ length: count }, (_, number) =>
    rawResource(
      number % 3 === 0 ? 'api_key' : `kind é ${number % 2}`,
      `ключ ${number}`,
      'a',
      Buffer.from([number]),
    ),
  );
  const domain = PackedDomain.of('a', resources);
  expect(domain.size).toBe(count);
  expect([...domain.keys()]).toEqual(resources.map(({ kind, id }) => `${kind}/${id}`));
  for (const { kind, id, version, body } of resources)
    expect(domain.get(`${kind}/${id}`)).toMatchObject({ kind, id, tenantId: 'a', version, body });
  for (const key of ['', 'api_key/', 'api_key/ключ', `api_key/ключ ${count}`])
    expect(domain.has(key)).toBe(false);
});

/** What other encoders may write: fields twice, in another order, unknown ones, long tags, lengths with leading zeros. */
const oddities: readonly Buffer[] = [
  Buffer.from([0x22, 2, 7, 7]),
  Buffer.from([0x22, 0x82, 0, 8, 8]),
  Buffer.from([0xa2, 0, 2, 9, 9]),
  Buffer.from([0xf8, 0xff, 0x03, 0x96, 0x01]),
  Buffer.from([0x79, 1, 2, 3, 4, 5, 6, 7, 8]),
  Buffer.from([0x7d, 1, 2, 3, 4]),
  Buffer.from([0x7b, 0x7c]),
  Buffer.from([0x50, 0xff, 0xff, 0xff, 0xff, 0x0f]),
];

test('the hash of a key is found without decoding the key, and is the one that decoding gives', () => {
  fc.assert(
    fc.property(
      fc.record({
        name: fc.string(),
        hash: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        workloads: fc.array(fc.string(), { maxLength: 3 }),
        attributes: fc.dictionary(fc.string(), fc.string({ maxLength: 300 }), { maxKeys: 2 }),
        notAfterUnixMs: fc.nat(),
      }),
      fc.array(fc.constantFrom(...oddities), { maxLength: 3 }),
      fc.array(fc.constantFrom(...oddities), { maxLength: 3 }),
      (key, before, behind) => {
        const body = Buffer.concat([...before, encodeResource('api_key', key), ...behind]);
        expect(readKeyHash(body)).toEqual(decodeResource('api_key', body).hash);
      },
    ),
  );
});
