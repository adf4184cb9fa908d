import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphql } from 'graphql';
import { createLoaders } from '../../../control-plane/graphql/loaders.ts';
import { createSchema } from '../../../control-plane/graphql/schema.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { PAGE_ROWS_MAX } from '../../../control-plane/storage/page.ts';
import { freshName } from '../../support/catalog.ts';
import { createFamily, createKeys, unknownIds } from '../../support/family.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { listSurface, NESTED_FIRST, type SurfaceCall } from '../../support/schema-surface.ts';

const MANY = 12;
/** More than a page within a page has: its rows are loaded already when the list itself has loaded them. */
const FEW = NESTED_FIRST + 1;
/** Lists whose rows are not counted: they grow with traffic, or with every change. */
const UNCOUNTED = ['auditEvents', 'decisions', 'releases'];
const schema = createSchema();

/** What is looked at of a page. */
interface Listed {
  readonly edges: readonly unknown[];
  readonly totalCount?: number;
}

let management: Management;
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

async function run({ source, variables }: SurfaceCall, operation: Operation) {
  const { services } = management;
  const contextValue = { operation, services, loaders: createLoaders(operation, services) };
  return graphql({ schema, source, variableValues: { ...variables }, contextValue });
}

/**
 * Goal: the work of the database does not grow with the rows of a page, whatever is selected of them.
 * Method: every list of the schema, with all that can be selected two objects deep, on rows that share nothing.
 */
describe('the statements of a list do not grow with its rows', () => {
  beforeAll(async () => {
    await keepDecisionPartitions(management.storage, managementNow);
    for (let made = 1; made < MANY; made += 1) await createFamily(management);
    const last = await createFamily(management);
    await createKeys(management, last, MANY);
    await putFirst(last.application.id);
    await revokeNodes(MANY);
    await mixChangeRequests();
  }, 60_000);

  const countOf = async (field: string, first: number) => {
    const surface = listSurface(schema, {
      ids: unknownIds,
      depth: 2,
      first,
      withOptionalIds: false,
    });
    const found = surface.find((one) => one.field === field);
    if (found === undefined) throw new Error(`there is no ${field}`);
    const before = management.statementCount();
    const { data, errors } = await run(found, management.admin);
    expect(errors).toBeUndefined();
    const page = data?.[field] as Listed;
    const statements = management.statementCount() - before;
    return { rows: page.edges.length, total: page.totalCount, statements };
  };

  const lists = listSurface(schema, { ids: unknownIds, depth: 0, first: 1, withOptionalIds: false })
    .filter(({ isList }) => isList)
    .map(({ field }) => field);
  test.each(lists)('%s', async (field) => {
    await countOf(field, FEW);
    const few = await countOf(field, FEW);
    const many = await countOf(field, MANY);
    expect([few.rows, many.rows]).toEqual([FEW, MANY]);
    expect(many.statements).toBe(few.statements);
  });

  test.each(lists)('%s has the total of its pages, where rows are counted', async (field) => {
    const [few, all] = [await countOf(field, FEW), await countOf(field, PAGE_ROWS_MAX)];
    const isCounted = !UNCOUNTED.includes(field);
    expect([few.total, all.total]).toEqual(
      isCounted ? [all.rows, all.rows] : [undefined, undefined],
    );
  });
});

/** All are of one moment: those with a grant and those without take turns then, since each needs loaders of its own. */
async function mixChangeRequests(): Promise<void> {
  await management.query(
    `UPDATE change_request SET created_at = created_at - turn * interval '1 second'
      FROM (
        SELECT id AS mixed, row_number() OVER (PARTITION BY state ORDER BY id) AS turn
        FROM change_request
      ) AS turns WHERE id = mixed`,
  );
}

/** Keys of one application, one after the other: of several, or of one moment, what one has loaded for another is left to chance. */
async function putFirst(applicationId: string): Promise<void> {
  await management.query(
    `UPDATE api_key SET created_at = created_at + turn * interval '1 day'
      FROM (
        SELECT id AS put, row_number() OVER (ORDER BY id) AS turn
        FROM api_key WHERE application_id = $1
      ) AS turns WHERE id = put`,
    [applicationId],
  );
}

async function revokeNodes(count: number): Promise<void> {
  const { services, admin } = management;
  for (let made = 0; made < count; made += 1)
    await services.nodeRevocations.revoke(admin, call('revokeNode'), {
      id: freshName('node'),
      reason: 'test',
    });
}
