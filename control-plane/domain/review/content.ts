import type { ApprovalRule, ApprovalRuleDraft } from '../approval-rule.ts';
import { type Grant, type GrantProposal, proposeConditions } from '../grant.ts';
import type { PromptPolicy, PromptPolicyDraft } from '../prompt-policy.ts';
import type { Route, RouteDraft } from '../route.ts';

/** What is reviewed of a grant. */
export function grantContent({ applicationId, modelId, ...conditions }: Grant): GrantProposal {
  return { applicationId, modelId, ...proposeConditions(conditions) };
}

/** What is reviewed of a route. */
export function routeContent(route: Route): Omit<RouteDraft, 'tenantId'> {
  const { name, operation, rules, constraints, promptPolicyId } = route;
  const { connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs } = route;
  const timers = { connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs };
  return { name, operation, rules, constraints, promptPolicyId, ...timers };
}

/** What is reviewed of a prompt policy. */
export function promptPolicyContent({
  name,
  rules,
  appliesTo,
}: PromptPolicy): Omit<PromptPolicyDraft, 'tenantId'> {
  // Absent where there is none: contents of before have the digests of before.
  return { name, rules, ...(appliesTo !== null && { appliesTo }) };
}

/** What is reviewed of an approval rule. */
export function approvalRuleContent({
  kind,
  quorum,
  roles,
  groups,
  teams,
  highRiskQuorum,
  highRiskTeams,
}: ApprovalRule): Omit<ApprovalRuleDraft, 'tenantId'> {
  return { kind, quorum, roles, groups, teams, highRiskQuorum, highRiskTeams };
}
