import { describe, expect, test } from '@jest/globals';
import type { ChatRequest, ContentPart, Message } from '../../../../data-plane/inference.ts';
import { bodyOf, typedChat } from './sample.ts';

const ask = (changes: Partial<ChatRequest>): ChatRequest => ({ ...typedChat, ...changes });
const own = (changes: Partial<ChatRequest>) => ask({ dialect: 'anthropic-messages', ...changes });
const refusal = (param: string) => expect.objectContaining({ code: 'invalid_request', param });

describe('an effort of reasoning', () => {
  const think = (request: ChatRequest, providerModel?: string) => {
    const { max_tokens, thinking, output_config } = bodyOf(request, {
      ...(providerModel && { providerModel }),
    });
    return { max_tokens, thinking, output_config };
  };

  test.each([
    'claude-opus-4-6',
    'claude-sonnet-4-6-20260115',
    'claude-4.7-opus',
    'claude-sonnet-5',
    'claude-opus-4-10',
    'claude-mythos-preview',
    'anthropic/claude-opus-5-5',
  ])('%s chooses the amount by itself', (model) => {
    expect(think(ask({ reasoningEffort: 'minimal' }), model)).toEqual({
      max_tokens: 4096,
      thinking: { type: 'adaptive' },
      output_config: { effort: 'low' },
    });
    expect(think(ask({ reasoningTokensMax: 20_000 }), model).output_config).toEqual({
      effort: 'high',
    });
  });

  test.each([
    'claude-opus-4-20250514',
    'claude-sonnet-4-5-20250929',
    'claude-3-7-sonnet-20250219',
    'claude-opus-4-1',
    'claude-haiku-4-5',
    'claude-instant-1',
    'kimi-k2-thinking',
  ])('%s takes a number', (model) => {
    expect(think(ask({ reasoningEffort: 'low' }), model)).toEqual({
      max_tokens: 5120,
      thinking: { type: 'enabled', budget_tokens: 1024 },
    });
  });

  test.each<[Partial<ChatRequest>, number]>([
    [{ reasoningEffort: 'high', outputTokensMax: 8_000 }, 4_000],
    [{ reasoningEffort: 'high', outputTokensMax: 1_025 }, 1_024],
    [{ reasoningTokensMax: 6_000, outputTokensMax: 8_000 }, 6_000],
    [{ reasoningTokensMax: 9_000, outputTokensMax: 8_000 }, 7_999],
    [{ reasoningTokensMax: 5, outputTokensMax: 8_000 }, 1_024],
  ])('%j has %d tokens, and max_tokens is never raised', (changes, budget) => {
    expect(think(ask(changes))).toEqual({
      max_tokens: changes.outputTokensMax,
      thinking: { type: 'enabled', budget_tokens: budget },
    });
  });

  test.each<[Partial<ChatRequest>, string]>([
    [{ reasoningEffort: 'low', outputTokensMax: 1_024 }, 'claude-opus-4-5'],
    [{ reasoningEffort: 'max' }, 'claude-opus-4-5'],
    [{ reasoningEffort: 'extreme' }, 'claude-opus-4-5'],
    [{ reasoningEffort: 'extreme' }, 'claude-opus-5'],
  ])('%j is refused by %s, where it has no room or no word', (changes, model) => {
    expect(() => think(ask(changes), model)).toThrow(refusal('reasoning_effort'));
  });

  test('amid calls of tools there is thinking only with signed thoughts', () => {
    const amid = (content: readonly ContentPart[] | undefined) => {
      const toolCalls = [{ id: 'c', name: 'now', arguments: '{}' }];
      const messages: Message[] = [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content, toolCalls },
        { role: 'tool', content: '12', toolCallId: 'c' },
      ];
      return think(ask({ messages, reasoningEffort: 'low' })).thinking;
    };
    const budget = { type: 'enabled', budget_tokens: 1024 };
    expect(amid(undefined)).toBeUndefined();
    expect(amid([{ kind: 'reasoning', text: 'hm' }])).toBeUndefined();
    expect(amid([{ kind: 'reasoning', text: 'hm', signature: 's' }])).toEqual(budget);
    expect(amid([{ kind: 'reasoning', text: '', redacted: 'd' }])).toEqual(budget);
  });

  test('a caller of this wire has its own words kept', () => {
    expect(think(own({ reasoningTokensMax: 0 }), 'claude-opus-5').thinking).toEqual({
      type: 'enabled',
      budget_tokens: 0,
    });
    expect(think(own({ reasoningEffort: 'unheard' }))).toMatchObject({
      output_config: { effort: 'unheard' },
    });
    expect(think(own({ reasoningEffort: 'low' })).thinking).toBeUndefined();
    const thinking = { type: 'between_tools', display: 'omitted' };
    expect(think(own({ reasoningTokensMax: 5, extra: { thinking } })).thinking).toEqual(thinking);
  });
});
