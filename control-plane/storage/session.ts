import { type EntityManager, EntitySchema } from 'typeorm';
import { SESSIONS_MAX, type Session } from '../domain/session.ts';
import { type Page, type PageRequest, readPage } from './page.ts';

/** Table `session`. */
export const SessionTable = new EntitySchema<Session>({
  name: 'session',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'session_pkey' },
    principalId: { name: 'principal_id', type: 'uuid' },
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    hash: { type: 'bytea' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    seenAt: { name: 'seen_at', type: 'timestamptz' },
    notAfter: { name: 'not_after', type: 'timestamptz' },
    endedAt: { name: 'ended_at', type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'session_hash_key', columns: ['hash'] }],
  indices: [
    { name: 'session_principal_id_idx', columns: ['principalId', 'createdAt'] },
    { name: 'session_tenant_id_idx', columns: ['tenantId'] },
  ],
  foreignKeys: [
    {
      name: 'session_principal_id_fkey',
      target: 'principal',
      columnNames: ['principalId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'session_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Sessions of browsers: they are seen and ended, never changed otherwise. */
export class SessionStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async findByHash(hash: Buffer): Promise<Session | undefined> {
    const found = await this.#query().where('row.hash = :hash', { hash }).getOne();
    return found ?? undefined;
  }

  /** Newest first. */
  async list(includeEnded: boolean, page: PageRequest): Promise<Page<Session>> {
    const source = { manager: this.#manager, table: SessionTable };
    const list = `sessions/${includeEnded}`;
    const keyset = { list, by: 'row.createdAt', direction: 'DESC' } as const;
    return readPage(source, keyset, page, (query) =>
      includeEnded ? query : query.where('row.endedAt IS NULL'),
    );
  }

  /** Ends and forgets the oldest ones of the principal beyond what he may have. */
  async insert(session: Session): Promise<void> {
    await this.#manager.createQueryBuilder().insert().into(SessionTable).values(session).execute();
    const { principalId, createdAt } = session;
    await this.#manager.query(
      `UPDATE session SET ended_at = $2 WHERE id IN (
        SELECT id FROM session WHERE principal_id = $1 AND ended_at IS NULL
          ORDER BY created_at DESC, id OFFSET $3)`,
      [principalId, createdAt, SESSIONS_MAX.inUse],
    );
    await this.#manager.query(
      `DELETE FROM session WHERE id IN (
        SELECT id FROM session WHERE principal_id = $1 ORDER BY created_at DESC, id OFFSET $2)`,
      [principalId, SESSIONS_MAX.kept],
    );
  }

  /** Never back, and not after its end. */
  async see(id: string, now: Date): Promise<void> {
    await this.#manager.query(
      'UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2 AND ended_at IS NULL',
      [id, now],
    );
  }

  /** Whether it was not ended before. */
  async end(id: string, now: Date): Promise<boolean> {
    const [, endedCount]: [unknown, number] = await this.#manager.query(
      'UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL',
      [id, now],
    );
    return endedCount > 0;
  }

  /** How many of the principal's were not ended before. */
  async endAll(principalId: string, now: Date): Promise<number> {
    const [, endedCount]: [unknown, number] = await this.#manager.query(
      'UPDATE session SET ended_at = $2 WHERE principal_id = $1 AND ended_at IS NULL',
      [principalId, now],
    );
    return endedCount;
  }

  #query() {
    return this.#manager.createQueryBuilder(SessionTable, 'row');
  }
}
