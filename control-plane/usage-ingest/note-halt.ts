import { describeChanges } from '../domain/audit.ts';
import { haltRamp, type RampHaltReport } from '../domain/route.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';

const ACTOR = { name: 'system', authenticatedBy: 'node' } as const;

/**
 * Writes into its route that a node has halted a ramp, as a revision that all nodes get, with an entry of the audit. Once:
 * a ramp that is halted, was changed, or is not of the tenant that the call was of, is left as it is.
 *
 * @returns whether anything was written
 * @throws DomainError BUSY, VERSION_CONFLICT, and what the database throws; the node's next call of the rule says it again
 */
export async function noteHalt(
  storage: Storage,
  report: RampHaltReport,
  now: Date,
): Promise<boolean> {
  const { value } = await storage.transaction(PLATFORM, ACTOR, async ({ routes }, trail) => {
    const before = await routes.find(report.routeId);
    const after = before && haltRamp(before, report, now);
    if (after === undefined) return false;
    await routes.replace(after);
    trail.entries.push({
      tenantId: after.tenantId,
      action: 'route.halt-ramp',
      object: `route/${after.id}`,
      changes: describeChanges(before, after),
      reason: describeReason(report),
    });
    return true;
  });
  return value;
}

function describeReason({ nodeId, reason, measured, allowed }: RampHaltReport): string {
  return `the node "${nodeId}" saw the new target of a ramp leave its bound of ${reason}: ${measured}, of at most ${allowed}`;
}
