import type { Provider, Target } from '../../../../policy/resource.ts';

/** A target of the OpenAI kind, without anything special. */
export const target: Target = {
  id: 'target-1',
  name: 'mini',
  providerId: 'provider-1',
  modelId: 'model-1',
  providerModel: 'gpt-4o-mini',
  region: '',
  enabled: true,
  capabilities: [],
  prices: [],
};

/** Its provider. */
export const provider: Provider = {
  id: 'provider-1',
  name: 'openai',
  kind: 'openai',
  preset: '',
  baseUrl: 'https://api.example.com/v1',
  region: 'eu',
  dataTerms: [],
};
