import type { PresetRow } from './preset.ts';

/** Routers over many vendors, and models inside of larger platforms. */
export const platformPresets: readonly PresetRow[] = [
  {
    name: 'aihubmix',
    displayName: 'AIHubMix',
    description: 'One key for the models of many vendors.',
    baseUrl: 'https://aihubmix.com/v1',
    documentationUrl: 'https://docs.aihubmix.com/en',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'cloudflare-workers-ai',
    displayName: 'Cloudflare Workers AI',
    description: 'Open models on the network of Cloudflare; fill in the id of the account.',
    baseUrl: 'https://api.cloudflare.com/client/v4/accounts/{account_id}/ai/v1',
    modelListPath: '',
    documentationUrl:
      'https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/',
    capabilities: ['chat', 'embedding', 'tools', 'vision'],
  },
  {
    name: 'databricks',
    displayName: 'Databricks',
    description: 'Foundation Model APIs of a workspace; a target names the serving endpoint.',
    baseUrl: 'https://{workspace}/serving-endpoints',
    quirks: ['max_tokens_only'],
    modelListPath: '',
    documentationUrl:
      'https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/api-reference',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'github-models',
    displayName: 'GitHub Models',
    description: 'Models of many makers with a GitHub token.',
    baseUrl: 'https://models.github.ai/inference',
    modelListPath: '',
    documentationUrl: 'https://docs.github.com/en/github-models',
    capabilities: ['chat', 'embedding', 'tools', 'vision'],
  },
  {
    name: 'huggingface',
    displayName: 'Hugging Face Inference Providers',
    description: 'One token for many hosts of open models; a target may name `model:host`.',
    baseUrl: 'https://router.huggingface.co/v1',
    documentationUrl: 'https://huggingface.co/docs/inference-providers',
    capabilities: ['chat', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'openrouter',
    displayName: 'OpenRouter',
    description: 'One key for the models of many vendors.',
    baseUrl: 'https://openrouter.ai/api/v1',
    documentationUrl: 'https://openrouter.ai/docs/api-reference/overview',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'poe',
    displayName: 'Poe',
    description: 'Models and bots of Poe.',
    baseUrl: 'https://api.poe.com/v1',
    documentationUrl: 'https://creator.poe.com/docs/external-applications/openai-compatible-api',
    capabilities: ['chat', 'tools', 'vision'],
  },
  {
    name: 'requesty',
    displayName: 'Requesty',
    description: 'A router over the models of many vendors.',
    baseUrl: 'https://router.requesty.ai/v1',
    documentationUrl: 'https://docs.requesty.ai',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'snowflake-cortex',
    displayName: 'Snowflake Cortex',
    description:
      'Models inside a Snowflake account; the credential is a programmatic access token.',
    baseUrl: 'https://{account}.snowflakecomputing.com/api/v2/cortex/v1',
    modelListPath: '',
    documentationUrl: 'https://docs.snowflake.com/en/user-guide/snowflake-cortex/open_ai_sdk',
    capabilities: ['chat', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
  {
    name: 'vercel-ai-gateway',
    displayName: 'Vercel AI Gateway',
    description: 'One key for the models of many vendors.',
    baseUrl: 'https://ai-gateway.vercel.sh/v1',
    documentationUrl: 'https://vercel.com/docs/ai-gateway/sdks-and-apis/openai-chat-completions',
    capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema', 'reasoning'],
  },
];
