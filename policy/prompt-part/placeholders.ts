import type { FindingKind } from '../inspect/detector.ts';
import { unscored } from '../inspect/outside/outside-kind.ts';
import { plainKind } from '../inspect/settings/look.ts';
import { restoreText } from '../reply/restore-text.ts';

/** A kind and a number in brackets, whoever has written it. */
const placeholderLike = /\[([a-z0-9_]{1,60}_\d{1,9})\]/gi;

/**
 * What stands for things that were taken out of one call: equal values of a kind have one placeholder. What is to be put back has
 * one that nobody else has written in the request, so that only what stands for it is taken for it.
 */
export class Placeholders {
  /** What is to be put back, by placeholder. In memory only, as long as the call lasts. */
  readonly originals = new Map<string, string>();
  readonly #byValue = new Map<string, string>();
  readonly #countByKind = new Map<string, number>();
  readonly #listWritten: () => Iterable<string>;
  #written: ReadonlySet<string> | undefined;

  /** @param listWritten texts of the request in which somebody may have written what looks like a placeholder */
  constructor(listWritten: () => Iterable<string> = () => []) {
    this.#listWritten = listWritten;
  }

  of(kind: FindingKind, value: string, isRestored: boolean): string {
    const key = keyOf(kind, value, isRestored);
    const known = this.#byValue.get(key);
    if (known !== undefined) return known;
    let placeholder = this.#next(kind);
    while (isRestored && this.#isWritten(placeholder)) placeholder = this.#next(kind);
    this.#byValue.set(key, placeholder);
    // A value may have another's placeholder in it, where one policy has taken out a piece of what another takes out.
    if (isRestored) this.originals.set(placeholder, restoreText(value, this.originals));
    return placeholder;
  }

  /** For something in the reply: the placeholder that the request has for it, if there is one. */
  replyOf(kind: FindingKind, value: string): string {
    return this.#byValue.get(keyOf(kind, value, true)) ?? this.of(kind, value, false);
  }

  #next(kind: FindingKind): string {
    const plain = plainKind(kind);
    const number = (this.#countByKind.get(plain) ?? 0) + 1;
    this.#countByKind.set(plain, number);
    return `[${plain.toUpperCase()}_${number}]`;
  }

  #isWritten(placeholder: string): boolean {
    this.#written ??= findPlaceholders(this.#listWritten());
    return this.#written.has(placeholder);
  }
}

/** A value is the same however sure its detector was. */
function keyOf(kind: FindingKind, value: string, isRestored: boolean): string {
  return `${unscored(kind)} ${isRestored} ${value}`;
}

function findPlaceholders(texts: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of texts)
    for (const [placeholder] of text.matchAll(placeholderLike))
      found.add(placeholder.toUpperCase());
  return found;
}
