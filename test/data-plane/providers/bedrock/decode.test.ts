import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { adapter } from './sample.ts';

test.each<[unknown, string]>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['tool_use', 'tool_calls'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['guardrail_intervened', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['something_new', 'stop'],
  [undefined, 'stop'],
])('a reply that ends by %s ends by %s', (stopReason, finishReason) => {
  const body = { output: { message: { content: [{ text: 'a' }] } }, stopReason };
  const { reply } = adapter.decode('chat', Buffer.from(JSON.stringify(body)), false);
  expect(reply).toMatchObject({ chat: { finishReason } });
});

describe('a whole reply that is none is a protocol error that quotes nothing', () => {
  const decode = (operation: 'chat' | 'embedding', body: unknown) =>
    adapter.decode(
      operation,
      Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      false,
    );
  const message = (content: unknown, more: object = {}) => ({
    output: { message: { content } },
    stopReason: 'end_turn',
    ...more,
  });

  test.each<[string, unknown]>([
    ['HTML', '<html></html>'],
    ['nothing', ''],
    ['a list', []],
    ['no output', { message: 'sk-live-12345678' }],
    ['no content', { output: { message: {} } }],
    ['a block that is a number', message([1])],
    ['a call without a name', message([{ toolUse: { toolUseId: 'a' } }])],
    ['a call that is null', message([{ toolUse: null }])],
    ['a model that broke down', message([], { stopReason: 'malformed_model_output' })],
  ])('%s', (_, body) => {
    expect(() => decode('chat', body)).toThrow(
      expect.objectContaining({
        code: 'provider_protocol_error',
        message: expect.not.stringContaining('sk-live'),
      }),
    );
  });

  test.each<[string, unknown]>([
    ['no vectors', {}],
    ['words', { embedding: ['a'] }],
    ['a list of numbers', { embeddings: [1, 2] }],
    ['integers only', { embeddings: { int8: [[1]] } }],
  ])('embeddings with %s', (_, body) => {
    expect(() => decode('embedding', body)).toThrow(
      expect.objectContaining({ code: 'provider_protocol_error' }),
    );
  });

  test.each([[{ inputTokens: -1 }], [{ inputTokens: 1.5 }], ['many'], [null]])(
    'usage %j is none',
    (usage) => {
      const { reply, usage: read } = decode('chat', message([{ text: 'a' }], { usage }));
      expect(read).toBeUndefined();
      expect(reply).toMatchObject({ usage: { estimated: true } });
    },
  );

  test('whatever JSON it is', () => {
    const block = fc.dictionary(
      fc.constantFrom('text', 'toolUse', 'reasoningContent', 'citationsContent', '__proto__'),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(block, fc.jsonValue())), fc.jsonValue(), (content, other) => {
        for (const body of [message(content, { usage: other, stopReason: other }), other]) {
          for (const operation of ['chat', 'embedding'] as const) {
            try {
              decode(operation, body);
            } catch (error) {
              expect(error).toBeInstanceOf(GatewayError);
            }
          }
        }
      }),
    );
  });
});
