/**
 * Resolves the escapes that hide a secret in JSON text, however often it was quoted: line breaks
 * and tabs, quotes, slashes, and ASCII characters written as \u00XX. Undefined when there is none.
 * One pass; everything else is kept.
 */
export function resolveJsonEscapes(text: string): string | undefined {
  let from = 0;
  let resolved = '';
  let slash = text.indexOf('\\');
  while (slash >= 0) {
    const end = endOfSlashes(text, slash);
    const { character, length } = readEscape(text, end);
    if (length > 0) {
      resolved += text.slice(from, slash) + character;
      from = end + length;
    }
    slash = text.indexOf('\\', end + length);
  }
  return from === 0 ? undefined : resolved + text.slice(from);
}

function endOfSlashes(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) === 0x5c) end += 1;
  return end;
}

interface Escape {
  readonly character: string;
  /** Characters after the slashes; 0 when this is no escape. */
  readonly length: number;
}

const noEscape: Escape = { character: '', length: 0 };

function readEscape(text: string, position: number): Escape {
  const letter = text.charAt(position);
  if (letter === 'n' || letter === 'r' || letter === 't') return { character: '\n', length: 1 };
  if (letter === '"' || letter === '/') return { character: letter, length: 1 };
  if (letter !== 'u') return noEscape;
  const digits = text.slice(position + 1, position + 5);
  if (!/^00[0-7][0-9a-f]$/i.test(digits)) return noEscape;
  return { character: String.fromCharCode(Number.parseInt(digits, 16)), length: 5 };
}
