import type { TenantState } from '../../domain/tenant.ts';
import type { QuotaKind } from '../../domain/tenant/quota-kind.ts';
import type { Environment } from '../../../policy/resource.ts';
import type { DataClass } from '../../../policy/resource.ts';
import type { RolloutStage } from '../../../policy/resource.ts';
import type { RolloutTask } from '../../domain/rollout/rollout.ts';
import type { ApplicationSort } from '../../storage/application.ts';
import type { RecordSort } from '../../storage/column.ts';
import type { ApiKeySort } from '../../storage/api-key.ts';
import type { GrantSort } from '../../storage/grant.ts';
import type { AccessTokenSort } from '../../storage/access-token.ts';
import type { ChangeRequestSort } from '../../storage/change-request.ts';
import type { PrincipalKind } from '../../domain/principal.ts';
import type { Role } from '../../domain/permission.ts';
import type { ProviderKind } from '../../../policy/resource.ts';
import type { DataTerm } from '../../../policy/resource.ts';
import type { KeyScope } from '../../../policy/resource.ts';
import type { KeyOperation } from '../../../policy/key-part/key-operation.ts';
import type { TokenAlgorithm } from '../../../policy/token/token-issuer.ts';
import type { DetectorProtocol } from '../../../policy/prompt-part/outside-detector.ts';
import type { TokenFactType } from '../../../policy/token/token-issuer.ts';
import type { CredentialFault } from '../../domain/provider.ts';
import type { CredentialHeader } from '../../../policy/preset/preset.ts';
import type { Quirk as ProviderQuirk } from '../../../policy/preset/preset.ts';
import type { NodeState } from '../../domain/node.ts';
import type { ChainFaultKind as AuditFaultKind } from '../../domain/audit/chain.ts';
import type { VerdictOutcome } from '../../domain/node.ts';
import type { TargetCondition } from '../../domain/telemetry/target-report.ts';
import type { BreakerState } from '../../domain/telemetry/target-report.ts';
import type { ReleaseState } from '../../domain/release.ts';
import type { DifferenceKind as ResourceChange } from '../../domain/release.ts';
import type { DecisionOutcome } from '../../domain/decision.ts';
import type { ShadowFinish } from '../../domain/usage.ts';
import type { ShadowToolCalls } from '../../domain/usage.ts';
import type { Operation } from '../../../policy/resource.ts';
import type { Capability } from '../../../policy/resource.ts';
import type { RoutingStrategy } from '../../../policy/resource.ts';
import type { PriceProposalOutcome } from '../../domain/price-proposal.ts';
import type { PromptWord } from '../../../policy/fact.ts';
import type { FallbackClass } from '../../../policy/resource.ts';
import type { RuleDetector as Detector } from '../../../policy/inspect/prompt-rule.ts';
import type { RuleFailure } from '../../../policy/inspect/prompt-rule.ts';
import type { PromptAction } from '../../../policy/inspect/prompt-rule.ts';
import type { PromptDirection } from '../../../policy/inspect/prompt-rule.ts';
import type { PromptPart } from '../../../policy/inspect/inspected-text.ts';
import type { NotRunReason as RuleNotRun } from '../../../policy/prompt-part/try-texts.ts';
import type { PromptRuleMode } from '../../../policy/inspect/prompt-rule.ts';
import type { GrantState } from '../../domain/grant.ts';
import type { AccountScope } from '../../../policy/account-part/account.ts';
import type { LimitMeasure } from '../../../policy/limit.ts';
import type { BudgetPeriod } from '../../../policy/account-part/period.ts';
import type { BudgetEnforcement } from '../../../policy/budget.ts';
import type { BudgetReservation } from '../../../policy/budget.ts';
import type { BudgetOutage } from '../../../policy/budget.ts';
import type { ChangeRequestState } from '../../domain/change-request.ts';
import type { RuledKind } from '../../domain/approval-rule.ts';
import type { ChangeRequestKind } from '../../domain/change-request.ts';
import type { PlanVerb } from '../../domain/config-plan.ts';
import type { PlanDirection } from '../../domain/config-plan.ts';
import type { PlanKind } from '../../domain/plan/document.ts';
import type { RiskLevel } from '../../domain/review/risk/risk-level.ts';
import type { RiskTopic } from '../../domain/review/risk/risk-weight.ts';
import type { Direction as ChangeDirection } from '../../domain/review/judgement.ts';
import type { ImpactState } from '../../domain/impact.ts';
import type { ImpactBound } from '../../domain/impact.ts';
import type { ImpactClass } from '../../domain/impact.ts';
import type { ReviewVerdict as Verdict } from '../../domain/review/review.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Tenant as TenantModel } from '../../domain/tenant.ts';
import type { Quota as QuotaModel, QuotaDefault as QuotaDefaultModel } from '../../domain/tenant/quota.ts';
import type { Application as ApplicationModel } from '../../domain/application.ts';
import type { Principal as PrincipalModel } from '../../domain/principal.ts';
import type { AccessToken as AccessTokenModel } from '../../domain/access-token.ts';
import type { Session as SessionModel } from '../../domain/session.ts';
import type { IdentityProvider as IdentityProviderModel } from '../../domain/identity-provider.ts';
import type { TokenIssuer as TokenIssuerModel, TokenKeySet as TokenKeySetModel } from '../../domain/token-issuer.ts';
import type { OutsideDetector as OutsideDetectorModel, OutsideJudge as OutsideJudgeModel } from '../../domain/outside-detector.ts';
import type { CustomRole as CustomRoleModel } from '../../domain/role.ts';
import type { ApiKey as ApiKeyModel } from '../../domain/api-key.ts';
import type { Provider as ProviderModel, CredentialFacts as ProviderCredentialModel } from '../../domain/provider.ts';
import type { Node as NodeModel, NodeDiagnostic as NodeDiagnosticModel } from '../../domain/node.ts';
import type { NodePool as NodePoolModel } from '../../domain/node-pool.ts';
import type { NodeRevocation as NodeRevocationModel } from '../../domain/node-revocation.ts';
import type { Enforcement as EnforcementModel, Convergence as ConvergenceModel, AwaitedEnforcement as AwaitedEnforcementModel } from '../../domain/enforcement.ts';
import type { ReleaseEntry as ReleaseModel, ReleaseDiff as ReleaseDiffModel, ResourceDifference as ResourceDifferenceModel, FieldDifference as FieldDifferenceModel } from '../../domain/release.ts';
import type { UsageReport as UsageReportModel, UsageRow as UsageRowModel, DecisionShadow as DecisionShadowModel } from '../../domain/usage.ts';
import type { Decision as DecisionModel, DecisionCandidate as DecisionCandidateModel, DecisionAttempt as DecisionAttemptModel, DecisionFinding as DecisionFindingModel, DecisionFoundPart as FoundPartModel, DecisionPlace as FoundPlaceModel, RuleOutcome as RuleOutcomeModel } from '../../domain/decision.ts';
import type { FindingReport as FindingReportModel, FindingRow as FindingRowModel } from '../../domain/finding.ts';
import type { AuditEvent as AuditEventModel } from '../../domain/audit.ts';
import type { ChainFault as AuditFaultModel } from '../../domain/audit/chain.ts';
import type { SignedHead as SignedAuditHeadModel, AuditSigningKey as AuditSigningKeyModel } from '../../domain/audit/signed-head.ts';
import type { Model as ModelModel, ModelUser as ModelUserModel } from '../../domain/model.ts';
import type { Target as TargetModel } from '../../domain/target.ts';
import type { TargetAtNode as TargetStateModel, TargetHealth as TargetHealthModel, HeardReport as NodeTargetsModel } from '../../domain/telemetry/target-report.ts';
import type { TargetPrice as PriceModel } from '../../domain/price/price.ts';
import type { PriceProposal as PriceProposalModel } from '../../domain/price-proposal.ts';
import type { PromptPolicy as PromptPolicyModel, Attachment as PromptPolicyAttachmentModel, PromptRule as PromptRuleModel, DetectorSettings as DetectorSettingsModel, WordList as WordListModel, SizeLimits as SizeLimitsModel } from '../../domain/prompt-policy.ts';
import type { Inspection as PromptInspectionModel, PromptFinding as InspectedFindingModel, Sighting as InspectedRangeModel, TriedRule as InspectedRuleModel } from '../../domain/prompt/inspection.ts';
import type { RuleException as PromptRuleExceptionModel } from '../../domain/prompt/rule-exception.ts';
import type { Limit as LimitModel } from '../../domain/limit.ts';
import type { Budget as BudgetModel } from '../../domain/budget.ts';
import type { AccountStatement as BudgetAccountModel } from '../../domain/money/account-statement.ts';
import type { Route as RouteModel, RoutingRule as RoutingRuleModel, WeightedTarget as WeightedTargetModel, RoutingChoice as RoutingChoiceModel, RoutingConstraints as RoutingConstraintsModel, FallbackList as FallbackListModel, RoutingRamp as RoutingRampModel, RampStep as RampStepModel, RampHalted as RampHaltedModel, RoutingShadow as RoutingShadowModel } from '../../domain/route.ts';
import type { RouteArm as RouteArmModel, RouteArmReport as RouteArmReportModel } from '../../domain/route-arm.ts';
import type { Simulation as RouteSimulationModel, SimulatedFallbacks as SimulatedFallbacksModel, SimulatedRamp as SimulatedRampModel, SimulatedShadow as SimulatedShadowModel } from '../../domain/route-simulation.ts';
import type { Grant as GrantModel, GrantProposal as GrantProposalModel } from '../../domain/grant.ts';
import type { GrantNotice as GrantNoticeModel } from '../../domain/grant-notice.ts';
import type { ChangeRequest as ChangeRequestModel, ChangeRequest as ChangeScheduleModel, ChangeRequest as EmergencyChangeModel } from '../../domain/change-request.ts';
import type { ApprovalRule as ApprovalRuleModel } from '../../domain/approval-rule.ts';
import type { ConfigPlan as ConfigPlanModel, PlanAction as PlanActionModel } from '../../domain/config-plan.ts';
import type { Risk as ChangeRiskModel, RiskReason as RiskReasonModel } from '../../domain/review/risk/risk.ts';
import type { Impact as ImpactModel, ImpactTotals as ImpactTotalsModel, ApplicationImpact as ApplicationImpactModel, ImpactSample as ImpactSampleModel, ImpactLead as ImpactLeadModel, SampledDecision as ImpactDecisionModel } from '../../domain/impact.ts';
import type { Review as ReviewModel } from '../../domain/review/review.ts';
import type { GraphQLContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Point in time, ISO 8601 in UTC with milliseconds. */
  DateTime: { input: Date; output: Date; }
  /** Unsigned 64-bit integer as a decimal string. */
  UInt64: { input: bigint; output: bigint; }
  /** Integer amount of nano-USD (10^-9 USD) as a decimal string. */
  NanoUsd: { input: bigint; output: bigint; }
};

/** What an application calls with. The secret is shown once, when the key is created. */
export type ApiKey = {
  readonly __typename?: 'ApiKey';
  readonly id: Scalars['ID']['output'];
  /** For people; unique among the application's keys that are neither revoked nor replaced. */
  readonly name: Scalars['String']['output'];
  /** First characters of the secret, by which its owner recognises it. */
  readonly prefix: Scalars['String']['output'];
  /** What the key may be used for; the first is the default of a call that names none. */
  readonly workloads: ReadonlyArray<Scalars['String']['output']>;
  /** Names of the routes that it may call; empty means every route of the tenant. */
  readonly routes: ReadonlyArray<Scalars['String']['output']>;
  /** What the key is for; empty means every operation. */
  readonly operations: ReadonlyArray<KeyOperation>;
  /** Tag for reports of cost. */
  readonly feature?: Maybe<Scalars['String']['output']>;
  /** Verified facts that policies see. */
  readonly attributes: ReadonlyArray<KeyAttribute>;
  /** What the key may do besides calling; empty for nothing. */
  readonly scopes: ReadonlyArray<KeyScope>;
  /** Moment from which the key is refused. */
  readonly notAfter?: Maybe<Scalars['DateTime']['output']>;
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The key whose place this one took, with the same name and rights. */
  readonly replaces?: Maybe<ApiKey>;
  /** When another key took its place. From then on its end is `notAfter`, and it can only be revoked. */
  readonly replacedAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * When the key was last presented and taken, for whatever it was: a call, also a refused one, a count of tokens, a list. To the minute,
   * and told by nodes each minute. Null when it never was.
   */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Door of that use: `http` or `grpc`. */
  readonly lastUsedDoor?: Maybe<Scalars['String']['output']>;
  /** Region of the node that saw it, where the node says one. */
  readonly lastUsedRegion?: Maybe<Scalars['String']['output']>;
  /** Send it back as `expectedVersion` when you change the key. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly application: Application;
};

export type { KeyScope };

export type { KeyOperation };

/** A fact about whoever uses the key, verified because the key carries it. */
export type KeyAttribute = {
  readonly __typename?: 'KeyAttribute';
  readonly name: Scalars['String']['output'];
  /** What it is. */
  readonly value: Scalars['String']['output'];
};

/** A page of API keys. */
export type ApiKeyConnection = {
  readonly __typename?: 'ApiKeyConnection';
  readonly edges: ReadonlyArray<ApiKeyEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type ApiKeyEdge = {
  readonly __typename?: 'ApiKeyEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: ApiKey;
};

/** Narrows a list of API keys; what is absent or null does not. */
export type ApiKeyFilter = {
  /** Part of the name, or of `prefix`, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** Of applications of this team, by its whole name. Needs application:read. */
  readonly team?: InputMaybe<Scalars['String']['input']>;
  /** Of applications in one of these environments. Needs application:read. */
  readonly environments?: InputMaybe<ReadonlyArray<Environment>>;
  /** That work now as far as their own dates go, and end before this moment. */
  readonly endsBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Made at this moment or later. */
  readonly createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Made before this moment. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

export type { ApiKeySort };

/** How API keys are sorted; rows that are equal so are sorted by id. */
export type ApiKeyOrder = {
  readonly by: ApiKeySort;
  /** From which end. */
  readonly direction?: SortDirection;
};

/** What can be read. */
export type Query = {
  readonly __typename?: 'Query';
  /** Keys by creation, newest first: those of an application or a tenant, or all that the caller may see. */
  readonly apiKeys: ApiKeyConnection;
  readonly apiKey?: Maybe<ApiKey>;
  /** Applications, by name unless told otherwise; of one tenant, or of all that the caller may see. */
  readonly applications: ApplicationConnection;
  readonly application?: Maybe<Application>;
  /** The approval rules of a tenant, or of the platform. Kinds that are not among them are as usual. */
  readonly approvalRules: ReadonlyArray<ApprovalRule>;
  /** Audit events, newest first; of one tenant, or of all that the caller may see. */
  readonly auditEvents: AuditEventConnection;
  /**
   * Reads a chain back, that of a tenant or, without one, of the platform, and says what is wrong with it. A call looks at 20,000
   * entries at most. `heads` that were kept outside of the database are compared too: they find what its owner has rewritten.
   */
  readonly auditVerification: AuditVerification;
  /** Public keys that heads of chains are or were signed with, newest first. */
  readonly auditSigningKeys: ReadonlyArray<AuditSigningKey>;
  /** Budgets that the caller may see, by name. What a grant may spend is not among them: `Grant.monthlySpend`. */
  readonly budgets: BudgetConnection;
  readonly budget?: Maybe<Budget>;
  /** Change requests, newest first; of one tenant, or of all that the caller may see. */
  readonly changeRequests: ChangeRequestConnection;
  readonly changeRequest?: Maybe<ChangeRequest>;
  /** A plan that the caller has made, and what became of it; null for that of somebody else, and when it is older than a day. */
  readonly configPlan?: Maybe<ConfigPlan>;
  /** Documents of everything in use that a tenant has and documents can say; see docs/plan-and-apply.md. */
  readonly exportConfig: ConfigExport;
  /** The request log, newest first. */
  readonly decisions: DecisionConnection;
  readonly decision?: Maybe<Decision>;
  /** What prompt policies found, next to what became of the same requests, from the newest 50,000 decisions with findings. */
  readonly findings: FindingReport;
  /** Grants that were about to end, newest notice first; of one tenant, or of all that the caller may see. Needs grant:read. */
  readonly grantNotices: GrantNoticeConnection;
  /** Grants by creation, newest first; of one tenant, or of all that the caller may see. */
  readonly grants: GrantConnection;
  readonly grant?: Maybe<Grant>;
  /**
   * Who may use what, why and until when: grants in force, newest first; with `endsBefore` those that end soonest first. The request
   * that was approved, who asked for it and who approved it are in `changeRequest`.
   */
  readonly modelAccess: GrantConnection;
  /** Identity providers that the caller may see, by name. */
  readonly identityProviders: IdentityProviderConnection;
  readonly identityProvider?: Maybe<IdentityProvider>;
  /** Limits that the caller may see, by name. */
  readonly limits: LimitConnection;
  readonly limit?: Maybe<Limit>;
  /** Models by name. */
  readonly models: ModelConnection;
  readonly model?: Maybe<Model>;
  /** The model that goes by the name, or has it as an alias; archived ones too. */
  readonly modelNamed?: Maybe<Model>;
  /** Models with a date of deprecation that are not archived, by that date, the earliest first. */
  readonly deprecatedModels: ModelConnection;
  /** Who still uses a model: applications by their requests in the last days, 400 at most. Needs model:read and usage:read. */
  readonly modelUsers: ModelUserReport;
  /** Pools of nodes, by name. For principals of the platform. */
  readonly nodePools: NodePoolConnection;
  /** For principals of the platform. */
  readonly nodePool?: Maybe<NodePool>;
  /** Nodes that are served no longer, newest first. For principals of the platform. */
  readonly nodeRevocations: NodeRevocationConnection;
  /** Nodes heard from within the last day, by name. */
  readonly nodes: NodeConnection;
  readonly node?: Maybe<Node>;
  /** Newest committed revision. */
  readonly headRevision: Scalars['UInt64']['output'];
  /**
   * Which nodes enforce a committed revision. With `tenantId`, a tenant that is held back counts only when it is this
   * one; callers of a tenant ask for theirs, always.
   */
  readonly enforcement: Enforcement;
  /**
   * Waits until all live nodes enforce the revision, or until the time is up, and says how it stands then. `timeoutMs` is
   * 0 to 60000. Any replica of the control plane can be asked.
   */
  readonly awaitEnforced: AwaitedEnforcement;
  /** Outside detectors that the caller may see, by name. */
  readonly outsideDetectors: OutsideDetectorConnection;
  readonly outsideDetector?: Maybe<OutsideDetector>;
  /** Targets whose prices differ from a public list, or that cannot be compared. Needs target:read. */
  readonly proposedPrices: PriceProposalReport;
  /** Who the caller is. */
  readonly me: Principal;
  /** Principals that the caller may see, by name. */
  readonly principals: PrincipalConnection;
  readonly principal?: Maybe<Principal>;
  /** Prompt policies by name; of one tenant, or of all that the caller may see. */
  readonly promptPolicies: PromptPolicyConnection;
  readonly promptPolicy?: Maybe<PromptPolicy>;
  /**
   * What a prompt policy, alone, would make of texts: by the code of the nodes, without a call. The texts are kept nowhere. One
   * operation may ask it four times.
   */
  readonly inspect: PromptInspection;
  /** Providers by name. */
  readonly providers: ProviderConnection;
  readonly provider?: Maybe<Provider>;
  /** Vendors and servers that can be connected by name, by name. */
  readonly providerPresets: ReadonlyArray<ProviderPreset>;
  /** Releases, newest first; held revisions among them, for callers of the platform. */
  readonly releases: ReleaseConnection;
  /**
   * What differs between the releases at two revisions, in either direction; of a tenant what it and all tenants have.
   * Releases are kept for 400 days, and are noted a moment after nodes were given them.
   */
  readonly releaseDiff: ReleaseDiff;
  /** Custom roles by name: those of the caller's tenant and of the platform, or all for callers of the platform. */
  readonly roles: CustomRoleConnection;
  readonly role?: Maybe<CustomRole>;
  /** Every permission that there is. */
  readonly permissions: ReadonlyArray<Permission>;
  /** What the caller may do: what the roles give, narrowed by the scope of the token. */
  readonly myPermissions: ReadonlyArray<Scalars['String']['output']>;
  /** How the targets of a route compare, from its newest 50,000 decisions of that time. Needs decision:read. */
  readonly routeArms: RouteArmReport;
  /** Routes by name; of one tenant, or of all that the caller may see. */
  readonly routes: RouteConnection;
  readonly route?: Maybe<Route>;
  /** What a route, or a policy that is proposed for it, would do with a call: answered by the code that nodes run. Sends nothing. */
  readonly simulateRoute: RouteSimulation;
  /** Sessions of principals that the caller may see, newest first; 100 of a principal are remembered. */
  readonly sessions: SessionConnection;
  /** Targets by name. */
  readonly targets: TargetConnection;
  readonly target?: Maybe<Target>;
  /** Tenants that the caller may see, by name. */
  readonly tenants: TenantConnection;
  readonly tenant?: Maybe<Tenant>;
  /** One of each kind. */
  readonly quotaDefaults: ReadonlyArray<QuotaDefault>;
  /** Token issuers that the caller may see, by name. */
  readonly tokenIssuers: TokenIssuerConnection;
  readonly tokenIssuer?: Maybe<TokenIssuer>;
  readonly usage: UsageReport;
};


/** What can be read. */
export type QueryApiKeysArgs = {
  applicationId?: InputMaybe<Scalars['ID']['input']>;
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeRevoked?: InputMaybe<Scalars['Boolean']['input']>;
  unusedSince?: InputMaybe<Scalars['DateTime']['input']>;
  filter?: InputMaybe<ApiKeyFilter>;
  orderBy?: InputMaybe<ApiKeyOrder>;
};


/** What can be read. */
export type QueryApiKeyArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryApplicationsArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<ApplicationFilter>;
  orderBy?: InputMaybe<ApplicationOrder>;
};


/** What can be read. */
export type QueryApplicationArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryApprovalRulesArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be read. */
export type QueryAuditEventsArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  filter?: InputMaybe<AuditEventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryAuditVerificationArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  heads?: InputMaybe<ReadonlyArray<KnownAuditHead>>;
};


/** What can be read. */
export type QueryBudgetsArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<BudgetFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryBudgetArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryChangeRequestsArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  state?: InputMaybe<ChangeRequestState>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChangeRequestFilter>;
  orderBy?: InputMaybe<ChangeRequestOrder>;
};


/** What can be read. */
export type QueryChangeRequestArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryConfigPlanArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryExportConfigArgs = {
  tenantId: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryDecisionsArgs = {
  filter?: InputMaybe<DecisionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryDecisionArgs = {
  requestId: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryFindingsArgs = {
  filter: FindingFilter;
  by?: ReadonlyArray<FindingDimension>;
};


/** What can be read. */
export type QueryGrantNoticesArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryGrantsArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  applicationId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeRevoked?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<GrantFilter>;
  orderBy?: InputMaybe<GrantOrder>;
};


/** What can be read. */
export type QueryGrantArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryModelAccessArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  applicationId?: InputMaybe<Scalars['ID']['input']>;
  modelId?: InputMaybe<Scalars['ID']['input']>;
  endsBefore?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryIdentityProvidersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
};


/** What can be read. */
export type QueryIdentityProviderArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryLimitsArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<LimitFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryLimitArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryModelsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<ModelFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryModelArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryModelNamedArgs = {
  name: Scalars['String']['input'];
};


/** What can be read. */
export type QueryDeprecatedModelsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryModelUsersArgs = {
  modelId: Scalars['ID']['input'];
  days?: Scalars['Int']['input'];
};


/** What can be read. */
export type QueryNodePoolsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
};


/** What can be read. */
export type QueryNodePoolArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryNodeRevocationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryNodesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<NodeFilter>;
};


/** What can be read. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryEnforcementArgs = {
  revision: Scalars['UInt64']['input'];
  tenantId?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be read. */
export type QueryAwaitEnforcedArgs = {
  revision: Scalars['UInt64']['input'];
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  timeoutMs?: Scalars['Int']['input'];
};


/** What can be read. */
export type QueryOutsideDetectorsArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<OutsideDetectorFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryOutsideDetectorArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryProposedPricesArgs = {
  targetIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  outcomes?: ReadonlyArray<PriceProposalOutcome>;
};


/** What can be read. */
export type QueryPrincipalsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<PrincipalFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryPrincipalArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryPromptPoliciesArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<PromptPolicyFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryPromptPolicyArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryInspectArgs = {
  input: InspectInput;
};


/** What can be read. */
export type QueryProvidersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<ProviderFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryProviderArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryReleasesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryReleaseDiffArgs = {
  from: Scalars['UInt64']['input'];
  to: Scalars['UInt64']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryRolesArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<RoleFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryRoleArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryRouteArmsArgs = {
  filter: RouteArmFilter;
};


/** What can be read. */
export type QueryRoutesArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<RouteFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryRouteArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QuerySimulateRouteArgs = {
  input: SimulateRouteInput;
};


/** What can be read. */
export type QuerySessionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeEnded?: InputMaybe<Scalars['Boolean']['input']>;
};


/** What can be read. */
export type QueryTargetsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<TargetFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryTargetArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryTenantsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<TenantFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryTenantArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryTokenIssuersArgs = {
  tenantId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  includeArchived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<TokenIssuerFilter>;
  orderBy?: InputMaybe<RecordOrder>;
};


/** What can be read. */
export type QueryTokenIssuerArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryUsageArgs = {
  filter: UsageFilter;
  by?: ReadonlyArray<UsageDimension>;
};

/** A fact about whoever uses the key. */
export type KeyAttributeInput = {
  readonly name: Scalars['String']['input'];
  /** What it is. */
  readonly value: Scalars['String']['input'];
};

export type CreateApiKeyInput = {
  readonly applicationId: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
  /** At least one; `default` when absent. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Names of the routes that it may call; empty for all. */
  readonly routes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Every operation when empty. */
  readonly operations?: InputMaybe<ReadonlyArray<KeyOperation>>;
  /** What its usage is counted under; null for nothing. */
  readonly feature?: InputMaybe<Scalars['String']['input']>;
  /** Facts that conditions and usage see. */
  readonly attributes?: InputMaybe<ReadonlyArray<KeyAttributeInput>>;
  /** None when absent. */
  readonly scopes?: InputMaybe<ReadonlyArray<KeyScope>>;
  readonly notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateApiKeyInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Replaces them all; the first one is the default. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Replaces them all; empty for every route. */
  readonly routes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** All that it is for from here on; an empty list for every operation. */
  readonly operations?: InputMaybe<ReadonlyArray<KeyOperation>>;
  /** Null removes it; absent leaves it. */
  readonly feature?: InputMaybe<Scalars['String']['input']>;
  /** Replaces them all. */
  readonly attributes?: InputMaybe<ReadonlyArray<KeyAttributeInput>>;
  /** All that it may do from here on, in place of what it might before. */
  readonly scopes?: InputMaybe<ReadonlyArray<KeyScope>>;
  /** Null removes it; absent leaves it. */
  readonly notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request of the same row whose content this replaces. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RevokeApiKeyInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RotateApiKeyInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** How long the replaced key is taken beside the new one, at most 30 days and never longer than it would have been; 0 revokes it at once. */
  readonly overlapSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** End of the new key. Null for never; absent for the end that the replaced key had. A later one is refused where a rule demands its review. */
  readonly notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The new key. */
export type ApiKeyCreated = {
  readonly __typename?: 'ApiKeyCreated';
  readonly apiKey: ApiKey;
  /** The key itself, to be kept by its owner: it cannot be read again. Null when it was shown before. */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** True when this answers a repeated idempotency key. */
  readonly secretAlreadyShown: Scalars['Boolean']['output'];
  /** Set where a rule demands review: the key has ended already, and this proposes the end that was asked for. */
  readonly changeRequest?: Maybe<ChangeRequest>;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

/** The key as it is now. */
export type ApiKeyChanged = {
  readonly __typename?: 'ApiKeyChanged';
  readonly apiKey: ApiKey;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateApiKeyPayload = ApiKeyCreated | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdateApiKeyPayload = ApiKeyChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type RevokeApiKeyPayload = ApiKeyChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RotateApiKeyPayload = ApiKeyCreated | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Where a rule demands review the key is refused by nodes until its change request is applied. */
  readonly createApiKey: CreateApiKeyPayload;
  /** What provably narrows the key is done at once, whatever rules demand. */
  readonly updateApiKey: UpdateApiKeyPayload;
  /** Makes a new key with the name and the rights of this one, which nodes refuse by themselves when the overlap has passed. */
  readonly rotateApiKey: RotateApiKeyPayload;
  /** Ends the key for good. Nodes refuse it within half a second. */
  readonly revokeApiKey: RevokeApiKeyPayload;
  readonly createApplication: CreateApplicationPayload;
  readonly updateApplication: UpdateApplicationPayload;
  /** Archives the application: its keys stop working. */
  readonly archiveApplication: ArchiveApplicationPayload;
  /** Makes a rule for a kind that has none. */
  readonly createApprovalRule: CreateApprovalRulePayload;
  /** Tightening applies at once; whatever else is done to a rule is reviewed by the rule as it is and by what it is to become. */
  readonly updateApprovalRule: UpdateApprovalRulePayload;
  /** Never waits for a review: a new budget allows nothing new. It counts what was spent in its period before it was made. */
  readonly createBudget: CreateBudgetPayload;
  /** What provably allows no more is made at once; the rest waits where an approval rule of the kind BUDGET demands review. */
  readonly updateBudget: UpdateBudgetPayload;
  /** Loosens: it waits where a rule demands review. */
  readonly archiveBudget: ArchiveBudgetPayload;
  /** Approves a change of any kind. Refused to its authors and to services. Applies it when that completes the quorum; until then ChangeRequestRequired. A second approval of one that is applied gives the first result. */
  readonly approveChange: ApproveChangePayload;
  /** Makes an approved change, checking everything again. ChangeRequestRequired when an approval counts no longer. Applying twice gives the first result. */
  readonly applyChange: ApplyChangePayload;
  readonly rejectChange: RejectChangePayload;
  /** Sends a change back to its authors. */
  readonly requestChanges: RequestChangesPayload;
  /** Takes back one's own request. */
  readonly withdrawChange: WithdrawChangePayload;
  /** Says something about a change; decides nothing. */
  readonly commentOnChange: CommentOnChangePayload;
  /** Hands in a draft, as one of its authors. It is approved at once where no rule demands a review. */
  readonly submitChange: SubmitChangePayload;
  /** Makes an open request anew on what its row is by now; every approval is gone. ValidationFailed names the fields that both changed. */
  readonly rebaseChange: RebaseChangePayload;
  /** Proposes the inverse of an applied change as a new request. ValidationFailed names the fields that were changed since. */
  readonly requestRollback: RequestRollbackPayload;
  /** Has an approved change made within a window, with every check of `applyChange`; a second call gives it another window. A window that passes leaves it approved, with a note. */
  readonly scheduleChange: ScheduleChangePayload;
  /** Leaves a scheduled change approved. */
  readonly cancelScheduledChange: CancelScheduledChangePayload;
  /** Makes a change of a grant, route or prompt policy before its review. It is taken back after four hours at most, unless `ratifyChange` keeps it. Not on top of another one that is in force, and five times in 24 hours for one person in a tenant, those not counted that were ratified. */
  readonly applyEmergency: ApplyEmergencyPayload;
  /** Approves a change that was made before its review: it stays with the last approval that the rules demand. Refused to its authors, to whoever made it, and to services. */
  readonly ratifyChange: RatifyChangePayload;
  /** Takes back a change that was made before its review, before its time. What others have changed since stays: see `emergency.leftFields`. */
  readonly revertEmergency: RevertEmergencyPayload;
  /**
   * Plans: says what would change so that everything is as the documents say, and changes nothing. Needs the right to read
   * what it plans; faults have the line and the column of the document.
   */
  readonly planConfig: PlanConfigPayload;
  /**
   * Makes all of a plan, or nothing, as one revision. Each part asks for the permission of its own mutation. Refused with the
   * names of what moved when anything that it touches has changed since. Where a part must be reviewed the whole becomes one change
   * request, and what tightens waits with the rest.
   */
  readonly applyPlan: ApplyPlanPayload;
  /** Asks for a grant. Nothing is allowed until another person approves. */
  readonly requestGrant: RequestGrantPayload;
  /** Approves, and applies when no rule demands more approvals: ChangeRequestRequired until then. Refused to authors and to services. A second approval gives the first result. */
  readonly approveGrant: ApproveGrantPayload;
  readonly rejectGrant: RejectGrantPayload;
  /** Takes back one's own request. */
  readonly withdrawGrantRequest: WithdrawGrantRequestPayload;
  readonly updateGrant: UpdateGrantPayload;
  /** Asks for a later end. Until another person approves, the grant ends when it ends. */
  readonly renewGrant: RenewGrantPayload;
  /** Ends the grant at once; needs no review. */
  readonly revokeGrant: RevokeGrantPayload;
  readonly createIdentityProvider: CreateIdentityProviderPayload;
  /** Issuer and tenant stay: make another identity provider, and archive this one. */
  readonly updateIdentityProvider: UpdateIdentityProviderPayload;
  /** Nobody comes in by it any more, whatever token or session he holds. Personal access tokens of its people stay. */
  readonly archiveIdentityProvider: ArchiveIdentityProviderPayload;
  /** Lets the replay of an open change request begin anew, over the calls of now. One that waits or runs is left as it is. */
  readonly replayChange: ReplayChangePayload;
  /** Never waits for a review: a new limit allows nothing new. */
  readonly createLimit: CreateLimitPayload;
  /** What provably allows no more is made at once; the rest waits where an approval rule of the kind LIMIT demands review. */
  readonly updateLimit: UpdateLimitPayload;
  /** Loosens, unless the limit only monitors: it waits where a rule demands review. */
  readonly archiveLimit: ArchiveLimitPayload;
  readonly createModel: CreateModelPayload;
  readonly updateModel: UpdateModelPayload;
  /** Archives the model; refused while a target that is not archived serves it. */
  readonly archiveModel: ArchiveModelPayload;
  /** Makes a pool. A node whose certificate names it already is given its tenants from then on. */
  readonly createNodePool: CreateNodePoolPayload;
  /** Nodes of the pool take up the tenants that are added and drop those that are removed, at once. */
  readonly updateNodePool: UpdateNodePoolPayload;
  /** Archives the pool, for good: its nodes hold no tenant any more and refuse every call. */
  readonly archiveNodePool: ArchiveNodePoolPayload;
  /**
   * Revokes the identity of a node: its stream is dropped, those of all its workers, and neither its configuration nor its
   * usage is served or taken any more. What it holds already it keeps: rotate the credentials of providers when the
   * machine is lost. Revoking again changes nothing.
   */
  readonly revokeNode: RevokeNodePayload;
  /** Takes a revocation back. */
  readonly admitNode: AdmitNodePayload;
  /** At most 20 in use in a tenant. Nothing is sent to it until a prompt policy names it. */
  readonly createOutsideDetector: CreateOutsideDetectorPayload;
  /** Protocol, address and kinds stay: make another detector, and name that one in the policies. */
  readonly updateOutsideDetector: UpdateOutsideDetectorPayload;
  /** Refused while a prompt policy that is not archived names it. Its credential is taken away. */
  readonly archiveOutsideDetector: ArchiveOutsideDetectorPayload;
  /** Takes over what was seen in `proposedPrices`, from this moment on. Refused for a proposal that is another one by now. PricesProposed where a rule demands review. */
  readonly acceptProposedPrices: AcceptProposedPricesPayload;
  readonly createPrincipal: CreatePrincipalPayload;
  readonly updatePrincipal: UpdatePrincipalPayload;
  /** Ends the principal: its tokens stop working. */
  readonly archivePrincipal: ArchivePrincipalPayload;
  /** A token for oneself, for a service account, or for a person who has none in use. */
  readonly createAccessToken: CreateAccessTokenPayload;
  /**
   * A new token with the name and the scope of one in use, which goes on working for the overlap. Who may create a token for its owner may; a token
   * with a scope may rotate itself. A token that was rotated is not rotated again while its successor is in use.
   */
  readonly rotateAccessToken: RotateAccessTokenPayload;
  /** Ends the token for good; revoking it again changes nothing. */
  readonly revokeAccessToken: RevokeAccessTokenPayload;
  /**
   * Proposes an exception for a finding: of its kind, in calls of the same application, owned by the caller. It is reviewed like every
   * loosening; where no rule demands that, it is approved and `applyChange` makes it. The same said again gives the request that is open.
   */
  readonly reportFalsePositive: ReportFalsePositivePayload;
  readonly createPromptPolicy: CreatePromptPolicyPayload;
  readonly updatePromptPolicy: UpdatePromptPolicyPayload;
  /** Archives the policy; refused while a route that is not archived uses it, or it applies to calls by itself. */
  readonly archivePromptPolicy: ArchivePromptPolicyPayload;
  readonly createProvider: CreateProviderPayload;
  readonly updateProvider: UpdateProviderPayload;
  /** Archives the provider; refused while a target that is not archived uses it. */
  readonly archiveProvider: ArchiveProviderPayload;
  /**
   * Makes the routes, prompt policies, targets and limits of all tenants what they were at a release, as a new revision: what was
   * archived since comes back, what was made since is archived. Keys, grants, budgets, secrets, roles, suspensions, and whether a
   * target is enabled stay as they are. Judged by today's rules, and refused when a route would reach a model again for which its tenant has no
   * grant. Needs `release:write` and the right to write routes, prompt policies, targets and limits.
   */
  readonly rollback: RollbackPayload;
  /**
   * Says that the database was restored from a backup. A restore is noticed by itself, from the database's identity and
   * from nodes that hold what it lost; this is for the one who restores and does not want to wait, or to be sure.
   */
  readonly declareRestored: DeclareRestoredPayload;
  /**
   * Lets a revision go that is held since it deletes much: says that this is meant, as a new revision that covers what was changed up to
   * `heldRevision` and nothing later. What is held for another reason as well is to be mended. Needs `release:write`.
   */
  readonly releaseHeld: ReleaseHeldPayload;
  readonly createRole: CreateRolePayload;
  readonly updateRole: UpdateRolePayload;
  /** Ends the role: it gives its holders nothing from their next call on. */
  readonly archiveRole: ArchiveRolePayload;
  readonly createRoute: CreateRoutePayload;
  readonly updateRoute: UpdateRoutePayload;
  /** Archives the route: calls that name it are refused. Refused while a prompt policy that is not archived reroutes to it. */
  readonly archiveRoute: ArchiveRoutePayload;
  /**
   * Ends all sessions of a principal, and refuses access tokens of its identity provider that were issued until now, and for
   * a minute more. Personal access tokens stay: revoke them.
   */
  readonly signOut: SignOutPayload;
  readonly createTarget: CreateTargetPayload;
  readonly updateTarget: UpdateTargetPayload;
  /** Lets a node make one small call to the target, enabled or not, and says what is wrong. It costs some ten tokens. */
  readonly checkTarget: CheckTargetPayload;
  /** Archives the target: routes that name it pass it over. */
  readonly archiveTarget: ArchiveTargetPayload;
  readonly createTenant: CreateTenantPayload;
  readonly updateTenant: UpdateTenantPayload;
  /** Archives the tenant: its calls are refused and nothing of it can be changed. */
  readonly archiveTenant: ArchiveTenantPayload;
  /** Refuses all inference calls of the tenant. A tenant that is suspended already gets another reason. */
  readonly suspendTenant: SuspendTenantPayload;
  /** Ends a suspension: calls of the tenant are served again. */
  readonly resumeTenant: ResumeTenantPayload;
  /** Nodes stop serving the tenant at once; its rows are removed when the grace period is over. An archived tenant may be deleted, too. */
  readonly deleteTenant: DeleteTenantPayload;
  /** Takes a deletion back, as long as no rows are gone. What was archived before is archived again. */
  readonly restoreTenant: RestoreTenantPayload;
  /** Gives a tenant limits of its own. A limit below what there is takes nothing away. */
  readonly setTenantQuotas: SetTenantQuotasPayload;
  /** Limits of all tenants that have none of their own. */
  readonly setQuotaDefaults: SetQuotaDefaultsPayload;
  /** Its keys are read within seconds; until then nodes take none of its tokens. */
  readonly createTokenIssuer: CreateTokenIssuerPayload;
  /** Tenant, issuer and audience stay: make another token issuer, and archive this one. */
  readonly updateTokenIssuer: UpdateTokenIssuerPayload;
  /** Nodes take none of its tokens any more, and cut calls that came with one. */
  readonly archiveTokenIssuer: ArchiveTokenIssuerPayload;
  /** Reads the keys of the issuer soon, and not when they are due: for an issuer that signs with a new key at once. */
  readonly refreshTokenIssuer: RefreshTokenIssuerPayload;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateApiKeyArgs = {
  input: UpdateApiKeyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRotateApiKeyArgs = {
  input: RotateApiKeyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRevokeApiKeyArgs = {
  input: RevokeApiKeyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateApplicationArgs = {
  input: CreateApplicationInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateApplicationArgs = {
  input: UpdateApplicationInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveApplicationArgs = {
  input: ArchiveApplicationInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateApprovalRuleArgs = {
  input: CreateApprovalRuleInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateApprovalRuleArgs = {
  input: UpdateApprovalRuleInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateBudgetArgs = {
  input: CreateBudgetInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateBudgetArgs = {
  input: UpdateBudgetInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveBudgetArgs = {
  input: ArchiveBudgetInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationApproveChangeArgs = {
  input: ApproveChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationApplyChangeArgs = {
  input: ApplyChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRejectChangeArgs = {
  input: RejectChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRequestChangesArgs = {
  input: RequestChangesInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationWithdrawChangeArgs = {
  input: WithdrawChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCommentOnChangeArgs = {
  input: CommentOnChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationSubmitChangeArgs = {
  input: SubmitChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRebaseChangeArgs = {
  input: RebaseChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRequestRollbackArgs = {
  input: RequestRollbackInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationScheduleChangeArgs = {
  input: ScheduleChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCancelScheduledChangeArgs = {
  input: CancelScheduledChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationApplyEmergencyArgs = {
  input: ApplyEmergencyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRatifyChangeArgs = {
  input: RatifyChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRevertEmergencyArgs = {
  input: RevertEmergencyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationPlanConfigArgs = {
  input: PlanConfigInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationApplyPlanArgs = {
  input: ApplyPlanInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRequestGrantArgs = {
  input: RequestGrantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationApproveGrantArgs = {
  input: ApproveGrantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRejectGrantArgs = {
  input: RejectGrantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationWithdrawGrantRequestArgs = {
  input: WithdrawGrantRequestInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateGrantArgs = {
  input: UpdateGrantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRenewGrantArgs = {
  input: RenewGrantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRevokeGrantArgs = {
  input: RevokeGrantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateIdentityProviderArgs = {
  input: CreateIdentityProviderInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateIdentityProviderArgs = {
  input: UpdateIdentityProviderInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveIdentityProviderArgs = {
  input: ArchiveIdentityProviderInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationReplayChangeArgs = {
  input: ReplayChangeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateLimitArgs = {
  input: CreateLimitInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateLimitArgs = {
  input: UpdateLimitInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveLimitArgs = {
  input: ArchiveLimitInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateModelArgs = {
  input: CreateModelInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateModelArgs = {
  input: UpdateModelInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveModelArgs = {
  input: ArchiveModelInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateNodePoolArgs = {
  input: CreateNodePoolInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateNodePoolArgs = {
  input: UpdateNodePoolInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveNodePoolArgs = {
  input: ArchiveNodePoolInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRevokeNodeArgs = {
  input: RevokeNodeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationAdmitNodeArgs = {
  input: AdmitNodeInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateOutsideDetectorArgs = {
  input: CreateOutsideDetectorInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateOutsideDetectorArgs = {
  input: UpdateOutsideDetectorInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveOutsideDetectorArgs = {
  input: ArchiveOutsideDetectorInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationAcceptProposedPricesArgs = {
  input: AcceptProposedPricesInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreatePrincipalArgs = {
  input: CreatePrincipalInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdatePrincipalArgs = {
  input: UpdatePrincipalInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchivePrincipalArgs = {
  input: ArchivePrincipalInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateAccessTokenArgs = {
  input: CreateAccessTokenInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRotateAccessTokenArgs = {
  input: RotateAccessTokenInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRevokeAccessTokenArgs = {
  input: RevokeAccessTokenInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationReportFalsePositiveArgs = {
  input: ReportFalsePositiveInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreatePromptPolicyArgs = {
  input: CreatePromptPolicyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdatePromptPolicyArgs = {
  input: UpdatePromptPolicyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchivePromptPolicyArgs = {
  input: ArchivePromptPolicyInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateProviderArgs = {
  input: CreateProviderInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateProviderArgs = {
  input: UpdateProviderInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveProviderArgs = {
  input: ArchiveProviderInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRollbackArgs = {
  input: RollbackInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationDeclareRestoredArgs = {
  input: DeclareRestoredInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationReleaseHeldArgs = {
  input: ReleaseHeldInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateRoleArgs = {
  input: CreateRoleInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateRoleArgs = {
  input: UpdateRoleInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveRoleArgs = {
  input: ArchiveRoleInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateRouteArgs = {
  input: CreateRouteInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateRouteArgs = {
  input: UpdateRouteInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveRouteArgs = {
  input: ArchiveRouteInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationSignOutArgs = {
  input: SignOutInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateTargetArgs = {
  input: CreateTargetInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateTargetArgs = {
  input: UpdateTargetInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCheckTargetArgs = {
  input: CheckTargetInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveTargetArgs = {
  input: ArchiveTargetInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateTenantArgs = {
  input: CreateTenantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateTenantArgs = {
  input: UpdateTenantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveTenantArgs = {
  input: ArchiveTenantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationSuspendTenantArgs = {
  input: SuspendTenantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationResumeTenantArgs = {
  input: ResumeTenantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationDeleteTenantArgs = {
  input: DeleteTenantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRestoreTenantArgs = {
  input: RestoreTenantInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationSetTenantQuotasArgs = {
  input: SetTenantQuotasInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationSetQuotaDefaultsArgs = {
  input: SetQuotaDefaultsInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationCreateTokenIssuerArgs = {
  input: CreateTokenIssuerInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationUpdateTokenIssuerArgs = {
  input: UpdateTokenIssuerInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationArchiveTokenIssuerArgs = {
  input: ArchiveTokenIssuerInput;
};


/** What can be done. Each takes one input, and answers what was done or what the caller can mend. */
export type MutationRefreshTokenIssuerArgs = {
  input: RefreshTokenIssuerInput;
};

export type { Environment };

export type { DataClass };

export type { RolloutStage };

export type { RolloutTask };

/** A stage and its dates. */
export type RolloutStep = {
  readonly __typename?: 'RolloutStep';
  readonly stage: RolloutStage;
  /** When the application last entered the stage; null when it never did, or did so before dates were kept. */
  readonly beganAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it is meant to enter the stage. */
  readonly plannedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** An item of the checklist. */
export type RolloutTaskState = {
  readonly __typename?: 'RolloutTaskState';
  readonly task: RolloutTask;
  /** Whether it is done. */
  readonly done: Scalars['Boolean']['output'];
  /** When it was said to be done; null while it is not. */
  readonly doneAt?: Maybe<Scalars['DateTime']['output']>;
  /** Name of who said so. */
  readonly doneBy?: Maybe<Scalars['String']['output']>;
};

/** Number of applications at a stage. */
export type StageCount = {
  readonly __typename?: 'StageCount';
  readonly stage: RolloutStage;
  /** Applications at the stage. */
  readonly count: Scalars['Int']['output'];
};

/** An internal tool of a tenant. */
export type Application = {
  readonly __typename?: 'Application';
  readonly id: Scalars['ID']['output'];
  /** Unique in the tenant: 1 to 63 of a-z, 0-9 and dashes. */
  readonly name: Scalars['String']['output'];
  /** Team that owns it. */
  readonly team: Scalars['String']['output'];
  /** Where it runs. */
  readonly environment: Environment;
  /** How sensitive the data is that it sends. */
  readonly dataClass: DataClass;
  readonly rolloutStage: RolloutStage;
  /** Every stage, in order. */
  readonly rollout: ReadonlyArray<RolloutStep>;
  /** Every task, in the order of doing. */
  readonly checklist: ReadonlyArray<RolloutTaskState>;
  /** Send it back as `expectedVersion` when you change the application. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly tenant: Tenant;
  readonly apiKeys: ApiKeyConnection;
};


/** An internal tool of a tenant. */
export type ApplicationApiKeysArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A page of applications. */
export type ApplicationConnection = {
  readonly __typename?: 'ApplicationConnection';
  readonly edges: ReadonlyArray<ApplicationEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type ApplicationEdge = {
  readonly __typename?: 'ApplicationEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Application;
};

export type { ApplicationSort };

/** From which end. */
export type SortDirection =
  /** Smallest, earliest or first of the alphabet first. */
  | 'ASC'
  /** The other way round. */
  | 'DESC';

export type { RecordSort };

/** How rows are sorted; those that are equal so are sorted by id. */
export type RecordOrder = {
  readonly by: RecordSort;
  /** From which end. */
  readonly direction?: SortDirection;
};

/** How applications are sorted; rows that are equal so are sorted by id. */
export type ApplicationOrder = {
  readonly by: ApplicationSort;
  /** From which end. */
  readonly direction?: SortDirection;
};

/** Narrows a list of applications; what is absent or null does not. */
export type ApplicationFilter = {
  /** At one of these stages. `[DIRECT]` lists the tools that still call providers themselves. */
  readonly rolloutStages?: InputMaybe<ReadonlyArray<RolloutStage>>;
  /** In one of these environments. */
  readonly environments?: InputMaybe<ReadonlyArray<Environment>>;
  /** Of one of these data classes. */
  readonly dataClasses?: InputMaybe<ReadonlyArray<DataClass>>;
  /** Of this team, by its whole name. */
  readonly team?: InputMaybe<Scalars['String']['input']>;
  /** Part of the name or of the team, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
};

/** An isolated customer of the platform: a company or a business unit. */
export type Tenant = {
  readonly __typename?: 'Tenant';
  /** How many applications are at each stage, archived ones left out. Every stage, in order. */
  readonly rolloutCounts: ReadonlyArray<StageCount>;
  readonly id: Scalars['ID']['output'];
  /** Unique on the platform: 1 to 63 of a-z, 0-9 and dashes. */
  readonly name: Scalars['String']['output'];
  /** When true, every inference call of the tenant is refused. */
  readonly suspended: Scalars['Boolean']['output'];
  /** Whether it is served, and what becomes of it. */
  readonly state: TenantState;
  /** Null when it is not suspended. */
  readonly suspension?: Maybe<TenantSuspension>;
  /** Null when it is not being deleted. */
  readonly deletion?: Maybe<TenantDeletion>;
  /** One of each kind. */
  readonly quotas: ReadonlyArray<Quota>;
  /** Send it back as `expectedVersion` when you change the tenant. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly applications: ApplicationConnection;
};


/** An isolated customer of the platform: a company or a business unit. */
export type TenantApplicationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type CreateApplicationInput = {
  readonly tenantId: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
  /** Team that owns it. */
  readonly team: Scalars['String']['input'];
  /** Where it runs. */
  readonly environment: Environment;
  /** How sensitive the data is that it sends. */
  readonly dataClass: DataClass;
  readonly rolloutStage?: InputMaybe<RolloutStage>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** When a stage is meant to begin. */
export type PlannedStageInput = {
  readonly stage: RolloutStage;
  /** Null removes it. */
  readonly plannedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A task of the checklist, and whether it is done. */
export type RolloutTaskInput = {
  readonly task: RolloutTask;
  /** Whether it is done; false takes it back. */
  readonly done: Scalars['Boolean']['input'];
};

export type UpdateApplicationInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Team that owns it. */
  readonly team?: InputMaybe<Scalars['String']['input']>;
  /** Where it runs. */
  readonly environment?: InputMaybe<Environment>;
  /** How sensitive the data is that it sends. */
  readonly dataClass?: InputMaybe<DataClass>;
  /** Entering a stage dates it. */
  readonly rolloutStage?: InputMaybe<RolloutStage>;
  /** Stages that are not named keep their dates. */
  readonly stagePlan?: InputMaybe<ReadonlyArray<PlannedStageInput>>;
  /** Tasks that are not named stay as they are. One that is done already keeps who did it and when. */
  readonly checklist?: InputMaybe<ReadonlyArray<RolloutTaskInput>>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveApplicationInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The application as it is now. */
export type ApplicationChanged = {
  readonly __typename?: 'ApplicationChanged';
  readonly application: Application;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateApplicationPayload = ApplicationChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdateApplicationPayload = ApplicationChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveApplicationPayload = ApplicationChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { RuledKind };

/** What the changes of one kind in one tenant, or of the platform, need before they are made. What provably tightens never waits. */
export type ApprovalRule = {
  readonly __typename?: 'ApprovalRule';
  readonly id: Scalars['ID']['output'];
  /** Null for a rule of the platform. */
  readonly tenant?: Maybe<Tenant>;
  readonly kind: RuledKind;
  /** Distinct people who must approve; 0 demands no review. */
  readonly quorum: Scalars['Int']['output'];
  /** How many must approve a change of high risk, where they are more than `quorum`; null for no more. */
  readonly highRiskQuorum?: Maybe<Scalars['Int']['output']>;
  /** Roles whose approval counts; empty means whoever may review. */
  readonly roles: ReadonlyArray<Role>;
  /** Groups of the identity provider, one of which a reviewer is in; empty means whoever may review. */
  readonly groups: ReadonlyArray<Scalars['String']['output']>;
  /** Groups of the identity provider that are teams: a reviewer is in one of them, and in none that an author is in. Empty demands none of that. */
  readonly teams: ReadonlyArray<Scalars['String']['output']>;
  /** Teams, as in `teams`, for changes of high risk only; empty for no others than all changes need. */
  readonly highRiskTeams: ReadonlyArray<Scalars['String']['output']>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
};

export type CreateApprovalRuleInput = {
  /** Absent for a rule of the platform. */
  readonly tenantId?: InputMaybe<Scalars['ID']['input']>;
  readonly kind: RuledKind;
  /** 0 to 5; at least 1 for grants. */
  readonly quorum: Scalars['Int']['input'];
  /** For changes of high risk: from `quorum` to 5. Null or absent for no more. */
  readonly highRiskQuorum?: InputMaybe<Scalars['Int']['input']>;
  readonly roles?: InputMaybe<ReadonlyArray<Role>>;
  /** Groups of the identity provider, one of which a reviewer is in; empty for whoever may review. */
  readonly groups?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Groups that are teams: a reviewer is in one of them, and in none that an author is in. */
  readonly teams?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** As `teams`, for changes of high risk only; instead of `teams`, and where somebody reviews such a change. */
  readonly highRiskTeams?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Why, for reviewers; required when the rule demands less than is usual. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateApprovalRuleInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** How many distinct people must approve. */
  readonly quorum?: InputMaybe<Scalars['Int']['input']>;
  /** Null for no more than `quorum`; absent leaves it. */
  readonly highRiskQuorum?: InputMaybe<Scalars['Int']['input']>;
  readonly roles?: InputMaybe<ReadonlyArray<Role>>;
  /** Replaces them all; empty for whoever may review. */
  readonly groups?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Replaces them all; empty demands none of that. */
  readonly teams?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Replaces them all; empty demands none of that. */
  readonly highRiskTeams?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Why, for reviewers; required when the rule is loosened. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request of this rule whose content this replaces. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The approval rule as it is now. */
export type ApprovalRuleChanged = {
  readonly __typename?: 'ApprovalRuleChanged';
  readonly approvalRule: ApprovalRule;
};

export type CreateApprovalRulePayload = ApprovalRuleChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdateApprovalRulePayload = ApprovalRuleChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

/** Who changed what, written in the transaction of the change. Each entry holds the hash of the one before. */
export type AuditEvent = {
  readonly __typename?: 'AuditEvent';
  readonly id: Scalars['ID']['output'];
  /** When it was done. */
  readonly at: Scalars['DateTime']['output'];
  /** Null for entries of the platform. */
  readonly tenantId?: Maybe<Scalars['ID']['output']>;
  /** Name of the principal, or database:<role> for a change made with SQL. */
  readonly actor: Scalars['String']['output'];
  /** access_token, or database. */
  readonly authenticatedBy: Scalars['String']['output'];
  /** Verb and noun: `route.update`. */
  readonly action: Scalars['String']['output'];
  /** Kind and id of what was changed: `route/<uuid>`. */
  readonly object: Scalars['String']['output'];
  /** Names of the changed fields with old and new values as JSON text; secrets are left out. */
  readonly changes: Scalars['String']['output'];
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Configuration that carries the change; null when nodes do not need it. */
  readonly revision?: Maybe<Scalars['UInt64']['output']>;
  /** SHA-256 over this entry and the hash of the one before, in hexadecimal. */
  readonly hash: Scalars['String']['output'];
};

/** A page of audit events. */
export type AuditEventConnection = {
  readonly __typename?: 'AuditEventConnection';
  readonly edges: ReadonlyArray<AuditEventEdge>;
  readonly pageInfo: PageInfo;
};

/** One row of a page. */
export type AuditEventEdge = {
  readonly __typename?: 'AuditEventEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: AuditEvent;
};

/** What to look for; all that is given must hold. */
export type AuditEventFilter = {
  /** Name of the principal, exactly. */
  readonly actor?: InputMaybe<Scalars['String']['input']>;
  /** Verb and noun, exactly: `route.update`; `mutation.refuse` for what was refused. */
  readonly action?: InputMaybe<Scalars['String']['input']>;
  /** Kind and id, exactly: `route/<uuid>`. */
  readonly object?: InputMaybe<Scalars['String']['input']>;
  /** From this moment on. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Before this moment. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
  readonly revision?: InputMaybe<Scalars['UInt64']['input']>;
  /** Words of action and object, or their beginnings; all of them. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
};

export type { AuditFaultKind };

/** One thing that is wrong with a chain. */
export type AuditFault = {
  readonly __typename?: 'AuditFault';
  readonly kind: AuditFaultKind;
  /** Place in the chain, from 1. */
  readonly sequence: Scalars['UInt64']['output'];
  /** The entry; null where none is left to name. */
  readonly eventId?: Maybe<Scalars['ID']['output']>;
  /** What is wrong, in words. */
  readonly message: Scalars['String']['output'];
};

/** The end of a chain at a time, signed. docs/audit.md says which bytes. */
export type SignedAuditHead = {
  readonly __typename?: 'SignedAuditHead';
  /** Number of the last entry that it covers. */
  readonly sequence: Scalars['UInt64']['output'];
  /** Hash of the entry at this place, in hexadecimal. */
  readonly hash: Scalars['String']['output'];
  /** When it was signed. */
  readonly signedAt: Scalars['DateTime']['output'];
  readonly keyId: Scalars['String']['output'];
  /** Ed25519, in hexadecimal. */
  readonly signature: Scalars['String']['output'];
};

/** A head that the caller has kept: from the file of heads. */
export type KnownAuditHead = {
  /** Number of the entry. */
  readonly sequence: Scalars['UInt64']['input'];
  /** 64 hexadecimal digits. */
  readonly hash: Scalars['String']['input'];
};

/** What was found of a chain, from where the call began to `checkedThrough`. */
export type AuditVerification = {
  readonly __typename?: 'AuditVerification';
  /** Entries that were looked at. */
  readonly checkedCount: Scalars['Int']['output'];
  /** The last entry that was looked at; 0 when there is none. */
  readonly checkedThrough: Scalars['UInt64']['output'];
  /** Nothing is wrong when it is empty and `next` is null. At most 20. */
  readonly faults: ReadonlyArray<AuditFault>;
  /** The newest head of the chain that was signed; null when none was. */
  readonly newestSignedHead?: Maybe<SignedAuditHead>;
  /** There while the chain goes on: ask again with it as `after`. */
  readonly next?: Maybe<Scalars['String']['output']>;
};

/** The public half of a key that signs heads. */
export type AuditSigningKey = {
  readonly __typename?: 'AuditSigningKey';
  readonly id: Scalars['String']['output'];
  /** PEM, Ed25519. */
  readonly publicKey: Scalars['String']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
};

/**
 * How much somebody may spend in a period: docs/limits-and-budgets.md. Each budget that is about an attempt must have room for it. Whose
 * money it is, and the period, stay for good.
 */
export type Budget = {
  readonly __typename?: 'Budget';
  readonly id: Scalars['ID']['output'];
  readonly tenant: Tenant;
  /** Unique in the tenant, archived ones included; refusals and decisions name it. */
  readonly name: Scalars['String']['output'];
  /** Whose attempts it is about; null for every application of the tenant. */
  readonly application?: Maybe<Application>;
  /** What has an account of its own. */
  readonly per: AccountScope;
  /** Workloads of the attempts that it is about; empty for every one. */
  readonly workloads: ReadonlyArray<Scalars['String']['output']>;
  /** Models of the attempts that it is about; empty for every one. */
  readonly models: ReadonlyArray<Model>;
  readonly period: BudgetPeriod;
  /** Of each account in each period. */
  readonly amount: Scalars['NanoUsd']['output'];
  /** What follows when it is spent. */
  readonly enforcement: BudgetEnforcement;
  /** What an attempt sets aside before it is made. */
  readonly reservation: BudgetReservation;
  /** What a node does that cannot ask the control plane and has used up what it was lent. */
  readonly whenUnreachable: BudgetOutage;
  /** What a caller that is refused should do or whom to ask; null for none. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /**
   * What was spent: the accounts of a period, those first in which most was spent. One in which nothing was spent, and of which nothing was
   * lent, is not there. Needs budget:read.
   */
  readonly accounts: ReadonlyArray<BudgetAccount>;
  /** Send it back as `expectedVersion` when you change the budget. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};


/**
 * How much somebody may spend in a period: docs/limits-and-budgets.md. Each budget that is about an attempt must have room for it. Whose
 * money it is, and the period, stay for good.
 */
export type BudgetAccountsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  at?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What one account of a budget comes to in one period. */
export type BudgetAccount = {
  readonly __typename?: 'BudgetAccount';
  /** Who has the account, or whose key has it; null where one account is of all. */
  readonly application?: Maybe<Application>;
  /** The key that has the account; null where none has. Calls with tokens count for their application. */
  readonly apiKeyId?: Maybe<Scalars['ID']['output']>;
  /** Name of that key. */
  readonly apiKeyName?: Maybe<Scalars['String']['output']>;
  /** Where the period begins. */
  readonly periodStart: Scalars['DateTime']['output'];
  /** Where the next period begins. */
  readonly periodEnd: Scalars['DateTime']['output'];
  /** By the usage events of nodes, which come within seconds. */
  readonly spent: Scalars['NanoUsd']['output'];
  /** Held by nodes: spent and not counted yet, or theirs to spend. What they do not spend is free within a minute. */
  readonly lent: Scalars['NanoUsd']['output'];
  /** The amount of the budget without what is spent; never below 0. What is lent is not gone from it. */
  readonly left: Scalars['NanoUsd']['output'];
};

export type { BudgetPeriod };

export type { BudgetEnforcement };

export type { BudgetReservation };

export type { BudgetOutage };

/** A page of budgets. */
export type BudgetConnection = {
  readonly __typename?: 'BudgetConnection';
  readonly edges: ReadonlyArray<BudgetEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type BudgetEdge = {
  readonly __typename?: 'BudgetEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Budget;
};

/** Narrows a list of budgets; what is absent or null does not. */
export type BudgetFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** About attempts of this application: its own, without those for every application. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Enforced in one of these ways. */
  readonly enforcements?: InputMaybe<ReadonlyArray<BudgetEnforcement>>;
};

export type CreateBudgetInput = {
  readonly tenantId: Scalars['ID']['input'];
  /** 1 to 63 of a-z, 0-9 and inner dashes. */
  readonly name: Scalars['String']['input'];
  /** Absent for every application of the tenant. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  readonly per: AccountScope;
  /** At most 50; empty for every one. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** At most 50; empty for every one. */
  readonly modelIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly period: BudgetPeriod;
  /** 0, which lets nothing be spent, to a billion USD. */
  readonly amount: Scalars['NanoUsd']['input'];
  readonly enforcement: BudgetEnforcement;
  readonly reservation?: InputMaybe<BudgetReservation>;
  readonly whenUnreachable?: InputMaybe<BudgetOutage>;
  /** One line of at most 300 characters, which callers that are refused read. */
  readonly message?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateBudgetInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Empty means every one; absent leaves them, as below. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Empty means every one. */
  readonly modelIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** For each account and period; absent leaves it. */
  readonly amount?: InputMaybe<Scalars['NanoUsd']['input']>;
  readonly enforcement?: InputMaybe<BudgetEnforcement>;
  readonly reservation?: InputMaybe<BudgetReservation>;
  readonly whenUnreachable?: InputMaybe<BudgetOutage>;
  /** Empty takes it away. */
  readonly message?: InputMaybe<Scalars['String']['input']>;
  /** Why, for reviewers; required when an approval rule of the tenant demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveBudgetInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** Why, for reviewers; required when an approval rule of the tenant demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The budget as it is now. */
export type BudgetChanged = {
  readonly __typename?: 'BudgetChanged';
  readonly budget: Budget;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateBudgetPayload = BudgetChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdateBudgetPayload = BudgetChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type ArchiveBudgetPayload = BudgetChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type { ChangeRequestState };

export type { ChangeRequestKind };

export type { Verdict };

/** A proposed change: reviewed by others, bound to exactly what was reviewed. */
export type ChangeRequest = {
  readonly __typename?: 'ChangeRequest';
  readonly id: Scalars['ID']['output'];
  readonly kind: ChangeRequestKind;
  readonly state: ChangeRequestState;
  /** Null for what is of the platform. */
  readonly tenant?: Maybe<Tenant>;
  /** The grant that is proposed; null for other kinds, whose content is in `changes`. */
  readonly proposal?: Maybe<GrantProposal>;
  /** What differs from the content that the proposal was made from; everything, for something new. Empty for callers who may not read what it is about. */
  readonly changes: ReadonlyArray<FieldDifference>;
  /** What becomes of each resource of a plan; empty for other kinds. */
  readonly planActions: ReadonlyArray<PlanAction>;
  /** What it makes or changes: the id of a grant, route, prompt policy, approval rule, API key, model, provider, target, role, identity provider, principal or plan. */
  readonly subjectId: Scalars['ID']['output'];
  /** SHA-256 of the proposal and its base version in hexadecimal; send it back with the approval. */
  readonly digest: Scalars['String']['output'];
  /** Version of the row that the proposal was made from; 0 for a new one. */
  readonly baseVersion: Scalars['Int']['output'];
  readonly reason: Scalars['String']['output'];
  /** Null for principals whom the caller may not see. */
  readonly requestedBy?: Maybe<Principal>;
  /** How many distinct people must approve, by the rule under which it was proposed. A rule that is stricter by now counts too. */
  readonly approvalsRequired: Scalars['Int']['output'];
  /** What may go wrong with it, as computed when it was proposed or edited last. */
  readonly risk: ChangeRisk;
  /** Grows with each edit, which dismisses every approval. */
  readonly round: Scalars['Int']['output'];
  /** When it ends undecided. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** The requester and all who edited it; null where the caller may not see them. None of them can approve. */
  readonly authors: ReadonlyArray<Maybe<Principal>>;
  readonly reviews: ReadonlyArray<Review>;
  /** Why it is where it is, when not somebody but a rule has brought it there. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** When it is to be made; null unless it is scheduled. */
  readonly schedule?: Maybe<ChangeSchedule>;
  /** Set when it was made without its quorum. */
  readonly emergency?: Maybe<EmergencyChange>;
  /** The applied request that it takes back. */
  readonly rollbackOf?: Maybe<ChangeRequest>;
  /** The grant, once it is applied or when an existing one is to change. */
  readonly grant?: Maybe<Grant>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** What it would have made of recent calls; null for kinds that are not replayed: only routes and prompt policies are. */
  readonly impact?: Maybe<Impact>;
};

export type { RiskLevel };

export type { ChangeDirection };

export type { RiskTopic };

/** The risk of a change. The table is in docs/approvals.md. */
export type ChangeRisk = {
  readonly __typename?: 'ChangeRisk';
  /** The highest of its reasons. */
  readonly level: RiskLevel;
  /** Of the change as a whole: one field that loosens makes all of it loosen. */
  readonly direction: ChangeDirection;
  readonly reasons: ReadonlyArray<RiskReason>;
  /** Calls of the 7 days before that it would have touched, as far as they were counted; null when it touches none by its nature, or nobody knows. */
  readonly requestsLast7Days?: Maybe<Scalars['UInt64']['output']>;
  /** Applications that made them. */
  readonly applications?: Maybe<Scalars['Int']['output']>;
  /** Tenants that made them. */
  readonly tenants?: Maybe<Scalars['Int']['output']>;
  /** Nano-USD that the same calls would cost more, at worst; negative for less. Null where no price changes, or nobody knows. */
  readonly costChange?: Maybe<Scalars['String']['output']>;
};

/** Why a risk is what it is. */
export type RiskReason = {
  readonly __typename?: 'RiskReason';
  /** Field of the content; empty for what is of the whole. */
  readonly field: Scalars['String']['output'];
  readonly about: RiskTopic;
  /** Of this field. */
  readonly direction: ChangeDirection;
  /** Of this reason alone. */
  readonly level: RiskLevel;
  readonly message: Scalars['String']['output'];
};

/** When a change is to be made, by the clock of the database. */
export type ChangeSchedule = {
  readonly __typename?: 'ChangeSchedule';
  /** The earliest moment. */
  readonly at: Scalars['DateTime']['output'];
  /** It is made before this moment, or not at all. */
  readonly windowEnd: Scalars['DateTime']['output'];
  /** Who will have made it; null where the caller may not see them. */
  readonly scheduledBy?: Maybe<Principal>;
};

/** How a change was made without its quorum, and what became of that. */
export type EmergencyChange = {
  readonly __typename?: 'EmergencyChange';
  /** Null where the caller may not see them. */
  readonly by?: Maybe<Principal>;
  readonly reason: Scalars['String']['output'];
  readonly incidentId: Scalars['String']['output'];
  /** When it was made. */
  readonly appliedAt: Scalars['DateTime']['output'];
  /** When it is taken back unless it is ratified; null when either has happened. */
  readonly revertAt?: Maybe<Scalars['DateTime']['output']>;
  /** Fields that others had changed before it was taken back, and that were left as they are. */
  readonly leftFields: ReadonlyArray<Scalars['String']['output']>;
  /** Why nothing could be taken back. */
  readonly fault?: Maybe<Scalars['String']['output']>;
};

/** The grant that is proposed. */
export type GrantProposal = {
  readonly __typename?: 'GrantProposal';
  /** Null means every application of the tenant. */
  readonly application?: Maybe<Application>;
  readonly model: Model;
  /** Empty means every workload. */
  readonly workloads: ReadonlyArray<Scalars['String']['output']>;
  /** Empty means every data class. */
  readonly dataClasses: ReadonlyArray<DataClass>;
  /** Empty means every environment. */
  readonly environments: ReadonlyArray<Environment>;
  /** Empty means every region. */
  readonly regions: ReadonlyArray<Scalars['String']['output']>;
  /** What may be spent in each calendar month; null for no bound. */
  readonly monthlySpend?: Maybe<Scalars['NanoUsd']['output']>;
  readonly notAfter?: Maybe<Scalars['DateTime']['output']>;
};

/** What a reviewer said. */
export type Review = {
  readonly __typename?: 'Review';
  readonly id: Scalars['ID']['output'];
  /** Null for principals whom the caller may not see. */
  readonly reviewer?: Maybe<Principal>;
  readonly verdict: Verdict;
  /** Digest that the review binds to. */
  readonly digest: Scalars['String']['output'];
  /** That of the request when it was said: of an earlier one it counts no longer. */
  readonly round: Scalars['Int']['output'];
  readonly comment?: Maybe<Scalars['String']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
};

/** A page of change requests. */
export type ChangeRequestConnection = {
  readonly __typename?: 'ChangeRequestConnection';
  readonly edges: ReadonlyArray<ChangeRequestEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type ChangeRequestEdge = {
  readonly __typename?: 'ChangeRequestEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: ChangeRequest;
};

/** Narrows a list of change requests; what is absent or null does not. */
export type ChangeRequestFilter = {
  /** Part of the reason, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** In one of these states. */
  readonly states?: InputMaybe<ReadonlyArray<ChangeRequestState>>;
  /** Of one of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<ChangeRequestKind>>;
  /** Of one of these risks. */
  readonly riskLevels?: InputMaybe<ReadonlyArray<RiskLevel>>;
  /** Made by this principal. */
  readonly requestedById?: InputMaybe<Scalars['ID']['input']>;
  /** About this thing, as in `ChangeRequest.subjectId`. */
  readonly subjectId?: InputMaybe<Scalars['ID']['input']>;
  /** Made at this moment or later. */
  readonly createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Made before this moment. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

export type { ChangeRequestSort };

/** How change requests are sorted; rows that are equal so are sorted by id. */
export type ChangeRequestOrder = {
  readonly by: ChangeRequestSort;
  /** From which end. */
  readonly direction?: SortDirection;
};

/** The change request as it is now. */
export type ChangeRequestChanged = {
  readonly __typename?: 'ChangeRequestChanged';
  readonly changeRequest: ChangeRequest;
};

/** A change request as it is now. */
export type ChangeApplied = {
  readonly __typename?: 'ChangeApplied';
  readonly changeRequest: ChangeRequest;
  /** Revision that carries the change to the nodes; null for what nodes do not hear of. */
  readonly revision?: Maybe<Scalars['UInt64']['output']>;
};

export type ApproveChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  /** Digest of the change request as it was reviewed: an approval binds to exactly that content. */
  readonly digest: Scalars['String']['input'];
  readonly comment?: InputMaybe<Scalars['String']['input']>;
  /** Whether the approval that completes the quorum makes the change too. Otherwise `applyChange` does. */
  readonly apply?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ApplyChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RejectChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly comment: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RequestChangesInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly comment: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type WithdrawChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type CommentOnChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly comment: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type SubmitChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RebaseChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RequestRollbackInput = {
  /** The applied change that is to be taken back. */
  readonly changeRequestId: Scalars['ID']['input'];
  /** Why, for reviewers. */
  readonly reason: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ScheduleChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  /** Not before this moment, by the clock of the database. */
  readonly at: Scalars['DateTime']['input'];
  /** Before this one: a minute after `at` at least, and no later than the request's own end. */
  readonly windowEnd: Scalars['DateTime']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type CancelScheduledChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ApplyEmergencyInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  /** Why it cannot wait. */
  readonly reason: Scalars['String']['input'];
  /** Of the incident, as whoever keeps incidents names it. */
  readonly incidentId: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RatifyChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  /** Digest of the change request as it was reviewed. */
  readonly digest: Scalars['String']['input'];
  readonly comment?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RevertEmergencyInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  /** Why it is not kept. */
  readonly reason: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ApproveChangePayload = ChangeApplied | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type ApplyChangePayload = ChangeApplied | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type RejectChangePayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RequestChangesPayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type WithdrawChangePayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type CommentOnChangePayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type SubmitChangePayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RebaseChangePayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RequestRollbackPayload = ChangeRequestChanged | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ScheduleChangePayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type CancelScheduledChangePayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ApplyEmergencyPayload = ChangeApplied | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RatifyChangePayload = ChangeApplied | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RevertEmergencyPayload = ChangeApplied | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { PlanVerb };

export type { PlanDirection };

export type { PlanKind };

/** What would become of one resource. */
export type PlanAction = {
  readonly __typename?: 'PlanAction';
  readonly verb: PlanVerb;
  readonly kind: PlanKind;
  /** Of something new it is settled already. */
  readonly id: Scalars['ID']['output'];
  /** Name of its tenant. */
  readonly tenant: Scalars['String']['output'];
  /** Name in documents. */
  readonly name: Scalars['String']['output'];
  /** Version that it was planned from; 0 for something new. */
  readonly baseVersion: Scalars['Int']['output'];
  /** JSON text of what a document would say of it as it is; null for something new, and for what stays. */
  readonly before?: Maybe<Scalars['String']['output']>;
  /** JSON text of what a document says of it; null for what goes, and for what stays. */
  readonly after?: Maybe<Scalars['String']['output']>;
  /** Dotted paths that differ, at most 50; empty for something new. */
  readonly changedPaths: ReadonlyArray<Scalars['String']['output']>;
  readonly direction: PlanDirection;
  /** What applying asks for; null when nothing is done. */
  readonly permission?: Maybe<Scalars['String']['output']>;
  /** Whether it is put under the owner of the plan. */
  readonly adopted: Scalars['Boolean']['output'];
  /** Who managed it before, where that was another. */
  readonly formerOwner?: Maybe<Scalars['String']['output']>;
  /** Whether somebody has changed it by hand since it was applied last. */
  readonly drifted: Scalars['Boolean']['output'];
};

/** What would change so that everything is as the documents say. Kept for a day; only who made it can apply it. */
export type ConfigPlan = {
  readonly __typename?: 'ConfigPlan';
  readonly id: Scalars['ID']['output'];
  /** SHA-256 over all of it in hexadecimal; send it back with `applyPlan`. */
  readonly digest: Scalars['String']['output'];
  /** Who manages what it makes, as `planConfig` was told. */
  readonly owner: Scalars['String']['output'];
  /** By kind, tenant and name; what others refer to comes first. */
  readonly actions: ReadonlyArray<PlanAction>;
  /** Resources that it would make. */
  readonly createCount: Scalars['Int']['output'];
  /** Resources that it would change. */
  readonly updateCount: Scalars['Int']['output'];
  /** Resources that it would archive or revoke. */
  readonly deleteCount: Scalars['Int']['output'];
  /** Resources that are as their documents say. */
  readonly unchangedCount: Scalars['Int']['output'];
  /** Resources that the owner has; 0 where nothing is pruned and no document names them. */
  readonly ownedCount: Scalars['Int']['output'];
  /** Whether it deletes so much that `applyPlan` must be told that this is meant: more than 5, and more than a tenth of what the owner has. */
  readonly massDeletion: Scalars['Boolean']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  /** Until when it can be applied. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** When it was applied; null for a plan that waits, and for one that became a change request. */
  readonly appliedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it became where a part must be reviewed; null before it is applied, and without such a part. */
  readonly changeRequest?: Maybe<ChangeRequest>;
};


/** What would change so that everything is as the documents say. Kept for a day; only who made it can apply it. */
export type ConfigPlanActionsArgs = {
  verbs?: InputMaybe<ReadonlyArray<PlanVerb>>;
};

/** A plan that was made, and when it ends. */
export type ConfigPlanned = {
  readonly __typename?: 'ConfigPlanned';
  readonly plan: ConfigPlan;
  /** Until when it can be applied. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** Documents of what there is. */
export type ConfigExport = {
  readonly __typename?: 'ConfigExport';
  /** YAML, one document for each resource: planning it changes nothing. */
  readonly documents: Scalars['String']['output'];
  /** How many documents there are. */
  readonly documentCount: Scalars['Int']['output'];
};

export type PlanConfigInput = {
  /** YAML 1.2, documents with `---` between them or in a list, or a list in JSON; at most 1,000. docs/plan-and-apply.md has one of each kind. */
  readonly documents: Scalars['String']['input'];
  /** Who manages what the documents name: 1 to 63 of a-z, 0-9 and inner dashes. */
  readonly owner: Scalars['String']['input'];
  /** Whether what the owner has and no document names is archived or revoked. Tenants never are. */
  readonly prune?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether resources that another owner manages may be taken over. What was made by hand always may. */
  readonly adopt?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type PlanConfigPayload = ConfigPlanned | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ApplyPlanInput = {
  readonly planId: Scalars['ID']['input'];
  /** Digest of the plan as it was read. */
  readonly expectedDigest: Scalars['String']['input'];
  /** Says that a plan which deletes much is meant: see `massDeletion`. */
  readonly allowMassDelete?: InputMaybe<Scalars['Boolean']['input']>;
  /** Why, for reviewers and the audit log; required when a rule demands review of a part. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request for a plan whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Everything is as the documents say. */
export type PlanApplied = {
  readonly __typename?: 'PlanApplied';
  /** Resources that were made. */
  readonly createdCount: Scalars['Int']['output'];
  /** Resources that were changed. */
  readonly updatedCount: Scalars['Int']['output'];
  /** Resources that were archived or revoked. */
  readonly deletedCount: Scalars['Int']['output'];
  /** Put under the owner, besides those that it had. */
  readonly adoptedCount: Scalars['Int']['output'];
  /** Revision that carries all of it to the nodes: give it to `awaitEnforced`. Null when no node needs to hear of it. */
  readonly revision?: Maybe<Scalars['UInt64']['output']>;
};

export type ApplyPlanPayload = PlanApplied | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { DecisionOutcome };

/** Which decisions to show. */
export type DecisionFilter = {
  /** Absent for all tenants that the caller may see. */
  readonly tenantId?: InputMaybe<Scalars['ID']['input']>;
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  readonly outcome?: InputMaybe<DecisionOutcome>;
  /** Word of docs/error-codes.md. */
  readonly errorCode?: InputMaybe<Scalars['String']['input']>;
  /** Asked for under this name. */
  readonly route?: InputMaybe<Scalars['String']['input']>;
  /** Something was found in it that has this `FoundPlace.fingerprint`: the newest 10,000 of them. */
  readonly fingerprint?: InputMaybe<Scalars['String']['input']>;
  /** Inclusive. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Exclusive. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Why a request was allowed, changed, routed or refused. Holds no text of a prompt or a reply. Kept for 30 days. */
export type Decision = {
  readonly __typename?: 'Decision';
  /** What the reply's header x-gatehouse-request-id said. */
  readonly requestId: Scalars['ID']['output'];
  /** When the call arrived. */
  readonly at: Scalars['DateTime']['output'];
  readonly nodeId: Scalars['String']['output'];
  readonly outcome: DecisionOutcome;
  /** Null when the request was answered. */
  readonly errorCode?: Maybe<Scalars['String']['output']>;
  readonly operation?: Maybe<Operation>;
  /** http or grpc. */
  readonly door: Scalars['String']['output'];
  /** Whether the reply was streamed. */
  readonly stream: Scalars['Boolean']['output'];
  /** Which of its workloads the key named. */
  readonly workload?: Maybe<Scalars['String']['output']>;
  /** What the caller put in `model`. */
  readonly requestedRoute: Scalars['String']['output'];
  /** Null when the request was refused before. */
  readonly route?: Maybe<Route>;
  /** Prompt policy that moved the request to another route. */
  readonly reroutedBy?: Maybe<Scalars['String']['output']>;
  /** Rule of the routing policy that matched. */
  readonly rule?: Maybe<Scalars['String']['output']>;
  readonly application: Application;
  /** `key`, or `token:<name of the token issuer>`. */
  readonly authenticatedBy: Scalars['String']['output'];
  /**
   * Names the subject of the token without telling it: the first 16 bytes of SHA-256 of the issuer's id and the claim `sub`. Null
   * for calls with a key.
   */
  readonly tokenSubject?: Maybe<Scalars['String']['output']>;
  readonly tenant: Tenant;
  /** History that the revision is of. */
  readonly epoch: Scalars['UInt64']['output'];
  /** Configuration that decided. */
  readonly revision: Scalars['UInt64']['output'];
  readonly candidates: ReadonlyArray<DecisionCandidate>;
  readonly attempts: ReadonlyArray<DecisionAttempt>;
  readonly findings: ReadonlyArray<DecisionFinding>;
  /** Findings for which the record had no room: it keeps 100, those first that something follows from. */
  readonly findingsLeftOut: Scalars['Int']['output'];
  /**
   * What became of each rule of each prompt policy that judged the call: only one that `ran` can have found nothing. Empty when none
   * judged it; null in records of older nodes that do not say it.
   */
  readonly inspection?: Maybe<ReadonlyArray<RuleOutcome>>;
  /** Rules for which the record had no room: it keeps 200, those first that did not run. */
  readonly rulesLeftOut: Scalars['Int']['output'];
  /** What became of the call at each limit that was about it, in the order in which it came to them. Empty in records of older nodes. */
  readonly limits: ReadonlyArray<LimitOutcome>;
  /** Copies that a shadow made of the request. Their cost is not in `cost`, but in the reports of usage. */
  readonly shadows: ReadonlyArray<DecisionShadow>;
  /** What the caller says about itself: claimed, never verified. */
  readonly claimed: ReadonlyArray<ClaimedFact>;
  readonly cost: Scalars['NanoUsd']['output'];
  /** Milliseconds from its arrival to the end of the reply. */
  readonly totalMs: Scalars['Int']['output'];
  /** Null when there was no content. */
  readonly firstTokenMs?: Maybe<Scalars['Int']['output']>;
  /**
   * The chance with which its node kept it, above 0 and at most 1: 1 when the node kept all. Of what was sampled, each row stands
   * for 1 / sampleRate calls: add these up to count calls. Usage and cost are never sampled.
   */
  readonly sampleRate: Scalars['Float']['output'];
};

/** A target that was considered. */
export type DecisionCandidate = {
  readonly __typename?: 'DecisionCandidate';
  readonly target?: Maybe<Target>;
  /** Whether it could be tried. */
  readonly kept: Scalars['Boolean']['output'];
  /** A word of the list in docs/routing.md: drawn, fallback, disabled, region, no_grant, ... */
  readonly reason: Scalars['String']['output'];
};

/** One try at one target. */
export type DecisionAttempt = {
  readonly __typename?: 'DecisionAttempt';
  /** In the order in which they began; the list is in the order in which they ended. */
  readonly number: Scalars['Int']['output'];
  readonly target?: Maybe<Target>;
  /** Whether it was started beside another attempt that had shown nothing yet. */
  readonly hedge: Scalars['Boolean']['output'];
  /** succeeded, cancelled, outrun (another attempt was first), or the class of the failure. */
  readonly verdict: Scalars['String']['output'];
  /** Status of the provider's reply; null when there was none. */
  readonly status?: Maybe<Scalars['Int']['output']>;
  /** Milliseconds to the first content; null when none came. */
  readonly firstTokenMs?: Maybe<Scalars['Int']['output']>;
  /** Milliseconds that the attempt took. */
  readonly totalMs: Scalars['Int']['output'];
};

/** A copy of the request that was sent to another target when the caller had its reply. Holds no text of either. */
export type DecisionShadow = {
  readonly __typename?: 'DecisionShadow';
  readonly target?: Maybe<Target>;
  /** succeeded, cancelled, or the class of the failure. */
  readonly verdict: Scalars['String']['output'];
  /** Status of the provider's reply; null when there was none. */
  readonly status?: Maybe<Scalars['Int']['output']>;
  /** Milliseconds to the first content; null when none came. */
  readonly firstTokenMs?: Maybe<Scalars['Int']['output']>;
  /** Milliseconds that the copy took. */
  readonly totalMs: Scalars['Int']['output'];
  /** Tokens that the target counted of what it was sent. */
  readonly inputTokens: Scalars['UInt64']['output'];
  /** Tokens that it answered. */
  readonly outputTokens: Scalars['UInt64']['output'];
  readonly cost: Scalars['NanoUsd']['output'];
  /** Why the reply to the copy ended; null when it is not known. */
  readonly finishReason?: Maybe<Scalars['String']['output']>;
  /** Whether both replies ended alike. */
  readonly finish: ShadowFinish;
  /** Whether both call the same tools. */
  readonly toolCalls: ShadowToolCalls;
};

export type { ShadowFinish };

export type { ShadowToolCalls };

/** What a prompt rule found: kinds and counts, never the text. */
export type DecisionFinding = {
  readonly __typename?: 'DecisionFinding';
  /** Name of the prompt policy; null in records of older nodes. */
  readonly policy?: Maybe<Scalars['String']['output']>;
  /** Name of the rule that looked. */
  readonly rule: Scalars['String']['output'];
  /** Name of the detector that found it. */
  readonly detector: Scalars['String']['output'];
  /** What was found, by the detector's own word. */
  readonly kind: Scalars['String']['output'];
  /** How often it was found. */
  readonly count: Scalars['Int']['output'];
  /** What the rule does about it: `block`, `reroute`, `redact` or `flag`. */
  readonly action: Scalars['String']['output'];
  /** True when the rule only watches: nothing was done about it. */
  readonly monitored: Scalars['Boolean']['output'];
  /** Exception of the rule by which nothing was done about it. */
  readonly exception?: Maybe<Scalars['String']['output']>;
  /** Whether it was found in what was sent, `input`, or in the reply, `output`. */
  readonly direction: Scalars['String']['output'];
  /** The best score that an outside detector gave, from 0 to 1; null when it gave none. */
  readonly score?: Maybe<Scalars['Float']['output']>;
  /** How many in which part of the call. Empty in records of older nodes. */
  readonly parts: ReadonlyArray<FoundPart>;
  /**
   * The first of the places where it stands: at most 16, and 64 in all findings of a call. What is cut over several messages stands in
   * each of the first four. What older nodes found has none.
   */
  readonly places: ReadonlyArray<FoundPlace>;
};

/** How many things a rule found in a part of a call. */
export type FoundPart = {
  readonly __typename?: 'FoundPart';
  /** `system`, `user`, `assistant`, `tool_arguments`, `tool_result`, `tool_definition`, `file` or `option`. */
  readonly part: Scalars['String']['output'];
  /** How often it was found there. */
  readonly count: Scalars['Int']['output'];
};

/** Where something was found, never what. */
export type FoundPlace = {
  readonly __typename?: 'FoundPlace';
  /** `messages.2`, `tools.0`, `inputs.1` or `options`, counted from 0 as the gateway reads the call. */
  readonly place: Scalars['String']['output'];
  /** Part of the call, as in `FoundPart`. */
  readonly part: Scalars['String']['output'];
  /** Its beginning in UTF-16 code units of the text there, or of a form of it that was decoded or joined. */
  readonly start: Scalars['Int']['output'];
  /** Exclusive. */
  readonly end: Scalars['Int']['output'];
  /**
   * Names the value without telling it: the same for the same value of the same kind within a tenant. Null when the node could not
   * say it. See `DecisionFilter.fingerprint`.
   */
  readonly fingerprint?: Maybe<Scalars['String']['output']>;
};

/** What became of a call at a limit. */
export type LimitOutcome = {
  readonly __typename?: 'LimitOutcome';
  /** Name of the limit, as it was. */
  readonly limit: Scalars['String']['output'];
  /** `requests`, `tokens` or `concurrent_requests`. */
  readonly measure: Scalars['String']['output'];
  /** `allowed`, `refused`, or `would_refuse` at a limit that only watches. */
  readonly outcome: Scalars['String']['output'];
};

/** What became of one rule of a prompt policy, in one direction. */
export type RuleOutcome = {
  readonly __typename?: 'RuleOutcome';
  /** Name of the prompt policy. */
  readonly policy: Scalars['String']['output'];
  /** Name of the rule. */
  readonly rule: Scalars['String']['output'];
  /** Detector that it asks. */
  readonly detector: Scalars['String']['output'];
  /** `input` for what was sent, `output` for what came back. */
  readonly direction: Scalars['String']['output'];
  /** `ran`, `skipped`, `failed` or `timed_out`. */
  readonly state: Scalars['String']['output'];
  /**
   * Why it did not run, null when it did. Skipped: `no_such_part`, the call has none of the parts that it is about; `token_lists`, the
   * call is made of numbers that nothing can read; `blocked_before`, a prompt policy had refused the call; `not_reached`, nothing came
   * that it could have looked at, or nobody looked. Failed: `threw`, a fault of the gateway.
   */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** It looked at so many texts, decoded ones among them; 0 when it did not, and of what came back in records of older nodes, ... */
  readonly texts: Scalars['Int']['output'];
  /** ... of so many UTF-16 code units. */
  readonly characters: Scalars['Int']['output'];
};

/** A fact that the caller claims. */
export type ClaimedFact = {
  readonly __typename?: 'ClaimedFact';
  readonly name: Scalars['String']['output'];
  /** What the caller said. */
  readonly value: Scalars['String']['output'];
};

/** A page of decisions. */
export type DecisionConnection = {
  readonly __typename?: 'DecisionConnection';
  readonly edges: ReadonlyArray<DecisionEdge>;
  readonly pageInfo: PageInfo;
};

/** One row of a page. */
export type DecisionEdge = {
  readonly __typename?: 'DecisionEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Decision;
};

/** By what findings are counted. */
export type FindingDimension =
  /** By prompt policy. */
  | 'POLICY'
  /** By rule of a prompt policy. */
  | 'RULE'
  /** By what was found. */
  | 'KIND'
  /** By what rules do about it. */
  | 'ACTION'
  /** By the part of the call in which it was found. */
  | 'PART'
  /** By whether it was sent or came back. */
  | 'DIRECTION'
  /** By application. */
  | 'APPLICATION'
  /** By the name in `model`. */
  | 'ROUTE'
  /** By day, in UTC. */
  | 'DAY';

/** Which findings to count. */
export type FindingFilter = {
  readonly tenantId: Scalars['ID']['input'];
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Name of a prompt policy. */
  readonly policy?: InputMaybe<Scalars['String']['input']>;
  /** Name of a rule. */
  readonly rule?: InputMaybe<Scalars['String']['input']>;
  /** What was found, by the detector's word. */
  readonly kind?: InputMaybe<Scalars['String']['input']>;
  /** Part of the call: `system`, `user`, `assistant`, `tool_arguments`, `tool_result`, `tool_definition`, `file` or `option`. */
  readonly part?: InputMaybe<Scalars['String']['input']>;
  /** `input` for what was sent, `output` for what came back. */
  readonly direction?: InputMaybe<Scalars['String']['input']>;
  /** Inclusive; UTC. */
  readonly from: Scalars['DateTime']['input'];
  /** Exclusive; UTC. At most 30 days after `from`, for which decisions are kept. */
  readonly to: Scalars['DateTime']['input'];
};

/**
 * Requests in which something was found, and what became of them. A dimension that was not asked for is null. Where nodes kept a
 * sample of the decisions (`Decision.sampleRate`), each stands for those that were left out: all but `decisions` is an estimate then.
 */
export type FindingRow = {
  readonly __typename?: 'FindingRow';
  /** UTC day, YYYY-MM-DD. */
  readonly day?: Maybe<Scalars['String']['output']>;
  readonly application?: Maybe<Application>;
  /** What callers put in `model`. */
  readonly route?: Maybe<Scalars['String']['output']>;
  /** Name of the prompt policy; null also in records of older nodes. */
  readonly policy?: Maybe<Scalars['String']['output']>;
  /** Name of the rule at that time. */
  readonly rule?: Maybe<Scalars['String']['output']>;
  /** What was found, by the detector's word. */
  readonly kind?: Maybe<Scalars['String']['output']>;
  /** What the rule does about it: `block`, `reroute`, `redact` or `flag`. */
  readonly action?: Maybe<Scalars['String']['output']>;
  /** Part of the call; null also in records of older nodes. */
  readonly part?: Maybe<Scalars['String']['output']>;
  /** `input` for what was sent, `output` for what came back. */
  readonly direction?: Maybe<Scalars['String']['output']>;
  /** Distinct requests. */
  readonly requests: Scalars['UInt64']['output'];
  /** Things that were found in them. */
  readonly findings: Scalars['UInt64']['output'];
  /** Decisions on which all of this rests: rows of the request log. */
  readonly decisions: Scalars['UInt64']['output'];
  /** What became of these requests, the most frequent first. */
  readonly outcomes: ReadonlyArray<OutcomeCount>;
  /** Requests that went on with placeholders: a rule that redacts has found it, and no other rule has stopped or moved the request. */
  readonly redacted: Scalars['UInt64']['output'];
  /** Requests in which nothing follows from it: only rules that watch have found it, or exceptions leave it alone. */
  readonly monitored: Scalars['UInt64']['output'];
};

/** Requests that ended in one way. */
export type OutcomeCount = {
  readonly __typename?: 'OutcomeCount';
  readonly outcome: DecisionOutcome;
  /** Requests that ended so. */
  readonly requests: Scalars['UInt64']['output'];
};

/** Findings, the most requests first. */
export type FindingReport = {
  readonly __typename?: 'FindingReport';
  /** At most 1000. */
  readonly rows: ReadonlyArray<FindingRow>;
  /** True when there were more rows. */
  readonly truncated: Scalars['Boolean']['output'];
  /** All of it, whatever it is counted by: a request in which several rules found something is one. */
  readonly total: FindingRow;
  /** Set when there were more than 50,000 decisions with findings in that time: what is counted begins here. */
  readonly since?: Maybe<Scalars['DateTime']['output']>;
};

/** That a grant ends within 14 days: written once for each end that it has, and kept for 90 days after it. */
export type GrantNotice = {
  readonly __typename?: 'GrantNotice';
  /** Null when it was taken out of the database. */
  readonly grant?: Maybe<Grant>;
  /** The end that the notice is about. */
  readonly endsAt: Scalars['DateTime']['output'];
  /** False when it was renewed or revoked since, or has ended. */
  readonly isPending: Scalars['Boolean']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
};

/** A page of notices. */
export type GrantNoticeConnection = {
  readonly __typename?: 'GrantNoticeConnection';
  readonly edges: ReadonlyArray<GrantNoticeEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type GrantNoticeEdge = {
  readonly __typename?: 'GrantNoticeEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: GrantNotice;
};

/** The approval that a tenant or one of its applications may use a model, under conditions, until a moment. */
export type Grant = {
  readonly __typename?: 'Grant';
  readonly id: Scalars['ID']['output'];
  readonly tenant: Tenant;
  /** Null means every application of the tenant. */
  readonly application?: Maybe<Application>;
  readonly model: Model;
  /** Workloads that it covers; empty means every workload. */
  readonly workloads: ReadonlyArray<Scalars['String']['output']>;
  /** Data classes that the application may have; empty means every one. */
  readonly dataClasses: ReadonlyArray<DataClass>;
  /** Environments that the application may be in; empty means every one. */
  readonly environments: ReadonlyArray<Environment>;
  /** Regions in which a target may process data; empty means every one. A target whose region nobody stated is in none. */
  readonly regions: ReadonlyArray<Scalars['String']['output']>;
  /**
   * What may be spent under it in each calendar month (UTC), in nano-USD; null for no bound. When it is spent, nodes make no further attempt
   * under the grant: docs/limits-and-budgets.md.
   */
  readonly monthlySpend?: Maybe<Scalars['NanoUsd']['output']>;
  readonly state: GrantState;
  /** Moment from which it no longer holds; nodes enforce it by themselves. */
  readonly notAfter?: Maybe<Scalars['DateTime']['output']>;
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** The request that was approved for it. */
  readonly changeRequest: ChangeRequest;
};

export type { GrantState };

/** A page of grants. */
export type GrantConnection = {
  readonly __typename?: 'GrantConnection';
  readonly edges: ReadonlyArray<GrantEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type GrantEdge = {
  readonly __typename?: 'GrantEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Grant;
};

/** Narrows a list of grants; what is absent or null does not. */
export type GrantFilter = {
  /** Part of the name of the model or of the application, in whatever case. Needs application:read and model:read. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  readonly modelId?: InputMaybe<Scalars['ID']['input']>;
  /** Of applications of this team, by its whole name. Needs application:read. */
  readonly team?: InputMaybe<Scalars['String']['input']>;
  /** Of applications in one of these environments. Needs application:read. */
  readonly environments?: InputMaybe<ReadonlyArray<Environment>>;
  /** In one of these states; lists revoked ones without `includeRevoked` where it names theirs. */
  readonly states?: InputMaybe<ReadonlyArray<GrantState>>;
  /** In force now, and end before this moment. */
  readonly endsBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Made at this moment or later. */
  readonly createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Made before this moment. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

export type { GrantSort };

/** How grants are sorted; rows that are equal so are sorted by id. */
export type GrantOrder = {
  readonly by: GrantSort;
  /** From which end. */
  readonly direction?: SortDirection;
};

export type RequestGrantInput = {
  readonly tenantId: Scalars['ID']['input'];
  /** Absent asks for every application of the tenant. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Either this or `modelName`. */
  readonly modelId?: InputMaybe<Scalars['ID']['input']>;
  /** Name or alias of the model. */
  readonly modelName?: InputMaybe<Scalars['String']['input']>;
  /** Workloads that it is for; empty for every one. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Data classes of applications that it is for; empty for every one. */
  readonly dataClasses?: InputMaybe<ReadonlyArray<DataClass>>;
  /** Environments of applications that it is for; empty for every one. */
  readonly environments?: InputMaybe<ReadonlyArray<Environment>>;
  /** Regions of targets that may be used; empty for every one. */
  readonly regions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** What may be spent in each calendar month; absent for no bound. */
  readonly monthlySpend?: InputMaybe<Scalars['NanoUsd']['input']>;
  readonly notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why it is needed, for the reviewer. */
  readonly reason: Scalars['String']['input'];
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ApproveGrantInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  /** Digest of the change request as it was reviewed: an approval binds to exactly that content. */
  readonly digest: Scalars['String']['input'];
  readonly comment?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RejectGrantInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly comment: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type WithdrawGrantRequestInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Changes the conditions of a grant. Tightening applies at once; whatever loosens becomes a change request. */
export type UpdateGrantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** Empty means every workload; absent leaves them. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Empty means every one; absent leaves them, as below. */
  readonly dataClasses?: InputMaybe<ReadonlyArray<DataClass>>;
  /** Empty means every one; absent leaves them. */
  readonly environments?: InputMaybe<ReadonlyArray<Environment>>;
  /** Empty means every one; absent leaves them. */
  readonly regions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Null removes the bound; absent leaves it. */
  readonly monthlySpend?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** Null removes the end; absent leaves it. */
  readonly notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why, for the reviewer; required when the change loosens the grant. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Asks for a later end of a grant, under the same conditions; it may have ended already. */
export type RenewGrantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** Later than the end that it has. */
  readonly notAfter: Scalars['DateTime']['input'];
  /** Why it is still needed, for the reviewer. */
  readonly reason: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RevokeGrantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The grant as it is now. */
export type GrantChanged = {
  readonly __typename?: 'GrantChanged';
  readonly grant: Grant;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type RequestGrantPayload = ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type ApproveGrantPayload = GrantChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type RejectGrantPayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type WithdrawGrantRequestPayload = ChangeRequestChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdateGrantPayload = GrantChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type RenewGrantPayload = ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type RevokeGrantPayload = GrantChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/**
 * An issuer of OpenID Connect. Its people sign in with a browser, and its access tokens are taken at this API. Whom it names is
 * a principal of its own, found by the subject of the token, never by e-mail address.
 */
export type IdentityProvider = {
  readonly __typename?: 'IdentityProvider';
  readonly id: Scalars['ID']['output'];
  /** Unique on the platform, archived ones included: `/auth/login?issuer=<name>`. */
  readonly name: Scalars['String']['output'];
  /** Tenant to which everybody that it signs in is confined; null for the platform. */
  readonly tenant?: Maybe<Tenant>;
  /** Exactly as in the claim `iss`. It stays for good. */
  readonly issuer: Scalars['String']['output'];
  /** The client of this API at the issuer. */
  readonly clientId: Scalars['String']['output'];
  /** Whether a client secret is stored. It is never shown. */
  readonly hasClientSecret: Scalars['Boolean']['output'];
  /** What the claim `aud` of an access token must hold. */
  readonly audience: Scalars['String']['output'];
  /** Claim with the groups, of access tokens and ID tokens; dots lead into objects: `realm_access.roles`. */
  readonly groupClaim: Scalars['String']['output'];
  /** Who is in none of these groups does not come in. A change holds from the next call on. */
  readonly roleMappings: ReadonlyArray<RoleMapping>;
  /** Domains of verified e-mail addresses that may come in; empty when the address does not matter. */
  readonly emailDomains: ReadonlyArray<Scalars['String']['output']>;
  /** What a sign-in asks the issuer for. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** Send it back as `expectedVersion` when you change the identity provider. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Roles for whoever is in a group. */
export type RoleMapping = {
  readonly __typename?: 'RoleMapping';
  /** As the claim names it; `*` stands for everybody whom the issuer signs in. */
  readonly group: Scalars['String']['output'];
  readonly roles: ReadonlyArray<Role>;
};

/** A page of identity providers. */
export type IdentityProviderConnection = {
  readonly __typename?: 'IdentityProviderConnection';
  readonly edges: ReadonlyArray<IdentityProviderEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type IdentityProviderEdge = {
  readonly __typename?: 'IdentityProviderEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: IdentityProvider;
};

/** Roles for whoever is in a group. Nobody gives a role whose permissions he does not have. */
export type RoleMappingInput = {
  /** As the claim names it; `*` for everybody, which needs `emailDomains`. */
  readonly group: Scalars['String']['input'];
  readonly roles: ReadonlyArray<Role>;
};

export type CreateIdentityProviderInput = {
  /** 1 to 63 of a-z, 0-9 and inner dashes. */
  readonly name: Scalars['String']['input'];
  /** Confines everybody whom it signs in to a tenant; absent for the platform. */
  readonly tenantId?: InputMaybe<Scalars['ID']['input']>;
  /** Exactly as its discovery document and its tokens say it: https, a slash at its end included. */
  readonly issuer: Scalars['String']['input'];
  readonly clientId: Scalars['String']['input'];
  /** Absent for a public client: PKCE is used either way. */
  readonly clientSecret?: InputMaybe<Scalars['String']['input']>;
  /** What `aud` of an access token must hold. No two identity providers in use have issuer and audience in common. */
  readonly audience: Scalars['String']['input'];
  /** Claim that holds the groups. */
  readonly groupClaim?: InputMaybe<Scalars['String']['input']>;
  readonly roleMappings: ReadonlyArray<RoleMappingInput>;
  /** With domains a token must carry a verified e-mail address in one of them. */
  readonly emailDomains?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** `openid`, `profile` and `email` when absent. */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateIdentityProviderInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly clientId?: InputMaybe<Scalars['String']['input']>;
  /** Null removes it; absent leaves it. */
  readonly clientSecret?: InputMaybe<Scalars['String']['input']>;
  /** What `aud` of a token must hold. */
  readonly audience?: InputMaybe<Scalars['String']['input']>;
  /** Claim that holds the groups. */
  readonly groupClaim?: InputMaybe<Scalars['String']['input']>;
  /** All of them: who edits must have every permission that they give. */
  readonly roleMappings?: InputMaybe<ReadonlyArray<RoleMappingInput>>;
  /** Replaces them all; empty for no look at addresses. */
  readonly emailDomains?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** What browsers ask for at the issuer; replaces them all. */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request of the same row whose content this replaces. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveIdentityProviderInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The identity provider as it is now. */
export type IdentityProviderChanged = {
  readonly __typename?: 'IdentityProviderChanged';
  readonly identityProvider: IdentityProvider;
};

export type CreateIdentityProviderPayload = IdentityProviderChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdateIdentityProviderPayload = IdentityProviderChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveIdentityProviderPayload = IdentityProviderChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { ImpactState };

export type { ImpactBound };

export type { ImpactClass };

/**
 * What a change request would have made of recent calls: recorded facts of requests, no text of them, judged by the configuration as it
 * is and as it would be. It begins by itself with the request, and anew with each edit.
 */
export type Impact = {
  readonly __typename?: 'Impact';
  /** How far it is. */
  readonly state: ImpactState;
  /** Round of the change request that it is about. */
  readonly round: Scalars['Int']['output'];
  /** Digest of the content that it is about. */
  readonly digest: Scalars['String']['output'];
  /** Requests that were looked at so far. */
  readonly progress: Scalars['Int']['output'];
  /** Requests that are to be looked at; null until they are counted. */
  readonly total?: Maybe<Scalars['Int']['output']>;
  /** Why it failed. */
  readonly fault?: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** When it ended; null while it has not. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Requests that were looked at: those of the request log that asked for what changes, newest first. Null until it is done, as all below. */
  readonly n?: Maybe<Scalars['Int']['output']>;
  /** Calls that they stand for: of what nodes sampled, each counts for 1 / sampleRate. */
  readonly calls?: Maybe<Scalars['Float']['output']>;
  readonly window?: Maybe<ImpactWindow>;
  /** Of n, those that could not be judged. They are never counted as unchanged. */
  readonly notReplayable?: Maybe<Scalars['Int']['output']>;
  /** Of n, those that the configuration of now treats exactly as their node did. Where few are, it has changed since, or targets were out. */
  readonly reproduced?: Maybe<Scalars['Int']['output']>;
  readonly totals?: Maybe<ImpactTotals>;
  /** Those with the most calls that change first; at most 100 of `applicationCount`. */
  readonly byApplication?: Maybe<ReadonlyArray<ApplicationImpact>>;
  /** Applications whose requests were looked at. */
  readonly applicationCount?: Maybe<Scalars['Int']['output']>;
  /** The newest 20 requests of each class but the unchanged. Null also without the permission decision:read. */
  readonly samples?: Maybe<ReadonlyArray<ImpactSample>>;
};

/** The time that was looked at. */
export type ImpactWindow = {
  readonly __typename?: 'ImpactWindow';
  /** Oldest request, where a bound was met. */
  readonly from: Scalars['DateTime']['output'];
  /** When it ends. */
  readonly to: Scalars['DateTime']['output'];
  /** Null when everything of the window was looked at. */
  readonly bound?: Maybe<ImpactBound>;
};

/** How much of something there is. */
export type ImpactCount = {
  readonly __typename?: 'ImpactCount';
  readonly class: ImpactClass;
  /** Rows of the request log. */
  readonly requests: Scalars['Int']['output'];
  /** Calls that they stand for. Where chance decides, only those that must go elsewhere; the others are under UNCHANGED. */
  readonly calls: Scalars['Float']['output'];
};

/** What would become of all of them. */
export type ImpactTotals = {
  readonly __typename?: 'ImpactTotals';
  /** One of each class. */
  readonly counts: ReadonlyArray<ImpactCount>;
  /** Requests that are expected to cost something else. They are in another class besides. */
  readonly pricedDifferently: Scalars['Int']['output'];
  /** Calls that those stand for, as in ImpactCount. */
  readonly pricedDifferentlyCalls: Scalars['Float']['output'];
  /** Requests that were answered, with a price for every target on both sides: the costs are over these. */
  readonly pricedRequests: Scalars['Int']['output'];
  /** Over the calls that they stand for: their tokens at the prices of now, at whom each is sent to first. */
  readonly costBefore: Scalars['NanoUsd']['output'];
  /** What the same requests would have cost. */
  readonly costAfter: Scalars['NanoUsd']['output'];
  /** costAfter - costBefore: below 0 when it gets cheaper. */
  readonly costDifference: Scalars['NanoUsd']['output'];
};

/** What would become of the requests of one application. */
export type ApplicationImpact = {
  readonly __typename?: 'ApplicationImpact';
  readonly application?: Maybe<Application>;
  /** Calls of all classes but NOT_REPLAYABLE and UNCHANGED: the list is in this order. */
  readonly changedCalls: Scalars['Float']['output'];
  readonly totals: ImpactTotals;
};

/** One request that would be treated differently. */
export type ImpactSample = {
  readonly __typename?: 'ImpactSample';
  readonly class: ImpactClass;
  /** Of `decision`. */
  readonly requestId: Scalars['ID']['output'];
  /** When the request came. */
  readonly at: Scalars['DateTime']['output'];
  readonly application?: Maybe<Application>;
  readonly before: ImpactDecision;
  readonly after: ImpactDecision;
};

/** What a configuration makes of a request. Null for what it does not come to. */
export type ImpactDecision = {
  readonly __typename?: 'ImpactDecision';
  /** Word of docs/error-codes.md; null when a target is tried. */
  readonly errorCode?: Maybe<Scalars['String']['output']>;
  /** Null for a route that is not there yet. */
  readonly route?: Maybe<Route>;
  /** Prompt policy that moves it to that route. */
  readonly reroutedBy?: Maybe<Scalars['String']['output']>;
  /** Name of the routing rule that chose; null where none did. */
  readonly rule?: Maybe<Scalars['String']['output']>;
  /** Who is tried first with all targets healthy and idle, most likely first. */
  readonly leads: ReadonlyArray<ImpactLead>;
  readonly cost?: Maybe<Scalars['NanoUsd']['output']>;
};

/** A target that may be tried first. */
export type ImpactLead = {
  readonly __typename?: 'ImpactLead';
  readonly target?: Maybe<Target>;
  /** The chance of it, above 0 and at most 1. */
  readonly share: Scalars['Float']['output'];
};

export type ReplayChangeInput = {
  readonly changeRequestId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ReplayChangePayload = ChangeRequestChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/**
 * How many requests or tokens, or how many calls at a time, somebody has: docs/limits-and-budgets.md. Each limit that is about a call must
 * have room for it. What it counts, and for whom, stays for good.
 */
export type Limit = {
  readonly __typename?: 'Limit';
  readonly id: Scalars['ID']['output'];
  readonly tenant: Tenant;
  /** Unique in the tenant, archived ones included; refusals and decisions name it. */
  readonly name: Scalars['String']['output'];
  /** Whose calls it is about; null for every application of the tenant. */
  readonly application?: Maybe<Application>;
  /** What has a count of its own. */
  readonly per: AccountScope;
  /** Workloads of the calls that it is about; empty for every one. */
  readonly workloads: ReadonlyArray<Scalars['String']['output']>;
  /** Routes of the calls that it is about; empty for every one. */
  readonly routes: ReadonlyArray<Route>;
  /** What is counted. */
  readonly measure: LimitMeasure;
  /** How many of it: at most so many at once, and so many more in each window. */
  readonly amount: Scalars['UInt64']['output'];
  /** Seconds in which `amount` comes back, evenly; null for CONCURRENT_REQUESTS. */
  readonly windowSeconds?: Maybe<Scalars['Int']['output']>;
  /** Whether it only counts and records: nothing is refused. */
  readonly monitor: Scalars['Boolean']['output'];
  /** What a caller that is refused should do or whom to ask; null for none. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** Send it back as `expectedVersion` when you change the limit. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type { AccountScope };

export type { LimitMeasure };

/** A page of limits. */
export type LimitConnection = {
  readonly __typename?: 'LimitConnection';
  readonly edges: ReadonlyArray<LimitEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type LimitEdge = {
  readonly __typename?: 'LimitEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Limit;
};

/** Narrows a list of limits; what is absent or null does not. */
export type LimitFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** About calls of this application: its own, without those for every application. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Of one of these measures. */
  readonly measures?: InputMaybe<ReadonlyArray<LimitMeasure>>;
};

export type CreateLimitInput = {
  readonly tenantId: Scalars['ID']['input'];
  /** 1 to 63 of a-z, 0-9 and inner dashes. */
  readonly name: Scalars['String']['input'];
  /** Absent for every application of the tenant. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  readonly per: AccountScope;
  /** At most 50; empty for every one. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Routes of the tenant, at most 50; empty for every one. */
  readonly routeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly measure: LimitMeasure;
  /** 1 to 1,000,000,000,000; calls at a time 1 to 1,000,000. */
  readonly amount: Scalars['UInt64']['input'];
  /** 1 to 86,400; required but for CONCURRENT_REQUESTS, where it is left out. */
  readonly windowSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Counts and records only; try a limit so before it refuses. */
  readonly monitor?: InputMaybe<Scalars['Boolean']['input']>;
  /** One line of at most 300 characters, which callers that are refused read. */
  readonly message?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateLimitInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Empty means every one; absent leaves them, as below. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Empty means every one. */
  readonly routeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** How many of what it counts; absent leaves it. */
  readonly amount?: InputMaybe<Scalars['UInt64']['input']>;
  /** In which so many come back; absent leaves it. */
  readonly windowSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Whether it only counts and records; absent leaves it. */
  readonly monitor?: InputMaybe<Scalars['Boolean']['input']>;
  /** Empty takes it away. */
  readonly message?: InputMaybe<Scalars['String']['input']>;
  /** Why, for reviewers; required when an approval rule of the tenant demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveLimitInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** Why, for reviewers; required when an approval rule of the tenant demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The limit as it is now. */
export type LimitChanged = {
  readonly __typename?: 'LimitChanged';
  readonly limit: Limit;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateLimitPayload = LimitChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdateLimitPayload = LimitChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type ArchiveLimitPayload = LimitChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type { Capability };

/** What is asked for, whoever serves it. Shared by all tenants; an application may use it only with a grant. */
export type Model = {
  readonly __typename?: 'Model';
  readonly id: Scalars['ID']['output'];
  /** Unique on the platform: 1 to 127 of letters, digits and . _ : / - */
  readonly name: Scalars['String']['output'];
  /** What it can do; targets may do less. */
  readonly capabilities: ReadonlyArray<Capability>;
  /** Tokens of input and output together; null when unknown. */
  readonly contextWindowTokens?: Maybe<Scalars['Int']['output']>;
  /** Most tokens of one reply; null when unknown. */
  readonly outputTokensMax?: Maybe<Scalars['Int']['output']>;
  /** Other names that it goes by: `modelNamed` finds it by them, and conditions see them as `model.aliases`. */
  readonly aliases: ReadonlyArray<Scalars['String']['output']>;
  /** From when on another model is to be used; null for none. Nodes refuse nothing for it: archive targets or revoke grants to end it. */
  readonly deprecatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Which other model; null when nobody said. */
  readonly replacedBy?: Maybe<Model>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of models. */
export type ModelConnection = {
  readonly __typename?: 'ModelConnection';
  readonly edges: ReadonlyArray<ModelEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type ModelEdge = {
  readonly __typename?: 'ModelEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Model;
};

/** Narrows a list of models; what is absent or null does not. */
export type ModelFilter = {
  /** Part of the name or of an alias, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** That have every one of these. */
  readonly capabilities?: InputMaybe<ReadonlyArray<Capability>>;
  /** Whether they have a date of deprecation, past or to come. */
  readonly deprecated?: InputMaybe<Scalars['Boolean']['input']>;
};

/** An application that used a model. */
export type ModelUser = {
  readonly __typename?: 'ModelUser';
  /** Null when the caller may not see it. */
  readonly application?: Maybe<Application>;
  /** Calls that used the model. */
  readonly requests: Scalars['UInt64']['output'];
  /** Tries at targets of the model; copies of shadows are not counted. */
  readonly attempts: Scalars['UInt64']['output'];
  readonly cost: Scalars['NanoUsd']['output'];
  /** When the last of them came. */
  readonly lastUsedAt: Scalars['DateTime']['output'];
};

/** Most requests first. */
export type ModelUserReport = {
  readonly __typename?: 'ModelUserReport';
  /** From when on calls are counted. */
  readonly since: Scalars['DateTime']['output'];
  readonly rows: ReadonlyArray<ModelUser>;
  /** True when there are more than 500. */
  readonly truncated: Scalars['Boolean']['output'];
};

export type CreateModelInput = {
  readonly name: Scalars['String']['input'];
  /** What it can do. */
  readonly capabilities: ReadonlyArray<Capability>;
  /** Tokens of input and output together; absent when unknown. */
  readonly contextWindowTokens?: InputMaybe<Scalars['Int']['input']>;
  /** Most tokens of one reply; absent when unknown. */
  readonly outputTokensMax?: InputMaybe<Scalars['Int']['input']>;
  /** At most 16; no other model goes by one of them. */
  readonly aliases?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** From when on another model is to be used. */
  readonly deprecatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly replacedById?: InputMaybe<Scalars['ID']['input']>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateModelInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** A capability that a target names cannot be taken away. */
  readonly capabilities?: InputMaybe<ReadonlyArray<Capability>>;
  /** Null makes it unknown; absent leaves it. */
  readonly contextWindowTokens?: InputMaybe<Scalars['Int']['input']>;
  /** Null makes it unknown; absent leaves it. */
  readonly outputTokensMax?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces them all. */
  readonly aliases?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Null ends the deprecation, and `replacedById` has to be null too; absent leaves it. */
  readonly deprecatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Null for none; absent leaves it. */
  readonly replacedById?: InputMaybe<Scalars['ID']['input']>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request of the same row whose content this replaces. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveModelInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The model as it is now. */
export type ModelChanged = {
  readonly __typename?: 'ModelChanged';
  readonly model: Model;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateModelPayload = ModelChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdateModelPayload = ModelChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveModelPayload = ModelChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/**
 * A named set of tenants. A node of the pool is given these tenants and what all tenants share; a node of no pool is given
 * every tenant. Which pool a node belongs to is said by its certificate, never here. A pool that does not exist, or is
 * archived, holds no tenant.
 */
export type NodePool = {
  readonly __typename?: 'NodePool';
  readonly id: Scalars['ID']['output'];
  /** As in certificates, and therefore for good: 1 to 64 of a-z, 0-9 and dashes. Used once, also after it is archived. */
  readonly name: Scalars['String']['output'];
  /** Tenants that it holds; those that are archived are not counted. */
  readonly tenantCount: Scalars['Int']['output'];
  /** Tenants that it holds, by name; without those that are archived. */
  readonly tenants: TenantConnection;
  /** Send it back as `expectedVersion` when you change the pool. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};


/**
 * A named set of tenants. A node of the pool is given these tenants and what all tenants share; a node of no pool is given
 * every tenant. Which pool a node belongs to is said by its certificate, never here. A pool that does not exist, or is
 * archived, holds no tenant.
 */
export type NodePoolTenantsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A page of pools. */
export type NodePoolConnection = {
  readonly __typename?: 'NodePoolConnection';
  readonly edges: ReadonlyArray<NodePoolEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type NodePoolEdge = {
  readonly __typename?: 'NodePoolEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: NodePool;
};

export type CreateNodePoolInput = {
  readonly name: Scalars['String']['input'];
  /** Tenants that it holds from the start, at most 1000 in one call. */
  readonly tenantIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** At most 1000 tenants of each list in one call; no tenant is named twice. */
export type UpdateNodePoolInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** Tenants to hold besides. One that the pool holds already stays as it is. */
  readonly addTenantIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Tenants to hold no longer. One that the pool does not hold stays out. */
  readonly removeTenantIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveNodePoolInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The pool as it is now. */
export type NodePoolChanged = {
  readonly __typename?: 'NodePoolChanged';
  readonly nodePool: NodePool;
  /** Revision that carries the change to the nodes; null when there was nothing to change. */
  readonly revision?: Maybe<Scalars['UInt64']['output']>;
};

export type CreateNodePoolPayload = NodePoolChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdateNodePoolPayload = NodePoolChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveNodePoolPayload = NodePoolChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/** A node that is served no longer, whatever certificate or token it shows. */
export type NodeRevocation = {
  readonly __typename?: 'NodeRevocation';
  /** Name of the node. It need not be known: a certificate can be revoked before its first use. */
  readonly nodeId: Scalars['ID']['output'];
  readonly reason: Scalars['String']['output'];
  /** Name of the principal. */
  readonly revokedBy: Scalars['String']['output'];
  readonly revokedAt: Scalars['DateTime']['output'];
};

/** A page of revoked nodes. */
export type NodeRevocationConnection = {
  readonly __typename?: 'NodeRevocationConnection';
  readonly edges: ReadonlyArray<NodeRevocationEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type NodeRevocationEdge = {
  readonly __typename?: 'NodeRevocationEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: NodeRevocation;
};

export type RevokeNodeInput = {
  /** Name of the node. */
  readonly id: Scalars['ID']['input'];
  /** For the audit log. */
  readonly reason: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type AdmitNodeInput = {
  /** Name of the node. */
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The node's streams are dropped within about a second on every replica of the control plane, and it is refused from then on. */
export type NodeRevoked = {
  readonly __typename?: 'NodeRevoked';
  readonly revocation: NodeRevocation;
};

/** The node may dial again. */
export type NodeAdmitted = {
  readonly __typename?: 'NodeAdmitted';
  readonly nodeId: Scalars['ID']['output'];
};

export type RevokeNodePayload = NodeRevoked | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type AdmitNodePayload = NodeAdmitted | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { NodeState };

export type { VerdictOutcome };

/**
 * One process of the data plane, and what it enforces. A node with several workers is listed once for each: `node-1/1`,
 * `node-1/2`. A revision is enforced when all of them enforce it.
 */
export type Node = {
  readonly __typename?: 'Node';
  /** The name that the node was given; of a worker, with a slash and its number behind. */
  readonly id: Scalars['ID']['output'];
  readonly state: NodeState;
  /** Version of its build. */
  readonly build: Scalars['String']['output'];
  /** Where it runs, as conditions see it. */
  readonly region: Scalars['String']['output'];
  /** Pool that it belongs to, by name; null for a node of no pool, and for callers of a tenant. */
  readonly pool?: Maybe<Scalars['String']['output']>;
  /** Epoch of `enforcedRevision`; 0 with it. */
  readonly enforcedEpoch: Scalars['UInt64']['output'];
  /**
   * What the node has acknowledged that it enforces. 0 while that is not proven: what it says that it holds is not what the control
   * plane knows by that revision, as after a restart with a tenant held back. Then it is given everything, and its answer counts.
   */
  readonly enforcedRevision: Scalars['UInt64']['output'];
  /** Revisions committed that it does not enforce yet. */
  readonly lag: Scalars['UInt64']['output'];
  /** What it said of the last update; null before the first. */
  readonly lastVerdict?: Maybe<VerdictOutcome>;
  /** When it said so. */
  readonly lastVerdictAt?: Maybe<Scalars['DateTime']['output']>;
  /** Milliseconds that the last update took to apply. */
  readonly lastApplyMs?: Maybe<Scalars['Int']['output']>;
  /** Why resources were held back, from the last verdict. */
  readonly diagnostics: ReadonlyArray<NodeDiagnostic>;
  /** Tenants that the last verdict holds back: the node enforces for them what it enforced before. */
  readonly heldBackTenantIds: ReadonlyArray<Scalars['ID']['output']>;
  /** When it was heard last. */
  readonly heartbeatAt: Scalars['DateTime']['output'];
  /** Milliseconds since the node was heard from. Heartbeats come every 10 s. */
  readonly heartbeatAgeMs: Scalars['Int']['output'];
  /** When its stream began; null while it has none. */
  readonly connectedAt: Scalars['DateTime']['output'];
  /** How its targets do, as it sees them; null when it does not say: its build is older, or it has just connected. */
  readonly targets?: Maybe<NodeTargets>;
};

/** What a node says of its targets. */
export type NodeTargets = {
  readonly __typename?: 'NodeTargets';
  /** When it said so; it speaks when something changes. */
  readonly reportedAt: Scalars['DateTime']['output'];
  /** False when the node was not heard from for 30 s: so it was then. */
  readonly current: Scalars['Boolean']['output'];
  /** Targets that have all their traffic, of those that something was sent to within the last hour or so. */
  readonly healthy: Scalars['Int']['output'];
  /** Targets that have not, and that are not listed, since there are more than 100. */
  readonly leftOut: Scalars['Int']['output'];
  /** Targets that have not all their traffic, what is out before what is in slow start. */
  readonly states: ReadonlyArray<TargetState>;
};

/** Why a resource was not taken. */
export type NodeDiagnostic = {
  readonly __typename?: 'NodeDiagnostic';
  /** Kind and id of the resource: `route/<uuid>`. */
  readonly resource: Scalars['String']['output'];
  /** Held back because of it; null for a shared resource. */
  readonly tenantId?: Maybe<Scalars['ID']['output']>;
  readonly message: Scalars['String']['output'];
};

/** A page of nodes. */
export type NodeConnection = {
  readonly __typename?: 'NodeConnection';
  readonly edges: ReadonlyArray<NodeEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type NodeEdge = {
  readonly __typename?: 'NodeEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Node;
};

/**
 * Which nodes enforce a revision. Every node heard from within the last day is counted once: as enforcing, rejecting,
 * stale or lagging. Names are in order, at most 100 of each.
 */
export type Enforcement = {
  readonly __typename?: 'Enforcement';
  readonly revision: Scalars['UInt64']['output'];
  /** Null when it is not known any more. */
  readonly committedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Nodes that are counted. */
  readonly total: Scalars['Int']['output'];
  /** Nodes that enforce this revision or a newer one, and hold no tenant back. */
  readonly enforcing: Scalars['Int']['output'];
  /** Nodes that refused their last update before they came to this revision, or that hold a tenant back. */
  readonly rejecting: Scalars['Int']['output'];
  /** Nodes not heard from for 30 s: nobody knows what they enforce, and nobody waits for them. */
  readonly stale: Scalars['Int']['output'];
  /** Nodes that do not enforce it yet; those of another epoch among them. */
  readonly lagging: Scalars['Int']['output'];
  /**
   * When the last of the live nodes answered the update that it enforces; for a revision that newer ones followed, the
   * answer to the newest. Null while a live node does not enforce it, and while no node is live.
   */
  readonly convergedAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * Why guard rails keep the revision from the nodes, one sentence each; empty when they do not. Callers of a tenant read no more than
   * that it is held.
   */
  readonly heldBecause: ReadonlyArray<Scalars['String']['output']>;
  readonly enforcingNodeIds: ReadonlyArray<Scalars['ID']['output']>;
  readonly rejectingNodeIds: ReadonlyArray<Scalars['ID']['output']>;
  readonly staleNodeIds: ReadonlyArray<Scalars['ID']['output']>;
  readonly laggingNodeIds: ReadonlyArray<Scalars['ID']['output']>;
};

/** What waiting for nodes came to. */
export type AwaitedEnforcement = {
  readonly __typename?: 'AwaitedEnforcement';
  /** Whether all live nodes enforce the revision; false when the time was up first. */
  readonly converged: Scalars['Boolean']['output'];
  /** As it was when the waiting ended. */
  readonly enforcement: Enforcement;
};

/** Narrows a list of nodes; what is absent or null does not. */
export type NodeFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** In one of these states. */
  readonly states?: InputMaybe<ReadonlyArray<NodeState>>;
  /** Of one of these pools. */
  readonly pools?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** In one of these regions. */
  readonly regions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** Where all nodes stand: names and revisions only. */
export type Convergence = {
  readonly __typename?: 'Convergence';
  /** Newest committed revision. */
  readonly headRevision: Scalars['UInt64']['output'];
  /** Newest revision that all live nodes enforce; null while none is live, one is of another epoch, or one holds a tenant back. */
  readonly enforcedRevision?: Maybe<Scalars['UInt64']['output']>;
  /** Nodes that do not enforce the head, silent ones among them; in order, at most 100. */
  readonly behindNodeIds: ReadonlyArray<Scalars['ID']['output']>;
};

/** What can be followed, over WebSocket. */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /**
   * How nodes follow the head: an event when something of it moved, the newest only when several moved at once. Begins
   * with how it stands; a client that reconnects sends the `enforcedRevision` that it saw last, and is spared the first
   * event when nothing was committed or enforced since. Callers of a tenant see what matters to theirs.
   */
  readonly convergence: Convergence;
};


/** What can be followed, over WebSocket. */
export type SubscriptionConvergenceArgs = {
  fromRevision?: InputMaybe<Scalars['UInt64']['input']>;
};

/**
 * A detector of prompts that runs elsewhere: nodes send it the texts of calls that a rule of a prompt policy names it for, and it says
 * what stands where. What it is asked and answers is in `docs/outside-detectors.md`.
 */
export type OutsideDetector = {
  readonly __typename?: 'OutsideDetector';
  readonly id: Scalars['ID']['output'];
  readonly tenant: Tenant;
  /** Unique in the tenant, archived ones included. */
  readonly name: Scalars['String']['output'];
  /** How it is asked. It stays for good, like the address and the kinds: policies were reviewed with them. */
  readonly protocol: DetectorProtocol;
  /** Where nodes ask it; null for a judge. */
  readonly address?: Maybe<Scalars['String']['output']>;
  /** The model that is asked; null for other protocols. */
  readonly judge?: Maybe<OutsideJudge>;
  /** All that it may report; an answer with anything else counts as failed. */
  readonly kinds: ReadonlyArray<Scalars['String']['output']>;
  /** Longest time that one call of a caller waits for it; a rule may shorten it. */
  readonly timeoutMs: Scalars['Int']['output'];
  /** Texts that it is sent at once; a call with more is sent in several. */
  readonly batchSize: Scalars['Int']['output'];
  /** Whether nodes present a credential to it. */
  readonly hasCredential: Scalars['Boolean']['output'];
  /** Send it back as `expectedVersion` when you change the detector. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type { DetectorProtocol };

/** A model that says what it finds. It stays for good, as an address does. */
export type OutsideJudge = {
  readonly __typename?: 'OutsideJudge';
  /** Takes its calls, on behalf of the application whose call is judged, with the workload `judge`. */
  readonly route?: Maybe<Route>;
  /** What it is to look for. */
  readonly instruction: Scalars['String']['output'];
  /** Calls of the model within a minute, of each node; further ones count as failed. */
  readonly callsPerMinuteMax: Scalars['Int']['output'];
  /** Output tokens of one call of the model. */
  readonly outputTokensMax: Scalars['Int']['output'];
};

/** A model that is to judge. */
export type OutsideJudgeInput = {
  /** A route for chats of the same tenant. */
  readonly routeId: Scalars['ID']['input'];
  /** What it is to look for, for which of the kinds; at most 2,000 characters. */
  readonly instruction: Scalars['String']['input'];
  /** 1 to 10,000. */
  readonly callsPerMinuteMax?: InputMaybe<Scalars['Int']['input']>;
  /** 16 to 4,096. */
  readonly outputTokensMax?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of outside detectors. */
export type OutsideDetectorConnection = {
  readonly __typename?: 'OutsideDetectorConnection';
  readonly edges: ReadonlyArray<OutsideDetectorEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type OutsideDetectorEdge = {
  readonly __typename?: 'OutsideDetectorEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: OutsideDetector;
};

/** Narrows a list of outside detectors; what is absent or null does not. */
export type OutsideDetectorFilter = {
  /** Part of the name or of the address, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
};

export type CreateOutsideDetectorInput = {
  readonly tenantId: Scalars['ID']['input'];
  /** 1 to 63 of a-z, 0-9 and inner dashes. */
  readonly name: Scalars['String']['input'];
  readonly protocol: DetectorProtocol;
  /**
   * Of HTTP where texts are posted to: `https://detector.example.com/v1/inspect`. Of gRPC scheme, host and port:
   * `https://detector.example.com:443`. Plain http reaches only hosts on this machine or a private network, which nodes dial where
   * GATEHOUSE_DETECTOR_NETWORKS lists them. Of a judge left out.
   */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** Required for JUDGE, refused for every other protocol. */
  readonly judge?: InputMaybe<OutsideJudgeInput>;
  /** 1 to 32 words of a-z, 0-9 and _, a letter first. */
  readonly kinds: ReadonlyArray<Scalars['String']['input']>;
  /** 10 to 10,000. */
  readonly timeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 128. */
  readonly batchSize?: InputMaybe<Scalars['Int']['input']>;
  /** Sent as `authorization: Bearer <credential>`; it is never shown again. */
  readonly credential?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateOutsideDetectorInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** 10 to 10,000. */
  readonly timeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 128. */
  readonly batchSize?: InputMaybe<Scalars['Int']['input']>;
  /** Takes the place of what is there at once: let the detector take both for a while. Null takes it away. */
  readonly credential?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveOutsideDetectorInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The outside detector as it is now. */
export type OutsideDetectorChanged = {
  readonly __typename?: 'OutsideDetectorChanged';
  readonly outsideDetector: OutsideDetector;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateOutsideDetectorPayload = OutsideDetectorChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdateOutsideDetectorPayload = OutsideDetectorChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveOutsideDetectorPayload = OutsideDetectorChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { PriceProposalOutcome };

/**
 * The prices of a target beside those of a public list that comes with the gateway. Nothing changes by itself: what somebody accepts
 * becomes the target's price.
 */
export type PriceProposal = {
  readonly __typename?: 'PriceProposal';
  readonly target: Target;
  readonly outcome: PriceProposalOutcome;
  /** What is in force now, then what is planned. */
  readonly current: ReadonlyArray<Price>;
  /** The same, if it is accepted now. Planned prices of the target stay, unless the list plans some too. */
  readonly proposed: ReadonlyArray<Price>;
  /** Vendor in the list; null when it is unknown there. */
  readonly listedVendor?: Maybe<Scalars['String']['output']>;
  /** Entry of the list that was taken for the target's model: look whether it is the same one. */
  readonly listedModel?: Maybe<Scalars['String']['output']>;
  /** Pages that the list names as its sources. */
  readonly sources: ReadonlyArray<Scalars['String']['output']>;
  /** What the list remarks. */
  readonly comment?: Maybe<Scalars['String']['output']>;
  /** Words of the list for what a price here has no place for, such as searches: calls that use it cost more. */
  readonly leftOut: ReadonlyArray<Scalars['String']['output']>;
  /** Why it cannot be taken over; null otherwise. */
  readonly refusal?: Maybe<Scalars['String']['output']>;
  /** What `acceptProposedPrices` binds to: target, version, and what would be written. Null when there is nothing to accept. */
  readonly digest?: Maybe<Scalars['String']['output']>;
};

/** Proposals by name of the target. */
export type PriceProposalReport = {
  readonly __typename?: 'PriceProposalReport';
  /** Name and version of the list. It comes with the build; nothing is fetched. */
  readonly list: Scalars['String']['output'];
  readonly rows: ReadonlyArray<PriceProposal>;
  /** True when there are more than 500 targets: name those that are meant. */
  readonly truncated: Scalars['Boolean']['output'];
};

/** A proposal as it was seen. */
export type AcceptedPriceInput = {
  readonly targetId: Scalars['ID']['input'];
  /** Digest of the proposal as it was looked at. */
  readonly digest: Scalars['String']['input'];
};

export type AcceptProposedPricesInput = {
  /** At most 100; all of them are accepted, or none. */
  readonly accepted: ReadonlyArray<AcceptedPriceInput>;
  /** Why, for reviewers; required where a rule of prices demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The targets as they are now. */
export type PricesAccepted = {
  readonly __typename?: 'PricesAccepted';
  readonly targets: ReadonlyArray<Target>;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

/** The prices wait for review: nothing is changed yet. */
export type PricesProposed = {
  readonly __typename?: 'PricesProposed';
  /** One for each target. */
  readonly changeRequests: ReadonlyArray<ChangeRequest>;
};

export type AcceptProposedPricesPayload = PricesAccepted | PricesProposed | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { PrincipalKind };

export type { Role };

/** A person or a service account that manages. */
export type Principal = {
  readonly __typename?: 'Principal';
  readonly id: Scalars['ID']['output'];
  readonly kind: PrincipalKind;
  /** Unique on the platform. */
  readonly name: Scalars['String']['output'];
  /** Null for services. */
  readonly email?: Maybe<Scalars['String']['output']>;
  readonly roles: ReadonlyArray<Role>;
  /** Roles that people made, held besides. */
  readonly customRoles: ReadonlyArray<CustomRole>;
  /** Tenant to which the principal is confined; null for principals of the platform. */
  readonly tenant?: Maybe<Tenant>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Newest first unless told otherwise, revoked ones included. */
  readonly accessTokens: AccessTokenConnection;
};


/** A person or a service account that manages. */
export type PrincipalAccessTokensArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AccessTokenFilter>;
  orderBy?: InputMaybe<AccessTokenOrder>;
};

/** An access token of a person or a service account. The secret is shown once, when it is created. */
export type AccessToken = {
  readonly __typename?: 'AccessToken';
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  /** What it may do of what its owner may: `route:read`. Null for all of it. */
  readonly scope?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Moment from which it is refused; null for never. */
  readonly notAfter?: Maybe<Scalars['DateTime']['output']>;
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Token whose place it took by a rotation. */
  readonly rotatedFromId?: Maybe<Scalars['ID']['output']>;
  /** Up to some seconds late; null when it was never used. */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
};

/** A page of principals. */
export type PrincipalConnection = {
  readonly __typename?: 'PrincipalConnection';
  readonly edges: ReadonlyArray<PrincipalEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type PrincipalEdge = {
  readonly __typename?: 'PrincipalEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Principal;
};

/** A page of access tokens. */
export type AccessTokenConnection = {
  readonly __typename?: 'AccessTokenConnection';
  readonly edges: ReadonlyArray<AccessTokenEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type AccessTokenEdge = {
  readonly __typename?: 'AccessTokenEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: AccessToken;
};

/** Narrows a list of principals; what is absent or null does not. */
export type PrincipalFilter = {
  /** Part of the name or of the e-mail address, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** Confined to this tenant. */
  readonly tenantId?: InputMaybe<Scalars['ID']['input']>;
  /** Of one of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<PrincipalKind>>;
  /** That hold one of these roles; custom ones are not looked at. */
  readonly roles?: InputMaybe<ReadonlyArray<Role>>;
};

/** Narrows a list of access tokens; what is absent or null does not. */
export type AccessTokenFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** Whether they can be used now: neither revoked nor past their end. */
  readonly inUse?: InputMaybe<Scalars['Boolean']['input']>;
  /** That can be used now and end before this moment. */
  readonly endsBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

export type { AccessTokenSort };

/** How access tokens are sorted; rows that are equal so are sorted by id. */
export type AccessTokenOrder = {
  readonly by: AccessTokenSort;
  /** From which end. */
  readonly direction?: SortDirection;
};

export type CreatePrincipalInput = {
  readonly kind: PrincipalKind;
  readonly name: Scalars['String']['input'];
  /** E-mail address of a person; a service has none. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** May be empty where `customRoleIds` is not. */
  readonly roles: ReadonlyArray<Role>;
  /** At most 20 custom roles, of the platform or of the same tenant. Together with `roles` they give nothing that the caller does not have. */
  readonly customRoleIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Confines the principal to a tenant; absent for a principal of the platform. */
  readonly tenantId?: InputMaybe<Scalars['ID']['input']>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdatePrincipalInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Null removes it; absent leaves it. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  readonly roles?: InputMaybe<ReadonlyArray<Role>>;
  /** All custom roles that it is to hold. */
  readonly customRoleIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request of the same row whose content this replaces. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchivePrincipalInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type CreateAccessTokenInput = {
  readonly principalId: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
  /**
   * Permissions to which the token is confined, as `docs/permissions.md` names them. It narrows what the owner's roles give, then and later, and
   * never gives anything. Absent: all that the owner may, now and later.
   */
  readonly scope?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** At most 400 days away; 90 days when absent. */
  readonly notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RotateAccessTokenInput = {
  readonly id: Scalars['ID']['input'];
  /** How long the old token works on beside the new one, unless it ends before: at most 7 days; 0 ends it at once. */
  readonly overlapSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Of the new token: at most 400 days away; 90 days when absent. */
  readonly notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RevokeAccessTokenInput = {
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The principal as it is now. */
export type PrincipalChanged = {
  readonly __typename?: 'PrincipalChanged';
  readonly principal: Principal;
};

/** The new token. */
export type AccessTokenCreated = {
  readonly __typename?: 'AccessTokenCreated';
  readonly accessToken: AccessToken;
  /** The token itself: it cannot be read again. Null when it was shown before. */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** True when this answers a repeated idempotency key. */
  readonly secretAlreadyShown: Scalars['Boolean']['output'];
};

/** The new token, and the one whose place it takes. */
export type AccessTokenRotated = {
  readonly __typename?: 'AccessTokenRotated';
  readonly accessToken: AccessToken;
  /** The old token, with the moment at which it ends. */
  readonly previous: AccessToken;
  /** The new token itself: it cannot be read again. Null when it was shown before. */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** True when this answers a repeated idempotency key. */
  readonly secretAlreadyShown: Scalars['Boolean']['output'];
};

/** The token as it is now. */
export type AccessTokenChanged = {
  readonly __typename?: 'AccessTokenChanged';
  readonly accessToken: AccessToken;
};

export type CreatePrincipalPayload = PrincipalChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdatePrincipalPayload = PrincipalChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchivePrincipalPayload = PrincipalChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type CreateAccessTokenPayload = AccessTokenCreated | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type RotateAccessTokenPayload = AccessTokenRotated | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type RevokeAccessTokenPayload = AccessTokenChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { Detector };

export type { RuleFailure };

export type { PromptAction };

export type { PromptRuleMode };

export type { PromptDirection };

export type { PromptPart };

/** Inspections of what goes in, each with an action. */
export type PromptPolicy = {
  readonly __typename?: 'PromptPolicy';
  readonly id: Scalars['ID']['output'];
  /** Unique in the tenant: 1 to 63 of a-z, 0-9 and dashes. */
  readonly name: Scalars['String']['output'];
  /** All are evaluated. */
  readonly rules: ReadonlyArray<PromptRule>;
  /** Calls that it judges besides those of routes that name it; null for none. */
  readonly appliesTo?: Maybe<PromptPolicyAttachment>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly tenant: Tenant;
};

/** Calls that a prompt policy judges whatever route they take; any of the three is enough. */
export type PromptPolicyAttachment = {
  readonly __typename?: 'PromptPolicyAttachment';
  /** All calls of the tenant. */
  readonly everywhere: Scalars['Boolean']['output'];
  /** Calls of these applications. */
  readonly applications: ReadonlyArray<Application>;
  /** Calls that count as these workloads. */
  readonly workloads: ReadonlyArray<Scalars['String']['output']>;
};

/** One inspection and what follows. */
export type PromptRule = {
  readonly __typename?: 'PromptRule';
  /** Unique in the policy; callers see it when they are refused. */
  readonly name: Scalars['String']['output'];
  readonly detector: Detector;
  /** Looks when the detector is OUTSIDE. */
  readonly outsideDetector?: Maybe<OutsideDetector>;
  readonly onFailure: RuleFailure;
  /** How long the outside detector is waited for, in milliseconds; null for as long as it says itself. */
  readonly timeoutMs?: Maybe<Scalars['Int']['output']>;
  readonly action: PromptAction;
  /** Takes the call when the action is REROUTE. */
  readonly rerouteTo?: Maybe<Route>;
  /** Kinds of findings that it is about, by the detector's words; empty means all. */
  readonly kinds: ReadonlyArray<Scalars['String']['output']>;
  /** What its detector looks for; null where its form says it. */
  readonly settings?: Maybe<DetectorSettings>;
  readonly direction: PromptDirection;
  /** Parts of what is sent in which it looks; empty means all. */
  readonly parts: ReadonlyArray<PromptPart>;
  /** Fewest findings of its kinds in a call, or in its reply, for the rule to hold. */
  readonly minCount: Scalars['Int']['output'];
  /** Lowest score with which a finding of the outside detector counts; null when all count. What has no score counts as 1. */
  readonly minScore?: Maybe<Scalars['Float']['output']>;
  readonly mode: PromptRuleMode;
  /** Whether what it takes out of a request is put back in the answer to the caller. */
  readonly restore: Scalars['Boolean']['output'];
  /** What a caller whom it refuses is told besides. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** Whom that caller may ask: a name, an address or a page. */
  readonly contact?: Maybe<Scalars['String']['output']>;
  /** What it leaves alone for some time; those that have expired too, until somebody takes them away. */
  readonly exceptions: ReadonlyArray<PromptRuleException>;
};

/** Findings that a rule leaves alone for some time: they are recorded, and nothing follows from them. */
export type PromptRuleException = {
  readonly __typename?: 'PromptRuleException';
  /** Unique in the rule; decisions say it. */
  readonly name: Scalars['String']['output'];
  /** In calls of these; empty means of every application. */
  readonly applications: ReadonlyArray<Application>;
  /** Kinds of the rule's; empty means all of them. */
  readonly kinds: ReadonlyArray<Scalars['String']['output']>;
  /** Parts of the call in which it leaves them alone; empty means all. */
  readonly parts: ReadonlyArray<PromptPart>;
  /** Why, for reviewers. */
  readonly reason: Scalars['String']['output'];
  /** Who answers for it. Null for callers who may not see them. */
  readonly owner?: Maybe<Principal>;
  /** From this moment on it excepts nothing, by the clocks of the nodes. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Whether that moment has passed. */
  readonly expired: Scalars['Boolean']['output'];
  /** The request whose decision shows the finding that it is about. */
  readonly requestId?: Maybe<Scalars['ID']['output']>;
};

/** What the detector of a rule looks for; what belongs to another detector is empty. */
export type DetectorSettings = {
  readonly __typename?: 'DetectorSettings';
  /** Of DENIED_WORDS. */
  readonly wordLists: ReadonlyArray<WordList>;
  /** Of PATTERN. */
  readonly patterns: ReadonlyArray<NamedPattern>;
  /** Of INTERNAL_HOST: ends of the company's own host names. */
  readonly hostSuffixes: ReadonlyArray<Scalars['String']['output']>;
  /** Of LANGUAGE: those that texts may be written in. */
  readonly languages: ReadonlyArray<Scalars['String']['output']>;
  /** Of SIZE. */
  readonly limits?: Maybe<SizeLimits>;
};

/** Words and phrases of one topic. */
export type WordList = {
  readonly __typename?: 'WordList';
  /** Kind of what is found. */
  readonly name: Scalars['String']['output'];
  /** What is looked for. */
  readonly words: ReadonlyArray<Scalars['String']['output']>;
  /** Whether they are found within longer words too. */
  readonly partsOfWords: Scalars['Boolean']['output'];
};

/** A pattern in the syntax of RE2. */
export type NamedPattern = {
  readonly __typename?: 'NamedPattern';
  /** Kind of what is found. */
  readonly name: Scalars['String']['output'];
  /** In the syntax of RE2. */
  readonly pattern: Scalars['String']['output'];
};

/** Sizes that a call may have; null for no limit. */
export type SizeLimits = {
  readonly __typename?: 'SizeLimits';
  /** Characters of one text. */
  readonly textCharsMax?: Maybe<Scalars['Int']['output']>;
  /** Characters of all texts of a call. */
  readonly callCharsMax?: Maybe<Scalars['Int']['output']>;
  /** Messages, or inputs of embeddings. */
  readonly messagesMax?: Maybe<Scalars['Int']['output']>;
  /** Brackets and braces within each other, in one text. */
  readonly nestingMax?: Maybe<Scalars['Int']['output']>;
  /** The same character, but for spaces, or the same line in a row. */
  readonly repeatsMax?: Maybe<Scalars['Int']['output']>;
};

/** A page of prompt policies. */
export type PromptPolicyConnection = {
  readonly __typename?: 'PromptPolicyConnection';
  readonly edges: ReadonlyArray<PromptPolicyEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type PromptPolicyEdge = {
  readonly __typename?: 'PromptPolicyEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: PromptPolicy;
};

/** Narrows a list of prompt policies; what is absent or null does not. */
export type PromptPolicyFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** With an exception that holds now and expires before this moment. */
  readonly exceptionEndsBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A policy, or rules that are not saved, and what they are tried on. Name a policy, or a change request, or a tenant and rules. */
export type InspectInput = {
  /** A saved policy, as it is. */
  readonly promptPolicyId?: InputMaybe<Scalars['ID']['input']>;
  /** What a change request about a prompt policy proposes; asks for the right to read change requests too. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Whose the rules would be. */
  readonly tenantId?: InputMaybe<Scalars['ID']['input']>;
  /** Rules that are not saved, judged as saving would judge them. */
  readonly rules?: InputMaybe<ReadonlyArray<PromptRuleInput>>;
  /** As if in a call of this application, of which exceptions may speak; of none when left out. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  /** As if at this moment, by which exceptions end; now when left out. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  /** 1 to 64, of 32,768 UTF-16 code units together. */
  readonly texts: ReadonlyArray<InspectedTextInput>;
};

/** A text, as if it were a message of its own. */
export type InspectedTextInput = {
  /** As it would be sent. */
  readonly text: Scalars['String']['input'];
  /** What it is in the call. */
  readonly part?: PromptPart;
};

/** What a prompt policy makes of texts. Other policies of the same call, and what the route does, are not looked at. */
export type PromptInspection = {
  readonly __typename?: 'PromptInspection';
  /** What follows of all rules together; null when the call would go on and conditions would see nothing. */
  readonly action?: Maybe<PromptAction>;
  /** The rule that decides it. */
  readonly rule?: Maybe<Scalars['String']['output']>;
  /** Takes the call when the action is REROUTE. */
  readonly rerouteTo?: Maybe<Route>;
  /** What the caller reads when the action is BLOCK: the first text is `messages.0`. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** The texts as they would go on, with their placeholders, in the order in which they were given; null when the call is refused. */
  readonly texts?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What rules found, those that only watch and what is excepted too. */
  readonly findings: ReadonlyArray<InspectedFinding>;
  /** Every rule, in its order. */
  readonly rules: ReadonlyArray<InspectedRule>;
};

/** What a rule found in texts. */
export type InspectedFinding = {
  readonly __typename?: 'InspectedFinding';
  /** Name of the rule that looked. */
  readonly rule: Scalars['String']['output'];
  readonly detector: Detector;
  /** What was found, by the detector's own word. */
  readonly kind: Scalars['String']['output'];
  /** How often it was found. */
  readonly count: Scalars['Int']['output'];
  /** What the rule does about it. */
  readonly action: PromptAction;
  /** True when the rule only watches. */
  readonly monitored: Scalars['Boolean']['output'];
  /** Exception of the rule by which nothing is done about it. */
  readonly exception?: Maybe<Scalars['String']['output']>;
  /** Where: at most 32 of a kind in a part. What is cut over several texts has a range in each of the first four. */
  readonly ranges: ReadonlyArray<InspectedRange>;
};

/** A stretch of one of the texts. */
export type InspectedRange = {
  readonly __typename?: 'InspectedRange';
  /** Position of the text, from 0. */
  readonly text: Scalars['Int']['output'];
  readonly part: PromptPart;
  /** In UTF-16 code units, as strings of JavaScript count. */
  readonly start: Scalars['Int']['output'];
  /** After the last of them. */
  readonly end: Scalars['Int']['output'];
};

/** Whether a rule has looked, and what came of it. */
export type InspectedRule = {
  readonly __typename?: 'InspectedRule';
  readonly name: Scalars['String']['output'];
  /** False when it has looked at nothing. */
  readonly ran: Scalars['Boolean']['output'];
  /** Why it has looked at nothing. */
  readonly notRun?: Maybe<RuleNotRun>;
  /** Whether it found enough to hold, exceptions aside. */
  readonly holds: Scalars['Boolean']['output'];
};

export type { RuleNotRun };

/** A rule of a prompt policy. */
export type PromptRuleInput = {
  readonly name: Scalars['String']['input'];
  readonly detector: Detector;
  /** Required for OUTSIDE, refused for every other detector; of the same tenant. */
  readonly outsideDetectorId?: InputMaybe<Scalars['ID']['input']>;
  readonly onFailure?: InputMaybe<RuleFailure>;
  /** 10 to 10,000, only for OUTSIDE; it shortens what the detector says. */
  readonly timeoutMs?: InputMaybe<Scalars['Int']['input']>;
  readonly action: PromptAction;
  /** Required for REROUTE, refused for every other action. */
  readonly rerouteRouteId?: InputMaybe<Scalars['ID']['input']>;
  /** Kinds of findings that it is about, by the detector's words (`docs/prompt-policies.md` has them); all when left out. */
  readonly kinds?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** What its detector looks for: required for DENIED_WORDS, PATTERN, LANGUAGE and SIZE, possible for INTERNAL_HOST, refused for others. */
  readonly settings?: InputMaybe<DetectorSettingsInput>;
  readonly direction?: InputMaybe<PromptDirection>;
  /** Parts of what is sent in which it looks; all when left out. */
  readonly parts?: InputMaybe<ReadonlyArray<PromptPart>>;
  /** Fewest findings of its kinds in a call for the rule to hold: 1 to 1,000. */
  readonly minCount?: InputMaybe<Scalars['Int']['input']>;
  /**
   * Lowest score with which a finding counts, only for OUTSIDE: 0.01 to 1, with two decimals at most. All count when left out; what the
   * detector gives no score counts as 1.
   */
  readonly minScore?: InputMaybe<Scalars['Float']['input']>;
  readonly mode?: InputMaybe<PromptRuleMode>;
  /** Whether what it takes out of a request is put back in the answer, wherever the model repeats a placeholder; only for REDACT of what is sent. */
  readonly restore?: InputMaybe<Scalars['Boolean']['input']>;
  /** What a caller whom it refuses is told besides; only for BLOCK and REDACT. At most 300 characters, one line. */
  readonly message?: InputMaybe<Scalars['String']['input']>;
  /** Whom that caller may ask: a name, an address or a page; only for BLOCK and REDACT. At most 200 characters, one line. */
  readonly contact?: InputMaybe<Scalars['String']['input']>;
  /** What it leaves alone for some time: at most 32, and 128 in all rules of a policy. Adding one is reviewed like any loosening. */
  readonly exceptions?: InputMaybe<ReadonlyArray<PromptRuleExceptionInput>>;
};

/** An exception of a rule: names applications, or kinds, or both. */
export type PromptRuleExceptionInput = {
  /** Unique in the rule: it begins with a letter or digit and has at most 63 letters, digits, dots, dashes and underscores. */
  readonly name: Scalars['String']['input'];
  /** At most 32, of the same tenant; every application when left out. */
  readonly applicationIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Kinds of the rule's; all of them when left out. */
  readonly kinds?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Parts of the call in which it leaves them alone; all when left out. */
  readonly parts?: InputMaybe<ReadonlyArray<PromptPart>>;
  /** Why, for reviewers: one line of at most 500 characters. */
  readonly reason: Scalars['String']['input'];
  /** Who answers for it: a principal of the tenant, or of the platform. */
  readonly ownerId: Scalars['ID']['input'];
  /** At most 366 days from now. */
  readonly expiresAt: Scalars['DateTime']['input'];
  /** The request whose decision shows the finding that it is about. */
  readonly requestId?: InputMaybe<Scalars['ID']['input']>;
};

/** What the detector of a rule looks for; each group belongs to one detector. All words and patterns of a policy have at most 65,536 characters. */
export type DetectorSettingsInput = {
  /** Of DENIED_WORDS: at most 16. */
  readonly wordLists?: InputMaybe<ReadonlyArray<WordListInput>>;
  /** Of PATTERN: at most 16. */
  readonly patterns?: InputMaybe<ReadonlyArray<NamedPatternInput>>;
  /** Of INTERNAL_HOST: ends of the company's own host names, such as corp.example.com; at most 64. */
  readonly hostSuffixes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Of LANGUAGE: those that texts may be written in, such as english; `docs/detectors.md` has all. */
  readonly languages?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Of SIZE: at least one. */
  readonly limits?: InputMaybe<SizeLimitsInput>;
};

/** Words and phrases of one topic. */
export type WordListInput = {
  /** Kind of what is found: 1 to 40 of a-z, 0-9 and underscores. */
  readonly name: Scalars['String']['input'];
  /** 2 to 200 characters each, at most 1,000 in all lists of a rule. Upper and lower case are the same. */
  readonly words: ReadonlyArray<Scalars['String']['input']>;
  /** Whether they are found within longer words too. */
  readonly partsOfWords?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A pattern in the syntax of RE2, found anywhere in a text. */
export type NamedPatternInput = {
  /** Kind of what is found: 1 to 40 of a-z, 0-9 and underscores. */
  readonly name: Scalars['String']['input'];
  /** At most 256 characters, without ^ and $; `(?i)` before it for any case. */
  readonly pattern: Scalars['String']['input'];
};

/** Sizes that a call may have; no limit where one is left out. */
export type SizeLimitsInput = {
  /** Characters of one text. */
  readonly textCharsMax?: InputMaybe<Scalars['Int']['input']>;
  /** Characters of all texts of a call. */
  readonly callCharsMax?: InputMaybe<Scalars['Int']['input']>;
  /** Messages, or inputs of embeddings. */
  readonly messagesMax?: InputMaybe<Scalars['Int']['input']>;
  /** Brackets and braces within each other, in one text. */
  readonly nestingMax?: InputMaybe<Scalars['Int']['input']>;
  /** The same character, but for spaces, or the same line in a row. */
  readonly repeatsMax?: InputMaybe<Scalars['Int']['input']>;
};

/** Where a prompt policy applies by itself; say at least one. */
export type PromptPolicyAttachmentInput = {
  /** All calls of the tenant; then nothing else is named. */
  readonly everywhere?: InputMaybe<Scalars['Boolean']['input']>;
  /** At most 100, of the same tenant. */
  readonly applicationIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** At most 32. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type CreatePromptPolicyInput = {
  readonly tenantId: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
  /** In the order in which they look. */
  readonly rules: ReadonlyArray<PromptRuleInput>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdatePromptPolicyInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Replaces them all, in the order in which they look. */
  readonly rules?: InputMaybe<ReadonlyArray<PromptRuleInput>>;
  /** Null leaves it to the routes that name it; left out, it stays as it is. */
  readonly appliesTo?: InputMaybe<PromptPolicyAttachmentInput>;
  /** Why, for reviewers; required when an approval rule of the tenant demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchivePromptPolicyInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The prompt policy as it is now. */
export type PromptPolicyChanged = {
  readonly __typename?: 'PromptPolicyChanged';
  readonly promptPolicy: PromptPolicy;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreatePromptPolicyPayload = PromptPolicyChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdatePromptPolicyPayload = PromptPolicyChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type ArchivePromptPolicyPayload = PromptPolicyChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/** Somebody's word that a rule has found what is not there, or what does not matter. */
export type ReportFalsePositiveInput = {
  /** The request whose decision has the finding. */
  readonly requestId: Scalars['ID']['input'];
  /** Name of the policy, as in `DecisionFinding.policy`; only needed where several have such a rule. */
  readonly policy?: InputMaybe<Scalars['String']['input']>;
  /** As in `DecisionFinding.rule`. */
  readonly rule: Scalars['String']['input'];
  /** As in `DecisionFinding.kind`. */
  readonly kind: Scalars['String']['input'];
  /** Why, for reviewers: one line of at most 500 characters. */
  readonly reason: Scalars['String']['input'];
  /** When the exception is to end: at most 366 days from now, 90 when left out. */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** An open request of the caller's about the same policy, to which this is added. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ReportFalsePositivePayload = ChangeRequestChanged | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { ProviderKind };

export type { CredentialHeader };

export type { ProviderQuirk };

/** What is known of a vendor or a server: enough to connect it by name. */
export type ProviderPreset = {
  readonly __typename?: 'ProviderPreset';
  /** What `createProvider` takes as `preset`. */
  readonly name: Scalars['String']['output'];
  /** What the vendor or the server is called. */
  readonly displayName: Scalars['String']['output'];
  /** What it is. */
  readonly description: Scalars['String']['output'];
  readonly kind: ProviderKind;
  /** Parts in braces must be filled in: give `baseUrl` then. */
  readonly baseUrl: Scalars['String']['output'];
  readonly credentialHeader: CredentialHeader;
  readonly quirks: ReadonlyArray<ProviderQuirk>;
  /** Path of the list of models below the address; empty when there is none. */
  readonly modelListPath: Scalars['String']['output'];
  /** Where these facts are from. */
  readonly documentationUrl: Scalars['String']['output'];
  /** What some of its models can do: a hint, nothing is decided by it. */
  readonly capabilities: ReadonlyArray<Capability>;
  /** Day on which these facts were looked up: 2026-11-26. */
  readonly readOn: Scalars['String']['output'];
};

export type { DataTerm };

export type { CredentialFault };

/** What is told of a stored credential. The credential itself can be replaced, never read. */
export type ProviderCredential = {
  readonly __typename?: 'ProviderCredential';
  /** Grows with each replacement. */
  readonly generation: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  /** The generation that it replaced. A node falls back to it when the provider refuses the newest; null when none is kept. */
  readonly previousGeneration?: Maybe<Scalars['Int']['output']>;
  /** Until then the previous generation is kept; it is gone at the latest a few minutes later. */
  readonly previousUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Null when all is well. */
  readonly fault?: Maybe<CredentialFault>;
};

/** A connection to a vendor or a self-hosted server, shared by all tenants. */
export type Provider = {
  readonly __typename?: 'Provider';
  readonly id: Scalars['ID']['output'];
  /** Unique on the platform: 1 to 63 of a-z, 0-9 and dashes. */
  readonly name: Scalars['String']['output'];
  readonly kind: ProviderKind;
  /** Name of the preset whose credential header and quirks nodes obey; empty for none. */
  readonly preset: Scalars['String']['output'];
  /** Absolute URL, version segment included: https://api.openai.com/v1 */
  readonly baseUrl: Scalars['String']['output'];
  /** Where it processes data. */
  readonly region: Scalars['String']['output'];
  /** Hold wherever it processes data. */
  readonly dataTerms: ReadonlyArray<DataTerm>;
  /** Hold in some regions besides. */
  readonly regionDataTerms: ReadonlyArray<RegionDataTerms>;
  /** Whether a credential is stored. */
  readonly hasCredential: Scalars['Boolean']['output'];
  /** Null when none is stored. */
  readonly credential?: Maybe<ProviderCredential>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** What a provider promises about data that it processes in one region, besides its `dataTerms`. */
export type RegionDataTerms = {
  readonly __typename?: 'RegionDataTerms';
  /** Where the data is processed. */
  readonly region: Scalars['String']['output'];
  readonly dataTerms: ReadonlyArray<DataTerm>;
};

/** A page of providers. */
export type ProviderConnection = {
  readonly __typename?: 'ProviderConnection';
  readonly edges: ReadonlyArray<ProviderEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type ProviderEdge = {
  readonly __typename?: 'ProviderEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Provider;
};

/** Narrows a list of providers; what is absent or null does not. */
export type ProviderFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** Of one of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<ProviderKind>>;
  /** That process data in one of these regions unless a target says otherwise. */
  readonly regions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** That promise every one of these, whatever they promise for single regions. */
  readonly dataTerms?: InputMaybe<ReadonlyArray<DataTerm>>;
};

export type CreateProviderInput = {
  readonly name: Scalars['String']['input'];
  /** One of `providerPresets`: it gives kind and address, and says how nodes speak to the vendor. */
  readonly preset?: InputMaybe<Scalars['String']['input']>;
  /** Required without a preset. */
  readonly kind?: InputMaybe<ProviderKind>;
  /** Required without a preset, or when that of the preset has parts to fill in. Given, it wins over the preset's. */
  readonly baseUrl?: InputMaybe<Scalars['String']['input']>;
  /** Where it processes data. */
  readonly region: Scalars['String']['input'];
  readonly dataTerms?: InputMaybe<ReadonlyArray<DataTerm>>;
  readonly regionDataTerms?: InputMaybe<ReadonlyArray<RegionDataTermsInput>>;
  /** What the kind wants, see there; absent for servers that want none. Sealed before it is stored. Never part of a proposal: where a rule demands review, store it when the provider is there. */
  readonly credential?: InputMaybe<Scalars['String']['input']>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Each region once; 64 at most. */
export type RegionDataTermsInput = {
  /** As in `Target.region`, or that of the provider. */
  readonly region: Scalars['String']['input'];
  readonly dataTerms: ReadonlyArray<DataTerm>;
};

export type UpdateProviderInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Another preset of the same kind; empty for none. The address stays. */
  readonly preset?: InputMaybe<Scalars['String']['input']>;
  /** Another address drops the previous generation of the credential: it must not follow the provider there. */
  readonly baseUrl?: InputMaybe<Scalars['String']['input']>;
  /** Where it processes data. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  readonly dataTerms?: InputMaybe<ReadonlyArray<DataTerm>>;
  /** Replaces them all. */
  readonly regionDataTerms?: InputMaybe<ReadonlyArray<RegionDataTermsInput>>;
  /** A new credential replaces the old one, which nodes may fall back to for an hour; null removes every generation; absent leaves it. */
  readonly credential?: InputMaybe<Scalars['String']['input']>;
  /** True drops the previous generation at once, as for a credential that leaked: the one kept so far, or the one that `credential` replaces. */
  readonly dropPreviousCredential?: InputMaybe<Scalars['Boolean']['input']>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request of the same row whose content this replaces. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveProviderInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The provider as it is now. */
export type ProviderChanged = {
  readonly __typename?: 'ProviderChanged';
  readonly provider: Provider;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateProviderPayload = ProviderChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdateProviderPayload = ProviderChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveProviderPayload = ProviderChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { ReleaseState };

/** A revision that nodes were given, or that guard rails keep from them. One release may carry several revisions. */
export type Release = {
  readonly __typename?: 'Release';
  readonly revision: Scalars['UInt64']['output'];
  /** Higher after each restore of the database; revisions are compared within one. */
  readonly epoch: Scalars['UInt64']['output'];
  readonly state: ReleaseState;
  /** When nodes were given it, or when it was held. */
  readonly at: Scalars['DateTime']['output'];
  /** Why it is held; empty when it was released. */
  readonly heldBecause: ReadonlyArray<Scalars['String']['output']>;
  /** When a later revision passed the guard rails and took it along; null otherwise. */
  readonly passedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Resources of the whole view; null when it is held. */
  readonly resourceCount?: Maybe<Scalars['Int']['output']>;
  /** Resources that differ from the release before, of those that the caller may see; 0 when it is held. */
  readonly changedCount: Scalars['Int']['output'];
  /** Who made its revisions, at most 20 names; empty for callers without `audit:read`. */
  readonly actors: ReadonlyArray<Scalars['String']['output']>;
};

/** A page of releases. */
export type ReleaseConnection = {
  readonly __typename?: 'ReleaseConnection';
  readonly edges: ReadonlyArray<ReleaseEdge>;
  readonly pageInfo: PageInfo;
};

/** One row of a page. */
export type ReleaseEdge = {
  readonly __typename?: 'ReleaseEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Release;
};

export type { ResourceChange };

/** A resource that differs between two releases. */
export type ResourceDifference = {
  readonly __typename?: 'ResourceDifference';
  /** Snake-case noun: `api_key`. */
  readonly kind: Scalars['String']['output'];
  readonly id: Scalars['ID']['output'];
  /** Null for what all tenants share. */
  readonly tenantId?: Maybe<Scalars['ID']['output']>;
  readonly change: ResourceChange;
  /** Fields that differ, by name; secrets and hashes are left out. */
  readonly fields: ReadonlyArray<FieldDifference>;
};

/** A field that differs, with its values as JSON text; null where the resource is not there. */
export type FieldDifference = {
  readonly __typename?: 'FieldDifference';
  /** Name of the field. */
  readonly field: Scalars['String']['output'];
  /** What it was, in JSON; null for nothing. */
  readonly old?: Maybe<Scalars['String']['output']>;
  /** What it is, in JSON; null for nothing. */
  readonly new?: Maybe<Scalars['String']['output']>;
};

/** What differs between two releases: at most 200 resources, by kind and id. */
export type ReleaseDiff = {
  readonly __typename?: 'ReleaseDiff';
  /** Revision of the release that held sway at `from`. */
  readonly from: Scalars['UInt64']['output'];
  /** Revision of the release that held sway at `to`. */
  readonly to: Scalars['UInt64']['output'];
  readonly differences: ReadonlyArray<ResourceDifference>;
  /** Send it as `after` to get the rest; null when there is no more. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

export type DeclareRestoredInput = {
  /** What was restored and why: for the audit log. 1 to 200 characters. */
  readonly reason: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The configuration has a new epoch: every node goes over to what the database holds. */
export type RestoreDeclared = {
  readonly __typename?: 'RestoreDeclared';
  /** The history that begins. */
  readonly epoch: Scalars['UInt64']['output'];
};

export type DeclareRestoredPayload = RestoreDeclared | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RollbackInput = {
  /** Revision of a release: see `releases`. */
  readonly toRevision: Scalars['UInt64']['input'];
  /** Head that the caller saw: when it has moved since, nothing is rolled back. */
  readonly expectedHead: Scalars['UInt64']['input'];
  /** Why: for the audit log. 1 to 200 characters. */
  readonly reason: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Routes, prompt policies, targets and limits are as they were at the release. */
export type RolledBack = {
  readonly __typename?: 'RolledBack';
  /** Whose content is in force again. */
  readonly toRevision: Scalars['UInt64']['output'];
  /** Routes, prompt policies, targets and limits that were changed, brought back or archived. */
  readonly changedCount: Scalars['Int']['output'];
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type RollbackPayload = RolledBack | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ReleaseHeldInput = {
  /** Revision that is held: see `releases`. It must be the head; a later change is held, and read, anew. */
  readonly heldRevision: Scalars['UInt64']['input'];
  /** Why the deletion is meant: for the audit log. 1 to 200 characters. */
  readonly reason: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What the held revision deletes is meant. */
export type HeldReleased = {
  readonly __typename?: 'HeldReleased';
  /** The one that was held. */
  readonly heldRevision: Scalars['UInt64']['output'];
  /** Revision that carries it to the nodes: ask `awaitEnforced` for it. */
  readonly revision: Scalars['UInt64']['output'];
};

export type ReleaseHeldPayload = HeldReleased | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/**
 * A role that people made, of a tenant or of the platform; the built-in ones are the enum `Role`. What a principal may do is what all of its roles
 * give together.
 */
export type CustomRole = {
  readonly __typename?: 'CustomRole';
  readonly id: Scalars['ID']['output'];
  /** Unique in its tenant, or among those of the platform: 1 to 63 of a-z, 0-9 and inner dashes. */
  readonly name: Scalars['String']['output'];
  /** What it gives, as `docs/permissions.md` names it: `route:write`. */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
  /** Null for a role of the platform, which principals of every tenant may hold too. */
  readonly tenant?: Maybe<Tenant>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** When it was ended: from then on it gives nothing. */
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of custom roles. */
export type CustomRoleConnection = {
  readonly __typename?: 'CustomRoleConnection';
  readonly edges: ReadonlyArray<CustomRoleEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type CustomRoleEdge = {
  readonly __typename?: 'CustomRoleEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: CustomRole;
};

/** A verb on a noun, and who has it. */
export type Permission = {
  readonly __typename?: 'Permission';
  /** As in `PermissionDenied.permission`, in scopes of tokens and in custom roles: `route:write`. */
  readonly name: Scalars['String']['output'];
  /** Built-in roles that give it. */
  readonly roles: ReadonlyArray<Role>;
  /** Whether it is of the platform: principals of a tenant never have it, whatever their roles give. */
  readonly isOfPlatform: Scalars['Boolean']['output'];
};

/** Narrows a list of custom roles; what is absent or null does not. */
export type RoleFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** That give every one of these: `route:read`. */
  readonly permissions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type CreateRoleInput = {
  /** Absent for a role of the platform. */
  readonly tenantId?: InputMaybe<Scalars['ID']['input']>;
  readonly name: Scalars['String']['input'];
  /** Those that the caller has, no others; a role of a tenant gives nothing that is of the platform. */
  readonly permissions: ReadonlyArray<Scalars['String']['input']>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateRoleInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** All that it is to give. What is added the caller must have; its holders have it, and lose the rest, with their next call. */
  readonly permissions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request of the same row whose content this replaces. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveRoleInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The role as it is now. */
export type RoleChanged = {
  readonly __typename?: 'RoleChanged';
  readonly role: CustomRole;
};

export type CreateRolePayload = RoleChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdateRolePayload = RoleChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveRolePayload = RoleChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/**
 * How the attempts of one rule at one target of a route came out: an arm of a split or of a ramp, or a fallback. Where nodes kept
 * a sample of the calls (`Decision.sampleRate`), each stands for those that were left out: all of it is an estimate then.
 */
export type RouteArm = {
  readonly __typename?: 'RouteArm';
  /** Name of the rule at that time. */
  readonly rule: Scalars['String']['output'];
  /** Null when it was removed. */
  readonly target?: Maybe<Target>;
  /** Attempts at the target. */
  readonly attempts: Scalars['UInt64']['output'];
  /** Attempts that were the first of their calls; the others are retries and fallbacks. */
  readonly firstAttempts: Scalars['UInt64']['output'];
  /** By how they ended: succeeded, cancelled, or the class of the failure. Most frequent first. */
  readonly verdicts: ReadonlyArray<VerdictCount>;
  /** To the first content, of attempts that had some; null when none had. */
  readonly firstTokenMs?: Maybe<Percentiles>;
  /** To the end, of attempts that succeeded; null when none did. */
  readonly totalMs?: Maybe<Percentiles>;
  /** Cached ones included. */
  readonly inputTokens: Scalars['UInt64']['output'];
  /** Reasoning included. */
  readonly outputTokens: Scalars['UInt64']['output'];
  readonly cost: Scalars['NanoUsd']['output'];
};

/** Attempts that ended in one way. */
export type VerdictCount = {
  readonly __typename?: 'VerdictCount';
  /** How attempts ended. */
  readonly verdict: Scalars['String']['output'];
  /** Attempts that ended so. */
  readonly attempts: Scalars['UInt64']['output'];
};

/** Of measured times, the nearest that was measured; milliseconds. */
export type Percentiles = {
  readonly __typename?: 'Percentiles';
  /** Half of them took no longer. */
  readonly p50: Scalars['Int']['output'];
  /** 95 of 100 took no longer. */
  readonly p95: Scalars['Int']['output'];
  /** 99 of 100 took no longer. */
  readonly p99: Scalars['Int']['output'];
};

/** The arms of a route, busiest first. */
export type RouteArmReport = {
  readonly __typename?: 'RouteArmReport';
  readonly rows: ReadonlyArray<RouteArm>;
  /** Calls that were looked at: rows of the request log. */
  readonly calls: Scalars['UInt64']['output'];
  /** True when there were more in that time: then they are the newest. */
  readonly truncated: Scalars['Boolean']['output'];
};

/** The calls of one route in one span of time. */
export type RouteArmFilter = {
  readonly routeId: Scalars['ID']['input'];
  /** Inclusive. */
  readonly from: Scalars['DateTime']['input'];
  /** Exclusive. At most 30 days after `from`, for which decisions are kept. */
  readonly to: Scalars['DateTime']['input'];
};

export type { Operation };

/** The name that callers put in `model`, and the routing policy behind it. */
export type Route = {
  readonly __typename?: 'Route';
  readonly id: Scalars['ID']['output'];
  /** Unique in the tenant: 1 to 127 of letters, digits and . _ : / - */
  readonly name: Scalars['String']['output'];
  readonly operation: Operation;
  /** Tried from first to last; the first whose condition holds decides. */
  readonly rules: ReadonlyArray<RoutingRule>;
  /** What every candidate of every rule must fulfil, besides what its rule demands. */
  readonly constraints: RoutingConstraints;
  readonly promptPolicy?: Maybe<PromptPolicy>;
  /** Milliseconds until the request of an attempt begins to go out; null means those of the class of the model (docs/reliability.md). */
  readonly connectTimeoutMs?: Maybe<Scalars['Int']['output']>;
  /** Milliseconds to the first content of an attempt; null means those of the class of the model. */
  readonly firstTokenTimeoutMs?: Maybe<Scalars['Int']['output']>;
  /** Milliseconds between two pieces of a reply that has begun; null means those of the class of the model. */
  readonly idleTimeoutMs?: Maybe<Scalars['Int']['output']>;
  /** Milliseconds for the whole call; null means the longest of the classes of the models that it may try. */
  readonly totalTimeoutMs?: Maybe<Scalars['Int']['output']>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly tenant: Tenant;
};

/** Where the calls that match go. */
export type RoutingRule = {
  readonly __typename?: 'RoutingRule';
  /** Unique in the route. */
  readonly name: Scalars['String']['output'];
  /** CEL condition over the request's facts; null always holds. Names are in docs/conditions.md. */
  readonly when?: Maybe<Scalars['String']['output']>;
  /** CEL condition over facts and each candidate; null keeps all. */
  readonly require?: Maybe<Scalars['String']['output']>;
  /** How a target of the split is chosen. Strategies are in docs/routing.md. */
  readonly choice: RoutingChoice;
  /** What every candidate of the rule must fulfil, fallbacks too. */
  readonly constraints: RoutingConstraints;
  /** Shares of the first attempt. */
  readonly split: ReadonlyArray<WeightedTarget>;
  /** Tried in this order after the drawn target failed: errors and rate limits. */
  readonly fallbacks: ReadonlyArray<Target>;
  /** Tried after failures of some classes, behind `fallbacks` where those apply too. */
  readonly fallbacksByClass: ReadonlyArray<FallbackList>;
  /** When a second attempt is started beside the first; null means never. */
  readonly hedge?: Maybe<Hedge>;
  /** Moves callers from one member of the split to another, step by step. */
  readonly ramp?: Maybe<RoutingRamp>;
  /** Copies some of the calls to another target. Callers see nothing of it. */
  readonly shadow?: Maybe<RoutingShadow>;
};

/** A second attempt at the next target, beside a first one that has shown nothing yet. The first to give content is the reply, the other is given up. See docs/routing.md. */
export type Hedge = {
  readonly __typename?: 'Hedge';
  /** Started when the first attempt has taken longer than so many per cent of the latest calls like this one at its target. */
  readonly afterPercentile: Scalars['Int']['output'];
  /** Never before so many milliseconds. */
  readonly floorMs: Scalars['Int']['output'];
  /** Extra attempts for a hundred calls of the rule, at most, on each node. */
  readonly extraCallsPercentMax: Scalars['Int']['output'];
};

/** The gradual way from one target to another. */
export type RoutingRamp = {
  readonly __typename?: 'RoutingRamp';
  /** Gives up what the steps say of its part. */
  readonly from: Target;
  readonly to: Target;
  /** By what callers stay together; null means key.id. */
  readonly stickyBy?: Maybe<Scalars['String']['output']>;
  /** Ascending in time and in share; before the first nobody comes over. */
  readonly steps: ReadonlyArray<RampStep>;
  /** What the new target may do at worst. A node that sees it do worse takes everybody back, until the ramp is changed. */
  readonly bounds: RampBounds;
  /** Null while it goes on. A change of the ramp, such as of the times of its steps, makes it go on. */
  readonly halted?: Maybe<RampHalted>;
};

/** That a node has seen the new target of a ramp leave its bounds: everybody is back with the old one, on all nodes. */
export type RampHalted = {
  readonly __typename?: 'RampHalted';
  /** When it was halted. */
  readonly at: Scalars['DateTime']['output'];
  /** Which node. */
  readonly nodeId: Scalars['String']['output'];
  /** Which bound: failures, first_token or total. */
  readonly reason: Scalars['String']['output'];
  /** Failures of a thousand attempts, or median milliseconds. */
  readonly measured: Scalars['Int']['output'];
  /** What the bound allows, in the same unit. */
  readonly allowed: Scalars['Int']['output'];
};

/** A share from a moment on. */
export type RampStep = {
  readonly __typename?: 'RampStep';
  /** When the step begins. */
  readonly at: Scalars['DateTime']['output'];
  /** Of a thousand callers. */
  readonly sharePermille: Scalars['Int']['output'];
};

/** What the new target of a ramp may do at worst. A latency that is null is not looked at. */
export type RampBounds = {
  readonly __typename?: 'RampBounds';
  /** How far back outcomes count, in milliseconds. */
  readonly windowMs: Scalars['Int']['output'];
  /** Outcomes of a target within the window below which nothing is said of it. */
  readonly attemptsMin: Scalars['Int']['output'];
  /** Failures of a thousand attempts. */
  readonly failurePermilleMax: Scalars['Int']['output'];
  /** Median milliseconds to the first content. */
  readonly firstTokenMsMax?: Maybe<Scalars['Int']['output']>;
  /** The same median in percent of that of the old target. */
  readonly firstTokenPercentMax?: Maybe<Scalars['Int']['output']>;
  /** Median milliseconds to the end. */
  readonly totalMsMax?: Maybe<Scalars['Int']['output']>;
  /** The same median in percent of that of the old target. */
  readonly totalPercentMax?: Maybe<Scalars['Int']['output']>;
};

/** A sampled copy of calls. */
export type RoutingShadow = {
  readonly __typename?: 'RoutingShadow';
  /** Where copies go, as far as the call itself might go there. */
  readonly target: Target;
  /** Of a thousand calls that are answered. */
  readonly samplePermille: Scalars['Int']['output'];
  /** What copies may cost in one hour on one node. */
  readonly hourlyCostMax: Scalars['NanoUsd']['output'];
};

export type { RoutingStrategy };

/** A strategy with what it needs to know. */
export type RoutingChoice = {
  readonly __typename?: 'RoutingChoice';
  readonly strategy: RoutingStrategy;
  /** Within a tier of PRIORITY or a region of REGION_PREFERENCE; null means WEIGHTED. */
  readonly within?: Maybe<RoutingStrategy>;
  /** What STICKY goes by; null means key.id. */
  readonly stickyBy?: Maybe<Scalars['String']['output']>;
  /** Of REGION_PREFERENCE, best first. */
  readonly regions: ReadonlyArray<Scalars['String']['output']>;
  /** Output of a call that sets no bound, for LOWEST_COST; null means the gateway's own figure. */
  readonly typicalOutputTokens?: Maybe<Scalars['Int']['output']>;
};

/** What a candidate must fulfil. An empty list demands nothing. */
export type RoutingConstraints = {
  readonly __typename?: 'RoutingConstraints';
  /** Regions in which a target may process data. */
  readonly regions: ReadonlyArray<Scalars['String']['output']>;
  /** Promises that the provider must have made, all of them. */
  readonly dataTerms: ReadonlyArray<DataTerm>;
};

export type { FallbackClass };

/** Targets for failures of some classes, in the order in which they are tried. */
export type FallbackList = {
  readonly __typename?: 'FallbackList';
  readonly on: ReadonlyArray<FallbackClass>;
  readonly targets: ReadonlyArray<Target>;
};

/** A target and its share. */
export type WeightedTarget = {
  readonly __typename?: 'WeightedTarget';
  readonly target: Target;
  /** Relative to the sum of the split; 0 takes no first attempts. */
  readonly weight: Scalars['Int']['output'];
  /** For PRIORITY: 0 is tried first. */
  readonly tier: Scalars['Int']['output'];
};

/** A page of routes. */
export type RouteConnection = {
  readonly __typename?: 'RouteConnection';
  readonly edges: ReadonlyArray<RouteEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type RouteEdge = {
  readonly __typename?: 'RouteEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Route;
};

/** Narrows a list of routes; what is absent or null does not. */
export type RouteFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** That serve one of these operations. */
  readonly operations?: InputMaybe<ReadonlyArray<Operation>>;
  /** That this prompt policy inspects. */
  readonly promptPolicyId?: InputMaybe<Scalars['ID']['input']>;
};

/** A rule of a route: the first whose condition holds decides. */
export type RoutingRuleInput = {
  readonly name: Scalars['String']['input'];
  /** Condition in CEL; absent or empty holds always. */
  readonly when?: InputMaybe<Scalars['String']['input']>;
  /** Condition in CEL that every target must meet; absent or empty lets all through. */
  readonly require?: InputMaybe<Scalars['String']['input']>;
  /** Absent means WEIGHTED. */
  readonly choice?: InputMaybe<RoutingChoiceInput>;
  /** Besides those of the route. */
  readonly constraints?: InputMaybe<RoutingConstraintsInput>;
  /** Targets, and how traffic is shared among them. */
  readonly split: ReadonlyArray<WeightedTargetInput>;
  /** For ERROR and RATE_LIMIT. Each needs a price in force, and a grant of the tenant for its model. */
  readonly fallbackTargetIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** At most 8 lists. */
  readonly fallbacksByClass?: InputMaybe<ReadonlyArray<FallbackListInput>>;
  /** Absent means never. Needs a second target: a member of the split with a weight, or a fallback for errors. */
  readonly hedge?: InputMaybe<HedgeInput>;
  readonly ramp?: InputMaybe<RoutingRampInput>;
  /** Who gets copies of its calls; absent for nobody. */
  readonly shadow?: InputMaybe<RoutingShadowInput>;
};

/** What is absent is as shown. */
export type HedgeInput = {
  /** 50 to 99. */
  readonly afterPercentile?: InputMaybe<Scalars['Int']['input']>;
  /** 10 to 60000. */
  readonly floorMs?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 20. */
  readonly extraCallsPercentMax?: InputMaybe<Scalars['Int']['input']>;
};

/** Both targets are members of the split: the old one with a weight, the new one with the weight 0. */
export type RoutingRampInput = {
  readonly fromTargetId: Scalars['ID']['input'];
  readonly toTargetId: Scalars['ID']['input'];
  /** key.id, application.id, key.attributes.<name> or claimed.<name>. Absent means key.id. */
  readonly stickyBy?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 32. */
  readonly steps: ReadonlyArray<RampStepInput>;
  /** What halts it by itself. */
  readonly bounds?: InputMaybe<RampBoundsInput>;
};

/** A step of a ramp. */
export type RampStepInput = {
  /** Later than the step before. */
  readonly at: Scalars['DateTime']['input'];
  /** 1 to 1000, more than the step before. */
  readonly sharePermille: Scalars['Int']['input'];
};

/** What halts a ramp by itself. */
export type RampBoundsInput = {
  /** 1000 to 3600000. */
  readonly windowMs?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 10000. */
  readonly attemptsMin?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 1000. */
  readonly failurePermilleMax?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 600000. */
  readonly firstTokenMsMax?: InputMaybe<Scalars['Int']['input']>;
  /** 101 to 10000. */
  readonly firstTokenPercentMax?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 600000. */
  readonly totalMsMax?: InputMaybe<Scalars['Int']['input']>;
  /** 101 to 10000. */
  readonly totalPercentMax?: InputMaybe<Scalars['Int']['input']>;
};

/** Copies of calls that a target gets besides, unseen by callers. */
export type RoutingShadowInput = {
  /** Needs a price in force: what has none cannot be capped. */
  readonly targetId: Scalars['ID']['input'];
  /** 1 to 1000. */
  readonly samplePermille: Scalars['Int']['input'];
  /** 1 nano-USD to a million dollars. */
  readonly hourlyCostMax: Scalars['NanoUsd']['input'];
};

/** What the strategy does not use must be absent. */
export type RoutingChoiceInput = {
  readonly strategy: RoutingStrategy;
  /** For PRIORITY and REGION_PREFERENCE: any but these two. Absent means WEIGHTED. */
  readonly within?: InputMaybe<RoutingStrategy>;
  /** For STICKY: key.id, application.id, key.attributes.<name> or claimed.<name>. Absent means key.id. */
  readonly stickyBy?: InputMaybe<Scalars['String']['input']>;
  /** For REGION_PREFERENCE, best first. */
  readonly regions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** For LOWEST_COST: 1 to 1000000. */
  readonly typicalOutputTokens?: InputMaybe<Scalars['Int']['input']>;
};

/** What must hold of every target that is tried. */
export type RoutingConstraintsInput = {
  /** Where data may be processed; empty for everywhere. */
  readonly regions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly dataTerms?: InputMaybe<ReadonlyArray<DataTerm>>;
};

/** What is tried after failures of a class. */
export type FallbackListInput = {
  readonly on: ReadonlyArray<FallbackClass>;
  readonly targetIds: ReadonlyArray<Scalars['ID']['input']>;
};

/** A target and its share of the traffic. */
export type WeightedTargetInput = {
  readonly targetId: Scalars['ID']['input'];
  /** 0 to 1000000; at least one of a split is above 0. */
  readonly weight: Scalars['Int']['input'];
  /** For PRIORITY: 0 to 15, 0 is tried first. */
  readonly tier?: InputMaybe<Scalars['Int']['input']>;
};

export type CreateRouteInput = {
  readonly tenantId: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
  readonly operation: Operation;
  /** In order: the first whose condition holds decides. */
  readonly rules: ReadonlyArray<RoutingRuleInput>;
  /** What must hold of every target of every rule. */
  readonly constraints?: InputMaybe<RoutingConstraintsInput>;
  readonly promptPolicyId?: InputMaybe<Scalars['ID']['input']>;
  /** 100 to 30000; at most the first-token timeout. Absent means that of the class of the model, as for the other timers. */
  readonly connectTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** 100 to 600000; at most the total timeout. */
  readonly firstTokenTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** 1000 to 600000. */
  readonly idleTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** 100 to 3600000. */
  readonly totalTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** Why, for reviewers; required when an approval rule of the tenant demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateRouteInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Replaces them all. */
  readonly rules?: InputMaybe<ReadonlyArray<RoutingRuleInput>>;
  /** Null removes all; absent leaves them. */
  readonly constraints?: InputMaybe<RoutingConstraintsInput>;
  /** Null removes the policy; absent leaves it. */
  readonly promptPolicyId?: InputMaybe<Scalars['ID']['input']>;
  /** Null means that of the class of the model, as for the other timers; absent leaves it. */
  readonly connectTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** Milliseconds until the first content; null takes the default. */
  readonly firstTokenTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** Milliseconds between two pieces of a stream; null takes the default. */
  readonly idleTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** Milliseconds for the whole reply; null takes the default. */
  readonly totalTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** Why, for reviewers; required when an approval rule of the tenant demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  /** Prepares a draft only, also where it could be made at once; `submitChange` hands it in. */
  readonly asDraft?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveRouteInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The route as it is now. */
export type RouteChanged = {
  readonly __typename?: 'RouteChanged';
  readonly route: Route;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateRoutePayload = RouteChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type UpdateRoutePayload = RouteChanged | ChangeRequestRequired | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused | QuotaExceeded;

export type ArchiveRoutePayload = RouteChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { PromptWord };

/** A call that nobody makes. What is absent is as in the plainest call. */
export type SimulatedCallInput = {
  /** Key of the application, for `key.id`, `key.name` and `key.attributes`; absent means a key without attributes. */
  readonly apiKeyId?: InputMaybe<Scalars['ID']['input']>;
  /** Absent means the first of the key, or `default` without one. */
  readonly workload?: InputMaybe<Scalars['String']['input']>;
  /** Whether the reply is to be streamed. */
  readonly stream?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether it brings tools. */
  readonly tools?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether it brings images. */
  readonly vision?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether it brings files. */
  readonly files?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether it wants JSON of a schema. */
  readonly jsonSchema?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether it wants reasoning. */
  readonly reasoning?: InputMaybe<Scalars['Boolean']['input']>;
  /** 0 to 100000000. */
  readonly inputTokens?: InputMaybe<Scalars['Int']['input']>;
  /** 0 when the caller sets no bound. */
  readonly maxOutputTokens?: InputMaybe<Scalars['Int']['input']>;
  /** How the first message begins, for PROMPT_CACHE_AFFINITY. */
  readonly promptPrefix?: InputMaybe<Scalars['String']['input']>;
  readonly promptVerdict?: InputMaybe<PromptWord>;
  /** Region of the node that takes it. */
  readonly nodeRegion?: InputMaybe<Scalars['String']['input']>;
  /** The fact `budget.leftNanoUsd`; absent for a call that no budget is about. */
  readonly budgetLeftNanoUsd?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** The fact `budget.leftPerMille`, 0 to 1000. */
  readonly budgetLeftPerMille?: InputMaybe<Scalars['Int']['input']>;
  /** Absent means now. Prices and grants are those in force at this moment, of all that there are today. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  readonly claimed?: InputMaybe<ReadonlyArray<ClaimedFactInput>>;
  /** Facts of the token that the caller came with instead of a key. */
  readonly tokenFacts?: InputMaybe<ReadonlyArray<SimulatedTokenFactInput>>;
};

/** The fact `token.<name>`: give one of the values. */
export type SimulatedTokenFactInput = {
  readonly name: Scalars['String']['input'];
  /** Its value, where it is a string. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** Its value, where it is a number. */
  readonly number?: InputMaybe<Scalars['Float']['input']>;
  /** Its value, where it is a boolean. */
  readonly flag?: InputMaybe<Scalars['Boolean']['input']>;
  /** Its value, where it is a list of strings. */
  readonly list?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** What a caller would say of itself. */
export type ClaimedFactInput = {
  readonly name: Scalars['String']['input'];
  /** What it would say. */
  readonly value: Scalars['String']['input'];
};

/** What a node would know of a target. */
export type TargetSignalInput = {
  readonly targetId: Scalars['ID']['input'];
  /** Whether the node takes it for healthy. */
  readonly healthy?: InputMaybe<Scalars['Boolean']['input']>;
  /** Milliseconds to the first token; absent when it was never measured. */
  readonly firstTokenMs?: InputMaybe<Scalars['Float']['input']>;
  /** Tokens of calls that are under way there. */
  readonly outstandingTokens?: InputMaybe<Scalars['Int']['input']>;
};

/** A policy in place of the one that a route has. */
export type RoutingPolicyInput = {
  /** In order: the first whose condition holds decides. */
  readonly rules: ReadonlyArray<RoutingRuleInput>;
  /** What must hold of every target of every rule. */
  readonly constraints?: InputMaybe<RoutingConstraintsInput>;
};

/** A call that nobody makes, and what is known of targets then. */
export type SimulateRouteInput = {
  /** Whose call it is: its facts and its grants are the real ones. */
  readonly applicationId: Scalars['ID']['input'];
  /** A route of the same tenant. Absent for a policy that is for a route that is not there yet. */
  readonly routeId?: InputMaybe<Scalars['ID']['input']>;
  /** Decides in place of the route's own; checked as if it were saved. Required without a route. */
  readonly policy?: InputMaybe<RoutingPolicyInput>;
  /** Of the route that is not there yet; a route that is there knows its own. */
  readonly operation?: InputMaybe<Operation>;
  readonly call?: InputMaybe<SimulatedCallInput>;
  readonly signals?: InputMaybe<ReadonlyArray<TargetSignalInput>>;
  /** At least 0 and below 1: where chance falls. */
  readonly draw?: InputMaybe<Scalars['Float']['input']>;
  /** Whether the node has halted the ramps of the route. */
  readonly rampHalted?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What the gateway would decide. */
export type RouteSimulation = {
  readonly __typename?: 'RouteSimulation';
  /** Name of the rule that matched; null when none did. */
  readonly rule?: Maybe<Scalars['String']['output']>;
  /** Every candidate with the reason it was kept or dropped. Reasons are in docs/routing.md. */
  readonly candidates: ReadonlyArray<DecisionCandidate>;
  /** The target to try first, then those to try after an error. */
  readonly targets: ReadonlyArray<Target>;
  /** What may be tried after a failure of each class, in its order. */
  readonly fallbacks: ReadonlyArray<SimulatedFallbacks>;
  /** What may be started beside the first attempt, at the next of the targets; null when the rule does not hedge, or there is no second target. */
  readonly hedge?: Maybe<Hedge>;
  /** What the ramp of the rule says of the call; null when it has none. */
  readonly ramp?: Maybe<SimulatedRamp>;
  /** The copy that would be made of the call; null when none would. */
  readonly shadow?: Maybe<SimulatedShadow>;
  /** A condition that fails for this call: a node would refuse it as policy_error. */
  readonly fault?: Maybe<Fault>;
};

/** What a ramp says of one call. */
export type SimulatedRamp = {
  readonly __typename?: 'SimulatedRamp';
  /** Of the new target at that moment, by the steps alone: of a thousand callers. */
  readonly sharePermille: Scalars['Int']['output'];
  /** Whether it is halted: everybody stays with the old target. */
  readonly halted: Scalars['Boolean']['output'];
  /** Whose turn it is for this caller: the old target or the new one. */
  readonly arm: Target;
};

/** A copy of one call. */
export type SimulatedShadow = {
  readonly __typename?: 'SimulatedShadow';
  /** Null when the copy may not go there. */
  readonly target?: Maybe<Target>;
  /** sampled, unhealthy, or why a candidate is dropped: words of docs/routing.md. */
  readonly reason: Scalars['String']['output'];
};

/** Targets to try after a failure of one class. */
export type SimulatedFallbacks = {
  readonly __typename?: 'SimulatedFallbacks';
  readonly on: FallbackClass;
  readonly targets: ReadonlyArray<Target>;
};

/** Where a page stands in its list. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Whether there are rows behind this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there are rows before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first row; null for an empty page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  /** Send it as `after` to get the next page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** The row was changed by someone else since the caller read it. Nothing was changed. */
export type VersionConflict = {
  readonly __typename?: 'VersionConflict';
  readonly message: Scalars['String']['output'];
  /** Version that the row has; read it, merge, and send this one as `expectedVersion`. */
  readonly currentVersion: Scalars['Int']['output'];
};

/** The input breaks a rule. Nothing was changed. */
export type ValidationFailed = {
  readonly __typename?: 'ValidationFailed';
  readonly message: Scalars['String']['output'];
  /** Every fault that was found, not only the first. */
  readonly faults: ReadonlyArray<Fault>;
};

/** One fault of an input. */
export type Fault = {
  readonly __typename?: 'Fault';
  /** Input field at fault, dotted: `rules.0.when`. */
  readonly path: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  /** Line within the field's text, from 1; set for conditions. */
  readonly line?: Maybe<Scalars['Int']['output']>;
  /** Column within the line, from 1; set for conditions. */
  readonly column?: Maybe<Scalars['Int']['output']>;
};

/** There is no such thing, or the caller may not see it. Nothing was changed. */
export type NotFound = {
  readonly __typename?: 'NotFound';
  readonly message: Scalars['String']['output'];
};

/** The caller's roles do not allow it. Nothing was changed. */
export type PermissionDenied = {
  readonly __typename?: 'PermissionDenied';
  readonly message: Scalars['String']['output'];
  /** Permission that is missing: `route:write`. */
  readonly permission: Scalars['String']['output'];
};

/** The idempotency key was used before with another input. Nothing was changed. */
export type IdempotencyKeyReused = {
  readonly __typename?: 'IdempotencyKeyReused';
  readonly message: Scalars['String']['output'];
};

/** The change needs the review of another person: it was proposed, not made. */
export type ChangeRequestRequired = {
  readonly __typename?: 'ChangeRequestRequired';
  readonly message: Scalars['String']['output'];
  readonly changeRequest: ChangeRequest;
};

/** The tenant has as many of this kind as it may have. Nothing was changed. */
export type QuotaExceeded = {
  readonly __typename?: 'QuotaExceeded';
  readonly message: Scalars['String']['output'];
  readonly kind: QuotaKind;
  /** Most that there may be. */
  readonly limit: Scalars['Int']['output'];
  /** How many it has; what is archived, revoked, closed or past its time does not count. */
  readonly used: Scalars['Int']['output'];
};

/** A browser in which somebody is signed in. Its cookie is nowhere but there. */
export type Session = {
  readonly __typename?: 'Session';
  readonly id: Scalars['ID']['output'];
  /** Null when the caller may not see it. */
  readonly principal?: Maybe<Principal>;
  readonly createdAt: Scalars['DateTime']['output'];
  /** The last call, to the minute. An hour later the session ends. */
  readonly seenAt: Scalars['DateTime']['output'];
  /** When it ends whatever its owner does. */
  readonly notAfter: Scalars['DateTime']['output'];
  /** When it was ended: by its owner, by `signOut`, or by newer ones. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of sessions. */
export type SessionConnection = {
  readonly __typename?: 'SessionConnection';
  readonly edges: ReadonlyArray<SessionEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type SessionEdge = {
  readonly __typename?: 'SessionEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Session;
};

export type SignOutInput = {
  /** Oneself, or whom one may change. */
  readonly principalId: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The principal is signed out. */
export type SignedOut = {
  readonly __typename?: 'SignedOut';
  readonly principal: Principal;
};

export type SignOutPayload = SignedOut | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/** One model at one provider, with its price. */
export type Target = {
  readonly __typename?: 'Target';
  readonly id: Scalars['ID']['output'];
  /** Unique on the platform: 1 to 63 of a-z, 0-9 and dashes. */
  readonly name: Scalars['String']['output'];
  readonly provider: Provider;
  readonly model: Model;
  /** The model's name at the provider. */
  readonly providerModel: Scalars['String']['output'];
  /** Where it processes data; null means the provider's region. */
  readonly region?: Maybe<Scalars['String']['output']>;
  /** When false, no call goes there. */
  readonly enabled: Scalars['Boolean']['output'];
  /** Narrows the model's capabilities at this provider; empty means all of them. */
  readonly capabilities: ReadonlyArray<Capability>;
  /** Oldest first; the last one that has begun is in force. What has begun never changes: calls were charged at it. */
  readonly prices: ReadonlyArray<Price>;
  /** How many nodes hold it healthy, and how many do not. */
  readonly health: TargetHealth;
  /**
   * Nodes at which it has not all its traffic, and why: at most 100, those that are heard from first, by name. `health` counts
   * the others.
   */
  readonly states: ReadonlyArray<TargetState>;
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type { TargetCondition };

export type { BreakerState };

/** How a target does at one node, as that node sees it. Nodes do not tell each other. */
export type TargetState = {
  readonly __typename?: 'TargetState';
  /** Null when it is not there any more. */
  readonly target?: Maybe<Target>;
  readonly nodeId: Scalars['ID']['output'];
  readonly condition: TargetCondition;
  /** Null when the node uses a word that the control plane does not know. */
  readonly breaker?: Maybe<BreakerState>;
  /** Since when, by the clock of the node; null when it does not say. */
  readonly since?: Maybe<Scalars['DateTime']['output']>;
  /** When the node said so; it speaks when something changes. */
  readonly reportedAt: Scalars['DateTime']['output'];
  /** False when the node was not heard from for 30 s: so it was then. */
  readonly current: Scalars['Boolean']['output'];
};

/**
 * Nodes of the last day, by what they say of one target. `healthy`, `open`, `halfOpen`, `cooling`, `credential`, `ramping` and `unknown`
 * add up to `live`.
 */
export type TargetHealth = {
  readonly __typename?: 'TargetHealth';
  /** Nodes that are heard from. */
  readonly live: Scalars['Int']['output'];
  /** Nothing stands against it there, as far as the node knows: it may not have been asked lately. */
  readonly healthy: Scalars['Int']['output'];
  /** Nodes at which its breaker is open. */
  readonly open: Scalars['Int']['output'];
  /** Nodes at which its breaker is half open. */
  readonly halfOpen: Scalars['Int']['output'];
  /** Nodes that leave it alone because it limits them. */
  readonly cooling: Scalars['Int']['output'];
  /** Nodes whose credential it refuses. */
  readonly credential: Scalars['Int']['output'];
  /** Nodes that give it a part of its traffic after a failure. */
  readonly ramping: Scalars['Int']['output'];
  /** The node does not say: its build is older, it has just connected, or too many other targets are not well there. */
  readonly unknown: Scalars['Int']['output'];
  /** Nodes that were not heard from for 30 s: nobody knows, whatever they said last. */
  readonly silent: Scalars['Int']['output'];
};

/** Prices in nano-USD per million tokens, from a moment on. 2500000000 is 2.50 USD per million tokens. */
export type Price = {
  readonly __typename?: 'Price';
  /** From when on it holds. */
  readonly effectiveFrom: Scalars['DateTime']['output'];
  /** For a million tokens of input. */
  readonly input: Scalars['NanoUsd']['output'];
  /** For a million tokens of output. */
  readonly output: Scalars['NanoUsd']['output'];
  /** For a million tokens read from the cache of the provider. */
  readonly cachedRead: Scalars['NanoUsd']['output'];
  /** Input tokens written to a cache that keeps them for minutes. */
  readonly cachedWrite: Scalars['NanoUsd']['output'];
  /** Input tokens written to a cache that keeps them for an hour (`cache_control.ttl` of `1h` on Anthropic's wire). */
  readonly cachedWriteLong: Scalars['NanoUsd']['output'];
  /** For a million tokens of reasoning. */
  readonly reasoning: Scalars['NanoUsd']['output'];
  /** Nano-USD for each request. */
  readonly perRequest: Scalars['NanoUsd']['output'];
  /** For large contexts, smallest first; empty when all contexts cost the same. */
  readonly tiers: ReadonlyArray<PriceTier>;
};

/** What all tokens of an attempt cost instead when its input is larger, in nano-USD per million tokens. */
export type PriceTier = {
  readonly __typename?: 'PriceTier';
  /** Holds for inputs of more tokens than this, cached ones included, up to the next tier. */
  readonly inputTokensAbove: Scalars['Int']['output'];
  /** For a million tokens of input. */
  readonly input: Scalars['NanoUsd']['output'];
  /** For a million tokens of output. */
  readonly output: Scalars['NanoUsd']['output'];
  /** For a million tokens read from the cache of the provider. */
  readonly cachedRead: Scalars['NanoUsd']['output'];
  /** For a million tokens written to such a cache for minutes. */
  readonly cachedWrite: Scalars['NanoUsd']['output'];
  /** For a million tokens written to such a cache for an hour. */
  readonly cachedWriteLong: Scalars['NanoUsd']['output'];
  /** For a million tokens of reasoning. */
  readonly reasoning: Scalars['NanoUsd']['output'];
};

/** A page of targets. */
export type TargetConnection = {
  readonly __typename?: 'TargetConnection';
  readonly edges: ReadonlyArray<TargetEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type TargetEdge = {
  readonly __typename?: 'TargetEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Target;
};

/** Narrows a list of targets; what is absent or null does not. */
export type TargetFilter = {
  /** Part of the name, or of the name that the provider has for the model, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  readonly providerId?: InputMaybe<Scalars['ID']['input']>;
  readonly modelId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether they are enabled. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Prices in nano-USD per million tokens. What is absent is priced like input (cached) or output (reasoning); `cachedWriteLong` like `cachedWrite`. */
export type PriceInput = {
  /** The moment of the mutation when absent. */
  readonly effectiveFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** For a million tokens of input. */
  readonly input: Scalars['NanoUsd']['input'];
  /** For a million tokens of output. */
  readonly output: Scalars['NanoUsd']['input'];
  /** For a million tokens read from the cache of the provider. */
  readonly cachedRead?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** For a million tokens written to such a cache for minutes. */
  readonly cachedWrite?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** Absent: the price of `cachedWrite`. Anthropic asks more for an hour than for five minutes, so set it for its models. */
  readonly cachedWriteLong?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** For a million tokens of reasoning. */
  readonly reasoning?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** For each request. */
  readonly perRequest?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** At most 4, smallest first. */
  readonly tiers?: InputMaybe<ReadonlyArray<PriceTierInput>>;
};

/** What is absent is priced as in `PriceInput`. */
export type PriceTierInput = {
  /** It holds for calls with more tokens of input than this. */
  readonly inputTokensAbove: Scalars['Int']['input'];
  /** For a million tokens of input. */
  readonly input: Scalars['NanoUsd']['input'];
  /** For a million tokens of output. */
  readonly output: Scalars['NanoUsd']['input'];
  /** For a million tokens read from the cache of the provider. */
  readonly cachedRead?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** For a million tokens written to such a cache for minutes. */
  readonly cachedWrite?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** For a million tokens written to such a cache for an hour. */
  readonly cachedWriteLong?: InputMaybe<Scalars['NanoUsd']['input']>;
  /** For a million tokens of reasoning. */
  readonly reasoning?: InputMaybe<Scalars['NanoUsd']['input']>;
};

export type CreateTargetInput = {
  readonly name: Scalars['String']['input'];
  readonly providerId: Scalars['ID']['input'];
  readonly modelId: Scalars['ID']['input'];
  /** What the provider calls the model. */
  readonly providerModel: Scalars['String']['input'];
  /** Where it processes data; the provider's region when absent. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** Whether calls may go there. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** What it can do; empty for all that its model can. */
  readonly capabilities?: InputMaybe<ReadonlyArray<Capability>>;
  readonly prices: ReadonlyArray<PriceInput>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request whose content this replaces, instead of making another. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateTargetInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** What the provider calls the model. */
  readonly providerModel?: InputMaybe<Scalars['String']['input']>;
  /** Null means the provider's region; absent leaves it. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** Whether calls may go there. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** What it can do; empty for all that its model can. Replaces them all. */
  readonly capabilities?: InputMaybe<ReadonlyArray<Capability>>;
  /**
   * Replaces the prices that are planned; at least one. Those that have begun stay, whether they are given again or not, and a
   * new one begins now or later.
   */
  readonly prices?: InputMaybe<ReadonlyArray<PriceInput>>;
  /** Why, for reviewers; required where a rule demands review. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** An open request of the same row whose content this replaces. */
  readonly changeRequestId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type CheckTargetInput = {
  readonly id: Scalars['ID']['input'];
  /** Name of the node, or of one of its workers, that is to try; any that is connected when absent. */
  readonly nodeId?: InputMaybe<Scalars['String']['input']>;
};

/** What one node found when it called the target. */
export type TargetChecked = {
  readonly __typename?: 'TargetChecked';
  readonly target: Target;
  /** Whether it answered. */
  readonly succeeded: Scalars['Boolean']['output'];
  /** succeeded; or credential, rate_limited, server_error, rejected, connect, reset, timeout, protocol; or, when nothing was sent, not_held, unusable, busy, no_node, no_answer. */
  readonly verdict: Scalars['String']['output'];
  /** Status of the provider's reply; 0 when there was none. */
  readonly status: Scalars['Int']['output'];
  /** Milliseconds that the call took; 0 when nothing was sent. */
  readonly totalMs: Scalars['Int']['output'];
  /** What is wrong and what to do; empty when it succeeded. */
  readonly message: Scalars['String']['output'];
  /** Node that tried; null when none did. */
  readonly nodeId?: Maybe<Scalars['String']['output']>;
};

export type CheckTargetPayload = TargetChecked | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveTargetInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The target as it is now. */
export type TargetChanged = {
  readonly __typename?: 'TargetChanged';
  readonly target: Target;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateTargetPayload = TargetChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdateTargetPayload = TargetChanged | ChangeRequestRequired | VersionConflict | QuotaExceeded | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveTargetPayload = TargetChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type { TenantState };

/** Why calls of a tenant are refused. */
export type TenantSuspension = {
  readonly __typename?: 'TenantSuspension';
  /** Null when it was suspended by `updateTenant`, which asks for none. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Null when it was suspended before this was kept. */
  readonly since?: Maybe<Scalars['DateTime']['output']>;
};

/** A tenant that is to go. */
export type TenantDeletion = {
  readonly __typename?: 'TenantDeletion';
  readonly reason: Scalars['String']['output'];
  /** When it was deleted. */
  readonly deletedAt: Scalars['DateTime']['output'];
  /** Until then it can be restored; soon after, its rows are removed for good. */
  readonly purgeAfter: Scalars['DateTime']['output'];
};

export type { QuotaKind };

/** How many of a kind a tenant may have, and has. */
export type Quota = {
  readonly __typename?: 'Quota';
  readonly kind: QuotaKind;
  /** Most that there may be. */
  readonly limit: Scalars['Int']['output'];
  /** May be more than the limit, when that was lowered: then nothing is added, and nothing goes. */
  readonly used: Scalars['Int']['output'];
  /** Whether the limit is this tenant's own, not that of the platform. */
  readonly isOverride: Scalars['Boolean']['output'];
};

/** How many of a kind a tenant may have that has no limit of its own. */
export type QuotaDefault = {
  readonly __typename?: 'QuotaDefault';
  readonly kind: QuotaKind;
  /** Most that a tenant may have that has no limit of its own. */
  readonly limit: Scalars['Int']['output'];
};

/** A page of tenants. */
export type TenantConnection = {
  readonly __typename?: 'TenantConnection';
  readonly edges: ReadonlyArray<TenantEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type TenantEdge = {
  readonly __typename?: 'TenantEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: Tenant;
};

/** Narrows a list of tenants; what is absent or null does not. */
export type TenantFilter = {
  /** Part of the name, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** In one of these states; lists archived ones without `includeArchived` where it names theirs. */
  readonly states?: InputMaybe<ReadonlyArray<TenantState>>;
  /** Made at this moment or later. */
  readonly createdSince?: InputMaybe<Scalars['DateTime']['input']>;
  /** Made before this moment. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

export type CreateTenantInput = {
  readonly name: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateTenantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Suspends or resumes without a reason; `suspendTenant` and `resumeTenant` say why. */
  readonly suspended?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type SuspendTenantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** Why, for operators, the people of the tenant, and the audit log. */
  readonly reason: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ResumeTenantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type DeleteTenantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly reason: Scalars['String']['input'];
  /** The name of the tenant, so that nobody deletes another one than is meant. */
  readonly confirmName: Scalars['String']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A limit, 0 to 1,000,000. */
export type QuotaInput = {
  readonly kind: QuotaKind;
  /** Null: that of the platform, for a tenant. */
  readonly limit?: InputMaybe<Scalars['Int']['input']>;
};

export type SetTenantQuotasInput = {
  readonly tenantId: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  /** Kinds that are not named keep their limits. */
  readonly quotas: ReadonlyArray<QuotaInput>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Limits are told whole: whoever sets one last is right, so there is no version to expect. */
export type SetQuotaDefaultsInput = {
  /** Kinds that are not named keep their limits. */
  readonly quotas: ReadonlyArray<QuotaInput>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RestoreTenantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveTenantInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The tenant as it is now. */
export type TenantChanged = {
  readonly __typename?: 'TenantChanged';
  readonly tenant: Tenant;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

export type CreateTenantPayload = TenantChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdateTenantPayload = TenantChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveTenantPayload = TenantChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type SuspendTenantPayload = TenantChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ResumeTenantPayload = TenantChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type DeleteTenantPayload = TenantChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RestoreTenantPayload = TenantChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type SetTenantQuotasPayload = TenantChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/** The limits of the platform as they are now. */
export type QuotaDefaultsChanged = {
  readonly __typename?: 'QuotaDefaultsChanged';
  readonly quotaDefaults: ReadonlyArray<QuotaDefault>;
};

export type SetQuotaDefaultsPayload = QuotaDefaultsChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/**
 * An issuer of OpenID Connect whose access tokens (JWT) nodes take instead of keys: `Authorization: Bearer <token>`. The control
 * plane reads its keys and sends them to the nodes, which verify alone. Who calls is the application; what conditions see of the
 * token are the claims that `facts` names.
 */
export type TokenIssuer = {
  readonly __typename?: 'TokenIssuer';
  readonly id: Scalars['ID']['output'];
  readonly tenant: Tenant;
  /** Unique in the tenant, archived ones included; decisions say `token:<name>`. */
  readonly name: Scalars['String']['output'];
  /** Exactly as in the claim `iss`. It stays for good. */
  readonly issuer: Scalars['String']['output'];
  /** What the claim `aud` must be or hold. It stays for good. */
  readonly audience: Scalars['String']['output'];
  readonly algorithms: ReadonlyArray<TokenAlgorithm>;
  /** How far the clock of the issuer may differ, either way. */
  readonly leewaySeconds: Scalars['Int']['output'];
  /** Longest time from `iat` to `exp` of a token. */
  readonly lifetimeSecondsMax: Scalars['Int']['output'];
  /** Every token calls as this application; null when a claim says which. */
  readonly application?: Maybe<Application>;
  /** Claim with the name of the application; null when it is fixed. */
  readonly applicationClaim?: Maybe<Scalars['String']['output']>;
  /** The first is the default of a call that names none. */
  readonly workloads: ReadonlyArray<Scalars['String']['output']>;
  /** Names of the routes that its tokens may call; empty for every route of the tenant. */
  readonly routes: ReadonlyArray<Scalars['String']['output']>;
  /** What its tokens are for; empty means every operation. */
  readonly operations: ReadonlyArray<KeyOperation>;
  /** What its tokens may do besides calling. */
  readonly scopes: ReadonlyArray<KeyScope>;
  /** Claims that conditions see. */
  readonly facts: ReadonlyArray<TokenFact>;
  /** While it is false nodes take none of its tokens, and calls that came with one are cut. */
  readonly enabled: Scalars['Boolean']['output'];
  /** What nodes verify its tokens with, and how the last reading went. */
  readonly keySet: TokenKeySet;
  /**
   * When one of its tokens was last presented and taken, for whatever it was, as with keys. To the minute, and told by nodes each
   * minute. Null when none ever was.
   */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Door of that use: `http` or `grpc`. */
  readonly lastUsedDoor?: Maybe<Scalars['String']['output']>;
  /** Region of the node that saw it, where the node says one. */
  readonly lastUsedRegion?: Maybe<Scalars['String']['output']>;
  /** Send it back as `expectedVersion` when you change the token issuer. */
  readonly version: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type { TokenAlgorithm };

export type { TokenFactType };

/** A claim that becomes the fact `token.<name>`. */
export type TokenFact = {
  readonly __typename?: 'TokenFact';
  readonly name: Scalars['String']['output'];
  /** By its whole name first, then by its parts with dots between them: `realm_access.roles`. */
  readonly claim: Scalars['String']['output'];
  /** A token in which the claim is anything else is refused; one without it has not the fact. */
  readonly type: TokenFactType;
};

/** Public keys of an issuer, as the control plane read them. */
export type TokenKeySet = {
  readonly __typename?: 'TokenKeySet';
  /** Values of the header `kid` of tokens that nodes verify; empty until the first reading. */
  readonly keyIds: ReadonlyArray<Scalars['String']['output']>;
  /** When the issuer was read with success last. */
  readonly readAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why the last reading failed; null when it did not. Nodes go on with what was read before. */
  readonly fault?: Maybe<Scalars['String']['output']>;
};

/** A page of token issuers. */
export type TokenIssuerConnection = {
  readonly __typename?: 'TokenIssuerConnection';
  readonly edges: ReadonlyArray<TokenIssuerEdge>;
  readonly pageInfo: PageInfo;
  /** Rows of all pages of the list, 10000 at most; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more rows than `totalCount` says. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** One row of a page. */
export type TokenIssuerEdge = {
  readonly __typename?: 'TokenIssuerEdge';
  /** Opaque; belongs to this list and this filter only. */
  readonly cursor: Scalars['String']['output'];
  readonly node: TokenIssuer;
};

/** Narrows a list of token issuers; what is absent or null does not. */
export type TokenIssuerFilter = {
  /** Part of the name or of the issuer, in whatever case. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** Whose tokens are of this application, whatever they claim. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether they are enabled. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A claim that becomes a verified fact. */
export type TokenFactInput = {
  /** 1 to 40 letters, digits and _, a letter first. No two facts of an issuer have one name. */
  readonly name: Scalars['String']['input'];
  /** Name of the claim, or the way to it, with dots between. */
  readonly claim: Scalars['String']['input'];
  /** What it is, to conditions. */
  readonly type?: TokenFactType;
};

export type CreateTokenIssuerInput = {
  readonly tenantId: Scalars['ID']['input'];
  /** 1 to 63 of a-z, 0-9 and inner dashes. */
  readonly name: Scalars['String']['input'];
  /** Exactly as its discovery document and its tokens say it: https, a slash at its end included. */
  readonly issuer: Scalars['String']['input'];
  /** No two token issuers in use, of whatever tenant, have issuer and audience in common. */
  readonly audience: Scalars['String']['input'];
  /** `RS256`, `PS256`, `ES256` and `EDDSA` when absent. */
  readonly algorithms?: InputMaybe<ReadonlyArray<TokenAlgorithm>>;
  /** 0 to 300. */
  readonly leewaySeconds?: InputMaybe<Scalars['Int']['input']>;
  /** 60 to 86,400. */
  readonly lifetimeSecondsMax?: InputMaybe<Scalars['Int']['input']>;
  /** Give either this or `applicationClaim`. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  /** The claim must hold the name of an application of the tenant. */
  readonly applicationClaim?: InputMaybe<Scalars['String']['input']>;
  /** `default` when absent. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Absent or empty for every route of the tenant. */
  readonly routes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Absent or empty for every operation. */
  readonly operations?: InputMaybe<ReadonlyArray<KeyOperation>>;
  readonly scopes?: InputMaybe<ReadonlyArray<KeyScope>>;
  /** At most 16. */
  readonly facts?: InputMaybe<ReadonlyArray<TokenFactInput>>;
  /** False registers it without taking its tokens yet. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateTokenIssuerInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly algorithms?: InputMaybe<ReadonlyArray<TokenAlgorithm>>;
  /** How far clocks may be apart. */
  readonly leewaySeconds?: InputMaybe<Scalars['Int']['input']>;
  /** The longest time from `iat` to `exp` that is taken. */
  readonly lifetimeSecondsMax?: InputMaybe<Scalars['Int']['input']>;
  /** Takes the place of `applicationClaim`. */
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  /** Takes the place of `applicationId`. */
  readonly applicationClaim?: InputMaybe<Scalars['String']['input']>;
  /** Replaces them all; the first one is the default. */
  readonly workloads?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Replaces them all; empty for every route. */
  readonly routes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** All that its tokens are for from here on; an empty list for every operation. */
  readonly operations?: InputMaybe<ReadonlyArray<KeyOperation>>;
  readonly scopes?: InputMaybe<ReadonlyArray<KeyScope>>;
  /** All of them. */
  readonly facts?: InputMaybe<ReadonlyArray<TokenFactInput>>;
  /** False takes its tokens no more, at once. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ArchiveTokenIssuerInput = {
  readonly id: Scalars['ID']['input'];
  readonly expectedVersion: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type RefreshTokenIssuerInput = {
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The token issuer as it is now. */
export type TokenIssuerChanged = {
  readonly __typename?: 'TokenIssuerChanged';
  readonly tokenIssuer: TokenIssuer;
  /** Revision that carries the change to the nodes. */
  readonly revision: Scalars['UInt64']['output'];
};

/** The keys of the issuer are read within seconds; `keySet` says what came of it. */
export type TokenIssuerDue = {
  readonly __typename?: 'TokenIssuerDue';
  readonly tokenIssuer: TokenIssuer;
};

export type CreateTokenIssuerPayload = TokenIssuerChanged | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type UpdateTokenIssuerPayload = TokenIssuerChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type ArchiveTokenIssuerPayload = TokenIssuerChanged | VersionConflict | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

export type RefreshTokenIssuerPayload = TokenIssuerDue | ValidationFailed | NotFound | PermissionDenied | IdempotencyKeyReused;

/** By what usage is summed. */
export type UsageDimension =
  /** By day, in UTC. */
  | 'DAY'
  /** By application. */
  | 'APPLICATION'
  /** By feature of the key. */
  | 'FEATURE'
  /** By model. */
  | 'MODEL'
  /** The target and the price of it that attempts were charged at. */
  | 'PRICE';

/** Which usage to sum. */
export type UsageFilter = {
  /** Absent for all tenants that the caller may see. */
  readonly tenantId?: InputMaybe<Scalars['ID']['input']>;
  readonly applicationId?: InputMaybe<Scalars['ID']['input']>;
  readonly modelId?: InputMaybe<Scalars['ID']['input']>;
  /** Of keys with this feature. */
  readonly feature?: InputMaybe<Scalars['String']['input']>;
  /** Inclusive; UTC. */
  readonly from: Scalars['DateTime']['input'];
  /** Exclusive; UTC. At most 400 days after `from`. */
  readonly to: Scalars['DateTime']['input'];
};

/** Sums of usage. A dimension that was not asked for is null. */
export type UsageRow = {
  readonly __typename?: 'UsageRow';
  /** UTC day, YYYY-MM-DD. */
  readonly day?: Maybe<Scalars['String']['output']>;
  readonly application?: Maybe<Application>;
  /** Feature of the keys; null when it is not summed by it. */
  readonly feature?: Maybe<Scalars['String']['output']>;
  /** True when the feature is what callers say, false when it is the key's. */
  readonly featureClaimed?: Maybe<Scalars['Boolean']['output']>;
  readonly model?: Maybe<Model>;
  /** Of the dimension `PRICE`. */
  readonly target?: Maybe<Target>;
  /** Which of the target's prices: of the dimension `PRICE`; null also where there was none in force, and from older nodes. */
  readonly priceEffectiveFrom?: Maybe<Scalars['DateTime']['output']>;
  /** `inputTokensAbove` of the tier of that price; 0 when the price itself held. */
  readonly priceTier?: Maybe<Scalars['Int']['output']>;
  /** Distinct requests. */
  readonly requests: Scalars['UInt64']['output'];
  /** Tries at targets, and copies. */
  readonly attempts: Scalars['UInt64']['output'];
  /** Cached ones included. */
  readonly inputTokens: Scalars['UInt64']['output'];
  /** Reasoning included. */
  readonly outputTokens: Scalars['UInt64']['output'];
  /** Tokens read from the cache of the provider. */
  readonly cachedReadTokens: Scalars['UInt64']['output'];
  /** Those kept for an hour included. */
  readonly cachedWriteTokens: Scalars['UInt64']['output'];
  /** Those of `cachedWriteTokens` that are kept for an hour. */
  readonly cachedWriteLongTokens: Scalars['UInt64']['output'];
  /** Tokens of reasoning. */
  readonly reasoningTokens: Scalars['UInt64']['output'];
  readonly cost: Scalars['NanoUsd']['output'];
  /** Attempts whose tokens the gateway had to count itself. */
  readonly estimatedAttempts: Scalars['UInt64']['output'];
  /** Attempts at targets without a price: their cost is missing from `cost`. */
  readonly unpricedAttempts: Scalars['UInt64']['output'];
  /** Copies that shadows made, among `attempts`. */
  readonly shadowAttempts: Scalars['UInt64']['output'];
  /** What they cost, within `cost`. */
  readonly shadowCost: Scalars['NanoUsd']['output'];
};

/** Rows by day, newest first, then by cost. */
export type UsageReport = {
  readonly __typename?: 'UsageReport';
  /** At most 1000. */
  readonly rows: ReadonlyArray<UsageRow>;
  /** True when there were more rows. */
  readonly truncated: Scalars['Boolean']['output'];
  readonly total: UsageRow;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CreateApiKeyPayload:
    | ( Omit<ApiKeyCreated, 'apiKey' | 'changeRequest'> & { apiKey: _RefType['ApiKey'], changeRequest?: Maybe<_RefType['ChangeRequest']> } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdateApiKeyPayload:
    | ( Omit<ApiKeyChanged, 'apiKey'> & { apiKey: _RefType['ApiKey'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  RevokeApiKeyPayload:
    | ( Omit<ApiKeyChanged, 'apiKey'> & { apiKey: _RefType['ApiKey'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RotateApiKeyPayload:
    | ( Omit<ApiKeyCreated, 'apiKey' | 'changeRequest'> & { apiKey: _RefType['ApiKey'], changeRequest?: Maybe<_RefType['ChangeRequest']> } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  CreateApplicationPayload:
    | ( Omit<ApplicationChanged, 'application'> & { application: _RefType['Application'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdateApplicationPayload:
    | ( Omit<ApplicationChanged, 'application'> & { application: _RefType['Application'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveApplicationPayload:
    | ( Omit<ApplicationChanged, 'application'> & { application: _RefType['Application'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateApprovalRulePayload:
    | ( Omit<ApprovalRuleChanged, 'approvalRule'> & { approvalRule: _RefType['ApprovalRule'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdateApprovalRulePayload:
    | ( Omit<ApprovalRuleChanged, 'approvalRule'> & { approvalRule: _RefType['ApprovalRule'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  CreateBudgetPayload:
    | ( Omit<BudgetChanged, 'budget'> & { budget: _RefType['Budget'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdateBudgetPayload:
    | ( Omit<BudgetChanged, 'budget'> & { budget: _RefType['Budget'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  ArchiveBudgetPayload:
    | ( Omit<BudgetChanged, 'budget'> & { budget: _RefType['Budget'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  ApproveChangePayload:
    | ( Omit<ChangeApplied, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  ApplyChangePayload:
    | ( Omit<ChangeApplied, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  RejectChangePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RequestChangesPayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  WithdrawChangePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CommentOnChangePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  SubmitChangePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RebaseChangePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RequestRollbackPayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ScheduleChangePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CancelScheduledChangePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ApplyEmergencyPayload:
    | ( Omit<ChangeApplied, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RatifyChangePayload:
    | ( Omit<ChangeApplied, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RevertEmergencyPayload:
    | ( Omit<ChangeApplied, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  PlanConfigPayload:
    | ( Omit<ConfigPlanned, 'plan'> & { plan: _RefType['ConfigPlan'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ApplyPlanPayload:
    | ( PlanApplied )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RequestGrantPayload:
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  ApproveGrantPayload:
    | ( Omit<GrantChanged, 'grant'> & { grant: _RefType['Grant'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  RejectGrantPayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  WithdrawGrantRequestPayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdateGrantPayload:
    | ( Omit<GrantChanged, 'grant'> & { grant: _RefType['Grant'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  RenewGrantPayload:
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  RevokeGrantPayload:
    | ( Omit<GrantChanged, 'grant'> & { grant: _RefType['Grant'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateIdentityProviderPayload:
    | ( Omit<IdentityProviderChanged, 'identityProvider'> & { identityProvider: _RefType['IdentityProvider'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdateIdentityProviderPayload:
    | ( Omit<IdentityProviderChanged, 'identityProvider'> & { identityProvider: _RefType['IdentityProvider'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveIdentityProviderPayload:
    | ( Omit<IdentityProviderChanged, 'identityProvider'> & { identityProvider: _RefType['IdentityProvider'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ReplayChangePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateLimitPayload:
    | ( Omit<LimitChanged, 'limit'> & { limit: _RefType['Limit'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdateLimitPayload:
    | ( Omit<LimitChanged, 'limit'> & { limit: _RefType['Limit'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  ArchiveLimitPayload:
    | ( Omit<LimitChanged, 'limit'> & { limit: _RefType['Limit'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  CreateModelPayload:
    | ( Omit<ModelChanged, 'model'> & { model: _RefType['Model'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdateModelPayload:
    | ( Omit<ModelChanged, 'model'> & { model: _RefType['Model'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveModelPayload:
    | ( Omit<ModelChanged, 'model'> & { model: _RefType['Model'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateNodePoolPayload:
    | ( Omit<NodePoolChanged, 'nodePool'> & { nodePool: _RefType['NodePool'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdateNodePoolPayload:
    | ( Omit<NodePoolChanged, 'nodePool'> & { nodePool: _RefType['NodePool'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveNodePoolPayload:
    | ( Omit<NodePoolChanged, 'nodePool'> & { nodePool: _RefType['NodePool'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RevokeNodePayload:
    | ( Omit<NodeRevoked, 'revocation'> & { revocation: _RefType['NodeRevocation'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  AdmitNodePayload:
    | ( NodeAdmitted )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateOutsideDetectorPayload:
    | ( Omit<OutsideDetectorChanged, 'outsideDetector'> & { outsideDetector: _RefType['OutsideDetector'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdateOutsideDetectorPayload:
    | ( Omit<OutsideDetectorChanged, 'outsideDetector'> & { outsideDetector: _RefType['OutsideDetector'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveOutsideDetectorPayload:
    | ( Omit<OutsideDetectorChanged, 'outsideDetector'> & { outsideDetector: _RefType['OutsideDetector'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  AcceptProposedPricesPayload:
    | ( Omit<PricesAccepted, 'targets'> & { targets: ReadonlyArray<_RefType['Target']> } )
    | ( Omit<PricesProposed, 'changeRequests'> & { changeRequests: ReadonlyArray<_RefType['ChangeRequest']> } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreatePrincipalPayload:
    | ( Omit<PrincipalChanged, 'principal'> & { principal: _RefType['Principal'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdatePrincipalPayload:
    | ( Omit<PrincipalChanged, 'principal'> & { principal: _RefType['Principal'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchivePrincipalPayload:
    | ( Omit<PrincipalChanged, 'principal'> & { principal: _RefType['Principal'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateAccessTokenPayload:
    | ( Omit<AccessTokenCreated, 'accessToken'> & { accessToken: _RefType['AccessToken'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  RotateAccessTokenPayload:
    | ( Omit<AccessTokenRotated, 'accessToken' | 'previous'> & { accessToken: _RefType['AccessToken'], previous: _RefType['AccessToken'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  RevokeAccessTokenPayload:
    | ( Omit<AccessTokenChanged, 'accessToken'> & { accessToken: _RefType['AccessToken'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreatePromptPolicyPayload:
    | ( Omit<PromptPolicyChanged, 'promptPolicy'> & { promptPolicy: _RefType['PromptPolicy'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdatePromptPolicyPayload:
    | ( Omit<PromptPolicyChanged, 'promptPolicy'> & { promptPolicy: _RefType['PromptPolicy'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  ArchivePromptPolicyPayload:
    | ( Omit<PromptPolicyChanged, 'promptPolicy'> & { promptPolicy: _RefType['PromptPolicy'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ReportFalsePositivePayload:
    | ( Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateProviderPayload:
    | ( Omit<ProviderChanged, 'provider'> & { provider: _RefType['Provider'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdateProviderPayload:
    | ( Omit<ProviderChanged, 'provider'> & { provider: _RefType['Provider'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveProviderPayload:
    | ( Omit<ProviderChanged, 'provider'> & { provider: _RefType['Provider'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  DeclareRestoredPayload:
    | ( RestoreDeclared )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RollbackPayload:
    | ( RolledBack )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ReleaseHeldPayload:
    | ( HeldReleased )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateRolePayload:
    | ( Omit<RoleChanged, 'role'> & { role: _RefType['CustomRole'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdateRolePayload:
    | ( Omit<RoleChanged, 'role'> & { role: _RefType['CustomRole'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveRolePayload:
    | ( Omit<RoleChanged, 'role'> & { role: _RefType['CustomRole'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateRoutePayload:
    | ( Omit<RouteChanged, 'route'> & { route: _RefType['Route'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  UpdateRoutePayload:
    | ( Omit<RouteChanged, 'route'> & { route: _RefType['Route'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
    | ( QuotaExceeded )
  ;
  ArchiveRoutePayload:
    | ( Omit<RouteChanged, 'route'> & { route: _RefType['Route'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  SignOutPayload:
    | ( Omit<SignedOut, 'principal'> & { principal: _RefType['Principal'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CheckTargetPayload:
    | ( Omit<TargetChecked, 'target'> & { target: _RefType['Target'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateTargetPayload:
    | ( Omit<TargetChanged, 'target'> & { target: _RefType['Target'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdateTargetPayload:
    | ( Omit<TargetChanged, 'target'> & { target: _RefType['Target'] } )
    | ( Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: _RefType['ChangeRequest'] } )
    | ( VersionConflict )
    | ( QuotaExceeded )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveTargetPayload:
    | ( Omit<TargetChanged, 'target'> & { target: _RefType['Target'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateTenantPayload:
    | ( Omit<TenantChanged, 'tenant'> & { tenant: _RefType['Tenant'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdateTenantPayload:
    | ( Omit<TenantChanged, 'tenant'> & { tenant: _RefType['Tenant'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveTenantPayload:
    | ( Omit<TenantChanged, 'tenant'> & { tenant: _RefType['Tenant'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  SuspendTenantPayload:
    | ( Omit<TenantChanged, 'tenant'> & { tenant: _RefType['Tenant'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ResumeTenantPayload:
    | ( Omit<TenantChanged, 'tenant'> & { tenant: _RefType['Tenant'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  DeleteTenantPayload:
    | ( Omit<TenantChanged, 'tenant'> & { tenant: _RefType['Tenant'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RestoreTenantPayload:
    | ( Omit<TenantChanged, 'tenant'> & { tenant: _RefType['Tenant'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  SetTenantQuotasPayload:
    | ( Omit<TenantChanged, 'tenant'> & { tenant: _RefType['Tenant'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  SetQuotaDefaultsPayload:
    | ( Omit<QuotaDefaultsChanged, 'quotaDefaults'> & { quotaDefaults: ReadonlyArray<_RefType['QuotaDefault']> } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  CreateTokenIssuerPayload:
    | ( Omit<TokenIssuerChanged, 'tokenIssuer'> & { tokenIssuer: _RefType['TokenIssuer'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  UpdateTokenIssuerPayload:
    | ( Omit<TokenIssuerChanged, 'tokenIssuer'> & { tokenIssuer: _RefType['TokenIssuer'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  ArchiveTokenIssuerPayload:
    | ( Omit<TokenIssuerChanged, 'tokenIssuer'> & { tokenIssuer: _RefType['TokenIssuer'] } )
    | ( VersionConflict )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
  RefreshTokenIssuerPayload:
    | ( Omit<TokenIssuerDue, 'tokenIssuer'> & { tokenIssuer: _RefType['TokenIssuer'] } )
    | ( ValidationFailed )
    | ( NotFound )
    | ( PermissionDenied )
    | ( IdempotencyKeyReused )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ApiKey: ResolverTypeWrapper<ApiKeyModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  KeyScope: KeyScope;
  KeyOperation: KeyOperation;
  KeyAttribute: ResolverTypeWrapper<KeyAttribute>;
  ApiKeyConnection: ResolverTypeWrapper<Omit<ApiKeyConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ApiKeyEdge']> }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ApiKeyEdge: ResolverTypeWrapper<Omit<ApiKeyEdge, 'node'> & { node: ResolversTypes['ApiKey'] }>;
  ApiKeyFilter: ApiKeyFilter;
  ApiKeySort: ApiKeySort;
  ApiKeyOrder: ApiKeyOrder;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  KeyAttributeInput: KeyAttributeInput;
  CreateApiKeyInput: CreateApiKeyInput;
  UpdateApiKeyInput: UpdateApiKeyInput;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RotateApiKeyInput: RotateApiKeyInput;
  ApiKeyCreated: ResolverTypeWrapper<Omit<ApiKeyCreated, 'apiKey' | 'changeRequest'> & { apiKey: ResolversTypes['ApiKey'], changeRequest?: Maybe<ResolversTypes['ChangeRequest']> }>;
  ApiKeyChanged: ResolverTypeWrapper<Omit<ApiKeyChanged, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  CreateApiKeyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateApiKeyPayload']>;
  UpdateApiKeyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateApiKeyPayload']>;
  RevokeApiKeyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RevokeApiKeyPayload']>;
  RotateApiKeyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RotateApiKeyPayload']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Environment: Environment;
  DataClass: DataClass;
  RolloutStage: RolloutStage;
  RolloutTask: RolloutTask;
  RolloutStep: ResolverTypeWrapper<RolloutStep>;
  RolloutTaskState: ResolverTypeWrapper<RolloutTaskState>;
  StageCount: ResolverTypeWrapper<StageCount>;
  Application: ResolverTypeWrapper<ApplicationModel>;
  ApplicationConnection: ResolverTypeWrapper<Omit<ApplicationConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ApplicationEdge']> }>;
  ApplicationEdge: ResolverTypeWrapper<Omit<ApplicationEdge, 'node'> & { node: ResolversTypes['Application'] }>;
  ApplicationSort: ApplicationSort;
  SortDirection: SortDirection;
  RecordSort: RecordSort;
  RecordOrder: RecordOrder;
  ApplicationOrder: ApplicationOrder;
  ApplicationFilter: ApplicationFilter;
  Tenant: ResolverTypeWrapper<TenantModel>;
  CreateApplicationInput: CreateApplicationInput;
  PlannedStageInput: PlannedStageInput;
  RolloutTaskInput: RolloutTaskInput;
  UpdateApplicationInput: UpdateApplicationInput;
  ArchiveApplicationInput: ArchiveApplicationInput;
  ApplicationChanged: ResolverTypeWrapper<Omit<ApplicationChanged, 'application'> & { application: ResolversTypes['Application'] }>;
  CreateApplicationPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateApplicationPayload']>;
  UpdateApplicationPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateApplicationPayload']>;
  ArchiveApplicationPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveApplicationPayload']>;
  RuledKind: RuledKind;
  ApprovalRule: ResolverTypeWrapper<ApprovalRuleModel>;
  CreateApprovalRuleInput: CreateApprovalRuleInput;
  UpdateApprovalRuleInput: UpdateApprovalRuleInput;
  ApprovalRuleChanged: ResolverTypeWrapper<Omit<ApprovalRuleChanged, 'approvalRule'> & { approvalRule: ResolversTypes['ApprovalRule'] }>;
  CreateApprovalRulePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateApprovalRulePayload']>;
  UpdateApprovalRulePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateApprovalRulePayload']>;
  AuditEvent: ResolverTypeWrapper<AuditEventModel>;
  AuditEventConnection: ResolverTypeWrapper<Omit<AuditEventConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['AuditEventEdge']> }>;
  AuditEventEdge: ResolverTypeWrapper<Omit<AuditEventEdge, 'node'> & { node: ResolversTypes['AuditEvent'] }>;
  AuditEventFilter: AuditEventFilter;
  AuditFaultKind: AuditFaultKind;
  AuditFault: ResolverTypeWrapper<AuditFaultModel>;
  SignedAuditHead: ResolverTypeWrapper<SignedAuditHeadModel>;
  KnownAuditHead: KnownAuditHead;
  AuditVerification: ResolverTypeWrapper<Omit<AuditVerification, 'faults' | 'newestSignedHead'> & { faults: ReadonlyArray<ResolversTypes['AuditFault']>, newestSignedHead?: Maybe<ResolversTypes['SignedAuditHead']> }>;
  AuditSigningKey: ResolverTypeWrapper<AuditSigningKeyModel>;
  Budget: ResolverTypeWrapper<BudgetModel>;
  BudgetAccount: ResolverTypeWrapper<BudgetAccountModel>;
  BudgetPeriod: BudgetPeriod;
  BudgetEnforcement: BudgetEnforcement;
  BudgetReservation: BudgetReservation;
  BudgetOutage: BudgetOutage;
  BudgetConnection: ResolverTypeWrapper<Omit<BudgetConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['BudgetEdge']> }>;
  BudgetEdge: ResolverTypeWrapper<Omit<BudgetEdge, 'node'> & { node: ResolversTypes['Budget'] }>;
  BudgetFilter: BudgetFilter;
  CreateBudgetInput: CreateBudgetInput;
  UpdateBudgetInput: UpdateBudgetInput;
  ArchiveBudgetInput: ArchiveBudgetInput;
  BudgetChanged: ResolverTypeWrapper<Omit<BudgetChanged, 'budget'> & { budget: ResolversTypes['Budget'] }>;
  CreateBudgetPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateBudgetPayload']>;
  UpdateBudgetPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateBudgetPayload']>;
  ArchiveBudgetPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveBudgetPayload']>;
  ChangeRequestState: ChangeRequestState;
  ChangeRequestKind: ChangeRequestKind;
  Verdict: Verdict;
  ChangeRequest: ResolverTypeWrapper<ChangeRequestModel>;
  RiskLevel: RiskLevel;
  ChangeDirection: ChangeDirection;
  RiskTopic: RiskTopic;
  ChangeRisk: ResolverTypeWrapper<ChangeRiskModel>;
  RiskReason: ResolverTypeWrapper<RiskReasonModel>;
  ChangeSchedule: ResolverTypeWrapper<ChangeScheduleModel>;
  EmergencyChange: ResolverTypeWrapper<EmergencyChangeModel>;
  GrantProposal: ResolverTypeWrapper<GrantProposalModel>;
  Review: ResolverTypeWrapper<ReviewModel>;
  ChangeRequestConnection: ResolverTypeWrapper<Omit<ChangeRequestConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ChangeRequestEdge']> }>;
  ChangeRequestEdge: ResolverTypeWrapper<Omit<ChangeRequestEdge, 'node'> & { node: ResolversTypes['ChangeRequest'] }>;
  ChangeRequestFilter: ChangeRequestFilter;
  ChangeRequestSort: ChangeRequestSort;
  ChangeRequestOrder: ChangeRequestOrder;
  ChangeRequestChanged: ResolverTypeWrapper<Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: ResolversTypes['ChangeRequest'] }>;
  ChangeApplied: ResolverTypeWrapper<Omit<ChangeApplied, 'changeRequest'> & { changeRequest: ResolversTypes['ChangeRequest'] }>;
  ApproveChangeInput: ApproveChangeInput;
  ApplyChangeInput: ApplyChangeInput;
  RejectChangeInput: RejectChangeInput;
  RequestChangesInput: RequestChangesInput;
  WithdrawChangeInput: WithdrawChangeInput;
  CommentOnChangeInput: CommentOnChangeInput;
  SubmitChangeInput: SubmitChangeInput;
  RebaseChangeInput: RebaseChangeInput;
  RequestRollbackInput: RequestRollbackInput;
  ScheduleChangeInput: ScheduleChangeInput;
  CancelScheduledChangeInput: CancelScheduledChangeInput;
  ApplyEmergencyInput: ApplyEmergencyInput;
  RatifyChangeInput: RatifyChangeInput;
  RevertEmergencyInput: RevertEmergencyInput;
  ApproveChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ApproveChangePayload']>;
  ApplyChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ApplyChangePayload']>;
  RejectChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RejectChangePayload']>;
  RequestChangesPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RequestChangesPayload']>;
  WithdrawChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['WithdrawChangePayload']>;
  CommentOnChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CommentOnChangePayload']>;
  SubmitChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SubmitChangePayload']>;
  RebaseChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RebaseChangePayload']>;
  RequestRollbackPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RequestRollbackPayload']>;
  ScheduleChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ScheduleChangePayload']>;
  CancelScheduledChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelScheduledChangePayload']>;
  ApplyEmergencyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ApplyEmergencyPayload']>;
  RatifyChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RatifyChangePayload']>;
  RevertEmergencyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RevertEmergencyPayload']>;
  PlanVerb: PlanVerb;
  PlanDirection: PlanDirection;
  PlanKind: PlanKind;
  PlanAction: ResolverTypeWrapper<PlanActionModel>;
  ConfigPlan: ResolverTypeWrapper<ConfigPlanModel>;
  ConfigPlanned: ResolverTypeWrapper<Omit<ConfigPlanned, 'plan'> & { plan: ResolversTypes['ConfigPlan'] }>;
  ConfigExport: ResolverTypeWrapper<ConfigExport>;
  PlanConfigInput: PlanConfigInput;
  PlanConfigPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PlanConfigPayload']>;
  ApplyPlanInput: ApplyPlanInput;
  PlanApplied: ResolverTypeWrapper<PlanApplied>;
  ApplyPlanPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ApplyPlanPayload']>;
  DecisionOutcome: DecisionOutcome;
  DecisionFilter: DecisionFilter;
  Decision: ResolverTypeWrapper<DecisionModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  DecisionCandidate: ResolverTypeWrapper<DecisionCandidateModel>;
  DecisionAttempt: ResolverTypeWrapper<DecisionAttemptModel>;
  DecisionShadow: ResolverTypeWrapper<DecisionShadowModel>;
  ShadowFinish: ShadowFinish;
  ShadowToolCalls: ShadowToolCalls;
  DecisionFinding: ResolverTypeWrapper<DecisionFindingModel>;
  FoundPart: ResolverTypeWrapper<FoundPartModel>;
  FoundPlace: ResolverTypeWrapper<FoundPlaceModel>;
  LimitOutcome: ResolverTypeWrapper<LimitOutcome>;
  RuleOutcome: ResolverTypeWrapper<RuleOutcomeModel>;
  ClaimedFact: ResolverTypeWrapper<ClaimedFact>;
  DecisionConnection: ResolverTypeWrapper<Omit<DecisionConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['DecisionEdge']> }>;
  DecisionEdge: ResolverTypeWrapper<Omit<DecisionEdge, 'node'> & { node: ResolversTypes['Decision'] }>;
  FindingDimension: FindingDimension;
  FindingFilter: FindingFilter;
  FindingRow: ResolverTypeWrapper<FindingRowModel>;
  OutcomeCount: ResolverTypeWrapper<OutcomeCount>;
  FindingReport: ResolverTypeWrapper<FindingReportModel>;
  GrantNotice: ResolverTypeWrapper<GrantNoticeModel>;
  GrantNoticeConnection: ResolverTypeWrapper<Omit<GrantNoticeConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['GrantNoticeEdge']> }>;
  GrantNoticeEdge: ResolverTypeWrapper<Omit<GrantNoticeEdge, 'node'> & { node: ResolversTypes['GrantNotice'] }>;
  Grant: ResolverTypeWrapper<GrantModel>;
  GrantState: GrantState;
  GrantConnection: ResolverTypeWrapper<Omit<GrantConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['GrantEdge']> }>;
  GrantEdge: ResolverTypeWrapper<Omit<GrantEdge, 'node'> & { node: ResolversTypes['Grant'] }>;
  GrantFilter: GrantFilter;
  GrantSort: GrantSort;
  GrantOrder: GrantOrder;
  RequestGrantInput: RequestGrantInput;
  ApproveGrantInput: ApproveGrantInput;
  RejectGrantInput: RejectGrantInput;
  WithdrawGrantRequestInput: WithdrawGrantRequestInput;
  UpdateGrantInput: UpdateGrantInput;
  RenewGrantInput: RenewGrantInput;
  RevokeGrantInput: RevokeGrantInput;
  GrantChanged: ResolverTypeWrapper<Omit<GrantChanged, 'grant'> & { grant: ResolversTypes['Grant'] }>;
  RequestGrantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RequestGrantPayload']>;
  ApproveGrantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ApproveGrantPayload']>;
  RejectGrantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RejectGrantPayload']>;
  WithdrawGrantRequestPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['WithdrawGrantRequestPayload']>;
  UpdateGrantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateGrantPayload']>;
  RenewGrantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RenewGrantPayload']>;
  RevokeGrantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RevokeGrantPayload']>;
  IdentityProvider: ResolverTypeWrapper<IdentityProviderModel>;
  RoleMapping: ResolverTypeWrapper<RoleMapping>;
  IdentityProviderConnection: ResolverTypeWrapper<Omit<IdentityProviderConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['IdentityProviderEdge']> }>;
  IdentityProviderEdge: ResolverTypeWrapper<Omit<IdentityProviderEdge, 'node'> & { node: ResolversTypes['IdentityProvider'] }>;
  RoleMappingInput: RoleMappingInput;
  CreateIdentityProviderInput: CreateIdentityProviderInput;
  UpdateIdentityProviderInput: UpdateIdentityProviderInput;
  ArchiveIdentityProviderInput: ArchiveIdentityProviderInput;
  IdentityProviderChanged: ResolverTypeWrapper<Omit<IdentityProviderChanged, 'identityProvider'> & { identityProvider: ResolversTypes['IdentityProvider'] }>;
  CreateIdentityProviderPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateIdentityProviderPayload']>;
  UpdateIdentityProviderPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateIdentityProviderPayload']>;
  ArchiveIdentityProviderPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveIdentityProviderPayload']>;
  ImpactState: ImpactState;
  ImpactBound: ImpactBound;
  ImpactClass: ImpactClass;
  Impact: ResolverTypeWrapper<ImpactModel>;
  ImpactWindow: ResolverTypeWrapper<ImpactWindow>;
  ImpactCount: ResolverTypeWrapper<ImpactCount>;
  ImpactTotals: ResolverTypeWrapper<ImpactTotalsModel>;
  ApplicationImpact: ResolverTypeWrapper<ApplicationImpactModel>;
  ImpactSample: ResolverTypeWrapper<ImpactSampleModel>;
  ImpactDecision: ResolverTypeWrapper<ImpactDecisionModel>;
  ImpactLead: ResolverTypeWrapper<ImpactLeadModel>;
  ReplayChangeInput: ReplayChangeInput;
  ReplayChangePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReplayChangePayload']>;
  Limit: ResolverTypeWrapper<LimitModel>;
  AccountScope: AccountScope;
  LimitMeasure: LimitMeasure;
  LimitConnection: ResolverTypeWrapper<Omit<LimitConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['LimitEdge']> }>;
  LimitEdge: ResolverTypeWrapper<Omit<LimitEdge, 'node'> & { node: ResolversTypes['Limit'] }>;
  LimitFilter: LimitFilter;
  CreateLimitInput: CreateLimitInput;
  UpdateLimitInput: UpdateLimitInput;
  ArchiveLimitInput: ArchiveLimitInput;
  LimitChanged: ResolverTypeWrapper<Omit<LimitChanged, 'limit'> & { limit: ResolversTypes['Limit'] }>;
  CreateLimitPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateLimitPayload']>;
  UpdateLimitPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateLimitPayload']>;
  ArchiveLimitPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveLimitPayload']>;
  Capability: Capability;
  Model: ResolverTypeWrapper<ModelModel>;
  ModelConnection: ResolverTypeWrapper<Omit<ModelConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ModelEdge']> }>;
  ModelEdge: ResolverTypeWrapper<Omit<ModelEdge, 'node'> & { node: ResolversTypes['Model'] }>;
  ModelFilter: ModelFilter;
  ModelUser: ResolverTypeWrapper<ModelUserModel>;
  ModelUserReport: ResolverTypeWrapper<Omit<ModelUserReport, 'rows'> & { rows: ReadonlyArray<ResolversTypes['ModelUser']> }>;
  CreateModelInput: CreateModelInput;
  UpdateModelInput: UpdateModelInput;
  ArchiveModelInput: ArchiveModelInput;
  ModelChanged: ResolverTypeWrapper<Omit<ModelChanged, 'model'> & { model: ResolversTypes['Model'] }>;
  CreateModelPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateModelPayload']>;
  UpdateModelPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateModelPayload']>;
  ArchiveModelPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveModelPayload']>;
  NodePool: ResolverTypeWrapper<NodePoolModel>;
  NodePoolConnection: ResolverTypeWrapper<Omit<NodePoolConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['NodePoolEdge']> }>;
  NodePoolEdge: ResolverTypeWrapper<Omit<NodePoolEdge, 'node'> & { node: ResolversTypes['NodePool'] }>;
  CreateNodePoolInput: CreateNodePoolInput;
  UpdateNodePoolInput: UpdateNodePoolInput;
  ArchiveNodePoolInput: ArchiveNodePoolInput;
  NodePoolChanged: ResolverTypeWrapper<Omit<NodePoolChanged, 'nodePool'> & { nodePool: ResolversTypes['NodePool'] }>;
  CreateNodePoolPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateNodePoolPayload']>;
  UpdateNodePoolPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateNodePoolPayload']>;
  ArchiveNodePoolPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveNodePoolPayload']>;
  NodeRevocation: ResolverTypeWrapper<NodeRevocationModel>;
  NodeRevocationConnection: ResolverTypeWrapper<Omit<NodeRevocationConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['NodeRevocationEdge']> }>;
  NodeRevocationEdge: ResolverTypeWrapper<Omit<NodeRevocationEdge, 'node'> & { node: ResolversTypes['NodeRevocation'] }>;
  RevokeNodeInput: RevokeNodeInput;
  AdmitNodeInput: AdmitNodeInput;
  NodeRevoked: ResolverTypeWrapper<Omit<NodeRevoked, 'revocation'> & { revocation: ResolversTypes['NodeRevocation'] }>;
  NodeAdmitted: ResolverTypeWrapper<NodeAdmitted>;
  RevokeNodePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RevokeNodePayload']>;
  AdmitNodePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AdmitNodePayload']>;
  NodeState: NodeState;
  VerdictOutcome: VerdictOutcome;
  Node: ResolverTypeWrapper<NodeModel>;
  NodeTargets: ResolverTypeWrapper<NodeTargetsModel>;
  NodeDiagnostic: ResolverTypeWrapper<NodeDiagnosticModel>;
  NodeConnection: ResolverTypeWrapper<Omit<NodeConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['NodeEdge']> }>;
  NodeEdge: ResolverTypeWrapper<Omit<NodeEdge, 'node'> & { node: ResolversTypes['Node'] }>;
  Enforcement: ResolverTypeWrapper<EnforcementModel>;
  AwaitedEnforcement: ResolverTypeWrapper<AwaitedEnforcementModel>;
  NodeFilter: NodeFilter;
  Convergence: ResolverTypeWrapper<ConvergenceModel>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OutsideDetector: ResolverTypeWrapper<OutsideDetectorModel>;
  DetectorProtocol: DetectorProtocol;
  OutsideJudge: ResolverTypeWrapper<OutsideJudgeModel>;
  OutsideJudgeInput: OutsideJudgeInput;
  OutsideDetectorConnection: ResolverTypeWrapper<Omit<OutsideDetectorConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['OutsideDetectorEdge']> }>;
  OutsideDetectorEdge: ResolverTypeWrapper<Omit<OutsideDetectorEdge, 'node'> & { node: ResolversTypes['OutsideDetector'] }>;
  OutsideDetectorFilter: OutsideDetectorFilter;
  CreateOutsideDetectorInput: CreateOutsideDetectorInput;
  UpdateOutsideDetectorInput: UpdateOutsideDetectorInput;
  ArchiveOutsideDetectorInput: ArchiveOutsideDetectorInput;
  OutsideDetectorChanged: ResolverTypeWrapper<Omit<OutsideDetectorChanged, 'outsideDetector'> & { outsideDetector: ResolversTypes['OutsideDetector'] }>;
  CreateOutsideDetectorPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateOutsideDetectorPayload']>;
  UpdateOutsideDetectorPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateOutsideDetectorPayload']>;
  ArchiveOutsideDetectorPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveOutsideDetectorPayload']>;
  PriceProposalOutcome: PriceProposalOutcome;
  PriceProposal: ResolverTypeWrapper<PriceProposalModel>;
  PriceProposalReport: ResolverTypeWrapper<Omit<PriceProposalReport, 'rows'> & { rows: ReadonlyArray<ResolversTypes['PriceProposal']> }>;
  AcceptedPriceInput: AcceptedPriceInput;
  AcceptProposedPricesInput: AcceptProposedPricesInput;
  PricesAccepted: ResolverTypeWrapper<Omit<PricesAccepted, 'targets'> & { targets: ReadonlyArray<ResolversTypes['Target']> }>;
  PricesProposed: ResolverTypeWrapper<Omit<PricesProposed, 'changeRequests'> & { changeRequests: ReadonlyArray<ResolversTypes['ChangeRequest']> }>;
  AcceptProposedPricesPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AcceptProposedPricesPayload']>;
  PrincipalKind: PrincipalKind;
  Role: Role;
  Principal: ResolverTypeWrapper<PrincipalModel>;
  AccessToken: ResolverTypeWrapper<AccessTokenModel>;
  PrincipalConnection: ResolverTypeWrapper<Omit<PrincipalConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['PrincipalEdge']> }>;
  PrincipalEdge: ResolverTypeWrapper<Omit<PrincipalEdge, 'node'> & { node: ResolversTypes['Principal'] }>;
  AccessTokenConnection: ResolverTypeWrapper<Omit<AccessTokenConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['AccessTokenEdge']> }>;
  AccessTokenEdge: ResolverTypeWrapper<Omit<AccessTokenEdge, 'node'> & { node: ResolversTypes['AccessToken'] }>;
  PrincipalFilter: PrincipalFilter;
  AccessTokenFilter: AccessTokenFilter;
  AccessTokenSort: AccessTokenSort;
  AccessTokenOrder: AccessTokenOrder;
  CreatePrincipalInput: CreatePrincipalInput;
  UpdatePrincipalInput: UpdatePrincipalInput;
  ArchivePrincipalInput: ArchivePrincipalInput;
  CreateAccessTokenInput: CreateAccessTokenInput;
  RotateAccessTokenInput: RotateAccessTokenInput;
  RevokeAccessTokenInput: RevokeAccessTokenInput;
  PrincipalChanged: ResolverTypeWrapper<Omit<PrincipalChanged, 'principal'> & { principal: ResolversTypes['Principal'] }>;
  AccessTokenCreated: ResolverTypeWrapper<Omit<AccessTokenCreated, 'accessToken'> & { accessToken: ResolversTypes['AccessToken'] }>;
  AccessTokenRotated: ResolverTypeWrapper<Omit<AccessTokenRotated, 'accessToken' | 'previous'> & { accessToken: ResolversTypes['AccessToken'], previous: ResolversTypes['AccessToken'] }>;
  AccessTokenChanged: ResolverTypeWrapper<Omit<AccessTokenChanged, 'accessToken'> & { accessToken: ResolversTypes['AccessToken'] }>;
  CreatePrincipalPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreatePrincipalPayload']>;
  UpdatePrincipalPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdatePrincipalPayload']>;
  ArchivePrincipalPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchivePrincipalPayload']>;
  CreateAccessTokenPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateAccessTokenPayload']>;
  RotateAccessTokenPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RotateAccessTokenPayload']>;
  RevokeAccessTokenPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RevokeAccessTokenPayload']>;
  Detector: Detector;
  RuleFailure: RuleFailure;
  PromptAction: PromptAction;
  PromptRuleMode: PromptRuleMode;
  PromptDirection: PromptDirection;
  PromptPart: PromptPart;
  PromptPolicy: ResolverTypeWrapper<PromptPolicyModel>;
  PromptPolicyAttachment: ResolverTypeWrapper<PromptPolicyAttachmentModel>;
  PromptRule: ResolverTypeWrapper<PromptRuleModel>;
  PromptRuleException: ResolverTypeWrapper<PromptRuleExceptionModel>;
  DetectorSettings: ResolverTypeWrapper<DetectorSettingsModel>;
  WordList: ResolverTypeWrapper<WordListModel>;
  NamedPattern: ResolverTypeWrapper<NamedPattern>;
  SizeLimits: ResolverTypeWrapper<SizeLimitsModel>;
  PromptPolicyConnection: ResolverTypeWrapper<Omit<PromptPolicyConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['PromptPolicyEdge']> }>;
  PromptPolicyEdge: ResolverTypeWrapper<Omit<PromptPolicyEdge, 'node'> & { node: ResolversTypes['PromptPolicy'] }>;
  PromptPolicyFilter: PromptPolicyFilter;
  InspectInput: InspectInput;
  InspectedTextInput: InspectedTextInput;
  PromptInspection: ResolverTypeWrapper<PromptInspectionModel>;
  InspectedFinding: ResolverTypeWrapper<InspectedFindingModel>;
  InspectedRange: ResolverTypeWrapper<InspectedRangeModel>;
  InspectedRule: ResolverTypeWrapper<InspectedRuleModel>;
  RuleNotRun: RuleNotRun;
  PromptRuleInput: PromptRuleInput;
  PromptRuleExceptionInput: PromptRuleExceptionInput;
  DetectorSettingsInput: DetectorSettingsInput;
  WordListInput: WordListInput;
  NamedPatternInput: NamedPatternInput;
  SizeLimitsInput: SizeLimitsInput;
  PromptPolicyAttachmentInput: PromptPolicyAttachmentInput;
  CreatePromptPolicyInput: CreatePromptPolicyInput;
  UpdatePromptPolicyInput: UpdatePromptPolicyInput;
  ArchivePromptPolicyInput: ArchivePromptPolicyInput;
  PromptPolicyChanged: ResolverTypeWrapper<Omit<PromptPolicyChanged, 'promptPolicy'> & { promptPolicy: ResolversTypes['PromptPolicy'] }>;
  CreatePromptPolicyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreatePromptPolicyPayload']>;
  UpdatePromptPolicyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdatePromptPolicyPayload']>;
  ArchivePromptPolicyPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchivePromptPolicyPayload']>;
  ReportFalsePositiveInput: ReportFalsePositiveInput;
  ReportFalsePositivePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReportFalsePositivePayload']>;
  ProviderKind: ProviderKind;
  CredentialHeader: CredentialHeader;
  ProviderQuirk: ProviderQuirk;
  ProviderPreset: ResolverTypeWrapper<ProviderPreset>;
  DataTerm: DataTerm;
  CredentialFault: CredentialFault;
  ProviderCredential: ResolverTypeWrapper<ProviderCredentialModel>;
  Provider: ResolverTypeWrapper<ProviderModel>;
  RegionDataTerms: ResolverTypeWrapper<RegionDataTerms>;
  ProviderConnection: ResolverTypeWrapper<Omit<ProviderConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ProviderEdge']> }>;
  ProviderEdge: ResolverTypeWrapper<Omit<ProviderEdge, 'node'> & { node: ResolversTypes['Provider'] }>;
  ProviderFilter: ProviderFilter;
  CreateProviderInput: CreateProviderInput;
  RegionDataTermsInput: RegionDataTermsInput;
  UpdateProviderInput: UpdateProviderInput;
  ArchiveProviderInput: ArchiveProviderInput;
  ProviderChanged: ResolverTypeWrapper<Omit<ProviderChanged, 'provider'> & { provider: ResolversTypes['Provider'] }>;
  CreateProviderPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateProviderPayload']>;
  UpdateProviderPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateProviderPayload']>;
  ArchiveProviderPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveProviderPayload']>;
  ReleaseState: ReleaseState;
  Release: ResolverTypeWrapper<ReleaseModel>;
  ReleaseConnection: ResolverTypeWrapper<Omit<ReleaseConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ReleaseEdge']> }>;
  ReleaseEdge: ResolverTypeWrapper<Omit<ReleaseEdge, 'node'> & { node: ResolversTypes['Release'] }>;
  ResourceChange: ResourceChange;
  ResourceDifference: ResolverTypeWrapper<ResourceDifferenceModel>;
  FieldDifference: ResolverTypeWrapper<FieldDifferenceModel>;
  ReleaseDiff: ResolverTypeWrapper<ReleaseDiffModel>;
  DeclareRestoredInput: DeclareRestoredInput;
  RestoreDeclared: ResolverTypeWrapper<RestoreDeclared>;
  DeclareRestoredPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeclareRestoredPayload']>;
  RollbackInput: RollbackInput;
  RolledBack: ResolverTypeWrapper<RolledBack>;
  RollbackPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RollbackPayload']>;
  ReleaseHeldInput: ReleaseHeldInput;
  HeldReleased: ResolverTypeWrapper<HeldReleased>;
  ReleaseHeldPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReleaseHeldPayload']>;
  CustomRole: ResolverTypeWrapper<CustomRoleModel>;
  CustomRoleConnection: ResolverTypeWrapper<Omit<CustomRoleConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['CustomRoleEdge']> }>;
  CustomRoleEdge: ResolverTypeWrapper<Omit<CustomRoleEdge, 'node'> & { node: ResolversTypes['CustomRole'] }>;
  Permission: ResolverTypeWrapper<Permission>;
  RoleFilter: RoleFilter;
  CreateRoleInput: CreateRoleInput;
  UpdateRoleInput: UpdateRoleInput;
  ArchiveRoleInput: ArchiveRoleInput;
  RoleChanged: ResolverTypeWrapper<Omit<RoleChanged, 'role'> & { role: ResolversTypes['CustomRole'] }>;
  CreateRolePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateRolePayload']>;
  UpdateRolePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateRolePayload']>;
  ArchiveRolePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveRolePayload']>;
  RouteArm: ResolverTypeWrapper<RouteArmModel>;
  VerdictCount: ResolverTypeWrapper<VerdictCount>;
  Percentiles: ResolverTypeWrapper<Percentiles>;
  RouteArmReport: ResolverTypeWrapper<RouteArmReportModel>;
  RouteArmFilter: RouteArmFilter;
  Operation: Operation;
  Route: ResolverTypeWrapper<RouteModel>;
  RoutingRule: ResolverTypeWrapper<RoutingRuleModel>;
  Hedge: ResolverTypeWrapper<Hedge>;
  RoutingRamp: ResolverTypeWrapper<RoutingRampModel>;
  RampHalted: ResolverTypeWrapper<RampHaltedModel>;
  RampStep: ResolverTypeWrapper<RampStepModel>;
  RampBounds: ResolverTypeWrapper<RampBounds>;
  RoutingShadow: ResolverTypeWrapper<RoutingShadowModel>;
  RoutingStrategy: RoutingStrategy;
  RoutingChoice: ResolverTypeWrapper<RoutingChoiceModel>;
  RoutingConstraints: ResolverTypeWrapper<RoutingConstraintsModel>;
  FallbackClass: FallbackClass;
  FallbackList: ResolverTypeWrapper<FallbackListModel>;
  WeightedTarget: ResolverTypeWrapper<WeightedTargetModel>;
  RouteConnection: ResolverTypeWrapper<Omit<RouteConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RouteEdge']> }>;
  RouteEdge: ResolverTypeWrapper<Omit<RouteEdge, 'node'> & { node: ResolversTypes['Route'] }>;
  RouteFilter: RouteFilter;
  RoutingRuleInput: RoutingRuleInput;
  HedgeInput: HedgeInput;
  RoutingRampInput: RoutingRampInput;
  RampStepInput: RampStepInput;
  RampBoundsInput: RampBoundsInput;
  RoutingShadowInput: RoutingShadowInput;
  RoutingChoiceInput: RoutingChoiceInput;
  RoutingConstraintsInput: RoutingConstraintsInput;
  FallbackListInput: FallbackListInput;
  WeightedTargetInput: WeightedTargetInput;
  CreateRouteInput: CreateRouteInput;
  UpdateRouteInput: UpdateRouteInput;
  ArchiveRouteInput: ArchiveRouteInput;
  RouteChanged: ResolverTypeWrapper<Omit<RouteChanged, 'route'> & { route: ResolversTypes['Route'] }>;
  CreateRoutePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateRoutePayload']>;
  UpdateRoutePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateRoutePayload']>;
  ArchiveRoutePayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveRoutePayload']>;
  PromptWord: PromptWord;
  SimulatedCallInput: SimulatedCallInput;
  SimulatedTokenFactInput: SimulatedTokenFactInput;
  ClaimedFactInput: ClaimedFactInput;
  TargetSignalInput: TargetSignalInput;
  RoutingPolicyInput: RoutingPolicyInput;
  SimulateRouteInput: SimulateRouteInput;
  RouteSimulation: ResolverTypeWrapper<RouteSimulationModel>;
  SimulatedRamp: ResolverTypeWrapper<SimulatedRampModel>;
  SimulatedShadow: ResolverTypeWrapper<SimulatedShadowModel>;
  SimulatedFallbacks: ResolverTypeWrapper<SimulatedFallbacksModel>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  UInt64: ResolverTypeWrapper<Scalars['UInt64']['output']>;
  NanoUsd: ResolverTypeWrapper<Scalars['NanoUsd']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  VersionConflict: ResolverTypeWrapper<VersionConflict>;
  ValidationFailed: ResolverTypeWrapper<ValidationFailed>;
  Fault: ResolverTypeWrapper<Fault>;
  NotFound: ResolverTypeWrapper<NotFound>;
  PermissionDenied: ResolverTypeWrapper<PermissionDenied>;
  IdempotencyKeyReused: ResolverTypeWrapper<IdempotencyKeyReused>;
  ChangeRequestRequired: ResolverTypeWrapper<Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: ResolversTypes['ChangeRequest'] }>;
  QuotaExceeded: ResolverTypeWrapper<QuotaExceeded>;
  Session: ResolverTypeWrapper<SessionModel>;
  SessionConnection: ResolverTypeWrapper<Omit<SessionConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['SessionEdge']> }>;
  SessionEdge: ResolverTypeWrapper<Omit<SessionEdge, 'node'> & { node: ResolversTypes['Session'] }>;
  SignOutInput: SignOutInput;
  SignedOut: ResolverTypeWrapper<Omit<SignedOut, 'principal'> & { principal: ResolversTypes['Principal'] }>;
  SignOutPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignOutPayload']>;
  Target: ResolverTypeWrapper<TargetModel>;
  TargetCondition: TargetCondition;
  BreakerState: BreakerState;
  TargetState: ResolverTypeWrapper<TargetStateModel>;
  TargetHealth: ResolverTypeWrapper<TargetHealthModel>;
  Price: ResolverTypeWrapper<PriceModel>;
  PriceTier: ResolverTypeWrapper<PriceTier>;
  TargetConnection: ResolverTypeWrapper<Omit<TargetConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['TargetEdge']> }>;
  TargetEdge: ResolverTypeWrapper<Omit<TargetEdge, 'node'> & { node: ResolversTypes['Target'] }>;
  TargetFilter: TargetFilter;
  PriceInput: PriceInput;
  PriceTierInput: PriceTierInput;
  CreateTargetInput: CreateTargetInput;
  UpdateTargetInput: UpdateTargetInput;
  CheckTargetInput: CheckTargetInput;
  TargetChecked: ResolverTypeWrapper<Omit<TargetChecked, 'target'> & { target: ResolversTypes['Target'] }>;
  CheckTargetPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CheckTargetPayload']>;
  ArchiveTargetInput: ArchiveTargetInput;
  TargetChanged: ResolverTypeWrapper<Omit<TargetChanged, 'target'> & { target: ResolversTypes['Target'] }>;
  CreateTargetPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateTargetPayload']>;
  UpdateTargetPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateTargetPayload']>;
  ArchiveTargetPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveTargetPayload']>;
  TenantState: TenantState;
  TenantSuspension: ResolverTypeWrapper<TenantSuspension>;
  TenantDeletion: ResolverTypeWrapper<TenantDeletion>;
  QuotaKind: QuotaKind;
  Quota: ResolverTypeWrapper<QuotaModel>;
  QuotaDefault: ResolverTypeWrapper<QuotaDefaultModel>;
  TenantConnection: ResolverTypeWrapper<Omit<TenantConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['TenantEdge']> }>;
  TenantEdge: ResolverTypeWrapper<Omit<TenantEdge, 'node'> & { node: ResolversTypes['Tenant'] }>;
  TenantFilter: TenantFilter;
  CreateTenantInput: CreateTenantInput;
  UpdateTenantInput: UpdateTenantInput;
  SuspendTenantInput: SuspendTenantInput;
  ResumeTenantInput: ResumeTenantInput;
  DeleteTenantInput: DeleteTenantInput;
  QuotaInput: QuotaInput;
  SetTenantQuotasInput: SetTenantQuotasInput;
  SetQuotaDefaultsInput: SetQuotaDefaultsInput;
  RestoreTenantInput: RestoreTenantInput;
  ArchiveTenantInput: ArchiveTenantInput;
  TenantChanged: ResolverTypeWrapper<Omit<TenantChanged, 'tenant'> & { tenant: ResolversTypes['Tenant'] }>;
  CreateTenantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateTenantPayload']>;
  UpdateTenantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateTenantPayload']>;
  ArchiveTenantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveTenantPayload']>;
  SuspendTenantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SuspendTenantPayload']>;
  ResumeTenantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ResumeTenantPayload']>;
  DeleteTenantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeleteTenantPayload']>;
  RestoreTenantPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RestoreTenantPayload']>;
  SetTenantQuotasPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SetTenantQuotasPayload']>;
  QuotaDefaultsChanged: ResolverTypeWrapper<Omit<QuotaDefaultsChanged, 'quotaDefaults'> & { quotaDefaults: ReadonlyArray<ResolversTypes['QuotaDefault']> }>;
  SetQuotaDefaultsPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SetQuotaDefaultsPayload']>;
  TokenIssuer: ResolverTypeWrapper<TokenIssuerModel>;
  TokenAlgorithm: TokenAlgorithm;
  TokenFactType: TokenFactType;
  TokenFact: ResolverTypeWrapper<TokenFact>;
  TokenKeySet: ResolverTypeWrapper<TokenKeySetModel>;
  TokenIssuerConnection: ResolverTypeWrapper<Omit<TokenIssuerConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['TokenIssuerEdge']> }>;
  TokenIssuerEdge: ResolverTypeWrapper<Omit<TokenIssuerEdge, 'node'> & { node: ResolversTypes['TokenIssuer'] }>;
  TokenIssuerFilter: TokenIssuerFilter;
  TokenFactInput: TokenFactInput;
  CreateTokenIssuerInput: CreateTokenIssuerInput;
  UpdateTokenIssuerInput: UpdateTokenIssuerInput;
  ArchiveTokenIssuerInput: ArchiveTokenIssuerInput;
  RefreshTokenIssuerInput: RefreshTokenIssuerInput;
  TokenIssuerChanged: ResolverTypeWrapper<Omit<TokenIssuerChanged, 'tokenIssuer'> & { tokenIssuer: ResolversTypes['TokenIssuer'] }>;
  TokenIssuerDue: ResolverTypeWrapper<Omit<TokenIssuerDue, 'tokenIssuer'> & { tokenIssuer: ResolversTypes['TokenIssuer'] }>;
  CreateTokenIssuerPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateTokenIssuerPayload']>;
  UpdateTokenIssuerPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateTokenIssuerPayload']>;
  ArchiveTokenIssuerPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveTokenIssuerPayload']>;
  RefreshTokenIssuerPayload: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RefreshTokenIssuerPayload']>;
  UsageDimension: UsageDimension;
  UsageFilter: UsageFilter;
  UsageRow: ResolverTypeWrapper<UsageRowModel>;
  UsageReport: ResolverTypeWrapper<UsageReportModel>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiKey: ApiKeyModel;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  KeyAttribute: KeyAttribute;
  ApiKeyConnection: Omit<ApiKeyConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ApiKeyEdge']> };
  Boolean: Scalars['Boolean']['output'];
  ApiKeyEdge: Omit<ApiKeyEdge, 'node'> & { node: ResolversParentTypes['ApiKey'] };
  ApiKeyFilter: ApiKeyFilter;
  ApiKeyOrder: ApiKeyOrder;
  Query: Record<PropertyKey, never>;
  KeyAttributeInput: KeyAttributeInput;
  CreateApiKeyInput: CreateApiKeyInput;
  UpdateApiKeyInput: UpdateApiKeyInput;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RotateApiKeyInput: RotateApiKeyInput;
  ApiKeyCreated: Omit<ApiKeyCreated, 'apiKey' | 'changeRequest'> & { apiKey: ResolversParentTypes['ApiKey'], changeRequest?: Maybe<ResolversParentTypes['ChangeRequest']> };
  ApiKeyChanged: Omit<ApiKeyChanged, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  CreateApiKeyPayload: ResolversUnionTypes<ResolversParentTypes>['CreateApiKeyPayload'];
  UpdateApiKeyPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateApiKeyPayload'];
  RevokeApiKeyPayload: ResolversUnionTypes<ResolversParentTypes>['RevokeApiKeyPayload'];
  RotateApiKeyPayload: ResolversUnionTypes<ResolversParentTypes>['RotateApiKeyPayload'];
  Mutation: Record<PropertyKey, never>;
  RolloutStep: RolloutStep;
  RolloutTaskState: RolloutTaskState;
  StageCount: StageCount;
  Application: ApplicationModel;
  ApplicationConnection: Omit<ApplicationConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ApplicationEdge']> };
  ApplicationEdge: Omit<ApplicationEdge, 'node'> & { node: ResolversParentTypes['Application'] };
  RecordOrder: RecordOrder;
  ApplicationOrder: ApplicationOrder;
  ApplicationFilter: ApplicationFilter;
  Tenant: TenantModel;
  CreateApplicationInput: CreateApplicationInput;
  PlannedStageInput: PlannedStageInput;
  RolloutTaskInput: RolloutTaskInput;
  UpdateApplicationInput: UpdateApplicationInput;
  ArchiveApplicationInput: ArchiveApplicationInput;
  ApplicationChanged: Omit<ApplicationChanged, 'application'> & { application: ResolversParentTypes['Application'] };
  CreateApplicationPayload: ResolversUnionTypes<ResolversParentTypes>['CreateApplicationPayload'];
  UpdateApplicationPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateApplicationPayload'];
  ArchiveApplicationPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveApplicationPayload'];
  ApprovalRule: ApprovalRuleModel;
  CreateApprovalRuleInput: CreateApprovalRuleInput;
  UpdateApprovalRuleInput: UpdateApprovalRuleInput;
  ApprovalRuleChanged: Omit<ApprovalRuleChanged, 'approvalRule'> & { approvalRule: ResolversParentTypes['ApprovalRule'] };
  CreateApprovalRulePayload: ResolversUnionTypes<ResolversParentTypes>['CreateApprovalRulePayload'];
  UpdateApprovalRulePayload: ResolversUnionTypes<ResolversParentTypes>['UpdateApprovalRulePayload'];
  AuditEvent: AuditEventModel;
  AuditEventConnection: Omit<AuditEventConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['AuditEventEdge']> };
  AuditEventEdge: Omit<AuditEventEdge, 'node'> & { node: ResolversParentTypes['AuditEvent'] };
  AuditEventFilter: AuditEventFilter;
  AuditFault: AuditFaultModel;
  SignedAuditHead: SignedAuditHeadModel;
  KnownAuditHead: KnownAuditHead;
  AuditVerification: Omit<AuditVerification, 'faults' | 'newestSignedHead'> & { faults: ReadonlyArray<ResolversParentTypes['AuditFault']>, newestSignedHead?: Maybe<ResolversParentTypes['SignedAuditHead']> };
  AuditSigningKey: AuditSigningKeyModel;
  Budget: BudgetModel;
  BudgetAccount: BudgetAccountModel;
  BudgetConnection: Omit<BudgetConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['BudgetEdge']> };
  BudgetEdge: Omit<BudgetEdge, 'node'> & { node: ResolversParentTypes['Budget'] };
  BudgetFilter: BudgetFilter;
  CreateBudgetInput: CreateBudgetInput;
  UpdateBudgetInput: UpdateBudgetInput;
  ArchiveBudgetInput: ArchiveBudgetInput;
  BudgetChanged: Omit<BudgetChanged, 'budget'> & { budget: ResolversParentTypes['Budget'] };
  CreateBudgetPayload: ResolversUnionTypes<ResolversParentTypes>['CreateBudgetPayload'];
  UpdateBudgetPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateBudgetPayload'];
  ArchiveBudgetPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveBudgetPayload'];
  ChangeRequest: ChangeRequestModel;
  ChangeRisk: ChangeRiskModel;
  RiskReason: RiskReasonModel;
  ChangeSchedule: ChangeScheduleModel;
  EmergencyChange: EmergencyChangeModel;
  GrantProposal: GrantProposalModel;
  Review: ReviewModel;
  ChangeRequestConnection: Omit<ChangeRequestConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ChangeRequestEdge']> };
  ChangeRequestEdge: Omit<ChangeRequestEdge, 'node'> & { node: ResolversParentTypes['ChangeRequest'] };
  ChangeRequestFilter: ChangeRequestFilter;
  ChangeRequestOrder: ChangeRequestOrder;
  ChangeRequestChanged: Omit<ChangeRequestChanged, 'changeRequest'> & { changeRequest: ResolversParentTypes['ChangeRequest'] };
  ChangeApplied: Omit<ChangeApplied, 'changeRequest'> & { changeRequest: ResolversParentTypes['ChangeRequest'] };
  ApproveChangeInput: ApproveChangeInput;
  ApplyChangeInput: ApplyChangeInput;
  RejectChangeInput: RejectChangeInput;
  RequestChangesInput: RequestChangesInput;
  WithdrawChangeInput: WithdrawChangeInput;
  CommentOnChangeInput: CommentOnChangeInput;
  SubmitChangeInput: SubmitChangeInput;
  RebaseChangeInput: RebaseChangeInput;
  RequestRollbackInput: RequestRollbackInput;
  ScheduleChangeInput: ScheduleChangeInput;
  CancelScheduledChangeInput: CancelScheduledChangeInput;
  ApplyEmergencyInput: ApplyEmergencyInput;
  RatifyChangeInput: RatifyChangeInput;
  RevertEmergencyInput: RevertEmergencyInput;
  ApproveChangePayload: ResolversUnionTypes<ResolversParentTypes>['ApproveChangePayload'];
  ApplyChangePayload: ResolversUnionTypes<ResolversParentTypes>['ApplyChangePayload'];
  RejectChangePayload: ResolversUnionTypes<ResolversParentTypes>['RejectChangePayload'];
  RequestChangesPayload: ResolversUnionTypes<ResolversParentTypes>['RequestChangesPayload'];
  WithdrawChangePayload: ResolversUnionTypes<ResolversParentTypes>['WithdrawChangePayload'];
  CommentOnChangePayload: ResolversUnionTypes<ResolversParentTypes>['CommentOnChangePayload'];
  SubmitChangePayload: ResolversUnionTypes<ResolversParentTypes>['SubmitChangePayload'];
  RebaseChangePayload: ResolversUnionTypes<ResolversParentTypes>['RebaseChangePayload'];
  RequestRollbackPayload: ResolversUnionTypes<ResolversParentTypes>['RequestRollbackPayload'];
  ScheduleChangePayload: ResolversUnionTypes<ResolversParentTypes>['ScheduleChangePayload'];
  CancelScheduledChangePayload: ResolversUnionTypes<ResolversParentTypes>['CancelScheduledChangePayload'];
  ApplyEmergencyPayload: ResolversUnionTypes<ResolversParentTypes>['ApplyEmergencyPayload'];
  RatifyChangePayload: ResolversUnionTypes<ResolversParentTypes>['RatifyChangePayload'];
  RevertEmergencyPayload: ResolversUnionTypes<ResolversParentTypes>['RevertEmergencyPayload'];
  PlanAction: PlanActionModel;
  ConfigPlan: ConfigPlanModel;
  ConfigPlanned: Omit<ConfigPlanned, 'plan'> & { plan: ResolversParentTypes['ConfigPlan'] };
  ConfigExport: ConfigExport;
  PlanConfigInput: PlanConfigInput;
  PlanConfigPayload: ResolversUnionTypes<ResolversParentTypes>['PlanConfigPayload'];
  ApplyPlanInput: ApplyPlanInput;
  PlanApplied: PlanApplied;
  ApplyPlanPayload: ResolversUnionTypes<ResolversParentTypes>['ApplyPlanPayload'];
  DecisionFilter: DecisionFilter;
  Decision: DecisionModel;
  Float: Scalars['Float']['output'];
  DecisionCandidate: DecisionCandidateModel;
  DecisionAttempt: DecisionAttemptModel;
  DecisionShadow: DecisionShadowModel;
  DecisionFinding: DecisionFindingModel;
  FoundPart: FoundPartModel;
  FoundPlace: FoundPlaceModel;
  LimitOutcome: LimitOutcome;
  RuleOutcome: RuleOutcomeModel;
  ClaimedFact: ClaimedFact;
  DecisionConnection: Omit<DecisionConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['DecisionEdge']> };
  DecisionEdge: Omit<DecisionEdge, 'node'> & { node: ResolversParentTypes['Decision'] };
  FindingFilter: FindingFilter;
  FindingRow: FindingRowModel;
  OutcomeCount: OutcomeCount;
  FindingReport: FindingReportModel;
  GrantNotice: GrantNoticeModel;
  GrantNoticeConnection: Omit<GrantNoticeConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['GrantNoticeEdge']> };
  GrantNoticeEdge: Omit<GrantNoticeEdge, 'node'> & { node: ResolversParentTypes['GrantNotice'] };
  Grant: GrantModel;
  GrantConnection: Omit<GrantConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['GrantEdge']> };
  GrantEdge: Omit<GrantEdge, 'node'> & { node: ResolversParentTypes['Grant'] };
  GrantFilter: GrantFilter;
  GrantOrder: GrantOrder;
  RequestGrantInput: RequestGrantInput;
  ApproveGrantInput: ApproveGrantInput;
  RejectGrantInput: RejectGrantInput;
  WithdrawGrantRequestInput: WithdrawGrantRequestInput;
  UpdateGrantInput: UpdateGrantInput;
  RenewGrantInput: RenewGrantInput;
  RevokeGrantInput: RevokeGrantInput;
  GrantChanged: Omit<GrantChanged, 'grant'> & { grant: ResolversParentTypes['Grant'] };
  RequestGrantPayload: ResolversUnionTypes<ResolversParentTypes>['RequestGrantPayload'];
  ApproveGrantPayload: ResolversUnionTypes<ResolversParentTypes>['ApproveGrantPayload'];
  RejectGrantPayload: ResolversUnionTypes<ResolversParentTypes>['RejectGrantPayload'];
  WithdrawGrantRequestPayload: ResolversUnionTypes<ResolversParentTypes>['WithdrawGrantRequestPayload'];
  UpdateGrantPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateGrantPayload'];
  RenewGrantPayload: ResolversUnionTypes<ResolversParentTypes>['RenewGrantPayload'];
  RevokeGrantPayload: ResolversUnionTypes<ResolversParentTypes>['RevokeGrantPayload'];
  IdentityProvider: IdentityProviderModel;
  RoleMapping: RoleMapping;
  IdentityProviderConnection: Omit<IdentityProviderConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['IdentityProviderEdge']> };
  IdentityProviderEdge: Omit<IdentityProviderEdge, 'node'> & { node: ResolversParentTypes['IdentityProvider'] };
  RoleMappingInput: RoleMappingInput;
  CreateIdentityProviderInput: CreateIdentityProviderInput;
  UpdateIdentityProviderInput: UpdateIdentityProviderInput;
  ArchiveIdentityProviderInput: ArchiveIdentityProviderInput;
  IdentityProviderChanged: Omit<IdentityProviderChanged, 'identityProvider'> & { identityProvider: ResolversParentTypes['IdentityProvider'] };
  CreateIdentityProviderPayload: ResolversUnionTypes<ResolversParentTypes>['CreateIdentityProviderPayload'];
  UpdateIdentityProviderPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateIdentityProviderPayload'];
  ArchiveIdentityProviderPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveIdentityProviderPayload'];
  Impact: ImpactModel;
  ImpactWindow: ImpactWindow;
  ImpactCount: ImpactCount;
  ImpactTotals: ImpactTotalsModel;
  ApplicationImpact: ApplicationImpactModel;
  ImpactSample: ImpactSampleModel;
  ImpactDecision: ImpactDecisionModel;
  ImpactLead: ImpactLeadModel;
  ReplayChangeInput: ReplayChangeInput;
  ReplayChangePayload: ResolversUnionTypes<ResolversParentTypes>['ReplayChangePayload'];
  Limit: LimitModel;
  LimitConnection: Omit<LimitConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['LimitEdge']> };
  LimitEdge: Omit<LimitEdge, 'node'> & { node: ResolversParentTypes['Limit'] };
  LimitFilter: LimitFilter;
  CreateLimitInput: CreateLimitInput;
  UpdateLimitInput: UpdateLimitInput;
  ArchiveLimitInput: ArchiveLimitInput;
  LimitChanged: Omit<LimitChanged, 'limit'> & { limit: ResolversParentTypes['Limit'] };
  CreateLimitPayload: ResolversUnionTypes<ResolversParentTypes>['CreateLimitPayload'];
  UpdateLimitPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateLimitPayload'];
  ArchiveLimitPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveLimitPayload'];
  Model: ModelModel;
  ModelConnection: Omit<ModelConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ModelEdge']> };
  ModelEdge: Omit<ModelEdge, 'node'> & { node: ResolversParentTypes['Model'] };
  ModelFilter: ModelFilter;
  ModelUser: ModelUserModel;
  ModelUserReport: Omit<ModelUserReport, 'rows'> & { rows: ReadonlyArray<ResolversParentTypes['ModelUser']> };
  CreateModelInput: CreateModelInput;
  UpdateModelInput: UpdateModelInput;
  ArchiveModelInput: ArchiveModelInput;
  ModelChanged: Omit<ModelChanged, 'model'> & { model: ResolversParentTypes['Model'] };
  CreateModelPayload: ResolversUnionTypes<ResolversParentTypes>['CreateModelPayload'];
  UpdateModelPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateModelPayload'];
  ArchiveModelPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveModelPayload'];
  NodePool: NodePoolModel;
  NodePoolConnection: Omit<NodePoolConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['NodePoolEdge']> };
  NodePoolEdge: Omit<NodePoolEdge, 'node'> & { node: ResolversParentTypes['NodePool'] };
  CreateNodePoolInput: CreateNodePoolInput;
  UpdateNodePoolInput: UpdateNodePoolInput;
  ArchiveNodePoolInput: ArchiveNodePoolInput;
  NodePoolChanged: Omit<NodePoolChanged, 'nodePool'> & { nodePool: ResolversParentTypes['NodePool'] };
  CreateNodePoolPayload: ResolversUnionTypes<ResolversParentTypes>['CreateNodePoolPayload'];
  UpdateNodePoolPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateNodePoolPayload'];
  ArchiveNodePoolPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveNodePoolPayload'];
  NodeRevocation: NodeRevocationModel;
  NodeRevocationConnection: Omit<NodeRevocationConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['NodeRevocationEdge']> };
  NodeRevocationEdge: Omit<NodeRevocationEdge, 'node'> & { node: ResolversParentTypes['NodeRevocation'] };
  RevokeNodeInput: RevokeNodeInput;
  AdmitNodeInput: AdmitNodeInput;
  NodeRevoked: Omit<NodeRevoked, 'revocation'> & { revocation: ResolversParentTypes['NodeRevocation'] };
  NodeAdmitted: NodeAdmitted;
  RevokeNodePayload: ResolversUnionTypes<ResolversParentTypes>['RevokeNodePayload'];
  AdmitNodePayload: ResolversUnionTypes<ResolversParentTypes>['AdmitNodePayload'];
  Node: NodeModel;
  NodeTargets: NodeTargetsModel;
  NodeDiagnostic: NodeDiagnosticModel;
  NodeConnection: Omit<NodeConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['NodeEdge']> };
  NodeEdge: Omit<NodeEdge, 'node'> & { node: ResolversParentTypes['Node'] };
  Enforcement: EnforcementModel;
  AwaitedEnforcement: AwaitedEnforcementModel;
  NodeFilter: NodeFilter;
  Convergence: ConvergenceModel;
  Subscription: Record<PropertyKey, never>;
  OutsideDetector: OutsideDetectorModel;
  OutsideJudge: OutsideJudgeModel;
  OutsideJudgeInput: OutsideJudgeInput;
  OutsideDetectorConnection: Omit<OutsideDetectorConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['OutsideDetectorEdge']> };
  OutsideDetectorEdge: Omit<OutsideDetectorEdge, 'node'> & { node: ResolversParentTypes['OutsideDetector'] };
  OutsideDetectorFilter: OutsideDetectorFilter;
  CreateOutsideDetectorInput: CreateOutsideDetectorInput;
  UpdateOutsideDetectorInput: UpdateOutsideDetectorInput;
  ArchiveOutsideDetectorInput: ArchiveOutsideDetectorInput;
  OutsideDetectorChanged: Omit<OutsideDetectorChanged, 'outsideDetector'> & { outsideDetector: ResolversParentTypes['OutsideDetector'] };
  CreateOutsideDetectorPayload: ResolversUnionTypes<ResolversParentTypes>['CreateOutsideDetectorPayload'];
  UpdateOutsideDetectorPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateOutsideDetectorPayload'];
  ArchiveOutsideDetectorPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveOutsideDetectorPayload'];
  PriceProposal: PriceProposalModel;
  PriceProposalReport: Omit<PriceProposalReport, 'rows'> & { rows: ReadonlyArray<ResolversParentTypes['PriceProposal']> };
  AcceptedPriceInput: AcceptedPriceInput;
  AcceptProposedPricesInput: AcceptProposedPricesInput;
  PricesAccepted: Omit<PricesAccepted, 'targets'> & { targets: ReadonlyArray<ResolversParentTypes['Target']> };
  PricesProposed: Omit<PricesProposed, 'changeRequests'> & { changeRequests: ReadonlyArray<ResolversParentTypes['ChangeRequest']> };
  AcceptProposedPricesPayload: ResolversUnionTypes<ResolversParentTypes>['AcceptProposedPricesPayload'];
  Principal: PrincipalModel;
  AccessToken: AccessTokenModel;
  PrincipalConnection: Omit<PrincipalConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['PrincipalEdge']> };
  PrincipalEdge: Omit<PrincipalEdge, 'node'> & { node: ResolversParentTypes['Principal'] };
  AccessTokenConnection: Omit<AccessTokenConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['AccessTokenEdge']> };
  AccessTokenEdge: Omit<AccessTokenEdge, 'node'> & { node: ResolversParentTypes['AccessToken'] };
  PrincipalFilter: PrincipalFilter;
  AccessTokenFilter: AccessTokenFilter;
  AccessTokenOrder: AccessTokenOrder;
  CreatePrincipalInput: CreatePrincipalInput;
  UpdatePrincipalInput: UpdatePrincipalInput;
  ArchivePrincipalInput: ArchivePrincipalInput;
  CreateAccessTokenInput: CreateAccessTokenInput;
  RotateAccessTokenInput: RotateAccessTokenInput;
  RevokeAccessTokenInput: RevokeAccessTokenInput;
  PrincipalChanged: Omit<PrincipalChanged, 'principal'> & { principal: ResolversParentTypes['Principal'] };
  AccessTokenCreated: Omit<AccessTokenCreated, 'accessToken'> & { accessToken: ResolversParentTypes['AccessToken'] };
  AccessTokenRotated: Omit<AccessTokenRotated, 'accessToken' | 'previous'> & { accessToken: ResolversParentTypes['AccessToken'], previous: ResolversParentTypes['AccessToken'] };
  AccessTokenChanged: Omit<AccessTokenChanged, 'accessToken'> & { accessToken: ResolversParentTypes['AccessToken'] };
  CreatePrincipalPayload: ResolversUnionTypes<ResolversParentTypes>['CreatePrincipalPayload'];
  UpdatePrincipalPayload: ResolversUnionTypes<ResolversParentTypes>['UpdatePrincipalPayload'];
  ArchivePrincipalPayload: ResolversUnionTypes<ResolversParentTypes>['ArchivePrincipalPayload'];
  CreateAccessTokenPayload: ResolversUnionTypes<ResolversParentTypes>['CreateAccessTokenPayload'];
  RotateAccessTokenPayload: ResolversUnionTypes<ResolversParentTypes>['RotateAccessTokenPayload'];
  RevokeAccessTokenPayload: ResolversUnionTypes<ResolversParentTypes>['RevokeAccessTokenPayload'];
  PromptPolicy: PromptPolicyModel;
  PromptPolicyAttachment: PromptPolicyAttachmentModel;
  PromptRule: PromptRuleModel;
  PromptRuleException: PromptRuleExceptionModel;
  DetectorSettings: DetectorSettingsModel;
  WordList: WordListModel;
  NamedPattern: NamedPattern;
  SizeLimits: SizeLimitsModel;
  PromptPolicyConnection: Omit<PromptPolicyConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['PromptPolicyEdge']> };
  PromptPolicyEdge: Omit<PromptPolicyEdge, 'node'> & { node: ResolversParentTypes['PromptPolicy'] };
  PromptPolicyFilter: PromptPolicyFilter;
  InspectInput: InspectInput;
  InspectedTextInput: InspectedTextInput;
  PromptInspection: PromptInspectionModel;
  InspectedFinding: InspectedFindingModel;
  InspectedRange: InspectedRangeModel;
  InspectedRule: InspectedRuleModel;
  PromptRuleInput: PromptRuleInput;
  PromptRuleExceptionInput: PromptRuleExceptionInput;
  DetectorSettingsInput: DetectorSettingsInput;
  WordListInput: WordListInput;
  NamedPatternInput: NamedPatternInput;
  SizeLimitsInput: SizeLimitsInput;
  PromptPolicyAttachmentInput: PromptPolicyAttachmentInput;
  CreatePromptPolicyInput: CreatePromptPolicyInput;
  UpdatePromptPolicyInput: UpdatePromptPolicyInput;
  ArchivePromptPolicyInput: ArchivePromptPolicyInput;
  PromptPolicyChanged: Omit<PromptPolicyChanged, 'promptPolicy'> & { promptPolicy: ResolversParentTypes['PromptPolicy'] };
  CreatePromptPolicyPayload: ResolversUnionTypes<ResolversParentTypes>['CreatePromptPolicyPayload'];
  UpdatePromptPolicyPayload: ResolversUnionTypes<ResolversParentTypes>['UpdatePromptPolicyPayload'];
  ArchivePromptPolicyPayload: ResolversUnionTypes<ResolversParentTypes>['ArchivePromptPolicyPayload'];
  ReportFalsePositiveInput: ReportFalsePositiveInput;
  ReportFalsePositivePayload: ResolversUnionTypes<ResolversParentTypes>['ReportFalsePositivePayload'];
  ProviderPreset: ProviderPreset;
  ProviderCredential: ProviderCredentialModel;
  Provider: ProviderModel;
  RegionDataTerms: RegionDataTerms;
  ProviderConnection: Omit<ProviderConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ProviderEdge']> };
  ProviderEdge: Omit<ProviderEdge, 'node'> & { node: ResolversParentTypes['Provider'] };
  ProviderFilter: ProviderFilter;
  CreateProviderInput: CreateProviderInput;
  RegionDataTermsInput: RegionDataTermsInput;
  UpdateProviderInput: UpdateProviderInput;
  ArchiveProviderInput: ArchiveProviderInput;
  ProviderChanged: Omit<ProviderChanged, 'provider'> & { provider: ResolversParentTypes['Provider'] };
  CreateProviderPayload: ResolversUnionTypes<ResolversParentTypes>['CreateProviderPayload'];
  UpdateProviderPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateProviderPayload'];
  ArchiveProviderPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveProviderPayload'];
  Release: ReleaseModel;
  ReleaseConnection: Omit<ReleaseConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ReleaseEdge']> };
  ReleaseEdge: Omit<ReleaseEdge, 'node'> & { node: ResolversParentTypes['Release'] };
  ResourceDifference: ResourceDifferenceModel;
  FieldDifference: FieldDifferenceModel;
  ReleaseDiff: ReleaseDiffModel;
  DeclareRestoredInput: DeclareRestoredInput;
  RestoreDeclared: RestoreDeclared;
  DeclareRestoredPayload: ResolversUnionTypes<ResolversParentTypes>['DeclareRestoredPayload'];
  RollbackInput: RollbackInput;
  RolledBack: RolledBack;
  RollbackPayload: ResolversUnionTypes<ResolversParentTypes>['RollbackPayload'];
  ReleaseHeldInput: ReleaseHeldInput;
  HeldReleased: HeldReleased;
  ReleaseHeldPayload: ResolversUnionTypes<ResolversParentTypes>['ReleaseHeldPayload'];
  CustomRole: CustomRoleModel;
  CustomRoleConnection: Omit<CustomRoleConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['CustomRoleEdge']> };
  CustomRoleEdge: Omit<CustomRoleEdge, 'node'> & { node: ResolversParentTypes['CustomRole'] };
  Permission: Permission;
  RoleFilter: RoleFilter;
  CreateRoleInput: CreateRoleInput;
  UpdateRoleInput: UpdateRoleInput;
  ArchiveRoleInput: ArchiveRoleInput;
  RoleChanged: Omit<RoleChanged, 'role'> & { role: ResolversParentTypes['CustomRole'] };
  CreateRolePayload: ResolversUnionTypes<ResolversParentTypes>['CreateRolePayload'];
  UpdateRolePayload: ResolversUnionTypes<ResolversParentTypes>['UpdateRolePayload'];
  ArchiveRolePayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveRolePayload'];
  RouteArm: RouteArmModel;
  VerdictCount: VerdictCount;
  Percentiles: Percentiles;
  RouteArmReport: RouteArmReportModel;
  RouteArmFilter: RouteArmFilter;
  Route: RouteModel;
  RoutingRule: RoutingRuleModel;
  Hedge: Hedge;
  RoutingRamp: RoutingRampModel;
  RampHalted: RampHaltedModel;
  RampStep: RampStepModel;
  RampBounds: RampBounds;
  RoutingShadow: RoutingShadowModel;
  RoutingChoice: RoutingChoiceModel;
  RoutingConstraints: RoutingConstraintsModel;
  FallbackList: FallbackListModel;
  WeightedTarget: WeightedTargetModel;
  RouteConnection: Omit<RouteConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['RouteEdge']> };
  RouteEdge: Omit<RouteEdge, 'node'> & { node: ResolversParentTypes['Route'] };
  RouteFilter: RouteFilter;
  RoutingRuleInput: RoutingRuleInput;
  HedgeInput: HedgeInput;
  RoutingRampInput: RoutingRampInput;
  RampStepInput: RampStepInput;
  RampBoundsInput: RampBoundsInput;
  RoutingShadowInput: RoutingShadowInput;
  RoutingChoiceInput: RoutingChoiceInput;
  RoutingConstraintsInput: RoutingConstraintsInput;
  FallbackListInput: FallbackListInput;
  WeightedTargetInput: WeightedTargetInput;
  CreateRouteInput: CreateRouteInput;
  UpdateRouteInput: UpdateRouteInput;
  ArchiveRouteInput: ArchiveRouteInput;
  RouteChanged: Omit<RouteChanged, 'route'> & { route: ResolversParentTypes['Route'] };
  CreateRoutePayload: ResolversUnionTypes<ResolversParentTypes>['CreateRoutePayload'];
  UpdateRoutePayload: ResolversUnionTypes<ResolversParentTypes>['UpdateRoutePayload'];
  ArchiveRoutePayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveRoutePayload'];
  SimulatedCallInput: SimulatedCallInput;
  SimulatedTokenFactInput: SimulatedTokenFactInput;
  ClaimedFactInput: ClaimedFactInput;
  TargetSignalInput: TargetSignalInput;
  RoutingPolicyInput: RoutingPolicyInput;
  SimulateRouteInput: SimulateRouteInput;
  RouteSimulation: RouteSimulationModel;
  SimulatedRamp: SimulatedRampModel;
  SimulatedShadow: SimulatedShadowModel;
  SimulatedFallbacks: SimulatedFallbacksModel;
  DateTime: Scalars['DateTime']['output'];
  UInt64: Scalars['UInt64']['output'];
  NanoUsd: Scalars['NanoUsd']['output'];
  PageInfo: PageInfo;
  VersionConflict: VersionConflict;
  ValidationFailed: ValidationFailed;
  Fault: Fault;
  NotFound: NotFound;
  PermissionDenied: PermissionDenied;
  IdempotencyKeyReused: IdempotencyKeyReused;
  ChangeRequestRequired: Omit<ChangeRequestRequired, 'changeRequest'> & { changeRequest: ResolversParentTypes['ChangeRequest'] };
  QuotaExceeded: QuotaExceeded;
  Session: SessionModel;
  SessionConnection: Omit<SessionConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['SessionEdge']> };
  SessionEdge: Omit<SessionEdge, 'node'> & { node: ResolversParentTypes['Session'] };
  SignOutInput: SignOutInput;
  SignedOut: Omit<SignedOut, 'principal'> & { principal: ResolversParentTypes['Principal'] };
  SignOutPayload: ResolversUnionTypes<ResolversParentTypes>['SignOutPayload'];
  Target: TargetModel;
  TargetState: TargetStateModel;
  TargetHealth: TargetHealthModel;
  Price: PriceModel;
  PriceTier: PriceTier;
  TargetConnection: Omit<TargetConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['TargetEdge']> };
  TargetEdge: Omit<TargetEdge, 'node'> & { node: ResolversParentTypes['Target'] };
  TargetFilter: TargetFilter;
  PriceInput: PriceInput;
  PriceTierInput: PriceTierInput;
  CreateTargetInput: CreateTargetInput;
  UpdateTargetInput: UpdateTargetInput;
  CheckTargetInput: CheckTargetInput;
  TargetChecked: Omit<TargetChecked, 'target'> & { target: ResolversParentTypes['Target'] };
  CheckTargetPayload: ResolversUnionTypes<ResolversParentTypes>['CheckTargetPayload'];
  ArchiveTargetInput: ArchiveTargetInput;
  TargetChanged: Omit<TargetChanged, 'target'> & { target: ResolversParentTypes['Target'] };
  CreateTargetPayload: ResolversUnionTypes<ResolversParentTypes>['CreateTargetPayload'];
  UpdateTargetPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateTargetPayload'];
  ArchiveTargetPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveTargetPayload'];
  TenantSuspension: TenantSuspension;
  TenantDeletion: TenantDeletion;
  Quota: QuotaModel;
  QuotaDefault: QuotaDefaultModel;
  TenantConnection: Omit<TenantConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['TenantEdge']> };
  TenantEdge: Omit<TenantEdge, 'node'> & { node: ResolversParentTypes['Tenant'] };
  TenantFilter: TenantFilter;
  CreateTenantInput: CreateTenantInput;
  UpdateTenantInput: UpdateTenantInput;
  SuspendTenantInput: SuspendTenantInput;
  ResumeTenantInput: ResumeTenantInput;
  DeleteTenantInput: DeleteTenantInput;
  QuotaInput: QuotaInput;
  SetTenantQuotasInput: SetTenantQuotasInput;
  SetQuotaDefaultsInput: SetQuotaDefaultsInput;
  RestoreTenantInput: RestoreTenantInput;
  ArchiveTenantInput: ArchiveTenantInput;
  TenantChanged: Omit<TenantChanged, 'tenant'> & { tenant: ResolversParentTypes['Tenant'] };
  CreateTenantPayload: ResolversUnionTypes<ResolversParentTypes>['CreateTenantPayload'];
  UpdateTenantPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateTenantPayload'];
  ArchiveTenantPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveTenantPayload'];
  SuspendTenantPayload: ResolversUnionTypes<ResolversParentTypes>['SuspendTenantPayload'];
  ResumeTenantPayload: ResolversUnionTypes<ResolversParentTypes>['ResumeTenantPayload'];
  DeleteTenantPayload: ResolversUnionTypes<ResolversParentTypes>['DeleteTenantPayload'];
  RestoreTenantPayload: ResolversUnionTypes<ResolversParentTypes>['RestoreTenantPayload'];
  SetTenantQuotasPayload: ResolversUnionTypes<ResolversParentTypes>['SetTenantQuotasPayload'];
  QuotaDefaultsChanged: Omit<QuotaDefaultsChanged, 'quotaDefaults'> & { quotaDefaults: ReadonlyArray<ResolversParentTypes['QuotaDefault']> };
  SetQuotaDefaultsPayload: ResolversUnionTypes<ResolversParentTypes>['SetQuotaDefaultsPayload'];
  TokenIssuer: TokenIssuerModel;
  TokenFact: TokenFact;
  TokenKeySet: TokenKeySetModel;
  TokenIssuerConnection: Omit<TokenIssuerConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['TokenIssuerEdge']> };
  TokenIssuerEdge: Omit<TokenIssuerEdge, 'node'> & { node: ResolversParentTypes['TokenIssuer'] };
  TokenIssuerFilter: TokenIssuerFilter;
  TokenFactInput: TokenFactInput;
  CreateTokenIssuerInput: CreateTokenIssuerInput;
  UpdateTokenIssuerInput: UpdateTokenIssuerInput;
  ArchiveTokenIssuerInput: ArchiveTokenIssuerInput;
  RefreshTokenIssuerInput: RefreshTokenIssuerInput;
  TokenIssuerChanged: Omit<TokenIssuerChanged, 'tokenIssuer'> & { tokenIssuer: ResolversParentTypes['TokenIssuer'] };
  TokenIssuerDue: Omit<TokenIssuerDue, 'tokenIssuer'> & { tokenIssuer: ResolversParentTypes['TokenIssuer'] };
  CreateTokenIssuerPayload: ResolversUnionTypes<ResolversParentTypes>['CreateTokenIssuerPayload'];
  UpdateTokenIssuerPayload: ResolversUnionTypes<ResolversParentTypes>['UpdateTokenIssuerPayload'];
  ArchiveTokenIssuerPayload: ResolversUnionTypes<ResolversParentTypes>['ArchiveTokenIssuerPayload'];
  RefreshTokenIssuerPayload: ResolversUnionTypes<ResolversParentTypes>['RefreshTokenIssuerPayload'];
  UsageFilter: UsageFilter;
  UsageRow: UsageRowModel;
  UsageReport: UsageReportModel;
};

export type ApiKeyResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prefix?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workloads?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  routes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  operations?: Resolver<ReadonlyArray<ResolversTypes['KeyOperation']>, ParentType, ContextType>;
  feature?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attributes?: Resolver<ReadonlyArray<ResolversTypes['KeyAttribute']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['KeyScope']>, ParentType, ContextType>;
  notAfter?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  replaces?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  replacedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastUsedDoor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastUsedRegion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  application?: Resolver<ResolversTypes['Application'], ParentType, ContextType>;
};

export type KeyScopeResolvers = EnumResolverSignature<{ EXPLAIN?: any }, ResolversTypes['KeyScope']>;

export type KeyOperationResolvers = EnumResolverSignature<{ CHAT?: any, EMBEDDING?: any, TOKEN_COUNT?: any, MODEL_LIST?: any }, ResolversTypes['KeyOperation']>;

export type KeyAttributeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['KeyAttribute'] = ResolversParentTypes['KeyAttribute']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ApiKeyConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApiKeyConnection'] = ResolversParentTypes['ApiKeyConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ApiKeyEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ApiKeyEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApiKeyEdge'] = ResolversParentTypes['ApiKeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type ApiKeySortResolvers = EnumResolverSignature<{ NAME?: any, CREATED_AT?: any, UPDATED_AT?: any, NOT_AFTER?: any }, ResolversTypes['ApiKeySort']>;

export type QueryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiKeys?: Resolver<ResolversTypes['ApiKeyConnection'], ParentType, ContextType, RequireFields<QueryApiKeysArgs, 'first' | 'includeRevoked'>>;
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType, RequireFields<QueryApiKeyArgs, 'id'>>;
  applications?: Resolver<ResolversTypes['ApplicationConnection'], ParentType, ContextType, RequireFields<QueryApplicationsArgs, 'first' | 'includeArchived'>>;
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType, RequireFields<QueryApplicationArgs, 'id'>>;
  approvalRules?: Resolver<ReadonlyArray<ResolversTypes['ApprovalRule']>, ParentType, ContextType, Partial<QueryApprovalRulesArgs>>;
  auditEvents?: Resolver<ResolversTypes['AuditEventConnection'], ParentType, ContextType, RequireFields<QueryAuditEventsArgs, 'first'>>;
  auditVerification?: Resolver<ResolversTypes['AuditVerification'], ParentType, ContextType, Partial<QueryAuditVerificationArgs>>;
  auditSigningKeys?: Resolver<ReadonlyArray<ResolversTypes['AuditSigningKey']>, ParentType, ContextType>;
  budgets?: Resolver<ResolversTypes['BudgetConnection'], ParentType, ContextType, RequireFields<QueryBudgetsArgs, 'first' | 'includeArchived'>>;
  budget?: Resolver<Maybe<ResolversTypes['Budget']>, ParentType, ContextType, RequireFields<QueryBudgetArgs, 'id'>>;
  changeRequests?: Resolver<ResolversTypes['ChangeRequestConnection'], ParentType, ContextType, RequireFields<QueryChangeRequestsArgs, 'first'>>;
  changeRequest?: Resolver<Maybe<ResolversTypes['ChangeRequest']>, ParentType, ContextType, RequireFields<QueryChangeRequestArgs, 'id'>>;
  configPlan?: Resolver<Maybe<ResolversTypes['ConfigPlan']>, ParentType, ContextType, RequireFields<QueryConfigPlanArgs, 'id'>>;
  exportConfig?: Resolver<ResolversTypes['ConfigExport'], ParentType, ContextType, RequireFields<QueryExportConfigArgs, 'tenantId'>>;
  decisions?: Resolver<ResolversTypes['DecisionConnection'], ParentType, ContextType, RequireFields<QueryDecisionsArgs, 'filter' | 'first'>>;
  decision?: Resolver<Maybe<ResolversTypes['Decision']>, ParentType, ContextType, RequireFields<QueryDecisionArgs, 'requestId'>>;
  findings?: Resolver<ResolversTypes['FindingReport'], ParentType, ContextType, RequireFields<QueryFindingsArgs, 'filter' | 'by'>>;
  grantNotices?: Resolver<ResolversTypes['GrantNoticeConnection'], ParentType, ContextType, RequireFields<QueryGrantNoticesArgs, 'first'>>;
  grants?: Resolver<ResolversTypes['GrantConnection'], ParentType, ContextType, RequireFields<QueryGrantsArgs, 'first' | 'includeRevoked'>>;
  grant?: Resolver<Maybe<ResolversTypes['Grant']>, ParentType, ContextType, RequireFields<QueryGrantArgs, 'id'>>;
  modelAccess?: Resolver<ResolversTypes['GrantConnection'], ParentType, ContextType, RequireFields<QueryModelAccessArgs, 'first'>>;
  identityProviders?: Resolver<ResolversTypes['IdentityProviderConnection'], ParentType, ContextType, RequireFields<QueryIdentityProvidersArgs, 'first' | 'includeArchived'>>;
  identityProvider?: Resolver<Maybe<ResolversTypes['IdentityProvider']>, ParentType, ContextType, RequireFields<QueryIdentityProviderArgs, 'id'>>;
  limits?: Resolver<ResolversTypes['LimitConnection'], ParentType, ContextType, RequireFields<QueryLimitsArgs, 'first' | 'includeArchived'>>;
  limit?: Resolver<Maybe<ResolversTypes['Limit']>, ParentType, ContextType, RequireFields<QueryLimitArgs, 'id'>>;
  models?: Resolver<ResolversTypes['ModelConnection'], ParentType, ContextType, RequireFields<QueryModelsArgs, 'first' | 'includeArchived'>>;
  model?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType, RequireFields<QueryModelArgs, 'id'>>;
  modelNamed?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType, RequireFields<QueryModelNamedArgs, 'name'>>;
  deprecatedModels?: Resolver<ResolversTypes['ModelConnection'], ParentType, ContextType, RequireFields<QueryDeprecatedModelsArgs, 'first'>>;
  modelUsers?: Resolver<ResolversTypes['ModelUserReport'], ParentType, ContextType, RequireFields<QueryModelUsersArgs, 'modelId' | 'days'>>;
  nodePools?: Resolver<ResolversTypes['NodePoolConnection'], ParentType, ContextType, RequireFields<QueryNodePoolsArgs, 'first' | 'includeArchived'>>;
  nodePool?: Resolver<Maybe<ResolversTypes['NodePool']>, ParentType, ContextType, RequireFields<QueryNodePoolArgs, 'id'>>;
  nodeRevocations?: Resolver<ResolversTypes['NodeRevocationConnection'], ParentType, ContextType, RequireFields<QueryNodeRevocationsArgs, 'first'>>;
  nodes?: Resolver<ResolversTypes['NodeConnection'], ParentType, ContextType, RequireFields<QueryNodesArgs, 'first'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  headRevision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  enforcement?: Resolver<ResolversTypes['Enforcement'], ParentType, ContextType, RequireFields<QueryEnforcementArgs, 'revision'>>;
  awaitEnforced?: Resolver<ResolversTypes['AwaitedEnforcement'], ParentType, ContextType, RequireFields<QueryAwaitEnforcedArgs, 'revision' | 'timeoutMs'>>;
  outsideDetectors?: Resolver<ResolversTypes['OutsideDetectorConnection'], ParentType, ContextType, RequireFields<QueryOutsideDetectorsArgs, 'first' | 'includeArchived'>>;
  outsideDetector?: Resolver<Maybe<ResolversTypes['OutsideDetector']>, ParentType, ContextType, RequireFields<QueryOutsideDetectorArgs, 'id'>>;
  proposedPrices?: Resolver<ResolversTypes['PriceProposalReport'], ParentType, ContextType, RequireFields<QueryProposedPricesArgs, 'outcomes'>>;
  me?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
  principals?: Resolver<ResolversTypes['PrincipalConnection'], ParentType, ContextType, RequireFields<QueryPrincipalsArgs, 'first' | 'includeArchived'>>;
  principal?: Resolver<Maybe<ResolversTypes['Principal']>, ParentType, ContextType, RequireFields<QueryPrincipalArgs, 'id'>>;
  promptPolicies?: Resolver<ResolversTypes['PromptPolicyConnection'], ParentType, ContextType, RequireFields<QueryPromptPoliciesArgs, 'first' | 'includeArchived'>>;
  promptPolicy?: Resolver<Maybe<ResolversTypes['PromptPolicy']>, ParentType, ContextType, RequireFields<QueryPromptPolicyArgs, 'id'>>;
  inspect?: Resolver<ResolversTypes['PromptInspection'], ParentType, ContextType, RequireFields<QueryInspectArgs, 'input'>>;
  providers?: Resolver<ResolversTypes['ProviderConnection'], ParentType, ContextType, RequireFields<QueryProvidersArgs, 'first' | 'includeArchived'>>;
  provider?: Resolver<Maybe<ResolversTypes['Provider']>, ParentType, ContextType, RequireFields<QueryProviderArgs, 'id'>>;
  providerPresets?: Resolver<ReadonlyArray<ResolversTypes['ProviderPreset']>, ParentType, ContextType>;
  releases?: Resolver<ResolversTypes['ReleaseConnection'], ParentType, ContextType, RequireFields<QueryReleasesArgs, 'first'>>;
  releaseDiff?: Resolver<ResolversTypes['ReleaseDiff'], ParentType, ContextType, RequireFields<QueryReleaseDiffArgs, 'from' | 'to'>>;
  roles?: Resolver<ResolversTypes['CustomRoleConnection'], ParentType, ContextType, RequireFields<QueryRolesArgs, 'first' | 'includeArchived'>>;
  role?: Resolver<Maybe<ResolversTypes['CustomRole']>, ParentType, ContextType, RequireFields<QueryRoleArgs, 'id'>>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['Permission']>, ParentType, ContextType>;
  myPermissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  routeArms?: Resolver<ResolversTypes['RouteArmReport'], ParentType, ContextType, RequireFields<QueryRouteArmsArgs, 'filter'>>;
  routes?: Resolver<ResolversTypes['RouteConnection'], ParentType, ContextType, RequireFields<QueryRoutesArgs, 'first' | 'includeArchived'>>;
  route?: Resolver<Maybe<ResolversTypes['Route']>, ParentType, ContextType, RequireFields<QueryRouteArgs, 'id'>>;
  simulateRoute?: Resolver<ResolversTypes['RouteSimulation'], ParentType, ContextType, RequireFields<QuerySimulateRouteArgs, 'input'>>;
  sessions?: Resolver<ResolversTypes['SessionConnection'], ParentType, ContextType, RequireFields<QuerySessionsArgs, 'first' | 'includeEnded'>>;
  targets?: Resolver<ResolversTypes['TargetConnection'], ParentType, ContextType, RequireFields<QueryTargetsArgs, 'first' | 'includeArchived'>>;
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType, RequireFields<QueryTargetArgs, 'id'>>;
  tenants?: Resolver<ResolversTypes['TenantConnection'], ParentType, ContextType, RequireFields<QueryTenantsArgs, 'first' | 'includeArchived'>>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType, RequireFields<QueryTenantArgs, 'id'>>;
  quotaDefaults?: Resolver<ReadonlyArray<ResolversTypes['QuotaDefault']>, ParentType, ContextType>;
  tokenIssuers?: Resolver<ResolversTypes['TokenIssuerConnection'], ParentType, ContextType, RequireFields<QueryTokenIssuersArgs, 'first' | 'includeArchived'>>;
  tokenIssuer?: Resolver<Maybe<ResolversTypes['TokenIssuer']>, ParentType, ContextType, RequireFields<QueryTokenIssuerArgs, 'id'>>;
  usage?: Resolver<ResolversTypes['UsageReport'], ParentType, ContextType, RequireFields<QueryUsageArgs, 'filter' | 'by'>>;
};

export type ApiKeyCreatedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApiKeyCreated'] = ResolversParentTypes['ApiKeyCreated']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  secretAlreadyShown?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  changeRequest?: Resolver<Maybe<ResolversTypes['ChangeRequest']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApiKeyChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApiKeyChanged'] = ResolversParentTypes['ApiKeyChanged']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateApiKeyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateApiKeyPayload'] = ResolversParentTypes['CreateApiKeyPayload']> = {
  __resolveType: TypeResolveFn<'ApiKeyCreated' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdateApiKeyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateApiKeyPayload'] = ResolversParentTypes['UpdateApiKeyPayload']> = {
  __resolveType: TypeResolveFn<'ApiKeyChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type RevokeApiKeyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RevokeApiKeyPayload'] = ResolversParentTypes['RevokeApiKeyPayload']> = {
  __resolveType: TypeResolveFn<'ApiKeyChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RotateApiKeyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RotateApiKeyPayload'] = ResolversParentTypes['RotateApiKeyPayload']> = {
  __resolveType: TypeResolveFn<'ApiKeyCreated' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  updateApiKey?: Resolver<ResolversTypes['UpdateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationUpdateApiKeyArgs, 'input'>>;
  rotateApiKey?: Resolver<ResolversTypes['RotateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'input'>>;
  revokeApiKey?: Resolver<ResolversTypes['RevokeApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'input'>>;
  createApplication?: Resolver<ResolversTypes['CreateApplicationPayload'], ParentType, ContextType, RequireFields<MutationCreateApplicationArgs, 'input'>>;
  updateApplication?: Resolver<ResolversTypes['UpdateApplicationPayload'], ParentType, ContextType, RequireFields<MutationUpdateApplicationArgs, 'input'>>;
  archiveApplication?: Resolver<ResolversTypes['ArchiveApplicationPayload'], ParentType, ContextType, RequireFields<MutationArchiveApplicationArgs, 'input'>>;
  createApprovalRule?: Resolver<ResolversTypes['CreateApprovalRulePayload'], ParentType, ContextType, RequireFields<MutationCreateApprovalRuleArgs, 'input'>>;
  updateApprovalRule?: Resolver<ResolversTypes['UpdateApprovalRulePayload'], ParentType, ContextType, RequireFields<MutationUpdateApprovalRuleArgs, 'input'>>;
  createBudget?: Resolver<ResolversTypes['CreateBudgetPayload'], ParentType, ContextType, RequireFields<MutationCreateBudgetArgs, 'input'>>;
  updateBudget?: Resolver<ResolversTypes['UpdateBudgetPayload'], ParentType, ContextType, RequireFields<MutationUpdateBudgetArgs, 'input'>>;
  archiveBudget?: Resolver<ResolversTypes['ArchiveBudgetPayload'], ParentType, ContextType, RequireFields<MutationArchiveBudgetArgs, 'input'>>;
  approveChange?: Resolver<ResolversTypes['ApproveChangePayload'], ParentType, ContextType, RequireFields<MutationApproveChangeArgs, 'input'>>;
  applyChange?: Resolver<ResolversTypes['ApplyChangePayload'], ParentType, ContextType, RequireFields<MutationApplyChangeArgs, 'input'>>;
  rejectChange?: Resolver<ResolversTypes['RejectChangePayload'], ParentType, ContextType, RequireFields<MutationRejectChangeArgs, 'input'>>;
  requestChanges?: Resolver<ResolversTypes['RequestChangesPayload'], ParentType, ContextType, RequireFields<MutationRequestChangesArgs, 'input'>>;
  withdrawChange?: Resolver<ResolversTypes['WithdrawChangePayload'], ParentType, ContextType, RequireFields<MutationWithdrawChangeArgs, 'input'>>;
  commentOnChange?: Resolver<ResolversTypes['CommentOnChangePayload'], ParentType, ContextType, RequireFields<MutationCommentOnChangeArgs, 'input'>>;
  submitChange?: Resolver<ResolversTypes['SubmitChangePayload'], ParentType, ContextType, RequireFields<MutationSubmitChangeArgs, 'input'>>;
  rebaseChange?: Resolver<ResolversTypes['RebaseChangePayload'], ParentType, ContextType, RequireFields<MutationRebaseChangeArgs, 'input'>>;
  requestRollback?: Resolver<ResolversTypes['RequestRollbackPayload'], ParentType, ContextType, RequireFields<MutationRequestRollbackArgs, 'input'>>;
  scheduleChange?: Resolver<ResolversTypes['ScheduleChangePayload'], ParentType, ContextType, RequireFields<MutationScheduleChangeArgs, 'input'>>;
  cancelScheduledChange?: Resolver<ResolversTypes['CancelScheduledChangePayload'], ParentType, ContextType, RequireFields<MutationCancelScheduledChangeArgs, 'input'>>;
  applyEmergency?: Resolver<ResolversTypes['ApplyEmergencyPayload'], ParentType, ContextType, RequireFields<MutationApplyEmergencyArgs, 'input'>>;
  ratifyChange?: Resolver<ResolversTypes['RatifyChangePayload'], ParentType, ContextType, RequireFields<MutationRatifyChangeArgs, 'input'>>;
  revertEmergency?: Resolver<ResolversTypes['RevertEmergencyPayload'], ParentType, ContextType, RequireFields<MutationRevertEmergencyArgs, 'input'>>;
  planConfig?: Resolver<ResolversTypes['PlanConfigPayload'], ParentType, ContextType, RequireFields<MutationPlanConfigArgs, 'input'>>;
  applyPlan?: Resolver<ResolversTypes['ApplyPlanPayload'], ParentType, ContextType, RequireFields<MutationApplyPlanArgs, 'input'>>;
  requestGrant?: Resolver<ResolversTypes['RequestGrantPayload'], ParentType, ContextType, RequireFields<MutationRequestGrantArgs, 'input'>>;
  approveGrant?: Resolver<ResolversTypes['ApproveGrantPayload'], ParentType, ContextType, RequireFields<MutationApproveGrantArgs, 'input'>>;
  rejectGrant?: Resolver<ResolversTypes['RejectGrantPayload'], ParentType, ContextType, RequireFields<MutationRejectGrantArgs, 'input'>>;
  withdrawGrantRequest?: Resolver<ResolversTypes['WithdrawGrantRequestPayload'], ParentType, ContextType, RequireFields<MutationWithdrawGrantRequestArgs, 'input'>>;
  updateGrant?: Resolver<ResolversTypes['UpdateGrantPayload'], ParentType, ContextType, RequireFields<MutationUpdateGrantArgs, 'input'>>;
  renewGrant?: Resolver<ResolversTypes['RenewGrantPayload'], ParentType, ContextType, RequireFields<MutationRenewGrantArgs, 'input'>>;
  revokeGrant?: Resolver<ResolversTypes['RevokeGrantPayload'], ParentType, ContextType, RequireFields<MutationRevokeGrantArgs, 'input'>>;
  createIdentityProvider?: Resolver<ResolversTypes['CreateIdentityProviderPayload'], ParentType, ContextType, RequireFields<MutationCreateIdentityProviderArgs, 'input'>>;
  updateIdentityProvider?: Resolver<ResolversTypes['UpdateIdentityProviderPayload'], ParentType, ContextType, RequireFields<MutationUpdateIdentityProviderArgs, 'input'>>;
  archiveIdentityProvider?: Resolver<ResolversTypes['ArchiveIdentityProviderPayload'], ParentType, ContextType, RequireFields<MutationArchiveIdentityProviderArgs, 'input'>>;
  replayChange?: Resolver<ResolversTypes['ReplayChangePayload'], ParentType, ContextType, RequireFields<MutationReplayChangeArgs, 'input'>>;
  createLimit?: Resolver<ResolversTypes['CreateLimitPayload'], ParentType, ContextType, RequireFields<MutationCreateLimitArgs, 'input'>>;
  updateLimit?: Resolver<ResolversTypes['UpdateLimitPayload'], ParentType, ContextType, RequireFields<MutationUpdateLimitArgs, 'input'>>;
  archiveLimit?: Resolver<ResolversTypes['ArchiveLimitPayload'], ParentType, ContextType, RequireFields<MutationArchiveLimitArgs, 'input'>>;
  createModel?: Resolver<ResolversTypes['CreateModelPayload'], ParentType, ContextType, RequireFields<MutationCreateModelArgs, 'input'>>;
  updateModel?: Resolver<ResolversTypes['UpdateModelPayload'], ParentType, ContextType, RequireFields<MutationUpdateModelArgs, 'input'>>;
  archiveModel?: Resolver<ResolversTypes['ArchiveModelPayload'], ParentType, ContextType, RequireFields<MutationArchiveModelArgs, 'input'>>;
  createNodePool?: Resolver<ResolversTypes['CreateNodePoolPayload'], ParentType, ContextType, RequireFields<MutationCreateNodePoolArgs, 'input'>>;
  updateNodePool?: Resolver<ResolversTypes['UpdateNodePoolPayload'], ParentType, ContextType, RequireFields<MutationUpdateNodePoolArgs, 'input'>>;
  archiveNodePool?: Resolver<ResolversTypes['ArchiveNodePoolPayload'], ParentType, ContextType, RequireFields<MutationArchiveNodePoolArgs, 'input'>>;
  revokeNode?: Resolver<ResolversTypes['RevokeNodePayload'], ParentType, ContextType, RequireFields<MutationRevokeNodeArgs, 'input'>>;
  admitNode?: Resolver<ResolversTypes['AdmitNodePayload'], ParentType, ContextType, RequireFields<MutationAdmitNodeArgs, 'input'>>;
  createOutsideDetector?: Resolver<ResolversTypes['CreateOutsideDetectorPayload'], ParentType, ContextType, RequireFields<MutationCreateOutsideDetectorArgs, 'input'>>;
  updateOutsideDetector?: Resolver<ResolversTypes['UpdateOutsideDetectorPayload'], ParentType, ContextType, RequireFields<MutationUpdateOutsideDetectorArgs, 'input'>>;
  archiveOutsideDetector?: Resolver<ResolversTypes['ArchiveOutsideDetectorPayload'], ParentType, ContextType, RequireFields<MutationArchiveOutsideDetectorArgs, 'input'>>;
  acceptProposedPrices?: Resolver<ResolversTypes['AcceptProposedPricesPayload'], ParentType, ContextType, RequireFields<MutationAcceptProposedPricesArgs, 'input'>>;
  createPrincipal?: Resolver<ResolversTypes['CreatePrincipalPayload'], ParentType, ContextType, RequireFields<MutationCreatePrincipalArgs, 'input'>>;
  updatePrincipal?: Resolver<ResolversTypes['UpdatePrincipalPayload'], ParentType, ContextType, RequireFields<MutationUpdatePrincipalArgs, 'input'>>;
  archivePrincipal?: Resolver<ResolversTypes['ArchivePrincipalPayload'], ParentType, ContextType, RequireFields<MutationArchivePrincipalArgs, 'input'>>;
  createAccessToken?: Resolver<ResolversTypes['CreateAccessTokenPayload'], ParentType, ContextType, RequireFields<MutationCreateAccessTokenArgs, 'input'>>;
  rotateAccessToken?: Resolver<ResolversTypes['RotateAccessTokenPayload'], ParentType, ContextType, RequireFields<MutationRotateAccessTokenArgs, 'input'>>;
  revokeAccessToken?: Resolver<ResolversTypes['RevokeAccessTokenPayload'], ParentType, ContextType, RequireFields<MutationRevokeAccessTokenArgs, 'input'>>;
  reportFalsePositive?: Resolver<ResolversTypes['ReportFalsePositivePayload'], ParentType, ContextType, RequireFields<MutationReportFalsePositiveArgs, 'input'>>;
  createPromptPolicy?: Resolver<ResolversTypes['CreatePromptPolicyPayload'], ParentType, ContextType, RequireFields<MutationCreatePromptPolicyArgs, 'input'>>;
  updatePromptPolicy?: Resolver<ResolversTypes['UpdatePromptPolicyPayload'], ParentType, ContextType, RequireFields<MutationUpdatePromptPolicyArgs, 'input'>>;
  archivePromptPolicy?: Resolver<ResolversTypes['ArchivePromptPolicyPayload'], ParentType, ContextType, RequireFields<MutationArchivePromptPolicyArgs, 'input'>>;
  createProvider?: Resolver<ResolversTypes['CreateProviderPayload'], ParentType, ContextType, RequireFields<MutationCreateProviderArgs, 'input'>>;
  updateProvider?: Resolver<ResolversTypes['UpdateProviderPayload'], ParentType, ContextType, RequireFields<MutationUpdateProviderArgs, 'input'>>;
  archiveProvider?: Resolver<ResolversTypes['ArchiveProviderPayload'], ParentType, ContextType, RequireFields<MutationArchiveProviderArgs, 'input'>>;
  rollback?: Resolver<ResolversTypes['RollbackPayload'], ParentType, ContextType, RequireFields<MutationRollbackArgs, 'input'>>;
  declareRestored?: Resolver<ResolversTypes['DeclareRestoredPayload'], ParentType, ContextType, RequireFields<MutationDeclareRestoredArgs, 'input'>>;
  releaseHeld?: Resolver<ResolversTypes['ReleaseHeldPayload'], ParentType, ContextType, RequireFields<MutationReleaseHeldArgs, 'input'>>;
  createRole?: Resolver<ResolversTypes['CreateRolePayload'], ParentType, ContextType, RequireFields<MutationCreateRoleArgs, 'input'>>;
  updateRole?: Resolver<ResolversTypes['UpdateRolePayload'], ParentType, ContextType, RequireFields<MutationUpdateRoleArgs, 'input'>>;
  archiveRole?: Resolver<ResolversTypes['ArchiveRolePayload'], ParentType, ContextType, RequireFields<MutationArchiveRoleArgs, 'input'>>;
  createRoute?: Resolver<ResolversTypes['CreateRoutePayload'], ParentType, ContextType, RequireFields<MutationCreateRouteArgs, 'input'>>;
  updateRoute?: Resolver<ResolversTypes['UpdateRoutePayload'], ParentType, ContextType, RequireFields<MutationUpdateRouteArgs, 'input'>>;
  archiveRoute?: Resolver<ResolversTypes['ArchiveRoutePayload'], ParentType, ContextType, RequireFields<MutationArchiveRouteArgs, 'input'>>;
  signOut?: Resolver<ResolversTypes['SignOutPayload'], ParentType, ContextType, RequireFields<MutationSignOutArgs, 'input'>>;
  createTarget?: Resolver<ResolversTypes['CreateTargetPayload'], ParentType, ContextType, RequireFields<MutationCreateTargetArgs, 'input'>>;
  updateTarget?: Resolver<ResolversTypes['UpdateTargetPayload'], ParentType, ContextType, RequireFields<MutationUpdateTargetArgs, 'input'>>;
  checkTarget?: Resolver<ResolversTypes['CheckTargetPayload'], ParentType, ContextType, RequireFields<MutationCheckTargetArgs, 'input'>>;
  archiveTarget?: Resolver<ResolversTypes['ArchiveTargetPayload'], ParentType, ContextType, RequireFields<MutationArchiveTargetArgs, 'input'>>;
  createTenant?: Resolver<ResolversTypes['CreateTenantPayload'], ParentType, ContextType, RequireFields<MutationCreateTenantArgs, 'input'>>;
  updateTenant?: Resolver<ResolversTypes['UpdateTenantPayload'], ParentType, ContextType, RequireFields<MutationUpdateTenantArgs, 'input'>>;
  archiveTenant?: Resolver<ResolversTypes['ArchiveTenantPayload'], ParentType, ContextType, RequireFields<MutationArchiveTenantArgs, 'input'>>;
  suspendTenant?: Resolver<ResolversTypes['SuspendTenantPayload'], ParentType, ContextType, RequireFields<MutationSuspendTenantArgs, 'input'>>;
  resumeTenant?: Resolver<ResolversTypes['ResumeTenantPayload'], ParentType, ContextType, RequireFields<MutationResumeTenantArgs, 'input'>>;
  deleteTenant?: Resolver<ResolversTypes['DeleteTenantPayload'], ParentType, ContextType, RequireFields<MutationDeleteTenantArgs, 'input'>>;
  restoreTenant?: Resolver<ResolversTypes['RestoreTenantPayload'], ParentType, ContextType, RequireFields<MutationRestoreTenantArgs, 'input'>>;
  setTenantQuotas?: Resolver<ResolversTypes['SetTenantQuotasPayload'], ParentType, ContextType, RequireFields<MutationSetTenantQuotasArgs, 'input'>>;
  setQuotaDefaults?: Resolver<ResolversTypes['SetQuotaDefaultsPayload'], ParentType, ContextType, RequireFields<MutationSetQuotaDefaultsArgs, 'input'>>;
  createTokenIssuer?: Resolver<ResolversTypes['CreateTokenIssuerPayload'], ParentType, ContextType, RequireFields<MutationCreateTokenIssuerArgs, 'input'>>;
  updateTokenIssuer?: Resolver<ResolversTypes['UpdateTokenIssuerPayload'], ParentType, ContextType, RequireFields<MutationUpdateTokenIssuerArgs, 'input'>>;
  archiveTokenIssuer?: Resolver<ResolversTypes['ArchiveTokenIssuerPayload'], ParentType, ContextType, RequireFields<MutationArchiveTokenIssuerArgs, 'input'>>;
  refreshTokenIssuer?: Resolver<ResolversTypes['RefreshTokenIssuerPayload'], ParentType, ContextType, RequireFields<MutationRefreshTokenIssuerArgs, 'input'>>;
};

export type EnvironmentResolvers = EnumResolverSignature<{ DEVELOPMENT?: any, STAGING?: any, PRODUCTION?: any }, ResolversTypes['Environment']>;

export type DataClassResolvers = EnumResolverSignature<{ PUBLIC?: any, INTERNAL?: any, CONFIDENTIAL?: any, RESTRICTED?: any }, ResolversTypes['DataClass']>;

export type RolloutStageResolvers = EnumResolverSignature<{ DIRECT?: any, PILOT?: any, GOVERNED?: any }, ResolversTypes['RolloutStage']>;

export type RolloutTaskResolvers = EnumResolverSignature<{ OWNER_NAMED?: any, DATA_CLASS_CONFIRMED?: any, BUDGET_AGREED?: any, KEY_IN_USE?: any, FALLBACK_TRIED?: any, DIRECT_KEYS_WITHDRAWN?: any }, ResolversTypes['RolloutTask']>;

export type RolloutStepResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RolloutStep'] = ResolversParentTypes['RolloutStep']> = {
  stage?: Resolver<ResolversTypes['RolloutStage'], ParentType, ContextType>;
  beganAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  plannedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type RolloutTaskStateResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RolloutTaskState'] = ResolversParentTypes['RolloutTaskState']> = {
  task?: Resolver<ResolversTypes['RolloutTask'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  doneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  doneBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type StageCountResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['StageCount'] = ResolversParentTypes['StageCount']> = {
  stage?: Resolver<ResolversTypes['RolloutStage'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ApplicationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Application'] = ResolversParentTypes['Application']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  team?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  environment?: Resolver<ResolversTypes['Environment'], ParentType, ContextType>;
  dataClass?: Resolver<ResolversTypes['DataClass'], ParentType, ContextType>;
  rolloutStage?: Resolver<ResolversTypes['RolloutStage'], ParentType, ContextType>;
  rollout?: Resolver<ReadonlyArray<ResolversTypes['RolloutStep']>, ParentType, ContextType>;
  checklist?: Resolver<ReadonlyArray<ResolversTypes['RolloutTaskState']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  apiKeys?: Resolver<ResolversTypes['ApiKeyConnection'], ParentType, ContextType, RequireFields<ApplicationApiKeysArgs, 'first'>>;
};

export type ApplicationConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApplicationConnection'] = ResolversParentTypes['ApplicationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ApplicationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ApplicationEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApplicationEdge'] = ResolversParentTypes['ApplicationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Application'], ParentType, ContextType>;
};

export type ApplicationSortResolvers = EnumResolverSignature<{ NAME?: any, TEAM?: any, CREATED_AT?: any, UPDATED_AT?: any }, ResolversTypes['ApplicationSort']>;

export type RecordSortResolvers = EnumResolverSignature<{ NAME?: any, CREATED_AT?: any, UPDATED_AT?: any }, ResolversTypes['RecordSort']>;

export type TenantResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant']> = {
  rolloutCounts?: Resolver<ReadonlyArray<ResolversTypes['StageCount']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  suspended?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['TenantState'], ParentType, ContextType>;
  suspension?: Resolver<Maybe<ResolversTypes['TenantSuspension']>, ParentType, ContextType>;
  deletion?: Resolver<Maybe<ResolversTypes['TenantDeletion']>, ParentType, ContextType>;
  quotas?: Resolver<ReadonlyArray<ResolversTypes['Quota']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  applications?: Resolver<ResolversTypes['ApplicationConnection'], ParentType, ContextType, RequireFields<TenantApplicationsArgs, 'first'>>;
};

export type ApplicationChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApplicationChanged'] = ResolversParentTypes['ApplicationChanged']> = {
  application?: Resolver<ResolversTypes['Application'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateApplicationPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateApplicationPayload'] = ResolversParentTypes['CreateApplicationPayload']> = {
  __resolveType: TypeResolveFn<'ApplicationChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdateApplicationPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateApplicationPayload'] = ResolversParentTypes['UpdateApplicationPayload']> = {
  __resolveType: TypeResolveFn<'ApplicationChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveApplicationPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveApplicationPayload'] = ResolversParentTypes['ArchiveApplicationPayload']> = {
  __resolveType: TypeResolveFn<'ApplicationChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RuledKindResolvers = EnumResolverSignature<{ GRANT?: any, ROUTE?: any, PROMPT_POLICY?: any, API_KEY?: any, MODEL?: any, PROVIDER?: any, TARGET?: any, PRICE?: any, ROLE?: any, LIMIT?: any, BUDGET?: any }, ResolversTypes['RuledKind']>;

export type ApprovalRuleResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApprovalRule'] = ResolversParentTypes['ApprovalRule']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RuledKind'], ParentType, ContextType>;
  quorum?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  highRiskQuorum?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['Role']>, ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  teams?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  highRiskTeams?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ApprovalRuleChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApprovalRuleChanged'] = ResolversParentTypes['ApprovalRuleChanged']> = {
  approvalRule?: Resolver<ResolversTypes['ApprovalRule'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateApprovalRulePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateApprovalRulePayload'] = ResolversParentTypes['CreateApprovalRulePayload']> = {
  __resolveType: TypeResolveFn<'ApprovalRuleChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdateApprovalRulePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateApprovalRulePayload'] = ResolversParentTypes['UpdateApprovalRulePayload']> = {
  __resolveType: TypeResolveFn<'ApprovalRuleChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type AuditEventResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AuditEvent'] = ResolversParentTypes['AuditEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  tenantId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  authenticatedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  object?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  changes?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['UInt64']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEventConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AuditEventConnection'] = ResolversParentTypes['AuditEventConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEventEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AuditEventEdge'] = ResolversParentTypes['AuditEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEvent'], ParentType, ContextType>;
};

export type AuditFaultKindResolvers = EnumResolverSignature<{ CHANGED?: any, REMOVED?: any, REORDERED?: any, TAIL_CUT?: any, REWRITTEN?: any }, ResolversTypes['AuditFaultKind']>;

export type AuditFaultResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AuditFault'] = ResolversParentTypes['AuditFault']> = {
  kind?: Resolver<ResolversTypes['AuditFaultKind'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  eventId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SignedAuditHeadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SignedAuditHead'] = ResolversParentTypes['SignedAuditHead']> = {
  sequence?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  keyId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signature?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditVerificationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AuditVerification'] = ResolversParentTypes['AuditVerification']> = {
  checkedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  checkedThrough?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  faults?: Resolver<ReadonlyArray<ResolversTypes['AuditFault']>, ParentType, ContextType>;
  newestSignedHead?: Resolver<Maybe<ResolversTypes['SignedAuditHead']>, ParentType, ContextType>;
  next?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditSigningKeyResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AuditSigningKey'] = ResolversParentTypes['AuditSigningKey']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  publicKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type BudgetResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Budget'] = ResolversParentTypes['Budget']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  per?: Resolver<ResolversTypes['AccountScope'], ParentType, ContextType>;
  workloads?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  models?: Resolver<ReadonlyArray<ResolversTypes['Model']>, ParentType, ContextType>;
  period?: Resolver<ResolversTypes['BudgetPeriod'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  enforcement?: Resolver<ResolversTypes['BudgetEnforcement'], ParentType, ContextType>;
  reservation?: Resolver<ResolversTypes['BudgetReservation'], ParentType, ContextType>;
  whenUnreachable?: Resolver<ResolversTypes['BudgetOutage'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  accounts?: Resolver<ReadonlyArray<ResolversTypes['BudgetAccount']>, ParentType, ContextType, RequireFields<BudgetAccountsArgs, 'first'>>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type BudgetAccountResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BudgetAccount'] = ResolversParentTypes['BudgetAccount']> = {
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  apiKeyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  apiKeyName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  periodStart?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  periodEnd?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  spent?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  lent?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  left?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
};

export type BudgetPeriodResolvers = EnumResolverSignature<{ DAY?: any, WEEK?: any, MONTH?: any }, ResolversTypes['BudgetPeriod']>;

export type BudgetEnforcementResolvers = EnumResolverSignature<{ SOFT?: any, HARD?: any, DOWNGRADE?: any }, ResolversTypes['BudgetEnforcement']>;

export type BudgetReservationResolvers = EnumResolverSignature<{ STRICT?: any, LEARNED?: any }, ResolversTypes['BudgetReservation']>;

export type BudgetOutageResolvers = EnumResolverSignature<{ DENY?: any, SHARE?: any }, ResolversTypes['BudgetOutage']>;

export type BudgetConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BudgetConnection'] = ResolversParentTypes['BudgetConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['BudgetEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type BudgetEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BudgetEdge'] = ResolversParentTypes['BudgetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Budget'], ParentType, ContextType>;
};

export type BudgetChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BudgetChanged'] = ResolversParentTypes['BudgetChanged']> = {
  budget?: Resolver<ResolversTypes['Budget'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateBudgetPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateBudgetPayload'] = ResolversParentTypes['CreateBudgetPayload']> = {
  __resolveType: TypeResolveFn<'BudgetChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdateBudgetPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateBudgetPayload'] = ResolversParentTypes['UpdateBudgetPayload']> = {
  __resolveType: TypeResolveFn<'BudgetChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type ArchiveBudgetPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveBudgetPayload'] = ResolversParentTypes['ArchiveBudgetPayload']> = {
  __resolveType: TypeResolveFn<'BudgetChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type ChangeRequestStateResolvers = EnumResolverSignature<{ DRAFT?: any, IN_REVIEW?: any, CHANGES_REQUESTED?: any, APPROVED?: any, SCHEDULED?: any, SUSPENDED?: any, CONFLICTED?: any, APPLIED?: any, APPLIED_EMERGENCY?: any, RATIFIED?: any, REVERTED?: any, REJECTED?: any, WITHDRAWN?: any, EXPIRED?: any }, ResolversTypes['ChangeRequestState']>;

export type ChangeRequestKindResolvers = EnumResolverSignature<{ GRANT?: any, ROUTE?: any, PROMPT_POLICY?: any, APPROVAL_RULE?: any, CONFIG_PLAN?: any, API_KEY?: any, MODEL?: any, PROVIDER?: any, TARGET?: any, PRICE?: any, ROLE?: any, ROLE_MAPPING?: any, ROLE_GRANT?: any, LIMIT?: any, BUDGET?: any }, ResolversTypes['ChangeRequestKind']>;

export type VerdictResolvers = EnumResolverSignature<{ APPROVED?: any, REJECTED?: any, CHANGES_REQUESTED?: any, COMMENTED?: any }, ResolversTypes['Verdict']>;

export type ChangeRequestResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeRequest'] = ResolversParentTypes['ChangeRequest']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeRequestKind'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ChangeRequestState'], ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType>;
  proposal?: Resolver<Maybe<ResolversTypes['GrantProposal']>, ParentType, ContextType>;
  changes?: Resolver<ReadonlyArray<ResolversTypes['FieldDifference']>, ParentType, ContextType>;
  planActions?: Resolver<ReadonlyArray<ResolversTypes['PlanAction']>, ParentType, ContextType>;
  subjectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  baseVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requestedBy?: Resolver<Maybe<ResolversTypes['Principal']>, ParentType, ContextType>;
  approvalsRequired?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  risk?: Resolver<ResolversTypes['ChangeRisk'], ParentType, ContextType>;
  round?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  authors?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Principal']>>, ParentType, ContextType>;
  reviews?: Resolver<ReadonlyArray<ResolversTypes['Review']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  schedule?: Resolver<Maybe<ResolversTypes['ChangeSchedule']>, ParentType, ContextType>;
  emergency?: Resolver<Maybe<ResolversTypes['EmergencyChange']>, ParentType, ContextType>;
  rollbackOf?: Resolver<Maybe<ResolversTypes['ChangeRequest']>, ParentType, ContextType>;
  grant?: Resolver<Maybe<ResolversTypes['Grant']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  impact?: Resolver<Maybe<ResolversTypes['Impact']>, ParentType, ContextType>;
};

export type RiskLevelResolvers = EnumResolverSignature<{ LOW?: any, MEDIUM?: any, HIGH?: any }, ResolversTypes['RiskLevel']>;

export type ChangeDirectionResolvers = EnumResolverSignature<{ TIGHTENING?: any, NEUTRAL?: any, LOOSENING?: any }, ResolversTypes['ChangeDirection']>;

export type RiskTopicResolvers = EnumResolverSignature<{ BEHAVIOUR?: any, RIGHTS?: any, DATA?: any, MONEY?: any, REACH?: any }, ResolversTypes['RiskTopic']>;

export type ChangeRiskResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeRisk'] = ResolversParentTypes['ChangeRisk']> = {
  level?: Resolver<ResolversTypes['RiskLevel'], ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['ChangeDirection'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['RiskReason']>, ParentType, ContextType>;
  requestsLast7Days?: Resolver<Maybe<ResolversTypes['UInt64']>, ParentType, ContextType>;
  applications?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  tenants?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  costChange?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RiskReasonResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RiskReason'] = ResolversParentTypes['RiskReason']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  about?: Resolver<ResolversTypes['RiskTopic'], ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['ChangeDirection'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['RiskLevel'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ChangeScheduleResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeSchedule'] = ResolversParentTypes['ChangeSchedule']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  windowEnd?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  scheduledBy?: Resolver<Maybe<ResolversTypes['Principal']>, ParentType, ContextType>;
};

export type EmergencyChangeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['EmergencyChange'] = ResolversParentTypes['EmergencyChange']> = {
  by?: Resolver<Maybe<ResolversTypes['Principal']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  incidentId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  appliedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  revertAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  leftFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  fault?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type GrantProposalResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['GrantProposal'] = ResolversParentTypes['GrantProposal']> = {
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  workloads?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  dataClasses?: Resolver<ReadonlyArray<ResolversTypes['DataClass']>, ParentType, ContextType>;
  environments?: Resolver<ReadonlyArray<ResolversTypes['Environment']>, ParentType, ContextType>;
  regions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  monthlySpend?: Resolver<Maybe<ResolversTypes['NanoUsd']>, ParentType, ContextType>;
  notAfter?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ReviewResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reviewer?: Resolver<Maybe<ResolversTypes['Principal']>, ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  round?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  comment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ChangeRequestConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeRequestConnection'] = ResolversParentTypes['ChangeRequestConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChangeRequestEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ChangeRequestEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeRequestEdge'] = ResolversParentTypes['ChangeRequestEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChangeRequest'], ParentType, ContextType>;
};

export type ChangeRequestSortResolvers = EnumResolverSignature<{ CREATED_AT?: any, UPDATED_AT?: any, EXPIRES_AT?: any }, ResolversTypes['ChangeRequestSort']>;

export type ChangeRequestChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeRequestChanged'] = ResolversParentTypes['ChangeRequestChanged']> = {
  changeRequest?: Resolver<ResolversTypes['ChangeRequest'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChangeAppliedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeApplied'] = ResolversParentTypes['ChangeApplied']> = {
  changeRequest?: Resolver<ResolversTypes['ChangeRequest'], ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['UInt64']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApproveChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApproveChangePayload'] = ResolversParentTypes['ApproveChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeApplied' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type ApplyChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApplyChangePayload'] = ResolversParentTypes['ApplyChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeApplied' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type RejectChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RejectChangePayload'] = ResolversParentTypes['RejectChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RequestChangesPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RequestChangesPayload'] = ResolversParentTypes['RequestChangesPayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type WithdrawChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['WithdrawChangePayload'] = ResolversParentTypes['WithdrawChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type CommentOnChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CommentOnChangePayload'] = ResolversParentTypes['CommentOnChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type SubmitChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SubmitChangePayload'] = ResolversParentTypes['SubmitChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RebaseChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RebaseChangePayload'] = ResolversParentTypes['RebaseChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RequestRollbackPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RequestRollbackPayload'] = ResolversParentTypes['RequestRollbackPayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ScheduleChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ScheduleChangePayload'] = ResolversParentTypes['ScheduleChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type CancelScheduledChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CancelScheduledChangePayload'] = ResolversParentTypes['CancelScheduledChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ApplyEmergencyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApplyEmergencyPayload'] = ResolversParentTypes['ApplyEmergencyPayload']> = {
  __resolveType: TypeResolveFn<'ChangeApplied' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RatifyChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RatifyChangePayload'] = ResolversParentTypes['RatifyChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeApplied' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RevertEmergencyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RevertEmergencyPayload'] = ResolversParentTypes['RevertEmergencyPayload']> = {
  __resolveType: TypeResolveFn<'ChangeApplied' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type PlanVerbResolvers = EnumResolverSignature<{ CREATE?: any, UPDATE?: any, DELETE?: any, UNCHANGED?: any }, ResolversTypes['PlanVerb']>;

export type PlanDirectionResolvers = EnumResolverSignature<{ TIGHTENING?: any, LOOSENING?: any, NONE?: any }, ResolversTypes['PlanDirection']>;

export type PlanKindResolvers = EnumResolverSignature<{ TENANT?: any, APPLICATION?: any, GRANT?: any, PROMPT_POLICY?: any, ROUTE?: any, LIMIT?: any, BUDGET?: any }, ResolversTypes['PlanKind']>;

export type PlanActionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PlanAction'] = ResolversParentTypes['PlanAction']> = {
  verb?: Resolver<ResolversTypes['PlanVerb'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['PlanKind'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  baseVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  changedPaths?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['PlanDirection'], ParentType, ContextType>;
  permission?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  adopted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  formerOwner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  drifted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ConfigPlanResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ConfigPlan'] = ResolversParentTypes['ConfigPlan']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actions?: Resolver<ReadonlyArray<ResolversTypes['PlanAction']>, ParentType, ContextType, Partial<ConfigPlanActionsArgs>>;
  createCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updateCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deleteCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchangedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ownedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  massDeletion?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  appliedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  changeRequest?: Resolver<Maybe<ResolversTypes['ChangeRequest']>, ParentType, ContextType>;
};

export type ConfigPlannedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ConfigPlanned'] = ResolversParentTypes['ConfigPlanned']> = {
  plan?: Resolver<ResolversTypes['ConfigPlan'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConfigExportResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ConfigExport'] = ResolversParentTypes['ConfigExport']> = {
  documents?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  documentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PlanConfigPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PlanConfigPayload'] = ResolversParentTypes['PlanConfigPayload']> = {
  __resolveType: TypeResolveFn<'ConfigPlanned' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type PlanAppliedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PlanApplied'] = ResolversParentTypes['PlanApplied']> = {
  createdCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deletedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  adoptedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['UInt64']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApplyPlanPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApplyPlanPayload'] = ResolversParentTypes['ApplyPlanPayload']> = {
  __resolveType: TypeResolveFn<'PlanApplied' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type DecisionOutcomeResolvers = EnumResolverSignature<{ ALLOWED?: any, REROUTED?: any, BLOCKED?: any, REFUSED?: any, FAILED?: any, CANCELLED?: any }, ResolversTypes['DecisionOutcome']>;

export type DecisionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Decision'] = ResolversParentTypes['Decision']> = {
  requestId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['DecisionOutcome'], ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  door?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  workload?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestedRoute?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  route?: Resolver<Maybe<ResolversTypes['Route']>, ParentType, ContextType>;
  reroutedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  application?: Resolver<ResolversTypes['Application'], ParentType, ContextType>;
  authenticatedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokenSubject?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  candidates?: Resolver<ReadonlyArray<ResolversTypes['DecisionCandidate']>, ParentType, ContextType>;
  attempts?: Resolver<ReadonlyArray<ResolversTypes['DecisionAttempt']>, ParentType, ContextType>;
  findings?: Resolver<ReadonlyArray<ResolversTypes['DecisionFinding']>, ParentType, ContextType>;
  findingsLeftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  inspection?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RuleOutcome']>>, ParentType, ContextType>;
  rulesLeftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limits?: Resolver<ReadonlyArray<ResolversTypes['LimitOutcome']>, ParentType, ContextType>;
  shadows?: Resolver<ReadonlyArray<ResolversTypes['DecisionShadow']>, ParentType, ContextType>;
  claimed?: Resolver<ReadonlyArray<ResolversTypes['ClaimedFact']>, ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  totalMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstTokenMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sampleRate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type DecisionCandidateResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DecisionCandidate'] = ResolversParentTypes['DecisionCandidate']> = {
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  kept?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DecisionAttemptResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DecisionAttempt'] = ResolversParentTypes['DecisionAttempt']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  hedge?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  firstTokenMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  totalMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DecisionShadowResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DecisionShadow'] = ResolversParentTypes['DecisionShadow']> = {
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  firstTokenMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  totalMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  inputTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  outputTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  finishReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  finish?: Resolver<ResolversTypes['ShadowFinish'], ParentType, ContextType>;
  toolCalls?: Resolver<ResolversTypes['ShadowToolCalls'], ParentType, ContextType>;
};

export type ShadowFinishResolvers = EnumResolverSignature<{ SAME?: any, DIFFERENT?: any, UNKNOWN?: any }, ResolversTypes['ShadowFinish']>;

export type ShadowToolCallsResolvers = EnumResolverSignature<{ NONE?: any, SAME?: any, SAME_TOOLS?: any, DIFFERENT?: any, UNKNOWN?: any }, ResolversTypes['ShadowToolCalls']>;

export type DecisionFindingResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DecisionFinding'] = ResolversParentTypes['DecisionFinding']> = {
  policy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  monitored?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  exception?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['FoundPart']>, ParentType, ContextType>;
  places?: Resolver<ReadonlyArray<ResolversTypes['FoundPlace']>, ParentType, ContextType>;
};

export type FoundPartResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['FoundPart'] = ResolversParentTypes['FoundPart']> = {
  part?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FoundPlaceResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['FoundPlace'] = ResolversParentTypes['FoundPlace']> = {
  place?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  part?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fingerprint?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type LimitOutcomeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['LimitOutcome'] = ResolversParentTypes['LimitOutcome']> = {
  limit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RuleOutcomeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RuleOutcome'] = ResolversParentTypes['RuleOutcome']> = {
  policy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  texts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  characters?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ClaimedFactResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ClaimedFact'] = ResolversParentTypes['ClaimedFact']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DecisionConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DecisionConnection'] = ResolversParentTypes['DecisionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DecisionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DecisionEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DecisionEdge'] = ResolversParentTypes['DecisionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Decision'], ParentType, ContextType>;
};

export type FindingRowResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['FindingRow'] = ResolversParentTypes['FindingRow']> = {
  day?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  route?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  policy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  action?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  part?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  direction?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  findings?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  decisions?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['OutcomeCount']>, ParentType, ContextType>;
  redacted?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  monitored?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
};

export type OutcomeCountResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OutcomeCount'] = ResolversParentTypes['OutcomeCount']> = {
  outcome?: Resolver<ResolversTypes['DecisionOutcome'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
};

export type FindingReportResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['FindingReport'] = ResolversParentTypes['FindingReport']> = {
  rows?: Resolver<ReadonlyArray<ResolversTypes['FindingRow']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['FindingRow'], ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type GrantNoticeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['GrantNotice'] = ResolversParentTypes['GrantNotice']> = {
  grant?: Resolver<Maybe<ResolversTypes['Grant']>, ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  isPending?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type GrantNoticeConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['GrantNoticeConnection'] = ResolversParentTypes['GrantNoticeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['GrantNoticeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type GrantNoticeEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['GrantNoticeEdge'] = ResolversParentTypes['GrantNoticeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['GrantNotice'], ParentType, ContextType>;
};

export type GrantResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Grant'] = ResolversParentTypes['Grant']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  workloads?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  dataClasses?: Resolver<ReadonlyArray<ResolversTypes['DataClass']>, ParentType, ContextType>;
  environments?: Resolver<ReadonlyArray<ResolversTypes['Environment']>, ParentType, ContextType>;
  regions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  monthlySpend?: Resolver<Maybe<ResolversTypes['NanoUsd']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['GrantState'], ParentType, ContextType>;
  notAfter?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changeRequest?: Resolver<ResolversTypes['ChangeRequest'], ParentType, ContextType>;
};

export type GrantStateResolvers = EnumResolverSignature<{ IN_FORCE?: any, EXPIRED?: any, REVOKED?: any }, ResolversTypes['GrantState']>;

export type GrantConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['GrantConnection'] = ResolversParentTypes['GrantConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['GrantEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type GrantEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['GrantEdge'] = ResolversParentTypes['GrantEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>;
};

export type GrantSortResolvers = EnumResolverSignature<{ CREATED_AT?: any, UPDATED_AT?: any, NOT_AFTER?: any }, ResolversTypes['GrantSort']>;

export type GrantChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['GrantChanged'] = ResolversParentTypes['GrantChanged']> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RequestGrantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RequestGrantPayload'] = ResolversParentTypes['RequestGrantPayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type ApproveGrantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApproveGrantPayload'] = ResolversParentTypes['ApproveGrantPayload']> = {
  __resolveType: TypeResolveFn<'GrantChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type RejectGrantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RejectGrantPayload'] = ResolversParentTypes['RejectGrantPayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type WithdrawGrantRequestPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['WithdrawGrantRequestPayload'] = ResolversParentTypes['WithdrawGrantRequestPayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdateGrantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateGrantPayload'] = ResolversParentTypes['UpdateGrantPayload']> = {
  __resolveType: TypeResolveFn<'GrantChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type RenewGrantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RenewGrantPayload'] = ResolversParentTypes['RenewGrantPayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type RevokeGrantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RevokeGrantPayload'] = ResolversParentTypes['RevokeGrantPayload']> = {
  __resolveType: TypeResolveFn<'GrantChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type IdentityProviderResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['IdentityProvider'] = ResolversParentTypes['IdentityProvider']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  clientId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hasClientSecret?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  audience?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  groupClaim?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roleMappings?: Resolver<ReadonlyArray<ResolversTypes['RoleMapping']>, ParentType, ContextType>;
  emailDomains?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type RoleMappingResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RoleMapping'] = ResolversParentTypes['RoleMapping']> = {
  group?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['Role']>, ParentType, ContextType>;
};

export type IdentityProviderConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['IdentityProviderConnection'] = ResolversParentTypes['IdentityProviderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['IdentityProviderEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type IdentityProviderEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['IdentityProviderEdge'] = ResolversParentTypes['IdentityProviderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['IdentityProvider'], ParentType, ContextType>;
};

export type IdentityProviderChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['IdentityProviderChanged'] = ResolversParentTypes['IdentityProviderChanged']> = {
  identityProvider?: Resolver<ResolversTypes['IdentityProvider'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateIdentityProviderPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateIdentityProviderPayload'] = ResolversParentTypes['CreateIdentityProviderPayload']> = {
  __resolveType: TypeResolveFn<'IdentityProviderChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdateIdentityProviderPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateIdentityProviderPayload'] = ResolversParentTypes['UpdateIdentityProviderPayload']> = {
  __resolveType: TypeResolveFn<'IdentityProviderChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveIdentityProviderPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveIdentityProviderPayload'] = ResolversParentTypes['ArchiveIdentityProviderPayload']> = {
  __resolveType: TypeResolveFn<'IdentityProviderChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ImpactStateResolvers = EnumResolverSignature<{ WAITING?: any, RUNNING?: any, DONE?: any, FAILED?: any, CANCELLED?: any }, ResolversTypes['ImpactState']>;

export type ImpactBoundResolvers = EnumResolverSignature<{ REQUESTS?: any, TIME?: any }, ResolversTypes['ImpactBound']>;

export type ImpactClassResolvers = EnumResolverSignature<{ NOT_REPLAYABLE?: any, NEWLY_REFUSED?: any, NEWLY_ALLOWED?: any, REFUSED_DIFFERENTLY?: any, REROUTED?: any, REDACTED_DIFFERENTLY?: any, ROUTED_DIFFERENTLY?: any, FALLBACKS_DIFFER?: any, UNCHANGED?: any }, ResolversTypes['ImpactClass']>;

export type ImpactResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Impact'] = ResolversParentTypes['Impact']> = {
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
  round?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  fault?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  n?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  calls?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['ImpactWindow']>, ParentType, ContextType>;
  notReplayable?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reproduced?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  totals?: Resolver<Maybe<ResolversTypes['ImpactTotals']>, ParentType, ContextType>;
  byApplication?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ApplicationImpact']>>, ParentType, ContextType>;
  applicationCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  samples?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ImpactSample']>>, ParentType, ContextType>;
};

export type ImpactWindowResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ImpactWindow'] = ResolversParentTypes['ImpactWindow']> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  bound?: Resolver<Maybe<ResolversTypes['ImpactBound']>, ParentType, ContextType>;
};

export type ImpactCountResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ImpactCount'] = ResolversParentTypes['ImpactCount']> = {
  class?: Resolver<ResolversTypes['ImpactClass'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  calls?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ImpactTotalsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ImpactTotals'] = ResolversParentTypes['ImpactTotals']> = {
  counts?: Resolver<ReadonlyArray<ResolversTypes['ImpactCount']>, ParentType, ContextType>;
  pricedDifferently?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pricedDifferentlyCalls?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pricedRequests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  costBefore?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  costAfter?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  costDifference?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
};

export type ApplicationImpactResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ApplicationImpact'] = ResolversParentTypes['ApplicationImpact']> = {
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  changedCalls?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totals?: Resolver<ResolversTypes['ImpactTotals'], ParentType, ContextType>;
};

export type ImpactSampleResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ImpactSample'] = ResolversParentTypes['ImpactSample']> = {
  class?: Resolver<ResolversTypes['ImpactClass'], ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  before?: Resolver<ResolversTypes['ImpactDecision'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['ImpactDecision'], ParentType, ContextType>;
};

export type ImpactDecisionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ImpactDecision'] = ResolversParentTypes['ImpactDecision']> = {
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  route?: Resolver<Maybe<ResolversTypes['Route']>, ParentType, ContextType>;
  reroutedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  leads?: Resolver<ReadonlyArray<ResolversTypes['ImpactLead']>, ParentType, ContextType>;
  cost?: Resolver<Maybe<ResolversTypes['NanoUsd']>, ParentType, ContextType>;
};

export type ImpactLeadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ImpactLead'] = ResolversParentTypes['ImpactLead']> = {
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ReplayChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReplayChangePayload'] = ResolversParentTypes['ReplayChangePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type LimitResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Limit'] = ResolversParentTypes['Limit']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  per?: Resolver<ResolversTypes['AccountScope'], ParentType, ContextType>;
  workloads?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  routes?: Resolver<ReadonlyArray<ResolversTypes['Route']>, ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['LimitMeasure'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  windowSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  monitor?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type AccountScopeResolvers = EnumResolverSignature<{ ALL?: any, APPLICATION?: any, API_KEY?: any }, ResolversTypes['AccountScope']>;

export type LimitMeasureResolvers = EnumResolverSignature<{ REQUESTS?: any, TOKENS?: any, CONCURRENT_REQUESTS?: any }, ResolversTypes['LimitMeasure']>;

export type LimitConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['LimitConnection'] = ResolversParentTypes['LimitConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['LimitEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type LimitEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['LimitEdge'] = ResolversParentTypes['LimitEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Limit'], ParentType, ContextType>;
};

export type LimitChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['LimitChanged'] = ResolversParentTypes['LimitChanged']> = {
  limit?: Resolver<ResolversTypes['Limit'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateLimitPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateLimitPayload'] = ResolversParentTypes['CreateLimitPayload']> = {
  __resolveType: TypeResolveFn<'LimitChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdateLimitPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateLimitPayload'] = ResolversParentTypes['UpdateLimitPayload']> = {
  __resolveType: TypeResolveFn<'LimitChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type ArchiveLimitPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveLimitPayload'] = ResolversParentTypes['ArchiveLimitPayload']> = {
  __resolveType: TypeResolveFn<'LimitChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type CapabilityResolvers = EnumResolverSignature<{ CHAT?: any, EMBEDDING?: any, TOOLS?: any, VISION?: any, JSON_SCHEMA?: any, REASONING?: any }, ResolversTypes['Capability']>;

export type ModelResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  capabilities?: Resolver<ReadonlyArray<ResolversTypes['Capability']>, ParentType, ContextType>;
  contextWindowTokens?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  outputTokensMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  aliases?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  deprecatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  replacedBy?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ModelConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ModelConnection'] = ResolversParentTypes['ModelConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ModelEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ModelEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ModelEdge'] = ResolversParentTypes['ModelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
};

export type ModelUserResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ModelUser'] = ResolversParentTypes['ModelUser']> = {
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ModelUserReportResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ModelUserReport'] = ResolversParentTypes['ModelUserReport']> = {
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rows?: Resolver<ReadonlyArray<ResolversTypes['ModelUser']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ModelChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ModelChanged'] = ResolversParentTypes['ModelChanged']> = {
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateModelPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateModelPayload'] = ResolversParentTypes['CreateModelPayload']> = {
  __resolveType: TypeResolveFn<'ModelChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdateModelPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateModelPayload'] = ResolversParentTypes['UpdateModelPayload']> = {
  __resolveType: TypeResolveFn<'ModelChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveModelPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveModelPayload'] = ResolversParentTypes['ArchiveModelPayload']> = {
  __resolveType: TypeResolveFn<'ModelChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type NodePoolResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodePool'] = ResolversParentTypes['NodePool']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tenantCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tenants?: Resolver<ResolversTypes['TenantConnection'], ParentType, ContextType, RequireFields<NodePoolTenantsArgs, 'first'>>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type NodePoolConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodePoolConnection'] = ResolversParentTypes['NodePoolConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NodePoolEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NodePoolEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodePoolEdge'] = ResolversParentTypes['NodePoolEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['NodePool'], ParentType, ContextType>;
};

export type NodePoolChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodePoolChanged'] = ResolversParentTypes['NodePoolChanged']> = {
  nodePool?: Resolver<ResolversTypes['NodePool'], ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['UInt64']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateNodePoolPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateNodePoolPayload'] = ResolversParentTypes['CreateNodePoolPayload']> = {
  __resolveType: TypeResolveFn<'NodePoolChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdateNodePoolPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateNodePoolPayload'] = ResolversParentTypes['UpdateNodePoolPayload']> = {
  __resolveType: TypeResolveFn<'NodePoolChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveNodePoolPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveNodePoolPayload'] = ResolversParentTypes['ArchiveNodePoolPayload']> = {
  __resolveType: TypeResolveFn<'NodePoolChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type NodeRevocationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeRevocation'] = ResolversParentTypes['NodeRevocation']> = {
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type NodeRevocationConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeRevocationConnection'] = ResolversParentTypes['NodeRevocationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NodeRevocationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NodeRevocationEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeRevocationEdge'] = ResolversParentTypes['NodeRevocationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['NodeRevocation'], ParentType, ContextType>;
};

export type NodeRevokedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeRevoked'] = ResolversParentTypes['NodeRevoked']> = {
  revocation?: Resolver<ResolversTypes['NodeRevocation'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NodeAdmittedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeAdmitted'] = ResolversParentTypes['NodeAdmitted']> = {
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RevokeNodePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RevokeNodePayload'] = ResolversParentTypes['RevokeNodePayload']> = {
  __resolveType: TypeResolveFn<'NodeRevoked' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type AdmitNodePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AdmitNodePayload'] = ResolversParentTypes['AdmitNodePayload']> = {
  __resolveType: TypeResolveFn<'NodeAdmitted' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type NodeStateResolvers = EnumResolverSignature<{ SYNCING?: any, IN_SYNC?: any, SERVING_STALE?: any, DEGRADED?: any, DRAINING?: any, SILENT?: any }, ResolversTypes['NodeState']>;

export type VerdictOutcomeResolvers = EnumResolverSignature<{ APPLIED?: any, PARTIAL?: any, REJECTED?: any }, ResolversTypes['VerdictOutcome']>;

export type NodeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['NodeState'], ParentType, ContextType>;
  build?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pool?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  enforcedEpoch?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  enforcedRevision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  lag?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  lastVerdict?: Resolver<Maybe<ResolversTypes['VerdictOutcome']>, ParentType, ContextType>;
  lastVerdictAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastApplyMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  diagnostics?: Resolver<ReadonlyArray<ResolversTypes['NodeDiagnostic']>, ParentType, ContextType>;
  heldBackTenantIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  heartbeatAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  heartbeatAgeMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  connectedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  targets?: Resolver<Maybe<ResolversTypes['NodeTargets']>, ParentType, ContextType>;
};

export type NodeTargetsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeTargets'] = ResolversParentTypes['NodeTargets']> = {
  reportedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  healthy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  states?: Resolver<ReadonlyArray<ResolversTypes['TargetState']>, ParentType, ContextType>;
};

export type NodeDiagnosticResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeDiagnostic'] = ResolversParentTypes['NodeDiagnostic']> = {
  resource?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tenantId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NodeConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeConnection'] = ResolversParentTypes['NodeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NodeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NodeEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NodeEdge'] = ResolversParentTypes['NodeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Node'], ParentType, ContextType>;
};

export type EnforcementResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Enforcement'] = ResolversParentTypes['Enforcement']> = {
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  committedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  enforcing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejecting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lagging?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  convergedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  heldBecause?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  enforcingNodeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  rejectingNodeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  staleNodeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  laggingNodeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type AwaitedEnforcementResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AwaitedEnforcement'] = ResolversParentTypes['AwaitedEnforcement']> = {
  converged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  enforcement?: Resolver<ResolversTypes['Enforcement'], ParentType, ContextType>;
};

export type ConvergenceResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Convergence'] = ResolversParentTypes['Convergence']> = {
  headRevision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  enforcedRevision?: Resolver<Maybe<ResolversTypes['UInt64']>, ParentType, ContextType>;
  behindNodeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  convergence?: SubscriptionResolver<ResolversTypes['Convergence'], "convergence", ParentType, ContextType, Partial<SubscriptionConvergenceArgs>>;
};

export type OutsideDetectorResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OutsideDetector'] = ResolversParentTypes['OutsideDetector']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  protocol?: Resolver<ResolversTypes['DetectorProtocol'], ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  judge?: Resolver<Maybe<ResolversTypes['OutsideJudge']>, ParentType, ContextType>;
  kinds?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  timeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  batchSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hasCredential?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type DetectorProtocolResolvers = EnumResolverSignature<{ HTTP?: any, GRPC?: any, JUDGE?: any }, ResolversTypes['DetectorProtocol']>;

export type OutsideJudgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OutsideJudge'] = ResolversParentTypes['OutsideJudge']> = {
  route?: Resolver<Maybe<ResolversTypes['Route']>, ParentType, ContextType>;
  instruction?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  callsPerMinuteMax?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outputTokensMax?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OutsideDetectorConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OutsideDetectorConnection'] = ResolversParentTypes['OutsideDetectorConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OutsideDetectorEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OutsideDetectorEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OutsideDetectorEdge'] = ResolversParentTypes['OutsideDetectorEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['OutsideDetector'], ParentType, ContextType>;
};

export type OutsideDetectorChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OutsideDetectorChanged'] = ResolversParentTypes['OutsideDetectorChanged']> = {
  outsideDetector?: Resolver<ResolversTypes['OutsideDetector'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateOutsideDetectorPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateOutsideDetectorPayload'] = ResolversParentTypes['CreateOutsideDetectorPayload']> = {
  __resolveType: TypeResolveFn<'OutsideDetectorChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdateOutsideDetectorPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateOutsideDetectorPayload'] = ResolversParentTypes['UpdateOutsideDetectorPayload']> = {
  __resolveType: TypeResolveFn<'OutsideDetectorChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveOutsideDetectorPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveOutsideDetectorPayload'] = ResolversParentTypes['ArchiveOutsideDetectorPayload']> = {
  __resolveType: TypeResolveFn<'OutsideDetectorChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type PriceProposalOutcomeResolvers = EnumResolverSignature<{ CHANGE?: any, UNCHANGED?: any, REFUSED?: any, UNKNOWN?: any }, ResolversTypes['PriceProposalOutcome']>;

export type PriceProposalResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PriceProposal'] = ResolversParentTypes['PriceProposal']> = {
  target?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['PriceProposalOutcome'], ParentType, ContextType>;
  current?: Resolver<ReadonlyArray<ResolversTypes['Price']>, ParentType, ContextType>;
  proposed?: Resolver<ReadonlyArray<ResolversTypes['Price']>, ParentType, ContextType>;
  listedVendor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  listedModel?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  comment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  leftOut?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  refusal?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  digest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PriceProposalReportResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PriceProposalReport'] = ResolversParentTypes['PriceProposalReport']> = {
  list?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rows?: Resolver<ReadonlyArray<ResolversTypes['PriceProposal']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PricesAcceptedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PricesAccepted'] = ResolversParentTypes['PricesAccepted']> = {
  targets?: Resolver<ReadonlyArray<ResolversTypes['Target']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PricesProposedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PricesProposed'] = ResolversParentTypes['PricesProposed']> = {
  changeRequests?: Resolver<ReadonlyArray<ResolversTypes['ChangeRequest']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AcceptProposedPricesPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AcceptProposedPricesPayload'] = ResolversParentTypes['AcceptProposedPricesPayload']> = {
  __resolveType: TypeResolveFn<'PricesAccepted' | 'PricesProposed' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type PrincipalKindResolvers = EnumResolverSignature<{ HUMAN?: any, SERVICE?: any }, ResolversTypes['PrincipalKind']>;

export type RoleResolvers = EnumResolverSignature<{ PLATFORM_ADMIN?: any, OWNER?: any, SECURITY_REVIEWER?: any, DEVELOPER?: any, FINANCE?: any, VIEWER?: any }, ResolversTypes['Role']>;

export type PrincipalResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Principal'] = ResolversParentTypes['Principal']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['PrincipalKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['Role']>, ParentType, ContextType>;
  customRoles?: Resolver<ReadonlyArray<ResolversTypes['CustomRole']>, ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  accessTokens?: Resolver<ResolversTypes['AccessTokenConnection'], ParentType, ContextType, RequireFields<PrincipalAccessTokensArgs, 'first'>>;
};

export type AccessTokenResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AccessToken'] = ResolversParentTypes['AccessToken']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scope?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  notAfter?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rotatedFromId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type PrincipalConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PrincipalConnection'] = ResolversParentTypes['PrincipalConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PrincipalEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PrincipalEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PrincipalEdge'] = ResolversParentTypes['PrincipalEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
};

export type AccessTokenConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AccessTokenConnection'] = ResolversParentTypes['AccessTokenConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AccessTokenEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AccessTokenEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AccessTokenEdge'] = ResolversParentTypes['AccessTokenEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
};

export type AccessTokenSortResolvers = EnumResolverSignature<{ NAME?: any, CREATED_AT?: any, NOT_AFTER?: any }, ResolversTypes['AccessTokenSort']>;

export type PrincipalChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PrincipalChanged'] = ResolversParentTypes['PrincipalChanged']> = {
  principal?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccessTokenCreatedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AccessTokenCreated'] = ResolversParentTypes['AccessTokenCreated']> = {
  accessToken?: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  secretAlreadyShown?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccessTokenRotatedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AccessTokenRotated'] = ResolversParentTypes['AccessTokenRotated']> = {
  accessToken?: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
  previous?: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  secretAlreadyShown?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccessTokenChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AccessTokenChanged'] = ResolversParentTypes['AccessTokenChanged']> = {
  accessToken?: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreatePrincipalPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreatePrincipalPayload'] = ResolversParentTypes['CreatePrincipalPayload']> = {
  __resolveType: TypeResolveFn<'PrincipalChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdatePrincipalPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdatePrincipalPayload'] = ResolversParentTypes['UpdatePrincipalPayload']> = {
  __resolveType: TypeResolveFn<'PrincipalChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchivePrincipalPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchivePrincipalPayload'] = ResolversParentTypes['ArchivePrincipalPayload']> = {
  __resolveType: TypeResolveFn<'PrincipalChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type CreateAccessTokenPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateAccessTokenPayload'] = ResolversParentTypes['CreateAccessTokenPayload']> = {
  __resolveType: TypeResolveFn<'AccessTokenCreated' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type RotateAccessTokenPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RotateAccessTokenPayload'] = ResolversParentTypes['RotateAccessTokenPayload']> = {
  __resolveType: TypeResolveFn<'AccessTokenRotated' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type RevokeAccessTokenPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RevokeAccessTokenPayload'] = ResolversParentTypes['RevokeAccessTokenPayload']> = {
  __resolveType: TypeResolveFn<'AccessTokenChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type DetectorResolvers = EnumResolverSignature<{ SECRET?: any, PERSONAL_DATA?: any, PROMPT_INJECTION?: any, DENIED_WORDS?: any, PATTERN?: any, SOURCE_CODE?: any, INTERNAL_HOST?: any, PERSON_NAME?: any, LANGUAGE?: any, SIZE?: any, OUTSIDE?: any }, ResolversTypes['Detector']>;

export type RuleFailureResolvers = EnumResolverSignature<{ OPEN?: any, CLOSED?: any }, ResolversTypes['RuleFailure']>;

export type PromptActionResolvers = EnumResolverSignature<{ BLOCK?: any, REROUTE?: any, REDACT?: any, FLAG?: any }, ResolversTypes['PromptAction']>;

export type PromptRuleModeResolvers = EnumResolverSignature<{ ENFORCE?: any, MONITOR?: any }, ResolversTypes['PromptRuleMode']>;

export type PromptDirectionResolvers = EnumResolverSignature<{ INPUT?: any, OUTPUT?: any, BOTH?: any }, ResolversTypes['PromptDirection']>;

export type PromptPartResolvers = EnumResolverSignature<{ SYSTEM?: any, USER?: any, ASSISTANT?: any, TOOL_ARGUMENTS?: any, TOOL_RESULT?: any, TOOL_DEFINITION?: any, FILE?: any, OPTION?: any }, ResolversTypes['PromptPart']>;

export type PromptPolicyResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PromptPolicy'] = ResolversParentTypes['PromptPolicy']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['PromptRule']>, ParentType, ContextType>;
  appliesTo?: Resolver<Maybe<ResolversTypes['PromptPolicyAttachment']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
};

export type PromptPolicyAttachmentResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PromptPolicyAttachment'] = ResolversParentTypes['PromptPolicyAttachment']> = {
  everywhere?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  applications?: Resolver<ReadonlyArray<ResolversTypes['Application']>, ParentType, ContextType>;
  workloads?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PromptRuleResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PromptRule'] = ResolversParentTypes['PromptRule']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detector?: Resolver<ResolversTypes['Detector'], ParentType, ContextType>;
  outsideDetector?: Resolver<Maybe<ResolversTypes['OutsideDetector']>, ParentType, ContextType>;
  onFailure?: Resolver<ResolversTypes['RuleFailure'], ParentType, ContextType>;
  timeoutMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  action?: Resolver<ResolversTypes['PromptAction'], ParentType, ContextType>;
  rerouteTo?: Resolver<Maybe<ResolversTypes['Route']>, ParentType, ContextType>;
  kinds?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  settings?: Resolver<Maybe<ResolversTypes['DetectorSettings']>, ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['PromptDirection'], ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['PromptPart']>, ParentType, ContextType>;
  minCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  minScore?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['PromptRuleMode'], ParentType, ContextType>;
  restore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  exceptions?: Resolver<ReadonlyArray<ResolversTypes['PromptRuleException']>, ParentType, ContextType>;
};

export type PromptRuleExceptionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PromptRuleException'] = ResolversParentTypes['PromptRuleException']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  applications?: Resolver<ReadonlyArray<ResolversTypes['Application']>, ParentType, ContextType>;
  kinds?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['PromptPart']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['Principal']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type DetectorSettingsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DetectorSettings'] = ResolversParentTypes['DetectorSettings']> = {
  wordLists?: Resolver<ReadonlyArray<ResolversTypes['WordList']>, ParentType, ContextType>;
  patterns?: Resolver<ReadonlyArray<ResolversTypes['NamedPattern']>, ParentType, ContextType>;
  hostSuffixes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  limits?: Resolver<Maybe<ResolversTypes['SizeLimits']>, ParentType, ContextType>;
};

export type WordListResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['WordList'] = ResolversParentTypes['WordList']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  partsOfWords?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NamedPatternResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NamedPattern'] = ResolversParentTypes['NamedPattern']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pattern?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SizeLimitsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SizeLimits'] = ResolversParentTypes['SizeLimits']> = {
  textCharsMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  callCharsMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  messagesMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  nestingMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  repeatsMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PromptPolicyConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PromptPolicyConnection'] = ResolversParentTypes['PromptPolicyConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PromptPolicyEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PromptPolicyEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PromptPolicyEdge'] = ResolversParentTypes['PromptPolicyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PromptPolicy'], ParentType, ContextType>;
};

export type PromptInspectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PromptInspection'] = ResolversParentTypes['PromptInspection']> = {
  action?: Resolver<Maybe<ResolversTypes['PromptAction']>, ParentType, ContextType>;
  rule?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rerouteTo?: Resolver<Maybe<ResolversTypes['Route']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  texts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  findings?: Resolver<ReadonlyArray<ResolversTypes['InspectedFinding']>, ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['InspectedRule']>, ParentType, ContextType>;
};

export type InspectedFindingResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['InspectedFinding'] = ResolversParentTypes['InspectedFinding']> = {
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detector?: Resolver<ResolversTypes['Detector'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['PromptAction'], ParentType, ContextType>;
  monitored?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  exception?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ranges?: Resolver<ReadonlyArray<ResolversTypes['InspectedRange']>, ParentType, ContextType>;
};

export type InspectedRangeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['InspectedRange'] = ResolversParentTypes['InspectedRange']> = {
  text?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  part?: Resolver<ResolversTypes['PromptPart'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type InspectedRuleResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['InspectedRule'] = ResolversParentTypes['InspectedRule']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ran?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  notRun?: Resolver<Maybe<ResolversTypes['RuleNotRun']>, ParentType, ContextType>;
  holds?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RuleNotRunResolvers = EnumResolverSignature<{ DIRECTION?: any, PARTS?: any, OUTSIDE?: any }, ResolversTypes['RuleNotRun']>;

export type PromptPolicyChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PromptPolicyChanged'] = ResolversParentTypes['PromptPolicyChanged']> = {
  promptPolicy?: Resolver<ResolversTypes['PromptPolicy'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreatePromptPolicyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreatePromptPolicyPayload'] = ResolversParentTypes['CreatePromptPolicyPayload']> = {
  __resolveType: TypeResolveFn<'PromptPolicyChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdatePromptPolicyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdatePromptPolicyPayload'] = ResolversParentTypes['UpdatePromptPolicyPayload']> = {
  __resolveType: TypeResolveFn<'PromptPolicyChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type ArchivePromptPolicyPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchivePromptPolicyPayload'] = ResolversParentTypes['ArchivePromptPolicyPayload']> = {
  __resolveType: TypeResolveFn<'PromptPolicyChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ReportFalsePositivePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReportFalsePositivePayload'] = ResolversParentTypes['ReportFalsePositivePayload']> = {
  __resolveType: TypeResolveFn<'ChangeRequestChanged' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ProviderKindResolvers = EnumResolverSignature<{ OPENAI?: any, AZURE_OPENAI?: any, ANTHROPIC?: any, GEMINI?: any, VERTEX?: any, BEDROCK?: any }, ResolversTypes['ProviderKind']>;

export type CredentialHeaderResolvers = EnumResolverSignature<{ AUTHORIZATION?: any, API_KEY?: any, X_API_KEY?: any, X_GOOG_API_KEY?: any, NONE?: any }, ResolversTypes['CredentialHeader']>;

export type ProviderQuirkResolvers = EnumResolverSignature<{ MAX_TOKENS_ONLY?: any, NO_STREAM_OPTIONS?: any, NO_DEVELOPER_ROLE?: any, NO_PARALLEL_TOOL_CALLS?: any, NO_STRICT_TOOLS?: any, NO_JSON_SCHEMA?: any, RANDOM_SEED?: any }, ResolversTypes['ProviderQuirk']>;

export type ProviderPresetResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ProviderPreset'] = ResolversParentTypes['ProviderPreset']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProviderKind'], ParentType, ContextType>;
  baseUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  credentialHeader?: Resolver<ResolversTypes['CredentialHeader'], ParentType, ContextType>;
  quirks?: Resolver<ReadonlyArray<ResolversTypes['ProviderQuirk']>, ParentType, ContextType>;
  modelListPath?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  documentationUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  capabilities?: Resolver<ReadonlyArray<ResolversTypes['Capability']>, ParentType, ContextType>;
  readOn?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DataTermResolvers = EnumResolverSignature<{ ZERO_RETENTION?: any, NO_TRAINING?: any, RETENTION_30_DAYS?: any, AUDIT_RIGHTS?: any }, ResolversTypes['DataTerm']>;

export type CredentialFaultResolvers = EnumResolverSignature<{ UNKNOWN_KEY?: any, DAMAGED?: any }, ResolversTypes['CredentialFault']>;

export type ProviderCredentialResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ProviderCredential'] = ResolversParentTypes['ProviderCredential']> = {
  generation?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  previousGeneration?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  previousUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  fault?: Resolver<Maybe<ResolversTypes['CredentialFault']>, ParentType, ContextType>;
};

export type ProviderResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Provider'] = ResolversParentTypes['Provider']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProviderKind'], ParentType, ContextType>;
  preset?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  baseUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dataTerms?: Resolver<ReadonlyArray<ResolversTypes['DataTerm']>, ParentType, ContextType>;
  regionDataTerms?: Resolver<ReadonlyArray<ResolversTypes['RegionDataTerms']>, ParentType, ContextType>;
  hasCredential?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  credential?: Resolver<Maybe<ResolversTypes['ProviderCredential']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type RegionDataTermsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RegionDataTerms'] = ResolversParentTypes['RegionDataTerms']> = {
  region?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dataTerms?: Resolver<ReadonlyArray<ResolversTypes['DataTerm']>, ParentType, ContextType>;
};

export type ProviderConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ProviderConnection'] = ResolversParentTypes['ProviderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProviderEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProviderEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ProviderEdge'] = ResolversParentTypes['ProviderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
};

export type ProviderChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ProviderChanged'] = ResolversParentTypes['ProviderChanged']> = {
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateProviderPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateProviderPayload'] = ResolversParentTypes['CreateProviderPayload']> = {
  __resolveType: TypeResolveFn<'ProviderChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdateProviderPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateProviderPayload'] = ResolversParentTypes['UpdateProviderPayload']> = {
  __resolveType: TypeResolveFn<'ProviderChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveProviderPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveProviderPayload'] = ResolversParentTypes['ArchiveProviderPayload']> = {
  __resolveType: TypeResolveFn<'ProviderChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ReleaseStateResolvers = EnumResolverSignature<{ RELEASED?: any, HELD?: any }, ResolversTypes['ReleaseState']>;

export type ReleaseResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Release'] = ResolversParentTypes['Release']> = {
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ReleaseState'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  heldBecause?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  passedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  resourceCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  changedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  actors?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ReleaseConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReleaseConnection'] = ResolversParentTypes['ReleaseConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReleaseEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ReleaseEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReleaseEdge'] = ResolversParentTypes['ReleaseEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
};

export type ResourceChangeResolvers = EnumResolverSignature<{ ADDED?: any, CHANGED?: any, REMOVED?: any }, ResolversTypes['ResourceChange']>;

export type ResourceDifferenceResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ResourceDifference'] = ResolversParentTypes['ResourceDifference']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tenantId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  change?: Resolver<ResolversTypes['ResourceChange'], ParentType, ContextType>;
  fields?: Resolver<ReadonlyArray<ResolversTypes['FieldDifference']>, ParentType, ContextType>;
};

export type FieldDifferenceResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['FieldDifference'] = ResolversParentTypes['FieldDifference']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  old?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  new?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ReleaseDiffResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReleaseDiff'] = ResolversParentTypes['ReleaseDiff']> = {
  from?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  differences?: Resolver<ReadonlyArray<ResolversTypes['ResourceDifference']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RestoreDeclaredResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RestoreDeclared'] = ResolversParentTypes['RestoreDeclared']> = {
  epoch?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeclareRestoredPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeclareRestoredPayload'] = ResolversParentTypes['DeclareRestoredPayload']> = {
  __resolveType: TypeResolveFn<'RestoreDeclared' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RolledBackResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RolledBack'] = ResolversParentTypes['RolledBack']> = {
  toRevision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  changedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RollbackPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RollbackPayload'] = ResolversParentTypes['RollbackPayload']> = {
  __resolveType: TypeResolveFn<'RolledBack' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type HeldReleasedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['HeldReleased'] = ResolversParentTypes['HeldReleased']> = {
  heldRevision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReleaseHeldPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReleaseHeldPayload'] = ResolversParentTypes['ReleaseHeldPayload']> = {
  __resolveType: TypeResolveFn<'HeldReleased' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type CustomRoleResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CustomRole'] = ResolversParentTypes['CustomRole']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CustomRoleConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CustomRoleConnection'] = ResolversParentTypes['CustomRoleConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomRoleEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CustomRoleEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CustomRoleEdge'] = ResolversParentTypes['CustomRoleEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CustomRole'], ParentType, ContextType>;
};

export type PermissionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Permission'] = ResolversParentTypes['Permission']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['Role']>, ParentType, ContextType>;
  isOfPlatform?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RoleChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RoleChanged'] = ResolversParentTypes['RoleChanged']> = {
  role?: Resolver<ResolversTypes['CustomRole'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateRolePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateRolePayload'] = ResolversParentTypes['CreateRolePayload']> = {
  __resolveType: TypeResolveFn<'RoleChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdateRolePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateRolePayload'] = ResolversParentTypes['UpdateRolePayload']> = {
  __resolveType: TypeResolveFn<'RoleChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveRolePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveRolePayload'] = ResolversParentTypes['ArchiveRolePayload']> = {
  __resolveType: TypeResolveFn<'RoleChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RouteArmResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RouteArm'] = ResolversParentTypes['RouteArm']> = {
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  firstAttempts?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  verdicts?: Resolver<ReadonlyArray<ResolversTypes['VerdictCount']>, ParentType, ContextType>;
  firstTokenMs?: Resolver<Maybe<ResolversTypes['Percentiles']>, ParentType, ContextType>;
  totalMs?: Resolver<Maybe<ResolversTypes['Percentiles']>, ParentType, ContextType>;
  inputTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  outputTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
};

export type VerdictCountResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['VerdictCount'] = ResolversParentTypes['VerdictCount']> = {
  verdict?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
};

export type PercentilesResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Percentiles'] = ResolversParentTypes['Percentiles']> = {
  p50?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p95?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p99?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RouteArmReportResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RouteArmReport'] = ResolversParentTypes['RouteArmReport']> = {
  rows?: Resolver<ReadonlyArray<ResolversTypes['RouteArm']>, ParentType, ContextType>;
  calls?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OperationResolvers = EnumResolverSignature<{ CHAT?: any, EMBEDDING?: any }, ResolversTypes['Operation']>;

export type RouteResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Route'] = ResolversParentTypes['Route']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['Operation'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['RoutingRule']>, ParentType, ContextType>;
  constraints?: Resolver<ResolversTypes['RoutingConstraints'], ParentType, ContextType>;
  promptPolicy?: Resolver<Maybe<ResolversTypes['PromptPolicy']>, ParentType, ContextType>;
  connectTimeoutMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  firstTokenTimeoutMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  idleTimeoutMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  totalTimeoutMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
};

export type RoutingRuleResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RoutingRule'] = ResolversParentTypes['RoutingRule']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  when?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  require?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  choice?: Resolver<ResolversTypes['RoutingChoice'], ParentType, ContextType>;
  constraints?: Resolver<ResolversTypes['RoutingConstraints'], ParentType, ContextType>;
  split?: Resolver<ReadonlyArray<ResolversTypes['WeightedTarget']>, ParentType, ContextType>;
  fallbacks?: Resolver<ReadonlyArray<ResolversTypes['Target']>, ParentType, ContextType>;
  fallbacksByClass?: Resolver<ReadonlyArray<ResolversTypes['FallbackList']>, ParentType, ContextType>;
  hedge?: Resolver<Maybe<ResolversTypes['Hedge']>, ParentType, ContextType>;
  ramp?: Resolver<Maybe<ResolversTypes['RoutingRamp']>, ParentType, ContextType>;
  shadow?: Resolver<Maybe<ResolversTypes['RoutingShadow']>, ParentType, ContextType>;
};

export type HedgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Hedge'] = ResolversParentTypes['Hedge']> = {
  afterPercentile?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  floorMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  extraCallsPercentMax?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RoutingRampResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RoutingRamp'] = ResolversParentTypes['RoutingRamp']> = {
  from?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
  stickyBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['RampStep']>, ParentType, ContextType>;
  bounds?: Resolver<ResolversTypes['RampBounds'], ParentType, ContextType>;
  halted?: Resolver<Maybe<ResolversTypes['RampHalted']>, ParentType, ContextType>;
};

export type RampHaltedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RampHalted'] = ResolversParentTypes['RampHalted']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  measured?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  allowed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RampStepResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RampStep'] = ResolversParentTypes['RampStep']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sharePermille?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RampBoundsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RampBounds'] = ResolversParentTypes['RampBounds']> = {
  windowMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  attemptsMin?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failurePermilleMax?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstTokenMsMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  firstTokenPercentMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  totalMsMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  totalPercentMax?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RoutingShadowResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RoutingShadow'] = ResolversParentTypes['RoutingShadow']> = {
  target?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
  samplePermille?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hourlyCostMax?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
};

export type RoutingStrategyResolvers = EnumResolverSignature<{ WEIGHTED?: any, PRIORITY?: any, STICKY?: any, LOWEST_COST?: any, LOWEST_LATENCY?: any, LEAST_BUSY?: any, PROMPT_CACHE_AFFINITY?: any, REGION_PREFERENCE?: any }, ResolversTypes['RoutingStrategy']>;

export type RoutingChoiceResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RoutingChoice'] = ResolversParentTypes['RoutingChoice']> = {
  strategy?: Resolver<ResolversTypes['RoutingStrategy'], ParentType, ContextType>;
  within?: Resolver<Maybe<ResolversTypes['RoutingStrategy']>, ParentType, ContextType>;
  stickyBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  regions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  typicalOutputTokens?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RoutingConstraintsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RoutingConstraints'] = ResolversParentTypes['RoutingConstraints']> = {
  regions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  dataTerms?: Resolver<ReadonlyArray<ResolversTypes['DataTerm']>, ParentType, ContextType>;
};

export type FallbackClassResolvers = EnumResolverSignature<{ ERROR?: any, RATE_LIMIT?: any, CONTEXT_WINDOW?: any, CONTENT_POLICY?: any, BUDGET?: any }, ResolversTypes['FallbackClass']>;

export type FallbackListResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['FallbackList'] = ResolversParentTypes['FallbackList']> = {
  on?: Resolver<ReadonlyArray<ResolversTypes['FallbackClass']>, ParentType, ContextType>;
  targets?: Resolver<ReadonlyArray<ResolversTypes['Target']>, ParentType, ContextType>;
};

export type WeightedTargetResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['WeightedTarget'] = ResolversParentTypes['WeightedTarget']> = {
  target?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tier?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RouteConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RouteConnection'] = ResolversParentTypes['RouteConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RouteEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RouteEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RouteEdge'] = ResolversParentTypes['RouteEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Route'], ParentType, ContextType>;
};

export type RouteChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RouteChanged'] = ResolversParentTypes['RouteChanged']> = {
  route?: Resolver<ResolversTypes['Route'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateRoutePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateRoutePayload'] = ResolversParentTypes['CreateRoutePayload']> = {
  __resolveType: TypeResolveFn<'RouteChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type UpdateRoutePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateRoutePayload'] = ResolversParentTypes['UpdateRoutePayload']> = {
  __resolveType: TypeResolveFn<'RouteChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused' | 'QuotaExceeded', ParentType, ContextType>;
};

export type ArchiveRoutePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveRoutePayload'] = ResolversParentTypes['ArchiveRoutePayload']> = {
  __resolveType: TypeResolveFn<'RouteChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type PromptWordResolvers = EnumResolverSignature<{ CLEAN?: any, FOUND?: any, REROUTED?: any }, ResolversTypes['PromptWord']>;

export type RouteSimulationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RouteSimulation'] = ResolversParentTypes['RouteSimulation']> = {
  rule?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  candidates?: Resolver<ReadonlyArray<ResolversTypes['DecisionCandidate']>, ParentType, ContextType>;
  targets?: Resolver<ReadonlyArray<ResolversTypes['Target']>, ParentType, ContextType>;
  fallbacks?: Resolver<ReadonlyArray<ResolversTypes['SimulatedFallbacks']>, ParentType, ContextType>;
  hedge?: Resolver<Maybe<ResolversTypes['Hedge']>, ParentType, ContextType>;
  ramp?: Resolver<Maybe<ResolversTypes['SimulatedRamp']>, ParentType, ContextType>;
  shadow?: Resolver<Maybe<ResolversTypes['SimulatedShadow']>, ParentType, ContextType>;
  fault?: Resolver<Maybe<ResolversTypes['Fault']>, ParentType, ContextType>;
};

export type SimulatedRampResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SimulatedRamp'] = ResolversParentTypes['SimulatedRamp']> = {
  sharePermille?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  halted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  arm?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
};

export type SimulatedShadowResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SimulatedShadow'] = ResolversParentTypes['SimulatedShadow']> = {
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SimulatedFallbacksResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SimulatedFallbacks'] = ResolversParentTypes['SimulatedFallbacks']> = {
  on?: Resolver<ResolversTypes['FallbackClass'], ParentType, ContextType>;
  targets?: Resolver<ReadonlyArray<ResolversTypes['Target']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface UInt64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['UInt64'], any> {
  name: 'UInt64';
}

export interface NanoUsdScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['NanoUsd'], any> {
  name: 'NanoUsd';
}

export type PageInfoResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type VersionConflictResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['VersionConflict'] = ResolversParentTypes['VersionConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  currentVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ValidationFailedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ValidationFailed'] = ResolversParentTypes['ValidationFailed']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  faults?: Resolver<ReadonlyArray<ResolversTypes['Fault']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FaultResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Fault'] = ResolversParentTypes['Fault']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  column?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type NotFoundResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PermissionDeniedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PermissionDenied'] = ResolversParentTypes['PermissionDenied']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permission?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdempotencyKeyReusedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['IdempotencyKeyReused'] = ResolversParentTypes['IdempotencyKeyReused']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChangeRequestRequiredResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeRequestRequired'] = ResolversParentTypes['ChangeRequestRequired']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  changeRequest?: Resolver<ResolversTypes['ChangeRequest'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QuotaExceededResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['QuotaExceeded'] = ResolversParentTypes['QuotaExceeded']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['QuotaKind'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  used?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  principal?: Resolver<Maybe<ResolversTypes['Principal']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  seenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  notAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type SessionConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SessionConnection'] = ResolversParentTypes['SessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SessionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SessionEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SessionEdge'] = ResolversParentTypes['SessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type SignedOutResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SignedOut'] = ResolversParentTypes['SignedOut']> = {
  principal?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignOutPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SignOutPayload'] = ResolversParentTypes['SignOutPayload']> = {
  __resolveType: TypeResolveFn<'SignedOut' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type TargetResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Target'] = ResolversParentTypes['Target']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  providerModel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  enabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  capabilities?: Resolver<ReadonlyArray<ResolversTypes['Capability']>, ParentType, ContextType>;
  prices?: Resolver<ReadonlyArray<ResolversTypes['Price']>, ParentType, ContextType>;
  health?: Resolver<ResolversTypes['TargetHealth'], ParentType, ContextType>;
  states?: Resolver<ReadonlyArray<ResolversTypes['TargetState']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type TargetConditionResolvers = EnumResolverSignature<{ OPEN?: any, HALF_OPEN?: any, COOLING?: any, CREDENTIAL?: any, RAMPING?: any, UNKNOWN?: any }, ResolversTypes['TargetCondition']>;

export type BreakerStateResolvers = EnumResolverSignature<{ CLOSED?: any, OPEN?: any, HALF_OPEN?: any }, ResolversTypes['BreakerState']>;

export type TargetStateResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TargetState'] = ResolversParentTypes['TargetState']> = {
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  condition?: Resolver<ResolversTypes['TargetCondition'], ParentType, ContextType>;
  breaker?: Resolver<Maybe<ResolversTypes['BreakerState']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reportedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TargetHealthResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TargetHealth'] = ResolversParentTypes['TargetHealth']> = {
  live?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  healthy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  open?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  halfOpen?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cooling?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  credential?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ramping?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unknown?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  silent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PriceResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Price'] = ResolversParentTypes['Price']> = {
  effectiveFrom?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  input?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  output?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  cachedRead?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  cachedWrite?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  cachedWriteLong?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  reasoning?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  perRequest?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  tiers?: Resolver<ReadonlyArray<ResolversTypes['PriceTier']>, ParentType, ContextType>;
};

export type PriceTierResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PriceTier'] = ResolversParentTypes['PriceTier']> = {
  inputTokensAbove?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  input?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  output?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  cachedRead?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  cachedWrite?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  cachedWriteLong?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  reasoning?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
};

export type TargetConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TargetConnection'] = ResolversParentTypes['TargetConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TargetEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TargetEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TargetEdge'] = ResolversParentTypes['TargetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
};

export type TargetCheckedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TargetChecked'] = ResolversParentTypes['TargetChecked']> = {
  target?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CheckTargetPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CheckTargetPayload'] = ResolversParentTypes['CheckTargetPayload']> = {
  __resolveType: TypeResolveFn<'TargetChecked' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type TargetChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TargetChanged'] = ResolversParentTypes['TargetChanged']> = {
  target?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateTargetPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateTargetPayload'] = ResolversParentTypes['CreateTargetPayload']> = {
  __resolveType: TypeResolveFn<'TargetChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdateTargetPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateTargetPayload'] = ResolversParentTypes['UpdateTargetPayload']> = {
  __resolveType: TypeResolveFn<'TargetChanged' | 'ChangeRequestRequired' | 'VersionConflict' | 'QuotaExceeded' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveTargetPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveTargetPayload'] = ResolversParentTypes['ArchiveTargetPayload']> = {
  __resolveType: TypeResolveFn<'TargetChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type TenantStateResolvers = EnumResolverSignature<{ ACTIVE?: any, SUSPENDED?: any, ARCHIVED?: any, DELETING?: any, PURGING?: any }, ResolversTypes['TenantState']>;

export type TenantSuspensionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TenantSuspension'] = ResolversParentTypes['TenantSuspension']> = {
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type TenantDeletionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TenantDeletion'] = ResolversParentTypes['TenantDeletion']> = {
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deletedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  purgeAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type QuotaKindResolvers = EnumResolverSignature<{ APPLICATION?: any, API_KEY?: any, ROUTE?: any, PROMPT_POLICY?: any, GRANT?: any, LIMIT?: any, BUDGET?: any, ACCESS_TOKEN?: any, ROLE?: any, IDENTITY_PROVIDER?: any, PRINCIPAL?: any, OPEN_CHANGE_REQUEST?: any }, ResolversTypes['QuotaKind']>;

export type QuotaResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Quota'] = ResolversParentTypes['Quota']> = {
  kind?: Resolver<ResolversTypes['QuotaKind'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  used?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isOverride?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QuotaDefaultResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['QuotaDefault'] = ResolversParentTypes['QuotaDefault']> = {
  kind?: Resolver<ResolversTypes['QuotaKind'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TenantConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TenantConnection'] = ResolversParentTypes['TenantConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TenantEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TenantEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TenantEdge'] = ResolversParentTypes['TenantEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
};

export type TenantChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TenantChanged'] = ResolversParentTypes['TenantChanged']> = {
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateTenantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateTenantPayload'] = ResolversParentTypes['CreateTenantPayload']> = {
  __resolveType: TypeResolveFn<'TenantChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdateTenantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateTenantPayload'] = ResolversParentTypes['UpdateTenantPayload']> = {
  __resolveType: TypeResolveFn<'TenantChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveTenantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveTenantPayload'] = ResolversParentTypes['ArchiveTenantPayload']> = {
  __resolveType: TypeResolveFn<'TenantChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type SuspendTenantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SuspendTenantPayload'] = ResolversParentTypes['SuspendTenantPayload']> = {
  __resolveType: TypeResolveFn<'TenantChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ResumeTenantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ResumeTenantPayload'] = ResolversParentTypes['ResumeTenantPayload']> = {
  __resolveType: TypeResolveFn<'TenantChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type DeleteTenantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeleteTenantPayload'] = ResolversParentTypes['DeleteTenantPayload']> = {
  __resolveType: TypeResolveFn<'TenantChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RestoreTenantPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RestoreTenantPayload'] = ResolversParentTypes['RestoreTenantPayload']> = {
  __resolveType: TypeResolveFn<'TenantChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type SetTenantQuotasPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SetTenantQuotasPayload'] = ResolversParentTypes['SetTenantQuotasPayload']> = {
  __resolveType: TypeResolveFn<'TenantChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type QuotaDefaultsChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['QuotaDefaultsChanged'] = ResolversParentTypes['QuotaDefaultsChanged']> = {
  quotaDefaults?: Resolver<ReadonlyArray<ResolversTypes['QuotaDefault']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetQuotaDefaultsPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SetQuotaDefaultsPayload'] = ResolversParentTypes['SetQuotaDefaultsPayload']> = {
  __resolveType: TypeResolveFn<'QuotaDefaultsChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type TokenIssuerResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TokenIssuer'] = ResolversParentTypes['TokenIssuer']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  audience?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  algorithms?: Resolver<ReadonlyArray<ResolversTypes['TokenAlgorithm']>, ParentType, ContextType>;
  leewaySeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lifetimeSecondsMax?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  applicationClaim?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  workloads?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  routes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  operations?: Resolver<ReadonlyArray<ResolversTypes['KeyOperation']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['KeyScope']>, ParentType, ContextType>;
  facts?: Resolver<ReadonlyArray<ResolversTypes['TokenFact']>, ParentType, ContextType>;
  enabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  keySet?: Resolver<ResolversTypes['TokenKeySet'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastUsedDoor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastUsedRegion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type TokenAlgorithmResolvers = EnumResolverSignature<{ RS256?: any, PS256?: any, ES256?: any, EDDSA?: any }, ResolversTypes['TokenAlgorithm']>;

export type TokenFactTypeResolvers = EnumResolverSignature<{ STRING?: any, NUMBER?: any, BOOLEAN?: any, STRING_LIST?: any }, ResolversTypes['TokenFactType']>;

export type TokenFactResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TokenFact'] = ResolversParentTypes['TokenFact']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  claim?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['TokenFactType'], ParentType, ContextType>;
};

export type TokenKeySetResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TokenKeySet'] = ResolversParentTypes['TokenKeySet']> = {
  keyIds?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  fault?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TokenIssuerConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TokenIssuerConnection'] = ResolversParentTypes['TokenIssuerConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TokenIssuerEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TokenIssuerEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TokenIssuerEdge'] = ResolversParentTypes['TokenIssuerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TokenIssuer'], ParentType, ContextType>;
};

export type TokenIssuerChangedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TokenIssuerChanged'] = ResolversParentTypes['TokenIssuerChanged']> = {
  tokenIssuer?: Resolver<ResolversTypes['TokenIssuer'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TokenIssuerDueResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TokenIssuerDue'] = ResolversParentTypes['TokenIssuerDue']> = {
  tokenIssuer?: Resolver<ResolversTypes['TokenIssuer'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateTokenIssuerPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateTokenIssuerPayload'] = ResolversParentTypes['CreateTokenIssuerPayload']> = {
  __resolveType: TypeResolveFn<'TokenIssuerChanged' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UpdateTokenIssuerPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateTokenIssuerPayload'] = ResolversParentTypes['UpdateTokenIssuerPayload']> = {
  __resolveType: TypeResolveFn<'TokenIssuerChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type ArchiveTokenIssuerPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ArchiveTokenIssuerPayload'] = ResolversParentTypes['ArchiveTokenIssuerPayload']> = {
  __resolveType: TypeResolveFn<'TokenIssuerChanged' | 'VersionConflict' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type RefreshTokenIssuerPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RefreshTokenIssuerPayload'] = ResolversParentTypes['RefreshTokenIssuerPayload']> = {
  __resolveType: TypeResolveFn<'TokenIssuerDue' | 'ValidationFailed' | 'NotFound' | 'PermissionDenied' | 'IdempotencyKeyReused', ParentType, ContextType>;
};

export type UsageRowResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UsageRow'] = ResolversParentTypes['UsageRow']> = {
  day?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Application']>, ParentType, ContextType>;
  feature?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  featureClaimed?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  priceEffectiveFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  priceTier?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  inputTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  outputTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  cachedReadTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  cachedWriteTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  cachedWriteLongTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  reasoningTokens?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
  estimatedAttempts?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  unpricedAttempts?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  shadowAttempts?: Resolver<ResolversTypes['UInt64'], ParentType, ContextType>;
  shadowCost?: Resolver<ResolversTypes['NanoUsd'], ParentType, ContextType>;
};

export type UsageReportResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UsageReport'] = ResolversParentTypes['UsageReport']> = {
  rows?: Resolver<ReadonlyArray<ResolversTypes['UsageRow']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['UsageRow'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphQLContext> = {
  ApiKey?: ApiKeyResolvers<ContextType>;
  KeyScope?: KeyScopeResolvers;
  KeyOperation?: KeyOperationResolvers;
  KeyAttribute?: KeyAttributeResolvers<ContextType>;
  ApiKeyConnection?: ApiKeyConnectionResolvers<ContextType>;
  ApiKeyEdge?: ApiKeyEdgeResolvers<ContextType>;
  ApiKeySort?: ApiKeySortResolvers;
  Query?: QueryResolvers<ContextType>;
  ApiKeyCreated?: ApiKeyCreatedResolvers<ContextType>;
  ApiKeyChanged?: ApiKeyChangedResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  UpdateApiKeyPayload?: UpdateApiKeyPayloadResolvers<ContextType>;
  RevokeApiKeyPayload?: RevokeApiKeyPayloadResolvers<ContextType>;
  RotateApiKeyPayload?: RotateApiKeyPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Environment?: EnvironmentResolvers;
  DataClass?: DataClassResolvers;
  RolloutStage?: RolloutStageResolvers;
  RolloutTask?: RolloutTaskResolvers;
  RolloutStep?: RolloutStepResolvers<ContextType>;
  RolloutTaskState?: RolloutTaskStateResolvers<ContextType>;
  StageCount?: StageCountResolvers<ContextType>;
  Application?: ApplicationResolvers<ContextType>;
  ApplicationConnection?: ApplicationConnectionResolvers<ContextType>;
  ApplicationEdge?: ApplicationEdgeResolvers<ContextType>;
  ApplicationSort?: ApplicationSortResolvers;
  RecordSort?: RecordSortResolvers;
  Tenant?: TenantResolvers<ContextType>;
  ApplicationChanged?: ApplicationChangedResolvers<ContextType>;
  CreateApplicationPayload?: CreateApplicationPayloadResolvers<ContextType>;
  UpdateApplicationPayload?: UpdateApplicationPayloadResolvers<ContextType>;
  ArchiveApplicationPayload?: ArchiveApplicationPayloadResolvers<ContextType>;
  RuledKind?: RuledKindResolvers;
  ApprovalRule?: ApprovalRuleResolvers<ContextType>;
  ApprovalRuleChanged?: ApprovalRuleChangedResolvers<ContextType>;
  CreateApprovalRulePayload?: CreateApprovalRulePayloadResolvers<ContextType>;
  UpdateApprovalRulePayload?: UpdateApprovalRulePayloadResolvers<ContextType>;
  AuditEvent?: AuditEventResolvers<ContextType>;
  AuditEventConnection?: AuditEventConnectionResolvers<ContextType>;
  AuditEventEdge?: AuditEventEdgeResolvers<ContextType>;
  AuditFaultKind?: AuditFaultKindResolvers;
  AuditFault?: AuditFaultResolvers<ContextType>;
  SignedAuditHead?: SignedAuditHeadResolvers<ContextType>;
  AuditVerification?: AuditVerificationResolvers<ContextType>;
  AuditSigningKey?: AuditSigningKeyResolvers<ContextType>;
  Budget?: BudgetResolvers<ContextType>;
  BudgetAccount?: BudgetAccountResolvers<ContextType>;
  BudgetPeriod?: BudgetPeriodResolvers;
  BudgetEnforcement?: BudgetEnforcementResolvers;
  BudgetReservation?: BudgetReservationResolvers;
  BudgetOutage?: BudgetOutageResolvers;
  BudgetConnection?: BudgetConnectionResolvers<ContextType>;
  BudgetEdge?: BudgetEdgeResolvers<ContextType>;
  BudgetChanged?: BudgetChangedResolvers<ContextType>;
  CreateBudgetPayload?: CreateBudgetPayloadResolvers<ContextType>;
  UpdateBudgetPayload?: UpdateBudgetPayloadResolvers<ContextType>;
  ArchiveBudgetPayload?: ArchiveBudgetPayloadResolvers<ContextType>;
  ChangeRequestState?: ChangeRequestStateResolvers;
  ChangeRequestKind?: ChangeRequestKindResolvers;
  Verdict?: VerdictResolvers;
  ChangeRequest?: ChangeRequestResolvers<ContextType>;
  RiskLevel?: RiskLevelResolvers;
  ChangeDirection?: ChangeDirectionResolvers;
  RiskTopic?: RiskTopicResolvers;
  ChangeRisk?: ChangeRiskResolvers<ContextType>;
  RiskReason?: RiskReasonResolvers<ContextType>;
  ChangeSchedule?: ChangeScheduleResolvers<ContextType>;
  EmergencyChange?: EmergencyChangeResolvers<ContextType>;
  GrantProposal?: GrantProposalResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  ChangeRequestConnection?: ChangeRequestConnectionResolvers<ContextType>;
  ChangeRequestEdge?: ChangeRequestEdgeResolvers<ContextType>;
  ChangeRequestSort?: ChangeRequestSortResolvers;
  ChangeRequestChanged?: ChangeRequestChangedResolvers<ContextType>;
  ChangeApplied?: ChangeAppliedResolvers<ContextType>;
  ApproveChangePayload?: ApproveChangePayloadResolvers<ContextType>;
  ApplyChangePayload?: ApplyChangePayloadResolvers<ContextType>;
  RejectChangePayload?: RejectChangePayloadResolvers<ContextType>;
  RequestChangesPayload?: RequestChangesPayloadResolvers<ContextType>;
  WithdrawChangePayload?: WithdrawChangePayloadResolvers<ContextType>;
  CommentOnChangePayload?: CommentOnChangePayloadResolvers<ContextType>;
  SubmitChangePayload?: SubmitChangePayloadResolvers<ContextType>;
  RebaseChangePayload?: RebaseChangePayloadResolvers<ContextType>;
  RequestRollbackPayload?: RequestRollbackPayloadResolvers<ContextType>;
  ScheduleChangePayload?: ScheduleChangePayloadResolvers<ContextType>;
  CancelScheduledChangePayload?: CancelScheduledChangePayloadResolvers<ContextType>;
  ApplyEmergencyPayload?: ApplyEmergencyPayloadResolvers<ContextType>;
  RatifyChangePayload?: RatifyChangePayloadResolvers<ContextType>;
  RevertEmergencyPayload?: RevertEmergencyPayloadResolvers<ContextType>;
  PlanVerb?: PlanVerbResolvers;
  PlanDirection?: PlanDirectionResolvers;
  PlanKind?: PlanKindResolvers;
  PlanAction?: PlanActionResolvers<ContextType>;
  ConfigPlan?: ConfigPlanResolvers<ContextType>;
  ConfigPlanned?: ConfigPlannedResolvers<ContextType>;
  ConfigExport?: ConfigExportResolvers<ContextType>;
  PlanConfigPayload?: PlanConfigPayloadResolvers<ContextType>;
  PlanApplied?: PlanAppliedResolvers<ContextType>;
  ApplyPlanPayload?: ApplyPlanPayloadResolvers<ContextType>;
  DecisionOutcome?: DecisionOutcomeResolvers;
  Decision?: DecisionResolvers<ContextType>;
  DecisionCandidate?: DecisionCandidateResolvers<ContextType>;
  DecisionAttempt?: DecisionAttemptResolvers<ContextType>;
  DecisionShadow?: DecisionShadowResolvers<ContextType>;
  ShadowFinish?: ShadowFinishResolvers;
  ShadowToolCalls?: ShadowToolCallsResolvers;
  DecisionFinding?: DecisionFindingResolvers<ContextType>;
  FoundPart?: FoundPartResolvers<ContextType>;
  FoundPlace?: FoundPlaceResolvers<ContextType>;
  LimitOutcome?: LimitOutcomeResolvers<ContextType>;
  RuleOutcome?: RuleOutcomeResolvers<ContextType>;
  ClaimedFact?: ClaimedFactResolvers<ContextType>;
  DecisionConnection?: DecisionConnectionResolvers<ContextType>;
  DecisionEdge?: DecisionEdgeResolvers<ContextType>;
  FindingRow?: FindingRowResolvers<ContextType>;
  OutcomeCount?: OutcomeCountResolvers<ContextType>;
  FindingReport?: FindingReportResolvers<ContextType>;
  GrantNotice?: GrantNoticeResolvers<ContextType>;
  GrantNoticeConnection?: GrantNoticeConnectionResolvers<ContextType>;
  GrantNoticeEdge?: GrantNoticeEdgeResolvers<ContextType>;
  Grant?: GrantResolvers<ContextType>;
  GrantState?: GrantStateResolvers;
  GrantConnection?: GrantConnectionResolvers<ContextType>;
  GrantEdge?: GrantEdgeResolvers<ContextType>;
  GrantSort?: GrantSortResolvers;
  GrantChanged?: GrantChangedResolvers<ContextType>;
  RequestGrantPayload?: RequestGrantPayloadResolvers<ContextType>;
  ApproveGrantPayload?: ApproveGrantPayloadResolvers<ContextType>;
  RejectGrantPayload?: RejectGrantPayloadResolvers<ContextType>;
  WithdrawGrantRequestPayload?: WithdrawGrantRequestPayloadResolvers<ContextType>;
  UpdateGrantPayload?: UpdateGrantPayloadResolvers<ContextType>;
  RenewGrantPayload?: RenewGrantPayloadResolvers<ContextType>;
  RevokeGrantPayload?: RevokeGrantPayloadResolvers<ContextType>;
  IdentityProvider?: IdentityProviderResolvers<ContextType>;
  RoleMapping?: RoleMappingResolvers<ContextType>;
  IdentityProviderConnection?: IdentityProviderConnectionResolvers<ContextType>;
  IdentityProviderEdge?: IdentityProviderEdgeResolvers<ContextType>;
  IdentityProviderChanged?: IdentityProviderChangedResolvers<ContextType>;
  CreateIdentityProviderPayload?: CreateIdentityProviderPayloadResolvers<ContextType>;
  UpdateIdentityProviderPayload?: UpdateIdentityProviderPayloadResolvers<ContextType>;
  ArchiveIdentityProviderPayload?: ArchiveIdentityProviderPayloadResolvers<ContextType>;
  ImpactState?: ImpactStateResolvers;
  ImpactBound?: ImpactBoundResolvers;
  ImpactClass?: ImpactClassResolvers;
  Impact?: ImpactResolvers<ContextType>;
  ImpactWindow?: ImpactWindowResolvers<ContextType>;
  ImpactCount?: ImpactCountResolvers<ContextType>;
  ImpactTotals?: ImpactTotalsResolvers<ContextType>;
  ApplicationImpact?: ApplicationImpactResolvers<ContextType>;
  ImpactSample?: ImpactSampleResolvers<ContextType>;
  ImpactDecision?: ImpactDecisionResolvers<ContextType>;
  ImpactLead?: ImpactLeadResolvers<ContextType>;
  ReplayChangePayload?: ReplayChangePayloadResolvers<ContextType>;
  Limit?: LimitResolvers<ContextType>;
  AccountScope?: AccountScopeResolvers;
  LimitMeasure?: LimitMeasureResolvers;
  LimitConnection?: LimitConnectionResolvers<ContextType>;
  LimitEdge?: LimitEdgeResolvers<ContextType>;
  LimitChanged?: LimitChangedResolvers<ContextType>;
  CreateLimitPayload?: CreateLimitPayloadResolvers<ContextType>;
  UpdateLimitPayload?: UpdateLimitPayloadResolvers<ContextType>;
  ArchiveLimitPayload?: ArchiveLimitPayloadResolvers<ContextType>;
  Capability?: CapabilityResolvers;
  Model?: ModelResolvers<ContextType>;
  ModelConnection?: ModelConnectionResolvers<ContextType>;
  ModelEdge?: ModelEdgeResolvers<ContextType>;
  ModelUser?: ModelUserResolvers<ContextType>;
  ModelUserReport?: ModelUserReportResolvers<ContextType>;
  ModelChanged?: ModelChangedResolvers<ContextType>;
  CreateModelPayload?: CreateModelPayloadResolvers<ContextType>;
  UpdateModelPayload?: UpdateModelPayloadResolvers<ContextType>;
  ArchiveModelPayload?: ArchiveModelPayloadResolvers<ContextType>;
  NodePool?: NodePoolResolvers<ContextType>;
  NodePoolConnection?: NodePoolConnectionResolvers<ContextType>;
  NodePoolEdge?: NodePoolEdgeResolvers<ContextType>;
  NodePoolChanged?: NodePoolChangedResolvers<ContextType>;
  CreateNodePoolPayload?: CreateNodePoolPayloadResolvers<ContextType>;
  UpdateNodePoolPayload?: UpdateNodePoolPayloadResolvers<ContextType>;
  ArchiveNodePoolPayload?: ArchiveNodePoolPayloadResolvers<ContextType>;
  NodeRevocation?: NodeRevocationResolvers<ContextType>;
  NodeRevocationConnection?: NodeRevocationConnectionResolvers<ContextType>;
  NodeRevocationEdge?: NodeRevocationEdgeResolvers<ContextType>;
  NodeRevoked?: NodeRevokedResolvers<ContextType>;
  NodeAdmitted?: NodeAdmittedResolvers<ContextType>;
  RevokeNodePayload?: RevokeNodePayloadResolvers<ContextType>;
  AdmitNodePayload?: AdmitNodePayloadResolvers<ContextType>;
  NodeState?: NodeStateResolvers;
  VerdictOutcome?: VerdictOutcomeResolvers;
  Node?: NodeResolvers<ContextType>;
  NodeTargets?: NodeTargetsResolvers<ContextType>;
  NodeDiagnostic?: NodeDiagnosticResolvers<ContextType>;
  NodeConnection?: NodeConnectionResolvers<ContextType>;
  NodeEdge?: NodeEdgeResolvers<ContextType>;
  Enforcement?: EnforcementResolvers<ContextType>;
  AwaitedEnforcement?: AwaitedEnforcementResolvers<ContextType>;
  Convergence?: ConvergenceResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  OutsideDetector?: OutsideDetectorResolvers<ContextType>;
  DetectorProtocol?: DetectorProtocolResolvers;
  OutsideJudge?: OutsideJudgeResolvers<ContextType>;
  OutsideDetectorConnection?: OutsideDetectorConnectionResolvers<ContextType>;
  OutsideDetectorEdge?: OutsideDetectorEdgeResolvers<ContextType>;
  OutsideDetectorChanged?: OutsideDetectorChangedResolvers<ContextType>;
  CreateOutsideDetectorPayload?: CreateOutsideDetectorPayloadResolvers<ContextType>;
  UpdateOutsideDetectorPayload?: UpdateOutsideDetectorPayloadResolvers<ContextType>;
  ArchiveOutsideDetectorPayload?: ArchiveOutsideDetectorPayloadResolvers<ContextType>;
  PriceProposalOutcome?: PriceProposalOutcomeResolvers;
  PriceProposal?: PriceProposalResolvers<ContextType>;
  PriceProposalReport?: PriceProposalReportResolvers<ContextType>;
  PricesAccepted?: PricesAcceptedResolvers<ContextType>;
  PricesProposed?: PricesProposedResolvers<ContextType>;
  AcceptProposedPricesPayload?: AcceptProposedPricesPayloadResolvers<ContextType>;
  PrincipalKind?: PrincipalKindResolvers;
  Role?: RoleResolvers;
  Principal?: PrincipalResolvers<ContextType>;
  AccessToken?: AccessTokenResolvers<ContextType>;
  PrincipalConnection?: PrincipalConnectionResolvers<ContextType>;
  PrincipalEdge?: PrincipalEdgeResolvers<ContextType>;
  AccessTokenConnection?: AccessTokenConnectionResolvers<ContextType>;
  AccessTokenEdge?: AccessTokenEdgeResolvers<ContextType>;
  AccessTokenSort?: AccessTokenSortResolvers;
  PrincipalChanged?: PrincipalChangedResolvers<ContextType>;
  AccessTokenCreated?: AccessTokenCreatedResolvers<ContextType>;
  AccessTokenRotated?: AccessTokenRotatedResolvers<ContextType>;
  AccessTokenChanged?: AccessTokenChangedResolvers<ContextType>;
  CreatePrincipalPayload?: CreatePrincipalPayloadResolvers<ContextType>;
  UpdatePrincipalPayload?: UpdatePrincipalPayloadResolvers<ContextType>;
  ArchivePrincipalPayload?: ArchivePrincipalPayloadResolvers<ContextType>;
  CreateAccessTokenPayload?: CreateAccessTokenPayloadResolvers<ContextType>;
  RotateAccessTokenPayload?: RotateAccessTokenPayloadResolvers<ContextType>;
  RevokeAccessTokenPayload?: RevokeAccessTokenPayloadResolvers<ContextType>;
  Detector?: DetectorResolvers;
  RuleFailure?: RuleFailureResolvers;
  PromptAction?: PromptActionResolvers;
  PromptRuleMode?: PromptRuleModeResolvers;
  PromptDirection?: PromptDirectionResolvers;
  PromptPart?: PromptPartResolvers;
  PromptPolicy?: PromptPolicyResolvers<ContextType>;
  PromptPolicyAttachment?: PromptPolicyAttachmentResolvers<ContextType>;
  PromptRule?: PromptRuleResolvers<ContextType>;
  PromptRuleException?: PromptRuleExceptionResolvers<ContextType>;
  DetectorSettings?: DetectorSettingsResolvers<ContextType>;
  WordList?: WordListResolvers<ContextType>;
  NamedPattern?: NamedPatternResolvers<ContextType>;
  SizeLimits?: SizeLimitsResolvers<ContextType>;
  PromptPolicyConnection?: PromptPolicyConnectionResolvers<ContextType>;
  PromptPolicyEdge?: PromptPolicyEdgeResolvers<ContextType>;
  PromptInspection?: PromptInspectionResolvers<ContextType>;
  InspectedFinding?: InspectedFindingResolvers<ContextType>;
  InspectedRange?: InspectedRangeResolvers<ContextType>;
  InspectedRule?: InspectedRuleResolvers<ContextType>;
  RuleNotRun?: RuleNotRunResolvers;
  PromptPolicyChanged?: PromptPolicyChangedResolvers<ContextType>;
  CreatePromptPolicyPayload?: CreatePromptPolicyPayloadResolvers<ContextType>;
  UpdatePromptPolicyPayload?: UpdatePromptPolicyPayloadResolvers<ContextType>;
  ArchivePromptPolicyPayload?: ArchivePromptPolicyPayloadResolvers<ContextType>;
  ReportFalsePositivePayload?: ReportFalsePositivePayloadResolvers<ContextType>;
  ProviderKind?: ProviderKindResolvers;
  CredentialHeader?: CredentialHeaderResolvers;
  ProviderQuirk?: ProviderQuirkResolvers;
  ProviderPreset?: ProviderPresetResolvers<ContextType>;
  DataTerm?: DataTermResolvers;
  CredentialFault?: CredentialFaultResolvers;
  ProviderCredential?: ProviderCredentialResolvers<ContextType>;
  Provider?: ProviderResolvers<ContextType>;
  RegionDataTerms?: RegionDataTermsResolvers<ContextType>;
  ProviderConnection?: ProviderConnectionResolvers<ContextType>;
  ProviderEdge?: ProviderEdgeResolvers<ContextType>;
  ProviderChanged?: ProviderChangedResolvers<ContextType>;
  CreateProviderPayload?: CreateProviderPayloadResolvers<ContextType>;
  UpdateProviderPayload?: UpdateProviderPayloadResolvers<ContextType>;
  ArchiveProviderPayload?: ArchiveProviderPayloadResolvers<ContextType>;
  ReleaseState?: ReleaseStateResolvers;
  Release?: ReleaseResolvers<ContextType>;
  ReleaseConnection?: ReleaseConnectionResolvers<ContextType>;
  ReleaseEdge?: ReleaseEdgeResolvers<ContextType>;
  ResourceChange?: ResourceChangeResolvers;
  ResourceDifference?: ResourceDifferenceResolvers<ContextType>;
  FieldDifference?: FieldDifferenceResolvers<ContextType>;
  ReleaseDiff?: ReleaseDiffResolvers<ContextType>;
  RestoreDeclared?: RestoreDeclaredResolvers<ContextType>;
  DeclareRestoredPayload?: DeclareRestoredPayloadResolvers<ContextType>;
  RolledBack?: RolledBackResolvers<ContextType>;
  RollbackPayload?: RollbackPayloadResolvers<ContextType>;
  HeldReleased?: HeldReleasedResolvers<ContextType>;
  ReleaseHeldPayload?: ReleaseHeldPayloadResolvers<ContextType>;
  CustomRole?: CustomRoleResolvers<ContextType>;
  CustomRoleConnection?: CustomRoleConnectionResolvers<ContextType>;
  CustomRoleEdge?: CustomRoleEdgeResolvers<ContextType>;
  Permission?: PermissionResolvers<ContextType>;
  RoleChanged?: RoleChangedResolvers<ContextType>;
  CreateRolePayload?: CreateRolePayloadResolvers<ContextType>;
  UpdateRolePayload?: UpdateRolePayloadResolvers<ContextType>;
  ArchiveRolePayload?: ArchiveRolePayloadResolvers<ContextType>;
  RouteArm?: RouteArmResolvers<ContextType>;
  VerdictCount?: VerdictCountResolvers<ContextType>;
  Percentiles?: PercentilesResolvers<ContextType>;
  RouteArmReport?: RouteArmReportResolvers<ContextType>;
  Operation?: OperationResolvers;
  Route?: RouteResolvers<ContextType>;
  RoutingRule?: RoutingRuleResolvers<ContextType>;
  Hedge?: HedgeResolvers<ContextType>;
  RoutingRamp?: RoutingRampResolvers<ContextType>;
  RampHalted?: RampHaltedResolvers<ContextType>;
  RampStep?: RampStepResolvers<ContextType>;
  RampBounds?: RampBoundsResolvers<ContextType>;
  RoutingShadow?: RoutingShadowResolvers<ContextType>;
  RoutingStrategy?: RoutingStrategyResolvers;
  RoutingChoice?: RoutingChoiceResolvers<ContextType>;
  RoutingConstraints?: RoutingConstraintsResolvers<ContextType>;
  FallbackClass?: FallbackClassResolvers;
  FallbackList?: FallbackListResolvers<ContextType>;
  WeightedTarget?: WeightedTargetResolvers<ContextType>;
  RouteConnection?: RouteConnectionResolvers<ContextType>;
  RouteEdge?: RouteEdgeResolvers<ContextType>;
  RouteChanged?: RouteChangedResolvers<ContextType>;
  CreateRoutePayload?: CreateRoutePayloadResolvers<ContextType>;
  UpdateRoutePayload?: UpdateRoutePayloadResolvers<ContextType>;
  ArchiveRoutePayload?: ArchiveRoutePayloadResolvers<ContextType>;
  PromptWord?: PromptWordResolvers;
  RouteSimulation?: RouteSimulationResolvers<ContextType>;
  SimulatedRamp?: SimulatedRampResolvers<ContextType>;
  SimulatedShadow?: SimulatedShadowResolvers<ContextType>;
  SimulatedFallbacks?: SimulatedFallbacksResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  UInt64?: GraphQLScalarType;
  NanoUsd?: GraphQLScalarType;
  PageInfo?: PageInfoResolvers<ContextType>;
  VersionConflict?: VersionConflictResolvers<ContextType>;
  ValidationFailed?: ValidationFailedResolvers<ContextType>;
  Fault?: FaultResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PermissionDenied?: PermissionDeniedResolvers<ContextType>;
  IdempotencyKeyReused?: IdempotencyKeyReusedResolvers<ContextType>;
  ChangeRequestRequired?: ChangeRequestRequiredResolvers<ContextType>;
  QuotaExceeded?: QuotaExceededResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionConnection?: SessionConnectionResolvers<ContextType>;
  SessionEdge?: SessionEdgeResolvers<ContextType>;
  SignedOut?: SignedOutResolvers<ContextType>;
  SignOutPayload?: SignOutPayloadResolvers<ContextType>;
  Target?: TargetResolvers<ContextType>;
  TargetCondition?: TargetConditionResolvers;
  BreakerState?: BreakerStateResolvers;
  TargetState?: TargetStateResolvers<ContextType>;
  TargetHealth?: TargetHealthResolvers<ContextType>;
  Price?: PriceResolvers<ContextType>;
  PriceTier?: PriceTierResolvers<ContextType>;
  TargetConnection?: TargetConnectionResolvers<ContextType>;
  TargetEdge?: TargetEdgeResolvers<ContextType>;
  TargetChecked?: TargetCheckedResolvers<ContextType>;
  CheckTargetPayload?: CheckTargetPayloadResolvers<ContextType>;
  TargetChanged?: TargetChangedResolvers<ContextType>;
  CreateTargetPayload?: CreateTargetPayloadResolvers<ContextType>;
  UpdateTargetPayload?: UpdateTargetPayloadResolvers<ContextType>;
  ArchiveTargetPayload?: ArchiveTargetPayloadResolvers<ContextType>;
  TenantState?: TenantStateResolvers;
  TenantSuspension?: TenantSuspensionResolvers<ContextType>;
  TenantDeletion?: TenantDeletionResolvers<ContextType>;
  QuotaKind?: QuotaKindResolvers;
  Quota?: QuotaResolvers<ContextType>;
  QuotaDefault?: QuotaDefaultResolvers<ContextType>;
  TenantConnection?: TenantConnectionResolvers<ContextType>;
  TenantEdge?: TenantEdgeResolvers<ContextType>;
  TenantChanged?: TenantChangedResolvers<ContextType>;
  CreateTenantPayload?: CreateTenantPayloadResolvers<ContextType>;
  UpdateTenantPayload?: UpdateTenantPayloadResolvers<ContextType>;
  ArchiveTenantPayload?: ArchiveTenantPayloadResolvers<ContextType>;
  SuspendTenantPayload?: SuspendTenantPayloadResolvers<ContextType>;
  ResumeTenantPayload?: ResumeTenantPayloadResolvers<ContextType>;
  DeleteTenantPayload?: DeleteTenantPayloadResolvers<ContextType>;
  RestoreTenantPayload?: RestoreTenantPayloadResolvers<ContextType>;
  SetTenantQuotasPayload?: SetTenantQuotasPayloadResolvers<ContextType>;
  QuotaDefaultsChanged?: QuotaDefaultsChangedResolvers<ContextType>;
  SetQuotaDefaultsPayload?: SetQuotaDefaultsPayloadResolvers<ContextType>;
  TokenIssuer?: TokenIssuerResolvers<ContextType>;
  TokenAlgorithm?: TokenAlgorithmResolvers;
  TokenFactType?: TokenFactTypeResolvers;
  TokenFact?: TokenFactResolvers<ContextType>;
  TokenKeySet?: TokenKeySetResolvers<ContextType>;
  TokenIssuerConnection?: TokenIssuerConnectionResolvers<ContextType>;
  TokenIssuerEdge?: TokenIssuerEdgeResolvers<ContextType>;
  TokenIssuerChanged?: TokenIssuerChangedResolvers<ContextType>;
  TokenIssuerDue?: TokenIssuerDueResolvers<ContextType>;
  CreateTokenIssuerPayload?: CreateTokenIssuerPayloadResolvers<ContextType>;
  UpdateTokenIssuerPayload?: UpdateTokenIssuerPayloadResolvers<ContextType>;
  ArchiveTokenIssuerPayload?: ArchiveTokenIssuerPayloadResolvers<ContextType>;
  RefreshTokenIssuerPayload?: RefreshTokenIssuerPayloadResolvers<ContextType>;
  UsageRow?: UsageRowResolvers<ContextType>;
  UsageReport?: UsageReportResolvers<ContextType>;
};

