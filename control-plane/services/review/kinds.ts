import {
  createApprovalRule,
  reviewPermissions,
  reviseApprovalRule,
} from '../../domain/approval-rule.ts';
import type { ChangeRequest, ChangeRequestKind } from '../../domain/change-request.ts';
import {
  approvalRuleContent,
  promptPolicyContent,
  routeContent,
} from '../../domain/review/content.ts';
import { tenantOf } from '../../domain/review/proposal.ts';
import { demandOf } from '../../domain/review/quorum.ts';
import type { GovernedKind } from './governed-kind.ts';
import { accessKinds } from './kind/access-kinds.ts';
import { buildPromptPolicy, rebuildPromptPolicy } from './kind/build-prompt-policy.ts';
import { buildRoute, endRoute, rebuildRoute } from './kind/build-route.ts';
import { catalogueKinds } from './kind/catalogue-kinds.ts';
import { configPlanKind } from './kind/config-plan-kind.ts';
import { grantKind } from './kind/grant-kind.ts';
import { spendKinds } from './kind/spend-kinds.ts';
import { createRecordKind } from './record-kind.ts';

/** Every kind of change that is reviewed. */
const kinds: { readonly [Kind in ChangeRequestKind]: GovernedKind<Kind> } = {
  grant: grantKind,
  route: createRecordKind({
    noun: 'route',
    proposePermission: 'route:write',
    store: ({ routes }) => routes,
    isEnded: ({ archivedAt }) => archivedAt !== null,
    contentOf: routeContent,
    end: endRoute,
    build: (stores, request, { current, now }) => {
      const { subjectId, proposal } = request;
      return current === undefined
        ? buildRoute(stores, subjectId, {
            draft: { ...proposal, tenantId: tenantOf(request) },
            now,
          })
        : rebuildRoute(stores, current, { change: proposal, now });
    },
  }),
  prompt_policy: createRecordKind({
    noun: 'prompt-policy',
    proposePermission: 'prompt-policy:write',
    store: ({ promptPolicies }) => promptPolicies,
    isEnded: ({ archivedAt }) => archivedAt !== null,
    contentOf: promptPolicyContent,
    build: (stores, request, { current, now }) => {
      const { subjectId, proposal } = request;
      const draft = { ...proposal, tenantId: tenantOf(request) };
      return current === undefined
        ? buildPromptPolicy(stores, subjectId, { draft, now })
        : rebuildPromptPolicy(stores, current, {
            change: { ...proposal, appliesTo: proposal.appliesTo ?? null },
            now,
          });
    },
  }),
  approval_rule: createRecordKind({
    noun: 'approval-rule',
    proposePermission: 'approval-rule:write',
    store: ({ approvalRules }) => approvalRules,
    isEnded: () => false,
    contentOf: approvalRuleContent,
    build: async (_stores, { subjectId, tenantId, proposal }, { current, now }) => {
      if (current === undefined)
        return createApprovalRule(subjectId, { ...proposal, tenantId }, now);
      const { highRiskQuorum, highRiskTeams } = proposal;
      const change = { ...demandOf(proposal), highRiskQuorum, highRiskTeams };
      return reviseApprovalRule(current, change, now);
    },
  }),
  config_plan: configPlanKind,
  ...catalogueKinds,
  ...accessKinds,
  ...spendKinds,
};

/** What the engine must know of the kind of a request. */
export function kindOf<Kind extends ChangeRequestKind>({
  kind,
}: Pick<ChangeRequest<Kind>, 'kind'>): GovernedKind<Kind> {
  return kinds[kind];
}

/** Permissions by which one may propose a change of some kind. */
export const proposePermissions = Object.values(kinds).map(
  ({ proposePermission }) => proposePermission,
);

/** Permissions by which one may review a change of some kind. */
export const reviewRights = [...new Set(Object.values(reviewPermissions))];
