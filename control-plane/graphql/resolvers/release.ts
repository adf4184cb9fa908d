import { idKindOf, toGlobalId } from '../../domain/ids.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { withEditProblems, withProblems } from '../problems.ts';

export const releaseResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'ResourceDifference'> = {
  Query: {
    releases: async (_root, page, { services, operation }) =>
      toConnection(await services.releases.list(operation, toPageRequest(page))),
    releaseDiff: (_root, { from, to, after }, { services, operation }) =>
      services.releases.diff(operation, { from, to, after: after ?? undefined }),
  },
  ResourceDifference: {
    id: ({ kind, id }) => toGlobalId(idKindOf(kind), id),
    tenantId: ({ tenantId }) => (tenantId === null ? null : toGlobalId('tenant', tenantId)),
  },
  Mutation: {
    rollback: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'rollback', input, idempotencyKey };
        const { value, revision } = await services.releases.rollback(operation, call, input);
        return { __typename: 'RolledBack' as const, ...value, revision: revision ?? 0n };
      }),
    releaseHeld: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'releaseHeld', input, idempotencyKey };
        const { value, revision } = await services.releases.releaseHeld(operation, call, input);
        const { heldRevision } = value;
        return { __typename: 'HeldReleased' as const, heldRevision, revision: revision ?? 0n };
      }),
    declareRestored: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'declareRestored', input, idempotencyKey };
        const { value } = await services.releases.declareRestored(operation, call, input.reason);
        return { __typename: 'RestoreDeclared' as const, epoch: value.epoch };
      }),
  },
};
