import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonEnd } from '../../data-plane/json-end.ts';

const container = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()));

test('an object or a list is whole at its last character and not before, wherever it was cut', () => {
  fc.assert(
    fc.property(container, fc.nat(), (value, cut) => {
      const text = JSON.stringify(value);
      const end = new JsonEnd();
      const wholeAt = text.split('').findIndex((unit) => {
        end.push(unit);
        return end.isWhole;
      });
      expect(wholeAt).toBe(text.length - 1);
      const halves = new JsonEnd();
      halves.push(text.slice(0, cut % text.length));
      expect(halves.isWhole).toBe(false);
      halves.push(text.slice(cut % text.length));
      expect(halves.isWhole).toBe(true);
    }),
  );
});

test.each(['', ' ', '}', '"{}"', '"a', '1', '{"a":"}'])('%j is not whole', (text) => {
  const end = new JsonEnd();
  end.push(text);
  expect(end.isWhole).toBe(false);
});
