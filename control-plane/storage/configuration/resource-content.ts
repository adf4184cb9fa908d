import { decodeResource, type ResourceKind } from '../../../proto/resource.ts';

/** What a resource holds, by the names of its fields; 64-bit integers are decimal strings. */
export type ResourceContent = Readonly<Record<string, unknown>>;

/** Fields that are secrets, or stand for one. */
const HIDDEN: ReadonlySet<string> = new Set(['hash', 'pepperId']);

/** Reads a body without secrets and hashes. @throws Error when the bytes are no message of that kind */
export function readResourceContent(kind: ResourceKind, body: Buffer): ResourceContent {
  const fields = Object.entries(decodeResource(kind, body));
  return Object.fromEntries(
    fields.filter(([field, value]) => !HIDDEN.has(field) && !Buffer.isBuffer(value)),
  );
}
