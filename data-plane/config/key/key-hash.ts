import { decodeResource } from '../../../proto/resource.ts';

/** Number of `hash` in `ApiKey` of proto/gatehouse/config/v1/resources.proto. */
const HASH_FIELD = 4;
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
/** Of a byte of a number: another one follows. */
const MORE = 0x80;
const NOT_FOUND = -1;

/**
 * The hash in the body of an API key that can be decoded, found without decoding the rest of it.
 * A body that is not as our encoder writes it is decoded all the same.
 */
export function readKeyHash(body: Buffer): Buffer {
  return scanForHash(body) ?? decodeResource('api_key', body).hash;
}

/** Of several the last one counts, as for every decoder. Undefined where a tag or a length takes three bytes or more, too. */
function scanForHash(body: Buffer): Buffer | undefined {
  let found: Buffer | undefined;
  let at = 0;
  while (at < body.length) {
    const tag = readShort(body, at);
    const valueAt = at + shortBytes(tag);
    const end = tag < 0 ? NOT_FOUND : endOfValue(body, valueAt, tag & 7);
    if (end === NOT_FOUND) return undefined;
    if (tag >>> 3 === HASH_FIELD)
      found = body.subarray(valueAt + shortBytes(readShort(body, valueAt)), end);
    at = end;
  }
  return found;
}

function endOfValue(body: Buffer, at: number, type: number): number {
  if (type === wire.varint) return skipVarint(body, at);
  if (type === wire.fixed64) return at + 8;
  if (type === wire.fixed32) return at + 4;
  const length = type === wire.bytes ? readShort(body, at) : NOT_FOUND;
  return length < 0 ? NOT_FOUND : at + shortBytes(length) + length;
}

/** A number below 2^14, in one byte or two; {@link NOT_FOUND} for a larger one. */
function readShort(body: Buffer, at: number): number {
  const first = body[at] ?? MORE;
  if (first < MORE) return first;
  const second = body[at + 1] ?? MORE;
  return second < MORE && second > 0 ? (second << 7) | (first & 0x7f) : NOT_FOUND;
}

function shortBytes(value: number): number {
  return value < MORE ? 1 : 2;
}

function skipVarint(body: Buffer, start: number): number {
  let at = start;
  while ((body[at] ?? 0) >= MORE) at += 1;
  return at + 1;
}
