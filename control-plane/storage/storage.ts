import type { DataSource, EntityManager } from 'typeorm';
import type { AuditEntry } from '../domain/audit.ts';
import { AccessTokenStore } from './access-token.ts';
import { ApiKeyStore } from './api-key.ts';
import { ApiKeyPepperStore } from './api-key-pepper.ts';
import { ApplicationStore } from './application.ts';
import { ApprovalRuleStore } from './approval-rule.ts';
import { conclude } from './audit/conclude.ts';
import { SignedAuditHeadStore } from './audit/signed-head.ts';
import { type Actor, AuditStore } from './audit.ts';
import { BudgetStore } from './budget.ts';
import { ChangeRequestStore } from './change-request.ts';
import { ConfigPlanStore } from './config-plan.ts';
import { ConfigurationEpochStore } from './configuration/epoch.ts';
import { HeldRevisionStore } from './configuration/held-revision.ts';
import { ResourceVersionStore } from './configuration/resource-version.ts';
import { ConfigurationRetentionStore } from './configuration/retention.ts';
import { DecisionStore } from './decision.ts';
import { FindingStore } from './finding.ts';
import { GrantStore } from './grant.ts';
import { GrantNoticeStore } from './grant-notice.ts';
import { IdempotencyKeyStore, type KeyUse } from './idempotency-key.ts';
import { FederatedIdentityStore } from './identity/federated-identity.ts';
import { IdentityProviderSecretStore, IdentityProviderStore } from './identity-provider.ts';
import { ImpactStore } from './impact.ts';
import { KnownCallerStore } from './known-caller.ts';
import { LeaseStore } from './lease.ts';
import { LimitStore } from './limit.ts';
import { ModelStore } from './model.ts';
import { AccountStatementStore } from './money/account-statement.ts';
import { BudgetAccountStore } from './money/budget-account.ts';
import { BudgetLeaseStore } from './money/budget-lease.ts';
import { NodeStore } from './node.ts';
import { NodePoolStore, NodePoolTenantStore } from './node-pool.ts';
import { NodeRevocationStore } from './node-revocation.ts';
import { OutsideDetectorStore } from './outside-detector.ts';
import { PlannedRowStore } from './plan/planned-row.ts';
import { ResourceTagStore } from './plan/resource-tag.ts';
import { toDomainError } from './postgres-errors.ts';
import { PrincipalStore } from './principal.ts';
import { PromptPolicyStore } from './prompt-policy.ts';
import { ProviderCredentialStore, ProviderStore } from './provider.ts';
import { ReleaseStore } from './release.ts';
import { DueChangeStore } from './review/due-change.ts';
import { PartyStore } from './review/party.ts';
import { ReviewStore } from './review/review.ts';
import { RoleStore } from './role.ts';
import { RouteStore } from './route.ts';
import { RouteArmStore } from './route-arm.ts';
import { AccessTokenPepperStore } from './sealed/access-token-pepper.ts';
import { AuditSigningKeyStore } from './sealed/audit-signing-key.ts';
import { SealedValueStore } from './sealed/sealed-value.ts';
import { SessionStore } from './session.ts';
import { TargetStore } from './target.ts';
import { AccessTokenUseStore } from './telemetry/access-token-use.ts';
import { CallerUseStore } from './telemetry/caller-use.ts';
import { ReachStore } from './telemetry/reach.ts';
import { TargetReportStore } from './telemetry/target-report.ts';
import { TenantExportStore } from './tenant/export.ts';
import { TenantPurgeStore } from './tenant/purge.ts';
import { QuotaStore } from './tenant/quota.ts';
import { TenantStore } from './tenant.ts';
import { TokenIssuerKeyStore, TokenIssuerStore } from './token-issuer.ts';
import { runTransaction } from './transaction/run-transaction.ts';
import { UsageStore } from './usage.ts';

/** Whose rows a transaction sees: one tenant's, or the platform's, which are all. */
export type Scope =
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | { readonly kind: 'platform' };

export const PLATFORM: Scope = { kind: 'platform' };

