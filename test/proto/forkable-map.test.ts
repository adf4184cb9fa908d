import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ForkableMap } from '../../proto/forkable-map.ts';

const change = fc.record({
  key: fc.string({ maxLength: 8 }),
  value: fc.option(fc.nat({ max: 3 })),
  fork: fc.boolean(),
});

test('a fork and its origin are two maps, each like a plain one', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60, size: 'max' }), (changes) => {
      let map = new ForkableMap<number>();
      let model = new Map<string, number>();
      const kept: [ForkableMap<number>, Map<string, number>][] = [];
      for (const { key, value, fork } of changes) {
        if (fork) {
          kept.push([map, model]);
          map = map.fork();
          model = new Map(model);
        }
        if (value === null) {
          map.delete(key);
          model.delete(key);
        } else {
          map.set(key, value);
          model.set(key, value);
        }
      }
      for (const [one, plain] of [...kept, [map, model] as const]) {
        expect(one.size).toBe(plain.size);
        expect(new Map(one)).toEqual(plain);
        for (const [key, value] of plain) expect(one.get(key)).toBe(value);
        const differing = [...map.keysThatDiffer(one)].toSorted();
        const expected = [...new Set([...model.keys(), ...plain.keys()])]
          .filter((name) => model.get(name) !== plain.get(name))
          .toSorted();
        expect(differing).toEqual(expected);
      }
    }),
  );
});

test('it is read like a map', () => {
  const map = new ForkableMap<number>();
  map.set('a', 1);
  map.set('b', 2);
  const seen: [string, number][] = [];
  map.forEach((value, key) => {
    seen.push([key, value]);
  });
  expect(seen.toSorted()).toEqual([...map.entries()].toSorted());
  expect([...map.keys()].toSorted()).toEqual(['a', 'b']);
  expect([...map.values()].toSorted()).toEqual([1, 2]);
  expect([map.has('a'), map.has('c'), map.get('c')]).toEqual([true, false, undefined]);
});
