import { inspect } from 'node:util';

const HIDDEN = '[redacted]';

/** A value that cannot be printed, logged or serialised by accident: only `reveal` gives it. */
export class Redacted<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  /** The value itself. Call it where the value is used, and keep what it gave nowhere. */
  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
