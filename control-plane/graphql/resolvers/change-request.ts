import {
  type ChangeRequest,
  type ChangeRequestKind,
  isOfKind,
} from '../../domain/change-request.ts';
import { invalid } from '../../domain/errors.ts';
import { fromGlobalId, type IdKind, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Permission } from '../../domain/permission.ts';
import type { Principal } from '../../domain/principal.ts';
import { describeDifference } from '../../domain/release.ts';
import { listDemands } from '../../domain/review/quorum.ts';
import { unknownRisk } from '../../domain/review/risk/risk.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { GraphQLContext } from '../context.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toFilterKey } from '../input.ts';
import { proposed, withEditProblems, withQuota } from '../problems.ts';
import { loadRequired } from '../required.ts';

const closed = ({ value }: Changed<ChangeRequest>) => ({
  __typename: 'ChangeRequestChanged' as const,
  changeRequest: value,
});

const made = ({ value, revision }: Changed<ChangeRequest>) => ({
  __typename: 'ChangeApplied' as const,
  changeRequest: value,
  revision: revision ?? null,
});

const settled = (changed: Changed<ChangeRequest>) => {
  const { state } = changed.value;
  return state === 'applied' || state === 'ratified' ? made(changed) : proposed(changed.value);
};

const idOf = ({ changeRequestId }: { readonly changeRequestId: string }) =>
  fromGlobalId('change-request', changeRequestId);

const mutations: Resolvers['Mutation'] = {
  approveChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(() =>
      withQuota(async () => {
        const call = { name: 'approveChange', input, idempotencyKey };
        const { digest, comment, apply } = input;
        const approval = { id: idOf(input), digest, comment, isApplied: apply ?? true };
        return settled(await services.changeRequests.approve(operation, call, approval));
      }),
    ),
  applyChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(() =>
      withQuota(async () => {
        const call = { name: 'applyChange', input, idempotencyKey };
        return settled(await services.changeRequests.apply(operation, call, idOf(input)));
      }),
    ),
  rejectChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'rejectChange', input, idempotencyKey };
      const decision = { id: idOf(input), comment: input.comment };
      return closed(await services.changeRequests.reject(operation, call, decision));
    }),
  requestChanges: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'requestChanges', input, idempotencyKey };
      const decision = { id: idOf(input), comment: input.comment };
      return closed(await services.changeRequests.requestChanges(operation, call, decision));
    }),
  withdrawChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'withdrawChange', input, idempotencyKey };
      return closed(await services.changeRequests.withdraw(operation, call, idOf(input)));
    }),
  commentOnChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'commentOnChange', input, idempotencyKey };
      const decision = { id: idOf(input), comment: input.comment };
      return closed(await services.changeRequests.comment(operation, call, decision));
    }),
};

/** How requests come into review, and what is made without somebody who waits for it. */
const courseMutations: Resolvers['Mutation'] = {
  submitChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'submitChange', input, idempotencyKey };
      return closed(await services.changePreparation.submit(operation, call, idOf(input)));
    }),
  rebaseChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'rebaseChange', input, idempotencyKey };
      return closed(await services.changePreparation.rebase(operation, call, idOf(input)));
    }),
  requestRollback: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(() =>
      withQuota(async () => {
        const call = { name: 'requestRollback', input, idempotencyKey };
        const rollback = { id: idOf(input), reason: input.reason };
        return closed(await services.changePreparation.requestRollback(operation, call, rollback));
      }),
    ),
  scheduleChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'scheduleChange', input, idempotencyKey };
      const window = { applyAt: input.at, applyUntil: input.windowEnd };
      const scheduling = { id: idOf(input), ...window };
      return closed(await services.changeSchedules.schedule(operation, call, scheduling));
    }),
  cancelScheduledChange: (
    _root,
    { input: { idempotencyKey, ...input } },
    { services, operation },
  ) =>
    withEditProblems(async () => {
      const call = { name: 'cancelScheduledChange', input, idempotencyKey };
      return closed(await services.changeSchedules.cancel(operation, call, idOf(input)));
    }),
  applyEmergency: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'applyEmergency', input, idempotencyKey };
      const { reason, incidentId } = input;
      const emergency = { id: idOf(input), reason, incidentId };
      return made(await services.emergencyChanges.apply(operation, call, emergency));
    }),
  revertEmergency: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'revertEmergency', input, idempotencyKey };
      const reversion = { id: idOf(input), reason: input.reason };
      return made(await services.emergencyChanges.revert(operation, call, reversion));
    }),
  ratifyChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withEditProblems(async () => {
      const call = { name: 'ratifyChange', input, idempotencyKey };
      const { digest, comment } = input;
      const ratification = { id: idOf(input), digest, comment };
      return settled(await services.emergencyChanges.ratify(operation, call, ratification));
    }),
};

