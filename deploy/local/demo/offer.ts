import { type Vendor, type VendorModel, vendors } from './vendor.ts';

/** Nano-USD per million tokens: 1 USD per million tokens is 10^9. */
const USD_PER_MILLION = 1_000_000_000;

/** A provider, and the models of it that the demo tenant gets routes and grants for. */
export interface Offer {
  /** What `createProvider` takes: a preset, or kind and address. */
  readonly provider: {
    readonly name: string;
    readonly preset?: string;
    readonly kind?: 'OPENAI';
    readonly baseUrl?: string;
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
  /** Nano-USD per million tokens. */
  readonly price: {
    readonly input: string;
    readonly output: string;
    readonly cachedRead?: string;
    readonly cachedWrite?: string;
  };
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
        price: { input: toNanoUsd(2.5), output: toNanoUsd(10), cachedRead: toNanoUsd(1.25) },
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
        price: { input: toNanoUsd(0.02), output: toNanoUsd(0) },
        route: { name: 'demo-embedding', operation: 'EMBEDDING' },
      },
    ],
  };
}

/**
 * One offer for each vendor of {@link vendors} whose key is there, in the order of the table.
 *
 * @param keys variable -> key
 */
export function vendorOffers(keys: ReadonlyMap<string, string>): readonly Offer[] {
  return vendors.flatMap((vendor) => {
    const variable = vendor.variables.find((name) => keys.has(name));
    const credential = variable && keys.get(variable);
    return credential === undefined ? [] : [offerOf(vendor, credential)];
  });
}

function offerOf({ preset, region, dataTerms, models }: Vendor, credential: string): Offer {
  return {
    provider: { name: preset, preset, region, dataTerms, credential },
    models: models.map((model) => offerModel(preset, model)),
  };
}

function offerModel(preset: string, { name, nameAtVendor, usd, ...facts }: VendorModel) {
  const { input, output, cachedRead, cachedWrite } = usd;
  const isEmbedding = facts.capabilities.includes('EMBEDDING');
  return {
    model: { name, ...facts },
    target: `${preset}-${name.replaceAll('.', '-')}`,
    providerModel: nameAtVendor ?? name,
    price: {
      input: toNanoUsd(input),
      output: toNanoUsd(output),
      ...(cachedRead !== undefined && { cachedRead: toNanoUsd(cachedRead) }),
      ...(cachedWrite !== undefined && { cachedWrite: toNanoUsd(cachedWrite) }),
    },
    route: {
      name: `${preset}-${isEmbedding ? 'embedding' : 'chat'}`,
      operation: isEmbedding ? 'EMBEDDING' : 'CHAT',
    },
  } satisfies OfferedModel;
}

function toNanoUsd(usdPerMillionTokens: number): string {
  return String(Math.round(usdPerMillionTokens * USD_PER_MILLION));
}
