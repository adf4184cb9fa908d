import type { Capability, Target as PolicyTarget, Price } from '../../policy/resource.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkCapabilities } from './model.ts';
import { checkSlug, checkText } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import { checkMoment } from './time.ts';

export const PRICES_MAX = 32;
/** A million USD per million tokens; keeps the cost of any attempt within a bigint column. */
export const PRICE_NANO_USD_MAX = 10n ** 15n;

/** Nano-USD per million tokens, in force from a moment on. */
export interface TargetPrice extends Omit<Price, 'effectiveFromMs'> {
  readonly effectiveFrom: Date;
}

/** One model at one provider, with its price. */
export interface Target extends ArchivableRecord {
  readonly name: string;
  readonly providerId: string;
  readonly modelId: string;
  /** The model's name at the provider. */
  readonly providerModel: string;
  /** Null means the provider's. */
  readonly region: string | null;
  readonly enabled: boolean;
  /** Narrows the model's; empty means all of them. */
  readonly capabilities: readonly Capability[];
  /** Oldest first, at least one. */
  readonly prices: readonly TargetPrice[];
}

/** A price as its author writes it. Undefined: from now on; cached like input, reasoning like output; 0 a request. */
export interface PriceDraft {
  readonly effectiveFrom?: Date | undefined;
  readonly input: bigint;
  readonly output: bigint;
  readonly cachedRead?: bigint | undefined;
  readonly cachedWrite?: bigint | undefined;
  readonly cachedWriteLong?: bigint | undefined;
  readonly reasoning?: bigint | undefined;
  readonly perRequest?: bigint | undefined;
}

/** What the author of a target decides. */
export type TargetDraft = Pick<
  Target,
  'name' | 'providerId' | 'modelId' | 'providerModel' | 'region' | 'enabled' | 'capabilities'
> & { readonly prices: readonly PriceDraft[] };

/** What an edit may change; what is undefined stays. `prices` replaces all of them. */
export type TargetChange = {
  readonly [Field in Exclude<keyof TargetDraft, 'providerId' | 'modelId'>]?:
    | TargetDraft[Field]
    | undefined;
};

/** What a target is judged by: the time, and the capabilities of its model. */
export interface TargetContext {
  readonly now: Date;
  readonly modelCapabilities: readonly Capability[];
}

/** @throws DomainError VALIDATION_FAILED */
export function createTarget(id: string, draft: TargetDraft, context: TargetContext): Target {
  const prices = draft.prices.map((price) => completePrice(price, context.now));
  return checked({ ...draft, ...newRecord(id, context.now), prices }, context);
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseTarget(target: Target, change: TargetChange, context: TargetContext): Target {
  const prices = change.prices?.map((price) => completePrice(price, context.now));
  return checked(revise(target, { ...change, prices }, context.now), context);
}

/** The target as decisions see it. */
export function toPolicyTarget({ prices, ...target }: Target): PolicyTarget {
  return {
    id: target.id,
    name: target.name,
    providerId: target.providerId,
    modelId: target.modelId,
    providerModel: target.providerModel,
    region: target.region ?? '',
    enabled: target.enabled,
    capabilities: target.capabilities,
    prices: prices.map(({ effectiveFrom, ...price }) => ({
      ...price,
      effectiveFromMs: effectiveFrom.getTime(),
    })),
  };
}

/** Cached tokens cost what input costs (kept for an hour, what others written cost) and reasoning what output costs, unless they have a price; begins at `now`. */
function completePrice(
  { effectiveFrom, input, output, ...rest }: PriceDraft,
  now: Date,
): TargetPrice {
  return {
    effectiveFrom: effectiveFrom ?? now,
    input,
    output,
    cachedRead: rest.cachedRead ?? input,
    cachedWrite: rest.cachedWrite ?? input,
    cachedWriteLong: rest.cachedWriteLong ?? rest.cachedWrite ?? input,
    reasoning: rest.reasoning ?? output,
    perRequest: rest.perRequest ?? 0n,
  };
}

function checked(target: Target, { modelCapabilities }: TargetContext): Target {
  const faults: Fault[] = [
    ...checkSlug('name', target.name),
    ...checkText('providerModel', target.providerModel),
    ...(target.region === null ? [] : checkSlug('region', target.region)),
    ...checkCapabilities('capabilities', target.capabilities),
    ...checkPrices(target.prices),
  ];
  const foreign = target.capabilities.filter((value) => !modelCapabilities.includes(value));
  if (foreign.length > 0)
    faults.push({
      path: 'capabilities',
      message: `The model cannot do ${foreign.join(', ')}; a target only narrows its model.`,
    });
  if (faults.length > 0) throw invalidInput(faults);
  const oldestFirst = target.prices.toSorted(
    (one, other) => one.effectiveFrom.getTime() - other.effectiveFrom.getTime(),
  );
  return { ...target, prices: oldestFirst };
}

function checkPrices(prices: readonly TargetPrice[]): readonly Fault[] {
  if (prices.length === 0 || prices.length > PRICES_MAX)
    return [{ path: 'prices', message: `A target has 1 to ${PRICES_MAX} prices.` }];
  const faults: Fault[] = prices.flatMap(({ effectiveFrom, ...amounts }, position) => [
    ...checkMoment(`prices.${position}.effectiveFrom`, effectiveFrom),
    ...Object.entries(amounts).flatMap(([field, amount]) =>
      checkAmount(`prices.${position}.${field}`, amount),
    ),
  ]);
  const moments = new Set(prices.map(({ effectiveFrom }) => effectiveFrom.getTime()));
  if (moments.size !== prices.length)
    faults.push({ path: 'prices', message: 'Two prices begin at the same moment.' });
  return faults;
}

function checkAmount(path: string, amount: bigint): readonly Fault[] {
  if (amount >= 0n && amount <= PRICE_NANO_USD_MAX) return [];
  return [{ path, message: `A price is from 0 to ${PRICE_NANO_USD_MAX} nano-USD.` }];
}
