import { comparePrices, isFree, type PriceChange } from '../../domain/review/risk/price-change.ts';
import { computeRisk, type Risk } from '../../domain/review/risk/risk.ts';
import type { Stores } from '../../storage/storage.ts';
import type { MeasuredReach } from '../../storage/telemetry/reach.ts';
import type { Origin, ProposedChange } from './described-change.ts';

/** Targets of a provider and routes of a prompt policy whose calls are counted; with more nobody knows. */
const OWNERS_MAX = 100;

/** The risk of a change, by its content and by the calls of the last 7 days. Reads; one statement counts the calls. */
export async function assessRisk(
  stores: Stores,
  change: ProposedChange & Origin,
  now: Date,
): Promise<Risk> {
  const reach = await measureReach(stores, change, now);
  const priceChange = findPriceChange(change, reach);
  return computeRisk({ content: change, reach, priceChange });
}

async function measureReach(
  stores: Stores,
  change: ProposedChange & Origin,
  now: Date,
): Promise<MeasuredReach | 'none' | 'unknown'> {
  const { reaches } = stores;
  const { subjectId: id, tenantId } = change;
  switch (change.kind) {
    case 'model':
      return reaches.measureUsage({ by: 'model_id', ids: [id] }, now);
    case 'provider': {
      const ids = await reaches.listTargetIds(id, OWNERS_MAX + 1);
      if (ids.length > OWNERS_MAX) return 'unknown';
      return reaches.measureUsage({ by: 'target_id', ids }, now);
    }
    case 'target':
    case 'price':
      return reaches.measureUsage({ by: 'target_id', ids: [id] }, now);
    case 'api_key':
      return reaches.measureUsage({ by: 'tenant_id', ids: idsOf(tenantId), apiKeyId: id }, now);
    case 'limit':
    case 'budget': {
      const { applicationId } = change.proposal;
      const owner = { by: 'tenant_id', ids: idsOf(tenantId) } as const;
      return reaches.measureUsage({ ...owner, applicationId }, now);
    }
    case 'grant': {
      const { modelId, applicationId } = change.proposal;
      const owner = { by: 'tenant_id', ids: idsOf(tenantId) } as const;
      return reaches.measureUsage({ ...owner, modelId, applicationId }, now);
    }
    case 'route': {
      const names = [change.proposal.name, ...(change.base ? [change.base.name] : [])];
      return reaches.measureDecisions({ tenantId, names }, now);
    }
    case 'prompt_policy': {
      if (change.proposal.appliesTo || change.base?.appliesTo)
        return reaches.measureUsage({ by: 'tenant_id', ids: idsOf(tenantId) }, now);
      const routes = await stores.routes.listInspectedBy(id);
      if (routes.length > OWNERS_MAX) return 'unknown';
      const names = routes.map(({ name }) => name);
      return reaches.measureDecisions({ tenantId, names }, now);
    }
    case 'config_plan':
      return 'unknown';
    case 'approval_rule':
    case 'role':
    case 'role_mapping':
    case 'role_grant':
      return 'none';
  }
}

function findPriceChange(
  { kind, base, proposal }: ProposedChange,
  reach: MeasuredReach | 'none' | 'unknown',
): PriceChange | undefined {
  if (!('prices' in proposal) || proposal.prices === undefined) return undefined;
  const { prices } = proposal;
  if (kind !== 'price' || base === undefined)
    return { isSteep: isFree({ prices }), costChange: 0n };
  const used = typeof reach === 'string' ? undefined : reach.used;
  return comparePrices(base, { prices }, used);
}

function idsOf(tenantId: string | null): readonly string[] {
  return tenantId === null ? [] : [tenantId];
}
