import { type EntityManager, EntitySchema } from 'typeorm';

/** Any number that nothing else locks; the same in every replica. */
const PEPPER_LOCK = 7_163_422;

/** A row of `api_key_pepper`; `sealed` under the master key. */
export interface SealedPepper {
  readonly id: string;
  readonly sealed: Buffer;
}

/** Table `api_key_pepper`. */
export const ApiKeyPepperTable = new EntitySchema<SealedPepper & { readonly createdAt: Date }>({
  name: 'api_key_pepper',
  columns: {
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'api_key_pepper_pkey' },
    sealed: { type: 'bytea' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
});

/**
 * The peppers of key hashes. They are added, never changed: a hash names the one that it was made
 * with.
 */
export class ApiKeyPepperStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** The one for new keys; undefined before the first. */
  async findNewest(): Promise<SealedPepper | undefined> {
    const [row]: SealedPepper[] = await this.#manager.query(
      'SELECT id, sealed FROM api_key_pepper ORDER BY created_at DESC, id DESC LIMIT 1',
    );
    return row;
  }

  /** Lets one transaction at a time add a pepper. Held until it ends. */
  async lock(): Promise<void> {
    await this.#manager.query('SELECT pg_advisory_xact_lock($1)', [PEPPER_LOCK]);
  }

  async insert({ id, sealed }: SealedPepper, now: Date): Promise<void> {
    await this.#manager.query(
      'INSERT INTO api_key_pepper (id, sealed, created_at) VALUES ($1, $2, $3)',
      [id, sealed, now],
    );
  }
}
