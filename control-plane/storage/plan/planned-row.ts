import { type EntityManager, type EntitySchema, In, type ObjectLiteral } from 'typeorm';
import { invalid } from '../../domain/errors.ts';
import type { PlanKind } from '../../domain/plan/document.ts';
import type { PlanRows } from '../../domain/plan/row.ts';
import { ApplicationTable } from '../application.ts';
import { BudgetTable } from '../budget.ts';
import { GrantTable } from '../grant.ts';
import { LimitTable } from '../limit.ts';
import { ModelTable } from '../model.ts';
import { PromptPolicyTable } from '../prompt-policy.ts';
import { RouteTable } from '../route.ts';
import { TargetTable } from '../target.ts';
import { TenantTable } from '../tenant.ts';

/** Rows of a kind that one plan or export looks at. */
export const PLAN_ROWS_MAX = 20_000;
/** Rows of one statement, which is written out in one go: of 200 it held the event loop for 13 ms, and for 34 ms the first time. */
const ROWS_PER_STATEMENT = 50;

const tables: { readonly [Kind in PlanKind]: EntitySchema<PlanRows[Kind]> } = {
  tenant: TenantTable,
  application: ApplicationTable,
  grant: GrantTable,
  prompt_policy: PromptPolicyTable,
  route: RouteTable,
  limit: LimitTable,
  budget: BudgetTable,
};

/** Rows that plans are made of, many at once: what a plan costs in statements does not grow with each of its rows. */
export class PlannedRowStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Rows of those tenants that are in use, and archived ones that hold one of the names. @throws DomainError VALIDATION_FAILED */
  async list<Kind extends Exclude<PlanKind, 'tenant' | 'grant'>>(
    kind: Kind,
    {
      tenantIds,
      names,
    }: { readonly tenantIds: readonly string[]; readonly names: readonly string[] },
  ): Promise<readonly PlanRows[Kind][]> {
    const rows = await this.#manager
      .createQueryBuilder(tables[kind], 'row')
      .where('row.tenantId IN (:...tenantIds)', { tenantIds: [NOBODY, ...tenantIds] })
      .andWhere('(row.archivedAt IS NULL OR row.name = ANY (:names))', { names })
      .orderBy('row.name')
      .addOrderBy('row.id')
      .limit(PLAN_ROWS_MAX + 1)
      .getMany();
    return requireFew(rows);
  }

  /** Grants of those tenants that are not revoked, oldest first. @throws DomainError VALIDATION_FAILED */
  async listGrants(tenantIds: readonly string[]): Promise<readonly PlanRows['grant'][]> {
    const rows = await this.#manager
      .createQueryBuilder(GrantTable, 'row')
      .where({ tenantId: In([...tenantIds]) })
      .andWhere('row.revokedAt IS NULL')
      .orderBy('row.createdAt')
      .addOrderBy('row.id')
      .limit(PLAN_ROWS_MAX + 1)
      .getMany();
    return requireFew(rows);
  }

  /** Tenants of any of the names or ids, archived ones too. */
  async listTenants(
    names: readonly string[],
    ids: readonly string[],
  ): Promise<readonly PlanRows['tenant'][]> {
    return this.#listNamed(TenantTable, names, ids);
  }

  /** Targets of any of the names or ids. */
  async listTargets(names: readonly string[], ids: readonly string[]) {
    return this.#listNamed(TargetTable, names, ids);
  }

  /** Models of any of the names or ids. */
  async listModels(names: readonly string[], ids: readonly string[]) {
    return this.#listNamed(ModelTable, names, ids);
  }

  /** Holds rows as they are until the transaction ends, in the order of their ids. */
  async lock(kind: PlanKind, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#manager
      .createQueryBuilder<ObjectLiteral>(tables[kind], 'row')
      .select('row.id')
      .where({ id: In([...ids]) })
      .orderBy('row.id')
      .setLock('pessimistic_write')
      .getMany();
  }

  async insert<Kind extends PlanKind>(kind: Kind, rows: readonly PlanRows[Kind][]): Promise<void> {
    for (const values of slices(rows))
      await this.#manager
        .createQueryBuilder()
        .insert()
        .into<ObjectLiteral>(tables[kind])
        .values([...values])
        .updateEntity(false)
        .execute();
  }

  /**
   * Replaces rows whose version is still the one before. The caller holds them: none is missing, none has moved.
   *
   * @throws Error when that is not so
   */
  async replace<Kind extends PlanKind>(kind: Kind, rows: readonly PlanRows[Kind][]): Promise<void> {
    const { columns, tableName } = this.#manager.connection.getMetadata(tables[kind]);
    const overwritten = columns.filter(({ isPrimary }) => !isPrimary);
    for (const values of slices(rows)) {
      const { raw } = await this.#manager
        .createQueryBuilder()
        .insert()
        .into<ObjectLiteral>(tables[kind])
        .values([...values])
        .orUpdate(
          overwritten.map(({ databaseName }) => databaseName),
          ['id'],
          { overwriteCondition: { where: `${tableName}.version = EXCLUDED.version - 1` } },
        )
        .returning('id')
        .updateEntity(false)
        .execute();
      if (raw.length !== values.length) throw new Error(`a ${kind} of a plan was not held`);
    }
  }

  async #listNamed<Row extends ObjectLiteral>(
    table: EntitySchema<Row>,
    names: readonly string[],
    ids: readonly string[],
  ): Promise<readonly Row[]> {
    return this.#manager
      .createQueryBuilder(table, 'row')
      .where('row.name = ANY (:names)', { names })
      .orWhere('row.id = ANY (:ids)', { ids })
      .getMany();
  }
}

/** An empty list is no list in SQL; this is the id of no tenant. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function requireFew<Row>(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= PLAN_ROWS_MAX) return rows;
  throw invalid(
    'documents',
    `The tenants hold more than ${PLAN_ROWS_MAX} resources of a kind; take fewer tenants at once.`,
  );
}

function* slices<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
}
