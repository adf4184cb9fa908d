import type { EntitySchemaColumnOptions, EntitySchemaIndexOptions } from 'typeorm';

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

/** Indexes that a list of the table is read by, a page at a time: each of what it is sorted by and the id. */
export const sortedBy = (
  table: string,
  ...properties: readonly string[]
): readonly EntitySchemaIndexOptions[] =>
  properties.map((property) => ({
    name: `${table}_${property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_id_idx`,
    columns: [property, 'id'],
  }));

/** As `sortedBy`, of when rows end: the object mapper knows no expressions. */
export const sortedByEnd = (table: string): EntitySchemaIndexOptions => ({
  name: `${table}_end_id_idx`,
  synchronize: false,
});

/** Sorts of a list of named rows. */
export type RecordSort = 'name' | 'createdAt' | 'updatedAt';

/** What they are in SQL. */
export const recordSorts = {
  name: 'row.name',
  createdAt: 'row.createdAt',
  updatedAt: 'row.updatedAt',
} as const satisfies Record<RecordSort, string>;

/** The order of most lists. */
export const byName = { by: 'name', direction: 'ASC' } as const;
/** The order of lists that grow at one end. */
export const newestFirst = { by: 'createdAt', direction: 'DESC' } as const;
