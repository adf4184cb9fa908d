import { randomUUID } from 'node:crypto';
import { type ReadDocuments, readDocuments } from '../documents/read-documents.ts';
import { writeDocuments } from '../documents/write-documents.ts';
import type { ChangeRequest } from '../domain/change-request.ts';
import {
  type AppliedPlan,
  type ApplyTerms,
  type ConfigPlan,
  checkOwner,
  countActions,
  createConfigPlan,
  describeAppliedPlan,
  nameAppliedPlan,
  type PlanInput,
  parseAppliedPlan,
  requireApplicable,
  requireBounded,
  requireOpen,
  ruledKindsOf,
  touchedActions,
} from '../domain/config-plan.ts';
import { invalid, invalidInput } from '../domain/errors.ts';
import type { Permission } from '../domain/permission.ts';
import type { ConfigDocument } from '../domain/plan/document.ts';
import { checkProse } from '../domain/review/prose.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { type Changed, type MutationCall, type ReviewTerms, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { exportTenant } from './plan/export.ts';
import { digestOfPlan } from './plan/plan-digest.ts';
import { planChanges } from './plan/planner.ts';
import { replan } from './plan/replan.ts';
import { loadWorld } from './plan/world.ts';
import { writePlan } from './plan/write-plan.ts';
import { requireAny } from './review/decide.ts';
import { readDemands } from './review/demands.ts';
import type { ChangeContext } from './review/governed-kind.ts';
import { propose } from './review/propose.ts';
import { ReviewRequired } from './review/review-required.ts';
import { requireTenant } from './tenant-owner.ts';

/** What somebody wants to be so. */
export interface PlanRequest extends Omit<PlanInput, 'documents'> {
  /** YAML or JSON. */
  readonly documents: string;
}

/** Which plan to apply, and on what terms. */
export interface ApplyRequest extends ApplyTerms {
  readonly planId: string;
}

/** Documents of what there is. */
export interface ConfigExport {
  readonly documents: string;
  readonly documentCount: number;
}

const READINGS = [
  'tenant:read',
  'application:read',
  'route:read',
  'prompt-policy:read',
  'limit:read',
  'budget:read',
  'grant:read',
] as const satisfies readonly Permission[];

/** Whoever has none of them can apply nothing. */
const WRITINGS = [
  'tenant:write',
  'application:write',
  'route:write',
  'limit:write',
  'budget:write',
  'prompt-policy:write',
  'grant:write',
  'grant:request',
] as const satisfies readonly Permission[];

type Outcome = AppliedPlan | { readonly id: string; readonly changeRequest: ChangeRequest };

/** Configuration as documents: what would change, and the change as a whole. */
export class ConfigPlanService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Plans; nothing is written but the plan. Rights to change are asked for when it is applied.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED with the line and the column of every fault, IDEMPOTENCY_KEY_REUSED
   */
  async plan(
    operation: Operation,
    call: MutationCall,
    { documents: text, owner, prune, adopt }: PlanRequest,
  ): Promise<Changed<ConfigPlan>> {
    for (const permission of READINGS) operation.require(permission);
    const ownerFaults = checkOwner(owner);
    if (ownerFaults.length > 0) throw invalidInput(ownerFaults);
    const read = await readDocuments(text);
    if (read.faults.length > 0) throw invalidInput(read.faults);
    const input = { owner, prune, adopt, documents: read.documents };
    return runMutation({ storage: this.#storage, operation }, call, {
      work: async (stores, trail) => {
        const plan = await makePlan({ stores, operation }, input, read);
        await stores.configPlans.insert(plan);
        const counts = countActions(plan.actions);
        trail.entries.push({
          tenantId: plan.tenantId,
          action: 'config-plan.create',
          object: `config-plan/${plan.id}`,
          changes: { owner: [null, owner], digest: [null, plan.digest], counts: [null, counts] },
        });
        return plan;
      },
      replay: ({ configPlans }, id) => configPlans.lock(id, operation.principal.id),
    });
  }

  /** What the caller has planned; undefined for the plan of somebody else, and past its time. @throws DomainError PERMISSION_DENIED */
  async find(operation: Operation, id: string): Promise<ConfigPlan | undefined> {
    for (const permission of READINGS) operation.require(permission);
    const plan = await this.#storage.read(operation.scope, ({ configPlans }) =>
      configPlans.find(id, operation.principal.id),
    );
    return plan !== undefined && plan.expiresAt > operation.now ? plan : undefined;
  }

  /**
   * Makes all of it, or nothing, as one revision. Each part asks for the permission of its own mutation. Where a rule demands
   * review of a part, the whole is proposed instead.
   *
   * @throws ReviewRequired when a rule demands it
   * @throws DomainError NOT_FOUND also for the plan of somebody else, PERMISSION_DENIED, VERSION_CONFLICT that names what has
   *   moved, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async apply(
    operation: Operation,
    call: MutationCall,
    request: ApplyRequest,
  ): Promise<Changed<AppliedPlan>> {
    requireAny(operation, WRITINGS);
    const { value, ...rest } = await runMutation<Outcome>(
      { storage: this.#storage, operation },
      call,
      {
        work: (stores, trail) =>
          applyPlan({ operation, stores, trail }, request, call.review ?? {}),
        replay: async ({ changeRequests }, id) =>
          id.includes('/')
            ? parseAppliedPlan(id)
            : { id, changeRequest: await changeRequests.get(id) },
      },
    );
    if ('changeRequest' in value) throw new ReviewRequired(value.changeRequest);
    return { value, ...rest };
  }

  /** Documents of everything that a tenant has: a plan of them changes nothing. @throws DomainError NOT_FOUND, PERMISSION_DENIED */
  async export(operation: Operation, tenantId: string): Promise<ConfigExport> {
    for (const permission of READINGS) operation.require(permission);
    return this.#storage.read(operation.scope, async (stores) => {
      const { name } = await requireTenant(stores, tenantId);
      const tenant: ConfigDocument = { kind: 'tenant', name, tenant: name, spec: {} };
      const world = await loadWorld(stores, { documents: [tenant], owner: '', prune: false });
      const documents = exportTenant(world, tenantId);
      return { documents: writeDocuments(documents), documentCount: documents.length };
    });
  }
}

