/** Nano-USD per million tokens: 1 USD per million tokens is 10^9. */
const USD_PER_MILLION = 1_000_000_000;

/** A provider, and the models of it that the demo tenant gets routes and grants for. */
export interface Offer {
  readonly provider: {
    readonly name: string;
    readonly kind: 'OPENAI';
    readonly baseUrl: string;
    readonly region: string;
    readonly dataTerms: readonly string[];
    readonly credential?: string;
  };
  readonly models: readonly OfferedModel[];
}

/** One model, its target at the provider, and the route that leads there. */
export interface OfferedModel {
  readonly model: {
    readonly name: string;
    readonly capabilities: readonly string[];
    readonly contextWindowTokens: number;
    readonly outputTokensMax?: number;
  };
  readonly target: string;
  readonly providerModel: string;
  readonly price: { readonly input: string; readonly output: string; readonly cachedRead?: string };
  readonly route: { readonly name: string; readonly operation: 'CHAT' | 'EMBEDDING' };
}

/** What the demo provider serves. The prices are invented. */
export function demoOffer(baseUrl: string): Offer {
  return {
    provider: {
      name: 'demo',
      kind: 'OPENAI',
      baseUrl,
      region: 'local',
      dataTerms: ['ZERO_RETENTION', 'NO_TRAINING'],
      credential: 'any-key-will-do',
    },
    models: [
      {
        model: {
          name: 'demo-chat-model',
          capabilities: ['CHAT', 'TOOLS', 'JSON_SCHEMA'],
          contextWindowTokens: 128_000,
          outputTokensMax: 16_384,
        },
        target: 'demo-chat',
        providerModel: 'demo-chat-model',
        price: { input: usd(2.5), output: usd(10), cachedRead: usd(1.25) },
        route: { name: 'demo-chat', operation: 'CHAT' },
      },
      {
        model: {
          name: 'demo-embedding-model',
          capabilities: ['EMBEDDING'],
          contextWindowTokens: 8_192,
        },
        target: 'demo-embedding',
        providerModel: 'demo-embedding-model',
        price: { input: usd(0.02), output: usd(0) },
        route: { name: 'demo-embedding', operation: 'EMBEDDING' },
      },
    ],
  };
}

/** OpenAI itself; prices as it published them in 2025. */
export function openaiOffer(credential: string): Offer {
  return {
    provider: {
      name: 'openai',
      kind: 'OPENAI',
      baseUrl: 'https://api.openai.com/v1',
      region: 'us',
      dataTerms: ['NO_TRAINING', 'RETENTION_30_DAYS'],
      credential,
    },
    models: [
      {
        model: {
          name: 'gpt-4o-mini',
          capabilities: ['CHAT', 'TOOLS', 'VISION', 'JSON_SCHEMA'],
          contextWindowTokens: 128_000,
          outputTokensMax: 16_384,
        },
        target: 'openai-gpt-4o-mini',
        providerModel: 'gpt-4o-mini',
        price: { input: usd(0.15), output: usd(0.6), cachedRead: usd(0.075) },
        route: { name: 'openai-chat', operation: 'CHAT' },
      },
      {
        model: {
          name: 'text-embedding-3-small',
          capabilities: ['EMBEDDING'],
          contextWindowTokens: 8_191,
        },
        target: 'openai-text-embedding-3-small',
        providerModel: 'text-embedding-3-small',
        price: { input: usd(0.02), output: usd(0) },
        route: { name: 'openai-embedding', operation: 'EMBEDDING' },
      },
    ],
  };
}

function usd(perMillionTokens: number): string {
  return String(Math.round(perMillionTokens * USD_PER_MILLION));
}
