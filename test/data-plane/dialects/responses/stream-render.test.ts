/**
 * Goal: a stream says the same as a whole reply, in events that the official SDK puts together again.
 * Method: random pieces, in any order that a provider may send or invent; the SDK's own accumulator reads the events.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openAiResponses } from '../../../../data-plane/dialects/responses/responses-dialect.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';
import {
  accumulate,
  type ContentEvent,
  formOf,
  readEvents,
  renderStream,
  usage,
} from './stream-reader.ts';

const text = (value: string): ContentEvent => ({ kind: 'text', text: value });
const call = (index: number, piece: string, head: object = {}): ContentEvent => ({
  kind: 'tool_call',
  index,
  arguments: piece,
  ...head,
});

const piece = fc.string({ unit: fc.constantFrom('a', '"', '\n', '\\', 'é', '😀', '\u0000') });
const halves = fc.constantFrom('\ud83d', '\ude00');
const contentEvents: fc.Arbitrary<ContentEvent> = fc.oneof(
  fc.oneof(piece, halves).map(text),
  piece.map((value): ContentEvent => ({ kind: 'reasoning', text: value })),
  piece.map((signature): ContentEvent => ({ kind: 'reasoning_signature', signature })),
  piece.map((data): ContentEvent => ({ kind: 'redacted_reasoning', data })),
  fc.record({
    kind: fc.constant('tool_call' as const),
    index: fc.constantFrom(0, 1, 2),
    arguments: piece,
  }),
);
/** Names every index first, so that no call stays without one. */
const named = [0, 1, 2].map((index) => call(index, '', { id: `call_${index}`, name: 'f' }));
const streams = fc.array(contentEvents, { maxLength: 30 });

const join = (events: readonly ContentEvent[], index: number) =>
  events
    .flatMap((event) =>
      event.kind === 'tool_call' && event.index === index ? event.arguments : [],
    )
    .join('');

describe('any order of pieces', () => {
  test('comes out whole: the SDK puts together what the last event repeats, and nothing is lost', () => {
    fc.assert(
      fc.property(streams, (random) => {
        const events = [...named, ...random];
        const sent = readEvents(renderStream(formOf(), events, usage));
        expect(sent.map(({ sequence_number }) => sequence_number)).toEqual([...sent.keys()]);
        const last = sent.at(-1);
        if (last?.type !== 'response.completed') throw new Error('no end');
        const { output } = last.response;
        expect(accumulate(sent.slice(0, -1)).output).toEqual(output);
        expect(accumulate(sent).output_text).toBe(
          events.map((event) => (event.kind === 'text' ? event.text : '')).join(''),
        );
        const calls = output.flatMap((item) => (item.type === 'function_call' ? item : []));
        expect(calls.map((item) => item.arguments)).toEqual([0, 1, 2].map((i) => join(events, i)));
        const thoughts = output.flatMap((item) => (item.type === 'reasoning' ? item.summary : []));
        expect(thoughts.map((part) => part.text).join('')).toBe(
          events.map((event) => (event.kind === 'reasoning' ? event.text : '')).join(''),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('adds no item twice, and closes each once', () => {
    fc.assert(
      fc.property(streams, (random) => {
        const sent = readEvents(renderStream(formOf(), [...named, ...random], usage));
        const indexes = (type: string) =>
          sent.flatMap((event) =>
            event.type === type && 'output_index' in event ? event.output_index : [],
          );
        const added = indexes('response.output_item.added');
        expect(added).toEqual([...added.keys()]);
        expect(indexes('response.output_item.done').toSorted((a, b) => a - b)).toEqual(added);
      }),
    );
  });
});

function failureOf(events: readonly ContentEvent[]): GatewayError {
  const stream = openAiResponses.openStream(formOf());
  try {
    for (const event of events) stream.render(event);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the stream went through');
}

const mebibyte = 1024 * 1024;

describe('a stream that must fail', () => {
  test('is told at the end of the text that would not fit into the last event', () => {
    const half = text('a'.repeat(16 * mebibyte));
    const error = failureOf([half, half]);
    expect(error.code).toBe('provider_protocol_error');
    expect(error.message).toContain('larger than the gateway holds');
    expect(() => failureOf([half])).toThrow('went through');
  });

  test('counts text as it is written: a control character takes six bytes', () => {
    expect(() => failureOf([text('\u0001'.repeat(5 * mebibyte))])).toThrow('went through');
    expect(failureOf([text('\u0001'.repeat(6 * mebibyte))]).code).toBe('provider_protocol_error');
  });

  test.each<[string, number, (count: number) => ContentEvent]>([
    ['pieces of one character', 1_000_000, () => text('a')],
    ['calls without end', 33_000, (count) => call(count, '', { id: 'c', name: 'f' })],
    ['calls without a name', 33_000, (count) => call(count, '')],
    ['sealed thoughts', 33_000, () => ({ kind: 'redacted_reasoning', data: '' })],
  ])('%s are counted for the memory that they take', (_, count, event) => {
    expect(failureOf(Array.from({ length: count }, (__, at) => event(at))).code).toBe(
      'provider_protocol_error',
    );
  });

  test('ends with a call of no function', () => {
    const error = failureOf([call(0, '{}', { id: 'c' }), { kind: 'finish', reason: 'tool_calls' }]);
    expect(error.message).toContain('without a name');
  });

  test('has an error event with the next number, in the documented form and in the one that is sent', () => {
    const stream = openAiResponses.openStream(formOf());
    const begun = stream.render(text('Hello'));
    const error = new GatewayError('provider_stream_cut', 'The provider stopped.');
    const sent = readEvents(begun + stream.fail?.(error));
    expect(sent.at(-1)).toEqual({
      type: 'error',
      sequence_number: sent.length - 1,
      code: 'provider_stream_cut',
      message: 'The provider stopped.',
      param: null,
      error: {
        type: 'server_error',
        code: 'provider_stream_cut',
        message: 'The provider stopped.',
        param: null,
      },
    });
    const unbegun = openAiResponses.renderErrorEvent(error, '0190');
    expect(readEvents(unbegun)).toMatchObject([{ type: 'error', sequence_number: 0 }]);
  });

  test('a name that never came is empty where the provider gave no reason to end', () => {
    const sent = readEvents(renderStream(formOf(), [call(0, '{}', { id: 'c' })], usage));
    expect(accumulate(sent).output).toMatchObject([
      { type: 'function_call', call_id: 'c', name: '', arguments: '{}', status: 'completed' },
    ]);
  });
});
