/**
 * Goal: however a provider mixes its pieces, the reader gets whole blocks one after another, and nothing is lost.
 * Method: a strict reader that takes only what the wire allows; random orders of the pieces of several calls.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  BlockQueue,
  type ContentEvent,
  heldCharsMax,
  toolCallCountMax,
} from '../../../../data-plane/dialects/anthropic/block-queue.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';

interface ReadBlock {
  readonly type: string;
  readonly id?: string;
  text: string;
  signature: string;
}

/** Reads events as the wire wants them. @throws Error for a block within a block, or a wrong number */
function readBlocks(text: string): readonly ReadBlock[] {
  const blocks: ReadBlock[] = [];
  let open: ReadBlock | undefined;
  for (const event of text.split('\n\n').filter((one) => one !== '')) {
    const [, name, json = ''] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
    const data = JSON.parse(json);
    expect(data.type).toBe(name);
    if (name === 'content_block_start') {
      expect(open).toBeUndefined();
      expect(data.index).toBe(blocks.length);
      const { type, id } = data.content_block;
      open = { type, id, text: data.content_block.data ?? '', signature: '' };
      blocks.push(open);
      continue;
    }
    expect(data.index).toBe(blocks.length - 1);
    if (open === undefined) throw new Error('an event outside of a block');
    if (name === 'content_block_stop') {
      open = undefined;
      continue;
    }
    const { delta } = data;
    open.text += delta.text ?? delta.thinking ?? delta.partial_json ?? '';
    open.signature += delta.signature ?? '';
  }
  expect(open).toBeUndefined();
  return blocks;
}

function writeAll(events: readonly ContentEvent[]): string {
  const queue = new BlockQueue('r');
  return events.map((event) => queue.add(event)).join('') + queue.close();
}

const call = (index: number, text: string, id?: string): ContentEvent => ({
  kind: 'tool_call',
  index,
  arguments: text,
  ...(id === undefined ? {} : { id, name: `tool-${id}` }),
});

