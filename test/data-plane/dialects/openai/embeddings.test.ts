import { describe, expect, test } from '@jest/globals';
import {
  packEmbeddings,
  parseEmbeddingsBody,
} from '../../../../data-plane/dialects/openai/embeddings.ts';

describe('an input that is neither text nor tokens is refused by its path', () => {
  test.each<[string, object]>([
    ['input', {}],
    ['input', { input: [] }],
    ['input', { input: { text: 'x' } }],
    ['input.1', { input: ['a', 1] }],
    ['input.0', { input: [[], [1]] }],
    ['input.1', { input: [[1], [1.5]] }],
    ['dimensions', { input: 'a', dimensions: '64' }],
    ['model', { input: 'a', model: null }],
  ])('%s in %j', (param, fields) => {
    const body = Buffer.from(JSON.stringify({ model: 'vectors', ...fields }));
    expect(() => parseEmbeddingsBody(body)).toThrow(
      expect.objectContaining({ code: 'invalid_request', param }),
    );
  });
});

describe('packed vectors for callers who asked for them', () => {
  const reply = (embedding: unknown) =>
    Buffer.from(JSON.stringify({ object: 'list', data: [{ index: 0, embedding }], usage: {} }));

  test('lists of numbers are packed as little-endian floats, the rest stays', () => {
    const packed = JSON.parse(packEmbeddings(reply([1, 2])).toString());
    expect(packed).toEqual({
      object: 'list',
      data: [{ index: 0, embedding: 'AACAPwAAAEA=' }],
      usage: {},
    });
  });

  test('a reply that is packed already stays the same bytes', () => {
    const bytes = reply('AACAPwAAAEA=');
    expect(packEmbeddings(bytes)).toBe(bytes);
  });

  test('spaces between name and list do not matter', () => {
    const bytes = Buffer.from('{"data": [{"index": 0, "embedding" : [\n1.0 ]}]}');
    expect(JSON.parse(packEmbeddings(bytes).toString()).data[0].embedding).toBe('AACAPw==');
  });
});
