import type { Found } from '../detector.ts';
import { Pass } from '../pass.ts';
import type { InjectionKind } from './injection-kind.ts';
import { slot } from './lexicon/slot.ts';
import { isMentioned, isSpokenOf } from './mention.ts';
import { HintReader } from './order/hint-reader.ts';
import { evidenceMin } from './phrase.ts';
import { findRun, type PhraseMatch, wordIndex } from './phrase-pass.ts';
import { senseOf } from './sense/sense.ts';
import { listApart } from './veil/apart.ts';
import { decodeRun } from './veil/decode.ts';
import { replaceHomoglyphs, replaceLeet } from './veil/homoglyph.ts';
import { isQuotedStart, readJoined } from './veil/joined.ts';
import { listNumbered, listSelected, reverse, rot13, type Veiled } from './veil/veil.ts';

/** An encoded text within an encoded text within one, and no further. */
const depthMax = 3;
/** Of all encoded texts of one text, in characters of what comes out. */
const decodedCharsMax = 65_536;
/** Evidence belongs together that begins within so many characters. */
const togetherChars = 400;
/** What evidence weighs less that stands among words about attacks, and of all of it in sum at most. */
const spokenDiscount = 3;
const discountMax = 6;
/** What only quotes an order weighs this, and all of that never enough. */
const mentionWeight = 2;
const mentionsMax = 4;
/** What is read around a word that is veiled. */
const veiledReach = 240;
/** What an order begins with that is cut in pieces. */
const verbs = slot.drop | slot.show;
/** Letters that tags spell: more than the flag of a region has. */
const tagged = /(?:\udb40[\udc20-\udc7e]){8,}/g;

/** For texts that are read for this alone. */
const phrasePass = new Pass([], wordIndex);

/**
 * What gives a text away that tries to give a model orders: reported when there is enough evidence
 * together, each with its place. `phrases` are those that a pass has found in it.
 */
export function findInjection(
  text: string,
  phrases: readonly PhraseMatch[],
): readonly Found<InjectionKind>[] {
  const evidence = new Evidence(text, 0, { left: decodedCharsMax });
  evidence.weigh(phrases);
  return evidence.isEnough ? evidence.found : [];
}

function ignore(): void {}

/** What nobody sees, in the text as it was given: letters that tags spell, bytes of variation selectors. */
export function findHidden(text: string): readonly Found<InjectionKind>[] {
  const selected = listSelected(text).map(toHidden);
  if (!text.includes('\udb40')) return selected;
  return [
    ...Array.from(text.matchAll(tagged), ({ index, 0: run }) =>
      toHidden({ start: index, end: index + run.length }),
    ),
    ...selected,
  ];
}

function toHidden({ start, end }: Pick<Veiled, 'start' | 'end'>): Found<InjectionKind> {
  return { kind: 'hidden_text', start, end };
}

interface Piece extends Found<InjectionKind> {
  readonly weight: number;
}

/** Adds up what one text shows. */
class Evidence {
  isEnough = false;
  readonly #pieces: Piece[] = [];
  readonly #given: string;
  /** In plain letters, as long as it was given. */
  readonly #text: string;
  readonly #depth: number;
  readonly #budget: { left: number };
  #hints: HintReader | undefined;
  /** The first piece of those that belong together, and their sum. */
  #first = 0;
  #sum = 0;
  #mentions = 0;
  #discount = discountMax;
  #unveiledTo = 0;
  #joinedTo = 0;

  constructor(text: string, depth: number, budget: { left: number }) {
    this.#given = text;
    this.#text = replaceLeet(replaceHomoglyphs(text));
    this.#depth = depth;
    this.#budget = budget;
  }

