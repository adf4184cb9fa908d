import { type EntityManager, EntitySchema } from 'typeorm';
import type { PromptPolicy, PromptRule } from '../domain/prompt-policy.ts';
import { archivableColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** How a rule is kept: jsonb knows null, not undefined. */
type StoredRule = Omit<PromptRule, 'rerouteRouteId'> & { readonly rerouteRouteId: string | null };

/** Table `prompt_policy`. */
export const PromptPolicyTable = new EntitySchema<PromptPolicy>({
  name: 'prompt_policy',
  columns: {
    ...archivableColumns('prompt_policy'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    name: { type: 'text' },
    rules: { type: 'jsonb', transformer: { to: toStoredRules, from: fromStoredRules } },
    appliesTo: { name: 'applies_to', type: 'jsonb', nullable: true },
  },
  indices: [
    { name: 'prompt_policy_name_idx', columns: ['name', 'id'] },
    {
      name: 'prompt_policy_attached_idx',
      columns: ['tenantId'],
      where: 'applies_to IS NOT NULL AND archived_at IS NULL',
    },
  ],
  uniques: [{ name: 'prompt_policy_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  foreignKeys: [
    {
      name: 'prompt_policy_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which prompt policies; what is undefined does not narrow. */
export interface PromptPolicyFilter {
  readonly tenantId: string | undefined;
  readonly includeArchived: boolean;
}

export class PromptPolicyStore extends RowStore<PromptPolicy> {
  constructor(manager: EntityManager) {
    super(manager, PromptPolicyTable, 'prompt policy');
  }

  async list(filter: PromptPolicyFilter, page: PageRequest): Promise<Page<PromptPolicy>> {
    const list = `prompt-policies/${filter.tenantId ?? ''}/${filter.includeArchived}`;
    const keyset = { list, column: 'name', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) => {
      if (filter.tenantId !== undefined) query.andWhere({ tenantId: filter.tenantId });
      if (!filter.includeArchived) query.andWhere('row.archivedAt IS NULL');
      return query;
    });
  }

  /** Those of a tenant that judge calls by themselves and are not archived, by name: as many as its quota allows. */
  async listAttached(tenantId: string): Promise<readonly PromptPolicy[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId })
      .andWhere('row.appliesTo IS NOT NULL AND row.archivedAt IS NULL')
      .orderBy('row.name')
      .getMany();
  }

  /** Policies that reroute to a route and are not archived, by name. */
  async listReroutingTo(routeId: string): Promise<readonly PromptPolicy[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where('row.rules @> :rules', { rules: JSON.stringify([{ rerouteRouteId: routeId }]) })
      .andWhere('row.archivedAt IS NULL')
      .orderBy('row.name')
      .getMany();
  }
}

function toStoredRules(rules: readonly PromptRule[]): readonly StoredRule[] {
  return rules.map((rule) => ({ ...rule, rerouteRouteId: rule.rerouteRouteId ?? null }));
}

function fromStoredRules(stored: readonly StoredRule[]): readonly PromptRule[] {
  return stored.map((rule) => ({ ...rule, rerouteRouteId: rule.rerouteRouteId ?? undefined }));
}
