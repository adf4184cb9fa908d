import type { Found } from '../detector.ts';
import { Pass } from '../pass.ts';
import { decodeRun } from './decode.ts';
import { replaceHomoglyphs } from './homoglyph.ts';
import type { InjectionKind } from './injection-kind.ts';
import { evidenceMin } from './phrase.ts';
import { findRun, type PhraseMatch, type Run, wordIndex } from './phrase-pass.ts';

/** An encoded text within an encoded text, and no further. */
const depthMax = 2;
/** Of all encoded texts of one text, in characters of what comes out. */
const decodedCharsMax = 65_536;
/** What is read around a phrase for words that speak of such phrases. */
const aroundMax = 90;
const discount = 6;
/** Speaking of injection, not doing it. */
const about =
  /inject|jailbreak|attack(?:s|ed|ers?)?(?![\p{L}@.])|malicious|adversar|phish|exploit|vulnerab|owasp|red[- ]team|threat|detect|for example|for instance|e\.g\.|such as|phrases? like|(?:says?|said|writes?|wrote|contains?|called) ["'“«„]|z\. ?b\.|beispiel|angriff|par exemple|attaque|ejemplo|ataque|例えば|攻撃|例如|攻击|например|атак/iu;
/** Letters that tags spell: more than the flag of a region has. */
const tagged = /(?:\udb40[\udc20-\udc7e]){8,}/g;

/** For texts that are read for this alone. */
const phrasePass = new Pass([], wordIndex);

/**
 * What gives a text away that tries to give a model orders: reported when there is enough evidence
 * in all, each with its place. `phrases` are those that a pass has found in it.
 */
export function findInjection(
  text: string,
  phrases: readonly PhraseMatch[],
): readonly Found<InjectionKind>[] {
  const plain = replaceHomoglyphs(text);
  const evidence = new Evidence(plain, 0, { left: decodedCharsMax });
  evidence.weigh(plain === text ? phrases : listPhrases(plain));
  return evidence.weight >= evidenceMin ? evidence.found : [];
}

function listPhrases(text: string): readonly PhraseMatch[] {
  return phrasePass.run(text, ignore);
}

function ignore(): void {}

/** Letters that nobody sees, in the text as it was given. */
export function findTagged(text: string): readonly Found<InjectionKind>[] {
  if (!text.includes('\udb40')) return [];
  return Array.from(text.matchAll(tagged), ({ index, 0: run }) => ({
    kind: 'hidden_text',
    start: index,
    end: index + run.length,
  }));
}

/** Adds up what one text shows. */
class Evidence {
  weight = 0;
  readonly found: Found<InjectionKind>[] = [];
  readonly #text: string;
  readonly #depth: number;
  readonly #budget: { left: number };

  constructor(text: string, depth: number, budget: { left: number }) {
    this.#text = text;
    this.#depth = depth;
    this.#budget = budget;
  }

  /** With these phrases, and with what is encoded. */
  weigh(phrases: readonly PhraseMatch[]): void {
    for (const phrase of phrases) this.#notePhrase(phrase);
    for (let run = findRun(this.#text, 0); run !== undefined; run = findRun(this.#text, run.end))
      this.#noteRun(run);
  }

  #notePhrase({ kind, weight, start, end }: PhraseMatch): void {
    this.weight += this.#speaksAbout(start, end) ? Math.max(0, weight - discount) : weight;
    this.found.push({ kind, start, end });
  }

  #noteRun({ start, end }: Run): void {
    if (this.#depth >= depthMax || this.#budget.left <= 0) return;
    const decoded = decodeRun(this.#text.slice(start, end));
    if (decoded === undefined) return;
    this.#budget.left -= decoded.length;
    const inner = new Evidence(decoded, this.#depth + 1, this.#budget);
    inner.weigh(listPhrases(decoded));
    if (inner.weight < evidenceMin) return;
    this.weight += inner.weight;
    this.found.push({ kind: 'encoded_instruction', start, end });
  }

  #speaksAbout(start: number, end: number): boolean {
    const before = this.#text.slice(Math.max(0, start - aroundMax), start);
    return about.test(before) || about.test(this.#text.slice(end, end + aroundMax));
  }
}
