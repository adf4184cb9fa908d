import {
  contentDigest,
  type PlanAction,
  type PlanDirection,
  type PlanVerb,
} from '../../domain/config-plan.ts';
import { revokeGrant } from '../../domain/grant.ts';
import type { Permission } from '../../domain/permission.ts';
import { listChangedPaths } from '../../domain/plan/difference.ts';
import { type PlanKind, planKinds } from '../../domain/plan/document.ts';
import type { AnyRow, KindRow, ResourceTag } from '../../domain/plan/row.ts';
import type { Names } from '../../domain/plan/spec.ts';
import { archive } from '../../domain/record.ts';
import type { Built } from './build-row.ts';
import { directionOfEnd } from './build-spend-row.ts';
import { describeRow, digestOfRow, kindRow } from './describe-row.ts';
import type { Entry } from './resolve.ts';

/** What becomes of a row; `before` is undefined for something new. */
export interface PlannedChange {
  readonly action: PlanAction;
  readonly before: AnyRow | undefined;
  readonly after: KindRow;
}

/** What actions are described with. */
export interface ActionContext {
  readonly owner: string;
  readonly now: Date;
  readonly names: Names;
  /** Names of tenants, by id. */
  readonly tenants: ReadonlyMap<string, string>;
  readonly tagOf: (kind: PlanKind, id: string) => ResourceTag | undefined;
}

/** What becomes of what a document names. */
export function describeKept(
  entry: Entry,
  built: Built<AnyRow>,
  context: ActionContext,
): PlannedChange {
  const { kind, id, tenantId, row, tag } = entry;
  const { tenant, name } = entry.document;
  const after = kindRow(kind, built.after);
  const isSame = row === built.after;
  const verb = row === undefined ? 'create' : isSame ? 'unchanged' : 'update';
  const isNew = row === undefined;
  const before = isNew || isSame ? null : describeRow(kindRow(kind, row), context.names);
  const spec = isSame ? null : describeRow(after, context.names);
  // A tenant has no owner among documents: none of them takes it away.
  const isAdopted = !isNew && kind !== 'tenant' && tag?.owner !== context.owner;
  const isTouched = verb !== 'unchanged' || isAdopted;
  const action: PlanAction = {
    verb,
    kind,
    id,
    tenantId,
    tenant,
    name,
    version: row?.version ?? 0,
    before,
    after: spec,
    paths: isNew ? [] : listChangedPaths(before, spec),
    direction: built.direction,
    ...(isTouched && { permission: permissionFor(kind, verb, built.direction) }),
    isAdopted,
    ...(isAdopted && tag !== undefined && { formerOwner: tag.owner }),
    isDrifted: !isNew && isDrifted(kindRow(kind, row), context),
    content: contentDigest(built.content),
  };
  return { action, before: row, after };
}

/** The end of what no document names. */
export function describeGone(gone: KindRow, context: ActionContext): PlannedChange {
  const { kind, row } = gone;
  const tenantId = kind === 'tenant' ? row.id : row.tenantId;
  const direction = directionOfEnd(gone);
  const action: PlanAction = {
    verb: 'delete',
    kind,
    id: row.id,
    tenantId,
    tenant: context.tenants.get(tenantId) ?? tenantId,
    name: kind === 'grant' ? (context.tagOf(kind, row.id)?.name ?? '') : row.name,
    version: row.version,
    before: describeRow(gone, context.names),
    after: null,
    paths: [],
    direction,
    permission: permissionFor(kind, 'delete', direction),
    isAdopted: false,
    isDrifted: isDrifted(gone, context),
    content: '',
  };
  const ended = kind === 'grant' ? revokeGrant(row, context.now) : archive(row, context.now);
  return { action, before: row, after: kindRow(kind, ended) };
}

/** By kind, so that what others refer to comes first; then by tenant and name. */
export function inOrder({ action: one }: PlannedChange, { action: other }: PlannedChange): number {
  const byKind = planKinds.indexOf(one.kind) - planKinds.indexOf(other.kind);
  if (byKind !== 0) return byKind;
  const [a = '', b = ''] = [one, other].map(({ tenant, name, id }) => `${tenant}/${name}/${id}`);
  return a < b ? -1 : 1;
}

/** Whether it is not what was applied last. */
function isDrifted(one: KindRow, { owner, tagOf }: ActionContext): boolean {
  const tag = tagOf(one.kind, one.row.id);
  return tag?.owner === owner && tag.content !== digestOfRow(one);
}

/** What the mutation of that change asks for. */
function permissionFor(kind: PlanKind, verb: PlanVerb, direction: PlanDirection): Permission {
  if (kind !== 'grant') return kind === 'prompt_policy' ? 'prompt-policy:write' : `${kind}:write`;
  return verb !== 'create' && direction === 'tightening' ? 'grant:write' : 'grant:request';
}
