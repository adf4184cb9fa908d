import type { EntityManager } from 'typeorm';

/** Table `access_token_pepper`, of one row: the key of token hashes, sealed under the master key. */
export class AccessTokenPepperStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Undefined before the first start. */
  async find(): Promise<Buffer | undefined> {
    const [row]: { sealed: Buffer }[] = await this.#manager.query(
      'SELECT sealed FROM access_token_pepper',
    );
    return row?.sealed;
  }

  /** Leaves the one that is there. */
  async insertOnce(sealed: Buffer, now: Date): Promise<void> {
    await this.#manager.query(
      `INSERT INTO access_token_pepper (sealed, created_at) VALUES ($1, $2)
        ON CONFLICT ON CONSTRAINT access_token_pepper_pkey DO NOTHING`,
      [sealed, now],
    );
  }
}
