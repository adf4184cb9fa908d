import type { InjectionKind } from './injection-kind.ts';

/** A way to say something that only those say who give a model orders. */
export interface Phrase {
  readonly kind: InjectionKind;
  /** Its first characters, in lower case: three at least. */
  readonly anchors: readonly string[];
  /** What follows, from the anchor on; sticky, with bounded repetitions only. */
  readonly pattern: RegExp | undefined;
  /** Of the {@link evidenceMin} that it takes. */
  readonly weight: number;
  /** What it may do in an order, where it is no phrase by itself: bits of `slot`. */
  readonly bits: number;
  /** Whether no letter may follow the anchor. */
  readonly isWhole: boolean;
}

/** A text that has so much evidence is reported. */
export const evidenceMin = 10;

/** A phrase as it is said, with as many spaces between its words as one likes. */
export function say(kind: InjectionKind, weight: number, anchor: string, source: string): Phrase {
  const pattern = new RegExp(source.replace(/ (?=[\p{L}(])/gu, '\\s{1,4}'), 'iuy');
  return { kind, weight, anchors: anchorsOf(anchor), pattern, bits: 0, isWhole: false };
}

function anchorsOf(anchor: string): readonly string[] {
  return anchor.includes(' ')
    ? [anchor, anchor.replace(' ', '  ').slice(0, anchor.length)]
    : [anchor];
}

/** A word that may be part of an order: its sentence is read where another stands near it. */
export function hint(anchor: string, bits: number, isWhole: boolean): Phrase {
  const kind = 'instruction_override';
  return { kind, weight: 0, anchors: [anchor], pattern: undefined, bits, isWhole };
}
