import { expect, test } from '@jest/globals';
import { nodeOf } from '../../../control-plane/config-stream/registry.ts';
import { hello } from './session/node-session-fixture.ts';

const now = new Date('2030-01-01T00:00:00Z');

test('a node is known by the pool that it says, or by none', () => {
  expect(nodeOf({ ...hello(1), pool: 'eu' }, now).pool).toBe('eu');
  expect(nodeOf(hello(1), now).pool).toBeNull();
});
