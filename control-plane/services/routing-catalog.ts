import type { RoutingCatalog } from '../../policy/strategy/candidate.ts';
import { toPolicyModel } from '../domain/model.ts';
import { type Target, toPolicyTarget } from '../domain/target.ts';
import type { Stores } from '../storage/storage.ts';

/** What policies are judged by: targets, and the rows behind them. What is archived counts as missing. */
export async function loadRoutingCatalog(
  stores: Stores,
  rows: readonly Target[],
): Promise<RoutingCatalog> {
  const targets = inUse(rows);
  const modelIds = new Set(targets.map(({ modelId }) => modelId));
  const providerIds = new Set(targets.map(({ providerId }) => providerId));
  const models = inUse(await stores.models.listByIds([...modelIds]));
  const providers = inUse(await stores.providers.listByIds([...providerIds]));
  return {
    targets: new Map(targets.map((target) => [target.id, toPolicyTarget(target)])),
    models: new Map(models.map((model) => [model.id, toPolicyModel(model)])),
    providers: new Map(providers.map((provider) => [provider.id, provider])),
  };
}

function inUse<Row extends { readonly archivedAt: Date | null }>(rows: readonly Row[]): Row[] {
  return rows.filter(({ archivedAt }) => archivedAt === null);
}
