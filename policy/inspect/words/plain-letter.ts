/** From here on letters stand for words or syllables, with no space between them, or are half of a pair. */
const unspacedMin = 0x2e80;
/** Set of a letter or digit that words are made of, where words stand apart. */
const wordFlag = 0x8000;
export const SPACE = 0x20;

let table: Uint16Array | undefined;

/** By code, below {@link unspacedMin}: the letter in lower case, one sign for all that separates words, and the flag. */
export function plainLetters(): Uint16Array {
  table ??= Uint16Array.from({ length: unspacedMin }, (_, code) => foldCode(code));
  return table;
}

/** The letter of any code. */
export function plainLetter(letters: Uint16Array, code: number): number {
  return code < unspacedMin ? (letters[code] ?? code) & ~wordFlag : code;
}

/** Whether words that stand apart are made of it. */
export function isOfWord(letters: Uint16Array, code: number): boolean {
  return code < unspacedMin && (letters[code] ?? 0) >= wordFlag;
}

function foldCode(code: number): number {
  const letter = String.fromCharCode(code);
  if (/[\s_-]/.test(letter)) return SPACE;
  if (letter === '\u2018' || letter === '\u2019') return 0x27;
  const lower = letter.toLowerCase();
  const plain = lower.length === 1 ? lower.charCodeAt(0) : code;
  return /[\p{L}\p{N}\p{M}]/u.test(letter) ? plain | wordFlag : plain;
}

/** A phrase as it is compared: lower case, one space for each run of white space, dashes and underscores. */
export function plainPhrase(phrase: string): string {
  const letters = plainLetters();
  let plain = '';
  for (const unit of phrase.normalize('NFC').split('')) {
    const letter = plainLetter(letters, unit.charCodeAt(0));
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
