import { isOfWord, plainLetter, plainLetters, SPACE } from './plain-letter.ts';

/** A phrase that is looked for: in its plain form, see `plainPhrase`. */
export interface WantedPhrase<Kind extends string> {
  readonly phrase: string;
  readonly kind: Kind;
  /** It is found only where no letter or digit touches it. */
  readonly whole: boolean;
}

/** Characters of the longest phrase: fewer than the ring of positions has places. */
export const PHRASE_CHARS_MAX = 200;
const ringMask = 255;
/** Where phrases with a first letter may begin. */
const NOWHERE = 0;
const AT_WORD = 1;
const ANYWHERE = 2;
/** So many separators in a row stand for one; more of them part what stands around them. */
const separatorsMax = 8;

/**
 * Finds any number of phrases in one pass (Aho and Corasick, 1975): at most two steps a character however many there are. States
 * are numbered so that the children of one stand in a row: 20 bytes a state, and a state for each character at most.
 */
export class WordAutomaton<Kind extends string> {
  readonly #wanted: readonly WantedPhrase<Kind>[];
  /** By state: the letter that leads to it, and where its children begin; those of the next begin where they end. */
  readonly #label: Uint16Array;
  readonly #children: Int32Array;
  /** By state: the state of the longest end of what was read that begins another phrase. */
  readonly #fail: Int32Array;
  /** By state: 1 + the phrase that ends here, and the next shorter state at which one ends. */
  readonly #phrase: Int32Array;
  readonly #shorter: Int32Array;
  /** By state: how many letters lead to it. */
  readonly #depth: Uint8Array;
  /** By state: 1 where any phrase ends. */
  readonly #endsPhrase: Uint8Array;
  /** Whether none is found within a word. */
  readonly #allWhole: boolean;
  /** By code of ASCII: where a phrase begins with it. */
  readonly #begins = new Uint8Array(128);
  /** From the root, by letter of ASCII. */
  readonly #first = new Int32Array(128);
  /** Where the last letters stand in the text. */
  readonly #ring = new Int32Array(ringMask + 1);
  /** What was found last, the letters that were read before it, and where it stands. */
  #found: WantedPhrase<Kind> | undefined;
  #before = 0;
  #start = 0;
  #end = 0;

  constructor(wanted: readonly WantedPhrase<Kind>[]) {
    this.#wanted = wanted;
    this.#allWhole = wanted.every(({ whole }) => whole);
    const nodes = listNodes(wanted);
    this.#label = Uint16Array.from(nodes, ({ label }) => label);
    this.#depth = Uint8Array.from(nodes, ({ depth }) => depth);
    this.#phrase = Int32Array.from(nodes, ({ phrase }) => phrase);
    this.#fail = new Int32Array(nodes.length);
    this.#shorter = new Int32Array(nodes.length);
    this.#children = new Int32Array(nodes.length + 1);
    let next = 1;
    for (const [state, { children }] of nodes.entries()) {
      this.#children[state] = next;
      next += children.size;
    }
    this.#children[nodes.length] = next;
    for (let child = 1; child < (this.#children[1] ?? next); child += 1) {
      const label = this.#label[child] ?? 0;
      if (label < 128) this.#first[label] = child;
    }
    for (let code = 0; code < 128; code += 1)
      this.#begins[code] = beginOf(wanted, plainLetter(plainLetters(), code));
    this.#link(nodes.length);
    this.#endsPhrase = Uint8Array.from(nodes, (_, state) =>
      this.#phrase[state] === 0 && this.#shorter[state] === 0 ? 0 : 1,
    );
  }

