import { slot } from './lexicon/slot.ts';
import { listBeginnings } from './lexicon/vocabulary.ts';
import { hint, type Phrase } from './phrase.ts';
import { sayings } from './saying.ts';
import { reverse, rot13 } from './veil/veil.ts';

/** So much of a word tells it from most others. */
const anchorChars = 12;
/** Shorter words of an alphabet are too many, but for these; of Chinese and the like two characters are a word. */
const letterMin = 3;
const twoWordsMin = 7;
const shortWords: ReadonlySet<string> = new Set(['ai', 'ki', 'ia', 'ии', 'ші']);
const wideFrom = 0x2e80;
const unspacedFrom = 0x590;
const gluing = slot.drop | slot.show;
/** One of them is in nearly every order in English. */
const veiledWords: readonly string[] = [
  'instruction',
  'instructions',
  'prompt',
  'system',
  'guidelines',
  'rules',
  'ignore',
  'disregard',
  'forget',
  'override',
  'directives',
  'previous',
  'restrictions',
  'reveal',
];
/** What makes reading a sentence worth it; the rest is read then. */
const hinting = [
  slot.drop,
  slot.softDrop,
  slot.order,
  slot.softOrder,
  slot.prior,
  slot.show,
  slot.prompt,
  slot.be,
  slot.free,
  slot.limit,
  slot.ai,
  slot.helper,
  slot.no,
  slot.reads,
  slot.note,
  slot.hush,
  slot.url,
  slot.secret,
];
/** These are worth noticing only in words that are long enough to be few. */
const lengthened = slot.no | slot.note | slot.reads;
const lengthenedMin = 4;

/** All evidence that has words, and the words that may be part of some. */
export const phrases: readonly Phrase[] = [...sayings, ...listHints()];

function listHints(): readonly Phrase[] {
  const bitsOf = new Map<string, number>();
  const open = new Set<string>();
  const note = (text: string, bit: number): void => {
    const isWhole = isWholeWord(text, bit);
    for (const anchor of anchorsOf(text.replace('*', ''))) {
      if (!isWhole) open.add(anchor);
      bitsOf.set(anchor, (bitsOf.get(anchor) ?? 0) | bit);
    }
  };
  for (const bit of hinting)
    for (const text of listBeginnings(bit)) if (isTelling(text, bit)) note(text, bit);
  for (const word of veiledWords) {
    note(reverse(word), slot.veiled);
    note(rot13(word), slot.veiled);
  }
  return Array.from(bitsOf, ([anchor, bits]) => hint(anchor, bits, !open.has(anchor)));
}

/** A short word alone; not what may have lost its spaces, nor a stem. */
function isWholeWord(text: string, bit: number): boolean {
  const isSpaced = text.charCodeAt(0) < unspacedFrom;
  return isSpaced && text.length < anchorChars && !/[ *]/.test(text) && (bit & gluing) === 0;
}

/** Spaces may be doubled: of several words the first two are enough, where they are long enough to be few. */
function anchorsOf(text: string): readonly string[] {
  const space = text.indexOf(' ');
  if (space < 0) return [text.slice(0, anchorChars)];
  const second = text.indexOf(' ', space + 1);
  const end = second >= twoWordsMin ? Math.min(second, anchorChars) : anchorChars;
  return [text.slice(0, end), text.replace(' ', '  ').slice(0, end + 1)];
}

function isTelling(text: string, bit: number): boolean {
  const isWide = text.charCodeAt(0) >= wideFrom;
  const min = isWide ? 2 : letterMin;
  const [first = ''] = text.split(' ');
  if ((bit & lengthened) !== 0 && !isWide && first.length < lengthenedMin) return false;
  return text.length >= min || shortWords.has(text);
}
