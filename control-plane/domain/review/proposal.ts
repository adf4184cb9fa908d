import type { ApiKey } from '../api-key.ts';
import type { ApprovalRuleDraft } from '../approval-rule.ts';
import type { PlanProposal } from '../config-plan.ts';
import { notFound } from '../errors.ts';
import type { GrantProposal } from '../grant.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import type { Model } from '../model.ts';
import type { Principal } from '../principal.ts';
import type { PromptPolicyDraft } from '../prompt-policy.ts';
import type { Provider } from '../provider.ts';
import type { CustomRole } from '../role.ts';
import type { RouteDraft } from '../route.ts';
import type { Target } from '../target.ts';
import type { PriceContent } from './price-content.ts';
import type { BudgetContent, LimitContent } from './spend-content.ts';

/**
 * Kind -> what is proposed: the whole content of the row as it is to be, as JSON has it; the moments of a grant are
 * dates. No credential, no secret and no hash of one is ever part of it.
 */
export interface Proposals {
  readonly grant: GrantProposal;
  readonly route: Omit<RouteDraft, 'tenantId'>;
  readonly prompt_policy: Omit<PromptPolicyDraft, 'tenantId'>;
  readonly approval_rule: Omit<ApprovalRuleDraft, 'tenantId'>;
  readonly model: ModelContent;
  readonly provider: ProviderContent;
  readonly target: TargetContent;
  readonly price: PriceContent;
  readonly api_key: ApiKeyContent;
  readonly role: RoleContent;
  readonly role_mapping: RoleMappingContent;
  readonly role_grant: RoleGrantContent;
  readonly limit: LimitContent;
  readonly budget: BudgetContent;
  /** A plan as a whole: the request is about many rows. */
  readonly config_plan: PlanProposal;
}

export type ModelContent = Pick<
  Model,
  'name' | 'capabilities' | 'contextWindowTokens' | 'outputTokensMax' | 'aliases' | 'replacedById'
> & { readonly deprecatedAt: string | null };

export type ProviderContent = Pick<
  Provider,
  'name' | 'kind' | 'preset' | 'baseUrl' | 'region' | 'dataTerms' | 'regionDataTerms'
>;

/** Of a target that is there the prices are a kind of their own. */
export type TargetContent = Pick<
  Target,
  'name' | 'providerId' | 'modelId' | 'providerModel' | 'region' | 'enabled' | 'capabilities'
> &
  Partial<PriceContent>;

export type ApiKeyContent = Pick<
  ApiKey,
  | 'applicationId'
  | 'name'
  | 'workloads'
  | 'routes'
  | 'operations'
  | 'feature'
  | 'attributes'
  | 'scopes'
> & { readonly notAfter: string | null };

export type RoleContent = Pick<CustomRole, 'name' | 'permissions'>;

/** Whom an identity provider gives which roles. */
export type RoleMappingContent = Pick<
  IdentityProvider,
  | 'name'
  | 'issuer'
  | 'clientId'
  | 'audience'
  | 'groupClaim'
  | 'roleMappings'
  | 'emailDomains'
  | 'scopes'
>;

/** Which roles a principal holds. */
export type RoleGrantContent = Pick<Principal, 'kind' | 'name' | 'email' | 'roles' | 'roleIds'>;

export function modelContentOf(model: Model): ModelContent {
  const { name, capabilities, contextWindowTokens, outputTokensMax, aliases } = model;
  const { replacedById } = model;
  const sizes = { contextWindowTokens, outputTokensMax };
  return {
    name,
    capabilities,
    ...sizes,
    aliases,
    replacedById,
    deprecatedAt: iso(model.deprecatedAt),
  };
}

export function providerContentOf(provider: Provider): ProviderContent {
  const { name, kind, preset, baseUrl, region, dataTerms, regionDataTerms } = provider;
  return { name, kind, preset, baseUrl, region, dataTerms, regionDataTerms };
}

export function targetContentOf(target: Target): Omit<TargetContent, 'prices'> {
  const { name, providerId, modelId, providerModel, region, enabled, capabilities } = target;
  return { name, providerId, modelId, providerModel, region, enabled, capabilities };
}

export function apiKeyContentOf(key: ApiKey): ApiKeyContent {
  const { applicationId, name, workloads, routes, operations, feature } = key;
  const { attributes, scopes } = key;
  const rights = { workloads, routes, operations, feature, attributes, scopes };
  return { applicationId, name, ...rights, notAfter: iso(key.notAfter) };
}

export function roleContentOf({ name, permissions }: CustomRole): RoleContent {
  return { name, permissions };
}

export function roleMappingContentOf(provider: IdentityProvider): RoleMappingContent {
  const { name, issuer, clientId, audience, groupClaim } = provider;
  const { roleMappings, emailDomains, scopes } = provider;
  const admission = { roleMappings, emailDomains, scopes };
  return { name, issuer, clientId, audience, groupClaim, ...admission };
}

export function roleGrantContentOf(principal: Principal): RoleGrantContent {
  const { kind, name, email, roles, roleIds } = principal;
  return { kind, name, email, roles, roleIds };
}

/** The tenant of a request that is not of the platform. @throws DomainError NOT_FOUND */
export function tenantOf({ tenantId }: { readonly tenantId: string | null }): string {
  if (tenantId === null) throw notFound('tenant');
  return tenantId;
}

function iso(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
