import type { ChangeRequest } from '../../domain/change-request.ts';
import { invalid } from '../../domain/errors.ts';
import { type Grant, stateOf } from '../../domain/grant.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { GrantOutcome } from '../../services/grant.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { GraphQLContext } from '../context.ts';
import type { RequestGrantInput, Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toFilterKey, toReviewTerms } from '../input.ts';
import { proposed, withEditProblems, withQuota, withReview } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Pick<Changed<Grant>, 'value' | 'revision'>) => ({
  __typename: 'GrantChanged' as const,
  grant: value,
  revision: revision ?? 0n,
});

const closed = ({ value }: Changed<ChangeRequest>) => ({
  __typename: 'ChangeRequestChanged' as const,
  changeRequest: value,
});

const outcome = ({ value, revision }: Changed<GrantOutcome>) =>
  'grant' in value ? changed({ value: value.grant, revision }) : proposed(value.changeRequest);

/** By its id, or by its name or an alias. @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED */
async function findModelId(
  { modelId, modelName }: Pick<RequestGrantInput, 'modelId' | 'modelName'>,
  { services, operation }: GraphQLContext,
): Promise<string> {
  if (typeof modelId === 'string' && typeof modelName !== 'string')
    return fromGlobalId('model', modelId);
  if (typeof modelName !== 'string' || typeof modelId === 'string')
    throw invalid('modelId', 'Name the model either by modelId or by modelName.');
  const named = await services.models.findNamed(operation, modelName);
  if (named === undefined) throw invalid('modelName', 'No model has this name or alias.');
  return named.id;
}

/** Rows and proposals have it in decimal. */
const toSpend = (nanoUsd: string | null | undefined) => (nanoUsd == null ? null : BigInt(nanoUsd));

const mutations: Resolvers['Mutation'] = {
  requestGrant: (_root, { input: { idempotencyKey, ...input } }, context) =>
    withReview(async () => {
      const { services, operation } = context;
      const review = toReviewTerms(input);
      const call = { name: 'requestGrant', input, idempotencyKey, review };
      const { applicationId, workloads = [], notAfter = null, reason } = given(input);
      const { dataClasses, environments, regions, monthlySpend } = given(input);
      const request = {
        tenantId: fromGlobalId('tenant', input.tenantId),
        applicationId: applicationId ? fromGlobalId('application', applicationId) : null,
        modelId: await findModelId(input, context),
        workloads,
        dataClasses,
        environments,
        regions,
        monthlySpendNanoUsd: monthlySpend?.toString() ?? null,
        notAfter,
        reason,
      };
      return proposed((await services.grants.request(operation, call, request)).value);
    }),
  approveGrant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withReview(async () => {
      const call = { name: 'approveGrant', input, idempotencyKey };
      const id = fromGlobalId('change-request', input.changeRequestId);
      const approval = { id, digest: input.digest, comment: input.comment };
      return changed(await services.changeRequests.approveGrant(operation, call, approval));
    }),
  rejectGrant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'rejectGrant', input, idempotencyKey };
      const id = fromGlobalId('change-request', input.changeRequestId);
      const decision = { id, comment: input.comment };
      return closed(await services.changeRequests.reject(operation, call, decision));
    }),
  withdrawGrantRequest: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'withdrawGrantRequest', input, idempotencyKey };
      const id = fromGlobalId('change-request', input.changeRequestId);
      return closed(await services.changeRequests.withdraw(operation, call, id));
    }),
  updateGrant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(() =>
      withQuota(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updateGrant', input, idempotencyKey, review };
        const { id, expectedVersion, workloads, reason, ...place } = toEdit('grant', input);
        const { dataClasses, environments, regions } = place;
        const lists = { workloads, dataClasses, environments, regions };
        const { monthlySpend: spend, notAfter } = input;
        const bounds = {
          monthlySpendNanoUsd: typeof spend === 'bigint' ? String(spend) : spend,
          notAfter,
        };
        const edit = { id, expectedVersion, ...lists, ...bounds, reason };
        return outcome(await services.grants.update(operation, call, edit));
      }),
    ),
  renewGrant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(() =>
      withQuota(async () => {
        const call = { name: 'renewGrant', input, idempotencyKey };
        const renewal = toEdit('grant', input);
        return proposed((await services.grants.renew(operation, call, renewal)).value);
      }),
    ),
  revokeGrant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'revokeGrant', input, idempotencyKey };
      return changed(await services.grants.revoke(operation, call, toEdit('grant', input)));
    }),
};

export const grantResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Grant' | 'GrantProposal'> = {
  Query: {
    grants: async (_root, args, { services, operation }) => {
      const { tenantId, applicationId, includeRevoked, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        modelId: toFilterKey('model', narrowing?.modelId, 'modelId'),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        applicationId: applicationId ? fromGlobalId('application', applicationId) : undefined,
        includeRevoked: (includeRevoked ?? false) || Boolean(narrowing?.states),
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.grants.list(operation, wish, toPageRequest(page)));
    },
    modelAccess: async (_root, args, { services, operation }) => {
      const { tenantId, applicationId, modelId, endsBefore, ...page } = args;
      const filter = {
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        applicationId: applicationId ? fromGlobalId('application', applicationId) : undefined,
        modelId: modelId ? fromGlobalId('model', modelId) : undefined,
        endsBefore: endsBefore ?? undefined,
      };
      return toConnection(await services.grants.listAccess(operation, filter, toPageRequest(page)));
    },
    grant: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('grant', id);
      return key === undefined ? null : loaders.grant.load(key);
    },
  },
  Mutation: mutations,
  Grant: {
    state: (grant, _args, { operation }) => stateOf(grant, operation.now),
    monthlySpend: ({ monthlySpendNanoUsd }) => toSpend(monthlySpendNanoUsd),
    id: ({ id }) => toGlobalId('grant', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
    application: ({ applicationId }, _args, { loaders }) =>
      applicationId === null ? null : loaders.application.load(applicationId),
    model: ({ modelId }, _args, { loaders }) => loadRequired(loaders.model, modelId),
    changeRequest: ({ changeRequestId }, _args, { loaders }) =>
      loadRequired(loaders.changeRequest, changeRequestId),
  },
  GrantProposal: {
    monthlySpend: ({ monthlySpendNanoUsd }) => toSpend(monthlySpendNanoUsd),
    dataClasses: ({ dataClasses }) => dataClasses ?? [],
    environments: ({ environments }) => environments ?? [],
    regions: ({ regions }) => regions ?? [],
    application: ({ applicationId }, _args, { loaders }) =>
      applicationId === null ? null : loaders.application.load(applicationId),
    model: ({ modelId }, _args, { loaders }) => loadRequired(loaders.model, modelId),
  },
};
