import type { ApplicationDraft } from '../application.ts';
import { completeConditions, type GrantProposal } from '../grant.ts';
import {
  normaliseAttachment,
  normalisePromptRule,
  type PromptPolicyDraft,
} from '../prompt-policy.ts';
import type { RouteDraft } from '../route.ts';
import { normaliseConstraints, normaliseRule } from '../routing-rule.ts';

/** What a document decides of an application, the same of a row and of a draft. */
export function applicationContent({
  name,
  team,
  environment,
  dataClass,
  rolloutStage,
}: Omit<ApplicationDraft, 'tenantId'>): Omit<ApplicationDraft, 'tenantId'> {
  return { name, team, environment, dataClass, rolloutStage };
}

/** The same of a grant. */
export function grantContent({ applicationId, modelId, ...conditions }: GrantProposal) {
  return { applicationId, modelId, ...completeConditions(conditions) };
}

/** The same of a prompt policy. */
export function promptPolicyContent({
  name,
  rules,
  appliesTo,
}: Omit<PromptPolicyDraft, 'tenantId'>): Omit<PromptPolicyDraft, 'tenantId'> {
  const attachment = normaliseAttachment(appliesTo);
  return {
    name,
    rules: rules.map(normalisePromptRule),
    ...(attachment !== null && { appliesTo: attachment }),
  };
}

/** The same of a route; that a node has halted a ramp is not decided by documents. */
export function routeContent(route: Omit<RouteDraft, 'tenantId'>): Omit<RouteDraft, 'tenantId'> {
  const { name, operation, rules, constraints, promptPolicyId } = route;
  const { connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs } = route;
  const timers = { connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs };
  return {
    name,
    operation,
    rules: rules.map((rule) => {
      const { ramp, ...rest } = normaliseRule(rule);
      if (ramp === undefined) return rest;
      const { halted: _halted, ...said } = ramp;
      return { ...rest, ramp: said };
    }),
    constraints: normaliseConstraints(constraints) ?? null,
    promptPolicyId,
    ...timers,
  };
}
