import { apiKeyResolvers } from './api-key.ts';
import { applicationResolvers } from './application.ts';
import { approvalRuleResolvers } from './approval-rule.ts';
import { auditResolvers } from './audit.ts';
import { budgetResolvers } from './budget.ts';
import { changeRequestResolvers } from './change-request.ts';
import { configPlanResolvers } from './config-plan.ts';
import { decisionResolvers } from './decision.ts';
import { findingResolvers } from './finding.ts';
import { grantResolvers } from './grant.ts';
import { grantNoticeResolvers } from './grant-notice.ts';
import { identityProviderResolvers } from './identity-provider.ts';
import { impactResolvers } from './impact.ts';
import { limitResolvers } from './limit.ts';
import { modelResolvers } from './model.ts';
import { nodeResolvers } from './node.ts';
import { nodePoolResolvers } from './node-pool.ts';
import { nodeRevocationResolvers } from './node-revocation.ts';
import { outsideDetectorResolvers } from './outside-detector.ts';
import { priceProposalResolvers } from './price-proposal.ts';
import { principalResolvers } from './principal.ts';
import { promptPolicyResolvers } from './prompt-policy.ts';
import { providerResolvers } from './provider.ts';
import { releaseResolvers } from './release.ts';
import { roleResolvers } from './role.ts';
import { routeResolvers } from './route.ts';
import { routeArmResolvers } from './route-arm.ts';
import { sessionResolvers } from './session.ts';
import { targetResolvers } from './target.ts';
import { tenantResolvers } from './tenant.ts';
import { tokenIssuerResolvers } from './token-issuer.ts';
import { usageResolvers } from './usage.ts';

/** The resolvers of every noun, merged by the schema. */
export const nounResolvers = [
  tenantResolvers,
  applicationResolvers,
  principalResolvers,
  identityProviderResolvers,
  sessionResolvers,
  roleResolvers,
  apiKeyResolvers,
  tokenIssuerResolvers,
  providerResolvers,
  modelResolvers,
  targetResolvers,
  priceProposalResolvers,
  outsideDetectorResolvers,
  promptPolicyResolvers,
  routeResolvers,
  routeArmResolvers,
  limitResolvers,
  budgetResolvers,
  grantResolvers,
  grantNoticeResolvers,
  changeRequestResolvers,
  approvalRuleResolvers,
  configPlanResolvers,
  impactResolvers,
  nodeResolvers,
  nodePoolResolvers,
  nodeRevocationResolvers,
  releaseResolvers,
  usageResolvers,
  decisionResolvers,
  findingResolvers,
  auditResolvers,
];
