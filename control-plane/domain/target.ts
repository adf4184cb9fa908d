import type { Capability, Target as PolicyTarget } from '../../policy/resource.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkCapabilities } from './model.ts';
import { checkSlug, checkText } from './name.ts';
import {
  checkBegun,
  checkPrices,
  completePrice,
  oldestFirst,
  type PriceDraft,
  replacePlanned,
  type TargetPrice,
} from './price/price.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

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

/** What the author of a target decides. */
export type TargetDraft = Pick<
  Target,
  'name' | 'providerId' | 'modelId' | 'providerModel' | 'region' | 'enabled' | 'capabilities'
> & { readonly prices: readonly PriceDraft[] };

/** What an edit may change; what is undefined stays. `prices` replaces those that are planned. */
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
  const faults = checkPrices(prices);
  return checked({ ...draft, ...newRecord(id, context.now), prices }, context, faults);
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseTarget(target: Target, change: TargetChange, context: TargetContext): Target {
  const { now } = context;
  const given = change.prices?.map((price) => completePrice(price, now)) ?? target.prices;
  const prices = replacePlanned(target.prices, given, now);
  const faults = [...checkPrices(given), ...checkBegun(target.prices, given, now)];
  if (faults.length === 0) faults.push(...checkPrices(prices));
  return checked(revise(target, { ...change, prices }, now), context, faults);
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

function checked(
  target: Target,
  { modelCapabilities }: TargetContext,
  priceFaults: readonly Fault[],
): Target {
  const faults: Fault[] = [
    ...checkSlug('name', target.name),
    ...checkText('providerModel', target.providerModel),
    ...(target.region === null ? [] : checkSlug('region', target.region)),
    ...checkCapabilities('capabilities', target.capabilities),
    ...priceFaults,
  ];
  const foreign = target.capabilities.filter((value) => !modelCapabilities.includes(value));
  if (foreign.length > 0)
    faults.push({
      path: 'capabilities',
      message: `The model cannot do ${foreign.join(', ')}; a target only narrows its model.`,
    });
  if (faults.length > 0) throw invalidInput(faults);
  return { ...target, prices: oldestFirst(target.prices) };
}
