import type { Case } from '../corpus/case.ts';
import { attackCase, harmlessCase, listWritten } from '../corpus/injection-corpus.ts';
import { disguisedAttacks } from './order/disguised-attack.ts';
import { foreignAttacks } from './order/foreign-attack.ts';
import { foreignTexts } from './order/foreign-text.ts';
import { plainAttacks } from './order/plain-attack.ts';
import { plainTexts } from './order/plain-text.ts';
import { technicalTexts } from './order/technical-text.ts';

/** Held out: written before anybody looked at what is missed or found in error, and measured only. Nobody tunes on these. */
export function listHeldOutInjections(): readonly Case[] {
  return [
    ...listWritten([plainAttacks, foreignAttacks, disguisedAttacks], attackCase),
    ...listWritten([plainTexts, technicalTexts, foreignTexts], harmlessCase),
  ];
}
