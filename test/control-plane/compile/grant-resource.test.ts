import { expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import type { ConfigurationRows } from '../../../control-plane/storage/configuration/row.ts';
import { readGrant } from '../../../data-plane/config/build/read-resource.ts';
import { decodeResource, resourceVersion } from '../../../proto/resource.ts';

const row: ConfigurationRows['grant'] = {
  id: '00000000-0000-4000-8000-000000000001',
  tenant_id: 'tenant',
  application_id: null,
  model_id: 'model',
  workloads: ['code', 'chat'],
  data_classes: [],
  environments: [],
  regions: [],
  not_after: null,
};
const compile = (change: Partial<typeof row>) => compileResource('grant', { ...row, ...change });
const read = (change: Partial<typeof row>) => {
  const { id, body, tenantId } = compile(change);
  return readGrant({ kind: 'grant', id, tenantId, body, version: resourceVersion(body) });
};

test('a grant without conditions is written as before there were such', () => {
  const wire = decodeResource('grant', compile({}).body);
  expect(wire).toMatchObject({ workloads: ['chat', 'code'], conditions: null });
  expect(read({})).toMatchObject({ workloads: ['chat', 'code'], regions: undefined });
});

test.each<[string, Partial<typeof row>, object]>([
  ['data classes', { data_classes: ['public'] }, { dataClasses: ['public'] }],
  ['environments', { environments: ['staging'] }, { environments: ['staging'] }],
  ['regions', { regions: ['us', 'eu'] }, { regions: ['eu', 'us'] }],
])('a node that knows nothing of %s lets nobody use the grant', (_, change, condition) => {
  const { workloads } = decodeResource('grant', compile(change).body);
  // What an older node goes by: one word that is no name of a workload.
  expect(workloads).toEqual([expect.not.stringMatching(/^[a-z0-9-]+$/)]);
  const nothing = { dataClasses: [], environments: [], regions: [] };
  expect(read(change)).toMatchObject({ workloads: ['chat', 'code'], ...nothing, ...condition });
});
