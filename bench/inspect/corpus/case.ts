import type { FindingKind } from '../../../policy/inspect/detector.ts';

/** What is to be found in a text, and where. */
export interface Expected {
  readonly kind: FindingKind;
  readonly start: number;
  readonly end: number;
}

/** A text, and everything that is to be found in it: nothing, where it is a negative. */
export interface Case {
  readonly text: string;
  readonly expected: readonly Expected[];
  /** Set where a text is judged as a whole: any finding will do, and none but for an attack. */
  readonly isAttack?: boolean;
}

/** A negative. */
export function clean(text: string): Case {
  return { text, expected: [] };
}

/** A value of a kind in a text, in place of `@@`. */
export function place(template: string, kind: FindingKind, value: string): Case {
  const start = template.indexOf('@@');
  const text = template.slice(0, start) + value + template.slice(start + 2);
  return { text, expected: [{ kind, start, end: start + value.length }] };
}
