import { gunzipSync } from 'node:zlib';
import { ProtoReader } from './proto-reader.ts';

/** The last part of an update, without the resources in it. */
export interface UpdateEnd {
  readonly nonce: number;
  readonly epoch: number;
  /** Where the node stands after it. */
  readonly revision: number;
  readonly digest: Buffer;
}

// Numbers of fields: proto/gatehouse/config/v1/config_service.proto.
const response = { update: 2, goaway: 5, revocations: 6, packed: 7 } as const;
const packed = { part: 1, parts: 2, gzip: 3 } as const;
const revocations = { at: 2 } as const;
const update = { nonce: 1, to: 3, part: 4, parts: 5, digest: 8 } as const;
const position = { epoch: 1, revision: 2 } as const;

/** What an encoded StreamResponse means for a node that keeps nothing. */
export type Heard =
  | { readonly kind: 'update'; readonly update: UpdateEnd }
  | { readonly kind: 'revocations'; readonly revision: number }
  | { readonly kind: 'goaway' };

/** Undefined for what such a node passes over: parts of an update that others follow, secrets, signs of life. */
export function readResponse(message: Buffer): Heard | undefined {
  const reader = new ProtoReader(message);
  const field = reader.next();
  if (field === response.goaway) return { kind: 'goaway' };
  if (field === response.revocations) return readRevocations(reader.bytes());
  if (field === response.packed) return readPacked(reader.bytes());
  const end = field === response.update ? readUpdate(reader.bytes()) : undefined;
  return end && { kind: 'update', update: end };
}

/** Only the last part is unpacked. */
function readPacked(bytes: Buffer): Heard | undefined {
  const reader = new ProtoReader(bytes);
  let [part, parts] = [0, 0];
  for (let field = reader.next(); field !== undefined; field = reader.next())
    if (field === packed.part) part = reader.varint();
    else if (field === packed.parts) parts = reader.varint();
    else if (field === packed.gzip && part === parts)
      return readResponse(gunzipSync(reader.bytes()));
    else reader.skip();
  return undefined;
}

function readRevocations(bytes: Buffer): Heard {
  const reader = new ProtoReader(bytes);
  let revision = 0;
  for (let field = reader.next(); field !== undefined; field = reader.next())
    if (field === revocations.at) revision = readPosition(reader.bytes()).revision;
    else reader.skip();
  return { kind: 'revocations', revision };
}

function readUpdate(bytes: Buffer): UpdateEnd | undefined {
  const reader = new ProtoReader(bytes);
  let [nonce, part, parts] = [0, 0, 0];
  let to = { epoch: 0, revision: 0 };
  let digest = Buffer.alloc(0);
  for (let field = reader.next(); field !== undefined; field = reader.next()) {
    if (field === update.nonce) nonce = reader.varint();
    else if (field === update.to) to = readPosition(reader.bytes());
    else if (field === update.part) part = reader.varint();
    else if (field === update.parts) parts = reader.varint();
    else if (field === update.digest) digest = Buffer.from(reader.bytes());
    else reader.skip();
    // Fields come in the order of their numbers: of a part that others follow nothing else is wanted.
    if (field === update.parts && part < parts) return undefined;
  }
  return { nonce, ...to, digest };
}

function readPosition(bytes: Buffer): { readonly epoch: number; readonly revision: number } {
  const reader = new ProtoReader(bytes);
  let [epoch, revision] = [0, 0];
  for (let field = reader.next(); field !== undefined; field = reader.next()) {
    if (field === position.epoch) epoch = reader.varint();
    else if (field === position.revision) revision = reader.varint();
    else reader.skip();
  }
  return { epoch, revision };
}
