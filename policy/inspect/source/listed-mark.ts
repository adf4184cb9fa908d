import type { ProgramKind } from './source-kind.ts';

/** Language, weight of the evidence, first characters, and how the line goes on from there. */
export type ListedMark = readonly [
  kind: ProgramKind,
  weight: number,
  starts: string,
  source: string,
];
