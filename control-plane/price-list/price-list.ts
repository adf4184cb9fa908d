import type { ModelPrice, Provider } from '@pydantic/genai-prices';
import type { PublishedAmount, PublishedModel, PublishedPrice } from '../domain/price/published.ts';
import type { Provider as Connection } from '../domain/provider.ts';

/** The package that the prices come from, with the version that `package.json` names. */
export const PRICE_LIST = '@pydantic/genai-prices 0.1.8';

/** Name of a preset -> name of the vendor in the list, where the address does not tell. */
const vendorsByPreset: Readonly<Record<string, string>> = {
  openai: 'openai',
  'azure-openai': 'azure',
  anthropic: 'anthropic',
  gemini: 'google',
  vertex: 'google',
  bedrock: 'aws',
  moonshot: 'moonshotai',
  xai: 'x-ai',
};
/** Only one vendor speaks these. */
const vendorsByKind: Readonly<Record<string, string>> = {
  azure_openai: 'azure',
  vertex: 'google',
  bedrock: 'aws',
};

/** What is asked of the list: a connection, and the names that the model may have there, best first. */
export interface ListQuestion {
  readonly provider: Pick<Connection, 'kind' | 'preset' | 'baseUrl'>;
  readonly modelNames: readonly string[];
  readonly now: Date;
}

export interface PriceList {
  /** Undefined when it does not know the vendor or the model. */
  find(question: ListQuestion): PublishedModel | undefined;
}

/** Reads the list: a megabyte, so only when somebody asks. Nothing is fetched. */
export async function openPriceList(): Promise<PriceList> {
  const { calcPrice, findProvider } = await import('@pydantic/genai-prices');
  const findVendor = ({ kind, preset, baseUrl }: ListQuestion['provider']) => {
    const named = vendorsByPreset[preset] ?? (preset === '' ? vendorsByKind[kind] : preset);
    const vendor = named === undefined ? undefined : findProvider({ providerId: named });
    return vendor ?? findProvider({ providerApiUrl: baseUrl });
  };
  return {
    find({ provider, modelNames, now }) {
      const vendor = findVendor(provider);
      if (vendor === undefined) return undefined;
      for (const name of modelNames) {
        // Its sums are floats and are not looked at: it is asked for the entry alone.
        const found = calcPrice({}, name, { providerId: vendor.id, timestamp: now });
        if (found !== null) return describe(vendor, found.model);
      }
      return undefined;
    },
  };
}

type ListedModel = Provider['models'][number];

function describe(vendor: Provider, model: ListedModel): PublishedModel {
  const isOwn = vendor.models.includes(model);
  const remarks = [
    vendor.price_comments,
    model.price_comments,
    isOwn ? undefined : `The list has no entry of ${vendor.id} for it; this is its maker's price.`,
  ].filter((remark) => remark !== undefined);
  const prices = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  return {
    vendor: vendor.id,
    model: model.id,
    list: PRICE_LIST,
    sources: vendor.pricing_urls ?? [],
    comment: remarks.length === 0 ? null : remarks.join(' '),
    prices: prices.map(({ constraint, prices: amounts }) => ({
      startsAt:
        constraint?.type === 'start_date'
          ? new Date(`${constraint.start_date}T00:00:00Z`)
          : undefined,
      isOfSomeHours: constraint?.type === 'time_of_date',
      amounts: toAmounts(amounts),
    })),
  };
}

/** A number of the list has the decimal text that JavaScript prints for it: the shortest that reads back as that number. */
function toAmounts(prices: ModelPrice): PublishedPrice['amounts'] {
  const entries = Object.entries(prices).flatMap(([word, price]) => {
    if (price === undefined) return [];
    const amount: PublishedAmount =
      typeof price === 'number'
        ? { base: String(price), tiers: [] }
        : {
            base: String(price.base),
            tiers: price.tiers.map(({ start, price: amount }) => ({
              inputTokensAbove: start,
              amount: String(amount),
            })),
          };
    return [[word, amount] as const];
  });
  return Object.fromEntries(entries);
}
