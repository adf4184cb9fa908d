import type { EntityManager } from 'typeorm';
import type { ChainPlace } from '../../domain/audit/chain.ts';
import type { SignedHead } from '../../domain/audit/signed-head.ts';

/** A chain that moved since its head was signed. */
export interface MovedHead extends ChainPlace {
  readonly chain: string;
}

interface SignedRow extends Omit<SignedHead, 'sequence'> {
  readonly sequence: string;
}

const COLUMNS = `chain, sequence, encode(hash, 'hex') AS hash, key_id AS "keyId", signed_at AS "signedAt",
  encode(signature, 'hex') AS signature`;

/** Table `signed_audit_head`: rows are added, and never changed. */
export class SignedAuditHeadStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Heads whose place was not signed, those of the first chains in the order of their names. */
  async listMoved(afterChain: string, rowsMax: number): Promise<readonly MovedHead[]> {
    const rows: { chain: string; sequence: string; hash: string }[] = await this.#manager.query(
      `SELECT chain, sequence, encode(hash, 'hex') AS hash FROM audit_head AS head
        WHERE chain > $1 AND sequence > 0 AND NOT EXISTS (SELECT FROM signed_audit_head AS signed
          WHERE signed.chain = head.chain AND signed.sequence = head.sequence)
        ORDER BY chain LIMIT $2`,
      [afterChain, rowsMax],
    );
    return rows.map((row) => ({ ...row, sequence: BigInt(row.sequence) }));
  }

  /** What another has signed at the same place stays. */
  async append(heads: readonly SignedHead[]): Promise<void> {
    const rows = heads.map((head) => ({ ...head, sequence: String(head.sequence) }));
    await this.#manager.query(
      `INSERT INTO signed_audit_head (chain, sequence, hash, key_id, signed_at, signature)
        SELECT chain, sequence, decode(hash, 'hex'), "keyId", "signedAt", decode(signature, 'hex')
        FROM jsonb_to_recordset($1) AS head (chain text, sequence bigint, hash text, "keyId" text,
          "signedAt" timestamptz, signature text)
        ON CONFLICT ON CONSTRAINT signed_audit_head_pkey DO NOTHING`,
      [JSON.stringify(rows)],
    );
  }

  /** Of places beyond `after` up to `through`, in order. */
  async listBetween(chain: string, after: bigint, through: bigint): Promise<readonly SignedHead[]> {
    const rows: SignedRow[] = await this.#manager.query(
      `SELECT ${COLUMNS} FROM signed_audit_head
        WHERE chain = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence`,
      [chain, String(after), String(through)],
    );
    return rows.map(toHead);
  }

  async findNewest(chain: string): Promise<SignedHead | undefined> {
    const [row]: SignedRow[] = await this.#manager.query(
      `SELECT ${COLUMNS} FROM signed_audit_head WHERE chain = $1 ORDER BY sequence DESC LIMIT 1`,
      [chain],
    );
    return row && toHead(row);
  }
}

function toHead(row: SignedRow): SignedHead {
  return { ...row, sequence: BigInt(row.sequence) };
}
