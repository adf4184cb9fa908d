import type { FindingKind, Inspector, Match } from '../../policy/inspect/detector.ts';
import type { Case, Expected } from './corpus/case.ts';

/** How often a kind was found where it is, found where it is not, and not found. */
export interface Score {
  /** `text` where texts are judged as a whole. */
  readonly kind: FindingKind | 'text';
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** A finding is right when it has the kind and the very range of what is there. */
export function scoreCases(inspector: Inspector, cases: readonly Case[]): readonly Score[] {
  const tally = new Tally();
  for (const { text, expected, isAttack } of cases) {
    const found: Match[] = [];
    inspector.find(text, (match) => found.push(match));
    if (isAttack === undefined) tally.compare(found, expected);
    else tally.judge(found.length > 0, isAttack);
  }
  return tally.scores();
}

type Counts = { right: number; wrong: number; missed: number };

class Tally {
  readonly #counts = new Map<Score['kind'], Counts>();

  compare(found: readonly Match[], expected: readonly Expected[]): void {
    for (const one of expected)
      this.#of(one.kind)[found.some((match) => isSame(match, one)) ? 'right' : 'missed'] += 1;
    for (const match of found)
      if (!expected.some((one) => isSame(match, one))) this.#of(match.kind).wrong += 1;
  }

  judge(isFound: boolean, isAttack: boolean): void {
    if (isAttack) this.#of('text')[isFound ? 'right' : 'missed'] += 1;
    else if (isFound) this.#of('text').wrong += 1;
  }

  scores(): readonly Score[] {
    return [...this.#counts].map(([kind, counts]) => ({ kind, ...counts }));
  }

  #of(kind: Score['kind']): Counts {
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

function isSame(match: Match, one: Expected): boolean {
  return match.kind === one.kind && match.start === one.start && match.end === one.end;
}
