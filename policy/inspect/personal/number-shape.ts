import { DIGIT, isAt } from '../character.ts';

/** Digits beyond these are no number of a person. */
const digitsMax = 20;
const groupsMax = 8;

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
  /** By group: what stands before it. */
  readonly #marks: string[] = [];

  /** Reads the number whose first digit is at `start`; at most 48 characters. */
  read(text: string, start: number): void {
    this.start = start;
    this.groupCount = 0;
    let count = 0;
    let position = start;
    while (this.groupCount < groupsMax) {
      const groupStart = position;
      while (isAt(text, position, DIGIT) && count <= digitsMax) {
        this.digits[count] = text.charCodeAt(position) - 0x30;
        count += 1;
        position += 1;
      }
      if (count > digitsMax || position === groupStart) return;
      this.counts[this.groupCount] = count;
      this.ends[this.groupCount] = position;
      this.groupCount += 1;
      const end = position;
      position = endOfSeparator(text, end);
      if (this.groupCount < groupsMax) {
        const isBracket = position - end > 1 && text.charCodeAt(end) === 0x20;
        this.#marks[this.groupCount] = isBracket ? '(' : text.charAt(end);
      }
    }
  }

  /** How the groups up to this one are written: lengths with what stands between, `3)3-4`. */
  form(group: number): string {
    let form = String(this.counts[0]);
    for (let index = 1; index <= group; index += 1)
      form += `${this.#marks[index]}${this.lengthOf(index)}`;
    return form;
  }

  /** Length of a group. */
  lengthOf(group: number): number {
    return (this.counts[group] ?? 0) - (group === 0 ? 0 : (this.counts[group - 1] ?? 0));
  }
}

/** After one separator; the same position when there is none. */
function endOfSeparator(text: string, position: number): number {
  const mark = text.charAt(position);
  if (mark === '-' || mark === '.' || mark === '/') return position + 1;
  if (mark === ')') return isSpace(text, position + 1) ? position + 2 : position + 1;
  if (mark === '(') return position + 1;
  if (mark !== ' ') return position;
  return text.charAt(position + 1) === '(' ? position + 2 : position + 1;
}

function isSpace(text: string, position: number): boolean {
  return text.charCodeAt(position) === 0x20;
}
