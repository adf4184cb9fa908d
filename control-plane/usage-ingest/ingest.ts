import type { ReportRequest__Output } from '../../proto/generated/gatehouse/usage/v1/ReportRequest.ts';
import type { Decision } from '../domain/decision.ts';
import type { RampHaltReport } from '../domain/route.ts';
import type { ReportedKeyUse } from '../domain/telemetry/api-key-use.ts';
import { type Caller, callerKey } from '../storage/known-caller.ts';
import { PLATFORM, type Storage, type Stores } from '../storage/storage.ts';
import { AGE_DAYS_MAX, readDecision, readKeyUse, readNodeId, readUsageEvent } from './record.ts';

const DAY_MS = 86_400_000;
const ACTOR = { name: 'system', authenticatedBy: 'node' } as const;

/** When a batch came, and from whom. */
export interface Delivery {
  readonly now: Date;
  /** Pool that the node's certificate names; empty or undefined when that narrows nothing. */
  readonly pool: string | undefined;
}

/** What a batch has come to. */
export interface Ingested {
  readonly refusedCount: number;
  readonly halts: readonly RampHaltReport[];
}

/**
 * Writes a batch of what nodes measured, whole or not at all. Twice the same batch is once the same rows. Records about
 * unknown keys or token issuers, about tenants that the node's pool never held, or with numbers that make no sense, are left out.
 *
 * @returns how many records were left out, and the ramps that nodes have halted, each once
 * @throws DomainError BUSY, and what the database throws: the batch is to be sent again
 */
export async function ingest(
  storage: Storage,
  batch: ReportRequest__Output,
  { now, pool }: Delivery,
): Promise<Ingested> {
  const events = batch.usageEvents.flatMap((wire) => readUsageEvent(wire, now) ?? []);
  const decisions = batch.decisions.flatMap((wire) => readDecision(wire, now) ?? []);
  const keyUses = batch.keyUses.flatMap((wire) => readKeyUse(wire, now) ?? []);
  const { value: written } = await storage.transaction(PLATFORM, ACTOR, async (stores) => {
    const callers = [...events, ...decisions.map(callerOf)].map(
      ({ tenantId, applicationId, apiKeyId, tokenIssuerId }) => ({
        tenantId,
        applicationId,
        apiKeyId,
        tokenIssuerId,
      }),
    );
    const isOwn = await ownTenants(stores, { now, pool });
    const known = await stores.knownCallers.listKnown(
      callers.filter(({ tenantId }) => isOwn(tenantId)),
    );
    const knownEvents = events.filter((event) => known.has(callerKey(event)));
    const knownDecisions = decisions.filter((decision) => known.has(callerKey(callerOf(decision))));
    const ownUses = await listOwnUses(stores, keyUses, isOwn);
    await stores.apiKeyUses.put(readNodeId(batch.nodeId), ownUses);
    await stores.usage.insert(knownEvents);
    const days = knownDecisions.map(({ at }) => at.toISOString().slice(0, 10));
    await stores.decisions.ensurePartitions(new Set(days));
    await stores.decisions.insert(knownDecisions);
    const count = knownEvents.length + knownDecisions.length + ownUses.length;
    return { count, halts: listHalts(knownDecisions) };
  });
  const recordCount = batch.usageEvents.length + batch.decisions.length + batch.keyUses.length;
  return { refusedCount: recordCount - written.count, halts: written.halts };
}

/** One of each ramp: a node says it with every call of the rule until it is told that all know. */
function listHalts(decisions: readonly Decision[]): readonly RampHaltReport[] {
  const halts = new Map<string, RampHaltReport>();
  for (const { tenantId, nodeId, facts } of decisions) {
    const { routeId, rampHalt } = facts;
    if (rampHalt === undefined || halts.has(rampHalt.rampId)) continue;
    const { atUnixMs: atMs, ...halt } = rampHalt;
    halts.set(halt.rampId, { tenantId, routeId, nodeId, atMs, ...halt });
  }
  return [...halts.values()];
}

/** A tenant that has left the pool is still reported on, for as long as records of that age are taken. */
async function ownTenants(
  { nodePoolTenants }: Stores,
  { now, pool }: Delivery,
): Promise<(tenantId: string) => boolean> {
  if (pool === undefined || pool === '') return () => true;
  const since = new Date(now.getTime() - AGE_DAYS_MAX * DAY_MS);
  const held = await nodePoolTenants.listTenantIdsHeldSince(pool, since);
  return (tenantId) => held.has(tenantId);
}

/** Those of keys that there are, and whose tenants the node may speak of. */
async function listOwnUses(
  { apiKeyUses }: Stores,
  uses: readonly ReportedKeyUse[],
  isOwn: (tenantId: string) => boolean,
): Promise<readonly ReportedKeyUse[]> {
  if (uses.length === 0) return [];
  const owners = await apiKeyUses.findOwners(uses.map(({ apiKeyId }) => apiKeyId));
  return uses.filter(({ apiKeyId }) => {
    const owner = owners.get(apiKeyId);
    return owner !== undefined && isOwn(owner);
  });
}

function callerOf({ tenantId, applicationId, facts }: Decision): Caller {
  const { apiKeyId, tokenIssuerId = '' } = facts;
  return { tenantId, applicationId, apiKeyId, tokenIssuerId };
}
