import { describeChanges } from '../../domain/audit.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { ArchivableRecord } from '../../domain/record.ts';

/** A row before and after. */
export interface RestoredRow {
  /** As in audit entries: `prompt-policy/<uuid>`. */
  readonly object: string;
  readonly noun: string;
  readonly tenantId: string | null;
  readonly before: ArchivableRecord;
  readonly after: ArchivableRecord;
  readonly write: () => Promise<void>;
}

/** What the audit log says of a row. */
export function describeRestored(row: RestoredRow, reason: string) {
  const { noun, object, tenantId, before, after } = row;
  const changes = describeChanges(before, after);
  return { tenantId, action: `${noun}.rollback`, object, changes, reason };
}

/** Whether a row in use holds that content. The order of capabilities has no meaning. */
export function isAs(row: ArchivableRecord, content: object): boolean {
  if (row.archivedAt !== null) return false;
  const fields = new Map(Object.entries(row));
  const own = Object.keys(content).map((field) => [field, fields.get(field)] as const);
  return comparable(Object.fromEntries(own)) === comparable(content);
}

function comparable(content: object): string {
  const entries = Object.entries(content).map(([field, value]) =>
    field === 'capabilities' && Array.isArray(value) ? [field, value.toSorted()] : [field, value],
  );
  return canonicalJson(Object.fromEntries(entries));
}
