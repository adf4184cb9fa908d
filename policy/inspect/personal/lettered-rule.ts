import { ALPHANUMERIC, classAt, DIGIT, isAt, LETTER } from '../character.ts';
import { type Found, pairOf, type Rule } from '../detector.ts';
import { ContextWords, Surroundings } from './context.ts';
import { endOfIban } from './iban.ts';
import { isSpanish } from './national/national-number.ts';
import { findNino } from './national/nino.ts';
import type { PersonalKind } from './personal-kind.ts';

const lettersMax = 6;
const spanishWords = new ContextWords(['nie$', 'nif', 'dni', 'extranjer']);

/** What begins with one, two or six letters before its first digit. */
export const letteredRule: Rule<PersonalKind> = {
  pairs: letterDigitPairs(),
  find(text, at, from): Found<PersonalKind> | undefined {
    let start = at;
    while (at - start < lettersMax && (classAt(text, start - 1) & LETTER) !== 0) start -= 1;
    if (start < from || isAt(text, start - 1, ALPHANUMERIC) || text.charAt(start - 1) === '_') {
      return undefined;
    }
    const letters = at + 1 - start;
    if (letters === 2) return findIban(text, start) ?? findNino(text, start);
    if (letters === 1) return findNie(text, start);
    return letters === 6 ? findCodiceFiscale(text, start) : undefined;
  },
};

function findIban(text: string, start: number): Found<PersonalKind> | undefined {
  const end = endOfIban(text, start);
  return end === undefined ? undefined : { kind: 'iban', start, end };
}

const digits = new Uint8Array(8);

/** X, Y or Z, seven digits, and a letter. */
function findNie(text: string, start: number): Found<PersonalKind> | undefined {
  const first = 'XYZxyz'.indexOf(text.charAt(start));
  if (first < 0) return undefined;
  digits[0] = first % 3;
  for (let index = 1; index < 8; index += 1) {
    if (!isAt(text, start + index, DIGIT)) return undefined;
    digits[index] = text.charCodeAt(start + index) - 0x30;
  }
  const at = text.charAt(start + 8) === '-' ? start + 9 : start + 8;
  if ((classAt(text, at) & LETTER) === 0 || isAt(text, at + 1, ALPHANUMERIC)) return undefined;
  if (!isSpanish(digits, text.charAt(at).toUpperCase())) return undefined;
  if (first > 2 && !spanishWords.areIn(new Surroundings(text, start, at + 1))) return undefined;
  return { kind: 'es_nif', start, end: at + 1 };
}

const codiceFiscale = /[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z](?![A-Za-z0-9_])/iy;
/** Decreto ministeriale 23/12/1976: values of characters at odd places, by 0 to 9 and A to Z. */
const oddValues = [
  ...[1, 0, 5, 7, 9, 13, 15, 17, 19, 21],
  ...[1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23],
] as const;

function findCodiceFiscale(text: string, start: number): Found<PersonalKind> | undefined {
  codiceFiscale.lastIndex = start;
  if (!codiceFiscale.test(text)) return undefined;
  let sum = 0;
  for (let index = 0; index < 15; index += 1) {
    const value = Number.parseInt(text.charAt(start + index), 36);
    sum += index % 2 === 0 ? (oddValues[value] ?? 0) : value > 9 ? value - 10 : value;
  }
  const check = Number.parseInt(text.charAt(start + 15), 36) - 10;
  if (check !== sum % 26) return undefined;
  return { kind: 'it_codice_fiscale', start, end: start + 16 };
}

function letterDigitPairs(): number[] {
  const pairs: number[] = [];
  for (let letter = 0x41; letter <= 0x7a; letter += 1) {
    if (letter > 0x5a && letter < 0x61) continue;
    for (let digit = 0x30; digit <= 0x39; digit += 1) pairs.push(pairOf(letter, digit));
  }
  return pairs;
}
