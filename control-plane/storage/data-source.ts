import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.ts';
import { tables } from './tables.ts';

/** The three roles of the database; who owns, who serves, who feeds nodes. */
export type DatabaseRole = 'gatehouse_owner' | 'gatehouse_app' | 'gatehouse_feed';

/** Longest statement of a service, in milliseconds. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** When the database itself cannot say so, because it is paused or gone without a word. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;

/**
 * A data source that is not connected yet. Every connection works under `role` from its first statement on.
 * `synchronize` stays off: only migrations change the schema.
 */
export function createDataSource(url: string, role: DatabaseRole, poolMax = 10): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [...tables],
    migrations,
    migrationsTransactionMode: 'each',
    poolSize: poolMax,
    applicationName: role,
    connectTimeoutMS: 5_000,
    extra: {
      options: roleOptions(role),
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      ...(role === 'gatehouse_app' && { query_timeout: ANSWER_TIMEOUT_MS }),
    },
  });
}

/** What `options` of a connection says: the role, and a deadline for each statement of a service. */
export function roleOptions(role: DatabaseRole): string {
  const deadline = role === 'gatehouse_app' ? ` -c statement_timeout=${STATEMENT_TIMEOUT_MS}` : '';
  return `-c role=${role} -c timezone=UTC${deadline}`;
}