/** Kind of a change -> kind of the id of what it makes. */
const subjectKinds = {
  grant: 'grant',
  route: 'route',
  prompt_policy: 'prompt-policy',
  approval_rule: 'approval-rule',
  config_plan: 'config-plan',
  api_key: 'api-key',
  model: 'model',
  provider: 'provider',
  target: 'target',
  price: 'target',
  role: 'role',
  role_mapping: 'identity-provider',
  role_grant: 'principal',
  limit: 'limit',
  budget: 'budget',
} as const satisfies Record<ChangeRequestKind, IdKind>;

/** Kind of a change -> what one needs to see its content, besides to read requests. */
const contentPermissions: { readonly [Kind in ChangeRequestKind]?: Permission } = {
  role: 'principal:read',
  role_mapping: 'identity-provider:read',
  role_grant: 'principal:read',
};

export const changeRequestResolvers: Pick<
  Resolvers,
  | 'Query'
  | 'Mutation'
  | 'ChangeRequest'
  | 'ChangeRisk'
  | 'ChangeSchedule'
  | 'EmergencyChange'
  | 'Review'
> = {
  Query: {
    changeRequests: async (_root, args, { services, operation }) => {
      const { tenantId, state, filter: narrowing, orderBy, ...page } = args;
      const { requestedById, subjectId, ...rest } = given(narrowing ?? {});
      const filter = {
        ...rest,
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        state: state ?? undefined,
        requestedBy: toFilterKey('principal', requestedById, 'requestedById'),
        subjectId: subjectId === undefined ? undefined : toSubjectKey(subjectId),
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.changeRequests.list(operation, wish, toPageRequest(page)));
    },
    changeRequest: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('change-request', id);
      return key === undefined ? null : loaders.changeRequest.load(key);
    },
  },
  Mutation: { ...mutations, ...courseMutations },
  ChangeRequest: {
    proposal: (request) => (isOfKind(request, 'grant') ? request.proposal : null),
    planActions: (request) => (isOfKind(request, 'config_plan') ? request.proposal.actions : []),
    changes: ({ kind, base, proposal }, _args, { operation }) => {
      const needed = contentPermissions[kind];
      if (needed !== undefined && !operation.may(needed)) return [];
      return [...describeDifference(base === null ? undefined : { ...base }, { ...proposal })];
    },
    subjectId: ({ kind, subjectId }) => toGlobalId(subjectKinds[kind], subjectId),
    risk: ({ risk }) => risk ?? unknownRisk,
    approvalsRequired: ({ demand }) => Math.max(...listDemands(demand).map(({ quorum }) => quorum)),
    authors: ({ authors }, _args, context) =>
      Promise.all(authors.map((id) => findPrincipal(context, id))),
    id: ({ id }) => toGlobalId('change-request', id),
    tenant: ({ tenantId }, _args, { loaders }) =>
      tenantId === null ? null : loadRequired(loaders.tenant, tenantId),
    requestedBy: ({ requestedBy }, _args, context) => findPrincipal(context, requestedBy),
    reviews: ({ id }, _args, { loaders }) => loaders.reviews.load(id),
    grant: ({ kind, subjectId }, _args, { loaders }) =>
      kind === 'grant' ? loaders.grant.load(subjectId) : null,
    schedule: (request) => (request.state === 'scheduled' ? request : null),
    emergency: (request) => (request.emergency === null ? null : request),
    rollbackOf: ({ rollbackOfId }, _args, { loaders }) =>
      rollbackOfId === null ? null : loaders.changeRequest.load(rollbackOfId),
  },
  ChangeSchedule: {
    at: ({ applyAt }) => present(applyAt),
    windowEnd: ({ applyUntil }) => present(applyUntil),
    scheduledBy: ({ scheduledBy }, _args, context) => findPrincipal(context, present(scheduledBy)),
  },
  EmergencyChange: {
    by: ({ emergency }, _args, context) => findPrincipal(context, present(emergency).by),
    reason: ({ emergency }) => present(emergency).reason,
    incidentId: ({ emergency }) => present(emergency).incidentId,
    appliedAt: ({ emergency }) => new Date(present(emergency).appliedAt),
    leftFields: ({ emergency }) => [...present(emergency).leftFields],
    fault: ({ emergency }) => present(emergency).fault,
  },
  ChangeRisk: {
    requestsLast7Days: ({ requestsLast7Days: count }) => (count === null ? null : BigInt(count)),
  },
  Review: {
    id: ({ id }) => toGlobalId('review', id),
    reviewer: ({ reviewerId }, _args, context) => findPrincipal(context, reviewerId),
  },
};

/** What the database keeps beside the state that the object stands for. */
function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error('the change request lacks what its state needs');
  return value;
}

/** Null without the right to see principals, and for those of the platform when the caller is a tenant's. */
async function findPrincipal(
  { operation, loaders }: GraphQLContext,
  id: string,
): Promise<Principal | null> {
  return operation.may('principal:read') ? loaders.principal.load(id) : null;
}

/** The row behind an id of whatever can be changed by a request. @throws DomainError VALIDATION_FAILED */
function toSubjectKey(globalId: string): string {
  for (const kind of new Set(Object.values(subjectKinds))) {
    const key = parseGlobalId(kind, globalId);
    if (key !== undefined) return key;
  }
  throw invalid('subjectId', 'This is no id of anything that change requests are about.');
}
