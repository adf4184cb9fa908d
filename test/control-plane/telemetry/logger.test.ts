import { expect, test } from '@jest/globals';
import { describeError } from '../../../control-plane/telemetry/logger.ts';

test('a failed query is logged without its parameters', () => {
  const cause = Object.assign(new Error('duplicate key'), { parameters: ['a-hash'] });
  const error = Object.assign(new Error('insert failed', { cause }), {
    code: '23505',
    parameters: ['someone@example.org'],
    query: 'INSERT',
  });
  const text = JSON.stringify(describeError(error));
  expect(text).toContain('insert failed');
  expect(text).toContain('23505');
  expect(text).toContain('duplicate key');
  expect(text).not.toContain('someone@example.org');
  expect(text).not.toContain('a-hash');
});
