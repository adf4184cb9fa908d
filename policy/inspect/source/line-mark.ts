import { compiledMarks } from './compiled-mark.ts';
import { scriptMarks } from './script-mark.ts';
import type { ProgramKind } from './source-kind.ts';

/** How a line of a program begins. */
export interface LineMark {
  readonly kind: ProgramKind;
  readonly weight: number;
  /** Sticky, with bounded repetitions only. */
  readonly pattern: RegExp;
}

/** By the first character of what they match. */
const byCode: ReadonlyMap<number, readonly LineMark[]> = indexMarks();

/** The weightiest mark of each language in the line whose first sign is at `start`. */
export function marksOf(text: string, start: number): readonly LineMark[] {
  const found: LineMark[] = [];
  for (const mark of byCode.get(text.charCodeAt(start)) ?? []) {
    mark.pattern.lastIndex = start;
    if (mark.pattern.test(text)) found.push(mark);
  }
  return found;
}

function indexMarks(): ReadonlyMap<number, readonly LineMark[]> {
  const made = new Map<number, LineMark[]>();
  for (const [kind, weight, starts, source] of [...scriptMarks, ...compiledMarks]) {
    const pattern = new RegExp(source, kind === 'sql' || kind === 'html' ? 'iy' : 'y');
    for (const start of starts) {
      const codes =
        kind === 'sql' || kind === 'html' ? [start.toLowerCase(), start.toUpperCase()] : [start];
      for (const one of new Set(codes)) {
        const code = one.charCodeAt(0);
        made.set(code, [...(made.get(code) ?? []), { kind, weight, pattern }]);
      }
    }
  }
  return made;
}
