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
const response = { update: 2, goaway: 5 } as const;
const update = { nonce: 1, to: 3, part: 4, parts: 5, digest: 8 } as const;
const position = { epoch: 1, revision: 2 } as const;

/** What an encoded StreamResponse means for a node that holds nothing: the end of an update, a farewell, or nothing. */
export function readResponse(message: Buffer): UpdateEnd | 'goaway' | undefined {
  const reader = new ProtoReader(message);
  const field = reader.next();
  if (field === response.goaway) return 'goaway';
  return field === response.update ? readUpdate(reader.bytes()) : undefined;
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
