import { type Digits, isLuhn, isRepeated, moduloOf } from './check-digit.ts';
import { ContextWords, type Surroundings } from './context.ts';

/** First digits, as a range of their number; lengths; ranges that only context makes a card. */
type Range = readonly [from: number, to: number, digitCount: number, lengths: readonly number[]];

/** ISO/IEC 7812 issuer ranges, by the networks' own publications (2024). */
const ranges: readonly Range[] = [
  [4, 4, 1, [16]],
  [51, 55, 2, [16]],
  [2221, 2720, 4, [16]],
  [34, 34, 2, [15]],
  [37, 37, 2, [15]],
  [6011, 6011, 4, [16]],
  [644, 659, 3, [16]],
  [300, 305, 3, [14]],
  [36, 36, 2, [14]],
  [38, 39, 2, [14]],
  [3528, 3589, 4, [16]],
  [62, 62, 2, [16]],
];
/** Maestro, old Visa, longer UnionPay: so wide that any number may fit. */
const wideRanges: readonly Range[] = [
  [4, 4, 1, [13, 19]],
  [50, 50, 2, [12, 13, 14, 15, 16, 17, 18, 19]],
  [56, 69, 2, [12, 13, 14, 15, 16, 17, 18, 19]],
];

const groupedForms: ReadonlySet<string> = new Set(
  [' ', '-', '.'].flatMap((mark) => [
    [4, 4, 4, 4].join(mark),
    [4, 6, 5].join(mark),
    [4, 6, 4].join(mark),
  ]),
);
const wideForms: ReadonlySet<string> = new Set(
  [' ', '-'].flatMap((mark) => [[4, 4, 4, 4, 3].join(mark), [6, 13].join(mark)]),
);

const words = new ContextWords([
  ...['credit', 'debit', 'card', 'visa', 'master ?card', 'maestro', 'amex', 'pan$', 'cc$'],
  ...['ccnum', 'kredit', 'karte', 'carte', 'tarjeta', 'carta', 'cart[aã]o', 'kaart', 'kart[ay]'],
  ...['卡号', '信用卡', 'カード', 'карт'],
]);

/** Whether digits, written in this form, are the number of a payment card. */
export function isCard(
  digits: Digits,
  { count, form }: { readonly count: number; readonly form: string },
  surroundings: Surroundings,
): boolean {
  if (count < 12 || count > 19) return false;
  const isPlain = form === String(count);
  if (!isPlain && !groupedForms.has(form) && !wideForms.has(form)) return false;
  if (!isLuhn(digits, count) || isRepeated(digits, count)) return false;
  if (isIn(ranges, digits, count)) return true;
  return isIn(wideRanges, digits, count) && words.areIn(surroundings);
}

function isIn(list: readonly Range[], digits: Digits, count: number): boolean {
  for (const [from, to, digitCount, lengths] of list) {
    if (!lengths.includes(count)) continue;
    const prefix = moduloOf(digits, [0, digitCount], 10_000);
    if (prefix >= from && prefix <= to) return true;
  }
  return false;
}
