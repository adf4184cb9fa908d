import type { FindingKind } from '../inspect/detector.ts';
import { plainKind } from '../inspect/settings/look.ts';

/** What stands for things that were taken out of one request: equal values of a kind have one placeholder. */
export class Placeholders {
  readonly #byValue = new Map<string, string>();
  readonly #countByKind = new Map<string, number>();

  readonly of = (kind: FindingKind, value: string): string => {
    const key = `${kind} ${value}`;
    const known = this.#byValue.get(key);
    if (known !== undefined) return known;
    const plain = plainKind(kind);
    const number = (this.#countByKind.get(plain) ?? 0) + 1;
    const placeholder = `[${plain.toUpperCase()}_${number}]`;
    this.#countByKind.set(plain, number);
    this.#byValue.set(key, placeholder);
    return placeholder;
  };
}
