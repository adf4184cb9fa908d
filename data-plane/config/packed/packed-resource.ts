import { type ResourceKind, resourceKinds, VERSION_BYTES } from '../../../proto/resource.ts';

/** Names a resource. */
export interface ResourceName {
  readonly kind: string;
  readonly id: string;
}

/** One resource as it came: not decoded yet. */
export interface RawResource extends ResourceName {
  /** Empty for a resource that all tenants share. */
  readonly tenantId: string;
  /** {@link VERSION_BYTES} long. */
  readonly version: Buffer;
  readonly body: Buffer;
}

/** Key of a resource within a set. */
export function resourceKey({ kind, id }: ResourceName): string {
  return `${kind}/${id}`;
}

/**
 * Where what lies in a record: a print of its key, the length of all of it, the number of its kind, the lengths of kind and id; then
 * kind, id and version as a view digest takes them, and the body.
 */
const at = { print: 0, length: 4, kind: 8, kindBytes: 10, idBytes: 12, name: 14 } as const;
/** One ends the kind, one the id. */
const ZEROS = 2;

/** By the number that stands for it in a record; 0 stands for one that this build does not know. */
const kinds: readonly string[] = ['', ...resourceKinds];
/** Of FNV-1a for 32 bits. */
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

/** A number that tells most keys of resources apart (FNV-1a). */
export function printOf({ kind, id }: ResourceName): number {
  return hashText(id, hashText('/', hashText(kind, SEED)));
}

/** The same of a {@link resourceKey}. */
export function printOfKey(key: string): number {
  return hashText(key, SEED);
}

/** The same as {@link printOf}, from an id that is encoded: for one of other characters than ASCII it is decoded. */
function printOfBytes(
  kind: string,
  memory: Buffer,
  { idAt, idEnd }: { readonly idAt: number; readonly idEnd: number },
): number {
  let hash = hashText('/', hashText(kind, SEED));
  for (let index = idAt; index < idEnd; index += 1) {
    const byte = memory[index] ?? 0;
    if (byte >= 0x80) return printOf({ kind, id: memory.toString('utf8', idAt, idEnd) });
    hash = Math.imul(hash ^ byte, PRIME);
  }
  return hash;
}

function hashText(text: string, start: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  return hash;
}

/** Bytes of the record of a resource. */
export function recordBytesOf({ kind, id, body }: Omit<RawResource, 'tenantId'>): number {
  return recordBytesFor(kind, Buffer.byteLength(id), body.length);
}

function recordBytesFor(kind: string, idBytes: number, bodyBytes: number): number {
  return at.name + Buffer.byteLength(kind) + idBytes + ZEROS + VERSION_BYTES + bodyBytes;
}

/** Writes its record and gives where that ends. @throws RangeError when a name has more than 64 KiB, or memory ends */
export function writeRecord(
  memory: Buffer,
  start: number,
  { kind, id, version, body }: Omit<RawResource, 'tenantId'>,
): number {
  const idAt = writeKind(memory, start, kind);
  const idEnd = idAt + memory.write(id, idAt);
  const bodyAt = idEnd + 1 + version.copy(memory, idEnd + 1);
  const end = bodyAt + body.copy(memory, bodyAt);
  writeLengths(memory, start, { idAt, idEnd, end });
  memory.writeInt32LE(printOf({ kind, id }), start + at.print);
  return end;
}

/** A resource that lies encoded in a larger memory: where its parts are. */
export interface ResourceSpan {
  readonly kind: string;
  readonly idAt: number;
  readonly idEnd: number;
  readonly versionAt: number;
  readonly bodyAt: number;
  readonly bodyEnd: number;
}

/** See {@link recordBytesOf}. */
export function recordBytesOfSpan({ kind, idAt, idEnd, bodyAt, bodyEnd }: ResourceSpan): number {
  return recordBytesFor(kind, idEnd - idAt, bodyEnd - bodyAt);
}

