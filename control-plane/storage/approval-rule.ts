import { type EntityManager, EntitySchema, IsNull } from 'typeorm';
import type { ApprovalRule, RuledKind } from '../domain/approval-rule.ts';
import { versionedColumns } from './column.ts';
import { RowStore } from './row-store.ts';

/** Which kinds are a tenant's, and which are of the platform. */
export const OWNERS = `CASE
  WHEN kind IN ('grant', 'route', 'prompt_policy', 'api_key', 'limit', 'budget') THEN tenant_id IS NOT NULL
  WHEN kind IN ('model', 'provider', 'target', 'price') THEN tenant_id IS NULL
  ELSE true END`;

/** Table `approval_rule`: at most one row for a tenant, or the platform, and a kind. */
export const ApprovalRuleTable = new EntitySchema<ApprovalRule>({
  name: 'approval_rule',
  columns: {
    ...versionedColumns('approval_rule'),
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    kind: { type: 'text' },
    quorum: { type: 'integer' },
    highRiskQuorum: { name: 'high_risk_quorum', type: 'integer', nullable: true },
    roles: { type: 'text', array: true },
    groups: { type: 'text', array: true, default: '{}' },
    teams: { type: 'text', array: true, default: '{}' },
    highRiskTeams: { name: 'high_risk_teams', type: 'text', array: true, default: '{}' },
  },
  uniques: [{ name: 'approval_rule_tenant_id_kind_key', columns: ['tenantId', 'kind'] }],
  checks: [
    {
      name: 'approval_rule_kind_check',
      expression: `kind IN ('grant', 'route', 'prompt_policy', 'api_key', 'model', 'provider',
        'target', 'price', 'role', 'limit', 'budget')`,
    },
    { name: 'approval_rule_tenant_id_check', expression: OWNERS },
    { name: 'approval_rule_quorum_check', expression: 'quorum BETWEEN 0 AND 5' },
    {
      name: 'approval_rule_high_risk_quorum_check',
      expression: 'high_risk_quorum BETWEEN quorum AND 5',
    },
  ],
  foreignKeys: [
    {
      name: 'approval_rule_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

export class ApprovalRuleStore extends RowStore<ApprovalRule> {
  constructor(manager: EntityManager) {
    super(manager, ApprovalRuleTable, 'approval rule');
  }

  /** The rules of a tenant, or of the platform, by kind: no more than there are kinds. */
  async listByTenant(tenantId: string | null): Promise<readonly ApprovalRule[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId: tenantId ?? IsNull() })
      .orderBy('row.kind')
      .getMany();
  }

  /** The rule of a tenant, or of the platform, for a kind, as it is; undefined when there is none. */
  async findByKind(tenantId: string | null, kind: RuledKind): Promise<ApprovalRule | undefined> {
    const rules = await this.listByTenant(tenantId);
    return rules.find((rule) => rule.kind === kind);
  }
}
