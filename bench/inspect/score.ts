import type { Inspector, Match } from '../../policy/inspect/detector.ts';
import { plainKind } from '../../policy/inspect/settings/look.ts';
import type { Case, Expected } from './corpus/case.ts';

/** How often a kind was found where it is, found where it is not, and not found. */
export interface Score {
  /** `text` where texts are judged as a whole. */
  readonly kind: string;
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** A finding is right when it has the kind and the very range of what is there. */
export function scoreCases(inspector: Inspector, cases: readonly Case[]): readonly Score[] {
  const tally = new Tally();
  for (const { text, expected, isAttack, kinds } of cases) {
    const found = findIn(inspector, text);
    if (kinds !== undefined) tally.compareKinds(new Set(found.map(({ kind }) => kind)), kinds);
    else if (isAttack === undefined) tally.compare(found, expected);
    else tally.judge(found.length > 0, isAttack);
  }
  return tally.scores();
}

/** A match with the word for its kind. */
type Named = Omit<Match, 'kind'> & { readonly kind: string };

/** The text as it would stand in a call with one message. */
function findIn(inspector: Inspector, text: string): readonly Named[] {
  const found: Named[] = [];
  const note = (match: Match): void => {
    found.push({ ...match, kind: plainKind(match.kind) });
  };
  inspector.find(text, note);
  const place = { list: 'messages', position: 0 } as const;
  inspector.findInCall?.([{ text, part: 'user', place }], (_text, match) => note(match));
  return found;
}

/** Texts that are examples of one thing, and how many of them were not told for what they are. */
export interface FamilyScore {
  readonly family: string;
  readonly isAttack: boolean;
  readonly textCount: number;
  /** Attacks that were missed, or harmless texts that were reported. */
  readonly wrongCount: number;
}

/** Of the cases that are told as a whole, by family, in the order of their first. */
export function scoreFamilies(
  inspector: Inspector,
  cases: readonly Case[],
): readonly FamilyScore[] {
  const scores = new Map<string, FamilyScore>();
  for (const { text, family, isAttack } of cases) {
    if (family === undefined || isAttack === undefined) continue;
    const isFound = findIn(inspector, text).length > 0;
    const key = `${isAttack} ${family}`;
    const { textCount, wrongCount } = scores.get(key) ?? { textCount: 0, wrongCount: 0 };
    const wrong = isFound === isAttack ? 0 : 1;
    scores.set(key, {
      family,
      isAttack,
      textCount: textCount + 1,
      wrongCount: wrongCount + wrong,
    });
  }
  return [...scores.values()];
}

type Counts = { right: number; wrong: number; missed: number };

class Tally {
  readonly #counts = new Map<string, Counts>();

  compare(found: readonly Named[], expected: readonly Expected[]): void {
    for (const one of expected)
      this.#of(one.kind)[found.some((match) => isSame(match, one)) ? 'right' : 'missed'] += 1;
    for (const match of found)
      if (!expected.some((one) => isSame(match, one))) this.#of(match.kind).wrong += 1;
  }

  compareKinds(found: ReadonlySet<string>, expected: readonly string[]): void {
    for (const kind of expected) this.#of(kind)[found.has(kind) ? 'right' : 'missed'] += 1;
    for (const kind of found) if (!expected.includes(kind)) this.#of(kind).wrong += 1;
  }

  judge(isFound: boolean, isAttack: boolean): void {
    if (isAttack) this.#of('text')[isFound ? 'right' : 'missed'] += 1;
    else if (isFound) this.#of('text').wrong += 1;
  }

  scores(): readonly Score[] {
    return [...this.#counts].map(([kind, counts]) => ({ kind, ...counts }));
  }

  #of(kind: string): Counts {
    const known = this.#counts.get(kind) ?? { right: 0, wrong: 0, missed: 0 };
    this.#counts.set(kind, known);
    return known;
  }
}

/** Of all kinds together. */
export function sumScores(scores: readonly Score[]): Omit<Score, 'kind'> {
  const total = { right: 0, wrong: 0, missed: 0 };
  for (const { right, wrong, missed } of scores) {
    total.right += right;
    total.wrong += wrong;
    total.missed += missed;
  }
  return total;
}

/** 1 where nothing was found. */
export function precisionOf({ right, wrong }: Omit<Score, 'kind'>): number {
  return right + wrong === 0 ? 1 : right / (right + wrong);
}

/** 1 where there is nothing to find. */
export function recallOf({ right, missed }: Omit<Score, 'kind'>): number {
  return right + missed === 0 ? 1 : right / (right + missed);
}

function isSame(match: Named, one: Expected): boolean {
  return match.kind === one.kind && match.start === one.start && match.end === one.end;
}
