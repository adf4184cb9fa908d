/** A vendor that `npm start` connects when its key is in the environment. */
export interface Vendor {
  /** Of `policy/provider-preset.ts`; name of the provider too, and beginning of the names of its routes. */
  readonly preset: string;
  /** Variables that hold the key; the first that is set counts. They end in `_API_KEY`: no child inherits such. */
  readonly variables: readonly string[];
  /** Where it processes, as far as that is the same for every key. */
  readonly region: string;
  /** What its terms for the API promise for every key; nothing where it hangs on a plan or a setting. */
  readonly dataTerms: readonly ('NO_TRAINING' | 'RETENTION_30_DAYS')[];
  /** One that chats, and for OpenAI one that embeds. */
  readonly models: readonly VendorModel[];
}

/** A model at a vendor. Vendors of one open model share its name, and so its grant. */
export interface VendorModel {
  readonly name: string;
  /** The vendor's own name of it, where that is another one. */
  readonly nameAtVendor?: string;
  readonly capabilities: readonly VendorCapability[];
  readonly contextWindowTokens: number;
  readonly outputTokensMax?: number;
  readonly usd: UsdPerMillionTokens;
}

type VendorCapability = 'CHAT' | 'EMBEDDING' | 'TOOLS' | 'VISION' | 'JSON_SCHEMA' | 'REASONING';

/** What is absent costs as much as other input. */
interface UsdPerMillionTokens {
  readonly input: number;
  readonly output: number;
  readonly cachedRead?: number;
  readonly cachedWrite?: number;
}

const gptOss: Omit<VendorModel, 'usd'> = {
  name: 'gpt-oss-120b',
  capabilities: ['CHAT', 'TOOLS', 'JSON_SCHEMA', 'REASONING'],
  contextWindowTokens: 131_072,
  outputTokensMax: 32_768,
};

const gptMini: Omit<VendorModel, 'usd'> = {
  name: 'gpt-5.4-mini',
  capabilities: ['CHAT', 'TOOLS', 'VISION', 'JSON_SCHEMA', 'REASONING'],
  contextWindowTokens: 400_000,
  outputTokensMax: 128_000,
};

/**
 * Prices are those of the vendors' public lists, as @pydantic/genai-prices 0.1.8 quotes them (2026-09-23), or of the day beside
 * them; they are a start, and `updateTarget` brings them up to date. One price is kept for each kind of token, so a model
 * is chosen whose list has one: where prices rise with the length or by the hour, a comment says what is taken. Perplexity is
 * not here: it ended its chat completions on 2026-09-27.
 */
