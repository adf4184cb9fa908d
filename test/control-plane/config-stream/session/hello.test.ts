import { expect, test } from '@jest/globals';
import { negotiateSchema } from '../../../../control-plane/config-stream/session/hello.ts';

test.each([
  ['a node of the release before', { min: 1, max: 1 }, { min: 1, max: 2 }, 1],
  ['a node of the release after', { min: 1, max: 3 }, { min: 1, max: 2 }, 2],
  ['a node of the same release', { min: 1, max: 2 }, { min: 1, max: 2 }, 2],
  ['a node that is too old', { min: 1, max: 1 }, { min: 2, max: 3 }, undefined],
  ['a node that is too new', { min: 4, max: 5 }, { min: 2, max: 3 }, undefined],
])('the highest schema that both know is written: %s', (_who, reader, writer, schema) => {
  expect(negotiateSchema(reader, writer)).toBe(schema);
});