/** The stores of one transaction. */
export interface Stores {
  readonly tenants: TenantStore;
  readonly tenantPurges: TenantPurgeStore;
  readonly tenantExports: TenantExportStore;
  readonly quotas: QuotaStore;
  readonly principals: PrincipalStore;
  readonly roles: RoleStore;
  readonly accessTokens: AccessTokenStore;
  readonly accessTokenUses: AccessTokenUseStore;
  readonly accessTokenPepper: AccessTokenPepperStore;
  readonly identityProviders: IdentityProviderStore;
  readonly identityProviderSecrets: IdentityProviderSecretStore;
  readonly federatedIdentities: FederatedIdentityStore;
  readonly sessions: SessionStore;
  readonly applications: ApplicationStore;
  readonly apiKeys: ApiKeyStore;
  readonly apiKeyPeppers: ApiKeyPepperStore;
  readonly callerUses: CallerUseStore;
  readonly providers: ProviderStore;
  readonly providerCredentials: ProviderCredentialStore;
  readonly models: ModelStore;
  readonly targets: TargetStore;
  readonly promptPolicies: PromptPolicyStore;
  readonly routes: RouteStore;
  readonly routeArms: RouteArmStore;
  readonly findings: FindingStore;
  readonly grants: GrantStore;
  readonly grantNotices: GrantNoticeStore;
  readonly changeRequests: ChangeRequestStore;
  readonly dueChanges: DueChangeStore;
  readonly parties: PartyStore;
  readonly reviews: ReviewStore;
  readonly approvalRules: ApprovalRuleStore;
  readonly configPlans: ConfigPlanStore;
  readonly plannedRows: PlannedRowStore;
  readonly resourceTags: ResourceTagStore;
  readonly impacts: ImpactStore;
  readonly nodes: NodeStore;
  readonly targetReports: TargetReportStore;
  readonly nodePools: NodePoolStore;
  readonly nodePoolTenants: NodePoolTenantStore;
  readonly nodeRevocations: NodeRevocationStore;
  readonly outsideDetectors: OutsideDetectorStore;
  readonly limits: LimitStore;
  readonly budgets: BudgetStore;
  readonly tokenIssuers: TokenIssuerStore;
  readonly tokenIssuerKeys: TokenIssuerKeyStore;
  readonly knownCallers: KnownCallerStore;
  readonly usage: UsageStore;
  readonly budgetAccounts: BudgetAccountStore;
  readonly budgetLeases: BudgetLeaseStore;
  readonly accountStatements: AccountStatementStore;
  readonly reaches: ReachStore;
  readonly decisions: DecisionStore;
  readonly audit: AuditStore;
  readonly signedAuditHeads: SignedAuditHeadStore;
  readonly auditSigningKeys: AuditSigningKeyStore;
  readonly idempotencyKeys: IdempotencyKeyStore;
  readonly configurationEpoch: ConfigurationEpochStore;
  readonly configurationRetention: ConfigurationRetentionStore;
  readonly heldRevisions: HeldRevisionStore;
  readonly releases: ReleaseStore;
  readonly resourceVersions: ResourceVersionStore;
  readonly leases: LeaseStore;
  readonly sealedValues: SealedValueStore;
}

/** What a change leaves behind besides its rows; filled in by `work`, written when it is done. */
export interface Trail {
  readonly entries: AuditEntry[];
  /** Makes a repeat of the same key answer with this result's id. */
  idempotency: { readonly use: KeyUse; readonly id: string } | undefined;
  /** Is told the number that the change took, when no other change can come before it; what it throws undoes all. */
  judgeRevision: ((revision: bigint | undefined) => void) | undefined;
}

/** A committed change. `revision` is undefined when no node needs to hear of it. */
export interface Committed<T> {
  readonly value: T;
  readonly revision: bigint | undefined;
}

export class Storage {
  readonly #source: DataSource;

  constructor(source: DataSource) {
    this.#source = source;
  }

  /** Reads in one READ ONLY transaction that sees the rows of `scope` and no others. */
  async read<T>(scope: Scope, work: (stores: Stores) => Promise<T>): Promise<T> {
    return this.#run({ ...settingsOf(scope), transaction_read_only: 'on' }, (manager) =>
      work(openStores(manager)),
    );
  }

  /**
   * Changes rows in one READ COMMITTED transaction that sees the rows of `scope` and no others. When `work` is done: the
   * audit heads of all touched tenants are locked, the revision is stamped, the trail is written, COMMIT. Nothing
   * is changed when anything throws.
   *
   * @throws DomainError as `work` does; BUSY; VALIDATION_FAILED for a name that is taken
   */
  async transaction<T>(
    scope: Scope,
    actor: Actor,
    work: (stores: Stores, trail: Trail) => Promise<T>,
  ): Promise<Committed<T>> {
    return this.#run({ ...settingsOf(scope), 'gatehouse.actor': actor.name }, async (manager) => {
      const stores = openStores(manager);
      const trail: Trail = { entries: [], idempotency: undefined, judgeRevision: undefined };
      const value = await work(stores, trail);
      const { entries, idempotency } = trail;
      const revision = await conclude(manager, { actor, entries, idempotency });
      trail.judgeRevision?.(revision);
      return { value, revision };
    });
  }

  /** All settings of the transaction are made in one statement: whatever is asked waits for each of them. */
  async #run<T>(settings: Settings, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.#source.createQueryRunner();
    try {
      return await runTransaction(runner, async ({ manager }) => {
        await manager.query(
          'SELECT count(set_config(name, value, true)) FROM unnest($1::text[], $2::text[]) AS made (name, value)',
          [Object.keys(settings), Object.values(settings)],
        );
        return work(manager);
      });
    } catch (thrown) {
      throw toDomainError(thrown);
    } finally {
      await runner.release();
    }
  }
}

