import { fromGlobalId } from '../../domain/ids.ts';
import { countChanged, countOf, impactClasses } from '../../domain/impact.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { withProblems } from '../problems.ts';

type ImpactTypes =
  | 'ChangeRequest'
  | 'Mutation'
  | 'Impact'
  | 'ImpactTotals'
  | 'ApplicationImpact'
  | 'ImpactSample'
  | 'ImpactDecision'
  | 'ImpactLead';

export const impactResolvers: { readonly [Type in ImpactTypes]?: Partial<Resolvers[Type]> } = {
  ChangeRequest: {
    impact: ({ id }, _args, { loaders }) => loaders.impact.load(id),
  },
  Mutation: {
    replayChange: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'replayChange', input, idempotencyKey };
        const id = fromGlobalId('change-request', input.changeRequestId);
        const { value } = await services.impacts.replay(operation, call, id);
        return { __typename: 'ChangeRequestChanged' as const, changeRequest: value };
      }),
  },
  Impact: {
    n: ({ result }) => result?.n ?? null,
    calls: ({ result }) => result?.calls ?? null,
    window: ({ result }) =>
      result && {
        ...result.window,
        from: new Date(result.window.from),
        to: new Date(result.window.to),
      },
    notReplayable: ({ result }) =>
      result ? countOf(result.totals.counts, 'not_replayable').requests : null,
    reproduced: ({ result }) => result?.reproduced ?? null,
    totals: ({ result }) => result?.totals ?? null,
    byApplication: ({ result }) => result?.byApplication ?? null,
    applicationCount: ({ result }) => result?.applicationCount ?? null,
    samples: ({ result }, _args, { operation }) =>
      operation.may('decision:read') ? (result?.samples ?? null) : null,
  },
  ImpactTotals: {
    counts: ({ counts }) =>
      impactClasses.map((name) => ({ class: name, ...countOf(counts, name) })),
    pricedDifferently: ({ pricedDifferently }) => pricedDifferently.requests,
    pricedDifferentlyCalls: ({ pricedDifferently }) => pricedDifferently.calls,
    costBefore: ({ costBefore }) => BigInt(costBefore),
    costAfter: ({ costAfter }) => BigInt(costAfter),
    costDifference: ({ costBefore, costAfter }) => BigInt(costAfter) - BigInt(costBefore),
  },
  ApplicationImpact: {
    application: ({ applicationId }, _args, { loaders }) => loaders.application.load(applicationId),
    totals: (totals) => totals,
    changedCalls: ({ counts }) => countChanged(counts),
  },
  ImpactSample: {
    at: ({ at }) => new Date(at),
    application: ({ applicationId }, _args, { loaders }) => loaders.application.load(applicationId),
  },
  ImpactDecision: {
    route: ({ routeId }, _args, { loaders }) =>
      routeId === null ? null : loaders.route.load(routeId),
    cost: ({ cost }) => (cost === null ? null : BigInt(cost)),
  },
  ImpactLead: {
    target: ({ targetId }, _args, { loaders }) => loaders.target.load(targetId),
  },
};
