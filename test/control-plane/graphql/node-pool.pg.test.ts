import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { ask } from '../../support/ask.ts';
import { createTenancy, freshName } from '../../support/catalog.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import { mutate } from '../../support/mutate.ts';

const made = z.looseObject({ revision: z.string(), nodePool: z.looseObject({ id: z.string() }) });
const SELECTION = `... on NodePoolChanged { revision nodePool {
  id name version archivedAt tenantCount tenants { edges { node { id } } } } }`;
let management: Management;
let tenantIds: readonly [string, string];
beforeAll(async () => {
  management = await openManagement();
  const [one, two] = [await createTenancy(management), await createTenancy(management)];
  tenantIds = [toGlobalId('tenant', one.tenant.id), toGlobalId('tenant', two.tenant.id)];
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

const query = (source: string, variables = {}, operation = management.admin) =>
  ask({ services: management.services, operation }, source, variables);
const change = (field: string, input: object, operation = management.admin) =>
  mutate({ services: management.services, operation }, field, { input, selection: SELECTION });
const holding = (...ids: readonly string[]) => ({
  tenantCount: ids.length,
  tenants: { edges: ids.map((id) => ({ node: { id } })) },
});

test('a pool is made, found, edited and archived', async () => {
  const [one, two] = tenantIds;
  const name = freshName('pool');
  const created = made.parse(await change('createNodePool', { name, tenantIds: [one] }));
  const { id } = created.nodePool;
  expect(created.nodePool).toMatchObject({ name, version: 1, archivedAt: null, ...holding(one) });
  const found = await query('query ($id: ID!) { nodePool(id: $id) { name tenantCount } }', { id });
  expect(found).toEqual({ nodePool: { name, tenantCount: 1 } });
  const moved = { id, expectedVersion: 1, addTenantIds: [two], removeTenantIds: [one] };
  expect(await change('updateNodePool', moved)).toMatchObject({
    __typename: 'NodePoolChanged',
    revision: (BigInt(created.revision) + 1n).toString(),
    nodePool: { version: 2, ...holding(two) },
  });
  expect(await change('updateNodePool', moved)).toMatchObject({
    __typename: 'VersionConflict',
    currentVersion: 2,
  });
  expect(await change('archiveNodePool', { id, expectedVersion: 2 })).toMatchObject({
    nodePool: { version: 3, archivedAt: managementNow.toISOString() },
  });
  const list = '{ nodePools(includeArchived: false) { edges { node { id } } } }';
  expect(JSON.stringify(await query(list))).not.toContain(id);
});

test('an edit that changes nothing has no revision', async () => {
  const { nodePool } = made.parse(await change('createNodePool', { name: freshName('pool') }));
  const edit = { id: nodePool.id, expectedVersion: 1, removeTenantIds: [tenantIds[0]] };
  expect(await change('updateNodePool', { ...edit, addTenantIds: null })).toMatchObject({
    __typename: 'NodePoolChanged',
    revision: null,
    nodePool: { version: 1 },
  });
});

test('mistakes name the field, and where in its list', async () => {
  const [one] = tenantIds;
  const { nodePool } = made.parse(await change('createNodePool', { name: freshName('pool') }));
  const edit = { id: nodePool.id, expectedVersion: 1 };
  const faultsOf = async (field: string, input: object) => {
    const answer = z.looseObject({ faults: z.array(z.looseObject({ path: z.string() })) });
    return answer.parse(await change(field, input)).faults.map(({ path }) => path);
  };
  expect(await faultsOf('createNodePool', { name: 'No Name' })).toEqual(['name']);
  expect(await faultsOf('createNodePool', { name: 'x', tenantIds: [one, 'no id'] })).toEqual([
    'tenantIds.1',
  ]);
  expect(
    await faultsOf('updateNodePool', { ...edit, addTenantIds: [one], removeTenantIds: [one] }),
  ).toEqual(['removeTenantIds.0']);
  expect(await change('updateNodePool', { ...edit, id: one })).toMatchObject({
    __typename: 'NotFound',
  });
});

test('the second page of the tenants of a pool follows the first', async () => {
  const input = { name: freshName('pool'), tenantIds };
  const { id } = made.parse(await change('createNodePool', input)).nodePool;
  const source = `query ($id: ID!, $after: String) { nodePool(id: $id) {
    tenants(first: 1, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } }`;
  const page = z.object({
    nodePool: z.object({
      tenants: z.object({
        edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
      }),
    }),
  });
  const first = page.parse(await query(source, { id })).nodePool.tenants;
  const after = first.pageInfo.endCursor;
  const second = page.parse(await query(source, { id, after })).nodePool.tenants;
  expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  const ids = [first, second].flatMap(({ edges }) => edges.map(({ node }) => node.id));
  expect(ids.toSorted()).toEqual(tenantIds.toSorted());
});
