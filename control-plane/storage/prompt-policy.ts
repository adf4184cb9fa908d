import { type EntityManager, EntitySchema } from 'typeorm';
import type { PromptPolicy, PromptRule } from '../domain/prompt-policy.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { equals, hasPart, includesArchived, inField } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
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
    {
      name: 'prompt_policy_attached_idx',
      columns: ['tenantId'],
      where: 'applies_to IS NOT NULL AND archived_at IS NULL',
    },
    ...sortedBy('prompt_policy', 'name', 'createdAt', 'updatedAt'),
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
  /** Part of the name. */
  readonly text?: string | undefined;
  /** With an exception that holds at the moment of asking and ends before this one. */
  readonly exceptionEndsBefore?: Date | undefined;
}

export const promptPolicyListing: Listing<PromptPolicy, PromptPolicyFilter, RecordSort> = {
  name: 'prompt-policies',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    tenantId: equals('tenantId'),
    includeArchived: includesArchived,
    text: hasPart(inField('name')),
    exceptionEndsBefore: (query, end) =>
      query.andWhere(
        `jsonb_path_exists(row.rules, '$[*].exceptions[*].expiresAtMs ? (@ > $now && @ < $end)',
          jsonb_build_object('now', extract(epoch FROM CAST(:now AS timestamptz)) * 1000, 'end', CAST(:endMs AS bigint)))`,
        { endMs: end.getTime() },
      ),
  },
};

export class PromptPolicyStore extends RowStore<PromptPolicy> {
  constructor(manager: EntityManager) {
    super(manager, PromptPolicyTable, 'prompt policy');
  }

  async list(
    wish: ListWish<PromptPolicyFilter, RecordSort>,
    page: PageRequest,
    now: Date,
  ): Promise<Page<PromptPolicy>> {
    const source = { manager: this.manager, table: this.table, now };
    return readList(source, promptPolicyListing, wish, page);
  }

  /** Archived or not. */
  async findNamed(tenantId: string, name: string): Promise<PromptPolicy | undefined> {
    const [found] = await this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId, name })
      .getMany();
    return found;
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

  /** Policies that ask an outside detector and are not archived, by name. */
  async listAsking(outsideDetectorId: string): Promise<readonly PromptPolicy[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where('row.rules @> :rules', { rules: JSON.stringify([{ outsideDetectorId }]) })
      .andWhere('row.archivedAt IS NULL')
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
