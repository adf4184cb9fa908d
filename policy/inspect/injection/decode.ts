/** Of one encoded text: longer ones are read so far. */
const sourceCharsMax = 16_384;
/** Of which the first are decoded to see whether there is text at all. */
const sampleChars = 64;
const printableMin = 0.9;
const escapesMin = 6;

/**
 * What a run of letters, digits and signs says in hexadecimal, percent-encoding or base64;
 * undefined where no text comes out.
 */
export function decodeRun(run: string): string | undefined {
  const source = run.slice(0, sourceCharsMax);
  if (source.includes('%')) return decodePercents(source);
  if (/^(?:[0-9a-fA-F]{2})+$/.test(source)) return readable(source, decodeHex);
  return readable(source, decodeBase64);
}

function readable(
  source: string,
  decode: (text: string) => string | undefined,
): string | undefined {
  const sample = decode(source.slice(0, sampleChars));
  if (sample === undefined || !isReadable(sample)) return undefined;
  const whole = source.length <= sampleChars ? sample : decode(source);
  return whole !== undefined && isReadable(whole) ? toText(whole) : undefined;
}

function decodeHex(source: string): string {
  let text = '';
  for (let index = 0; index + 1 < source.length; index += 2)
    text += String.fromCharCode(Number.parseInt(source.slice(index, index + 2), 16));
  return text;
}

function decodeBase64(source: string): string | undefined {
  const plain = source.replaceAll('-', '+').replaceAll('_', '/').replace(/=.*$/, '');
  try {
    return atob(plain.slice(0, plain.length - (plain.length % 4 === 1 ? 1 : 0)));
  } catch {
    return undefined;
  }
}

function decodePercents(source: string): string | undefined {
  let count = 0;
  const bytes = source.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) => {
    count += 1;
    return String.fromCharCode(Number.parseInt(digits, 16));
  });
  return count < escapesMin ? undefined : toText(bytes.replaceAll('+', ' '));
}

/** Bytes, one a character: nearly all of them are printed, or belong to UTF-8. */
function isReadable(bytes: string): boolean {
  let printable = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const code = bytes.charCodeAt(index);
    if ((code >= 0x20 && code < 0x7f) || code === 10 || code === 13 || code === 9) printable += 1;
  }
  return printable >= printableMin * bytes.length && bytes.length > 0;
}

function toText(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0)));
}