  /**
   * Tells of each phrase once, in the order of the text: of those that overlap, the first that begins, of those the longest. After a
   * phrase it goes on from its end, of which it has read no more than the longest phrase has.
   */
  find(text: string, note: (kind: Kind, start: number, end: number) => void): void {
    let at = 0;
    while (at < text.length) {
      const found = this.#findFrom(text, at);
      if (found === undefined) return;
      note(found.kind, this.#start, this.#end);
      at = this.#end;
    }
  }

  /** Sets where it stands. */
  #findFrom(text: string, from: number): WantedPhrase<Kind> | undefined {
    const letters = plainLetters();
    const { length } = text;
    this.#found = undefined;
    let state = 0;
    let count = 0;
    let separators = 0;
    for (let position = from; position < length; position += 1) {
      if (state === 0) {
        position = this.#nextBegin(text, position);
        separators = 0;
      }
      const letter = plainLetter(letters, text.charCodeAt(position));
      separators = letter === SPACE ? separators + 1 : 0;
      if (separators > separatorsMax) state = 0;
      if (separators > 1) continue;
      this.#ring[count & ringMask] = position;
      count += 1;
      state = this.#next(state, letter);
      // What may be read on from here begins later than what was found.
      if (this.#found !== undefined && count - (this.#depth[state] ?? 0) > this.#before) break;
      if (this.#endsPhrase[state] === 1) this.#consider(text, { state, count, position });
    }
    return this.#found;
  }

  /** Where the next phrase may begin; the last position when none may. Most of a text is passed over here. */
  #nextBegin(text: string, from: number): number {
    const begins = this.#begins;
    const last = text.length - 1;
    for (let position = from; position < last; position += 1) {
      const code = text.charCodeAt(position);
      const where = code < 128 ? (begins[code] ?? NOWHERE) : this.#beginsBeyond(code);
      if (where === NOWHERE) continue;
      if (where === ANYWHERE || !isWithinWord(text, position)) return position;
    }
    return last;
  }

  #beginsBeyond(code: number): number {
    if (this.#childOf(0, plainLetter(plainLetters(), code)) === 0) return NOWHERE;
    return this.#allWhole ? AT_WORD : ANYWHERE;
  }

  #consider(text: string, place: Place): void {
    const longest = this.#longestAt(text, place);
    if (longest === undefined) return;
    const before = place.count - longest.phrase.length;
    if (this.#found !== undefined && before > this.#before) return;
    this.#found = longest;
    this.#before = before;
    this.#start = this.#ring[before & ringMask] ?? 0;
    this.#end = place.position + 1;
  }

  #next(from: number, letter: number): number {
    let state = from;
    for (;;) {
      const child = this.#childOf(state, letter);
      if (child !== 0 || state === 0) return child;
      state = this.#fail[state] ?? 0;
    }
  }

  #childOf(state: number, letter: number): number {
    if (state === 0 && letter < 128) return this.#first[letter] ?? 0;
    let low = this.#children[state] ?? 0;
    let high = this.#children[state + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const label = this.#label[middle] ?? 0;
      if (label === letter) return middle;
      if (label < letter) low = middle + 1;
      else high = middle;
    }
    return 0;
  }

  /** The longest phrase that ends here and may stand where it stands. */
  #longestAt(text: string, { state, count, position }: Place): WantedPhrase<Kind> | undefined {
    for (let at = state; at !== 0; at = this.#shorter[at] ?? 0) {
      const found = this.#wanted[(this.#phrase[at] ?? 0) - 1];
      if (found === undefined) continue;
      const start = this.#ring[(count - found.phrase.length) & ringMask] ?? 0;
      if (!found.whole || isWhole(text, start, position + 1)) return found;
    }
    return undefined;
  }

  /** In the order of states parents come before children. */
  #link(stateCount: number): void {
    for (let parent = 0; parent < stateCount; parent += 1)
      for (
        let child = this.#children[parent] ?? 0;
        child < (this.#children[parent + 1] ?? 0);
        child += 1
      ) {
        const label = this.#label[child] ?? 0;
        const fail = parent === 0 ? 0 : this.#next(this.#fail[parent] ?? 0, label);
        this.#fail[child] = fail;
        this.#shorter[child] = this.#phrase[fail] === 0 ? (this.#shorter[fail] ?? 0) : fail;
      }
  }
}

interface Place {
  readonly state: number;
  readonly count: number;
  readonly position: number;
}

interface Node {
  readonly label: number;
  readonly depth: number;
  readonly children: Map<number, Node>;
  phrase: number;
}

/** The tree of all phrases, level by level, children by their letters. */
function listNodes(wanted: readonly WantedPhrase<string>[]): readonly Node[] {
  const root: Node = { label: 0, depth: 0, children: new Map(), phrase: 0 };
  for (const [index, { phrase }] of wanted.entries()) {
    let node = root;
    for (const unit of phrase.split('')) {
      const label = unit.charCodeAt(0);
      const child: Node = node.children.get(label) ?? {
        label,
        depth: node.depth + 1,
        children: new Map(),
        phrase: 0,
      };
      node.children.set(label, child);
      node = child;
    }
    if (node.phrase === 0) node.phrase = index + 1;
  }
  const nodes: Node[] = [root];
  for (let index = 0; index < nodes.length; index += 1)
    nodes.push(
      ...[...(nodes[index]?.children.values() ?? [])].toSorted((a, b) => a.label - b.label),
    );
  return nodes;
}

function isWhole(text: string, start: number, end: number): boolean {
  return !isWithinWord(text, start) && !isWithinWord(text, end);
}

function beginOf(wanted: readonly WantedPhrase<string>[], letter: number): number {
  const own = wanted.filter(({ phrase }) => phrase.charCodeAt(0) === letter);
  if (own.length === 0) return NOWHERE;
  return own.every(({ whole }) => whole) ? AT_WORD : ANYWHERE;
}

/** Whether the letter at the position follows another one of its word. */
function isWithinWord(text: string, position: number): boolean {
  return isWordLetter(text, position - 1) && isWordLetter(text, position);
}

function isWordLetter(text: string, position: number): boolean {
  return position >= 0 && isOfWord(plainLetters(), text.charCodeAt(position));
}
