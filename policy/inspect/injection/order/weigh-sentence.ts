import { weighAddress } from './address.ts';
import { weighCarrying } from './carrying.ts';
import { weighExfiltration } from './exfiltration.ts';
import type { Order } from './order.ts';
import { weighOverride } from './override.ts';
import { weighPersona } from './persona.ts';
import type { Sentence } from './sentence.ts';

/** What weighs anything of a sentence: of each way to give an order, the heaviest. */
export function weighSentence(sentence: Sentence): readonly Order[] {
  return [
    weighOverride(sentence),
    weighExfiltration(sentence),
    weighPersona(sentence),
    weighAddress(sentence),
    weighCarrying(sentence),
  ].filter((one) => one !== undefined);
}
