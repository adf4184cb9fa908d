import { inTurns } from '../../documents/turns.ts';
import { type AuditEntry, describeChanges } from '../../domain/audit.ts';
import type { PlanVerb } from '../../domain/config-plan.ts';
import { type PlanKind, planKinds } from '../../domain/plan/document.ts';
import type { PlanRows, ResourceTag } from '../../domain/plan/row.ts';
import type { ChangeContext } from '../review/governed-kind.ts';
import type { PlannedChange } from './describe-action.ts';
import { digestOfRow } from './describe-row.ts';
import type { Planned } from './planner.ts';

/** What a plan is written with. */
export interface WriteTerms {
  readonly reason: string | undefined;
  /** The request that approved it; undefined where no rule demands one. */
  readonly changeRequestId: string | undefined;
}

/**
 * Writes every row of a plan with its audit entry, and who owns it now. Rights, reviews and versions are settled, and the
 * rows are held.
 */
export async function writePlan(
  { stores, trail }: Pick<ChangeContext, 'stores' | 'trail'>,
  { changes, content }: Planned,
  terms: WriteTerms,
): Promise<void> {
  const approved = changes.map((change) => withRequest(change, terms.changeRequestId));
  const rows = approved.filter(({ action: { verb } }) => verb !== 'unchanged');
  for (const kind of planKinds) {
    const ofKind = rows.filter(({ action }) => action.kind === kind);
    const isNew = ({ action }: PlannedChange) => action.verb === 'create';
    await stores.plannedRows.insert(kind, rowsOf(kind, ofKind.filter(isNew)));
    await stores.plannedRows.replace(
      kind,
      rowsOf(
        kind,
        ofKind.filter((change) => !isNew(change)),
      ),
    );
  }
  // A tenant has no owner among documents: none of them takes it away.
  const kept = approved.filter(
    ({ action: { verb, kind } }) => verb !== 'delete' && kind !== 'tenant',
  );
  await stores.resourceTags.put(await inTurns(kept, (change) => tagOf(change, content.owner)));
  await stores.resourceTags.remove(
    rows.flatMap(({ action: { verb, kind, id } }) =>
      verb === 'delete' ? [{ kind, resourceId: id }] : [],
    ),
  );
  trail.entries.push(...(await inTurns(rows, (change) => describeEntry(change, terms.reason))));
}

function describeEntry(
  { action, before, after }: PlannedChange,
  reason: string | undefined,
): AuditEntry {
  const noun = action.kind.replace('_', '-');
  return {
    tenantId: action.tenantId,
    action: `${noun}.${wordOf(action.kind, action.verb)}`,
    object: `${noun}/${action.id}`,
    changes: describeChanges(before, after.row),
    reason,
  };
}

/** A grant names the request that made it what it is; tightening leaves that. */
function withRequest(change: PlannedChange, changeRequestId: string | undefined): PlannedChange {
  const { action, after } = change;
  if (after.kind !== 'grant' || action.direction !== 'loosening') return change;
  if (changeRequestId === undefined) throw new Error('a grant is loosened by a request only');
  return { ...change, after: { kind: 'grant', row: { ...after.row, changeRequestId } } };
}

/** They are all of the kind. */
function rowsOf<Kind extends PlanKind>(
  _kind: Kind,
  changes: readonly PlannedChange[],
): readonly PlanRows[Kind][] {
  return changes.map(({ after }) => after.row as PlanRows[Kind]);
}

function tagOf({ action, after }: PlannedChange, owner: string): ResourceTag {
  const { kind, id: resourceId, tenantId, name } = action;
  return { kind, resourceId, tenantId, owner, name, content: digestOfRow(after) };
}

/** As the audit log calls what a mutation of its own would do. */
function wordOf(kind: keyof PlanRows, verb: PlanVerb): string {
  if (verb !== 'delete') return verb;
  return kind === 'grant' ? 'revoke' : 'archive';
}
