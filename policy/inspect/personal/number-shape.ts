import { codeAt } from '../character.ts';

/** Digits beyond these are no number of a person. */
const digitsMax = 20;
const groupsMax = 8;

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const DASH = 0x2d;
const POINT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;

/**
 * Digits in groups, as people write numbers: `4111 1111 1111 1111`, `(415) 555-2671`. Between two
 * groups stands one of ` -./`, or a bracket with or without a space. One object is read into again
 * and again, so that reading allocates nothing but the words of its forms.
 */
export class NumberShape {
  start = 0;
  groupCount = 0;
  readonly digits: Uint8Array = new Uint8Array(digitsMax + 1);
  /** By group: digits up to its end, and its end in the text. */
  readonly counts: Uint8Array = new Uint8Array(groupsMax);
  readonly ends: Int32Array = new Int32Array(groupsMax);
  /** By group: the code of what stands before it. */
  readonly #marks: Uint8Array = new Uint8Array(groupsMax);

  /** Reads the number whose first digit is at `start`; at most 48 characters. */
  read(text: string, start: number): void {
    this.start = start;
    this.groupCount = 0;
    let count = 0;
    let position = start;
    while (this.groupCount < groupsMax) {
      const end = this.#readDigits(text, position, count);
      count += end - position;
      if (count > digitsMax || end === position) return;
      this.counts[this.groupCount] = count;
      this.ends[this.groupCount] = end;
      this.groupCount += 1;
      position = endOfSeparator(text, end);
      if (this.groupCount < groupsMax) {
        const mark = codeAt(text, end);
        this.#marks[this.groupCount] = position - end > 1 && mark === SPACE ? OPEN : mark;
      }
    }
  }

  /** Behind the first `count`; one more than there may be at most. Returns where they end. */
  #readDigits(text: string, start: number, count: number): number {
    let end = start;
    for (let index = count; index <= digitsMax; index += 1, end += 1) {
      const digit = codeAt(text, end) - ZERO;
      if (digit < 0 || digit > 9) break;
      this.digits[index] = digit;
    }
    return end;
  }

  /** How the groups up to this one are written: lengths with what stands between, `3)3-4`. */
  form(group: number): string {
    let form = String(this.counts[0]);
    for (let index = 1; index <= group; index += 1)
      form += `${String.fromCharCode(this.#marks[index] ?? 0)}${this.lengthOf(index)}`;
    return form;
  }

  /** Length of a group. */
  lengthOf(group: number): number {
    return (this.counts[group] ?? 0) - (group === 0 ? 0 : (this.counts[group - 1] ?? 0));
  }
}

/** After one separator; the same position when there is none. */
function endOfSeparator(text: string, position: number): number {
  switch (codeAt(text, position)) {
    case DASH:
    case POINT:
    case SLASH:
    case OPEN:
      return position + 1;
    case CLOSE:
      return codeAt(text, position + 1) === SPACE ? position + 2 : position + 1;
    case SPACE:
      return codeAt(text, position + 1) === OPEN ? position + 2 : position + 1;
    default:
      return position;
  }
}
