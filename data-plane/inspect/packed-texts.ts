import {
  type InspectedText,
  promptParts,
  type TextPlace,
} from '../../policy/inspect/inspected-text.ts';

/**
 * Texts of a call on their way to another thread: one string and four arrays, since copying costs by the object, and a call may have as
 * many texts as its body has bytes.
 */
export interface PackedTexts {
  readonly whole: string;
  /** Where each text ends in it. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Positions in `promptParts`. */
  readonly parts: Uint8Array<ArrayBuffer>;
  /** Of the first place of each text: 0 where it has none, else 1 + the position in {@link lists}. */
  readonly lists: Uint8Array<ArrayBuffer>;
  readonly positions: Uint32Array<ArrayBuffer>;
}

const lists: readonly TextPlace['list'][] = ['messages', 'tools', 'inputs', 'options'];

export function packTexts(texts: readonly InspectedText[]): PackedTexts {
  const count = texts.length;
  const packed = {
    whole: texts.map(({ text }) => text).join(''),
    ends: new Uint32Array(count),
    parts: new Uint8Array(count),
    lists: new Uint8Array(count),
    positions: new Uint32Array(count),
  };
  let end = 0;
  for (const [index, { text, part, places, ...one }] of texts.entries()) {
    end += text.length;
    packed.ends[index] = end;
    packed.parts[index] = promptParts.indexOf(part);
    const place = one.place ?? places?.[0];
    if (place === undefined) continue;
    packed.lists[index] = 1 + lists.indexOf(place.list);
    packed.positions[index] = place.position;
  }
  return packed;
}

export function unpackTexts(packed: PackedTexts): InspectedText[] {
  let start = 0;
  return Array.from(packed.ends, (end, index) => {
    const text = packed.whole.slice(start, end);
    start = end;
    const list = lists[(packed.lists[index] ?? 0) - 1];
    const position = packed.positions[index] ?? 0;
    return {
      text,
      part: promptParts[packed.parts[index] ?? 0] ?? 'option',
      place: list === undefined ? undefined : { list, position },
    };
  });
}

/** What need not be copied: whoever packs does not look at it again. */
export function buffersOf({ ends, parts, lists: listed, positions }: PackedTexts): ArrayBuffer[] {
  return [ends, parts, listed, positions].map(({ buffer }) => buffer);
}
