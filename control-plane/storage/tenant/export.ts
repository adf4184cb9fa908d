import type { EntityManager } from 'typeorm';

/** A table whose rows a tenant may take along. */
export interface ExportedTable {
  readonly name: string;
  /** The column that says whose a row is. */
  readonly owner: string;
  /** Columns of the order, with their types, that together tell one row from the others: an index of the owner has them, or rows are few. */
  readonly order: Readonly<Record<string, string>>;
  /** Whether rows have a time `at` by which they can be narrowed. */
  readonly isTimed: boolean;
  /** Rows of one page: few where each may be a whole document. */
  readonly pageRows: number;
}

const PAGE_ROWS = 500;
/** Rules, proposals: up to a quarter of a megabyte each. */
const DOCUMENT_ROWS = 50;

function table(name: string, change: Partial<ExportedTable> = {}): ExportedTable {
  const usual = { owner: 'tenant_id', isTimed: false, pageRows: PAGE_ROWS };
  return { name, order: { id: 'uuid' }, ...usual, ...change };
}

/**
 * All that belongs to a tenant, what others name first. Not among them: sealed secrets, the history of what nodes were given (it has hashes
 * of keys in it, and the rows themselves are here), and the database's own bookkeeping. A test finds a table that is in neither list.
 */
export const exportedTables: readonly ExportedTable[] = [
  table('tenant', { owner: 'id' }),
  table('principal'),
  table('role'),
  table('identity_provider'),
  table('federated_identity', { order: { identity_provider_id: 'uuid', subject: 'text' } }),
  table('access_token'),
  table('access_token_use', { order: { access_token_id: 'uuid' } }),
  table('session'),
  table('application'),
  table('api_key'),
  table('api_key_use', { order: { api_key_id: 'uuid' } }),
  table('token_issuer'),
  table('token_issuer_use', { order: { token_issuer_id: 'uuid' } }),
  table('outside_detector'),
  table('usage_limit'),
  table('budget'),
  table('prompt_policy', { pageRows: DOCUMENT_ROWS }),
  table('route', { pageRows: DOCUMENT_ROWS }),
  table('approval_rule'),
  table('change_request', { pageRows: DOCUMENT_ROWS }),
  table('impact', { order: { change_request_id: 'uuid' }, pageRows: DOCUMENT_ROWS }),
  table('review'),
  table('config_plan', { pageRows: DOCUMENT_ROWS }),
  table('resource_owner', { order: { kind: 'text', resource_id: 'uuid' } }),
  table('model_grant'),
  table('grant_notice'),
  table('usage_event', {
    order: { at: 'timestamptz', request_id: 'uuid', attempt: 'integer' },
    isTimed: true,
  }),
  table('decision', {
    order: { at: 'timestamptz', request_id: 'uuid' },
    isTimed: true,
    pageRows: DOCUMENT_ROWS,
  }),
  table('audit_event', { order: { id: 'bigint' }, isTimed: true }),
];

/** Whose rows, of which time, after which row: values of the columns of the order. */
export interface ExportPlace {
  readonly tenantId: string;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  readonly after: readonly string[] | undefined;
}

/** Rows as JSON text, and where the next page begins; undefined after the last. */
export interface ExportPage {
  readonly rows: readonly string[];
  readonly next: readonly string[] | undefined;
}

/** Reads tables as they are, but for columns of bytes: those are hashes and what is sealed, in every table. */
export class TenantExportStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * Whether something of the tenant was changed by what came after a place in its log. Refusals change nothing, and exports neither;
   * uses, usage and sessions are in no log.
   */
  async hasChangedSince(tenantId: string, sequence: bigint): Promise<boolean> {
    const [row]: { changed: boolean }[] = await this.#manager.query(
      `SELECT EXISTS (SELECT FROM audit_event WHERE chain = $1 AND sequence > $2
          AND action NOT IN ('mutation.refuse', 'mutation.refuse-more', 'tenant.export', 'audit.export')) AS changed`,
      [tenantId, sequence.toString()],
    );
    return row?.changed === true;
  }

  async readPage(
    of: ExportedTable,
    { tenantId, from, to, after }: ExportPlace,
  ): Promise<ExportPage> {
    const { name, owner, isTimed, pageRows } = of;
    const order = Object.entries(of.order);
    const columns = order.map(([column]) => column).join(', ');
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [`${owner} = $1`];
    if (isTimed && from !== undefined) conditions.push(`at >= ${bind(from)}`);
    if (isTimed && to !== undefined) conditions.push(`at < ${bind(to)}`);
    if (after !== undefined) {
      const place = order.map(([, type], index) => `${bind(after[index])}::${type}`);
      conditions.push(`(${columns}) > (${place.join(', ')})`);
    }
    const rows: { row: string; place: readonly string[] }[] = await this.#manager.query(
      `SELECT (to_jsonb(one) - ARRAY(SELECT attname::text FROM pg_attribute
            WHERE attrelid = '${name}'::regclass AND atttypid = 'bytea'::regtype))::text AS row,
          ARRAY[${order.map(([column]) => `one.${column}::text`).join(', ')}] AS place
        FROM ${name} AS one WHERE ${conditions.join(' AND ')} ORDER BY ${columns} LIMIT ${pageRows}`,
      values,
    );
    const isLast = rows.length < pageRows;
    return { rows: rows.map(({ row }) => row), next: isLast ? undefined : rows.at(-1)?.place };
  }
}
