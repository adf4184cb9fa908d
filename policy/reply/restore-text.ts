/** What placeholders stand for, by placeholder. */
export type Originals = ReadonlyMap<string, string>;

/** `[`, a kind in capitals, `_`, a number, `]`: no kind has a name as long as this. */
const PLACEHOLDER_CHARS_MAX = 64;
const CLOSING = 0x5d;

/** Puts what was taken out back in the place of its placeholder, in a text that comes in pieces cut anywhere. */
export class TextRestorer {
  readonly #originals: Originals;
  /** What may be the beginning of a placeholder. */
  #held = '';

  constructor(originals: Originals) {
    this.#originals = originals;
  }

  /** Takes the next piece; returns what may leave. */
  push(piece: string): string {
    const text = this.#held + piece;
    let opening = text.indexOf('[');
    this.#held = '';
    if (opening < 0) return text;
    let restored = '';
    let from = 0;
    for (; opening >= 0; opening = text.indexOf('[', opening + 1)) {
      const end = endOfName(text, opening + 1);
      if (end === text.length && end - opening < PLACEHOLDER_CHARS_MAX) {
        this.#held = text.slice(opening);
        return restored + text.slice(from, opening);
      }
      if (text.charCodeAt(end) !== CLOSING) continue;
      const original = this.#originals.get(text.slice(opening, end + 1));
      if (original === undefined) continue;
      restored += text.slice(from, opening) + original;
      from = end + 1;
    }
    return restored + text.slice(from);
  }

  /** Nothing follows for now: returns what was held. */
  flush(): string {
    const held = this.#held;
    this.#held = '';
    return held;
  }
}

/** The whole text with what was taken out put back. */
export function restoreText(text: string, originals: Originals): string {
  const restorer = new TextRestorer(originals);
  return restorer.push(text) + restorer.flush();
}

/** Where the capitals, digits and underscores end that begin here; no further than a placeholder is long. */
function endOfName(text: string, start: number): number {
  const bound = Math.min(text.length, start + PLACEHOLDER_CHARS_MAX);
  let end = start;
  while (end < bound && isOfName(text.charCodeAt(end))) end += 1;
  return end;
}

function isOfName(unit: number): boolean {
  return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f;
}
