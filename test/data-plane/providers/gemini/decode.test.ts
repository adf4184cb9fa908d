import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';

const adapter = getAdapter('gemini');
const bytesOf = (body: unknown) =>
  Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
const decode = (body: unknown) => adapter.decode('chat', bytesOf(body), false);
const chatOf = (body: unknown) => {
  const { reply } = decode(body);
  if (reply.kind !== 'chat') throw new Error('not decoded');
  return reply.chat;
};
const candidate = (parts: readonly unknown[], finishReason = 'STOP') => ({
  candidates: [{ content: { parts }, finishReason }],
});
const call = { functionCall: { name: 'f', args: {} } };
const protocolError = expect.objectContaining({
  code: 'provider_protocol_error',
  message: expect.not.stringContaining('sk-live'),
}) as unknown as Error;

describe('why a reply ended', () => {
  test.each([
    ['STOP', 'stop', 'tool_calls'],
    ['MAX_TOKENS', 'length', 'length'],
    ['SAFETY', 'content_filter', 'content_filter'],
    ['RECITATION', 'content_filter', 'content_filter'],
    ['LANGUAGE', 'content_filter', 'content_filter'],
    ['BLOCKLIST', 'content_filter', 'content_filter'],
    ['PROHIBITED_CONTENT', 'content_filter', 'content_filter'],
    ['SPII', 'content_filter', 'content_filter'],
    ['IMAGE_SAFETY', 'content_filter', 'content_filter'],
    ['MODEL_ARMOR', 'content_filter', 'content_filter'],
    ['OTHER', 'content_filter', 'content_filter'],
    ['A_NEW_WORD', 'content_filter', 'tool_calls'],
    ['FINISH_REASON_UNSPECIFIED', 'stop', 'tool_calls'],
  ])('%s is %s, with calls %s', (word, text, calls) => {
    expect(chatOf(candidate([{ text: 'a' }], word)).finishReason).toBe(text);
    expect(chatOf(candidate([call], word)).finishReason).toBe(calls);
  });

  test.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'MALFORMED_RESPONSE'])(
    '%s is no answer: another target may give one',
    (word) => {
      expect(() => decode(candidate([], word))).toThrow(protocolError);
    },
  );
});

describe('ids of calls', () => {
  const idsOf = (body: object) => chatOf(body).message.toolCalls?.map(({ id }) => id) ?? [];

  test('are the same for the same reply, and others for another', () => {
    const first = { ...candidate([call, call]), responseId: 'r-1' };
    expect(idsOf(first)).toEqual(idsOf({ ...first, modelVersion: 'x' }));
    const all = [first, { ...first, responseId: 'r-2' }, candidate([call, call])].flatMap(idsOf);
    expect(new Set(all).size).toBe(6);
    for (const id of all) expect(id).toMatch(/^[\w-]{1,40}$/);
  });
});

describe('a whole reply', () => {
  test.each<[string, unknown]>([
    ['HTML', '<html></html>'],
    ['nothing', ''],
    ['a cut', '{"candidates":[{'],
    ['a list', []],
    ['no candidates', { usageMetadata: {} }],
    ['an empty list', { candidates: [] }],
    ['an error', { error: { message: 'sk-live-12345678' }, candidates: [{}] }],
    ['a picture', candidate([{ inlineData: { mimeType: 'image/png', data: 'AA==' } }])],
    ['code', candidate([{ executableCode: { language: 'PYTHON', code: '1' } }])],
    ['a call without a name', candidate([{ functionCall: { args: {} } }])],
    ['a call that is none', candidate([{ functionCall: 'f' }])],
    [
      'a call nested without end',
      `{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":${'['.repeat(200_000)}${']'.repeat(200_000)}}}]}}]}`,
    ],
  ])('%s is a protocol error that quotes nothing', (_, body) => {
    expect(() => decode(body)).toThrow(protocolError);
  });

  test('with another candidate beside it is the first one', () => {
    const second = { index: 1, content: { parts: [{ text: 'b' }] } };
    const body = {
      candidates: [second, { ...candidate([{ text: 'a' }]).candidates[0], index: 0 }],
    };
    expect(chatOf(body).message.content).toBe('a');
  });

  test.each<[unknown]>([[{ promptTokenCount: -1 }], [{ promptTokenCount: 1.5 }], ['many'], [null]])(
    'usage %j is none',
    (usageMetadata) => {
      expect(decode({ ...candidate([{ text: 'a' }]), usageMetadata }).usage).toBeUndefined();
    },
  );

  test('cached tokens never exceed the input', () => {
    const usageMetadata = { promptTokenCount: 3, cachedContentTokenCount: 9 };
    expect(decode({ ...candidate([{ text: 'a' }]), usageMetadata }).usage).toMatchObject({
      inputTokens: 3,
      cachedReadTokens: 3,
    });
  });
});

test.each<[string, unknown]>([
  ['nothing', {}],
  ['words', { embedding: { values: ['a'] } }],
  ['no values', { embeddings: [{}] }],
  ['no embeddings', { predictions: [{}] }],
  ['an error', { error: {}, embeddings: [] }],
])('embeddings with %s are a protocol error', (_, body) => {
  expect(() => adapter.decode('embedding', bytesOf(body), false)).toThrow(protocolError);
});

test('whatever a provider answers, nothing but an error of the gateway is thrown', () => {
  const hostile = fc.record(
    {
      candidates: fc.oneof(
        fc.jsonValue(),
        fc.array(
          fc.record(
            {
              index: fc.jsonValue(),
              finishReason: fc.oneof(fc.jsonValue(), fc.constantFrom('STOP', 'constructor')),
              content: fc.record({ parts: fc.oneof(fc.jsonValue(), fc.array(hostilePart())) }),
            },
            { requiredKeys: [] },
          ),
        ),
      ),
      promptFeedback: fc.jsonValue(),
      usageMetadata: fc.jsonValue(),
      responseId: fc.jsonValue(),
      embeddings: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(hostile, fc.constantFrom('chat', 'embedding'), (body, operation) => {
      try {
        adapter.decode(operation, bytesOf(body), false);
      } catch (error) {
        expect(error).toBeInstanceOf(GatewayError);
      }
    }),
  );
});

function hostilePart() {
  return fc.record(
    {
      text: fc.jsonValue(),
      thought: fc.jsonValue(),
      thoughtSignature: fc.jsonValue(),
      functionCall: fc.oneof(
        fc.jsonValue(),
        fc.record({ id: fc.jsonValue(), name: fc.jsonValue(), args: fc.jsonValue() }),
      ),
    },
    { requiredKeys: [] },
  );
}
