import { CreateRevision0001 } from './0001-create-revision.ts';
import { CreateAudit0002 } from './0002-create-audit.ts';
import { CreatePeople0003 } from './0003-create-people.ts';
import { CreateCatalog0004 } from './0004-create-catalog.ts';
import { CreatePolicy0005 } from './0005-create-policy.ts';
import { CreateGrant0006 } from './0006-create-grant.ts';
import { CreateTelemetry0007 } from './0007-create-telemetry.ts';
import { RaiseEpoch0008 } from './0008-raise-epoch.ts';
import { TrimChanges0009 } from './0009-trim-changes.ts';
import { KeepVersions0010 } from './0010-keep-versions.ts';
import { HoldRevisions0011 } from './0011-hold-revisions.ts';
import { DateRevisions0012 } from './0012-date-revisions.ts';
import { RevokeNodes0013 } from './0013-revoke-nodes.ts';
import { IndexParents0014 } from './0014-index-parents.ts';
import { StampReleases0015 } from './0015-stamp-releases.ts';
import { CreateNodePool0016 } from './0016-create-node-pool.ts';
import { RotateSecrets0017 } from './0017-rotate-secrets.ts';
import { NamePreset0018 } from './0018-name-preset.ts';
import { ConstrainRoutes0019 } from './0019-constrain-routes.ts';
import { ScopeKeys0020 } from './0020-scope-keys.ts';
import { BoundStamp0021 } from './0021-bound-stamp.ts';
import { ReportTargets0022 } from './0022-report-targets.ts';
import { SampleDecisions0023 } from './0023-sample-decisions.ts';
import { TimeRoutes0024 } from './0024-time-routes.ts';
import { MarkShadows0025 } from './0025-mark-shadows.ts';
import { CountLongWrites0027 } from './0027-count-long-writes.ts';
import { ScopeTokens0028 } from './0028-scope-tokens.ts';
import { CreateRole0029 } from './0029-create-role.ts';
import { CreateIdentityProvider0030 } from './0030-create-identity-provider.ts';
import { CreateSession0031 } from './0031-create-session.ts';
import { ReviewChanges0032 } from './0032-review-changes.ts';
import { RuleApprovals0033 } from './0033-rule-approvals.ts';
import { VerifyAudit0034 } from './0034-verify-audit.ts';
import { RotateKeys0036 } from './0036-rotate-keys.ts';
import { DateRollouts0037 } from './0037-date-rollouts.ts';
import { NamePrices0040 } from './0040-name-prices.ts';
import { NameModels0041 } from './0041-name-models.ts';
import { ConditionGrants0042 } from './0042-condition-grants.ts';
import { EndTenants0043 } from './0043-end-tenants.ts';
import { BoundTenants0044 } from './0044-bound-tenants.ts';
import { ConfineKeys0045 } from './0045-confine-keys.ts';
import { NoteKeyUse0046 } from './0046-note-key-use.ts';
import { CreateTokenIssuer0047 } from './0047-create-token-issuer.ts';
import { StageChanges0048 } from './0048-stage-changes.ts';
import { BindReviewers0049 } from './0049-bind-reviewers.ts';
import { GovernCatalogue0050 } from './0050-govern-catalogue.ts';
import { WeighRisks0051 } from './0051-weigh-risks.ts';
import { ReplayChanges0052 } from './0052-replay-changes.ts';
import { PlanConfig0054 } from './0054-plan-config.ts';
import { ReviewPlans0055 } from './0055-review-plans.ts';
import { NameBeneficiaries0056 } from './0056-name-beneficiaries.ts';
import { NameRiskyTeams0057 } from './0057-name-risky-teams.ts';
import { IndexLists0058 } from './0058-index-lists.ts';
import { SortLists0059 } from './0059-sort-lists.ts';
import { DeleteTenants0060 } from './0060-delete-tenants.ts';
import { AttachPolicies0063 } from './0063-attach-policies.ts';
import { CreateOutsideDetector0064 } from './0064-create-outside-detector.ts';
import { FindFindings0066 } from './0066-find-findings.ts';
import { BoundPrincipals0070 } from './0070-bound-principals.ts';
import { ConfineTokens0071 } from './0071-confine-tokens.ts';
import { NoteTokenUse0072 } from './0072-note-token-use.ts';
import { ReleaseHeld0073 } from './0073-release-held.ts';
import { CreateLimit0074 } from './0074-create-limit.ts';
import { CreateBudget0075 } from './0075-create-budget.ts';
import { BoundGrants0076 } from './0076-bound-grants.ts';
import { ReviewSpending0077 } from './0077-review-spending.ts';
import { CreateBudgetAccount0078 } from './0078-create-budget-account.ts';
import { KeepNewestRelease0082 } from './0082-keep-newest-release.ts';

/** In the order in which they run. A merged migration is never edited, but for its way down; a mistake gets a new one. */
export const migrations = [
  CreateRevision0001,
  CreateAudit0002,
  CreatePeople0003,
  CreateCatalog0004,
  CreatePolicy0005,
  CreateGrant0006,
  CreateTelemetry0007,
  RaiseEpoch0008,
  TrimChanges0009,
  KeepVersions0010,
  HoldRevisions0011,
  DateRevisions0012,
  RevokeNodes0013,
  IndexParents0014,
  StampReleases0015,
  CreateNodePool0016,
  RotateSecrets0017,
  NamePreset0018,
  ConstrainRoutes0019,
  ScopeKeys0020,
  BoundStamp0021,
  ReportTargets0022,
  SampleDecisions0023,
  TimeRoutes0024,
  MarkShadows0025,
  CountLongWrites0027,
  ScopeTokens0028,
  CreateRole0029,
  CreateIdentityProvider0030,
  CreateSession0031,
  ReviewChanges0032,
  RuleApprovals0033,
  VerifyAudit0034,
  RotateKeys0036,
  DateRollouts0037,
  NamePrices0040,
  NameModels0041,
  ConditionGrants0042,
  EndTenants0043,
  BoundTenants0044,
  ConfineKeys0045,
  NoteKeyUse0046,
  CreateTokenIssuer0047,
  StageChanges0048,
  BindReviewers0049,
  GovernCatalogue0050,
  WeighRisks0051,
  ReplayChanges0052,
  PlanConfig0054,
  ReviewPlans0055,
  NameBeneficiaries0056,
  NameRiskyTeams0057,
  IndexLists0058,
  SortLists0059,
  DeleteTenants0060,
  AttachPolicies0063,
  CreateOutsideDetector0064,
  FindFindings0066,
  BoundPrincipals0070,
  ConfineTokens0071,
  NoteTokenUse0072,
  ReleaseHeld0073,
  CreateLimit0074,
  CreateBudget0075,
  BoundGrants0076,
  ReviewSpending0077,
  CreateBudgetAccount0078,
  KeepNewestRelease0082,
];
