import { type EntityManager, EntitySchema } from 'typeorm';
import type { NodeRevocation } from '../domain/node-revocation.ts';
import { type Page, type PageRequest, readPage } from './page.ts';

/** Table `node_revocation`: not governed, read by the door for nodes of every replica. */
export const NodeRevocationTable = new EntitySchema<NodeRevocation>({
  name: 'node_revocation',
  columns: {
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'node_revocation_pkey' },
    reason: { type: 'text' },
    revokedBy: { name: 'revoked_by', type: 'text' },
    revokedAt: { name: 'revoked_at', type: 'timestamptz' },
  },
});

export class NodeRevocationStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async find(id: string): Promise<NodeRevocation | undefined> {
    const found = await this.#query().where({ id }).getOne();
    return found ?? undefined;
  }

  /** Names of all revoked nodes. */
  async listIds(): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.#manager.query('SELECT id FROM node_revocation');
    return rows.map(({ id }) => id);
  }

  async count(): Promise<number> {
    return this.#query().getCount();
  }

  /** False when it is there already, which stays as it is. */
  async insert(revocation: NodeRevocation): Promise<boolean> {
    const { raw } = await this.#manager
      .createQueryBuilder()
      .insert()
      .into(NodeRevocationTable)
      .values(revocation)
      .orIgnore()
      .returning('id')
      .execute();
    return Array.isArray(raw) && raw.length === 1;
  }

  /** False when there was none. */
  async delete(id: string): Promise<boolean> {
    const { affected } = await this.#manager
      .createQueryBuilder()
      .delete()
      .from(NodeRevocationTable)
      .where({ id })
      .execute();
    return affected === 1;
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<NodeRevocation>> {
    const source = { manager: this.#manager, table: NodeRevocationTable };
    const keyset = { list: 'node-revocations', by: 'row.revokedAt', direction: 'DESC' } as const;
    return readPage(source, keyset, page, (query) => query);
  }

  #query() {
    return this.#manager.createQueryBuilder(NodeRevocationTable, 'row');
  }
}
