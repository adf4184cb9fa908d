/** The few frames of HTTP/2 (RFC 9113, section 6) that a caller of unary and streaming gRPC needs. */

export const frameType = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
} as const;
export const frameFlag = { endStream: 0x1, ack: 0x1, endHeaders: 0x4 } as const;
export const frameHeadBytes = 9;

const windowUpdateType = 8;
const initialWindowSetting = 4;
/** The largest that HTTP/2 allows: flow control is not what is measured. */
const windowBytesMax = 0x7fffffff;
const initialWindowBytes = 65_535;

/** A frame. */
export function frame(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

/** What a client says first: preface, settings, and a window for the whole connection that never runs out. */
export function clientGreeting(): Buffer {
  const settings = Buffer.alloc(6);
  settings.writeUInt16BE(initialWindowSetting, 0);
  settings.writeUInt32BE(windowBytesMax, 2);
  const increment = Buffer.alloc(4);
  increment.writeUInt32BE(windowBytesMax - initialWindowBytes);
  return Buffer.concat([
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    frame(frameType.settings, 0, 0, settings),
    frame(windowUpdateType, 0, 0, increment),
  ]);
}

/** Tops up the connection's window by what was received. */
export function windowUpdate(bytes: number): Buffer {
  const increment = Buffer.alloc(4);
  increment.writeUInt32BE(bytes);
  return frame(windowUpdateType, 0, 0, increment);
}

/** A header block (RFC 7541) of literals without indexing and without Huffman, so that it never changes. */
export function headerBlock(headers: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(headers.map(([name, value]) => literal(name, value)));
}

function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  if (bytes.length >= 0x7f) throw new Error(`a header is too long for this encoder: ${value}`);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
