import { type Case, told } from '../case.ts';
import { Draw } from '../draw.ts';

const sentence = 'The mill stood by the river and nobody knew why it had been built there. ';

/** Sizes around the limits: 4,000 characters, 20 levels, 100 repetitions. */
export function listSizeCases(): readonly Case[] {
  const draw = new Draw(54);
  const cases: Case[] = [];
  for (let count = 0; count < 25; count += 1) {
    const long = draw.between(4_001, 9_000);
    const deep = draw.between(21, 95);
    const often = draw.between(101, 400);
    const filler = sentence.repeat(130);
    cases.push(
      told(filler.slice(0, long), ['too_long']),
      told(filler.slice(0, draw.between(3_000, 4_000)), []),
      told(`${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`, ['too_deep']),
      told('['.repeat(deep), ['too_deep']),
      told('[1],{"a":[2]},'.repeat(draw.between(30, 150)), []),
      told(`${'['.repeat(20)}${']'.repeat(20)}`, []),
      told('a'.repeat(often), ['too_repetitive']),
      told(`x${'ab\n'.repeat(often + 1)}`, ['too_repetitive']),
      told('ab'.repeat(often), []),
      told(`${'-'.repeat(80)}\n`.repeat(draw.between(2, 40)), []),
      told(' '.repeat(often), []),
      told('yes\nno\n'.repeat(often), []),
    );
  }
  return cases;
}
