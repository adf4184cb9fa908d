import type { FindingKind, Match } from '../../policy/inspect/detector.ts';
import type { RuleDetector } from '../../policy/inspect/prompt-rule.ts';

/** Matches in several texts on their way from another thread. */
export interface PackedMatches {
  /** Each once, in the order in which they were first found. */
  readonly kinds: readonly (readonly [RuleDetector, FindingKind])[];
  /** Four of each match: the position of its text, that of its kind, where it starts and where it ends. */
  readonly numbers: Int32Array;
}

/** Placeholders are put in their places on the event loop: 5 ms for so many. */
export const matchCountMax = 10_000;

/** Gathers what is found, text by text. */
export class MatchPacker {
  readonly #kinds: (readonly [RuleDetector, FindingKind])[] = [];
  readonly #placeByKind = new Map<FindingKind, number>();
  readonly #numbers: number[] = [];

  add(text: number, { detector, kind, start, end }: Match): void {
    if (this.#numbers.length > 4 * matchCountMax) return;
    const known = this.#placeByKind.get(kind);
    const place = known ?? this.#kinds.push([detector, kind]) - 1;
    if (known === undefined) this.#placeByKind.set(kind, place);
    this.#numbers.push(text, place, start, end);
  }

  /** Undefined when there are too many. */
  pack(): PackedMatches | undefined {
    if (this.#numbers.length > 4 * matchCountMax) return undefined;
    return { kinds: this.#kinds, numbers: Int32Array.from(this.#numbers) };
  }
}

/** The matches of each of so many texts. */
export function unpackMatches({ kinds, numbers }: PackedMatches, textCount: number): Match[][] {
  const matches = Array.from({ length: textCount }, (): Match[] => []);
  for (let index = 0; index < numbers.length; index += 4) {
    const [text = 0, place = 0, start = 0, end = 0] = numbers.subarray(index, index + 4);
    const [detector, kind] = kinds[place] ?? [];
    if (detector !== undefined && kind !== undefined)
      matches[text]?.push({ detector, kind, start, end });
  }
  return matches;
}
