import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { CHAIN_START, type ChainEntry, type ChainPlace } from '../domain/audit/chain.ts';
import type { AuditEntry, AuditEvent, AuditFilter } from '../domain/audit.ts';
import { invalid } from '../domain/errors.ts';
import { checkFirst, decodeCursor, encodeCursor, type Page, type PageRequest } from './page.ts';

const WORDS_MAX = 12;

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
    await this.#manager.query('SELECT lock_audit_heads($1)', [chainsOf(entries)]);
  }

  /** Revision of the newest event of that action on that object; undefined when there is none. */
  async findRevision(
    tenantId: string | null,
    { action, object }: Pick<AuditEntry, 'action' | 'object'>,
  ): Promise<bigint | undefined> {
    const [row]: { revision: string | null }[] = await this.#manager.query(
      `SELECT revision FROM audit_event
        WHERE tenant_id IS NOT DISTINCT FROM $1 AND action = $2 AND object = $3
        ORDER BY id DESC LIMIT 1`,
      [tenantId, action, object],
    );
    return row?.revision ? BigInt(row.revision) : undefined;
  }

  /** Newest first. @throws DomainError VALIDATION_FAILED */
  async list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>> {
    checkFirst(page.first);
    const values = [
      filter.tenantId ?? null,
      filter.actor ?? null,
      filter.action ?? null,
      filter.object ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.revision?.toString() ?? null,
      filter.text === undefined ? null : toWords(filter.text),
    ];
    const list = `audit/${createHash('sha256').update(JSON.stringify(values)).digest('base64url')}`;
    const after = page.after === undefined ? null : decodeCursor(page.after, list).id;
    const rows: AuditEvent[] = await this.#manager.query(
      `SELECT id, tenant_id AS "tenantId", at, actor, authenticated_by AS "authenticatedBy", action,
          object, changes, reason, revision, encode(hash, 'hex') AS hash
        FROM audit_event
        WHERE id IN (SELECT find_audit_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))
        ORDER BY id DESC`,
      [...values, after, page.first + 1],
    );
    return {
      rows: rows.slice(0, page.first),
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== undefined,
      cursorOf: ({ id }) => encodeCursor(list, id, id),
    };
  }

  /** Where the chain ends, as the database holds it; undefined when it has no entry yet. */
  async findHead(chain: string): Promise<ChainPlace | undefined> {
    const [row]: { sequence: string; hash: string }[] = await this.#manager.query(
      `SELECT sequence, encode(hash, 'hex') AS hash FROM audit_head WHERE chain = $1`,
      [chain],
    );
    return row && { sequence: BigInt(row.sequence), hash: row.hash };
  }

  /** Where the chain of a tenant ends, which nobody lengthens before this transaction ends. */
  async closeChain(tenantId: string): Promise<ChainPlace> {
    await this.#manager.query('SELECT lock_audit_heads($1)', [[tenantId]]);
    return (await this.findHead(tenantId)) ?? CHAIN_START;
  }

  /** Where the chain of a tenant ended when its purge began, as the log of the platform tells; undefined when none did. */
  async findClosedHead(tenantId: string): Promise<ChainPlace | undefined> {
    const [row]: { sequence: string; hash: string }[] = await this.#manager.query(
      `SELECT changes -> 'chainSequence' ->> 1 AS sequence, changes -> 'chainHash' ->> 1 AS hash
        FROM audit_event
        WHERE chain = 'platform' AND action = 'tenant.purge' AND object = $1
          AND NOT EXISTS (SELECT FROM tenant WHERE id = $2 AND purge_began_at IS NULL)
        ORDER BY id DESC LIMIT 1`,
      [`tenant/${tenantId}`, tenantId],
    );
    return row && { sequence: BigInt(row.sequence), hash: row.hash };
  }

  /** The entries after a place, in the order of their sequence, with the hash that each must have: as append_audit makes it. */
  async listChain(chain: string, after: bigint, rowsMax: number): Promise<readonly ChainEntry[]> {
    const rows: StoredEntry[] = await this.#manager.query(
      `SELECT id, sequence, encode(previous_hash, 'hex') AS "previousHash", encode(hash, 'hex') AS hash,
          encode(sha256(previous_hash || convert_to(jsonb_build_array(chain, sequence, extract(epoch FROM at),
            actor, authenticated_by, action, object, changes, reason, revision)::text, 'UTF8')), 'hex')
            AS "computedHash",
          coalesce(tenant_id::text, 'platform') = chain AS "isOfTenant",
          redacted_at IS NOT NULL AS "isRedacted"
        FROM audit_event WHERE chain = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
      [chain, String(after), rowsMax],
    );
    return rows.map((row) => ({ ...row, id: BigInt(row.id), sequence: BigInt(row.sequence) }));
  }
}

/** The chains that entries go to. */
export function chainsOf(entries: readonly AuditEntry[]): readonly string[] {
  return entries.map(({ tenantId }) => tenantId ?? 'platform');
}

/** A row of a chain as the driver gives it: 64-bit numbers are text. */
interface StoredEntry extends Omit<ChainEntry, 'id' | 'sequence'> {
  readonly id: string;
  readonly sequence: string;
}

/** A query of the text search: every word, or its beginning. @throws DomainError VALIDATION_FAILED */
function toWords(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0 || words.length > WORDS_MAX)
    throw invalid('text', `Give 1 to ${WORDS_MAX} words, or their beginnings.`);
  return words.map((word) => `'${word}':*`).join(' & ');
}
