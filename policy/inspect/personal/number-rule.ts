import { ALPHANUMERIC, codeAt, DIGIT, isAt, LETTER, UPPER } from '../character.ts';
import { type Found, pairOf, type Rule } from '../detector.ts';
import { endOfBirthDate } from './birth-date.ts';
import { isCard } from './card.ts';
import { ContextWords, Surroundings } from './context.ts';
import { isPublicIpv4 } from './ip-address.ts';
import { nationalIdOf } from './national/national-id.ts';
import { isChinese, isFinnish, isSpanish } from './national/national-number.ts';
import { findNino } from './national/nino.ts';
import { NumberShape } from './number-shape.ts';
import type { PersonalKind } from './personal-kind.ts';
import { lastGroupOfPhone } from './phone.ts';

/** Fewer digits are nobody's number. */
const digitsMin = 7;
const spanishWords = new ContextWords(['dni', 'nif', 'nie$', 'documento', 'identidad']);
const finnishWords = new ContextWords(['henkilötunnus', 'hetu', 'sotu', 'person']);

const shape = new NumberShape();

/** Everything that begins with a digit, a plus sign or a bracket before one. */
export const numberRule: Rule<PersonalKind> = {
  pairs: numberPairs(),
  find(text, at, from): Found<PersonalKind> | undefined {
    const start = at + 1;
    if (start < from || isInsideNumber(text, at)) return undefined;
    shape.read(text, start);
    const last = shape.groupCount - 1;
    if (last < 0) return undefined;
    const birthEnd = endOfBirthDate(text, shape);
    if (birthEnd !== undefined) return { kind: 'date_of_birth', start, end: birthEnd };
    if (last >= 3 && isPublicIpv4(text, shape) && isCleanEnd(text, shape.ends[3] ?? 0))
      return { kind: 'ip_address', start, end: shape.ends[3] ?? 0 };
    const lettered = findLettered(text);
    if (lettered !== undefined) return lettered;
    if ((shape.counts[last] ?? 0) < digitsMin) return undefined;
    return findId(text) ?? findPhone(text, at);
  },
};

const DASH_SIGN = 0x2d;
const POINT = 0x2e;
const SLASH = 0x2f;
const UNDERSCORE = 0x5f;
const POUND = 0xa3;
const EURO = 0x20ac;

/** Whether what stands before makes this a part of a longer number, a name or an amount. */
function isInsideNumber(text: string, at: number): boolean {
  const before = codeAt(text, at);
  if (before === POINT) return !isAt(text, at - 1, LETTER);
  if (before === DASH_SIGN || before === SLASH) return isAt(text, at - 1, DIGIT);
  return before === EURO || before === POUND;
}

/** Whether a number may end here: no letter, and no other part of it, follows. */
function isCleanEnd(text: string, end: number): boolean {
  const mark = codeAt(text, end);
  if (mark === UNDERSCORE || isAt(text, end, ALPHANUMERIC)) return false;
  return !(mark === DASH_SIGN || mark === POINT || mark === SLASH) || !isAt(text, end + 1, DIGIT);
}

function findId(text: string): Found<PersonalKind> | undefined {
  const { start, digits } = shape;
  for (let group = shape.groupCount - 1; group >= 0; group -= 1) {
    const count = shape.counts[group] ?? 0;
    if (count < 9) return undefined;
    const end = shape.ends[group] ?? 0;
    if (!isCleanEnd(text, end)) continue;
    const written = { count, form: shape.form(group) };
    const around = new Surroundings(text, start, end);
    const kind = nationalIdOf(digits, written, around);
    if (kind !== undefined) return { kind, start, end };
    if (isCard(digits, written, around)) return { kind: 'card', start, end };
    if (count === 18 && group === 0 && isChinese(digits, String(digits[17])))
      return { kind: 'cn_id', start, end };
  }
  return undefined;
}

/** Numbers of which the last character is a letter. */
function findLettered(text: string): Found<PersonalKind> | undefined {
  const length = shape.counts[0];
  if (length === 2 && isAt(text, shape.start - 2, UPPER)) return findNino(text, shape.start - 3);
  if (length === 6) return findFinnish(text);
  if (length === 8) return findSpanish(text);
  return length === 17 ? findChinese(text) : undefined;
}

function findChinese(text: string): Found<PersonalKind> | undefined {
  const { start, digits } = shape;
  const end = start + 18;
  const isWhole = text.charAt(end - 1).toUpperCase() === 'X' && !isAt(text, end, ALPHANUMERIC);
  return isWhole && isChinese(digits, 'X') ? { kind: 'cn_id', start, end } : undefined;
}

function findSpanish(text: string): Found<PersonalKind> | undefined {
  const { start, digits } = shape;
  const mark = text.charAt(start + 8);
  const end = start + (mark === '-' || mark === ' ' ? 10 : 9);
  if (!isAt(text, end - 1, LETTER) || isAt(text, end, ALPHANUMERIC)) return undefined;
  if (!isSpanish(digits, text.charAt(end - 1).toUpperCase())) return undefined;
  const isPlain = end === start + 9 && isAt(text, end - 1, UPPER);
  if (!isPlain && !spanishWords.areIn(new Surroundings(text, start, end))) return undefined;
  return { kind: 'es_nif', start, end };
}

/** Day of birth, a sign for the century, three digits and a check character. */
function findFinnish(text: string): Found<PersonalKind> | undefined {
  const { start } = shape;
  const sign = start + 6;
  if (!'-+ABCDEFUVWXY'.includes(text.charAt(sign) || ' ')) return undefined;
  for (let index = 0; index < 3; index += 1) {
    if (!isAt(text, sign + 1 + index, DIGIT)) return undefined;
    shape.digits[6 + index] = text.charCodeAt(sign + 1 + index) - 0x30;
  }
  const end = sign + 5;
  if (isAt(text, end, ALPHANUMERIC)) return undefined;
  const last = text.charAt(end - 1);
  if (!isFinnish(shape.digits, last)) return undefined;
  if (isAt(text, end - 1, DIGIT) && !finnishWords.areIn(new Surroundings(text, start, end)))
    return undefined;
  return { kind: 'fi_hetu', start, end };
}

function findPhone(text: string, at: number): Found<PersonalKind> | undefined {
  const hasPlus = text.charAt(at) === '+';
  if (hasPlus && isAt(text, at - 1, ALPHANUMERIC)) return undefined;
  const group = lastGroupOfPhone(shape, { text, hasPlus, isCleanEnd });
  if (group < 0) return undefined;
  const isOpen = hasPlus || text.charAt(at) === '(';
  return { kind: 'phone', start: isOpen ? at : at + 1, end: shape.ends[group] ?? 0 };
}

/** A digit after anything but a letter, another digit, and what makes it a part of a name or an amount. */
function numberPairs(): number[] {
  const pairs: number[] = [];
  for (let first = 0; first < 128; first += 1) {
    if (/[0-9A-Za-z_$]/.test(String.fromCharCode(first))) continue;
    for (let digit = 0x30; digit <= 0x39; digit += 1) pairs.push(pairOf(first, digit));
  }
  return pairs;
}
