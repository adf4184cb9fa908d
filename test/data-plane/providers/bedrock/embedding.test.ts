import { describe, expect, test } from '@jest/globals';
import { parseEmbeddingsBody } from '../../../../data-plane/dialects/openai/embeddings.ts';
import type { JsonObject } from '../../../../data-plane/inference.ts';
import { claude, encode } from './sample.ts';

const refusal = (param: string) => expect.objectContaining({ code: 'invalid_request', param });

describe('embeddings', () => {
  const titan = 'amazon.titan-embed-text-v2:0';
  const cohere = 'cohere.embed-english-v3';
  const embed = (body: object, providerModel: string) =>
    encode(parseEmbeddingsBody(Buffer.from(JSON.stringify({ model: 'vectors', ...body }))), {
      providerModel,
    });

  test.each<[string, object, string]>([
    ['input', { input: ['a', 'b'] }, titan],
    ['input', { input: Array.from({ length: 97 }, () => 'a') }, cohere],
    ['input.0', { input: [1, 2, 3] }, titan],
    ['dimensions', { input: 'a', dimensions: 256 }, 'amazon.titan-embed-text-v1'],
    ['dimensions', { input: 'a', dimensions: 256 }, cohere],
    ['something', { input: 'a', something: 1 }, cohere],
  ])('%s in %j has no place', (param, body, providerModel) => {
    expect(() => embed(body, providerModel)).toThrow(refusal(param));
  });

  test('another model gives none', () => {
    expect(() => embed({ input: 'a' }, claude)).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });

  const typedEmbedding = (extra: JsonObject) => ({
    operation: 'embedding' as const,
    dialect: undefined,
    model: 'vectors',
    inputs: ['a'],
    bare: true,
    dimensions: undefined,
    extra,
  });

  test('a typed call says what its texts are for', () => {
    const request = typedEmbedding({ input_type: 'search_query', truncate: 'END' });
    expect(JSON.parse(encode(request, { providerModel: cohere }).body.toString())).toEqual({
      input_type: 'search_query',
      truncate: 'END',
      texts: ['a'],
      embedding_types: ['float'],
    });
  });

  test.each(['texts', 'images', 'inputText', 'embedding_types', 'output_dimension'])(
    'a typed call may not bring its own %s',
    (name) => {
      expect(() => encode(typedEmbedding({ [name]: [] }), { providerModel: cohere })).toThrow(
        refusal(name),
      );
    },
  );
});
