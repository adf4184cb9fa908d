import { expect, test } from '@jest/globals';
import { QueryFailedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import { toDomainError } from '../../../control-plane/storage/postgres-errors.ts';

const refused = Object.assign(new Error('connect 10.0.0.1:5432'), { code: 'ECONNREFUSED' });
/** As pg throws it when a connection is refused: no query of TypeORM has failed. */
const starting = Object.assign(new Error('the database system is not yet accepting connections'), {
  code: '57P03',
});

test.each([
  ['refuses', refused],
  ['is starting', starting],
  ['is not reached in time', new Error('timeout exceeded when trying to connect')],
  ['goes away', new Error('Connection terminated unexpectedly')],
  ['goes away between two statements', new QueryRunnerProviderAlreadyReleasedError()],
  ['says nothing', new QueryFailedError('SELECT 1', [], new Error('Query read timeout'))],
])('a database that %s is busy, and its address stays inside', (_, thrown) => {
  const error = toDomainError(thrown);
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toMatchObject({ failure: { code: 'BUSY' }, cause: thrown });
  expect(String(error)).not.toContain('10.0.0.1');
});

test('an error of our own, and one that nobody knows, stay what they are', () => {
  const own = new DomainError({ code: 'NOT_FOUND' }, 'Connection terminated');
  expect(toDomainError(own)).toBe(own);
  const unknown = new Error('boom');
  expect(toDomainError(unknown)).toBe(unknown);
});
