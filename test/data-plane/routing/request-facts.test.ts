import { describe, expect, test } from '@jest/globals';
import type { ChatRequest, InferenceRequest } from '../../../data-plane/inference.ts';
import { buildRequestFacts, listNeeds } from '../../../data-plane/routing/request-facts.ts';
import { collectTexts } from '../../../data-plane/routing/text/request-text.ts';
import {
  estimateInputTokens,
  estimateTextTokens,
} from '../../../data-plane/routing/token-estimate.ts';
import { noBudgetFacts } from '../../../policy/fact.ts';
import { apiKey, application, chatRequest, tenant } from '../pipeline/snapshot-fixture.ts';

const image: ChatRequest = {
  ...chatRequest,
  messages: [
    {
      role: 'user',
      content: [{ kind: 'image', url: 'data:image/png;base64,AAAA', detail: 'low' }],
    },
  ],
};

function facts(request: InferenceRequest, nowMs = Date.UTC(2025, 0, 5, 23, 59)) {
  return buildRequestFacts({
    tenant,
    application,
    key: apiKey,
    tokenFacts: { team: 'care' },
    workload: 'chat',
    request,
    inputTokens: estimateInputTokens(request),
    promptVerdict: 'clean',
    budget: noBudgetFacts,
    claimed: { run: '7' },
    nodeRegion: 'eu',
    nowMs,
  });
}

describe('the facts of a request', () => {
  test('hold what is verified and what is claimed, and nothing else of key and application', () => {
    expect(facts(chatRequest)).toEqual({
      tenant: { id: 't1', name: 'acme' },
      application: {
        id: 'a1',
        name: 'support-bot',
        team: 'support',
        environment: 'production',
        dataClass: 'internal',
        rolloutStage: 'pilot',
      },
      key: { id: 'k1', name: 'main', attributes: {} },
      token: { team: 'care' },
      workload: 'chat',
      request: {
        operation: 'chat',
        stream: false,
        tools: false,
        vision: false,
        jsonSchema: false,
        files: false,
        reasoning: false,
        modalities: ['text'],
        inputTokens: 13,
        maxOutputTokens: 0,
      },
      prompt: { verdict: 'clean' },
      node: { region: 'eu' },
      budget: noBudgetFacts,
      time: {
        hour: 23,
        minute: 59,
        weekday: 7,
        day: 5,
        month: 1,
        year: 2025,
        unixMs: Date.UTC(2025, 0, 5, 23, 59),
      },
      claimed: { run: '7' },
    });
  });

  test.each([
    ['Thursday, 1 January 1970', 0, 4, 0],
    ['Monday, 6 January 2025', Date.UTC(2025, 0, 6, 0, 0), 1, 0],
    ['Saturday, 29 February 2020', Date.UTC(2020, 1, 29, 13, 5), 6, 13],
  ])('know the weekday and the hour in UTC: %s', (_, nowMs, weekday, hour) => {
    expect(facts(chatRequest, nowMs).time).toMatchObject({ weekday, hour });
  });

  test('say what the request asks for, and the needs follow', () => {
    const request: ChatRequest = {
      ...image,
      tools: [{ name: 'f' }],
      responseFormat: { type: 'json_schema' },
      reasoningEffort: 'high',
      outputTokensMax: 9,
    };
    expect(facts(request).request).toMatchObject({
      tools: true,
      vision: true,
      jsonSchema: true,
      reasoning: true,
      maxOutputTokens: 9,
    });
    expect(listNeeds(request)).toEqual(['chat', 'tools', 'vision', 'json_schema', 'reasoning']);
    expect(listNeeds({ ...chatRequest, reasoningEffort: 'none' })).toEqual(['chat']);
  });
});

describe('what messages are made of', () => {
  const text = { kind: 'text', text: 'Look' } as const;
  const picture = { kind: 'image', url: 'https://example.com/a.png' } as const;
  const file = { kind: 'file', source: { form: 'id', id: 'f-1' } } as const;
  const unknown = { kind: 'other', value: {} } as const;
  test.each<[string, ChatRequest['messages'][number]['content'], readonly string[]]>([
    ['a string', 'Look', ['text']],
    ['nothing', undefined, []],
    ['text and a picture', [picture, text], ['text', 'image']],
    ['a file', [file], ['file']],
    ['all of it', [file, unknown, picture, picture], ['text', 'image', 'file']],
  ])('%s', (_, content, modalities) => {
    const { request } = facts({ ...chatRequest, messages: [{ role: 'user', content }] });
    expect(request.modalities).toEqual(modalities);
    expect(request.vision).toBe(modalities.includes('image'));
    expect(request.files).toBe(modalities.includes('file'));
  });

  test('is text, for an embedding', () => {
    const { request } = facts({
      operation: 'embedding',
      dialect: undefined,
      model: 'e',
      inputs: ['x'],
      bare: true,
      dimensions: undefined,
      extra: {},
    });
    expect(request).toMatchObject({ modalities: ['text'], reasoning: false, stream: false });
  });
});

describe('the estimate of tokens', () => {
  test.each([
    ['', 0],
    ['four', 1],
    ['x'.repeat(1_000), 250],
    ['привет мир', 6],
    ['你好世界', 4],
  ])('of a text: %j', (text, tokens) => {
    expect(estimateTextTokens(text)).toBe(tokens);
  });

  test('counts pictures by their detail and not by their bytes', () => {
    expect(estimateInputTokens(image)).toBe(3 + 4 + 85);
  });

  test('counts lists of tokens as they are', () => {
    const tokens = estimateInputTokens({
      operation: 'embedding',
      dialect: 'openai-embeddings',
      model: 'e',
      inputs: ['four', [1, 2, 3]],
      bare: false,
      dimensions: undefined,
      extra: {},
    });
    expect(tokens).toBe(4);
  });
});

describe('the texts of a request', () => {
  test('leave out pictures that are part of it', () => {
    expect(collectTexts(image)).toEqual([]);
  });

  test('hold names, strings and numbers of unknown JSON, however deep and wide', () => {
    let deep: Record<string, unknown> = { end: 41 };
    for (let level = 0; level < 50_000; level += 1) deep = { in: [deep] };
    const wide = Array.from({ length: 300_000 }, () => true);
    const texts = collectTexts({ ...chatRequest, messages: [], extra: { deep, wide } as never });
    const placed = { part: 'option', place: { list: 'options', position: 0 } };
    expect(texts).toContainEqual({ text: '41', ...placed });
    expect(texts).toContainEqual({ text: 'end', ...placed });
  });
});
