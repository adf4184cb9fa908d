import { BUDGET_BOUNDS } from '../../../../policy/budget.ts';
import { LIMIT_BOUNDS } from '../../../../policy/limit.ts';
import {
  type Budget,
  type BudgetChange,
  type BudgetDraft,
  createBudget,
  reviseBudget,
} from '../../../domain/budget.ts';
import {
  createLimit,
  type Limit,
  type LimitChange,
  type LimitDraft,
  reviseLimit,
} from '../../../domain/limit.ts';
import type { Stores } from '../../../storage/storage.ts';
import { requireTenant } from '../../tenant-owner.ts';

/** A new limit, judged by what there is at this moment, which is held until the transaction ends. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function buildLimit(
  stores: Stores,
  id: string,
  { draft, now }: { readonly draft: LimitDraft; readonly now: Date },
): Promise<Limit> {
  await requireTenant(stores, draft.tenantId);
  const applicationIds = await holdApplication(stores, draft);
  const routeIds = await holdRoutes(stores, draft);
  return createLimit(id, draft, { now, applicationIds, routeIds });
}

/** The limit with an edit. What it names may stay, archived or not. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function rebuildLimit(
  stores: Stores,
  row: Limit,
  { change, now }: { readonly change: LimitChange; readonly now: Date },
): Promise<Limit> {
  await requireTenant(stores, row.tenantId);
  const { tenantId } = row;
  const held = await holdRoutes(stores, { tenantId, routeIds: change.routeIds ?? [] });
  const routeIds = new Set([...held, ...row.routeIds]);
  return reviseLimit(row, change, { now, routeIds, applicationIds: ownOf(row) });
}

/** As `buildLimit`. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function buildBudget(
  stores: Stores,
  id: string,
  { draft, now }: { readonly draft: BudgetDraft; readonly now: Date },
): Promise<Budget> {
  await requireTenant(stores, draft.tenantId);
  const applicationIds = await holdApplication(stores, draft);
  const modelIds = await findModels(stores, draft.modelIds);
  return createBudget(id, draft, { now, applicationIds, modelIds });
}

/** As `rebuildLimit`. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function rebuildBudget(
  stores: Stores,
  row: Budget,
  { change, now }: { readonly change: BudgetChange; readonly now: Date },
): Promise<Budget> {
  await requireTenant(stores, row.tenantId);
  const found = await findModels(stores, change.modelIds ?? []);
  const modelIds = new Set([...found, ...row.modelIds]);
  return reviseBudget(row, change, { now, modelIds, applicationIds: ownOf(row) });
}

function ownOf({ applicationId }: Limit | Budget): ReadonlySet<string> {
  return new Set(applicationId === null ? [] : [applicationId]);
}

async function holdApplication(
  { applications }: Stores,
  { tenantId, applicationId }: LimitDraft | BudgetDraft,
): Promise<ReadonlySet<string>> {
  if (applicationId === null) return new Set();
  const rows = await applications.lockByIds([applicationId], 'share');
  return usable(rows.filter((row) => row.tenantId === tenantId));
}

/** No more than a sound limit names: one with more is refused anyway. */
async function holdRoutes(
  { routes }: Stores,
  { tenantId, routeIds }: Pick<LimitDraft, 'tenantId' | 'routeIds'>,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(routeIds)].toSorted().slice(0, LIMIT_BOUNDS.routesMax);
  if (ids.length === 0) return new Set();
  const rows = await routes.lockByIds(ids, 'share');
  return usable(rows.filter((row) => row.tenantId === tenantId));
}

/** Not held: they are the platform's, and an attempt at one that is archived is not made. */
async function findModels(
  { models }: Stores,
  modelIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(modelIds)].toSorted().slice(0, BUDGET_BOUNDS.modelsMax);
  if (ids.length === 0) return new Set();
  return usable(await models.listByIds(ids));
}

function usable(
  rows: readonly { readonly id: string; readonly archivedAt: Date | null }[],
): ReadonlySet<string> {
  return new Set(rows.flatMap(({ id, archivedAt }) => (archivedAt === null ? [id] : [])));
}
