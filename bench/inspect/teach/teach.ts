import type { BenchOptions } from '../../options.ts';
import { learn } from './learner.ts';
import { type Lesson, listLessons } from './lesson.ts';
import { writeWeights } from './write-weight.ts';

/** What the sense of a passage was learnt from. */
export interface Teaching {
  readonly attackCount: number;
  readonly harmlessCount: number;
  readonly passageCount: number;
}

/** Learns what makes a passage an order from the texts that are there; writes the weights where that is asked for. */
export function teach({ write }: BenchOptions): Teaching {
  const lessons = listLessons();
  const weights = learn(lessons);
  if (write) writeWeights(weights);
  return describeLessons(lessons);
}

function describeLessons(lessons: readonly Lesson[]): Teaching {
  const attackCount = lessons.filter(({ isAttack }) => isAttack).length;
  return {
    attackCount,
    harmlessCount: lessons.length - attackCount,
    passageCount: lessons.reduce((count, { passages }) => count + passages.length, 0),
  };
}

/** A table for people. */
export function renderTeaching({ attackCount, harmlessCount, passageCount }: Teaching): string {
  return [
    '| attacks | harmless texts | passages in them that were worth reading |',
    '| ---: | ---: | ---: |',
    `| ${attackCount} | ${harmlessCount} | ${passageCount} |`,
  ].join('\n');
}
