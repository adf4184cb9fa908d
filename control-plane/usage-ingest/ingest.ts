import type { ReportRequest__Output } from '../../proto/generated/gatehouse/usage/v1/ReportRequest.ts';
import type { Decision } from '../domain/decision.ts';
import { type Caller, callerKey } from '../storage/known-caller.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import { readDecision, readUsageEvent } from './record.ts';

const ACTOR = { name: 'system', authenticatedBy: 'node' } as const;

/**
 * Writes a batch of what nodes measured, whole or not at all. Twice the same batch is once the same rows. Records about
 * unknown keys, or with numbers that make no sense, are left out.
 *
 * @returns how many records were left out
 * @throws DomainError BUSY, and what the database throws: the batch is to be sent again
 */
export async function ingest(
  storage: Storage,
  batch: ReportRequest__Output,
  now: Date,
): Promise<number> {
  const events = batch.usageEvents.flatMap((wire) => readUsageEvent(wire, now) ?? []);
  const decisions = batch.decisions.flatMap((wire) => readDecision(wire, now) ?? []);
  const { value: writtenCount } = await storage.transaction(PLATFORM, ACTOR, async (stores) => {
    const callers = [...events, ...decisions.map(callerOf)].map(
      ({ tenantId, applicationId, apiKeyId }) => ({ tenantId, applicationId, apiKeyId }),
    );
    const known = await stores.knownCallers.listKnown(callers);
    const knownEvents = events.filter((event) => known.has(callerKey(event)));
    const knownDecisions = decisions.filter((decision) => known.has(callerKey(callerOf(decision))));
    await stores.usage.insert(knownEvents);
    const days = knownDecisions.map(({ at }) => at.toISOString().slice(0, 10));
    await stores.decisions.ensurePartitions(new Set(days));
    await stores.decisions.insert(knownDecisions);
    return knownEvents.length + knownDecisions.length;
  });
  return batch.usageEvents.length + batch.decisions.length - writtenCount;
}

function callerOf({ tenantId, applicationId, facts }: Decision): Caller {
  return { tenantId, applicationId, apiKeyId: facts.apiKeyId };
}
