import { expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import { formatError } from '../../../control-plane/graphql/format-error.ts';

const report = { requestId: 'r-1', logger: pino({ level: 'silent' }) };
const format = (error: unknown) =>
  formatError({ message: String((error as Error).message) }, error, report);

test('an input with a fault is not repeated: it may hold a credential', () => {
  const message =
    'Variable "$input" got invalid value { name: "x", credential: "sk-live" }; Field "y" is not defined.';
  expect(format(new GraphQLError(message)).message).toBe(
    'Variable "$input" got an invalid value; Field "y" is not defined.',
  );
});

test('the place of a fault within an input stays', () => {
  const message =
    'Variable "$input" got invalid value { a: { b: "c" } } at "input.rules[0]"; Field "d" is required.';
  expect(format(new GraphQLError(message)).message).toBe(
    'Variable "$input" got an invalid value at "input.rules[0]"; Field "d" is required.',
  );
});

test('what is not expected says nothing but the request id', () => {
  const answer = format(new Error('connect ECONNREFUSED postgres://user:password@10.0.0.1'));
  expect(answer).toEqual({
    message: 'The control plane failed; quote the request id to its operators.',
    extensions: { code: 'INTERNAL', requestId: 'r-1' },
  });
});

test('what fails before there is a resolver says no more', () => {
  const cause = new Error('connect ECONNREFUSED 10.0.0.1:5432');
  const message = `Context creation failed: ${cause.message}`;
  expect(format(new GraphQLError(message, { originalError: cause })).extensions).toEqual({
    code: 'INTERNAL',
    requestId: 'r-1',
  });
  const busy = new DomainError({ code: 'BUSY' }, 'Try again shortly.');
  expect(format(new GraphQLError('Context', { originalError: busy }))).toEqual({
    message: 'Try again shortly.',
    extensions: { code: 'BUSY', requestId: 'r-1' },
  });
});

test('a DomainError is its code and what mends it', () => {
  const error = new DomainError({ code: 'PERMISSION_DENIED', permission: 'route:read' }, 'No.');
  expect(format(error)).toEqual({
    message: 'No.',
    extensions: { code: 'PERMISSION_DENIED', permission: 'route:read', requestId: 'r-1' },
  });
});
