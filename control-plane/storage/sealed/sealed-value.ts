import type { EntityManager } from 'typeorm';

/** Every column that holds what the master key sealed: how a row is found, and the name of its value. */
const places = {
  credential: {
    table: 'provider_credential',
    column: 'sealed',
    id: 'provider_id::text',
    name: `'provider_credential/' || provider_id`,
  },
  previousCredential: {
    table: 'provider_credential',
    column: 'previous_sealed',
    id: 'provider_id::text',
    name: `'provider_credential/' || provider_id`,
  },
  clientSecret: {
    table: 'identity_provider_secret',
    column: 'sealed',
    id: 'identity_provider_id::text',
    name: `'identity_provider_secret/' || identity_provider_id`,
  },
  detectorCredential: {
    table: 'outside_detector_credential',
    column: 'sealed',
    id: 'outside_detector_id::text',
    name: `'outside_detector_credential/' || outside_detector_id`,
  },
  apiKeyPepper: {
    table: 'api_key_pepper',
    column: 'sealed',
    id: 'id',
    name: `'api_key_pepper/' || id`,
  },
  accessTokenPepper: {
    table: 'access_token_pepper',
    column: 'sealed',
    id: 'id::text',
    name: `'access_token_pepper'`,
  },
  auditSigningKey: {
    table: 'audit_signing_key',
    column: 'sealed',
    id: 'id',
    name: `'audit_signing_key/' || id`,
  },
} as const;

/** A value that the master key, or another one, sealed. */
export interface SealedValue {
  readonly place: keyof typeof places;
  readonly id: string;
  /** What the envelope authenticates. */
  readonly name: string;
  readonly sealed: Buffer;
}

/** All that is sealed, wherever it stands, so that it can be sealed anew. */
export class SealedValueStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async list(): Promise<readonly SealedValue[]> {
    const selects = Object.entries(places).map(
      ([place, { table, column, id, name }]) =>
        `SELECT '${place}' AS place, ${id} AS id, ${name} AS name, ${column} AS sealed
          FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    return this.#manager.query(`${selects.join(' UNION ALL ')} ORDER BY 1, 2`);
  }

  /** Puts another sealed form in its place. Whether it was still there as it was listed. */
  async replace({ place, id, sealed }: SealedValue, next: Buffer): Promise<boolean> {
    const { table, column, id: idColumn } = places[place];
    const [, replacedCount]: [unknown, number] = await this.#manager.query(
      `UPDATE ${table} SET ${column} = $3 WHERE ${idColumn} = $1 AND ${column} = $2`,
      [id, sealed, next],
    );
    return replacedCount > 0;
  }
}
