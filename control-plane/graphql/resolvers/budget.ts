import type { Budget } from '../../domain/budget.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import { leftOn } from '../../domain/money/account-statement.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toFilterKey, toReference, toReviewTerms } from '../input.ts';
import { withProblems, withQuota, withReview } from '../problems.ts';
import { loadRequired } from '../required.ts';

/** Accounts for those who do not say how many. */
const ACCOUNTS_DEFAULT = 20;

const changed = ({ value, revision }: Changed<Budget>) => ({
  __typename: 'BudgetChanged' as const,
  budget: value,
  revision: revision ?? 0n,
});

const toModelIds = (ids: readonly string[] | undefined) =>
  ids?.map((id, position) => toReference('model', id, `modelIds.${position}`));

const mutations: Resolvers['Mutation'] = {
  createBudget: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withProblems(() =>
      withQuota(async () => {
        const call = { name: 'createBudget', input, idempotencyKey };
        const { name, per, period, amount, workloads, modelIds, applicationId } = given(input);
        const { enforcement, reservation, whenUnreachable, message } = given(input);
        const draft = {
          tenantId: fromGlobalId('tenant', input.tenantId),
          name,
          applicationId: applicationId
            ? toReference('application', applicationId, 'applicationId')
            : null,
          per,
          workloads: workloads ?? [],
          modelIds: toModelIds(modelIds) ?? [],
          period,
          amountNanoUsd: amount,
          enforcement,
          reservation: reservation ?? 'strict',
          whenUnreachable: whenUnreachable ?? 'deny',
          message: message ?? '',
        };
        return changed(await services.budgets.create(operation, call, draft));
      }),
    ),
  updateBudget: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withReview(async () => {
      const review = toReviewTerms(input);
      const call = { name: 'updateBudget', input, idempotencyKey, review };
      const { id, expectedVersion, name, workloads, ...rest } = toEdit('budget', input);
      const { modelIds, amount, enforcement, reservation, whenUnreachable, message } = rest;
      const edit = {
        ...{ id, expectedVersion, name, workloads, message },
        modelIds: toModelIds(modelIds),
        amountNanoUsd: amount,
        ...{ enforcement, reservation, whenUnreachable },
      };
      return changed(await services.budgets.update(operation, call, edit));
    }),
  archiveBudget: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withReview(async () => {
      const review = toReviewTerms(input);
      const call = { name: 'archiveBudget', input, idempotencyKey, review };
      const { id, expectedVersion } = toEdit('budget', input);
      return changed(await services.budgets.archive(operation, call, { id, expectedVersion }));
    }),
};

export const budgetResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Budget' | 'BudgetAccount'> = {
  Query: {
    budgets: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        applicationId: toFilterKey('application', narrowing?.applicationId, 'applicationId'),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.budgets.list(operation, wish, toPageRequest(page)));
    },
    budget: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('budget', id);
      return key === undefined ? null : loaders.budget.load(key);
    },
  },
  Mutation: mutations,
  Budget: {
    id: ({ id }) => toGlobalId('budget', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
    application: ({ applicationId }, _args, { loaders }) =>
      applicationId === null ? null : loaders.application.load(applicationId),
    models: ({ modelIds }, _args, { loaders }) =>
      Promise.all(modelIds.map((id) => loadRequired(loaders.model, id))),
    amount: ({ amountNanoUsd }) => amountNanoUsd,
    message: ({ message }) => message || null,
    accounts: ({ id: ownerId }, { first, at }, { loaders }) =>
      loaders.budgetAccounts.load({
        ownerId,
        first: first ?? ACCOUNTS_DEFAULT,
        ...(at && { wish: at }),
      }),
  },
  BudgetAccount: {
    application: ({ applicationId }, _args, { loaders }) =>
      applicationId === null ? null : loaders.application.load(applicationId),
    apiKeyId: ({ apiKeyId }) => (apiKeyId === null ? null : toGlobalId('api-key', apiKeyId)),
    spent: ({ spentNanoUsd }) => spentNanoUsd,
    lent: ({ lentNanoUsd }) => lentNanoUsd,
    left: (statement) => leftOn(statement),
  },
};
