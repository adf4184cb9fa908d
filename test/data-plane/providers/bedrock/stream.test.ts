import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { BedrockStreamDecoder } from '../../../../data-plane/providers/bedrock/stream.ts';
import type { StreamPiece } from '../../../../data-plane/providers/provider.ts';
import {
  eventOf,
  exceptionOf,
  frameOf,
  metadataEvent,
  stopEvent,
  textEvent,
  textHeader,
} from './sample.ts';

const open = (options: { decode?: boolean; callerWantsUsage?: boolean } = {}) =>
  new BedrockStreamDecoder({ decode: true, callerWantsUsage: false, ...options });

function read(chunks: readonly Buffer[]): StreamPiece[] {
  const decoder = open();
  const pieces = chunks.flatMap((chunk) => [...decoder.push(chunk)]);
  decoder.finish();
  return pieces;
}

/** All that a stream says, as one text: quick to compare. */
function gist(chunks: readonly Buffer[]): string {
  return JSON.stringify(read(chunks).map(({ raw, ...piece }) => [raw.toString('latin1'), piece]));
}

function failure(chunks: readonly Buffer[]): unknown {
  try {
    read(chunks);
  } catch (error) {
    return error;
  }
  throw new Error('the stream was taken');
}

const toolStart = (contentBlockIndex: number, toolUseId: string) =>
  eventOf('contentBlockStart', {
    contentBlockIndex,
    start: { toolUse: { toolUseId, name: 'look' } },
  });
const toolDelta = (contentBlockIndex: number, input: string) =>
  eventOf('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input } } });

test.each(['text', 'tools', 'reasoning'])(
  'the stream %s split at every byte says the same',
  (name) => {
    const url = new URL(`../../../golden/bedrock/chat-stream-${name}.json`, import.meta.url);
    const golden: readonly { type: string; payload: unknown }[] = JSON.parse(
      readFileSync(url, 'utf8'),
    ).events;
    const bytes = Buffer.concat(golden.map(({ type, payload }) => eventOf(type, payload)));
    const whole = gist([bytes]);
    for (let at = 1; at < bytes.length; at += 1) {
      if (gist([bytes.subarray(0, at), bytes.subarray(at)]) !== whole) throw new Error(`at ${at}`);
    }
    expect(gist([...bytes].map((byte) => Buffer.from([byte])))).toBe(whole);
  },
);

describe('content, usage and end', () => {
  test('the role and the ends of blocks are no content; the first text is, and so is all after it', () => {
    const pieces = open().push(
      Buffer.concat([
        eventOf('messageStart', { role: 'assistant' }),
        eventOf('contentBlockStart', { contentBlockIndex: 0, start: {} }),
        textEvent(''),
        textEvent('a'),
        eventOf('contentBlockStop', { contentBlockIndex: 0 }),
      ]),
    );
    expect(pieces.map(({ content }) => content)).toEqual([false, false, false, true, true]);
  });

  test('a reply that a guardrail stopped counts as content', () => {
    const [piece] = open().push(eventOf('messageStop', { stopReason: 'guardrail_intervened' }));
    expect(piece).toMatchObject({
      content: true,
      events: [{ kind: 'finish', reason: 'content_filter' }],
    });
  });

  test('the tokens are the end, and what follows is ignored', () => {
    const decoder = open();
    const pieces = decoder.push(Buffer.concat([stopEvent, metadataEvent, textEvent('late')]));
    expect(pieces.map(({ terminal }) => terminal)).toEqual([false, true]);
    expect(pieces[1]?.usage).toMatchObject({ inputTokens: 7, outputTokens: 5 });
    expect(decoder.push(exceptionOf('throttlingException', 'late'))).toEqual([]);
    expect(() => decoder.finish()).not.toThrow();
  });

  test('tokens that come before the stop end nothing', () => {
    const decoder = open();
    const [early] = decoder.push(metadataEvent);
    expect(early).toMatchObject({ terminal: false, swallow: true, usage: { inputTokens: 7 } });
    expect(() => decoder.finish()).toThrow(
      expect.objectContaining({ code: 'provider_stream_cut' }),
    );
  });

  test('without tokens the stop is enough', () => {
    expect(read([textEvent('a'), stopEvent])).toHaveLength(2);
  });

  test.each([
    [false, true],
    [true, false],
  ])('callerWantsUsage %s gives swallow %s', (callerWantsUsage, swallow) => {
    expect(open({ callerWantsUsage }).push(metadataEvent)).toMatchObject([{ swallow }]);
  });

  test('without decode nothing is decoded, and usage is still seen', () => {
    const pieces = open({ decode: false }).push(Buffer.concat([textEvent('a'), metadataEvent]));
    expect(pieces.flatMap(({ events }) => events)).toEqual([]);
    expect(pieces[1]?.usage?.inputTokens).toBe(7);
  });

  test('each piece has the bytes of its message', () => {
    const frames = [textEvent('a'), stopEvent, metadataEvent];
    expect(read([Buffer.concat(frames)]).map(({ raw }) => raw)).toEqual(frames);
  });
});

describe('tool calls', () => {
  test('are numbered among themselves, also when their pieces mix', () => {
    const pieces = read([
      textEvent('Let me look.'),
      toolStart(1, 'a'),
      toolStart(2, 'b'),
      toolDelta(2, '{"x"'),
      toolDelta(1, '{}'),
      toolDelta(2, ':1}'),
      stopEvent,
    ]);
    const calls = pieces.flatMap(({ events }) => events).filter(({ kind }) => kind === 'tool_call');
    expect(calls).toEqual([
      { kind: 'tool_call', index: 0, id: 'a', name: 'look', arguments: '' },
      { kind: 'tool_call', index: 1, id: 'b', name: 'look', arguments: '' },
      { kind: 'tool_call', index: 1, arguments: '{"x"' },
      { kind: 'tool_call', index: 0, arguments: '{}' },
      { kind: 'tool_call', index: 1, arguments: ':1}' },
    ]);
  });

  test.each([
    ['a piece before its beginning', [toolDelta(0, '{}')]],
    ['a call without a name', [eventOf('contentBlockStart', { start: { toolUse: {} } })]],
    ['two calls in one block', [toolStart(1, 'a'), toolStart(1, 'b')]],
    ['more calls than are followed', Array.from({ length: 1025 }, (_, at) => toolStart(at, 'a'))],
  ])('%s is a protocol error', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_protocol_error' });
  });
});