/** Texts that JSON has to escape, and brackets that are no brackets. */
const word = fc.stringMatching(/^[a-z"\\{}[\]\u00e9\n]{0,12}$/);
const argumentsText = fc
  .dictionary(word, fc.oneof(word, fc.integer(), fc.constant([{}, []])), { maxKeys: 4 })
  .map((value) => JSON.stringify(value));

/** The arguments of some calls, cut anywhere, and an order in which the pieces of all come. */
const mixedCalls = fc
  .array(fc.tuple(argumentsText, fc.array(fc.nat(40), { maxLength: 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((calls) => {
    const pieces = calls.map(([text, cuts], index) => cutInto(text, cuts, index));
    const turns = pieces.flatMap((list, index) => list.map(() => index));
    return fc
      .shuffledSubarray(turns, { minLength: turns.length })
      .map((order) => ({ texts: calls.map(([text]) => text), events: inOrder(pieces, order) }));
  });

function cutInto(text: string, cuts: readonly number[], index: number): ContentEvent[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length];
  places.sort((one, other) => one - other);
  const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
  return pieces.map((piece, at) => call(index, piece, at === 0 ? `c${index}` : undefined));
}

function inOrder(pieces: readonly ContentEvent[][], order: readonly number[]): ContentEvent[] {
  const rest = pieces.map((list) => list.slice());
  return order.flatMap((index) => rest[index]?.shift() ?? []);
}

describe('calls of tools', () => {
  test('come out whole, each once, whatever the order of their pieces', () => {
    fc.assert(
      fc.property(mixedCalls, ({ texts, events }) => {
        const blocks = readBlocks(writeAll(events));
        const byId = Object.fromEntries(blocks.map(({ id, text }) => [id, text]));
        expect(byId).toEqual(Object.fromEntries(texts.map((text, at) => [`c${at}`, text])));
        expect(blocks).toHaveLength(texts.length);
      }),
      { numRuns: 1_000 },
    );
  });

  test('one after another are told as they come', () => {
    const queue = new BlockQueue('r');
    expect(queue.add(call(0, '{"a":', 'x'))).toContain('"partial_json":"{\\"a\\":"');
    expect(queue.add(call(0, '1}'))).toContain('"partial_json":"1}"');
    expect(queue.add(call(1, '{', 'y'))).toContain('"partial_json":"{"');
    expect(queue.add(call(1, '}'))).toContain('"partial_json":"}"');
  });

  test('without arguments end when the reply does, and what came meanwhile follows', () => {
    const blocks = readBlocks(
      writeAll([call(0, '', 'x'), call(1, '{}', 'y'), { kind: 'text', text: 'a' }]),
    );
    expect(blocks.map(({ type, text }) => [type, text])).toEqual([
      ['tool_use', ''],
      ['tool_use', '{}'],
      ['text', 'a'],
    ]);
  });

  test('that ended may be followed by blanks, and by nothing else', () => {
    const queue = new BlockQueue('r');
    queue.add(call(0, '{}', 'x'));
    queue.add(call(1, '{}', 'y'));
    expect(queue.add(call(0, ' \n'))).toBe('');
    expect(() => queue.add(call(0, '{}'))).toThrow(GatewayError);
  });

  test('need a name', () => {
    const nameless = () => new BlockQueue('r').add(call(0, '{}'));
    expect(nameless).toThrow('without a name');
  });

  test('an id that is empty or that comes again is no other call', () => {
    const again = { kind: 'tool_call', index: 0, name: 'f' } as const;
    const blocks = readBlocks(
      writeAll([
        { ...again, id: 'x', arguments: '{"a"' },
        { ...again, id: 'x', arguments: ':1' },
        { ...again, id: '', arguments: '}' },
      ]),
    );
    expect(blocks.map(({ id, text }) => [id, text])).toEqual([['x', '{"a":1}']]);
  });
});

describe('text and reasoning', () => {
  test('of one kind make one block, up to a seal', () => {
    const events: ContentEvent[] = [
      { kind: 'reasoning', text: 'a' },
      { kind: 'reasoning', text: '' },
      { kind: 'reasoning', text: 'b' },
      { kind: 'reasoning_signature', signature: 's' },
      { kind: 'reasoning', text: 'c' },
      { kind: 'redacted_reasoning', data: 'd' },
      { kind: 'redacted_reasoning', data: 'e' },
      { kind: 'text', text: 'f' },
      { kind: 'text', text: 'g' },
    ];
    const blocks = readBlocks(writeAll(events));
    expect(blocks.map(({ type, text, signature }) => [type, text, signature])).toEqual([
      ['thinking', 'ab', 's'],
      ['thinking', 'c', ''],
      ['redacted_thinking', 'd', ''],
      ['redacted_thinking', 'e', ''],
      ['text', 'fg', ''],
    ]);
  });

  test('nothing to say begins no block', () => {
    expect(writeAll([{ kind: 'text', text: '' }])).toBe('');
  });
});

describe('what a provider may make wait is bounded', () => {
  test('in characters', () => {
    const queue = new BlockQueue('r');
    queue.add(call(0, '{', 'x'));
    queue.add(call(1, 'a'.repeat(heldCharsMax / 2), 'y'));
    const more = () => queue.add(call(1, 'a'.repeat(heldCharsMax / 2)));
    expect(more).toThrow(expect.objectContaining({ code: 'provider_protocol_error' }));
  });

  test('and what was told no longer counts', () => {
    const queue = new BlockQueue('r');
    for (let round = 0; round < 4; round += 1) {
      queue.add(call(round * 2, '{', `x${round}`));
      queue.add(call(round * 2 + 1, `{"a":"${'a'.repeat(heldCharsMax / 2)}"}`, `y${round}`));
      queue.add(call(round * 2, '}'));
    }
    expect(queue.close()).toMatch(/^event: content_block_stop\n[^\n]*\n\n$/);
  });

  test('in calls', () => {
    const queue = new BlockQueue('r');
    for (let index = 0; index < toolCallCountMax; index += 1) queue.add(call(index, '{}', 'x'));
    expect(() => queue.add(call(toolCallCountMax, '{}', 'x'))).toThrow(GatewayError);
  });
});
