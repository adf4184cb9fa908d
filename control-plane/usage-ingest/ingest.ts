import type { ReportRequest__Output } from '../../proto/generated/gatehouse/usage/v1/ReportRequest.ts';
import type { Decision } from '../domain/decision.ts';
import type { RampHaltReport } from '../domain/route.ts';
import type { CallerNoun, ReportedTokenUse, ReportedUse } from '../domain/telemetry/caller-use.ts';
import { type Caller, callerKey } from '../storage/known-caller.ts';
import { PLATFORM, type Storage, type Stores } from '../storage/storage.ts';
import { type Delivery, ownTenants } from './own-tenants.ts';
import { readDecision, readKeyUse, readNodeId, readTokenUse, readUsageEvent } from './record.ts';

/** Between two readings of an issuer for which nodes say that they lack a key of it: strangers can make them say so. */
const UNKNOWN_KEY_PAUSE_MS = 60_000;
const ACTOR = { name: 'system', authenticatedBy: 'node' } as const;

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
  const tokenUses = batch.tokenIssuerUses.flatMap((wire) => readTokenUse(wire, now) ?? []);
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
    const ownKeyUses = await listOwn(stores, 'api_key', { uses: keyUses, isOwn });
    const ownTokenUses = await listOwn(stores, 'token_issuer', { uses: tokenUses, isOwn });
    await keepUses(stores, readNodeId(batch.nodeId), { ownKeyUses, ownTokenUses });
    await stores.budgetAccounts.count(await stores.usage.insert(knownEvents));
    const days = knownDecisions.map(({ at }) => at.toISOString().slice(0, 10));
    await stores.decisions.ensurePartitions(new Set(days));
    await stores.decisions.insert(knownDecisions);
    const uncertain = ownTokenUses.filter(({ isKeyUnknown }) => isKeyUnknown);
    await stores.tokenIssuerKeys.hasten(
      uncertain.map(({ id }) => id),
      now,
      UNKNOWN_KEY_PAUSE_MS,
    );
    const useCount = ownKeyUses.length + ownTokenUses.length;
    const count = knownEvents.length + knownDecisions.length + useCount;
    return { count, halts: listHalts(knownDecisions) };
  });
  return { refusedCount: countRecords(batch) - written.count, halts: written.halts };
}

function countRecords(batch: ReportRequest__Output): number {
  const { usageEvents, decisions, keyUses, tokenIssuerUses } = batch;
  return usageEvents.length + decisions.length + keyUses.length + tokenIssuerUses.length;
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

/** Those of keys or issuers that there are, and whose tenants the node may speak of. */
async function listOwn<Use extends { readonly id: string }>(
  { callerUses }: Stores,
  noun: CallerNoun,
  { uses, isOwn }: { readonly uses: readonly Use[]; readonly isOwn: (tenant: string) => boolean },
): Promise<readonly Use[]> {
  const owners = await callerUses.findOwners(
    noun,
    uses.map(({ id }) => id),
  );
  return uses.filter(({ id }) => {
    const owner = owners.get(id);
    return owner !== undefined && isOwn(owner);
  });
}

async function keepUses(
  { callerUses }: Stores,
  nodeId: string,
  {
    ownKeyUses,
    ownTokenUses,
  }: {
    readonly ownKeyUses: readonly ReportedUse[];
    readonly ownTokenUses: readonly ReportedTokenUse[];
  },
): Promise<void> {
  await callerUses.put('api_key', nodeId, ownKeyUses);
  const taken = ownTokenUses.flatMap(({ use }) => use ?? []);
  await callerUses.put('token_issuer', nodeId, taken);
}

function callerOf({ tenantId, applicationId, facts }: Decision): Caller {
  const { apiKeyId, tokenIssuerId = '' } = facts;
  return { tenantId, applicationId, apiKeyId, tokenIssuerId };
}
