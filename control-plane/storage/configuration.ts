import pg from 'pg';
import { isResourceKind, type ResourceKind, resourceKinds } from '../../proto/resource.ts';
import type { ConfigurationRows } from './configuration-row.ts';
import { roleOptions } from './data-source.ts';

/** Longest statement of the feed, in milliseconds: a full read of 100,000 keys takes seconds. */
const STATEMENT_TIMEOUT_MS = 60_000;
/** Channel of the hint that a revision was committed. */
const CHANNEL = 'gatehouse_revision';

/** A point in the history of the configuration. */
export interface Head {
  readonly epoch: bigint;
  readonly revision: bigint;
}

/** The current row of a resource; undefined when it is out of the configuration. */
export interface CurrentRow<Kind extends ResourceKind = ResourceKind> {
  readonly kind: Kind;
  readonly id: string;
  readonly row: ConfigurationRows[Kind] | undefined;
}

/** A credential as it is stored: sealed under the master key. */
export interface StoredSecret {
  /** As on the wire: `provider_credential/<uuid>`, `api_key_pepper/<id>`. */
  readonly name: string;
  readonly generation: bigint;
  readonly sealed: Buffer;
}

/** What was read at one head, in one transaction. */
export interface ConfigurationRead {
  readonly head: Head;
  /** True when everything was read: what is not among the rows is gone. */
  readonly full: boolean;
  readonly rows: readonly CurrentRow[];
  /** Revision -> keys that it changed, oldest first; empty for a full read. */
  readonly changes: readonly { readonly revision: bigint; readonly keys: readonly string[] }[];
  /** Undefined when no secret was touched. */
  readonly secrets: readonly StoredSecret[] | undefined;
  /** Commit time of the oldest change, Unix milliseconds; of the head for a full read. */
  readonly oldestCommitMs: number;
}

/** Rows that are in the configuration, by kind: what is archived or revoked, or hangs from such a row, is not. */
const sources: { readonly [Kind in ResourceKind]: string } = {
  tenant: 'SELECT t.* FROM tenant t WHERE t.archived_at IS NULL',
  application: `SELECT t.* FROM application t JOIN tenant ON tenant.id = t.tenant_id
    WHERE t.archived_at IS NULL AND tenant.archived_at IS NULL`,
  api_key: `SELECT t.* FROM api_key t JOIN tenant ON tenant.id = t.tenant_id
    JOIN application ON application.id = t.application_id
    WHERE t.revoked_at IS NULL AND application.archived_at IS NULL AND tenant.archived_at IS NULL`,
  provider: 'SELECT t.* FROM provider t WHERE t.archived_at IS NULL',
  model: 'SELECT t.* FROM model t WHERE t.archived_at IS NULL',
  target: `SELECT t.* FROM target t JOIN provider ON provider.id = t.provider_id
    JOIN model ON model.id = t.model_id
    WHERE t.archived_at IS NULL AND provider.archived_at IS NULL AND model.archived_at IS NULL`,
  grant: `SELECT t.* FROM model_grant t JOIN tenant ON tenant.id = t.tenant_id
    JOIN model ON model.id = t.model_id LEFT JOIN application ON application.id = t.application_id
    WHERE t.revoked_at IS NULL AND tenant.archived_at IS NULL AND model.archived_at IS NULL
      AND application.archived_at IS NULL`,
  route: `SELECT t.* FROM route t JOIN tenant ON tenant.id = t.tenant_id
    WHERE t.archived_at IS NULL AND tenant.archived_at IS NULL`,
  prompt_policy: `SELECT t.* FROM prompt_policy t JOIN tenant ON tenant.id = t.tenant_id
    WHERE t.archived_at IS NULL AND tenant.archived_at IS NULL`,
};

/** Parent kind -> rows that come and go with it: their table and the column that names the parent. */
const dependants: readonly (readonly [
  ResourceKind,
  ResourceKind,
  table: string,
  column: string,
])[] = [
  ['tenant', 'application', 'application', 'tenant_id'],
  ['tenant', 'api_key', 'api_key', 'tenant_id'],
  ['tenant', 'grant', 'model_grant', 'tenant_id'],
  ['tenant', 'route', 'route', 'tenant_id'],
  ['tenant', 'prompt_policy', 'prompt_policy', 'tenant_id'],
  ['application', 'api_key', 'api_key', 'application_id'],
  ['application', 'grant', 'model_grant', 'application_id'],
  ['provider', 'target', 'target', 'provider_id'],
  ['model', 'target', 'target', 'model_id'],
  ['model', 'grant', 'model_grant', 'model_id'],
];

interface ChangeRow {
  readonly kind: string;
  readonly resource_id: string | null;
  readonly revision: string;
  readonly committed_at: Date;
}

/** Key of a resource within a view. */
export function resourceKey(kind: string, id: string): string {
  return `${kind}/${id}`;
}

/**
 * Reads the configuration as `gatehouse_feed`, on one connection of its own. Every read is one REPEATABLE READ READ ONLY
 * transaction, so that head, changed keys and rows belong together.
 */
export class ConfigurationReader {
  readonly #client: pg.Client;

