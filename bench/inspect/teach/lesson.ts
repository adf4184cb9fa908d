import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HintReader } from '../../../policy/inspect/injection/order/hint-reader.ts';
import { wordIndex } from '../../../policy/inspect/injection/phrase-pass.ts';
import { Pass } from '../../../policy/inspect/pass.ts';
import type { Case } from '../corpus/case.ts';
import { listInjectionCases } from '../corpus/injection-corpus.ts';

/** What one text teaches. */
export interface Lesson {
  /** Of an attack, one passage at least is an order; of anything else, none. */
  readonly isAttack: boolean;
  /** The features of each of its passages; none where nothing in it was worth reading. */
  readonly passages: readonly (readonly number[])[];
  readonly weight: number;
}

/** What somebody wrote counts for more than what a template filled in. */
const writtenWeight = 2;
const filledFamilies: ReadonlySet<string> = new Set([
  'other languages',
  'by sense',
  'long and mixed',
  'buried in a long text',
]);
const pass = new Pass([], wordIndex);

/** The corpus that the detector is tuned on, and the documentation of this repository, which speaks of orders to models all the time. */
export function listLessons(): readonly Lesson[] {
  return [
    ...listInjectionCases().map(lessonOf),
    ...listPages('docs').map((text) => ({
      isAttack: false,
      passages: passagesOf(text),
      weight: 1,
    })),
  ];
}

function lessonOf({ text, isAttack, family }: Case): Lesson {
  const weight = filledFamilies.has(family ?? '') ? 1 : writtenWeight;
  return { isAttack: isAttack === true, passages: passagesOf(text), weight };
}

/** What the detector would judge in a text, in its order. */
export function passagesOf(text: string): readonly (readonly number[])[] {
  const passages: (readonly number[])[] = [];
  const judge = (features: readonly number[]): number => {
    passages.push(features);
    return 0;
  };
  const reader = new HintReader(text, { tell: () => {}, judge });
  for (const { start, bits } of pass.run(text, () => {})) if (bits !== 0) reader.note(start, bits);
  return passages;
}

function listPages(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
