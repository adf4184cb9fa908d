import { rolloutStages } from '../../../policy/resource.ts';
import type { Application } from '../../domain/application.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import { rolloutTasks } from '../../domain/rollout/rollout.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit } from '../input.ts';
import { withEditProblems, withProblems, withQuota } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Changed<Application>) => ({
  __typename: 'ApplicationChanged' as const,
  application: value,
  revision: revision ?? 0n,
});

const toMoment = (text: string | undefined) => (text === undefined ? null : new Date(text));

type Handled = 'Query' | 'Mutation' | 'Application' | 'Tenant';

export const applicationResolvers: Pick<Resolvers, Handled> = {
  Query: {
    applications: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.applications.list(operation, wish, toPageRequest(page)));
    },
    application: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('application', id);
      return key === undefined ? null : loaders.application.load(key);
    },
  },
  Mutation: {
    createApplication: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(() =>
        withQuota(async () => {
          const call = { name: 'createApplication', input, idempotencyKey };
          const { rolloutStage = 'direct', ...rest } = given(input);
          const draft = { ...rest, rolloutStage, tenantId: fromGlobalId('tenant', input.tenantId) };
          return changed(await services.applications.create(operation, call, draft));
        }),
      ),
    updateApplication: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'updateApplication', input, idempotencyKey };
        const { stagePlan, checklist, ...rest } = toEdit('application', input);
        const plan = stagePlan?.map(({ stage, plannedAt }) => ({ stage, at: plannedAt ?? null }));
        const edit = { ...rest, stagePlan: plan, tasks: checklist };
        return changed(await services.applications.update(operation, call, edit));
      }),
    archiveApplication: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveApplication', input, idempotencyKey };
        const edit = toEdit('application', input);
        return changed(await services.applications.archive(operation, call, edit));
      }),
  },
  Application: {
    id: ({ id }) => toGlobalId('application', id),
    rollout: ({ stagesBegun, stagesPlanned }) =>
      rolloutStages.map((stage) => ({
        stage,
        beganAt: toMoment(stagesBegun[stage]),
        plannedAt: toMoment(stagesPlanned[stage]),
      })),
    checklist: ({ tasksDone }) =>
      rolloutTasks.map((task) => {
        const doing = tasksDone[task];
        const done = doing !== undefined;
        return { task, done, doneAt: toMoment(doing?.at), doneBy: doing?.by ?? null };
      }),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
  },
  Tenant: {
    rolloutCounts: async ({ id }, _args, { loaders }) => {
      const counts = await loaders.stageCounts.load(id);
      return rolloutStages.map((stage) => ({ stage, count: counts[stage] ?? 0 }));
    },
  },
};
