import type { FindingKind } from '../inspect/detector.ts';

/** What stands for things that were taken out of one request: equal values of a kind have one placeholder. */
export class Placeholders {
  readonly #byValue = new Map<string, string>();
  readonly #countByKind = new Map<FindingKind, number>();

  readonly of = (kind: FindingKind, value: string): string => {
    const key = `${kind} ${value}`;
    const known = this.#byValue.get(key);
    if (known !== undefined) return known;
    const number = (this.#countByKind.get(kind) ?? 0) + 1;
    const placeholder = `[${kind.toUpperCase()}_${number}]`;
    this.#countByKind.set(kind, number);
    this.#byValue.set(key, placeholder);
    return placeholder;
  };
}
