import type { Digits } from './check-digit.ts';
import { moduloOf } from './check-digit.ts';
import { ContextWords } from './context.ts';
import type { NumberShape } from './number-shape.ts';

/** ITU-T E.164 country codes of one and of two digits; all others have three. */
const oneDigitCodes: ReadonlySet<number> = new Set([1, 7]);
const twoDigitCodes: ReadonlySet<number> = new Set([
  ...[20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54],
  ...[55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98],
]);
/** Their first two digits. */
const threeDigitCodes: ReadonlySet<number> = new Set([
  ...[21, 22, 23, 24, 25, 26, 29, 35, 37, 38, 42, 50, 59, 67, 68, 69, 80, 85, 87, 88, 96, 97, 99],
]);
const italy = 39;

/** Forms that nothing but telephone numbers has, where their digits fit too. */
const americanForms: ReadonlySet<string> = new Set([
  ...['3)3-4', '3-3-4', '3)3 4', '3)3.4', '1-3-3-4', '1(3)3-4', '1-3)3-4', '1 3-3-4'],
]);
const frenchForms: ReadonlySet<string> = new Set(['2 2 2 2 2', '2.2.2.2.2']);
const japaneseForms: ReadonlySet<string> = new Set(['3-4-4', '2-4-4']);
const brazilianForms: ReadonlySet<string> = new Set(['2)5-4', '2)4-4']);

const words = new ContextWords([
  ...['phone', 'tel$', 'tel[.:]', 'mobile', 'cell', 'fax', 'whatsapp', 'sms$', 'call'],
  ...[
    'dial',
    'reach me',
    'ring$',
    'text me',
    'telefon',
    'téléphone',
    'telephone',
    'handy',
    'mobil',
  ],
  ...['rufnummer', 'anruf', 'ruf', 'portable', 'appel', 'teléfono', 'móvil', 'll[áa]ma', 'celular'],
  ...['cellulare', 'chiama', 'telefoon', 'mobiel', 'bel$', 'bel me', 'komórk', 'zadzwo', 'puhelin'],
  ...['telem[oó]vel', 'contact', 'ligue', 'ring mig', 'телефон', 'тел', 'звон', 'моб'],
  ...['电话', '手机', '電話', '携帯', '連絡先', '联系'],
]);
const wordDistance = 32;

/** Position of the last group of a telephone number that begins here; -1 when there is none. */
export function lastGroupOfPhone(
  shape: NumberShape,
  { text, hasPlus, isCleanEnd }: PhonePlace,
): number {
  for (let group = shape.groupCount - 1; group >= 0; group -= 1) {
    const count = shape.counts[group] ?? 0;
    if (count < 7) return -1;
    if (count > 17 || !isCleanEnd(text, shape.ends[group] ?? 0)) continue;
    if (hasPlus ? isInternational(shape, group, 0) : isNational(shape, group, text)) return group;
  }
  return -1;
}

interface PhonePlace {
  readonly text: string;
  /** A plus sign stands before the digits. */
  readonly hasPlus: boolean;
  /** Whether a number may end there. */
  readonly isCleanEnd: (text: string, end: number) => boolean;
}

function isInternational({ digits, counts }: NumberShape, group: number, from: number): boolean {
  const count = (counts[group] ?? 0) - from;
  if (count < 8 || count > 15) return false;
  const codeLength = lengthOfCode(digits, from);
  if (codeLength === 0) return false;
  const first = digits[from + codeLength] ?? 0;
  if (codeLength === 1 && digits[from] === 1) return count === 11 && isAmerican(digits, from + 1);
  // "+49 (0) 30": the zero is of the national form, and stands in brackets of its own.
  const isItaly = moduloOf(digits, [from, from + 2], 100) === italy;
  return first !== 0 || isItaly || count >= 10;
}

function lengthOfCode(digits: Digits, from: number): number {
  if (oneDigitCodes.has(digits[from] ?? 0)) return 1;
  const two = moduloOf(digits, [from, from + 2], 100);
  if (twoDigitCodes.has(two)) return 2;
  return threeDigitCodes.has(two) ? 3 : 0;
}

function isNational(shape: NumberShape, group: number, text: string): boolean {
  const form = shape.form(group);
  if (hasOwnForm(shape.digits, form)) return true;
  // "0049": dialled as it stands.
  const isDialled = shape.digits[0] === 0 && shape.digits[1] === 0;
  if (isDialled && !isInternational(shape, group, 2)) return false;
  if (isDialled && group >= 2) return true;
  const count = shape.counts[group] ?? 0;
  if (count > (isDialled ? 17 : 12) || group > 5 || isDate(form)) return false;
  return words.areBefore(text, shape.start, wordDistance);
}

/** Whether it is written as only telephone numbers of some country are. */
function hasOwnForm(digits: Digits, form: string): boolean {
  if (americanForms.has(form)) return isAmerican(digits, form.startsWith('1') ? 1 : 0);
  if (brazilianForms.has(form)) return digits[0] !== 0;
  const isDomestic = digits[0] === 0 && digits[1] !== 0;
  return isDomestic && (frenchForms.has(form) || japaneseForms.has(form));
}

/** North American Numbering Plan: neither area nor exchange begins with 0 or 1, or is N11. */
function isAmerican(digits: Digits, from: number): boolean {
  const area = digits[from] ?? 0;
  const exchange = digits[from + 3] ?? 0;
  const isService = digits[from + 1] === 1 && digits[from + 2] === 1;
  return area >= 2 && exchange >= 2 && !isService;
}

function isDate(form: string): boolean {
  return /^(?:4([-./])2\1[12]|[12]([-./])[12]\2(?:2|4))(?:\D|$)/.test(form);
}
