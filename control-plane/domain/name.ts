import type { Fault } from './errors.ts';

const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const NODE_NAME = /^[a-z0-9-]{1,64}$/;
const PUBLIC_NAME = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,126}$/;
const TEXT_MAX = 200;

/** Faults of a name of a resource: 1 to 63 of a-z, 0-9 and inner dashes. */
export function checkSlug(path: string, value: string): readonly Fault[] {
  if (SLUG.test(value)) return [];
  return [{ path, message: 'A name has 1 to 63 of a-z, 0-9 and inner dashes.' }];
}

/** Faults of a name that certificates of nodes carry: 1 to 64 of a-z, 0-9 and dashes. */
export function checkNodeName(path: string, value: string): readonly Fault[] {
  if (NODE_NAME.test(value)) return [];
  const message =
    'The name of a node or pool has 1 to 64 of a-z, 0-9 and dashes; a worker goes by the name of its node.';
  return [{ path, message }];
}

/** Faults of a name that callers put in `model`: 1 to 127 of letters, digits and . _ : / - */
export function checkPublicName(path: string, value: string): readonly Fault[] {
  if (PUBLIC_NAME.test(value)) return [];
  return [{ path, message: 'A name has 1 to 127 of letters, digits and . _ : / -' }];
}

/** Faults of a text for people: 1 to 200 characters and not only spaces, no control characters, no half of a surrogate pair. */
export function checkText(path: string, value: string): readonly Fault[] {
  const isBlank = value.trim() === '';
  if (!isBlank && value.length <= TEXT_MAX && !/[\p{Cc}\p{Cs}]/u.test(value)) return [];
  return [{ path, message: `A text has 1 to ${TEXT_MAX} characters and no control characters.` }];
}
