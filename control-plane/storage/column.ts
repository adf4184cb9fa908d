import type { EntitySchemaColumnOptions } from 'typeorm';

/** Columns that many tables have; spread into the columns of an EntitySchema. */
export const versionedColumns = (table: string) =>
  ({
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: `${table}_pkey` },
    version: { type: 'integer' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    updatedAt: { name: 'updated_at', type: 'timestamptz' },
  }) as const satisfies Record<string, EntitySchemaColumnOptions>;

export const archivableColumns = (table: string) =>
  ({
    ...versionedColumns(table),
    archivedAt: { name: 'archived_at', type: 'timestamptz', nullable: true },
  }) as const satisfies Record<string, EntitySchemaColumnOptions>;
