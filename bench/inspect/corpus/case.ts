/** What is to be found in a text, and where. */
export interface Expected {
  /** By the word of the detector, or of the settings that it is measured with. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** A text, and everything that is to be found in it: nothing, where it is a negative. */
export interface Case {
  readonly text: string;
  readonly expected: readonly Expected[];
  /** Set where a text is judged as a whole: any finding will do, and none but for an attack. */
  readonly isAttack?: boolean;
  /** Set where it only matters what is found, not where: all kinds that are to be. */
  readonly kinds?: readonly string[];
  /** What it is an example of: scores are told by it. */
  readonly family?: string;
}

/** A negative. */
export function clean(text: string): Case {
  return { text, expected: [] };
}

/** A value of a kind in a text, in place of `@@`. */
export function place(template: string, kind: string, value: string): Case {
  const start = template.indexOf('@@');
  const text = template.slice(0, start) + value + template.slice(start + 2);
  return { text, expected: [{ kind, start, end: start + value.length }] };
}

/** A text that is of these kinds. */
export function told(text: string, kinds: readonly string[]): Case {
  return { text, expected: [], kinds };
}
