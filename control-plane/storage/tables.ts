import { AccessTokenTable } from './access-token.ts';
import { ApiKeyTable } from './api-key.ts';
import { ApiKeyPepperTable } from './api-key-pepper.ts';
import { ApplicationTable } from './application.ts';
import { ApprovalRuleTable } from './approval-rule.ts';
import { BudgetTable } from './budget.ts';
import { ChangeRequestTable } from './change-request.ts';
import { GrantTable } from './grant.ts';
import { GrantNoticeTable } from './grant-notice.ts';
import { FederatedIdentityTable } from './identity/federated-identity.ts';
import { TokenIssuerKeySetTable, TokenIssuerReadingTable } from './identity/token-issuer-key.ts';
import { IdentityProviderSecretTable, IdentityProviderTable } from './identity-provider.ts';
import { LimitTable } from './limit.ts';
import { ModelTable } from './model.ts';
import { NodePoolTable, NodePoolTenantTable } from './node-pool.ts';
import { NodeRevocationTable } from './node-revocation.ts';
import { OutsideDetectorCredentialTable, OutsideDetectorTable } from './outside-detector.ts';
import { PrincipalTable } from './principal.ts';
import { PromptPolicyTable } from './prompt-policy.ts';
import { ProviderCredentialTable, ProviderTable } from './provider.ts';
import { ReviewTable } from './review/review.ts';
import { RoleTable } from './role.ts';
import { RouteTable } from './route.ts';
import { SessionTable } from './session.ts';
import { TargetTable } from './target.ts';
import { TenantTable } from './tenant.ts';
import { TokenIssuerTable } from './token-issuer.ts';

/** Every table that the object mapper knows. An explicit list: nothing is found by searching folders. */
export const tables = [
  TenantTable,
  PrincipalTable,
  AccessTokenTable,
  IdentityProviderTable,
  IdentityProviderSecretTable,
  FederatedIdentityTable,
  SessionTable,
  RoleTable,
  ApplicationTable,
  ApiKeyTable,
  ApiKeyPepperTable,
  ProviderTable,
  ProviderCredentialTable,
  ModelTable,
  TargetTable,
  PromptPolicyTable,
  RouteTable,
  ChangeRequestTable,
  ReviewTable,
  ApprovalRuleTable,
  GrantTable,
  GrantNoticeTable,
  NodePoolTable,
  NodePoolTenantTable,
  NodeRevocationTable,
  TokenIssuerTable,
  TokenIssuerKeySetTable,
  TokenIssuerReadingTable,
  OutsideDetectorTable,
  OutsideDetectorCredentialTable,
  LimitTable,
  BudgetTable,
] as const;
