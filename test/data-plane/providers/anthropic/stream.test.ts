import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AnthropicStreamDecoder } from '../../../../data-plane/providers/anthropic/stream.ts';
import type { StreamPiece } from '../../../../data-plane/providers/provider.ts';
import { eventBytesMax } from '../../../../data-plane/providers/server-sent-event.ts';
import { expectSame } from '../../../support/same.ts';

const event = (data: { readonly type: string }) =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const start = event({
  type: 'message_start',
  ...{ message: { content: [], usage: { input_tokens: 3, output_tokens: 1 } } },
});
const block = (content_block: object, index = 0) =>
  event({ type: 'content_block_start', ...{ index, content_block } });
const delta = (piece: object, index = 0) =>
  event({ type: 'content_block_delta', ...{ index, delta: piece } });
const openText = block({ type: 'text', text: '' });
const text = (piece: string) => delta({ type: 'text_delta', text: piece });
const end = event({
  type: 'message_delta',
  ...{ delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
});
const done = event({ type: 'message_stop' });
const begun = start + openText + text('a');

const open = (decode = true) => new AnthropicStreamDecoder({ decode });

function read(chunks: readonly Buffer[]): StreamPiece[] {
  const decoder = open();
  const pieces = chunks.flatMap((chunk) => [...decoder.push(chunk)]);
  decoder.finish();
  return pieces;
}

/** What a stream says, whatever the cuts: a line end that was cut in two may move its second half. */
function gist(pieces: readonly StreamPiece[]) {
  return {
    bytes: pieces.map(({ raw }) => raw.toString()).join(''),
    pieces: pieces.map(({ raw: _, ...piece }) => piece),
  };
}

describe('a stream split at every byte says the same', () => {
  const folder = new URL('../../../golden/anthropic/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.startsWith('stream-'));
  const streams = names.flatMap((name) => {
    const { events } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const lf: string = events.join('');
    return [lf, lf.replaceAll('\n', '\r\n')].map((stream, form) => [name, form, stream] as const);
  });

  test.each(streams)('%s in form %d', (_name, _form, stream) => {
    const bytes = Buffer.from(stream);
    const whole = gist(read([bytes]));
    for (let at = 1; at < bytes.length; at += 1) {
      const halves = gist(read([bytes.subarray(0, at), bytes.subarray(at)]));
      expectSame(halves.pieces, whole.pieces);
    }
    const single = gist(read([...bytes].map((byte) => Buffer.from([byte]))));
    expect(single.pieces).toEqual(whole.pieces);
    expect(whole.bytes).toBe(stream);
    // The last LF of a CRLF comes after the end and is dropped with it.
    expect([stream, stream.slice(0, -1)]).toContain(single.bytes);
  });
});

describe('content, usage and end', () => {
  const contents = (stream: string) =>
    open()
      .push(Buffer.from(stream))
      .map(({ content }) => content);

  test('the beginning of a text is no content; the first text is, and so is all after it', () => {
    const ping = event({ type: 'ping' });
    expect(contents(start + openText + text('') + text('a') + ping)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test.each([
    [{ type: 'tool_use', id: 'a', name: 'f', input: {} }, true],
    [{ type: 'redacted_thinking', data: 'x' }, true],
    [{ type: 'server_tool_use', id: 'a', name: 'f' }, true],
    [{ type: 'text', text: 'a' }, true],
    [{ type: 'thinking', thinking: '', signature: '' }, false],
  ])('a block that begins as %j: %s', (content_block, content) => {
    expect(contents(block(content_block))).toEqual([content]);
  });

  test('a seal is content, and so is an end without any', () => {
    const thinking = block({ type: 'thinking', thinking: '' });
    expect(contents(thinking + delta({ type: 'signature_delta', signature: 's' }))).toEqual([
      false,
      true,
    ]);
    expect(contents(start + end)).toEqual([false, true]);
  });

  test('before the end a stream has the input as counted, and the output by its length', () => {
    const pieces = open(false).push(Buffer.from(start + openText + text('x'.repeat(41)) + end));
    expect(pieces.map(({ usage }) => usage)).toMatchObject([
      undefined,
      undefined,
      { inputTokens: 3, outputTokens: 11, estimated: true },
      { inputTokens: 3, outputTokens: 2, estimated: false },
    ]);
  });

  test('usage that only the end tells is taken', () => {
    const late = event({
      type: 'message_delta',
      ...{ usage: { input_tokens: 5, output_tokens: 6 } },
    });
    const pieces = open().push(Buffer.from(openText + text('a') + late));
    expect(pieces.map(({ usage }) => usage?.inputTokens)).toEqual([undefined, undefined, 5]);
  });

  test('nothing is swallowed, and without decode nothing is decoded', () => {
    const pieces = open(false).push(Buffer.from(begun + end + done));
    expect(pieces.flatMap(({ events }) => events)).toEqual([]);
    expect(pieces.filter(({ swallow }) => swallow)).toEqual([]);
    expect(pieces.map(({ terminal }) => terminal)).toEqual([false, false, false, false, true]);
  });

  test('a second word on the end is not told twice', () => {
    const events = open()
      .push(Buffer.from(begun + end + end))
      .flatMap((piece) => piece.events);
    expect(events.filter(({ kind }) => kind === 'finish')).toHaveLength(1);
  });

  test('arguments are told once, also when no block is ever closed', () => {
    const first = block({ type: 'tool_use', id: 'a', name: 'f', input: { x: 1 } });
    const second = block({ type: 'tool_use', id: 'b', name: 'f' }, 1);
    const events = open()
      .push(Buffer.from(first + second + end))
      .flatMap((piece) => piece.events);
    const calls = events.flatMap((one) =>
      one.kind === 'tool_call' ? [[one.index, one.arguments]] : [],
    );
    expect(calls).toEqual([
      [0, ''],
      [0, '{"x":1}'],
      [1, ''],
      [1, '{}'],
    ]);
  });

  test('what follows the end is ignored', () => {
    const decoder = open();
    expect(decoder.push(Buffer.from(done + text('late')))).toHaveLength(1);
    expect(decoder.push(Buffer.from(event({ type: 'error' })))).toEqual([]);
    expect(() => decoder.finish()).not.toThrow();
  });

  test.each([done.trimEnd(), `${done.trimEnd()}\n`, 'data:{"type":"message_stop"}\r\n'])(
    '%j closes a stream',
    (last) => {
      const decoder = open();
      decoder.push(Buffer.from(begun + last));
      expect(() => decoder.finish()).not.toThrow();
    },
  );
});

describe('what is no whole stream is an error, never a clean end', () => {
  const failure = (chunks: readonly string[]) => {
    const decoder = open();
    try {
      for (const chunk of chunks) decoder.push(Buffer.from(chunk));
      decoder.finish();
    } catch (error) {
      return error;
    }
    throw new Error('the stream was taken');
  };

  test.each([
    ['nothing at all', []],
    ['no end', [begun]],
    ['an end of the answer, but not of the stream', [begun + end]],
    ['a cut event', [begun, 'event: content_block_delta\ndata: {"type":"content_blo']],
    ['a cut end', [begun, 'event: message_stop\ndata: {"type":"mess']],
    ['a name without data', [begun, 'event: message_stop\n']],
  ])('%s is a cut', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_stream_cut' });
  });

  test.each([
    ['HTML', ['<!doctype html><title>Bad gateway</title>']],
    ['HTML after blanks', ['\r\n  ', '<html>']],
    ['JSON', ['{"type":"message","content":[]}']],
    ['broken JSON in an event', ['data: {"type":\n\n']],
    ['a list in an event', ['data: []\n\n']],
    ['an event without end', [`data: ${'x'.repeat(eventBytesMax)}`]],
    ['a block that is none', [event({ type: 'content_block_start' })]],
    ['a call without a name', [block({ type: 'tool_use', id: 'a' })]],
    ['a piece of another block', [openText + delta({ type: 'text_delta', text: 'a' }, 1)]],
  ])('%s is a protocol error', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_protocol_error' });
  });

  test.each([
    [{ type: 'overloaded_error', message: 'boom sk-ant-12345678' }, 'provider_unavailable'],
    [{ type: 'rate_limit_error', message: 'boom' }, 'provider_rate_limited'],
    [{ type: 'invalid_request_error', message: 'too long' }, 'provider_rejected'],
    [undefined, 'provider_unavailable'],
  ])('an error event of %j is %s, without its words', (error, code) => {
    const thrown = failure([begun, event({ type: 'error', ...{ error } })]);
    expect(thrown).toMatchObject({ code });
    expect(String(thrown)).not.toMatch(/boom|sk-ant/);
  });

  test('refusals never quote the stream', () => {
    expect(String(failure(['data: {"sk-ant-12345678\n\n']))).not.toContain('sk-ant');
  });

  test('whatever bytes come in whatever chunks, nothing but our own errors is thrown', () => {
    const types = fc.constantFrom(
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
      'ping',
      'x',
    );
    const blocks = fc.constantFrom(
      'text',
      'thinking',
      'tool_use',
      'redacted_thinking',
      'text_delta',
      'input_json_delta',
      'signature_delta',
    );
    const inside = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.record({
        type: blocks,
        text: fc.jsonValue({ maxDepth: 0 }),
        partial_json: fc.jsonValue({ maxDepth: 0 }),
        id: fc.constant('a'),
        name: fc.constant('f'),
        input: fc.jsonValue({ maxDepth: 1 }),
      }),
    );
    const known = fc
      .record({
        type: types,
        index: fc.nat(1),
        delta: inside,
        content_block: inside,
        message: inside,
        usage: inside,
      })
      .map(event);
    const chunk = fc.oneof(known, fc.string(), fc.constantFrom('data: ', '\n', '\r\n\r\n', ':'));
    const bytes = fc.oneof(
      chunk.map((piece) => Buffer.from(piece)),
      fc.uint8Array().map((raw) => Buffer.from(raw)),
    );
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 12 }), fc.boolean(), (chunks, decode) => {
        const decoder = open(decode);
        try {
          for (const one of chunks) decoder.push(one);
          decoder.finish();
        } catch (error) {
          expect(error).toMatchObject({ name: 'GatewayError' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('events of one chunk are views of it, never copies', () => {
  const chunk = Buffer.from(begun + end);
  for (const { raw } of open(false).push(chunk)) expect(raw.buffer).toBe(chunk.buffer);
});
