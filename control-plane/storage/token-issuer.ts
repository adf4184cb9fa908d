import { type EntityManager, EntitySchema } from 'typeorm';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { TokenIssuer, TokenKey, TokenKeySet } from '../domain/token-issuer.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import type { StoredReading } from './identity/token-issuer-key.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { equals, hasPart, includesArchived, inField } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Any number that nothing else locks; the same in every replica. */
const COUNT_LOCK = 7_163_425;

/** Table `token_issuer`. */
export const TokenIssuerTable = new EntitySchema<TokenIssuer>({
  name: 'token_issuer',
  columns: {
    ...archivableColumns('token_issuer'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    name: { type: 'text' },
    issuer: { type: 'text' },
    audience: { type: 'text' },
    algorithms: { type: 'text', array: true },
    leewaySeconds: { name: 'leeway_seconds', type: 'integer' },
    lifetimeSecondsMax: { name: 'lifetime_seconds_max', type: 'integer' },
    applicationId: { name: 'application_id', type: 'uuid', nullable: true },
    applicationClaim: { name: 'application_claim', type: 'text', nullable: true },
    workloads: { type: 'text', array: true },
    routes: { type: 'text', array: true },
    operations: { type: 'text', array: true, default: '{}' },
    scopes: { type: 'text', array: true },
    facts: { type: 'jsonb' },
    enabled: { type: 'boolean' },
  },
  uniques: [{ name: 'token_issuer_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [
    {
      name: 'token_issuer_issuer_audience_idx',
      columns: ['issuer', 'audience'],
      unique: true,
      where: 'archived_at IS NULL',
    },
    { name: 'token_issuer_application_id_idx', columns: ['applicationId'] },
    ...sortedBy('token_issuer', 'name', 'createdAt', 'updatedAt'),
  ],
  checks: [
    { name: 'token_issuer_audience_check', expression: `audience <> ''` },
    {
      name: 'token_issuer_application_check',
      expression: '(application_id IS NULL) <> (application_claim IS NULL)',
    },
  ],
  foreignKeys: [
    {
      name: 'token_issuer_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'token_issuer_application_id_fkey',
      target: 'application',
      columnNames: ['applicationId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which token issuers; what is undefined does not narrow. */
export interface TokenIssuerFilter {
  readonly tenantId: string | undefined;
  readonly includeArchived: boolean;
  /** Part of the name or of the issuer. */
  readonly text?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly enabled?: boolean | undefined;
}

export const tokenIssuerListing: Listing<TokenIssuer, TokenIssuerFilter, RecordSort> = {
  name: 'token-issuers',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    tenantId: equals('tenantId'),
    includeArchived: includesArchived,
    text: hasPart(inField('name'), inField('issuer')),
    applicationId: equals('applicationId'),
    enabled: equals('enabled'),
  },
};

export class TokenIssuerStore extends RowStore<TokenIssuer> {
  constructor(manager: EntityManager) {
    super(manager, TokenIssuerTable, 'token issuer');
  }

  async list(
    wish: ListWish<TokenIssuerFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<TokenIssuer>> {
    return readList(this, tokenIssuerListing, wish, page);
  }

  /** Those of a tenant that are not archived. Whoever counts next waits until this transaction ends. */
  async countInUse(tenantId: string): Promise<number> {
    await this.manager.query('SELECT pg_advisory_xact_lock($1)', [COUNT_LOCK]);
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId })
      .andWhere('row.archivedAt IS NULL')
      .getCount();
  }
}

/** A token issuer that is to be read. */
export interface DueTokenIssuer {
  readonly id: string;
  readonly tenantId: string;
  readonly issuer: string;
}

/** Keys of token issuers, and how reading them goes. */
export class TokenIssuerKeyStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Those in use whose time has come, first who waits longest; the scope must be the platform's. */
  async listDue(now: Date, limit: number): Promise<readonly DueTokenIssuer[]> {
    return this.#manager.query(
      `SELECT t.id, t.tenant_id AS "tenantId", t.issuer FROM token_issuer t
        LEFT JOIN token_issuer_reading reading ON reading.token_issuer_id = t.id
        WHERE t.enabled AND t.archived_at IS NULL AND (reading.due_at IS NULL OR reading.due_at <= $1)
        ORDER BY reading.due_at NULLS FIRST, t.id LIMIT $2`,
      [now, limit],
    );
  }

  /** For loaders. */
  async describe(ids: readonly string[]): Promise<ReadonlyMap<string, TokenKeySet>> {
    const rows: (TokenKeySet & { readonly id: string })[] = await this.#manager.query(
      `SELECT t.id, coalesce(jsonb_path_query_array(key_set.keys, '$[*].keyId'), '[]') AS "keyIds",
          reading.read_at AS "readAt", reading.fault
        FROM token_issuer t LEFT JOIN token_issuer_key_set key_set ON key_set.token_issuer_id = t.id
        LEFT JOIN token_issuer_reading reading ON reading.token_issuer_id = t.id
        WHERE t.id = ANY($1::uuid[])`,
      [[...ids]],
    );
    return new Map(rows.map(({ id, ...keySet }) => [id, keySet]));
  }

  /**
   * Keeps what was read of an issuer that is in use, and that nobody has read later. Keys that are as they were change nothing.
   * Gives the ids of the keys before; undefined when nothing was kept.
   */
  async keep(
    { id, tenantId }: Pick<DueTokenIssuer, 'id' | 'tenantId'>,
    keys: readonly TokenKey[],
    { readAt, dueAt }: { readonly readAt: Date; readonly dueAt: Date },
  ): Promise<{ readonly keyIdsBefore: readonly string[]; readonly isNew: boolean } | undefined> {
    const [held]: { id: string }[] = await this.#manager.query(
      `SELECT t.id FROM token_issuer t LEFT JOIN token_issuer_reading reading ON reading.token_issuer_id = t.id
        WHERE t.id = $1 AND t.enabled AND t.archived_at IS NULL
          AND (reading.read_at IS NULL OR reading.read_at < $2) FOR UPDATE OF t`,
      [id, readAt],
    );
    if (held === undefined) return undefined;
    await this.#note({ id, tenantId }, { dueAt, triedAt: readAt, readAt, fault: null });
    const [before]: { keys: readonly TokenKey[] }[] = await this.#manager.query(
      'SELECT keys FROM token_issuer_key_set WHERE token_issuer_id = $1',
      [id],
    );
    const isNew = canonicalJson(before?.keys ?? []) !== canonicalJson(keys);
    if (isNew)
      await this.#manager.query(
        `INSERT INTO token_issuer_key_set (token_issuer_id, tenant_id, keys) VALUES ($1, $2, $3)
          ON CONFLICT ON CONSTRAINT token_issuer_key_set_pkey DO UPDATE SET keys = excluded.keys`,
        [id, tenantId, JSON.stringify(keys)],
      );
    return { keyIdsBefore: (before?.keys ?? []).map(({ keyId }) => keyId), isNew };
  }

  /** Notes that an issuer could not be read; its keys stay. */
  async noteFault(
    issuer: Pick<DueTokenIssuer, 'id' | 'tenantId'>,
    fault: string,
    { triedAt, dueAt }: Pick<StoredReading, 'triedAt' | 'dueAt'>,
  ): Promise<void> {
    await this.#note(issuer, { dueAt, triedAt, readAt: null, fault });
  }

  /** Lets it be read at `at`, or as long after the last try as `pauseMs` says. One that was never read is due anyway. */
  async makeDue(id: string, at: Date, pauseMs: number): Promise<void> {
    await this.#manager.query(
      `UPDATE token_issuer_reading
        SET due_at = least(due_at, greatest($2, tried_at + $3 * interval '1 millisecond'))
        WHERE token_issuer_id = $1`,
      [id, at, pauseMs],
    );
  }

  /**
   * Lets issuers be read soon whose keys may have changed, each with all that are registered of it, so that it is asked once: at `at`,
   * or as long after anybody's last try as `pauseMs` says. The scope must be the platform's.
   */
  async hasten(ids: readonly string[], at: Date, pauseMs: number): Promise<void> {
    if (ids.length === 0) return;
    await this.#manager.query(
      `WITH held AS MATERIALIZED (
          SELECT reading.token_issuer_id AS id, t.issuer, reading.tried_at
            FROM token_issuer t JOIN token_issuer_reading reading ON reading.token_issuer_id = t.id
            WHERE t.enabled AND t.archived_at IS NULL
              AND t.issuer IN (SELECT issuer FROM token_issuer WHERE id = ANY($1::uuid[]))
            ORDER BY reading.token_issuer_id FOR UPDATE OF reading
        ), due AS (
          SELECT id, greatest($2, max(tried_at) OVER (PARTITION BY issuer) + $3 * interval '1 millisecond') AS at
            FROM held
        )
        UPDATE token_issuer_reading SET due_at = due.at FROM due
          WHERE token_issuer_id = due.id AND due_at > due.at`,
      [[...ids], at, pauseMs],
    );
  }

  /** Nodes take none of its tokens, and none that comes later until it is read anew. */
  async remove(id: string): Promise<void> {
    await this.#manager.query('DELETE FROM token_issuer_key_set WHERE token_issuer_id = $1', [id]);
  }

  async #note(
    { id, tenantId }: Pick<DueTokenIssuer, 'id' | 'tenantId'>,
    { dueAt, triedAt, readAt, fault }: Omit<StoredReading, 'tokenIssuerId' | 'tenantId'>,
  ): Promise<void> {
    await this.#manager.query(
      `INSERT INTO token_issuer_reading AS held (token_issuer_id, tenant_id, due_at, tried_at, read_at, fault)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT ON CONSTRAINT token_issuer_reading_pkey DO UPDATE
          SET due_at = excluded.due_at, tried_at = excluded.tried_at, fault = excluded.fault,
            read_at = coalesce(excluded.read_at, held.read_at)`,
      [id, tenantId, dueAt, triedAt, readAt, fault],
    );
  }
}
