import type { Model, Provider, Target } from '../../../policy/resource.ts';
import { isResourceKind } from '../../../proto/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import type { Domain } from '../resource-store.ts';
import type { SlicedWork } from '../slices.ts';
import { collectFaults } from './collect-faults.ts';
import { type Fault, InvalidResource } from './fault.ts';
import { readModel, readProvider, readTarget } from './read-resource.ts';

/** The resources that all tenants share, made ready. */
export interface SharedPart {
  /** What it was made of. */
  readonly domain: Domain | undefined;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly models: ReadonlyMap<string, Model>;
  readonly targets: ReadonlyMap<string, Target>;
}

/** A part, or the faults because of which there is none. */
export type SharedPartResult =
  | { readonly kind: 'built'; readonly part: SharedPart }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] };

/**
 * Reads every shared resource; one that is invalid, or refers to none, spoils the part. A kind that
 * this build does not know is held and not enforced (decision 7).
 */
export function* buildSharedPart(domain: Domain | undefined): SlicedWork<SharedPartResult> {
  const providers = new Map<string, Provider>();
  const models = new Map<string, Model>();
  const targets = new Map<string, Target>();
  const read = (resource: RawResource): void => {
    if (resource.kind === 'provider') providers.set(resource.id, readProvider(resource));
    else if (resource.kind === 'model') models.set(resource.id, readModel(resource));
    else if (resource.kind === 'target') targets.set(resource.id, readTarget(resource));
    else if (isResourceKind(resource.kind))
      throw new InvalidResource('this kind is not shared by tenants');
  };
  const link = ({ id }: RawResource): void => {
    const target = targets.get(id);
    if (target === undefined) return;
    if (!providers.has(target.providerId)) throw new InvalidResource('its provider is missing');
    if (!models.has(target.modelId)) throw new InvalidResource('its model is missing');
  };
  const faults = yield* collectFaults(() => domain?.values() ?? [], [read, link]);
  if (faults.length > 0) return { kind: 'invalid', faults };
  return { kind: 'built', part: { domain, providers, models, targets } };
}
