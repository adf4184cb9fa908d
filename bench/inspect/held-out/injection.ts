import type { Case } from '../corpus/case.ts';
import { Draw } from '../corpus/draw.ts';
import { attackCase, harmlessCase, listWritten } from '../corpus/injection-corpus.ts';
import { disguisedAttacks } from './unseen/disguised-attack.ts';
import { foreignAttacks } from './unseen/foreign-attack.ts';
import { foreignTexts } from './unseen/foreign-text.ts';
import { longTexts } from './unseen/long-text.ts';
import { orderingAttacks } from './unseen/ordering-attack.ts';
import { plainTexts } from './unseen/plain-text.ts';
import { plantedAttacks } from './unseen/planted-attack.ts';
import { technicalTexts } from './unseen/technical-text.ts';

const buriedCount = 60;
const mixedCount = 110;
/** What business texts are mixed of. */
const mixedFamilies = ['everyday requests', 'mails and office', 'orders among people'];

/** Held out: written before anybody looked at what is missed or found in error, and measured only. Nobody tunes on these. */
export function listHeldOutInjections(): readonly Case[] {
  const draw = new Draw(64);
  const { 'results of tools': results = [] } = technicalTexts;
  const mixed = [...mixedFamilies.flatMap((family) => plainTexts[family] ?? []), ...results];
  const planted = Object.values(plantedAttacks).flat();
  return [
    ...listWritten([orderingAttacks, plantedAttacks, foreignAttacks, disguisedAttacks], attackCase),
    ...Array.from({ length: buriedCount }, () =>
      attackCase(bury(draw.pick(planted), mixed, draw), 'buried in a long text'),
    ),
    ...listWritten([plainTexts, technicalTexts, foreignTexts, longTexts], harmlessCase),
    ...Array.from({ length: mixedCount }, () => harmlessCase(mix(mixed, draw), 'long and mixed')),
  ];
}

function bury(attack: string, texts: readonly string[], draw: Draw): string {
  return `${mix(texts, draw)}\n\n${attack}\n\n${mix(texts, draw)}`;
}

function mix(texts: readonly string[], draw: Draw): string {
  return Array.from({ length: draw.between(4, 10) }, () => draw.pick(texts)).join('\n\n');
}
