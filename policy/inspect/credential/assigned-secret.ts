import { ALPHANUMERIC, DIGIT, isAt, LETTER, LOWER, UPPER } from '../character.ts';
import { pairOfLiteral, type Rule } from '../detector.ts';
import type { SecretKind } from '../secret-kind.ts';

/** Words that name a secret, and the pair of their characters that is looked for. */
const names: readonly (readonly [name: string, pairOffset: number])[] = [
  ...(['password', 'Password', 'PASSWORD', 'passwd', 'PASSWD'] as const).map(at(3)),
  ...(['passphrase', 'PASSPHRASE'] as const).map(at(3)),
  ...(['pwd', 'Pwd', 'PWD'] as const).map(at(0)),
  ...(['secret', 'Secret', 'SECRET'] as const).map(at(2)),
  ...(['api_key', 'api-key', 'apikey', 'apiKey', 'ApiKey', 'API_KEY', 'APIKEY'] as const).map(
    at(2),
  ),
  ...(['Api-Key', 'API-Key', 'access_key', 'accessKey', 'ACCESS_KEY'] as const).map(at(2)),
  ...(['token', 'Token', 'TOKEN'] as const).map(at(1)),
];
/** The rest of a name: `secret_for_build`. */
const tailMax = 24;
/** `" : "` and the like. */
const connectorMax = 8;
const valueLength = { min: 8, max: 200 } as const;
/** Bits a character: words of a language have fewer, or no digits. */
const entropyMin = 2.7;
const words =
  /^(?:(?:my|your|the|a|test|example|dummy|sample|some|change|change_?me|replace|insert|new|old|api|user|super)[-_ ]?)+|(?:pass(?:word|wd)?|secret|key|token|here|me|xxx+|placeholder|123(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?)$/gi;

/** What stands after a name of a secret and a sign, and looks like one; see `docs/detectors.md`. */
export function createAssignedRules(known: readonly string[]): readonly Rule<SecretKind>[] {
  return names.map(([name, pairOffset]) => ({
    ...pairOfLiteral(name, pairOffset),
    find(text, at, from) {
      const nameStart = at - pairOffset;
      if (nameStart < from || !text.startsWith(name, nameStart)) return undefined;
      const start = startOfValue(text, nameStart + name.length);
      if (start === undefined) return undefined;
      // What has a form of its own is for the rule that knows it.
      if (known.some((one) => text.startsWith(one, start) || text.startsWith(one, nameStart)))
        return undefined;
      const end = endOfValue(text, start);
      if (end === undefined || !isSecretValue(text.slice(start, end))) return undefined;
      return { kind: 'assigned_secret', start, end };
    },
  }));
}

function at(pairOffset: number): (name: string) => readonly [string, number] {
  return (name) => [name, pairOffset];
}

/** After the rest of the name, an assignment, and a quote if there is one. */
function startOfValue(text: string, nameEnd: number): number | undefined {
  let position = nameEnd;
  while (position - nameEnd < tailMax && isNameAt(text, position)) position += 1;
  const bound = position + connectorMax;
  let isAssigned = false;
  for (; position < bound; position += 1) {
    const mark = text.charAt(position);
    if (mark === '=' || mark === ':') isAssigned = true;
    else if (mark === '>' ? !isAssigned : !isQuoteOrSpace(mark)) break;
  }
  return isAssigned ? position : undefined;
}

function isNameAt(text: string, position: number): boolean {
  return isAt(text, position, ALPHANUMERIC) || '_-]'.includes(text.charAt(position) || ' ');
}

function isQuoteOrSpace(mark: string): boolean {
  return mark === '"' || mark === "'" || mark === '`' || mark === ' ' || mark === '\\';
}

const valueEnd = /[\s"'`,;<>()\\&|[\]{}]/;

/** Undefined for a call, an element, a template, and what has no fitting length. */
function endOfValue(text: string, start: number): number | undefined {
  const value = text.slice(start, start + valueLength.max + 1);
  const length = value.search(valueEnd);
  const end = length < 0 ? value.length : length;
  if (end < valueLength.min || end > valueLength.max) return undefined;
  return '([{'.includes(value.charAt(end) || ' ') ? undefined : start + end;
}

function isSecretValue(value: string): boolean {
  if (/^(?:[$%@/~.]|https?:|process\.|os\.|env\.|config\.|self\.|this\.|sha\d|xx)/i.test(value)) {
    return false;
  }
  if (value.includes('://') || /(.)\1{4}/.test(value)) return false;
  let hasLower = false;
  let hasUpper = false;
  let hasDigit = false;
  let letters = 0;
  for (let index = 0; index < value.length; index += 1) {
    hasLower ||= isAt(value, index, LOWER);
    hasUpper ||= isAt(value, index, UPPER);
    hasDigit ||= isAt(value, index, DIGIT);
    if (isAt(value, index, LETTER)) letters += 1;
  }
  if (!hasDigit || letters === 0) return false;
  if (value.replace(words, '').length < 6 || isPlainWords(value)) return false;
  const isLong = value.length >= 16;
  return (
    (isLong || (hasLower && hasUpper) || /[^\w]/.test(value)) && entropyOf(value) >= entropyMin
  );
}

/** `order-batch-12`, `gpt-4.1-mini`, `2026-01-01T10`, `v1.2.3`: names, dates, versions, types. */
function isPlainWords(value: string): boolean {
  return (
    /^[A-Za-z]{2,}(?:[-_./:](?:[A-Za-z]{2,}|v?\d{1,4}))*\d{0,2}$/.test(value) ||
    /^v?\d+(?:[-.:/_T]\d+)*[A-Za-z]{0,3}$/.test(value) ||
    /^[A-Z][a-z]{2,}\d{1,3}[A-Z][a-z]{2,}$/.test(value)
  );
}

/** Shannon's, of the characters. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const one of value) counts.set(one, (counts.get(one) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / value.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
