/** Zeros that stand for what a group of four characters lacks, by what it has. */
const fillings: readonly string[] = ['', 'AAA', 'AA', 'A'];

/**
 * The bytes of base64 as readers see them, the tolerant ones too: other characters are skipped over. Where padding stands in
 * the middle, Node's own decoder stops, some begin anew after it, and some pass over it: then the bytes of both follow each other.
 */
export function decodeBase64(data: string): Buffer {
  const padding = data.indexOf('=');
  if (padding < 0 || /^={1,2}$/.test(data.slice(padding, padding + 3)))
    return Buffer.from(data, 'base64');
  const pieces = data.replace(/[^\w+/=-]+/g, '').split(/=+/);
  const begunAnew = pieces.map((piece) => piece + fillings[piece.length % 4]).join('');
  return Buffer.concat([Buffer.from(begunAnew, 'base64'), Buffer.from(pieces.join(''), 'base64')]);
}
