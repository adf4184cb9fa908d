/** Of one encoded text: longer ones are read so far. */
const sourceCharsMax = 16_384;
/** Of which the first are decoded to see whether there is text at all. */
const sampleChars = 64;
const printableMin = 0.9;
const escapesMin = 6;
const partMin = 24;
const hexOnly = /^(?:0x)?((?:[0-9a-fA-F]{2})+)$/i;
const valued = /^[\w-]{1,40}=([^=]{24,}={0,2})$/;

/**
 * What a run of letters, digits and signs says in hexadecimal, percent-encoding or base64;
 * undefined where no text comes out.
 */
export function decodeRun(run: string): string | undefined {
  const source = run.slice(0, sourceCharsMax);
  if (source.includes('%')) return decodePercents(source);
  const hex = hexOnly.exec(source)?.[1];
  if (hex !== undefined) return readable(hex, decodeHex);
  return readable(source, decodeBase64) ?? decodePart(source);
}

/** What follows a name and its sign, or the longest part of a path. */
function decodePart(source: string): string | undefined {
  const value = valued.exec(source)?.[1];
  if (value !== undefined) return decodeRun(value);
  if (!source.includes('/')) return undefined;
  const [part = ''] = source.split('/').toSorted((one, other) => other.length - one.length);
  return part.length >= partMin ? readable(part, decodeBase64) : undefined;
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

/** Bytes, one a character: nearly all of them are printed, or they are UTF-8. */
function isReadable(bytes: string): boolean {
  let printable = 0;
  let high = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const code = bytes.charCodeAt(index);
    if ((code >= 0x20 && code < 0x7f) || code === 10 || code === 13 || code === 9) printable += 1;
    else if (code >= 0x80) high += 1;
  }
  if (printable >= printableMin * bytes.length) return bytes.length > 0;
  return printable + high === bytes.length && isUtf8(bytes);
}

/** The last character may be cut. */
function isUtf8(bytes: string): boolean {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return decoder.decode(bytesOf(bytes), { stream: true }).length > 0;
  } catch {
    return false;
  }
}

function bytesOf(bytes: string): Uint8Array {
  return Uint8Array.from(bytes, (one) => one.charCodeAt(0));
}

function toText(bytes: string): string {
  return new TextDecoder().decode(bytesOf(bytes));
}
