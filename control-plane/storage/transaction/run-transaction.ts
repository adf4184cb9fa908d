import type { PoolClient } from 'pg';
import type { QueryRunner } from 'typeorm';
import { isUnanswered } from '../postgres-errors.ts';

/**
 * READ COMMITTED, as every connection of services is told. When the database leaves a statement unanswered, the connection is
 * closed at once: to roll back would wait as long again, and a connection that goes back to the pool with an open transaction lets
 * its next user commit it.
 */
export async function runTransaction<T>(
  runner: QueryRunner,
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const connection: PoolClient = await runner.connect();
  try {
    await runner.startTransaction();
    const value = await work(runner);
    await runner.commitTransaction();
    return value;
  } catch (thrown) {
    if (isUnanswered(thrown) || !(await isRolledBack(runner))) void connection.end();
    throw thrown;
  }
}

async function isRolledBack(runner: QueryRunner): Promise<boolean> {
  return runner.rollbackTransaction().then(
    () => true,
    () => false,
  );
}