describe('what is no whole stream is an error, never a clean end', () => {
  test.each([
    ['nothing at all', []],
    ['no end', [textEvent('a')]],
    ['a cut message', [textEvent('a'), stopEvent.subarray(0, -1)]],
  ])('%s is a cut', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_stream_cut' });
  });

  test.each([
    ['a wrong checksum', [Buffer.concat([stopEvent.subarray(0, -1), Buffer.from([0])])]],
    ['a payload that is no JSON', [frameOf(eventHeaders('messageStop'), Buffer.from('{'))]],
    ['a payload that is a list', [frameOf(eventHeaders('metadata'), Buffer.from('[]'))]],
    ['no kind of message', [frameOf([textHeader(':event-type', 'metadata')], Buffer.from('{}'))]],
    [
      'a stop of a model that broke down',
      [eventOf('messageStop', { stopReason: 'malformed_tool_use' })],
    ],
  ])('%s is a protocol error', (_, chunks) => {
    expect(failure(chunks)).toMatchObject({ code: 'provider_protocol_error' });
  });

  test.each([
    ['throttlingException', 'provider_rate_limited'],
    ['serviceUnavailableException', 'provider_unavailable'],
    ['internalServerException', 'provider_unavailable'],
    ['modelStreamErrorException', 'provider_unavailable'],
    ['modelTimeoutException', 'provider_unavailable'],
    ['validationException', 'provider_rejected'],
    ['somethingNewException', 'provider_unavailable'],
    ['constructor', 'provider_unavailable'],
  ])('the exception %s is %s, and keeps ids to itself', (type, code) => {
    expect(failure([textEvent('a'), exceptionOf(type, 'bad sk-live-12345678')])).toMatchObject({
      code,
      message: expect.not.stringContaining('sk-live'),
    });
  });

  test('an error that the service does not model is read from its headers', () => {
    const error = frameOf(
      [
        textHeader(':message-type', 'error'),
        textHeader(':error-code', 'ThrottlingException'),
        textHeader(':error-message', 'slow down'),
      ],
      Buffer.alloc(0),
    );
    expect(failure([error])).toMatchObject({ code: 'provider_rate_limited' });
  });
});

test('events and blocks of a kind that is not known are passed over', () => {
  const pieces = read([
    eventOf('somethingNew', { a: 1 }),
    eventOf('contentBlockDelta', { delta: { citation: { title: 'x' } } }),
    eventOf('contentBlockDelta', { delta: null }),
    stopEvent,
  ]);
  expect(pieces.map(({ events }) => events.length)).toEqual([0, 0, 0, 1]);
});

test('whatever the payloads hold, a stream is taken or refused by a word of the gateway', () => {
  const kind = fc.constantFrom('contentBlockStart', 'contentBlockDelta', 'messageStop', 'metadata');
  const inner = fc.dictionary(
    fc.constantFrom(
      'text',
      'toolUse',
      'reasoningContent',
      'input',
      'toolUseId',
      'name',
      '__proto__',
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const payload = fc.record(
    {
      contentBlockIndex: fc.jsonValue({ maxDepth: 1 }),
      start: fc.oneof(inner, fc.jsonValue()),
      delta: fc.oneof(
        inner,
        fc.record({ toolUse: inner, reasoningContent: inner }),
        fc.jsonValue(),
      ),
      stopReason: fc.jsonValue(),
      usage: fc.oneof(fc.jsonValue(), fc.record({ inputTokens: fc.double() })),
      additionalModelResponseFields: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(kind, fc.oneof(payload, fc.jsonValue()))), (events) => {
      try {
        read(events.map(([type, value]) => eventOf(type, value)));
      } catch (error) {
        expect(error).toBeInstanceOf(GatewayError);
        expect(error).not.toMatchObject({ code: 'internal' });
      }
    }),
  );
});

function eventHeaders(type: string) {
  return [textHeader(':message-type', 'event'), textHeader(':event-type', type)];
}
