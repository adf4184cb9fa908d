import { ALPHANUMERIC, DASH, endOfRun, isAt, LETTER } from '../character.ts';
import { type Found, pairOf, type Rule } from '../detector.ts';
import type { PersonalKind } from './personal-kind.ts';

/** RFC 5321, section 4.5.3.1. */
const localMax = 64;
const domainMax = 255;
/** What is read before an address, for a scheme whose user and password it might be. */
const urlMax = 80;
const localSigns = ".!#$%&'*+/=?^_`{|}~-";
/** In a local part they are allowed, and are mostly something else's: a quote, a path, a query. */
const doubtfulSigns = "!#$%&'*/=?^`{|}~";

/** Hosts of examples and of nobody: RFC 2606. Files and packages look like hosts too. */
const noHost = /\.(?:example|invalid|localhost|test|png|jpe?g|gif|svg|webp|js|ts|css|html?|json)$/i;

/** Addresses of RFC 5321 in the form that people have: no quotes, no literal hosts. */
export const emailRule: Rule<PersonalKind> = {
  pairs: pairsBefore('@', /[\w.%+-]/),
  find(text, at, from): Found<PersonalKind> | undefined {
    const end = endOfHost(text, at + 2);
    if (end === undefined) return undefined;
    const start = startOfLocal(text, at + 1, from);
    if (start === undefined || isOfUrl(text, start)) return undefined;
    if (noHost.test(text.slice(at + 2, end))) return undefined;
    return { kind: 'email', start, end };
  },
};

function startOfLocal(text: string, at: number, from: number): number | undefined {
  const bound = Math.max(from, at - localMax - 1);
  let start = at;
  while (start > bound && isLocalAt(text, start - 1)) start -= 1;
  while (start < at && !isAt(text, start, ALPHANUMERIC)) start += 1;
  if (start === at || at - start > localMax) return undefined;
  if (text.charAt(at - 1) === '.' || text.slice(start, at).includes('..')) return undefined;
  return start;
}

function isLocalAt(text: string, position: number): boolean {
  if (isAt(text, position, ALPHANUMERIC | DASH)) return true;
  const sign = text.charAt(position);
  return localSigns.includes(sign) && !doubtfulSigns.includes(sign);
}

/** Labels of letters, digits and dashes, at least two; the last has letters only. */
function endOfHost(text: string, start: number): number | undefined {
  const wanted = ALPHANUMERIC | DASH;
  let label = start;
  let end = endOfRun(text, start, { wanted, lengthMax: 63 });
  let labels = 1;
  while (text.charAt(end) === '.' && isAt(text, end + 1, ALPHANUMERIC)) {
    if (end - start > domainMax) return undefined;
    label = end + 1;
    end = endOfRun(text, label, { wanted, lengthMax: 63 });
    labels += 1;
  }
  while (text.charAt(end - 1) === '-') end -= 1;
  if (labels < 2 || end - label < 2 || !isAt(text, start, ALPHANUMERIC)) return undefined;
  return endOfRun(text, label, { wanted: LETTER, lengthMax: 63 }) === end || isPunycode(text, label)
    ? end
    : undefined;
}

function isPunycode(text: string, label: number): boolean {
  return text.startsWith('xn--', label);
}

/** Whether it is the host of a URL, after a user and a password. */
function isOfUrl(text: string, start: number): boolean {
  const before = text.charAt(start - 1);
  if (before !== ':' && before !== '/') return false;
  const word = text.slice(Math.max(0, start - urlMax), start);
  return word.slice(word.search(/\S*$/)).includes('://');
}

function pairsBefore(second: string, first: RegExp): number[] {
  const pairs: number[] = [];
  for (let code = 1; code < 128; code += 1)
    if (first.test(String.fromCharCode(code))) pairs.push(pairOf(code, second.charCodeAt(0)));
  return pairs;
}