  /** With what stands in the text as it was given, if it was asked before, and with what is encoded. */
  weigh(phrases?: readonly PhraseMatch[]): void {
    const isPlain = phrases !== undefined && this.#text === this.#given;
    for (const match of isPlain ? phrases : phrasePass.run(this.#text, ignore))
      this.#notePhrase(match);
    if (this.#depth >= depthMax) return;
    const text = this.#given;
    for (let run = findRun(text, 0); run !== undefined; run = findRun(text, run.end))
      this.#noteRun(text, run.start, run.end);
    for (const veiled of listApart(this.#text)) this.#noteVeiled(veiled);
    for (const veiled of listNumbered(text)) this.#noteVeiled(veiled);
  }

  get found(): readonly Found<InjectionKind>[] {
    return withoutOverlap(this.#pieces);
  }

  #notePhrase(match: PhraseMatch): void {
    if (match.weight > 0) this.#add(match);
    if (match.bits === 0) return;
    if ((match.bits & slot.veiled) !== 0) this.#unveil(match.start);
    if ((match.bits & verbs) !== 0 && isQuotedStart(this.#text, match.start))
      this.#noteJoined(match.start);
    this.#hints ??= new HintReader(this.#text, {
      tell: (order) => this.#add(order),
      judge: senseOf,
    });
    this.#hints.note(match.start, match.bits);
  }

  #add({ kind, weight, start, end }: Piece): void {
    const counted = this.#weightAt(weight, start, end);
    if (counted <= 0) return;
    this.#pieces.push({ kind, start, end, weight: counted });
    this.#sum += counted;
    for (let one = this.#pieces[this.#first]; one !== undefined; one = this.#pieces[this.#first]) {
      if (one.start + togetherChars >= start) break;
      this.#sum -= one.weight;
      this.#first += 1;
    }
    if (this.#sum >= evidenceMin) this.isEnough = true;
  }

  /** Quoting an order is not giving it, and speaking of orders makes one less likely. */
  #weightAt(weight: number, start: number, end: number): number {
    if (isMentioned(this.#text, start, end)) {
      this.#mentions += mentionWeight;
      return this.#mentions > mentionsMax ? 0 : Math.min(weight, mentionWeight);
    }
    if (this.#discount <= 0 || !isSpokenOf(this.#text, start, end)) return weight;
    this.#discount -= spokenDiscount;
    return weight - spokenDiscount;
  }

  #noteRun(text: string, start: number, end: number): void {
    if (this.#budget.left <= 0) return;
    const plain = decodeRun(text.slice(start, end));
    if (plain !== undefined) this.#noteVeiled({ start, end, plain });
  }

  #noteVeiled({ start, end, plain }: Veiled): void {
    if (this.#budget.left <= 0) return;
    this.#budget.left -= plain.length;
    const inner = new Evidence(plain, this.#depth + 1, this.#budget);
    inner.weigh();
    if (!inner.isEnough) return;
    this.isEnough = true;
    this.#pieces.push({ kind: 'encoded_instruction', weight: evidenceMin, start, end });
  }

  #noteJoined(start: number): void {
    if (start < this.#joinedTo || this.#depth >= depthMax) return;
    const joined = readJoined(this.#text, start);
    if (joined === undefined) return;
    this.#joinedTo = joined.end;
    this.#noteVeiled(joined);
  }

  /** Reads what stands around a word in reverse, and in ROT13. */
  #unveil(at: number): void {
    if (at < this.#unveiledTo || this.#depth >= depthMax) return;
    const start = Math.max(this.#unveiledTo, at - veiledReach);
    const end = Math.min(this.#text.length, at + veiledReach);
    this.#unveiledTo = end;
    const piece = this.#text.slice(start, end);
    this.#noteVeiled({ start, end, plain: reverse(piece) });
    this.#noteVeiled({ start, end, plain: rot13(piece) });
  }
}

/** Of pieces that overlap, the first that is longest. */
function withoutOverlap(pieces: readonly Piece[]): readonly Found<InjectionKind>[] {
  const sorted = pieces.toSorted((one, other) => one.start - other.start || other.end - one.end);
  const kept: Found<InjectionKind>[] = [];
  let end = -1;
  for (const one of sorted) {
    if (one.start < end) continue;
    kept.push({ kind: one.kind, start: one.start, end: one.end });
    end = one.end;
  }
  return kept;
}
