import { EMERGENCY_MINUTES_MAX } from '../domain/review/course/emergency.ts';
import type { TargetChecks } from '../domain/target-check.ts';
import { InspectionDesk } from '../inspection/inspection-desk.ts';
import type { Envelope } from '../secrets/envelope.ts';
import type { Pepper } from '../secrets/pepper.ts';
import type { SecretHasher } from '../secrets/secret-hash.ts';
import type { Storage } from '../storage/storage.ts';
import { AccessTokenService } from './access-token.ts';
import { ApiKeyService } from './api-key.ts';
import { ApplicationService } from './application.ts';
import { ApprovalRuleService } from './approval-rule.ts';
import type { RefusalObserver } from './audit/refusal-log.ts';
import type { AuditSigner } from './audit/signer.ts';
import { AuditService } from './audit.ts';
import { BudgetService } from './budget.ts';
import { ChangeRequestService } from './change-request.ts';
import { ConfigPlanService } from './config-plan.ts';
import { DecisionService } from './decision.ts';
import { FindingService } from './finding.ts';
import { GrantService } from './grant.ts';
import { GrantNoticeService } from './grant-notice.ts';
import { IdentityProviderService } from './identity-provider.ts';
import { ImpactService } from './impact.ts';
import { LimitService } from './limit.ts';
import { ModelService } from './model.ts';
import { NodeService } from './node.ts';
import { NodePoolService } from './node-pool.ts';
import { NodeRevocationService } from './node-revocation.ts';
import { OutsideDetectorService } from './outside-detector.ts';
import { PriceProposalService } from './price-proposal.ts';
import { PrincipalService } from './principal.ts';
import { PromptPolicyService } from './prompt-policy.ts';
import { ProviderService } from './provider.ts';
import { ReleaseService } from './release.ts';
import { ChangePreparationService } from './review/course/change-preparation.ts';
import { ChangeScheduleService } from './review/course/change-schedule.ts';
import { EmergencyChangeService } from './review/course/emergency-change.ts';
import { SuspendedChangeService } from './review/course/suspension.ts';
import { RoleService } from './role.ts';
import { RouteService } from './route.ts';
import { RouteArmService } from './route-arm.ts';
import { SessionService } from './session.ts';
import { TargetService } from './target.ts';
import { TargetCheckService } from './target-check.ts';
import { TargetReportService } from './telemetry/target-report.ts';
import { TenantExportService } from './tenant/export.ts';
import { TenantService } from './tenant.ts';
import { TokenIssuerService } from './token-issuer.ts';
import { UsageService } from './usage.ts';

/** Every use case, by noun. */
export interface Services {
  readonly tenants: TenantService;
  readonly tenantExports: TenantExportService;
  readonly applications: ApplicationService;
  readonly principals: PrincipalService;
  readonly roles: RoleService;
  readonly accessTokens: AccessTokenService;
  readonly identityProviders: IdentityProviderService;
  readonly sessions: SessionService;
  readonly apiKeys: ApiKeyService;
  readonly tokenIssuers: TokenIssuerService;
  readonly providers: ProviderService;
  readonly models: ModelService;
  readonly targets: TargetService;
  readonly priceProposals: PriceProposalService;
  readonly targetChecks: TargetCheckService;
  readonly targetReports: TargetReportService;
  readonly outsideDetectors: OutsideDetectorService;
  readonly limits: LimitService;
  readonly budgets: BudgetService;
  readonly promptPolicies: PromptPolicyService;
  readonly routes: RouteService;
  readonly routeArms: RouteArmService;
  readonly grants: GrantService;
  readonly grantNotices: GrantNoticeService;
  readonly changeRequests: ChangeRequestService;
  readonly changePreparation: ChangePreparationService;
  readonly changeSchedules: ChangeScheduleService;
  readonly emergencyChanges: EmergencyChangeService;
  readonly suspendedChanges: SuspendedChangeService;
  readonly approvalRules: ApprovalRuleService;
  readonly configPlans: ConfigPlanService;
  readonly impacts: ImpactService;
  readonly nodes: NodeService;
  readonly nodePools: NodePoolService;
  readonly nodeRevocations: NodeRevocationService;
  readonly releases: ReleaseService;
  readonly usage: UsageService;
  readonly decisions: DecisionService;
  readonly findings: FindingService;
  readonly audit: AuditService;
}

/** What services seal and hash with. */
export interface ServiceSecrets {
  /** Seals credentials of providers and client secrets. */
  readonly envelope: Envelope;
  /** Hashes new API keys. */
  readonly pepper: Pepper;
  /** Hashes access tokens. */
  readonly tokenHasher: SecretHasher;
  /** Signs heads of audit chains. */
  readonly auditSigner: AuditSigner;
}

/** What operators decide for all tenants. */
export interface ServiceRules {
  /** Days within which a deleted tenant can be restored. */
  readonly tenantGraceDays: number;
  /** How long a change holds that was made without its quorum and is not ratified. */
  readonly emergencyMinutes: number;
}

const usualRules: ServiceRules = { tenantGraceDays: 30, emergencyMinutes: EMERGENCY_MINUTES_MAX };

/** Makes the services over one storage. */
export function createServices(
  storage: Storage,
  secrets: ServiceSecrets,
  checks: TargetChecks,
  observeRefusals: RefusalObserver = () => {},
  { tenantGraceDays, emergencyMinutes }: ServiceRules = usualRules,
): Services {
  return {
    tenants: new TenantService(storage, tenantGraceDays),
    tenantExports: new TenantExportService(storage),
    applications: new ApplicationService(storage),
    principals: new PrincipalService(storage),
    roles: new RoleService(storage),
    accessTokens: new AccessTokenService(storage, secrets.tokenHasher),
    identityProviders: new IdentityProviderService(storage, secrets.envelope),
    sessions: new SessionService(storage),
    apiKeys: new ApiKeyService(storage, secrets.pepper),
    tokenIssuers: new TokenIssuerService(storage),
    providers: new ProviderService(storage, secrets.envelope),
    models: new ModelService(storage),
    targets: new TargetService(storage),
    priceProposals: new PriceProposalService(storage),
    targetChecks: new TargetCheckService(storage, checks),
    targetReports: new TargetReportService(storage),
    outsideDetectors: new OutsideDetectorService(storage, secrets.envelope),
    limits: new LimitService(storage),
    budgets: new BudgetService(storage),
    promptPolicies: new PromptPolicyService(storage, new InspectionDesk()),
    routes: new RouteService(storage),
    routeArms: new RouteArmService(storage),
    grants: new GrantService(storage),
    grantNotices: new GrantNoticeService(storage),
    changeRequests: new ChangeRequestService(storage),
    changePreparation: new ChangePreparationService(storage),
    changeSchedules: new ChangeScheduleService(storage),
    emergencyChanges: new EmergencyChangeService(storage, emergencyMinutes),
    suspendedChanges: new SuspendedChangeService(storage),
    approvalRules: new ApprovalRuleService(storage),
    configPlans: new ConfigPlanService(storage),
    impacts: new ImpactService(storage),
    nodes: new NodeService(storage),
    nodePools: new NodePoolService(storage),
    nodeRevocations: new NodeRevocationService(storage),
    releases: new ReleaseService(storage),
    usage: new UsageService(storage),
    decisions: new DecisionService(storage),
    findings: new FindingService(storage),
    audit: new AuditService(storage, secrets.auditSigner, observeRefusals),
  };
}
