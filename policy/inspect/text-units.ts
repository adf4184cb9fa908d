import { endianness } from 'node:os';

/** So many characters at a time: they, and what is noted of them, stay in the nearest cache. */
const blockChars = 4_096;
/** What is known of the text behind a block. */
export const lookaheadChars = 16;

const units = new Uint16Array(1 + blockChars + lookaheadChars);
const bytes = Buffer.from(units.buffer);
const isSwapped = endianness() === 'BE';

/**
 * A text as numbers, block by block: reading an array takes half of the time that asking a string for each of its
 * characters does (1.1 in place of 2.2 µs per KB, Node 20.20). There is one array, which the next text overwrites.
 */
export const textUnits = {
  /** Of the character before the block, then of the block, then of 16 behind it; 0 before and behind the text. */
  units,
  /** Reads the block that begins at `from`. Returns how many characters it has. */
  read(text: string, from: number): number {
    if (from > 0) bytes.write(text.slice(from - 1, from + blockChars + lookaheadChars), 'utf16le');
    else {
      units[0] = 0;
      bytes.write(text, Uint16Array.BYTES_PER_ELEMENT, 'utf16le');
    }
    if (isSwapped) bytes.swap16();
    const length = Math.min(blockChars, text.length - from);
    const end = text.length - from + 1;
    if (end < units.length) units.fill(0, end, length + lookaheadChars + 1);
    return length;
  },
};
