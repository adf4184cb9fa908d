import type { ProviderKind } from '../../policy/resource.ts';
import { createAnthropicAdapter } from './anthropic/adapter.ts';
import { createBedrockAdapter } from './bedrock/adapter.ts';
import { createGeminiAdapter, createVertexAdapter } from './gemini/adapter.ts';
import { createOpenAiAdapter } from './openai/adapter.ts';
import type { ProviderAdapter } from './provider.ts';

const adapters: Readonly<Record<ProviderKind, ProviderAdapter>> = {
  openai: createOpenAiAdapter(),
  bedrock: createBedrockAdapter(),
  anthropic: createAnthropicAdapter(),
  gemini: createGeminiAdapter(),
  vertex: createVertexAdapter(),
};

/**
 * The adapter that speaks to providers of a kind. Adapters hold no state of a call: one serves
 * them all.
 */
export function getAdapter(kind: ProviderKind): ProviderAdapter {
  return adapters[kind];
}