  /** `onHint` is called for each notification of a commit, `onLost` once when the connection is gone. */
  constructor(url: string, onHint: () => void, onLost: () => void) {
    this.#client = new pg.Client({
      connectionString: url,
      options: roleOptions('gatehouse_feed'),
      application_name: 'gatehouse_feed',
      connectionTimeoutMillis: 5_000,
      query_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
    });
    this.#client.on('notification', onHint);
    this.#client.on('error', onLost);
    this.#client.on('end', onLost);
  }

  /** Connects and listens: LISTEN comes before the first read, so that no commit falls between. */
  async open(): Promise<void> {
    await this.#client.connect();
    await this.#client.query(`LISTEN ${CHANNEL}`);
  }

  async close(): Promise<void> {
    this.#client
      .removeAllListeners('end')
      .removeAllListeners('error')
      .on('error', () => {});
    await this.#client.end();
  }

  async readHead(): Promise<Head> {
    const { rows } = await this.#client.query<{ epoch: string; revision: string }>(
      'SELECT epoch, revision FROM config_revision',
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the table config_revision has no row');
    return { epoch: BigInt(row.epoch), revision: BigInt(row.revision) };
  }

  /** Everything, when `since` is undefined or its changes are no longer known; else what changed after it. */
  async read(since: Head | undefined): Promise<ConfigurationRead> {
    await this.#client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      const head = await this.readHead();
      const changed = since && (await this.#readChanges(since, head));
      return changed === undefined
        ? await this.#readAll(head)
        : await this.#readSome(head, changed);
    } finally {
      await this.#client.query('ROLLBACK');
    }
  }

  /** Undefined when only a full read is right: another epoch, a table truncated, a gap. */
  async #readChanges(since: Head, head: Head): Promise<readonly ChangeRow[] | undefined> {
    if (since.epoch !== head.epoch || since.revision > head.revision) return undefined;
    const { rows } = await this.#client.query<ChangeRow>(
      `SELECT kind, resource_id, revision, committed_at FROM config_change
        WHERE revision > $1 ORDER BY revision, id`,
      [since.revision.toString()],
    );
    const revisions = new Set(rows.map(({ revision }) => revision));
    const isWhole = BigInt(revisions.size) === head.revision - since.revision;
    const isTruncated = rows.some((row) => row.resource_id === null);
    return isWhole && !isTruncated ? rows : undefined;
  }

  async #readAll(head: Head): Promise<ConfigurationRead> {
    const rows: CurrentRow[] = [];
    for (const kind of resourceKinds) {
      const found = await this.#client.query<ConfigurationRows[ResourceKind]>(sources[kind]);
      rows.push(...found.rows.map((row) => ({ kind, id: row.id, row })));
    }
    const secrets = await this.#readSecrets();
    return { head, full: true, rows, changes: [], secrets, oldestCommitMs: Date.now() };
  }

  async #readSome(head: Head, changed: readonly ChangeRow[]): Promise<ConfigurationRead> {
    const wanted = new Map<ResourceKind, Set<string>>(
      resourceKinds.map((kind) => [kind, new Set()]),
    );
    const keysByRevision = new Map<string, Set<string>>();
    for (const { kind, resource_id: id, revision } of changed) {
      const keys = keysByRevision.get(revision) ?? new Set();
      keysByRevision.set(revision, keys);
      if (id === null || !isResourceKind(kind)) continue;
      for (const [member, memberId] of await this.#withDependants(kind, id)) {
        wanted.get(member)?.add(memberId);
        keys.add(resourceKey(member, memberId));
      }
    }
    const touchesSecrets = changed.some(({ kind }) => !isResourceKind(kind));
    return {
      head,
      full: false,
      rows: await this.#readRows(wanted),
      changes: [...keysByRevision].map(([revision, keys]) => ({
        revision: BigInt(revision),
        keys: [...keys],
      })),
      secrets: touchesSecrets ? await this.#readSecrets() : undefined,
      oldestCommitMs: changed[0]?.committed_at.getTime() ?? Date.now(),
    };
  }

  async #withDependants(kind: ResourceKind, id: string): Promise<[ResourceKind, string][]> {
    const members: [ResourceKind, string][] = [[kind, id]];
    for (const [parent, child, table, column] of dependants) {
      if (parent !== kind) continue;
      const { rows } = await this.#client.query<{ id: string }>(
        `SELECT id FROM ${table} WHERE ${column} = $1`,
        [id],
      );
      members.push(...rows.map((row): [ResourceKind, string] => [child, row.id]));
    }
    return members;
  }

  async #readRows(wanted: ReadonlyMap<ResourceKind, ReadonlySet<string>>): Promise<CurrentRow[]> {
    const current: CurrentRow[] = [];
    for (const [kind, ids] of wanted) {
      if (ids.size === 0) continue;
      const { rows } = await this.#client.query<ConfigurationRows[ResourceKind]>(
        `${sources[kind]} AND t.id = ANY($1)`,
        [[...ids]],
      );
      const found = new Map(rows.map((row) => [row.id, row]));
      current.push(...[...ids].map((id) => ({ kind, id, row: found.get(id) })));
    }
    return current;
  }

  async #readSecrets(): Promise<readonly StoredSecret[]> {
    const { rows } = await this.#client.query<{ name: string; generation: string; sealed: Buffer }>(
      `SELECT 'provider_credential/' || provider_id AS name, generation, sealed FROM provider_credential
        UNION ALL SELECT 'api_key_pepper/' || id, 1, sealed FROM api_key_pepper ORDER BY 1`,
    );
    return rows.map((row) => ({ ...row, generation: BigInt(row.generation) }));
  }
}