export const vendors: readonly Vendor[] = [
  {
    preset: 'openai',
    variables: ['OPENAI_API_KEY'],
    region: 'us',
    dataTerms: ['NO_TRAINING', 'RETENTION_30_DAYS'],
    models: [
      { ...gptMini, usd: { input: 0.75, output: 4.5, cachedRead: 0.075 } },
      {
        name: 'text-embedding-3-small',
        capabilities: ['EMBEDDING'],
        contextWindowTokens: 8_191,
        usd: { input: 0.02, output: 0 },
      },
    ],
  },
  {
    preset: 'anthropic',
    variables: ['ANTHROPIC_API_KEY'],
    region: 'us',
    dataTerms: ['NO_TRAINING', 'RETENTION_30_DAYS'],
    models: [
      {
        name: 'claude-sonnet-5',
        capabilities: ['CHAT', 'TOOLS', 'VISION', 'JSON_SCHEMA', 'REASONING'],
        contextWindowTokens: 1_000_000,
        outputTokensMax: 64_000,
        usd: { input: 2, output: 10, cachedRead: 0.2, cachedWrite: 2.5 },
      },
    ],
  },
  {
    preset: 'gemini',
    // GOOGLE_API_KEY may be the key of another service of Google.
    variables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    region: 'global',
    dataTerms: [],
    models: [
      {
        name: 'gemini-3.5-flash-lite',
        capabilities: ['CHAT', 'TOOLS', 'VISION', 'JSON_SCHEMA', 'REASONING'],
        contextWindowTokens: 1_000_000,
        outputTokensMax: 65_536,
        usd: { input: 0.3, output: 2.5, cachedRead: 0.03 },
      },
    ],
  },
  {
    preset: 'cerebras',
    variables: ['CEREBRAS_API_KEY'],
    region: 'us',
    dataTerms: [],
    models: [{ ...gptOss, usd: { input: 0.35, output: 0.75 } }],
  },
  {
    preset: 'cohere',
    variables: ['COHERE_API_KEY', 'CO_API_KEY'],
    region: 'us',
    dataTerms: [],
    models: [
      {
        name: 'command-a-03-2025',
        capabilities: ['CHAT', 'TOOLS', 'JSON_SCHEMA'],
        contextWindowTokens: 256_000,
        outputTokensMax: 8_000,
        usd: { input: 2.5, output: 10 },
      },
    ],
  },
  {
    preset: 'deepseek',
    variables: ['DEEPSEEK_API_KEY'],
    region: 'cn',
    dataTerms: [],
    models: [
      {
        name: 'deepseek-flash',
        capabilities: ['CHAT', 'TOOLS', 'VISION', 'REASONING'],
        contextWindowTokens: 1_000_000,
        outputTokensMax: 384_000,
        // Prices of the peak hours (Models & Pricing, 2026-11-15); at other hours it charges half.
        usd: { input: 0.3, output: 1.2, cachedRead: 0.006 },
      },
    ],
  },
  {
    preset: 'fireworks',
    variables: ['FIREWORKS_API_KEY'],
    region: 'us',
    dataTerms: [],
    models: [
      {
        ...gptOss,
        nameAtVendor: 'accounts/fireworks/models/gpt-oss-120b',
        usd: { input: 0.15, output: 0.6, cachedRead: 0.014 },
      },
    ],
  },
  {
    preset: 'groq',
    variables: ['GROQ_API_KEY'],
    region: 'us',
    dataTerms: [],
    models: [
      {
        ...gptOss,
        nameAtVendor: 'openai/gpt-oss-120b',
        usd: { input: 0.15, output: 0.6, cachedRead: 0.075 },
      },
    ],
  },
  {
    preset: 'mistral',
    variables: ['MISTRAL_API_KEY'],
    region: 'eu',
    dataTerms: [],
    models: [
      {
        name: 'mistral-small-2603',
        capabilities: ['CHAT', 'TOOLS', 'VISION', 'JSON_SCHEMA', 'REASONING'],
        contextWindowTokens: 262_144,
        usd: { input: 0.15, output: 0.6, cachedRead: 0.015 },
      },
    ],
  },
  {
    preset: 'moonshot',
    variables: ['MOONSHOT_API_KEY'],
    region: 'cn',
    dataTerms: [],
    models: [
      {
        name: 'kimi-k2.6',
        capabilities: ['CHAT', 'TOOLS', 'VISION', 'REASONING'],
        contextWindowTokens: 262_144,
        usd: { input: 0.95, output: 4, cachedRead: 0.16 },
      },
    ],
  },
  {
    preset: 'openrouter',
    variables: ['OPENROUTER_API_KEY'],
    region: 'us',
    dataTerms: [],
    models: [
      {
        ...gptMini,
        nameAtVendor: 'openai/gpt-5.4-mini',
        usd: { input: 0.75, output: 4.5, cachedRead: 0.075 },
      },
    ],
  },
  {
    preset: 'together',
    variables: ['TOGETHER_API_KEY'],
    region: 'us',
    dataTerms: [],
    // Serverless models, 2026-05-19.
    models: [{ ...gptOss, nameAtVendor: 'openai/gpt-oss-120b', usd: { input: 0.15, output: 0.6 } }],
  },
  {
    preset: 'xai',
    variables: ['XAI_API_KEY'],
    region: 'us',
    dataTerms: [],
    models: [
      {
        name: 'grok-4.3',
        capabilities: ['CHAT', 'TOOLS', 'VISION', 'JSON_SCHEMA', 'REASONING'],
        // It takes a million: from 200,000 on every token costs double, which one price cannot say.
        contextWindowTokens: 200_000,
        usd: { input: 1.25, output: 2.5, cachedRead: 0.2 },
      },
    ],
  },
  {
    preset: 'zai',
    variables: ['ZAI_API_KEY'],
    region: 'cn',
    dataTerms: [],
    models: [
      {
        name: 'glm-5.3-flash',
        capabilities: ['CHAT', 'TOOLS', 'VISION', 'REASONING'],
        contextWindowTokens: 1_000_000,
        usd: { input: 0.15, output: 0.5, cachedRead: 0.03 },
      },
    ],
  },
];
