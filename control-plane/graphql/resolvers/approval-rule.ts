import type { ApprovalRule } from '../../domain/approval-rule.ts';
import { fromGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Changed } from '../../services/mutation.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toReviewTerms } from '../input.ts';
import { withReview } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value }: Changed<ApprovalRule>) => ({
  __typename: 'ApprovalRuleChanged' as const,
  approvalRule: value,
});

export const approvalRuleResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'ApprovalRule'> = {
  Query: {
    approvalRules: async (_root, { tenantId }, { services, operation }) => [
      ...(await services.approvalRules.list(operation, toOwner(tenantId))),
    ],
  },
  Mutation: {
    createApprovalRule: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'createApprovalRule', input, idempotencyKey, review };
        const { kind, quorum, roles = [], groups = [], teams = [] } = given(input);
        const tenantId = toOwner(input.tenantId);
        const { highRiskQuorum = null, highRiskTeams = [] } = given(input);
        const atHighRisk = { highRiskQuorum, highRiskTeams };
        const draft = { tenantId, kind, quorum, roles, groups, teams, ...atHighRisk };
        return changed(await services.approvalRules.create(operation, call, draft));
      }),
    updateApprovalRule: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updateApprovalRule', input, idempotencyKey, review };
        const { id, expectedVersion, quorum, ...who } = toEdit('approval-rule', input);
        const { roles, groups, teams, highRiskTeams } = who;
        const atHighRisk = { highRiskQuorum: input.highRiskQuorum, highRiskTeams };
        const edit = { id, expectedVersion, quorum, roles, groups, teams, ...atHighRisk };
        return changed(await services.approvalRules.update(operation, call, edit));
      }),
  },
  ApprovalRule: {
    id: ({ id }) => toGlobalId('approval-rule', id),
    tenant: ({ tenantId }, _args, { loaders }) =>
      tenantId === null ? null : loadRequired(loaders.tenant, tenantId),
  },
};

/** Nothing stands for the platform. @throws DomainError NOT_FOUND */
function toOwner(tenantId: string | null | undefined): string | null {
  return typeof tenantId === 'string' ? fromGlobalId('tenant', tenantId) : null;
}
