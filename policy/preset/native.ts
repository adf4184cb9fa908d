import type { PresetRow } from './preset.ts';

/** Vendors whose wire has an adapter of its own, and OpenAI itself. */
export const nativePresets: readonly PresetRow[] = [
  {
    name: 'openai',
    displayName: 'OpenAI',
    description: 'OpenAI itself.',
    baseUrl: 'https://api.openai.com/v1',
    documentationUrl: 'https://platform.openai.com/docs/api-reference',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'azure-openai',
    displayName: 'Azure OpenAI',
    description:
      'OpenAI models in an Azure resource; a target names its deployment, a key or an Entra ID token is the credential.',
    kind: 'azure_openai',
    baseUrl: 'https://{resource}.openai.azure.com/openai/v1',
    credentialHeader: 'api-key',
    documentationUrl: 'https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'anthropic',
    displayName: 'Anthropic',
    description: 'Claude over the Messages API.',
    kind: 'anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    credentialHeader: 'x-api-key',
    documentationUrl: 'https://docs.anthropic.com/en/api/messages',
    capabilities: ['chat', 'tools', 'vision', 'reasoning'],
  },
  {
    name: 'gemini',
    displayName: 'Google Gemini API',
    description: 'Gemini with an API key of Google AI Studio.',
    kind: 'gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    credentialHeader: 'x-goog-api-key',
    documentationUrl: 'https://ai.google.dev/api',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'vertex',
    displayName: 'Google Vertex AI',
    description:
      'Gemini in a Google Cloud project; the credential is the JSON key of a service account.',
    kind: 'vertex',
    baseUrl:
      'https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location}',
    modelListPath: '',
    documentationUrl:
      'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'bedrock',
    displayName: 'AWS Bedrock',
    description: 'Models of many makers over the Converse API of a region.',
    kind: 'bedrock',
    baseUrl: 'https://bedrock-runtime.{region}.amazonaws.com',
    modelListPath: '',
    documentationUrl:
      'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'reasoning'],
  },
];
