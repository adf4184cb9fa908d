import { canonicalJson } from '../../domain/canonical-json.ts';
import { countActions, isMassDeletion } from '../../domain/config-plan.ts';
import { fromGlobalId, type IdKind, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { PlanKind } from '../../domain/plan/document.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { toReviewTerms } from '../input.ts';
import { withProblems, withReview } from '../problems.ts';

/** Kind of a document -> kind of the id of what it makes. */
const idKinds: Readonly<Record<PlanKind, IdKind>> = {
  tenant: 'tenant',
  application: 'application',
  grant: 'grant',
  prompt_policy: 'prompt-policy',
  route: 'route',
  limit: 'limit',
  budget: 'budget',
};

export const configPlanResolvers: Pick<
  Resolvers,
  'Query' | 'Mutation' | 'ConfigPlan' | 'PlanAction'
> = {
  Query: {
    configPlan: async (_root, { id }, { services, operation }) => {
      const key = parseGlobalId('config-plan', id);
      const plan = key === undefined ? undefined : await services.configPlans.find(operation, key);
      return plan ?? null;
    },
    exportConfig: (_root, { tenantId }, { services, operation }) =>
      services.configPlans.export(operation, fromGlobalId('tenant', tenantId)),
  },
  Mutation: {
    planConfig: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'planConfig', input, idempotencyKey };
        const { documents, owner, prune, adopt } = input;
        const request = { documents, owner, prune: prune ?? false, adopt: adopt ?? false };
        const { value: plan } = await services.configPlans.plan(operation, call, request);
        return { __typename: 'ConfigPlanned' as const, plan, expiresAt: plan.expiresAt };
      }),
    applyPlan: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const call = { name: 'applyPlan', input, idempotencyKey, review: toReviewTerms(input) };
        const request = {
          planId: fromGlobalId('config-plan', input.planId),
          expectedDigest: input.expectedDigest,
          allowMassDelete: input.allowMassDelete ?? false,
        };
        const { value, revision } = await services.configPlans.apply(operation, call, request);
        return { __typename: 'PlanApplied' as const, ...value, revision: revision ?? null };
      }),
  },
  ConfigPlan: {
    id: ({ id }) => toGlobalId('config-plan', id),
    actions: ({ actions }, { verbs }) =>
      actions.filter(({ verb }) => !verbs || verbs.includes(verb)),
    createCount: ({ actions }) => countActions(actions).create,
    updateCount: ({ actions }) => countActions(actions).update,
    deleteCount: ({ actions }) => countActions(actions).delete,
    unchangedCount: ({ actions }) => countActions(actions).unchanged,
    massDeletion: (plan) => isMassDeletion(plan),
    changeRequest: ({ changeRequestId }, _args, { loaders }) =>
      changeRequestId === null ? null : loaders.changeRequest.load(changeRequestId),
  },
  PlanAction: {
    id: ({ kind, id }) => toGlobalId(idKinds[kind], id),
    baseVersion: ({ version }) => version,
    before: ({ before }) => (before === null ? null : canonicalJson(before)),
    after: ({ after }) => (after === null ? null : canonicalJson(after)),
    changedPaths: ({ paths }) => paths,
    permission: ({ permission }) => permission ?? null,
    adopted: ({ isAdopted }) => isAdopted,
    formerOwner: ({ formerOwner }) => formerOwner ?? null,
    drifted: ({ isDrifted }) => isDrifted,
  },
};
