import { pairBits, type Report, type Rule } from './detector.ts';
import type { DetectorName } from './prompt-rule.ts';

/** A detector and its rules, in the order in which they are asked. */
export interface PassDetector {
  readonly name: DetectorName;
  readonly rules: readonly Rule[];
}

interface PlacedRule {
  readonly rule: Rule;
  /** Position of its detector in the list. */
  readonly place: number;
}

const pairMask = (1 << pairBits) - 1;
const pairCount = 1 << (2 * pairBits);

/**
 * One pass over a text for all its detectors: one table look-up a character (2 µs per KB); where a
 * pair of characters stands that a rule waits for, the rule decides.
 */
export class Pass {
  readonly #detectors: readonly PassDetector[];
  /** By pair: 0, or 1 + the position of its rules. */
  readonly #slots = new Uint8Array(pairCount);
  readonly #rules: readonly (readonly PlacedRule[])[];
  /** Of the run that is under way: where each detector may find the next, and who is told. */
  readonly #resumeAt: Int32Array;
  #report: Report = ignore;

  constructor(detectors: readonly PassDetector[]) {
    this.#detectors = detectors;
    this.#resumeAt = new Int32Array(detectors.length);
    this.#rules = this.#index();
  }

  /** Reports what the rules find; of one detector, nothing begins inside of what it found before. */
  run(text: string, report: Report): void {
    const slots = this.#slots;
    const { length } = text;
    this.#resumeAt.fill(0);
    this.#report = report;
    let pair = 0;
    for (let position = 0; position < length; position += 1) {
      const code = text.charCodeAt(position);
      pair = ((pair & pairMask) << pairBits) | (code < 128 ? code : 0);
      const slot = slots[pair] ?? 0;
      if (slot !== 0) this.#look(text, position - 1, slot);
    }
    this.#report = ignore;
  }

  /** Asks the rules of a slot: one match of each detector at most. */
  #look(text: string, at: number, slot: number): void {
    let done = -1;
    for (const { rule, place } of this.#rules[slot - 1] ?? []) {
      if (place === done) continue;
      const found = rule.find(text, at, this.#resumeAt[place] ?? 0);
      if (found === undefined) continue;
      this.#resumeAt[place] = found.end;
      done = place;
      const { kind, start, end } = found;
      this.#report({ detector: this.#detectors[place]?.name ?? 'secret', kind, start, end });
    }
  }

  /** Pairs that have the same rules share a slot. */
  #index(): readonly (readonly PlacedRule[])[] {
    const byPair = new Map<number, PlacedRule[]>();
    const slotOf = new Map<string, number>();
    const lists: PlacedRule[][] = [];
    const all = this.#detectors.flatMap(({ rules }, place) =>
      rules.map((rule, number) => ({ rule, place, number })),
    );
    const namesByPair = new Map<number, string>();
    for (const { rule, place, number } of all)
      for (const pair of new Set(rule.pairs)) {
        byPair.set(pair, [...(byPair.get(pair) ?? []), { rule, place }]);
        namesByPair.set(pair, `${namesByPair.get(pair) ?? ''} ${place}.${number}`);
      }
    for (const [pair, rules] of byPair) {
      const name = namesByPair.get(pair) ?? '';
      const slot = slotOf.get(name) ?? lists.push(rules);
      slotOf.set(name, slot);
      this.#slots[pair] = slot;
    }
    return lists;
  }
}

function ignore(): void {}
