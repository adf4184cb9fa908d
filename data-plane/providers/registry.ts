import type { ProviderKind } from '../../policy/resource.ts';
import { createAnthropicAdapter } from './anthropic/adapter.ts';
import { createBedrockAdapter } from './bedrock/adapter.ts';
import { createGeminiAdapter, createVertexAdapter } from './gemini/adapter.ts';
import { createAzureOpenAiAdapter, createOpenAiAdapter } from './openai/adapter.ts';
import type { ProviderAdapter } from './provider.ts';

const adapters: Readonly<Record<ProviderKind, ProviderAdapter>> = {
  openai: createOpenAiAdapter(),
  azure_openai: createAzureOpenAiAdapter(),
  anthropic: createAnthropicAdapter(),
  gemini: createGeminiAdapter(),
  vertex: createVertexAdapter(),
  bedrock: createBedrockAdapter(),
};

/**
 * The adapter that speaks to providers of a kind. Adapters hold no state of a call: one serves
 * them all.
 */
export function getAdapter(kind: ProviderKind): ProviderAdapter {
  return adapters[kind];
}
