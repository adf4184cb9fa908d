import type { Found } from '../detector.ts';
import { findHeaders } from './header.ts';
import { marksOf } from './line-mark.ts';
import type { ProgramKind, SourceKind } from './source-kind.ts';

/** A text that has so much evidence of a language is reported. */
const evidenceMin = 10;
/** Of lines that end as statements and blocks do in most languages: so much at most, for the language that leads. */
const endsMax = 4;
/** What a language must have by itself that does not lead. */
const besideMin = 14;

/** What another language must have by itself so that markup beside it counts for a third. */
const markupOwnMin = 5;

/** What is known of one language in a text. */
interface Evidence {
  readonly kind: ProgramKind;
  weight: number;
  /** Of lines that no other language claims. */
  own: number;
  start: number;
  end: number;
}

/**
 * Programs, told by how their lines begin: each such line weighs something, and a language whose lines weigh enough is reported
 * once, with the range from the first of them to the last; and heads of files, each with its place.
 */
export function findSourceCode(text: string): readonly Found<SourceKind>[] {
  return [...findPrograms(text), ...findHeaders(text)].sort(
    (one, other) => one.start - other.start,
  );
}

function findPrograms(text: string): Found<SourceKind>[] {
  const seen = new Map<ProgramKind, Evidence>();
  let ends = 0;
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    const start = firstSign(text, at, end);
    if (start < end) {
      noteLine(seen, text, { start, end });
      if (ends < endsMax && endsAsCode(text, end)) ends += 1;
    }
    at = end + 1;
  }
  if (seen.size === 0) return [];
  weighMarkup(seen);
  const [first, ...others] = [...seen.values()].toSorted(
    (one, other) => other.weight - one.weight || other.own - one.own,
  );
  const told = others.filter(({ own }) => own >= besideMin);
  if (first !== undefined && first.weight + ends >= evidenceMin) told.push(first);
  return told.map(({ kind, start, end }) => ({ kind, start, end }));
}

/** Markup within a program belongs to it. */
function weighMarkup(seen: ReadonlyMap<ProgramKind, Evidence>): void {
  const markup = seen.get('html');
  if (markup === undefined) return;
  for (const { kind, own } of seen.values())
    if (kind !== 'html' && own >= markupOwnMin) markup.weight = markup.own = markup.weight / 3;
}

function noteLine(
  seen: Map<ProgramKind, Evidence>,
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): void {
  const marks = marksOf(text, start);
  const [only] = marks;
  const isShared = marks.some(({ kind }) => kind !== only?.kind);
  const counted = new Set<ProgramKind>();
  for (const { kind, weight } of marks) {
    if (counted.has(kind)) continue;
    counted.add(kind);
    const evidence = seen.get(kind) ?? { kind, weight: 0, own: 0, start, end };
    evidence.weight += weight;
    if (!isShared) evidence.own += weight;
    evidence.end = end;
    seen.set(kind, evidence);
  }
}

/** `{"content":"`, before the first line of what was put into JSON. */
const quoted = /[{[,]{0,4}"\w{1,30}": ?"/y;

/** After blanks, marks of a quotation, a key of JSON, and the sign of a difference before a line. */
function firstSign(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    const isBlank = code === 0x20 || code === 0x09 || code === 0x0d || code === 0x3e;
    if (!isBlank && !(at === from && (code === 0x2b || code === 0x2d))) break;
    at += 1;
  }
  const code = text.charCodeAt(at);
  if (code !== 0x22 && code !== 0x7b) return at;
  quoted.lastIndex = at;
  return quoted.test(text) ? Math.min(end, quoted.lastIndex) : at;
}

function endsAsCode(text: string, end: number): boolean {
  const code = text.charCodeAt(text[end - 1] === '\r' ? end - 2 : end - 1);
  return code === 0x3b || code === 0x7b || code === 0x7d;
}
