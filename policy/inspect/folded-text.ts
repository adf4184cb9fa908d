import { textUnits } from './text-units.ts';

/** A text in its plainest form, and where each of its characters came from. */
export class FoldedText {
  readonly text: string;
  /** Where pieces that stand one to one begin: in the folded text, and in the original. */
  readonly #folded: readonly number[];
  readonly #original: readonly number[];
  /** Questions come mostly in the order of the text. */
  #piece = 0;

  constructor(text: string, folded: readonly number[], original: readonly number[]) {
    this.text = text;
    this.#folded = folded;
    this.#original = original;
  }

  /** Position in the original of a position in the folded text; of its end, the original's end. */
  originOf(position: number): number {
    if ((this.#folded[this.#piece] ?? 0) > position) this.#piece = 0;
    while ((this.#folded[this.#piece + 1] ?? Number.POSITIVE_INFINITY) <= position)
      this.#piece += 1;
    return (this.#original[this.#piece] ?? 0) + position - (this.#folded[this.#piece] ?? 0);
  }
}

/** What is left out: soft hyphens, marks that only combine, joiners, directions, tags' own signs. */
const invisible =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff';
const combining = '\\u0300-\\u036f';
/** What has a plain twin: spaces, dashes, digits of other scripts, full-width ASCII. */
const plainable =
  '\\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000\\u2010-\\u2015\\u2212\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f\\uff01-\\uff5e';
/** Letters and digits of mathematics (D835), and tags, which spell ASCII unseen (DB40). */
const paired = '\\ud835[\\udc00-\\udfff]|\\udb40[\\udc00-\\udc7f]';
/** Any number of slashes, and what stands for a character after them. */
const jsonEscape = '(?<!\\\\)\\\\+(?:[nrt"/]|u[0-9a-fA-F]{4})';

const foldable = new RegExp(`${jsonEscape}|${paired}|[${invisible}${combining}${plainable}]`, 'g');
const anyFoldable = new RegExp(`[\\\\\\ud835\\udb40${invisible}${combining}${plainable}]`);
const foldableUnits = createFoldableUnits();
/** Found at once in a text that has no such character in any place of its memory: V8 keeps those with one byte a character. */
const wide = /[^\0-\xff]/;

/**
 * Resolves what hides a value from rules that read ASCII, in one pass: the escapes of JSON, however
 * often it was quoted (line breaks and tabs, quotes, slashes, characters written as \uXXXX),
 * invisible characters, full-width and mathematical letters, digits of other scripts, unusual
 * spaces and dashes. Undefined when there is none.
 */
export function foldText(text: string): FoldedText | undefined {
  if (!hasFoldable(text)) return undefined;
  const folded: number[] = [0];
  const original: number[] = [0];
  let plain = '';
  let from = 0;
  foldable.lastIndex = 0;
  for (let found = foldable.exec(text); found !== null; found = foldable.exec(text)) {
    const [piece] = found;
    const end = found.index + piece.length;
    plain += text.slice(from, found.index);
    folded.push(plain.length);
    original.push(found.index);
    plain += plainOf(piece);
    folded.push(plain.length);
    original.push(end);
    from = end;
  }
  if (folded.length === 1) return undefined;
  return new FoldedText(plain + text.slice(from), folded, original);
}

/** Of a text of Latin-1 only three characters matter: three searches take 0.04 µs per KB, the table 0.8 (Node 20.20). */
function hasFoldable(text: string): boolean {
  if (wide.test(text)) return hasFoldableUnit(text);
  return text.includes('\\') || text.includes('\u00a0') || text.includes('\u00ad');
}

/** A pattern of so many ranges takes seven times as long. */
function hasFoldableUnit(text: string): boolean {
  for (let from = 0; from < text.length; ) {
    const length = textUnits.read(text, from);
    if (isAnyOf(foldableUnits, length)) return true;
    from += length;
  }
  return false;
}

function isAnyOf(table: Uint8Array, length: number): boolean {
  const codes = textUnits.units;
  let any = 0;
  for (let index = 1; index <= length; index += 1) any |= table[codes[index] ?? 0] ?? 0;
  return any !== 0;
}

/** 1 for each that {@link anyFoldable} accepts: asked of all at once, which takes a quarter of the time of asking for each. */
function createFoldableUnits(): Uint8Array {
  const rows = Array.from({ length: 256 }, (_, row) =>
    String.fromCharCode(...Array.from({ length: 256 }, (__, low) => 256 * row + low)),
  );
  const table = new Uint8Array(0x10000);
  for (const { index } of rows.join('').matchAll(new RegExp(anyFoldable, 'g'))) table[index] = 1;
  return table;
}

function plainOf(piece: string): string {
  const code = piece.charCodeAt(0);
  if (code === 0x5c) return resolveEscape(piece);
  if (code === 0xd835) return piece.normalize('NFKC');
  if (code === 0xdb40) return plainOfTag(piece.charCodeAt(1) - 0xdc00);
  if (code >= 0xff01) return code === 0xfeff ? '' : String.fromCharCode(code - 0xfee0);
  if (isSpace(code)) return ' ';
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212) return '-';
  if (code >= 0x0660 && code <= 0x096f) return String.fromCharCode(0x30 + digitOf(code));
  return '';
}

function isSpace(code: number): boolean {
  if (code === 0xa0 || code === 0x202f || code === 0x205f || code === 0x3000) return true;
  return code >= 0x2000 && code <= 0x200a;
}

/** Digits begin at U+0660, U+06F0 and U+0966. */
function digitOf(code: number): number {
  if (code >= 0x966) return code - 0x966;
  return code >= 0x6f0 ? code - 0x6f0 : code - 0x660;
}

function plainOfTag(code: number): string {
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '';
}

function resolveEscape(piece: string): string {
  const at = piece.lastIndexOf('\\') + 1;
  const letter = piece.charAt(at);
  if (letter === 'n' || letter === 'r' || letter === 't') return '\n';
  if (letter !== 'u') return letter;
  const code = Number.parseInt(piece.slice(at + 1), 16);
  const character = String.fromCharCode(code);
  return code > 127 && !isSurrogate(code) && anyFoldable.test(character)
    ? plainOf(character)
    : character;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
