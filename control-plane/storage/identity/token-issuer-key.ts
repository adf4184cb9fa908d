import { EntitySchema } from 'typeorm';
import type { TokenKey } from '../../domain/token-issuer.ts';

const byTenant = (table: string) => ({ name: `${table}_tenant_id_idx`, columns: ['tenantId'] });
const ofTenant = (table: string) => ({
  name: `${table}_tenant_id_fkey`,
  target: 'tenant',
  columnNames: ['tenantId'],
  referencedColumnNames: ['id'],
});
const ofIssuer = (table: string) => ({
  name: `${table}_token_issuer_id_fkey`,
  target: 'token_issuer',
  columnNames: ['tokenIssuerId'],
  referencedColumnNames: ['id'],
});
const ownColumns = (table: string) =>
  ({
    tokenIssuerId: {
      name: 'token_issuer_id',
      type: 'uuid',
      primary: true,
      primaryKeyConstraintName: `${table}_pkey`,
    },
    tenantId: { name: 'tenant_id', type: 'uuid' },
  }) as const;

/** The keys of a token issuer. */
export interface StoredKeySet {
  readonly tokenIssuerId: string;
  /** The issuer's. */
  readonly tenantId: string;
  /** In the order of their ids. */
  readonly keys: readonly TokenKey[];
}

/** Table `token_issuer_key_set`. */
export const TokenIssuerKeySetTable = new EntitySchema<StoredKeySet>({
  name: 'token_issuer_key_set',
  columns: { ...ownColumns('token_issuer_key_set'), keys: { type: 'jsonb' } },
  foreignKeys: [ofIssuer('token_issuer_key_set'), ofTenant('token_issuer_key_set')],
  indices: [byTenant('token_issuer_key_set')],
});

/** How reading a token issuer goes; it has none before the first time. */
export interface StoredReading {
  readonly tokenIssuerId: string;
  readonly tenantId: string;
  /** When it is to be read again. */
  readonly dueAt: Date;
  /** When the last reading began, whatever came of it. */
  readonly triedAt: Date;
  /** When the last one that succeeded began. */
  readonly readAt: Date | null;
  /** What was wrong; null when the last one succeeded. */
  readonly fault: string | null;
}

/** Table `token_issuer_reading`. */
export const TokenIssuerReadingTable = new EntitySchema<StoredReading>({
  name: 'token_issuer_reading',
  columns: {
    ...ownColumns('token_issuer_reading'),
    dueAt: { name: 'due_at', type: 'timestamptz' },
    triedAt: { name: 'tried_at', type: 'timestamptz' },
    readAt: { name: 'read_at', type: 'timestamptz', nullable: true },
    fault: { type: 'text', nullable: true },
  },
  foreignKeys: [ofIssuer('token_issuer_reading'), ofTenant('token_issuer_reading')],
  indices: [byTenant('token_issuer_reading')],
});
