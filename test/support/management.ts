import { createHash, randomInt, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'typeorm';
import { Authenticator } from '../../control-plane/auth/authenticator.ts';
import { ensureBootstrapPrincipal } from '../../control-plane/auth/bootstrap.ts';
import { CheckDesk } from '../../control-plane/config-stream/session/check-desk.ts';
import type { Role } from '../../control-plane/domain/permission.ts';
import type { PrincipalKind } from '../../control-plane/domain/principal.ts';
import { Envelope } from '../../control-plane/secrets/envelope.ts';
import { ensurePepper } from '../../control-plane/secrets/pepper.ts';
import { createSecret } from '../../control-plane/secrets/secret-format.ts';
import { ensureTokenHasher } from '../../control-plane/secrets/secret-hash.ts';
import { AuditSigner } from '../../control-plane/services/audit/signer.ts';
import type { MutationCall } from '../../control-plane/services/mutation.ts';
import { Operation } from '../../control-plane/services/operation.ts';
import {
  createServices,
  type ServiceSecrets,
  type Services,
} from '../../control-plane/services/services.ts';
import { createDataSource } from '../../control-plane/storage/data-source.ts';
import { Storage } from '../../control-plane/storage/storage.ts';
import { openTestDatabase } from './database.ts';

/**
 * The services on a database of their own, as the role that serves, and principals to call them.
 */
export interface Management extends AsyncDisposable {
  /** Superuser on the same database. */
  readonly url: string;
  /** Looks behind the services, as superuser. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<readonly Row[]>;
  /**
   * Statements that the services have sent so far, those that begin and end transactions included.
   */
  statementCount(): number;
  /** Tells of each statement as it is about to be sent, until somebody else is told instead. */
  watchStatements(told: ((sql: string) => void) | undefined): void;
  readonly storage: Storage;
  readonly services: Services;
  readonly secrets: ServiceSecrets;
  readonly authenticator: Authenticator;
  /** By the person `bootstrap`, platform-admin of the platform. */
  readonly admin: Operation;
  /** Token of `admin`. */
  readonly adminToken: string;
  /** By a new principal with these roles: a human of the platform, unless told otherwise. */
  operation(roles: readonly Role[], who?: Who): Promise<Operation>;
}

/** Which principal; its name is made up unless given. */
export interface Who {
  readonly tenantId?: string;
  readonly kind?: PrincipalKind;
  readonly name?: string;
}

/** Time of all operations of `openManagement`, unless a test makes its own. */
export const managementNow = new Date('2030-01-01T00:00:00Z');

/**
 * @param poolMax connections of the services
 * @param databaseUrl superuser on a database that is migrated, and that the caller disposes of; a fresh one otherwise
 */
export async function openManagement(poolMax = 4, databaseUrl?: string): Promise<Management> {
  const database =
    databaseUrl === undefined
      ? await openTestDatabase()
      : { url: databaseUrl, [Symbol.asyncDispose]: async () => undefined };
  const counter = new StatementCounter();
  const source = await createDataSource(database.url, 'gatehouse_app', poolMax)
    .setOptions({ logging: ['query'], logger: counter })
    .initialize();
  const storage = new Storage(source);
  const envelope = new Envelope(createHash('sha256').update(database.url).digest());
  const pepper = await ensurePepper(storage, envelope, managementNow);
  const tokenHasher = await ensureTokenHasher(storage, envelope, managementNow);
  const auditSigner = new AuditSigner(storage, envelope);
  const secrets = { envelope, pepper, tokenHasher, auditSigner };
  const services = createServices(storage, secrets, new CheckDesk());
  const authenticator = new Authenticator(storage, tokenHasher);
  const superuser = new pg.Pool({ connectionString: database.url, max: 1, idleTimeoutMillis: 0 });
  superuser.on('error', () => undefined);
  const adminToken = createSecret('gth_pat_', randomInt);
  await ensureBootstrapPrincipal(
    storage,
    { token: adminToken, hasher: tokenHasher },
    managementNow,
  );
  const admin = await authenticator.authenticate(`Bearer ${adminToken}`, managementNow);
  return {
    url: database.url,
    query: async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
      (await superuser.query<Row>(sql, values)).rows,
    statementCount: () => counter.count,
    watchStatements: (told) => {
      counter.told = told;
    },
    storage,
    services,
    secrets,
    authenticator,
    admin,
    adminToken,
    operation: async (roles, who = {}) => {
      const { tenantId = null, kind = 'human', name = `someone ${randomUUID()}` } = who;
      const draft = { tenantId, kind, name, email: null, roles };
      const { value } = await services.principals.create(admin, call('createPrincipal'), draft);
      return new Operation(value, 'access_token', managementNow);
    },
    [Symbol.asyncDispose]: async () => {
      await services.audit.close();
      await superuser.end();
      await source.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

class StatementCounter implements Logger {
  count = 0;
  told: ((sql: string) => void) | undefined;
  logQuery(sql: string): void {
    this.count += 1;
    this.told?.(sql);
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

/** A mutation as a caller sends it; with a key it can be repeated. */
export function call(name: string, input: object = {}, idempotencyKey?: string): MutationCall {
  return { name, input, idempotencyKey };
}
