import { z } from 'zod';
import { toStorableText } from '../domain/telemetry/storable-text.ts';

const wordUnitsMax = 200;
/** Words of nodes are kept as they are: a newer one may know more of them. */
const word = z
  .string()
  .max(wordUnitsMax)
  .transform((text) => toStorableText(text, wordUnitsMax));
const optionalWord = word.transform((text) => text || undefined);
const fingerprint = z
  .string()
  .regex(/^([0-9a-f]{32})?$/)
  .transform((text) => text || undefined);
/** Of what one request holds, and what GraphQL can say. */
const count = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const unlessNone = count.transform((number) => number || undefined);

const place = z.object({ place: word, part: word, start: count, end: count, fingerprint });

/** What a rule found. What is usual is left out of what is kept: there is one with each request. */
const finding = z.object({
  rule: word,
  detector: word,
  kind: word,
  count,
  action: word,
  monitored: z.boolean().transform((isSet) => isSet || undefined),
  policy: optionalWord,
  exception: optionalWord,
  direction: optionalWord,
  score: z
    .number()
    .min(0)
    .max(1)
    .transform((score) => score || undefined),
  places: z.array(place).max(16).transform(unlessEmpty),
  parts: z
    .array(z.object({ part: word, count: count.min(1) }))
    .max(20)
    .transform(unlessEmpty),
});

const outcome = z.object({
  rule: word,
  detector: word,
  direction: optionalWord,
  state: optionalWord,
  reason: optionalWord,
  texts: unlessNone,
  characters: unlessNone,
});

/** What prompt policies made of a request, as fields of its decision: no more than a node of ours ever says. */
export const inspectionFields = {
  findings: z.array(finding).max(100),
  coverage: z
    .array(
      z.object({
        policy: word,
        texts: count,
        characters: count,
        rules: z.array(outcome).max(200),
      }),
    )
    .max(200)
    .transform(unlessEmpty),
  rulesLeftOut: unlessNone,
  findingsLeftOut: unlessNone,
};

function unlessEmpty<Item>(items: Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
