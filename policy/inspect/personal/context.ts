/** What is read before and after a value for a word that says what it is. */
const beforeMax = 48;
const afterMax = 16;
/** Of a table of values: its first line, and the part of the line before the value. */
const headMax = 512;
const lineMax = 256;

/**
 * What stands around a value: close before it, shortly after it on its line, and at the head of its
 * column where the text begins with the heads of a table. Read once for all that ask.
 */
export class Surroundings {
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;
  #words: readonly string[] | undefined;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  get words(): readonly string[] {
    this.#words ??= this.#read();
    return this.#words;
  }

  #read(): readonly string[] {
    const before = wordsBefore(this.#text, this.#start, beforeMax);
    const after = toWords(lineOf(this.#text.slice(this.#end, this.#end + afterMax)));
    const head = headOfColumn(this.#text, this.#start);
    return head === undefined ? [before, after] : [before, after, toWords(head)];
  }
}

/** Words that say what a number is, in several languages. */
export class ContextWords {
  readonly #words: RegExp;

  /** Each word stands for what begins with it; one that ends with `$` for itself only. */
  constructor(words: readonly string[]) {
    const parts = words.map((word) =>
      word.endsWith('$') ? `${word.slice(0, -1)}(?![\\p{L}\\p{N}])` : word,
    );
    this.#words = new RegExp(`(?<!\\p{L})(?:${parts.join('|')})`, 'iu');
  }

  /** Whether one of the words stands there. */
  areIn({ words }: Surroundings): boolean {
    return words.some((text) => this.#words.test(text));
  }

  /** Whether one of the words stands in so many characters before the value. */
  areBefore(text: string, start: number, chars: number): boolean {
    return this.#words.test(wordsBefore(text, start, chars));
  }
}

function wordsBefore(text: string, start: number, chars: number): string {
  return toWords(text.slice(Math.max(0, start - chars), start));
}

/** `dateOfBirth` and `date_of_birth` as words. */
function toWords(text: string): string {
  if (!/_|[a-z][A-Z]/.test(text)) return text;
  return text.replaceAll('_', ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
}

function lineOf(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

/** The name of the column in which the value stands, in text with a first line of names. */
function headOfColumn(text: string, start: number): string | undefined {
  const first = lineOf(text.slice(0, headMax));
  if (first.length >= start || first.length === headMax) return undefined;
  const separator = [',', ';', '\t', '|'].find((one) => first.includes(one));
  if (separator === undefined) return undefined;
  const before = text.slice(Math.max(0, start - lineMax), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (line.length === lineMax) return undefined;
  return first.split(separator)[line.split(separator).length - 1];
}
