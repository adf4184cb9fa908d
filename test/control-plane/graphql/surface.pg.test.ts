import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphql } from 'graphql';
import { createLoaders } from '../../../control-plane/graphql/loaders.ts';
import { createSchema } from '../../../control-plane/graphql/schema.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { freshName } from '../../support/catalog.ts';
import { createFamily, createKeys, unknownIds } from '../../support/family.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { listSurface, type SurfaceCall } from '../../support/schema-surface.ts';

const MANY = 12;
const FEW = 2;
/** BEGIN, the scope, a query, COMMIT. */
const STATEMENTS_OF_A_READ = 4;
const schema = createSchema();

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
  let applicationId: string;
  beforeAll(async () => {
    await keepDecisionPartitions(management.storage, managementNow);
    for (let made = 1; made < MANY; made += 1) await createFamily(management);
    const last = await createFamily(management);
    applicationId = last.ids['application'] ?? '';
    await createKeys(management, last, MANY);
    await revokeNodes(MANY);
  }, 60_000);

  const countOf = async (field: string, first: number) => {
    const ids = { ...unknownIds, application: applicationId };
    const surface = listSurface(schema, { ids, depth: 2, first, withOptionalIds: false });
    const found = surface.find((one) => one.field === field);
    if (found === undefined) throw new Error(`there is no ${field}`);
    const before = management.statementCount();
    const { data, errors } = await run(found, management.admin);
    expect(errors).toBeUndefined();
    const page = data?.[field] as { readonly edges: readonly unknown[] };
    return { rows: page.edges.length, statements: management.statementCount() - before };
  };

  const lists = listSurface(schema, { ids: unknownIds, depth: 0, first: 1, withOptionalIds: false })
    .filter(({ isList }) => isList)
    .map(({ field }) => field);
  test.each(lists)('%s', async (field) => {
    await countOf(field, FEW);
    const few = await countOf(field, FEW);
    const many = await countOf(field, MANY);
    expect([few.rows, many.rows]).toEqual([FEW, MANY]);
    // Rows of one moment come in any order, and those of one state may need a loader that the few had no use for.
    expect(many.statements - few.statements).toBeLessThan(STATEMENTS_OF_A_READ * (MANY - FEW));
  });
});

async function revokeNodes(count: number): Promise<void> {
  const { services, admin } = management;
  for (let made = 0; made < count; made += 1)
    await services.nodeRevocations.revoke(admin, call('revokeNode'), {
      id: freshName('node'),
      reason: 'test',
    });
}
