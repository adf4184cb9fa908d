import { findEntry, findGlued, findUnspaced, isUnspaced, wordsOf } from '../lexicon/vocabulary.ts';
import type { Mark, Slot } from './sentence.ts';

/** A word in lower case, where it stands, and how many stand before it. */
export interface Word {
  readonly text: string;
  readonly place: number;
  readonly start: number;
}

/** The turns of phrase of a text, and its words, in their order. */
export interface Reading {
  readonly slots: readonly Slot[];
  readonly words: readonly Word[];
}

/** So many characters of Chinese, Arabic and the like count as a word. */
const unspacedWordChars = 3;
/** A word of so many letters may be several without spaces. */
const gluedMin = 14;
/** Behind these something new begins. */
const joining =
  /^(?:and|so|then|now|please|just|kindly|but|or|ok|und|et|y|e|en|i|a|и|та|och|og|ja|ve|dan|và|bitte|por)$/;
const calledBy = /^['"*)]?\s?([:,，：])/;
const closing = /^(?:["')\]]|\s)*(?:$|[.,;:!?\n<-]|(?:and|or|then|so|und|et|y|e|en|i|и)\s)/;
const markChars = 4;
const closingChars = 8;

/** What is known of the words of a text in lower case. */
export function readSlots(lower: string): Reading {
  return new SlotReader(lower).read();
}

class SlotReader {
  readonly #lower: string;
  readonly #found: readonly RegExpExecArray[];
  readonly #slots: Slot[] = [];
  /** How many words have been read. */
  #place = 0;
  /** Turns of phrase without spaces may go on behind their word. */
  #unspacedTo = 0;

  constructor(lower: string) {
    this.#lower = lower;
    this.#found = wordsOf(lower);
  }

  read(): Reading {
    const words: Word[] = [];
    for (let at = 0; at < this.#found.length; ) {
      const [text, start] = this.#wordAt(at);
      words.push({ text, place: this.#place, start });
      at += this.#readWord(text, start, at);
    }
    return { slots: this.#slots, words };
  }

  /** Returns how many words it was. */
  #readWord(text: string, start: number, at: number): number {
    if (isUnspaced(text.charCodeAt(0)) || isUnspaced(text.charCodeAt(text.length - 1))) {
      this.#readUnspaced(start, start + text.length);
      return 1;
    }
    const entry = findEntry(this.#found, at);
    if (entry === undefined) {
      if (text.length >= gluedMin) this.#readGlued(text, start);
      else this.#place += 1;
      return 1;
    }
    const [last, lastStart] = this.#wordAt(at + entry.count - 1);
    const end = lastStart + last.length;
    if (this.#lower.charAt(end) !== '(')
      this.#note(entry.bits, {
        start,
        end,
        leads: this.#leads(at, start),
        closes: closing.test(this.#lower.slice(end, end + closingChars)),
      });
    this.#place += entry.count;
    return entry.count;
  }

  #readUnspaced(start: number, end: number): void {
    const first = this.#place;
    for (let at = Math.max(start, this.#unspacedTo); at < end; ) {
      const entry = findUnspaced(this.#lower, at);
      if (entry === undefined) {
        at += 1;
        continue;
      }
      const next = at + entry.text.length;
      this.#place = first + Math.floor((at - start) / unspacedWordChars);
      this.#note(entry.bits, { start: at, end: next, leads: true, closes: true });
      this.#unspacedTo = next;
      at = next;
    }
    this.#place = first + Math.ceil((end - start) / unspacedWordChars);
  }

  /** Known words of a word that has lost its spaces. */
  #readGlued(text: string, start: number): void {
    for (let at = 0; at < text.length; ) {
      const entry = findGlued(text, at);
      if (entry !== undefined) {
        const end = start + at + entry.length;
        this.#note(entry.bits, { start: start + at, end, leads: true, closes: true });
        this.#place += 1;
      }
      at += entry?.length ?? 1;
    }
  }

  #note(bits: number, span: Pick<Slot, 'start' | 'end' | 'leads' | 'closes'>): void {
    const mark = this.#markAt(span.end);
    this.#slots.push({ bits, place: this.#place, ...span, index: 0, mark });
  }

  /** Behind the start of the text, a sign, a line break, or a word that joins. */
  #leads(at: number, start: number): boolean {
    if (at === 0) return true;
    const [previous, previousStart] = this.#wordAt(at - 1);
    const between = this.#lower.slice(previousStart + previous.length, start);
    return /[^ ']/.test(between) || joining.test(previous);
  }

  #markAt(end: number): Mark {
    const [, sign = ''] = calledBy.exec(this.#lower.slice(end, end + markChars)) ?? [];
    if (sign === '') return '';
    return sign === ',' || sign === '，' ? ',' : ':';
  }

  #wordAt(at: number): readonly [text: string, start: number] {
    const word = this.#found[at];
    return [word?.[0] ?? '', word?.index ?? 0];
  }
}
