import { codeAt, DIGIT, isAt } from '../character.ts';
import { isDay } from './check-digit.ts';
import { ContextWords, Surroundings } from './context.ts';
import type { NumberShape } from './number-shape.ts';

/** Years in which people were born who live, and a few more. */
const yearMin = 1900;
const yearMax = 2035;
const monthDayMax = 31;
/** Between a day and a year: `. September de `. */
const monthCharsMax = 26;

const words = new ContextWords([
  ...['born', 'birth', 'dob$', 'd\\.o\\.b', 'b-?day', 'geb$', 'geb\\.', 'gebor', 'geburt'],
  ...[
    'né le',
    'née le',
    'né\\(e\\)',
    'naissance',
    'nacid',
    'nacimiento',
    'fecha nac',
    'nato',
    'nata',
  ],
  ...['nascit', 'nascid', 'nasciment', 'geboorte', 'urodz', 'ur\\.', 'född', 'født', 'fødsel'],
  ...['synty', 'рожд', 'родил', '生年月日', '出生', '生日', '誕生日'],
]);

const months =
  'jan|feb|m[aä]r|apr|ma[iyj]|jun|jul|aug|sep|okt|oct|nov|de[czs]|janv|fév|mars|avr|mai|juin|juil|' +
  'août|déc|ene|abr|ago|set|dic|gen|mag|giu|lug|ott|fev|mrt|mei|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru';
/** `12 March 1985`, `12. März 1985`, `12 de marzo de 1985`: what stands after the day. */
const dayFirst = new RegExp(
  `(?:st|nd|rd|th)?\\.? ?(?:of |de |di )?(?:${months})\\p{L}{0,9}\\.?,? (?:de )?(?:19|20)\\d\\d(?!\\d)`,
  'iuy',
);
/** `March 12, 1985`: what stands after the day. */
const dayAfterMonth = /(?:st|nd|rd|th)?,? (?:19|20)\d\d(?!\d)/y;
const monthBefore = new RegExp(`(?:${months})\\p{L}{0,9}\\.? $`, 'iu');
/** `1985年3月12日`. */
const yearFirst = /年 ?\d{1,2} ?月 ?\d{1,2} ?日/y;

/** Where a date of birth ends that begins with this number: a date that a word calls so. */
export function endOfBirthDate(text: string, shape: NumberShape): number | undefined {
  const end = endOfDate(text, shape);
  // A time follows: a moment, as in logs.
  if (end === undefined || codeAt(text, end) === 0x54) return undefined;
  return words.areIn(new Surroundings(text, shape.start, end)) ? end : undefined;
}

function endOfDate(text: string, shape: NumberShape): number | undefined {
  const first = shape.lengthOf(0);
  if (first !== 1 && first !== 2 && first !== 4) return undefined;
  if (shape.groupCount >= 3 && isNumericDate(shape)) return shape.ends[2];
  const end = shape.ends[0] ?? 0;
  if (first === 4) return text.charAt(end) === '年' ? endOf(yearFirst, text, end) : undefined;
  if (!isYearNear(text, end)) return undefined;
  const day = numberOf(shape, 0);
  if (day < 1 || day > monthDayMax) return undefined;
  const named = endOf(dayFirst, text, end);
  if (named !== undefined) return named;
  const last = endOf(dayAfterMonth, text, end);
  if (last === undefined) return undefined;
  return monthBefore.test(text.slice(Math.max(0, shape.start - 14), shape.start))
    ? last
    : undefined;
}

/** Whether the next digits are those of a year, and a month may stand before it: without that, no pattern has to be tried. */
function isYearNear(text: string, start: number): boolean {
  const bound = start + monthCharsMax;
  let position = start;
  while (position <= bound && isOfMonth(codeAt(text, position))) position += 1;
  if (position > bound || !isAt(text, position, DIGIT)) return false;
  const first = codeAt(text, position);
  const second = codeAt(text, position + 1);
  return (first === 0x31 && second === 0x39) || (first === 0x32 && second === 0x30);
}

/** Letters, spaces, commas and full stops. */
function isOfMonth(code: number): boolean {
  const lower = code | 0x20;
  if (lower >= 0x61) return lower <= 0x7a || lower >= 0x80;
  return code === 0x20 || code === 0x2c || code === 0x2e;
}

function endOf(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Year first, or last; month before day or after it, whatever the separator. */
function isNumericDate(shape: NumberShape): boolean {
  if (shape.lengthOf(1) > 2) return false;
  const [a, b, c] = [numberOf(shape, 0), numberOf(shape, 1), numberOf(shape, 2)];
  if (shape.lengthOf(0) === 4) return isYear(a) && shape.lengthOf(2) <= 2 && isDay(b, c);
  const length = shape.lengthOf(2);
  if (length !== 4 && length !== 2) return false;
  return (length === 2 || isYear(c)) && (isDay(b, a) || isDay(a, b));
}

function isYear(year: number): boolean {
  return year >= yearMin && year <= yearMax;
}

function numberOf(shape: NumberShape, group: number): number {
  const from = group === 0 ? 0 : (shape.counts[group - 1] ?? 0);
  let number = 0;
  for (let index = from; index < (shape.counts[group] ?? 0); index += 1)
    number = number * 10 + (shape.digits[index] ?? 0);
  return number;
}