/** Settings of Postgres, for one transaction. */
type Settings = Readonly<Record<string, string>>;

function settingsOf(scope: Scope): Settings {
  return { 'gatehouse.tenant': scope.kind === 'platform' ? '*' : scope.tenantId };
}

function openStores(manager: EntityManager): Stores {
  return {
    tenants: new TenantStore(manager),
    tenantPurges: new TenantPurgeStore(manager),
    tenantExports: new TenantExportStore(manager),
    quotas: new QuotaStore(manager),
    principals: new PrincipalStore(manager),
    roles: new RoleStore(manager),
    accessTokens: new AccessTokenStore(manager),
    accessTokenUses: new AccessTokenUseStore(manager),
    accessTokenPepper: new AccessTokenPepperStore(manager),
    identityProviders: new IdentityProviderStore(manager),
    identityProviderSecrets: new IdentityProviderSecretStore(manager),
    federatedIdentities: new FederatedIdentityStore(manager),
    sessions: new SessionStore(manager),
    applications: new ApplicationStore(manager),
    apiKeys: new ApiKeyStore(manager),
    apiKeyPeppers: new ApiKeyPepperStore(manager),
    callerUses: new CallerUseStore(manager),
    providers: new ProviderStore(manager),
    providerCredentials: new ProviderCredentialStore(manager),
    models: new ModelStore(manager),
    targets: new TargetStore(manager),
    promptPolicies: new PromptPolicyStore(manager),
    routes: new RouteStore(manager),
    routeArms: new RouteArmStore(manager),
    findings: new FindingStore(manager),
    grants: new GrantStore(manager),
    grantNotices: new GrantNoticeStore(manager),
    changeRequests: new ChangeRequestStore(manager),
    dueChanges: new DueChangeStore(manager),
    parties: new PartyStore(manager),
    reviews: new ReviewStore(manager),
    approvalRules: new ApprovalRuleStore(manager),
    configPlans: new ConfigPlanStore(manager),
    plannedRows: new PlannedRowStore(manager),
    resourceTags: new ResourceTagStore(manager),
    impacts: new ImpactStore(manager),
    nodes: new NodeStore(manager),
    targetReports: new TargetReportStore(manager),
    nodePools: new NodePoolStore(manager),
    nodePoolTenants: new NodePoolTenantStore(manager),
    nodeRevocations: new NodeRevocationStore(manager),
    outsideDetectors: new OutsideDetectorStore(manager),
    limits: new LimitStore(manager),
    budgets: new BudgetStore(manager),
    tokenIssuers: new TokenIssuerStore(manager),
    tokenIssuerKeys: new TokenIssuerKeyStore(manager),
    knownCallers: new KnownCallerStore(manager),
    ...openRecordStores(manager),
    idempotencyKeys: new IdempotencyKeyStore(manager),
    configurationEpoch: new ConfigurationEpochStore(manager),
    configurationRetention: new ConfigurationRetentionStore(manager),
    heldRevisions: new HeldRevisionStore(manager),
    releases: new ReleaseStore(manager),
    resourceVersions: new ResourceVersionStore(manager),
    leases: new LeaseStore(manager),
    sealedValues: new SealedValueStore(manager),
  };
}

/** What happened, and who did it. */
function openRecordStores(manager: EntityManager) {
  return {
    usage: new UsageStore(manager),
    budgetAccounts: new BudgetAccountStore(manager),
    budgetLeases: new BudgetLeaseStore(manager),
    accountStatements: new AccountStatementStore(manager),
    reaches: new ReachStore(manager),
    decisions: new DecisionStore(manager),
    audit: new AuditStore(manager),
    signedAuditHeads: new SignedAuditHeadStore(manager),
    auditSigningKeys: new AuditSigningKeyStore(manager),
  };
}
