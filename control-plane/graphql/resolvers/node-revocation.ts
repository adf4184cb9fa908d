import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { withProblems } from '../problems.ts';

export const nodeRevocationResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'NodeRevocation'> = {
  Query: {
    nodeRevocations: async (_root, page, { services, operation }) =>
      toConnection(await services.nodeRevocations.list(operation, toPageRequest(page))),
  },
  Mutation: {
    revokeNode: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'revokeNode', input, idempotencyKey };
        const { value } = await services.nodeRevocations.revoke(operation, call, input);
        return { __typename: 'NodeRevoked' as const, revocation: value };
      }),
    admitNode: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'admitNode', input, idempotencyKey };
        const { value } = await services.nodeRevocations.admit(operation, call, input.id);
        return { __typename: 'NodeAdmitted' as const, nodeId: value.id };
      }),
  },
  NodeRevocation: { nodeId: ({ id }) => id },
};
