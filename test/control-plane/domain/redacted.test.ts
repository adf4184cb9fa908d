import { format, inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { Redacted } from '../../../control-plane/domain/redacted.ts';

const secret = new Redacted('hunter2');

test('only reveal gives the value', () => {
  expect(secret.reveal()).toBe('hunter2');
});

test.each([
  ['a template', () => `${secret}`],
  ['JSON', () => JSON.stringify({ credential: secret })],
  ['inspect', () => inspect({ credential: secret }, { depth: 9, showHidden: true })],
  ['format', () => format('%s %o %j %O', secret, secret, secret, secret)],
  ['a spread', () => JSON.stringify({ ...secret })],
  ['its own keys', () => JSON.stringify(Object.entries(secret))],
])('%s hides it', (_way, show) => {
  expect(show()).not.toContain('hunter2');
});
