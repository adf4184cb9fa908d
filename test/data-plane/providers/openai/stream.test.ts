import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { OpenAiStreamDecoder } from '../../../../data-plane/providers/openai/stream.ts';
import type { StreamPiece } from '../../../../data-plane/providers/provider.ts';
import { eventBytesMax } from '../../../../data-plane/providers/server-sent-event.ts';
import { expectSame } from '../../../support/same.ts';

const done = 'data: [DONE]\n\n';
const text = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
const usage = `data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\n`;

const open = (options: { decode?: boolean; callerWantsUsage?: boolean } = {}) =>
  new OpenAiStreamDecoder({ decode: true, callerWantsUsage: false, ...options });

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
  const goldens = ['text', 'tools', 'lines'].map((name) => {
    const url = new URL(`../../../golden/openai/chat-stream-${name}.json`, import.meta.url);
    return JSON.parse(readFileSync(url, 'utf8')).events.join('') as string;
  });
  const streams = goldens.flatMap((lf) => [
    lf,
    lf.replaceAll(/\r\n|\r|\n/g, '\r\n'),
    lf.replaceAll(/\r\n|\r|\n/g, '\r'),
  ]);

  test.each(streams.map((stream, number) => [number, stream]))('stream %d', (_, stream) => {
    const bytes = Buffer.from(stream as string);
    const whole = gist(read([bytes]));
    for (let at = 1; at < bytes.length; at += 1) {
      const halves = gist(read([bytes.subarray(0, at), bytes.subarray(at)]));
      expectSame(halves.pieces, whole.pieces);
    }
    const single = gist(read([...bytes].map((byte) => Buffer.from([byte]))));
    expect(single.pieces).toEqual(whole.pieces);
    expect(whole.bytes).toBe(stream);
    // The last LF of a CRLF comes after the end and is dropped with it.
    expect([stream, (stream as string).slice(0, -1)]).toContain(single.bytes);
  });
});

describe('content, usage and end', () => {
  test('the role alone is no content; the first text is, and so is all after it', () => {
    const role = 'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\n\n';
    const pieces = open().push(Buffer.from(`${role}: wait\n\n${text('a')}: wait\n\n`));
    expect(pieces.map(({ content }) => content)).toEqual([false, false, true, true]);
  });

  test('a reply that was filtered away counts as content', () => {
    const filtered = 'data: {"choices":[{"delta":{},"finish_reason":"content_filter"}]}\n\n';
    expect(open().push(Buffer.from(filtered))[0]?.content).toBe(true);
  });

  test.each([
    [false, true],
    [true, false],
  ])('callerWantsUsage %s gives swallow %s', (callerWantsUsage, swallow) => {
    const [piece] = open({ callerWantsUsage }).push(Buffer.from(usage));
    expect(piece).toMatchObject({ swallow, usage: { inputTokens: 3, outputTokens: 2 } });
  });

  test('usage beside content is passed on', () => {
    const both = `data: {"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}\n\n`;
    expect(open().push(Buffer.from(both))[0]).toMatchObject({
      swallow: false,
      usage: { inputTokens: 1, outputTokens: 0 },
    });
  });

  test('without decode nothing is decoded, and usage is still seen', () => {
    const pieces = open({ decode: false }).push(Buffer.from(text('a') + usage));
    expect(pieces.flatMap(({ events }) => events)).toEqual([]);
    expect(pieces[1]?.usage?.inputTokens).toBe(3);
  });

  test('what follows the end is ignored', () => {
    const decoder = open();
    expect(decoder.push(Buffer.from(`${done}${text('late')}`))).toHaveLength(1);
    expect(decoder.push(Buffer.from('data: {"error":{}}\n\n'))).toEqual([]);
    expect(() => decoder.finish()).not.toThrow();
  });

  test.each(['data: [DONE]', 'data: [DONE]\n', 'data:[DONE]\r\n'])('%j closes a stream', (end) => {
    const decoder = open();
    decoder.push(Buffer.from(text('a') + end));
    expect(() => decoder.finish()).not.toThrow();
  });
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
    ['no end', [text('a')]],
    ['a cut event', [text('a'), 'data: {"choices":[{"delta":{"con']],
    ['a cut end', [text('a'), 'data: [DO']],
  ])('%s is a cut', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_stream_cut' });
  });

  test.each([
    ['HTML', ['<!doctype html><title>Bad gateway</title>']],
    ['HTML after blanks', ['\r\n  ', '<html>']],
    ['JSON', ['{"id":"chatcmpl-1","choices":[]}']],
    ['JSON by its first byte', ['{']],
    ['broken JSON in an event', ['data: {"choices":\n\n']],
    ['a list in an event', ['data: []\n\n']],
    ['an event without end', [`data: ${'x'.repeat(eventBytesMax)}`]],
  ])('%s is a protocol error', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_protocol_error' });
  });

  test.each([
    [
      'data: {"error":{"message":"boom sk-live-12345678","type":"server_error"}}\n\n',
      'provider_unavailable',
    ],
    ['data: {"error":{"code":"rate_limit_exceeded"}}\n\n', 'provider_rate_limited'],
    [
      'data: {"error":{"code":"context_length_exceeded","message":"too long"}}\n\n',
      'provider_rejected',
    ],
    ['data: {"error":{"code":502,"message":"upstream"}}\n\n', 'provider_unavailable'],
    ['data: {"error":"boom"}\n\n', 'provider_unavailable'],
    ['event: error\ndata: {"message":"boom"}\n\n', 'provider_unavailable'],
  ])('%s is a failure of the provider, without its words', (event, code) => {
    const error = failure([text('a'), event]);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toMatch(/boom|sk-live/);
  });

  test('refusals never quote the stream', () => {
    expect(String(failure(['data: {"sk-live-12345678\n\n']))).not.toContain('sk-live');
  });
});

test('events of one chunk are views of it, never copies', () => {
  const chunk = Buffer.from(text('a') + text('b'));
  for (const { raw } of open({ decode: false }).push(chunk)) {
    expect(raw.buffer).toBe(chunk.buffer);
  }
});
