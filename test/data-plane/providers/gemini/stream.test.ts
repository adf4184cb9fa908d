import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { GeminiStreamDecoder } from '../../../../data-plane/providers/gemini/stream.ts';
import type { StreamPiece } from '../../../../data-plane/providers/provider.ts';
import { eventBytesMax } from '../../../../data-plane/providers/server-sent-event.ts';
import { expectSame } from '../../../support/same.ts';

const event = (reply: unknown) => `data: ${JSON.stringify(reply)}\r\n\r\n`;
const text = (content: string, more: object = {}) =>
  event({ candidates: [{ content: { parts: [{ text: content }] }, ...more }] });
const end = text('.', { finishReason: 'STOP' });
const call = (id: number) =>
  event({
    candidates: [{ content: { parts: [{ functionCall: { name: `f${id}` } }] } }],
    responseId: 'r',
  });

function read(chunks: readonly Buffer[], decode = true): StreamPiece[] {
  const decoder = new GeminiStreamDecoder(decode);
  const pieces = chunks.flatMap((chunk) => [...decoder.push(chunk)]);
  decoder.finish();
  return pieces;
}

const readText = (...chunks: readonly string[]) => read(chunks.map((chunk) => Buffer.from(chunk)));

describe('a stream split at every byte says the same', () => {
  const folder = new URL('../../../golden/gemini/', import.meta.url);
  const goldens = readdirSync(folder).filter((name) => name.startsWith('chat-stream-'));
  const streams = goldens.flatMap((name) => {
    const whole: string = JSON.parse(readFileSync(new URL(name, folder), 'utf8')).events.join('');
    return ['\n', '\r\n', '\r'].map((line) => whole.replaceAll(/\r\n|\r|\n/g, line));
  });
  const gist = (pieces: readonly StreamPiece[]) => pieces.map(({ raw: _, ...piece }) => piece);

  test.each(streams.map((stream, number) => [number, stream]))('stream %d', (_, stream) => {
    const bytes = Buffer.from(stream as string);
    const whole = read([bytes]);
    const said = gist(whole);
    expect(whole.map(({ raw }) => raw.toString()).join('')).toBe(stream);
    for (let at = 1; at < bytes.length; at += 1) {
      expectSame(gist(read([bytes.subarray(0, at), bytes.subarray(at)])), said);
    }
    expect(gist(read([...bytes].map((byte) => Buffer.from([byte]))))).toEqual(said);
  });
});

describe('content, usage and end', () => {
  const pieces = (...chunks: readonly string[]) =>
    new GeminiStreamDecoder(true).push(Buffer.from(chunks.join('')));

  test('an empty text is no content; the first word is, and so is all after it', () => {
    const found = pieces(text(''), ': wait\n\n', text('a'), ': wait\n\n');
    expect(found.map(({ content }) => content)).toEqual([false, false, true, true]);
  });

  test('an answer that was filtered away counts as content', () => {
    expect(pieces(event({ candidates: [{ finishReason: 'SAFETY' }] }))[0]?.content).toBe(true);
  });

  test('no event is the terminal one, and none is held back', () => {
    for (const piece of readText(text('a'), end)) {
      expect(piece).toMatchObject({ terminal: false, swallow: false });
    }
  });

  test('a count of the prompt alone is no usage before the end, and is at the end', () => {
    const usageMetadata = { promptTokenCount: 7 };
    const found = pieces(
      event({ usageMetadata }),
      event({ usageMetadata: { ...usageMetadata, candidatesTokenCount: 2 } }),
      event({ candidates: [{ finishReason: 'SAFETY' }], usageMetadata }),
    );
    expect(found.map(({ usage }) => usage?.outputTokens)).toEqual([undefined, 2, 0]);
  });

  test('calls count on over the events, and make the end theirs', () => {
    const events = readText(call(0), call(1), text('', { finishReason: 'STOP' })).flatMap(
      (piece) => piece.events,
    );
    expect(events).toMatchObject([
      { kind: 'tool_call', index: 0, name: 'f0', arguments: '{}' },
      { kind: 'tool_call', index: 1, name: 'f1', arguments: '{}' },
      { kind: 'finish', reason: 'tool_calls' },
    ]);
    expect(new Set(events.map((one) => 'id' in one && one.id)).size).toBe(3);
  });

  test('what comes after the reason to end is passed on, and the reason is told once', () => {
    const kinds = readText(end, end).flatMap(({ events }) => events.map(({ kind }) => kind));
    expect(kinds).toEqual(['text', 'finish', 'text']);
  });

  test('without decode nothing is decoded, and usage is still seen', () => {
    const usageMetadata = { promptTokenCount: 7, candidatesTokenCount: 2 };
    const [first, last] = read(
      [
        Buffer.from(text('a')),
        Buffer.from(event({ candidates: [{ finishReason: 'STOP' }], usageMetadata })),
      ],
      false,
    );
    expect([first?.events, last?.events]).toEqual([[], []]);
    expect(first?.content).toBe(true);
    expect(last?.usage?.inputTokens).toBe(7);
  });
});