async function makePlan(
  { stores, operation }: { readonly stores: Stores; readonly operation: Operation },
  input: PlanInput,
  { locate }: Pick<ReadDocuments, 'locate'>,
): Promise<ConfigPlan> {
  const { now, principal } = operation;
  const editor = { name: operation.actor.name, now };
  const world = await loadWorld(stores, input);
  const { content, faults } = await planChanges(world, input, { idsOfNew: new Map(), editor });
  if (faults.length > 0)
    throw invalidInput(
      faults
        .slice(0, FAULTS_MAX)
        .map(({ index, path, message }) =>
          index < 0
            ? { path, message }
            : { path: `documents.${index}.${path}`, message, ...locate(index, path) },
        ),
    );
  requireBounded(content);
  const author = { tenantId: principal.tenantId, principalId: principal.id };
  const digest = await digestOfPlan(content);
  return createConfigPlan(randomUUID(), { content, author, digest }, now);
}

const FAULTS_MAX = 50;

async function applyPlan(
  context: ChangeContext,
  { planId, ...terms }: ApplyRequest,
  review: ReviewTerms,
): Promise<Outcome> {
  const { operation, stores, trail } = context;
  const plan = await stores.configPlans.lock(planId, operation.principal.id);
  if (plan.changeRequestId !== null) {
    const changeRequest = await stores.changeRequests.get(plan.changeRequestId);
    requireOpen(changeRequest.state);
    return { id: changeRequest.id, changeRequest };
  }
  requireApplicable(plan, terms, operation.now);
  const { reason } = review;
  const proseFaults = reason === undefined ? [] : checkProse('reason', reason);
  if (proseFaults.length > 0) throw invalidInput(proseFaults);
  for (const { permission, kind, tenantId } of touchedActions(plan))
    if (permission !== undefined)
      operation.requireFor(permission, kind === 'tenant' ? null : tenantId);
  const editor = { name: operation.actor.name, now: operation.now };
  const planned = await replan(stores, plan, editor);
  const changeRequest = await proposeWhole(context, plan, review);
  if (changeRequest !== undefined) {
    const settled = { id: plan.id, appliedAt: null, changeRequestId: changeRequest.id };
    await stores.configPlans.settle(settled);
    return { id: changeRequest.id, changeRequest };
  }
  await writePlan({ stores, trail }, planned, { reason, changeRequestId: undefined });
  await stores.configPlans.settle({ ...plan, appliedAt: operation.now });
  const applied = nameAppliedPlan(plan.id, planned.content);
  const about = { owner: plan.owner, tenantId: operation.principal.tenantId, reason };
  trail.entries.push(describeAppliedPlan(applied, about));
  return applied;
}

/** Undefined when nobody else is needed. What tightens waits with the rest: the plan is one change. */
async function proposeWhole(
  context: ChangeContext,
  plan: ConfigPlan,
  terms: ReviewTerms,
): Promise<ChangeRequest | undefined> {
  const { owner, prune, adopt, documents, actions, ownedCount, digest: planDigest } = plan;
  const content = { owner, prune, adopt, documents, actions, ownedCount, planDigest };
  const tenantIds = [...new Set(actions.map(({ tenantId }) => tenantId))];
  const isDemanded = await isReviewDemanded(context, plan, tenantIds);
  if (!isDemanded && terms.changeRequestId === undefined) return undefined;
  if (actions.some(({ kind, verb }) => kind === 'tenant' && verb === 'create'))
    throw invalid('planId', TENANT_FIRST);
  const [tenantId, ...others] = tenantIds;
  // Reviewers of the tenant read all of it.
  if (tenantId === undefined || others.length > 0) throw invalid('planId', ONE_TENANT);
  const change = { kind: 'config_plan', tenantId, subjectId: plan.id, baseVersion: 0 } as const;
  const open = { ...change, proposal: { ...content, demands: [] } };
  const proposal = { ...content, demands: await readDemands(context.stores, open, PLAN_RISK) };
  return propose(context, { ...change, proposal, base: undefined }, terms);
}

/** Whether some tenant's rule asks for other people, for a part of the plan that is of that tenant. */
async function isReviewDemanded(
  { stores }: ChangeContext,
  plan: ConfigPlan,
  tenantIds: readonly string[],
): Promise<boolean> {
  for (const tenantId of tenantIds) {
    const actions = plan.actions.filter((action) => action.tenantId === tenantId);
    if (ruledKindsOf({ actions }).length === 0) continue;
    const proposal = { ...plan, actions, planDigest: plan.digest, demands: [] };
    const about = { kind: 'config_plan', tenantId, subjectId: plan.id, baseVersion: 0 } as const;
    const [strictest] = await readDemands(stores, { ...about, proposal }, PLAN_RISK);
    if (strictest.quorum > 0) return true;
  }
  return false;
}

/** What weighs the parts by themselves does not say what they do together. */
const PLAN_RISK = 'high';

const ONE_TENANT =
  'A part of this must be reviewed, and a request is of one tenant: plan each tenant by itself.';
const TENANT_FIRST =
  'Grants and what an approval rule names are reviewed in their tenant: make the tenant by a plan of its own first.';
