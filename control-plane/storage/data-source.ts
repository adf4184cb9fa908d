import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.ts';
import { type DatabaseRole, roleOptions, STATEMENT_TIMEOUT_MS } from './database-role.ts';
import { tables } from './tables.ts';

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
