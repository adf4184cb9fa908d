import { slot } from '../lexicon/slot.ts';
import { toLower } from '../lexicon/vocabulary.ts';
import { readSlots } from './read-slots.ts';
import { Sentence, type Slot } from './sentence.ts';

/** A full stop and the like, an empty line, and what parts the fields of JSON, tables and tags. */
const boundary = /[.!?…]["'”’»)\]]*(?=\s|$)|;(?=\s*\n|$)|[。！？；؟।]|\n\s*\n|[{}|>]|["”]\s*[,:]/gu;

/** The sentences of a part of a text that have anything known in them; places are counted in the whole part. */
export function readSentences(text: string, from: number, to: number): readonly Sentence[] {
  const piece = text.slice(from, to);
  const { slots, words } = readSlots(toLower(piece));
  const isRanked = slots.some(({ bits }) => (bits & slot.rank) !== 0);
  const sentences: Sentence[] = [];
  let start = 0;
  let next = 0;
  let word = 0;
  for (const end of endsOf(piece)) {
    const own: Slot[] = [];
    for (let one = slots[next]; one !== undefined && one.start < end; one = slots[next]) {
      own.push({ ...one, index: own.length, start: from + one.start, end: from + one.end });
      next += 1;
    }
    const first = words[word]?.place ?? 0;
    const said: string[] = [];
    for (let one = words[word]; one !== undefined && one.start < end; one = words[word]) {
      said.push(one.text);
      word += 1;
    }
    if (own.length > 0)
      sentences.push(
        new Sentence({ slots: own, words: said, first, isRanked, start: from + start }),
      );
    start = end;
  }
  return sentences;
}

function endsOf(piece: string): readonly number[] {
  const ends = Array.from(piece.matchAll(boundary), ({ index, 0: mark }) => index + mark.length);
  return [...ends, piece.length];
}
