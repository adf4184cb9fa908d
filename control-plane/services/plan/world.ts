import type { RoutingCatalog } from '../../../policy/strategy/candidate.ts';
import type { PlanInput } from '../../domain/config-plan.ts';
import { parseGlobalId } from '../../domain/ids.ts';
import type { Model } from '../../domain/model.ts';
import type { OutsideDetector } from '../../domain/outside-detector.ts';
import type { ConfigDocument, PlanKind, RuleSpec } from '../../domain/plan/document.ts';
import type { PlanRows, ResourceTag } from '../../domain/plan/row.ts';
import type { Principal } from '../../domain/principal.ts';
import { targetIdsOf } from '../../domain/route.ts';
import type { Target } from '../../domain/target.ts';
import type { Stores } from '../../storage/storage.ts';
import { loadRoutingCatalog } from '../routing-catalog.ts';

/** Rows of tenants: in use, and archived ones whose names documents want; grants that are not revoked. */
export type WorldRows = {
  readonly [Kind in Exclude<PlanKind, 'tenant'>]: readonly PlanRows[Kind][];
};

/** Everything that a plan is judged by, as it is at one moment, in the scope of who asks. */
export interface World extends WorldRows {
  /** Those that documents name, and those in which the owner has something that could be pruned. Archived ones too. */
  readonly tenants: readonly PlanRows['tenant'][];
  readonly tags: readonly ResourceTag[];
  /** In use, of the tenants. */
  readonly outsideDetectors: readonly OutsideDetector[];
  readonly targets: readonly Target[];
  readonly models: readonly Model[];
  /** Principals whom documents name as owners of exceptions. Archived ones too. */
  readonly owners: readonly Principal[];
  /** Of the targets. */
  readonly catalog: RoutingCatalog;
}

/** Reads it in a number of statements that does not depend on how much it is. @throws DomainError VALIDATION_FAILED */
export async function loadWorld(
  stores: Stores,
  { documents, owner, prune }: Pick<PlanInput, 'documents' | 'owner' | 'prune'>,
): Promise<World> {
  const { plannedRows, resourceTags } = stores;
  const owned = prune ? await resourceTags.list([], owner) : [];
  const tenants = await plannedRows.listTenants(
    [...new Set(documents.map(({ tenant }) => tenant))],
    [...new Set(owned.map(({ tenantId }) => tenantId))],
  );
  const tenantIds = tenants.map(({ id }) => id);
  const names = [...new Set(documents.map(({ name }) => name))];
  const application = await plannedRows.list('application', { tenantIds, names });
  const prompt_policy = await plannedRows.list('prompt_policy', { tenantIds, names });
  const route = await plannedRows.list('route', { tenantIds, names });
  const limit = await plannedRows.list('limit', { tenantIds, names });
  const budget = await plannedRows.list('budget', { tenantIds, names });
  const grant = await plannedRows.listGrants(tenantIds);
  const tags = await resourceTags.list(tenantIds, owner);
  const outsideDetectors = await stores.outsideDetectors.listInUse(tenantIds);
  const targets = await plannedRows.listTargets(
    [...new Set(documents.flatMap(listTargetNames))],
    [...new Set(route.flatMap(({ rules }) => targetIdsOf(rules)))],
  );
  const models = await plannedRows.listModels(
    [...new Set(documents.flatMap(listModelNames))],
    [
      ...new Set([
        ...grant.map(({ modelId }) => modelId),
        ...budget.flatMap((one) => one.modelIds),
      ]),
    ],
  );
  const catalog = await loadRoutingCatalog(stores, targets);
  const rows = { application, prompt_policy, route, grant, limit, budget };
  const ownerIds = listOwnerIds(documents);
  const owners = ownerIds.length === 0 ? [] : await stores.principals.listByIds(ownerIds);
  return { tenants, ...rows, tags, outsideDetectors, targets, models, owners, catalog };
}

function listOwnerIds(documents: readonly ConfigDocument[]): readonly string[] {
  const policies = documents.flatMap((one) => (one.kind === 'prompt_policy' ? [one.spec] : []));
  const exceptions = policies.flatMap(({ rules }) => rules.flatMap((one) => one.exceptions ?? []));
  return [...new Set(exceptions.flatMap(({ owner }) => parseGlobalId('principal', owner) ?? []))];
}

function listModelNames({ kind, spec }: ConfigDocument): readonly string[] {
  if (kind === 'grant') return [spec.model];
  return kind === 'budget' ? (spec.models ?? []) : [];
}

function listTargetNames(document: ConfigDocument): readonly string[] {
  return document.kind === 'route' ? document.spec.rules.flatMap(targetNamesOf) : [];
}

function targetNamesOf({ split, fallbacks = [], fallbacksByClass = [], ramp, shadow }: RuleSpec) {
  return [
    ...split.map(({ target }) => target),
    ...fallbacks,
    ...fallbacksByClass.flatMap(({ targets }) => targets),
    ...(ramp ? [ramp.from, ramp.to] : []),
    ...(shadow ? [shadow.target] : []),
  ];
}
