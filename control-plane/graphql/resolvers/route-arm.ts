import { fromGlobalId } from '../../domain/ids.ts';
import type { Resolvers } from '../generated/resolver-types.ts';

export const routeArmResolvers: Pick<Resolvers, 'Query' | 'RouteArm'> = {
  Query: {
    routeArms: (_root, { filter: { routeId, from, to } }, { services, operation }) =>
      services.routeArms.report(operation, { routeId: fromGlobalId('route', routeId), from, to }),
  },
  RouteArm: {
    target: ({ targetId }, _args, { loaders }) => loaders.target.load(targetId),
  },
};