describe('what is no whole stream is an error, never a clean end', () => {
  const failure = (chunks: readonly string[]) => {
    try {
      readText(...chunks);
    } catch (error) {
      return error;
    }
    throw new Error('the stream was taken');
  };

  test.each([
    ['nothing at all', []],
    ['no reason to end', [text('a')]],
    ['a cut event', [text('a'), 'data: {"candidates":[{"con']],
    ['a cut event after the end', [end, 'data: {"candidates":[{"con']],
    ['an end without its empty line', [text('a'), end.trimEnd()]],
  ])('%s is a cut', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_stream_cut' });
  });

  test.each([
    ['HTML', ['<!doctype html><title>Bad gateway</title>']],
    ['HTML after blanks', ['\r\n  ', '<html>']],
    ['a JSON that is no error', ['{"candidates":[]}\n\n']],
    ['broken JSON in an event', ['data: {"candidates":\n\n']],
    ['a list in an event', ['data: []\n\n']],
    ['a spoilt call', [text('', { finishReason: 'MALFORMED_FUNCTION_CALL' })]],
    ['an event without end', [`data: ${'x'.repeat(eventBytesMax)}`]],
    ['JSON without end', [`[${'1,'.repeat(eventBytesMax)}`]],
  ])('%s is a protocol error', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_protocol_error' });
  });

  const error = (code: number, status: string) => ({
    error: { code, status, message: 'boom sk-live-12345678' },
  });
  test.each<[string, string]>([
    [event(error(503, 'UNAVAILABLE')), 'provider_unavailable'],
    [event(error(429, 'RESOURCE_EXHAUSTED')), 'provider_rate_limited'],
    [event(error(401, 'UNAUTHENTICATED')), 'provider_unavailable'],
    [event([error(429, 'RESOURCE_EXHAUSTED')]), 'provider_rate_limited'],
    [event({ error: { code: 429 } }), 'provider_rate_limited'],
    [event({ error: 'boom' }), 'provider_unavailable'],
    [JSON.stringify(error(429, 'RESOURCE_EXHAUSTED'), null, 2), 'provider_rate_limited'],
    [`${JSON.stringify([error(429, 'RESOURCE_EXHAUSTED')])}\n\n`, 'provider_rate_limited'],
  ])('%s is a failure of the provider, without its words', (tail, code) => {
    for (const chunks of [[tail], [text('a'), tail]]) {
      expect(failure(chunks)).toMatchObject({ code });
      expect(String(failure(chunks))).not.toMatch(/boom|sk-live/);
    }
  });

  test('refusals never quote the stream', () => {
    expect(String(failure(['data: {"sk-live-12345678\n\n']))).not.toContain('sk-live');
  });
});

test('whatever bytes come, split anywhere, nothing but an error of the gateway is thrown', () => {
  const json = fc.json().map((value) => `data: ${value}\n\n`);
  const shaped = fc
    .jsonValue()
    .map((value) => event({ candidates: [value], usageMetadata: value }));
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
    fc.oneof(json, shaped, fc.constantFrom(end, '\n', 'data: ')).map((line) => Buffer.from(line)),
  );
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 12 }), (chunks) => {
      try {
        read(chunks);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(GatewayError);
      }
    }),
    { numRuns: 500 },
  );
});
