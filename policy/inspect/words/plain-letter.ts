/** From here on letters stand for words or syllables, with no space between them, or are half of a pair. */
const unspacedMin = 0x2e80;
export const SPACE = 0x20;

let letters: Uint16Array | undefined;
let wordLetters: Uint8Array | undefined;

/** By code, below {@link unspacedMin}: the letter in lower case; one sign for all that separates words. */
export function plainLetters(): Uint16Array {
  letters ??= Uint16Array.from({ length: unspacedMin }, (_, code) => foldCode(code));
  return letters;
}

/** The same of any code. */
export function plainLetter(letters: Uint16Array, code: number): number {
  return code < unspacedMin ? (letters[code] ?? code) : code;
}

/** By code: whether it is a letter or a digit that words are made of, where words stand apart. */
export function lettersOfWords(): Uint8Array {
  wordLetters ??= Uint8Array.from({ length: unspacedMin }, (_, code) =>
    /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code)) ? 1 : 0,
  );
  return wordLetters;
}

function foldCode(code: number): number {
  const letter = String.fromCharCode(code);
  if (/[\s_-]/.test(letter)) return SPACE;
  if (letter === '\u2018' || letter === '\u2019') return 0x27;
  const lower = letter.toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : code;
}

/** A phrase as it is compared: lower case, one space for each run of white space, dashes and underscores. */
export function plainPhrase(phrase: string): string {
  const table = plainLetters();
  let plain = '';
  for (const unit of phrase.normalize('NFC').split('')) {
    const letter = plainLetter(table, unit.charCodeAt(0));
    if (letter !== SPACE || !plain.endsWith(' ')) plain += String.fromCharCode(letter);
  }
  return plain.trim();
}

/** The phrase without accents. */
export function withoutMarks(phrase: string): string {
  return phrase
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
}
