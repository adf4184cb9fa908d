import { type EntityManager, EntitySchema } from 'typeorm';
import {
  GRANT_NOTICE_DAYS,
  GRANT_NOTICE_KEPT_DAYS,
  type GrantNotice,
} from '../domain/grant-notice.ts';
import { type Page, type PageRequest, readPage } from './page.ts';

/** Table `grant_notice`: not governed, no node hears of it. */
export const GrantNoticeTable = new EntitySchema<GrantNotice>({
  name: 'grant_notice',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'grant_notice_pkey' },
    tenantId: { name: 'tenant_id', type: 'uuid' },
    grantId: { name: 'grant_id', type: 'uuid' },
    endsAt: { name: 'ends_at', type: 'timestamptz' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  uniques: [{ name: 'grant_notice_grant_id_ends_at_key', columns: ['grantId', 'endsAt'] }],
  indices: [{ name: 'grant_notice_tenant_id_idx', columns: ['tenantId', 'createdAt'] }],
  foreignKeys: [
    {
      name: 'grant_notice_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Grants that hold at $1 and end within the days of $2, of tenants that are there. */
const ENDING = `FROM model_grant JOIN tenant ON tenant.id = model_grant.tenant_id
  WHERE revoked_at IS NULL AND tenant.archived_at IS NULL
    AND not_after > $1 AND not_after <= $1::timestamptz + $2 * interval '1 day'`;

export class GrantNoticeStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Writes a notice for each grant that ends soon and has none for that end; drops those of ends long past. */
  async write(now: Date): Promise<void> {
    await this.#manager.query(
      `INSERT INTO grant_notice (id, tenant_id, grant_id, ends_at, created_at)
        SELECT gen_random_uuid(), model_grant.tenant_id, model_grant.id, not_after, $1 ${ENDING}
        ON CONFLICT ON CONSTRAINT grant_notice_grant_id_ends_at_key DO NOTHING`,
      [now, GRANT_NOTICE_DAYS],
    );
    await this.#manager.query(
      `DELETE FROM grant_notice WHERE ends_at < $1::timestamptz - $2 * interval '1 day'`,
      [now, GRANT_NOTICE_KEPT_DAYS],
    );
  }

  /** Grants that end soon. */
  async countEnding(now: Date): Promise<number> {
    const [row]: { count: string }[] = await this.#manager.query(`SELECT count(*) ${ENDING}`, [
      now,
      GRANT_NOTICE_DAYS,
    ]);
    return Number(row?.count ?? 0);
  }

  /** Newest first; undefined does not narrow. */
  async list(tenantId: string | undefined, page: PageRequest): Promise<Page<GrantNotice>> {
    const list = `grant-notices/${tenantId ?? ''}`;
    const keyset = { list, by: 'row.createdAt', direction: 'DESC' } as const;
    const source = { manager: this.#manager, table: GrantNoticeTable };
    return readPage(source, keyset, page, (query) =>
      tenantId === undefined ? query : query.where({ tenantId }),
    );
  }
}
