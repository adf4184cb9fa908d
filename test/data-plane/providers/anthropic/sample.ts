import type { ChatRequest, InferenceRequest } from '../../../../data-plane/inference.ts';
import { createAnthropicAdapter } from '../../../../data-plane/providers/anthropic/adapter.ts';
import type { EncodedRequest } from '../../../../data-plane/providers/provider.ts';
import type { Provider, Target } from '../../../../policy/resource.ts';

/** One adapter for all tests of a file: it holds no state of a call. */
export const adapter = createAnthropicAdapter();

/** A target of the Anthropic kind, without anything special. */
const target: Target = {
  id: 'target-1',
  name: 'sonnet',
  providerId: 'provider-1',
  modelId: 'model-1',
  providerModel: 'claude-sonnet-4-5',
  region: '',
  enabled: true,
  capabilities: [],
  prices: [],
};

const provider: Provider = {
  id: 'provider-1',
  name: 'anthropic',
  kind: 'anthropic',
  preset: '',
  baseUrl: 'https://api.example.com/v1',
  region: 'eu',
  dataTerms: [],
};

/** The smallest typed call. */
export const typedChat: ChatRequest = {
  operation: 'chat',
  dialect: undefined,
  model: 'assistant',
  messages: [{ role: 'user', content: 'Hello' }],
  tools: [],
  toolChoice: undefined,
  parallelToolCalls: undefined,
  responseFormat: undefined,
  sampling: {},
  outputTokensMax: undefined,
  reasoningEffort: undefined,
  stream: false,
  includeUsage: false,
  extra: {},
};

/** What a test says of the model that answers. */
export interface ModelSetting {
  readonly providerModel?: string;
  readonly outputTokensMax?: number;
  readonly credential?: string;
}

/** Encodes for a target, by default one whose model is known to nobody. */
export function encode(request: InferenceRequest, setting: ModelSetting = {}): EncodedRequest {
  const { providerModel = target.providerModel, outputTokensMax = 0, credential } = setting;
  return adapter.encode({
    request,
    target: { ...target, providerModel },
    provider,
    credential,
    outputTokensMax,
    nowMs: 0,
  });
}

/** The body that a request becomes. */
export function bodyOf(request: InferenceRequest, setting?: ModelSetting) {
  return JSON.parse(encode(request, setting).body.toString());
}
