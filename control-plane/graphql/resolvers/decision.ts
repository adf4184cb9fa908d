import {
  type DecisionFilter as DomainFilter,
  isRequestId,
  listRuleOutcomes,
} from '../../domain/decision.ts';
import { fromGlobalId } from '../../domain/ids.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { DecisionFilter, Resolvers } from '../generated/resolver-types.ts';
import { given } from '../input.ts';
import { loadRequired } from '../required.ts';

type DecisionTypes =
  | 'Query'
  | 'Decision'
  | 'DecisionCandidate'
  | 'DecisionAttempt'
  | 'DecisionFinding'
  | 'DecisionShadow'
  | 'FoundPlace';

export const decisionResolvers: Pick<Resolvers, DecisionTypes> = {
  Query: {
    decisions: async (_root, { filter, ...page }, { services, operation }) =>
      toConnection(
        await services.decisions.list(operation, toFilter(filter ?? {}), toPageRequest(page)),
      ),
    decision: async (_root, { requestId }, { services, operation }) =>
      isRequestId(requestId)
        ? ((await services.decisions.find(operation, requestId)) ?? null)
        : null,
  },
  Decision: {
    operation: ({ facts }) =>
      facts.operation === 'chat' || facts.operation === 'embedding' ? facts.operation : null,
    door: ({ facts }) => facts.door,
    stream: ({ facts }) => facts.stream,
    workload: ({ facts }) => facts.workload || null,
    route: ({ facts }, _args, { loaders }) =>
      facts.routeId === '' ? null : loaders.route.load(facts.routeId),
    reroutedBy: ({ facts }) => facts.reroutedBy || null,
    rule: ({ facts }) => facts.rule || null,
    application: ({ applicationId }, _args, { loaders }) =>
      loadRequired(loaders.application, applicationId),
    authenticatedBy: ({ facts }) => facts.authenticatedBy || 'key',
    tokenSubject: ({ facts }) => facts.tokenSubject || null,
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
    epoch: ({ facts }) => BigInt(facts.epoch),
    revision: ({ facts }) => BigInt(facts.revision),
    candidates: ({ facts }) => facts.candidates,
    attempts: ({ facts }) => facts.attempts,
    findings: ({ facts }) => facts.findings,
    findingsLeftOut: ({ facts }) => facts.findingsLeftOut ?? 0,
    inspection: ({ facts }) => listRuleOutcomes(facts),
    rulesLeftOut: ({ facts }) => facts.rulesLeftOut ?? 0,
    limits: ({ facts }) =>
      (facts.limits ?? []).map(({ name: limit, measure, outcome }) => ({
        limit,
        measure,
        outcome,
      })),
    shadows: ({ requestId }, _args, { loaders }) => loaders.decisionShadows.load(requestId),
    claimed: ({ facts }) => Object.entries(facts.claimed).map(([name, value]) => ({ name, value })),
    cost: ({ facts }) => BigInt(facts.costNanoUsd),
    totalMs: ({ facts }) => facts.totalMs,
    firstTokenMs: ({ facts }) => facts.firstTokenMs || null,
  },
  DecisionCandidate: {
    target: ({ targetId }, _args, { loaders }) => loaders.target.load(targetId),
  },
  DecisionShadow: {
    target: ({ targetId }, _args, { loaders }) => loaders.target.load(targetId),
    status: ({ status }) => status || null,
    firstTokenMs: ({ firstTokenMs }) => firstTokenMs || null,
    finishReason: ({ finishReason }) => finishReason || null,
  },
  DecisionFinding: {
    policy: ({ policy }) => policy || null,
    monitored: ({ monitored }) => monitored ?? false,
    exception: ({ exception }) => exception ?? null,
    direction: ({ direction }) => direction ?? 'input',
    score: ({ score }) => score ?? null,
    parts: ({ parts }) => parts ?? [],
    places: ({ places }) => places ?? [],
  },
  FoundPlace: {
    fingerprint: ({ fingerprint }) => fingerprint ?? null,
  },
  DecisionAttempt: {
    hedge: ({ hedge }) => hedge ?? false,
    target: ({ targetId }, _args, { loaders }) => loaders.target.load(targetId),
    status: ({ status }) => status || null,
    firstTokenMs: ({ firstTokenMs }) => firstTokenMs || null,
  },
};

function toFilter(input: DecisionFilter): DomainFilter {
  const { tenantId, applicationId, ...rest } = given(input);
  return {
    tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
    applicationId: applicationId ? fromGlobalId('application', applicationId) : undefined,
    outcome: rest.outcome,
    errorCode: rest.errorCode,
    route: rest.route,
    fingerprint: rest.fingerprint,
    from: rest.from,
    to: rest.to,
  };
}
