import { describe, expect, test } from '@jest/globals';
import type { EmbedRequest } from '../../../../proto/generated/gatehouse/inference/v1/EmbedRequest.ts';
import { embed, faultOf } from './request-bytes.ts';

describe('an embedding', () => {
  test('keeps its texts and options', () => {
    expect(
      embed({
        model: 'vectors',
        inputs: ['a', 'b'],
        dimensions: 256,
        providerOptions: { fields: { user: { stringValue: 'u' } } },
      }),
    ).toEqual({
      operation: 'embedding',
      model: 'vectors',
      inputs: ['a', 'b'],
      bare: false,
      dimensions: 256,
      extra: { user: 'u' },
    });
  });

  test.each<[string, EmbedRequest]>([
    ['model', { inputs: ['a'] }],
    ['inputs', { model: 'vectors' }],
    [
      'provider_options.input',
      { model: 'v', inputs: ['a'], providerOptions: { fields: { input: { stringValue: 'x' } } } },
    ],
  ])('is refused at %s', (param, request) => {
    expect(faultOf(() => embed(request))).toBe(param);
  });
});
