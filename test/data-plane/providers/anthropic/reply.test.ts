import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readStopReason } from '../../../../data-plane/providers/anthropic/stop-reason.ts';
import { readUsage } from '../../../../data-plane/providers/anthropic/usage.ts';
import { adapter } from './sample.ts';

const message = { id: 'msg_1', type: 'message', content: [{ type: 'text', text: 'a' }] };
const decode = (body: unknown, raw = true) =>
  adapter.decode('chat', Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), raw);

describe('a whole reply', () => {
  test('passes as the very bytes, with usage read from them', () => {
    const bytes = Buffer.from(JSON.stringify({ ...message, usage: { input_tokens: 4 } }));
    const { reply, usage } = adapter.decode('chat', bytes, true);
    expect(reply).toEqual({ kind: 'raw', bytes, contentType: 'application/json' });
    expect(reply.kind === 'raw' && reply.bytes).toBe(bytes);
    expect(usage).toMatchObject({ inputTokens: 4, outputTokens: 0, estimated: false });
  });

  test('without usage has none, and is told as an estimate', () => {
    const { reply, usage } = decode(message, false);
    expect(usage).toBeUndefined();
    expect(reply).toMatchObject({ kind: 'chat', usage: { estimated: true } });
  });

  test.each<[string, unknown]>([
    ['HTML', '<html></html>'],
    ['nothing', ''],
    ['a cut', '{"content":[{'],
    ['a stream', 'event: message_start\ndata: {}\n\n'],
    ['a list', []],
    ['no content', { id: 'msg_1', type: 'message' }],
    ['an error', { type: 'error', error: { message: 'sk-ant-12345678' }, content: [] }],
  ])('%s is a protocol error that quotes nothing', (_, body) => {
    expect(() => decode(body)).toThrow(
      expect.objectContaining({
        code: 'provider_protocol_error',
        message: expect.not.stringContaining('sk-ant'),
      }),
    );
  });

  test.each<[string, unknown]>([
    ['a block that is none', [7]],
    ['a tool call without a name', [{ type: 'tool_use', id: 'a', input: {} }]],
    ['a tool call without an id', [{ type: 'tool_use', name: 'a', input: {} }]],
  ])('%s cannot be decoded', (_, content) => {
    expect(() => decode({ ...message, content }, false)).toThrow(
      expect.objectContaining({ code: 'provider_protocol_error' }),
    );
  });

  test('an unsigned thought has no signature, and what a call says besides rides along', () => {
    const content = [
      { type: 'thinking', thinking: 'hm', signature: '' },
      { type: 'tool_use', id: 'a', name: 'f', caller: { type: 'code_execution_20250825' } },
    ];
    expect(decode({ ...message, content }, false).reply).toMatchObject({
      chat: {
        message: {
          content: [{ kind: 'reasoning', text: 'hm' }],
          toolCalls: [{ arguments: '{}', extra: { caller: { type: 'code_execution_20250825' } } }],
        },
      },
    });
  });

  test('whatever comes, it is read or a protocol error', () => {
    const block = fc.dictionary(
      fc.constantFrom('type', 'text', 'thinking', 'id', 'name', 'input'),
      fc.oneof(
        fc.constantFrom('text', 'thinking', 'tool_use', 'redacted_thinking'),
        fc.jsonValue(),
      ),
    );
    const body = fc.record({
      content: fc.oneof(fc.array(block), fc.jsonValue()),
      usage: fc.jsonValue(),
      stop_reason: fc.jsonValue(),
    });
    fc.assert(
      fc.property(body, (value) => {
        try {
          decode(value, false);
        } catch (error) {
          expect(error).toMatchObject({ code: 'provider_protocol_error' });
        }
      }),
    );
  });
});

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['pause_turn', 'stop'],
  ['a_new_word', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool_calls'],
  ['refusal', 'content_filter'],
  [null, undefined],
  [7, undefined],
])('a reply that ended by %s reads as %s', (word, reason) => {
  expect(readStopReason(word)).toBe(reason);
});

describe('usage', () => {
  const before = {
    inputTokens: 17,
    outputTokens: 1,
    cachedReadTokens: 4,
    cachedWriteTokens: 3,
    reasoningTokens: 0,
    estimated: false,
  };

  test.each<[unknown]>([
    [{}],
    [{ input_tokens: -1 }],
    [{ input_tokens: 1.5 }],
    [{ input_tokens: 'many' }],
    ['many'],
    [null],
    [[1]],
  ])('%j is none', (usage) => {
    expect(readUsage(usage as never)).toBeUndefined();
  });

  test('a later event replaces what it says, and keeps the rest', () => {
    expect(readUsage({ output_tokens: 9 }, before)).toEqual({ ...before, outputTokens: 9 });
    expect(
      readUsage({ input_tokens: 20, cache_read_input_tokens: null, output_tokens: 9 }, before),
    ).toEqual({ ...before, inputTokens: 27, outputTokens: 9 });
    expect(readUsage({ cache_read_input_tokens: 0, output_tokens: 9 }, before)).toMatchObject({
      inputTokens: 13,
      cachedReadTokens: 0,
    });
  });

  test('writes for an hour are told, kept by later events, and never exceed all writes', () => {
    const written = (hour: number, all: number) => ({
      input_tokens: 1,
      cache_creation_input_tokens: all,
      cache_creation: { ephemeral_5m_input_tokens: all - hour, ephemeral_1h_input_tokens: hour },
      output_tokens: 5,
    });
    const usage = readUsage(written(7, 10));
    expect(usage).toMatchObject({
      inputTokens: 11,
      cachedWriteTokens: 10,
      cachedWriteLongTokens: 7,
    });
    expect(readUsage({ output_tokens: 9 }, usage)?.cachedWriteLongTokens).toBe(7);
    expect(readUsage(written(70, 10))?.cachedWriteLongTokens).toBe(10);
    expect(readUsage(written(0, 10))).not.toHaveProperty('cachedWriteLongTokens');
  });

  test('thoughts never exceed the output', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 5,
      output_tokens_details: { thinking_tokens: 9 },
    };
    expect(readUsage(usage)?.reasoningTokens).toBe(5);
  });
});
