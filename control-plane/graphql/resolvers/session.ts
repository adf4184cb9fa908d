import { fromGlobalId, toGlobalId } from '../../domain/ids.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { withProblems } from '../problems.ts';

export const sessionResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Session'> = {
  Query: {
    sessions: async (_root, { includeEnded, ...page }, { services, operation }) =>
      toConnection(
        await services.sessions.list(operation, includeEnded ?? false, toPageRequest(page)),
      ),
  },
  Mutation: {
    signOut: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'signOut', input, idempotencyKey };
        const id = fromGlobalId('principal', input.principalId);
        const { value } = await services.sessions.signOut(operation, call, id);
        return { __typename: 'SignedOut' as const, principal: value.principal };
      }),
  },
  Session: {
    id: ({ id }) => toGlobalId('session', id),
    principal: ({ principalId }, _args, { loaders }) => loaders.principal.load(principalId),
  },
};
