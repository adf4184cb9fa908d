import { describe, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../../data-plane/inference.ts';
import { encode, nova, typed } from './sample.ts';

const refusal = (param: string) => expect.objectContaining({ code: 'invalid_request', param });

describe('options of a typed call are fields of Converse', () => {
  const bodyOf = (extra: ChatRequest['extra']) => JSON.parse(encode(typed(extra)).body.toString());

  test.each<[ChatRequest['extra']]>([
    [{ requestMetadata: { team: 'a' } }],
    [{ promptVariables: { who: { text: 'Bob' } } }],
    [{ additionalModelResponseFieldPaths: ['/usage'] }],
    [{ serviceTier: { type: 'default' }, performanceConfig: { latency: 'standard' } }],
    [{ somethingNew: [1] }],
    [{ additionalModelRequestFields: { top_p: 0.9, inferenceConfig: { topK: 5 } } }],
  ])('%j rides along', (extra) => {
    expect(bodyOf(extra)).toMatchObject(extra);
  });

  test('what the request itself asks of the model goes beside them', () => {
    const request = {
      ...typed({ additionalModelRequestFields: { top_p: 0.9 } }),
      sampling: { topK: 5 },
    };
    expect(JSON.parse(encode(request).body.toString()).additionalModelRequestFields).toEqual({
      top_p: 0.9,
      top_k: 5,
    });
  });

  test.each<[string, ChatRequest['extra']]>([
    ['modelId', { modelId: nova }],
    ['MESSAGES', { MESSAGES: [] }],
    ['meſſages', { meſſages: [] }],
    ['AdditionalModelRequestFields', { AdditionalModelRequestFields: { tools: [] } }],
    ['system', { system: [{ text: 'x' }] }],
    ['inferenceConfig', { inferenceConfig: { maxTokens: 1e6 } }],
    ['toolConfig', { toolConfig: { tools: [{ systemTool: { name: 'nova_grounding' } }] } }],
    ['outputConfig', { outputConfig: {} }],
    ['guardrailConfig', { guardrailConfig: { guardrailIdentifier: 'g' } }],
    ['performanceConfig', { performanceConfig: { latency: 'optimized' } }],
    ['serviceTier', { serviceTier: { type: 'priority' } }],
    ['additionalModelRequestFields', { additionalModelRequestFields: 'x' }],
    [
      'additionalModelRequestFields.anthropic_beta',
      { additionalModelRequestFields: { anthropic_beta: ['context-1m-2025-08-07'] } },
    ],
    [
      'additionalModelRequestFields.tools',
      { additionalModelRequestFields: { tools: [{ type: 'web_search_20250305' }] } },
    ],
    [
      'additionalModelRequestFields.max_tokens',
      { additionalModelRequestFields: { max_tokens: 1e6 } },
    ],
    [
      'additionalModelRequestFields.inferenceConfig.maxTokens',
      { additionalModelRequestFields: { inferenceConfig: { maxTokens: 1e6 } } },
    ],
  ])('%s in %j is refused', (param, extra) => {
    expect(() => bodyOf(extra)).toThrow(refusal(param));
  });
});
