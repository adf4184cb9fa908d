import type { EntityManager } from 'typeorm';
import type { AuditEntry, AuditEvent } from '../domain/audit.ts';
import { checkFirst, decodeCursor, encodeCursor, type Page, type PageRequest } from './page.ts';

/** Who acts, as the log tells it. */
export interface Actor {
  readonly name: string;
  /** How the actor was recognised: `access_token`. */
  readonly authenticatedBy: string;
}

/** The chains of audit events; appending is the database's, so that a change made with SQL is logged too. */
export class AuditStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Locks the chains of the entries, and those of all tenants that this transaction has touched, in one order. */
  async lockHeads(entries: readonly AuditEntry[]): Promise<void> {
    const chains = entries.map(({ tenantId }) => tenantId ?? 'platform');
    await this.#manager.query('SELECT lock_audit_heads($1)', [chains]);
  }

  async append(actor: Actor, entry: AuditEntry, revision: bigint | undefined): Promise<void> {
    await this.#manager.query('SELECT append_audit($1, $2, $3, $4, $5, $6, $7, $8)', [
      entry.tenantId,
      actor.name,
      actor.authenticatedBy,
      entry.action,
      entry.object,
      JSON.stringify(entry.changes),
      entry.reason ?? null,
      revision?.toString() ?? null,
    ]);
  }

  /** Revision of the newest event of that action on that object; undefined when there is none. */
  async findRevision(
    tenantId: string,
    { action, object }: Pick<AuditEntry, 'action' | 'object'>,
  ): Promise<bigint | undefined> {
    const [row]: { revision: string | null }[] = await this.#manager.query(
      `SELECT revision FROM audit_event
        WHERE tenant_id = $1 AND action = $2 AND object = $3
        ORDER BY id DESC LIMIT 1`,
      [tenantId, action, object],
    );
    return row?.revision ? BigInt(row.revision) : undefined;
  }

  async list(tenantId: string | undefined, page: PageRequest): Promise<Page<AuditEvent>> {
    checkFirst(page.first);
    const list = `audit/${tenantId ?? ''}`;
    const after = page.after === undefined ? null : decodeCursor(page.after, list).id;
    const rows: AuditEvent[] = await this.#manager.query(
      `SELECT id, tenant_id AS "tenantId", at, actor, authenticated_by AS "authenticatedBy", action,
          object, changes, reason, revision, encode(hash, 'hex') AS hash
        FROM audit_event
        WHERE ($1::uuid IS NULL OR tenant_id = $1) AND ($2::bigint IS NULL OR id < $2)
        ORDER BY id DESC LIMIT $3`,
      [tenantId ?? null, after, page.first + 1],
    );
    return {
      rows: rows.slice(0, page.first),
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== undefined,
      cursorOf: ({ id }) => encodeCursor(list, id, id),
    };
  }
}
