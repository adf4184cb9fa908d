/** The letters from the last to the first. */
export function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}

/** Each letter of ASCII thirteen places on. */
export function rot13(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

/** A part of a text that says something else when it is read so. */
export interface Veiled {
  readonly start: number;
  readonly end: number;
  readonly plain: string;
}

/** Numbers of characters as HTML and C write them. */
const numbered = /(?:&#x?[0-9a-f]{1,6};[ ]?){6,}|(?:\\x[0-9a-f]{2}){6,}/gi;
const number = /&#(x?)([0-9a-f]{1,6});|\\(x)([0-9a-f]{2})/gi;
const codePointMax = 0x10ffff;

/** Stretches of numbered characters. */
export function listNumbered(text: string): readonly Veiled[] {
  if (!text.includes('&#') && !text.includes('\\x')) return [];
  return Array.from(text.matchAll(numbered), ({ index, 0: run }) => ({
    start: index,
    end: index + run.length,
    plain: run.replace(number, (_, hex: string, digits: string, cHex: string, cDigits: string) => {
      const code = Number.parseInt(digits ?? cDigits, (hex ?? cHex) === '' ? 10 : 16);
      return code <= codePointMax ? String.fromCodePoint(code) : '';
    }),
  }));
}

/** Variation selectors that follow one another: each is a byte. */
const selectors = /(?:[\ufe00-\ufe0f]|\udb40[\udd00-\uddef]){8,}/g;
const anySelectors = /[\ufe00-\ufe0f\udb40]/;

/** Stretches of variation selectors, which nobody sees, and the bytes that they stand for. */
export function listSelected(text: string): readonly Veiled[] {
  if (!anySelectors.test(text)) return [];
  return Array.from(text.matchAll(selectors), ({ index, 0: run }) => ({
    start: index,
    end: index + run.length,
    plain: new TextDecoder().decode(Uint8Array.from(Array.from(run), byteOfSelector)),
  }));
}

/** U+FE00 to U+FE0F are the first sixteen, U+E0100 and on the others. */
function byteOfSelector(selector: string): number {
  const code = selector.codePointAt(0) ?? 0;
  return code < 0xff00 ? code - 0xfe00 : code - 0xe0100 + 16;
}