/** Like {@link writeRecord}, with no string and no buffer made of what is copied. */
export function copyRecord(
  memory: Buffer,
  start: number,
  { source, span }: { readonly source: Buffer; readonly span: ResourceSpan },
): number {
  const idAt = writeKind(memory, start, span.kind);
  const idEnd = idAt + source.copy(memory, idAt, span.idAt, span.idEnd);
  const versionEnd = span.versionAt + VERSION_BYTES;
  const bodyAt = idEnd + 1 + source.copy(memory, idEnd + 1, span.versionAt, versionEnd);
  const end = bodyAt + source.copy(memory, bodyAt, span.bodyAt, span.bodyEnd);
  writeLengths(memory, start, { idAt, idEnd, end });
  memory.writeInt32LE(printOfBytes(span.kind, memory, { idAt, idEnd }), start + at.print);
  return end;
}

/** Gives where the id begins. */
function writeKind(memory: Buffer, start: number, kind: string): number {
  const kindAt = start + at.name;
  const kindEnd = kindAt + memory.write(kind, kindAt);
  memory[kindEnd] = 0;
  memory.writeUInt16LE(Math.max(0, kinds.indexOf(kind)), start + at.kind);
  memory.writeUInt16LE(kindEnd - kindAt, start + at.kindBytes);
  return kindEnd + 1;
}

function writeLengths(
  memory: Buffer,
  start: number,
  { idAt, idEnd, end }: { readonly idAt: number; readonly idEnd: number; readonly end: number },
): void {
  memory[idEnd] = 0;
  memory.writeUInt16LE(idEnd - idAt, start + at.idBytes);
  memory.writeUInt32LE(end - start, start + at.length);
}

/** Bytes of the record that begins there. */
export function recordBytes(memory: Buffer, start: number): number {
  return memory.readUInt32LE(start + at.length);
}

/** See {@link printOf}. */
export function recordPrint(memory: Buffer, start: number): number {
  return memory.readInt32LE(start + at.print);
}

/** Of the kind of the record: see {@link numberOfKind}. */
export function recordKindNumber(memory: Buffer, start: number): number {
  return memory.readUInt16LE(start + at.kind);
}

/** What stands for a kind in records. */
export function numberOfKind(kind: ResourceKind): number {
  return kinds.indexOf(kind);
}

/**
 * A resource that is read from its record when it is asked. One is made for a look and forgotten: objects of 140,000 that stay are
 * what the collector of garbage would carry about while a node takes everything.
 */
export class PackedResource implements RawResource {
  readonly tenantId: string;
  readonly #memory: Buffer;
  readonly #start: number;

  constructor(memory: Buffer, start: number, tenantId: string) {
    this.tenantId = tenantId;
    this.#memory = memory;
    this.#start = start;
  }

  get kind(): string {
    const known = kinds[this.#memory.readUInt16LE(this.#start + at.kind)];
    if (known !== undefined && known !== '') return known;
    return this.#memory.toString('utf8', this.#start + at.name, this.#idAt - 1);
  }

  get id(): string {
    return this.#memory.toString('utf8', this.#idAt, this.#versionAt - 1);
  }

  get version(): Buffer {
    return this.#memory.subarray(this.#versionAt, this.#versionAt + VERSION_BYTES);
  }

  get body(): Buffer {
    const bodyAt = this.#versionAt + VERSION_BYTES;
    return this.#memory.subarray(bodyAt, this.#start + recordBytes(this.#memory, this.#start));
  }

  /** Kind, id and version, as `ViewDigest.toggleEncoded` takes them. */
  get versionedName(): Buffer {
    const end = this.#versionAt + VERSION_BYTES;
    return this.#memory.subarray(this.#start + at.name, end);
  }

  get #idAt(): number {
    return this.#start + at.name + this.#memory.readUInt16LE(this.#start + at.kindBytes) + 1;
  }

  get #versionAt(): number {
    return this.#idAt + this.#memory.readUInt16LE(this.#start + at.idBytes) + 1;
  }
}
