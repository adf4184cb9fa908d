import type { InjectionKind } from './injection-kind.ts';

/** A way to say something that only those say who give a model orders. */
export interface Phrase {
  readonly kind: InjectionKind;
  /** Its first characters, in lower case: three at least. */
  readonly anchors: readonly string[];
  /** What follows, from the anchor on; sticky, with bounded repetitions only. */
  readonly pattern: RegExp;
  /** Of the {@link evidenceMin} that it takes. */
  readonly weight: number;
  /** Without this in what matched it weighs less. */
  readonly strong?: RegExp | undefined;
}

/** A text that has so much evidence is reported. */
export const evidenceMin = 10;
/** What a phrase weighs that lacks what makes it strong. */
export const weakWeight = 4;

/** Words of any language between two that matter: so many at most. */
export function gap(words: number): string {
  return `(?:[^\\p{L}\\n]{1,3}\\p{L}{1,16}){0,${words}}[^\\p{L}\\n]{1,3}`;
}

/** Words to do, words between, and what is done it to. */
export interface Row {
  readonly verbs: string;
  readonly anchors: readonly string[];
  readonly words?: number;
  readonly objects: string;
  readonly after?: string;
  readonly strong?: RegExp;
}

/** A phrase of a verb and an object. */
export function create(kind: InjectionKind, weight: number, row: Row): Phrase {
  const { verbs, anchors, words = 5, objects, after, strong } = row;
  const tail = after === undefined ? '' : `(?:${gap(3)}(?:${after}))?`;
  const source = `(?:${verbs})${gap(words)}(?:${objects})(?!\\p{L})${tail}`;
  return { kind, weight, anchors, strong, pattern: new RegExp(source, 'iuy') };
}

/** A phrase as it is said. */
export function say(kind: InjectionKind, weight: number, anchor: string, source: string): Phrase {
  return { kind, weight, anchors: [anchor], pattern: new RegExp(source, 'iuy') };
}
