import type { AuditEvent } from '../audit.ts';

export const exportFormats = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const COLUMNS = [
  'id',
  'at',
  'tenantId',
  'actor',
  'authenticatedBy',
  'action',
  'object',
  'changes',
  'reason',
  'revision',
  'hash',
] as const satisfies readonly (keyof AuditEvent)[];

/** What a spreadsheet would take for a formula (OWASP, CSV Injection). */
const FORMULA = /^(\s*[=+\-@]|[\t\r\n])/;

/** What comes before the first event. */
export function exportHead(format: ExportFormat): string {
  return format === 'csv' ? toCsvLine(COLUMNS) : '';
}

/** One line for each event. A line of CSV (RFC 4180) has all fields quoted, and an apostrophe before what looks like a formula. */
export function toExport(events: readonly AuditEvent[], format: ExportFormat): string {
  const toLine = format === 'csv' ? toCsvEvent : toJsonEvent;
  return events.map(toLine).join('');
}

function toJsonEvent(event: AuditEvent): string {
  return `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, event[column]])))}\n`;
}

function toCsvEvent(event: AuditEvent): string {
  return toCsvLine(COLUMNS.map((column) => toText(event[column])));
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toCsvLine(fields: readonly string[]): string {
  return `${fields.map(toCsvField).join(',')}\r\n`;
}

function toCsvField(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
