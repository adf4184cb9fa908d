import { describe, expect, test } from '@jest/globals';
import type { InferenceRequest, Json } from '../../../../data-plane/inference.ts';
import { encode, sent, typed } from './sample.ts';

const refused = (param: string) =>
  expect.objectContaining({ code: 'invalid_request', param }) as unknown as Error;

describe('fields of Google that a typed call brings', () => {
  const safetySettings = [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }];

  test('ride along, those of generationConfig beneath what the call says itself', () => {
    const request = {
      ...typed,
      sampling: { temperature: 0.5 },
      extra: {
        safetySettings,
        labels: { team: 'a' },
        generationConfig: { temperature: 1, mediaResolution: 'MEDIA_RESOLUTION_LOW' },
      },
    };
    expect(sent(request)).toMatchObject({
      safetySettings,
      labels: { team: 'a' },
      generationConfig: { temperature: 0.5, mediaResolution: 'MEDIA_RESOLUTION_LOW' },
    });
  });

  test.each<[string, Json]>([
    ['cachedContent', 'cachedContents/1'],
    ['cached_content', 'cachedContents/1'],
    ['toolſ', []],
    ['modelArmorConfig', { promptTemplateName: 'x' }],
    ['tools', [{ googleSearch: {} }]],
    ['toolConfig', {}],
    ['tool_config', {}],
    ['model', 'models/x'],
    ['contents', []],
    ['system_instruction', {}],
    ['serviceTier', 'priority'],
    ['store', true],
    ['generation_config', {}],
    ['generationConfig', []],
  ])('%s is refused', (name, value) => {
    expect(() => encode({ ...typed, extra: { [name]: value } })).toThrow(refused(name));
  });

  test.each([
    'candidateCount',
    'candidate_count',
    'responseModalities',
    'maxOutputTokens',
    'max_output_tokens',
    'responseLogprobs',
    'routingConfig',
    'speechConfig',
    'imageConfig',
  ])('generationConfig.%s is refused', (name) => {
    expect(() => encode({ ...typed, extra: { generationConfig: { [name]: 1 } } })).toThrow(
      refused(`generationConfig.${name}`),
    );
  });
});

test.each(['image', 'video'])('an embedding does not take %s, which may lie in a store', (name) => {
  const request: InferenceRequest = {
    operation: 'embedding',
    dialect: undefined,
    model: 'r',
    inputs: ['a'],
    bare: true,
    dimensions: undefined,
    extra: { [name]: { gcsUri: 'gs://others/a.png' } },
  };
  const place = { surface: 'vertex', providerModel: 'multimodalembedding@001' } as const;
  expect(() => encode(request, place)).toThrow(refused(name));
});
