/** What every row that people edit has. Immutable: a change makes a new value. */
export interface VersionedRecord {
  readonly id: string;
  /** Starts at 1 and grows by 1 with each change; guards against lost updates. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A row that is never deleted: archived, it is out of the configuration and cannot be changed. */
export interface ArchivableRecord extends VersionedRecord {
  readonly archivedAt: Date | null;
}

/** The fields that a new row begins with. */
export function newRecord(id: string, now: Date): ArchivableRecord {
  return { id, version: 1, createdAt: now, updatedAt: now, archivedAt: null };
}

/** Applies an edit: the fields that are present and not undefined, the next version, the time. */
export function revise<Row extends VersionedRecord>(
  row: Row,
  change: { readonly [Field in keyof Row]?: Row[Field] | undefined },
  now: Date,
): Row {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...row, ...Object.fromEntries(given), version: row.version + 1, updatedAt: now };
}

/** Takes a row out of use, for good. */
export function archive<Row extends ArchivableRecord>(row: Row, now: Date): Row {
  return { ...row, version: row.version + 1, updatedAt: now, archivedAt: now };
}
