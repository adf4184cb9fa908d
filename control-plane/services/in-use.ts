import { invalid } from '../domain/errors.ts';
import type { ArchivableRecord } from '../domain/record.ts';

/** The row that an input names, not archived. @throws DomainError VALIDATION_FAILED */
export function requireInUse<Row extends ArchivableRecord>(
  row: Row,
  { path, noun }: { readonly path: string; readonly noun: string },
): Row {
  if (row.archivedAt !== null) throw invalid(path, `This ${noun} is archived.`);
  return row;
}

/** Refuses to archive what others lean on. `users` are for people: targets, routes. @throws DomainError VALIDATION_FAILED */
export function requireUnused(
  noun: string,
  users: { readonly noun: string; readonly rows: readonly { readonly name: string }[] },
): void {
  if (users.rows.length === 0) return;
  const names = users.rows.slice(0, SHOWN_MAX).map(({ name }) => `"${name}"`);
  const more = users.rows.length > SHOWN_MAX ? ' and others' : '';
  throw invalid('id', `This ${noun} is used by the ${users.noun} ${names.join(', ')}${more}.`);
}

const SHOWN_MAX = 5;
