import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { mutate as mutateAs } from '../../support/mutate.ts';

/*
 * Goal: a team finds its tools that still call providers themselves, and sees them move. Method: four applications of two
 * tenants that differ in what lists can be narrowed by.
 */

let management: Management;
let acme: string;
let member: Operation;
beforeAll(async () => {
  management = await openManagement();
  acme = await createTenant('acme');
  const other = await createTenant('other');
  member = await management.operation(['developer'], { tenantId: acme });
  await create(acme, 'chat', 'search', { dataClass: 'INTERNAL' });
  await create(acme, 'batch', 'Billing 100%', { rolloutStage: 'PILOT' });
  await create(acme, 'desk', 'search', { rolloutStage: 'GOVERNED', environment: 'STAGING' });
  await create(other, 'chat', 'search');
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

async function createTenant(name: string): Promise<string> {
  const { services, admin } = management;
  return (await services.tenants.create(admin, call('createTenant'), name)).value.id;
}

function create(tenantId: string, name: string, team: string, change: object = {}) {
  const facts = { environment: 'PRODUCTION', dataClass: 'PUBLIC', ...change };
  const input = { tenantId: toGlobalId('tenant', tenantId), name, team, ...facts };
  return mutate('createApplication', input);
}

const changed = z.object({ application: z.object({ id: z.string(), version: z.number() }) });
const mutate = (name: string, input: object) =>
  mutateAs({ services: management.services, operation: management.admin }, name, {
    input,
    selection: `... on ApplicationChanged { application { id version
      rollout { stage beganAt plannedAt } checklist { task done doneAt doneBy } } }`,
  });
const query = (document: string, variables: Record<string, unknown> = {}) =>
  ask({ services: management.services, operation: member }, document, variables);

const listed = z.object({
  applications: z.object({
    edges: z.array(z.object({ cursor: z.string(), node: z.object({ name: z.string() }) })),
  }),
});
async function list(
  args: Record<string, unknown>,
): Promise<{ names: string[]; cursors: string[] }> {
  const document = `query ($filter: ApplicationFilter, $orderBy: ApplicationOrder, $after: String) {
    applications(filter: $filter, orderBy: $orderBy, after: $after) { edges { cursor node { name } } } }`;
  const { edges } = listed.parse(await query(document, args)).applications;
  return {
    names: edges.map(({ node }) => node.name),
    cursors: edges.map(({ cursor }) => cursor),
  };
}

test.each([
  [{}, ['batch', 'chat', 'desk']],
  [{ rolloutStages: ['DIRECT'] }, ['chat']],
  [{ rolloutStages: ['DIRECT', 'PILOT'] }, ['batch', 'chat']],
  [{ rolloutStages: [] }, []],
  [{ rolloutStages: null, team: null }, ['batch', 'chat', 'desk']],
  [{ team: 'search' }, ['chat', 'desk']],
  [{ team: 'sear' }, []],
  [{ team: 'search', environments: ['STAGING'] }, ['desk']],
  [{ dataClasses: ['INTERNAL'] }, ['chat']],
  [{ text: 'SEAR' }, ['chat', 'desk']],
  [{ text: 'bat' }, ['batch']],
  [{ text: '0%' }, ['batch']],
  [{ text: 'b_t' }, []],
  [{ text: '\\' }, []],
  [{ text: `' OR true --` }, []],
])('of a tenant %j lists %j', async (filter, names) => {
  expect((await list({ filter })).names).toEqual(names);
});

test('a text that no name can have is a mistake of the caller', async () => {
  await expect(list({ filter: { text: 'a\u0000' } })).rejects.toThrow(/control characters/);
  await expect(list({ filter: { team: '' } })).rejects.toThrow(/1 to 200/);
});

test('lists are sorted by what is asked, and go on only in the same list', async () => {
  const orderBy = { by: 'TEAM', direction: 'DESC' };
  const { names, cursors } = await list({ orderBy });
  expect(names.at(-1)).toBe('batch');
  const [after] = cursors;
  expect((await list({ orderBy, after })).names).toEqual(names.slice(1));
  await expect(list({ orderBy: { by: 'TEAM' }, after })).rejects.toThrow(/another list/);
  await expect(list({ orderBy, after, filter: { team: 'search' } })).rejects.toThrow(
    /another list/,
  );
});

test('a tenant counts its applications by stage, all stages, and nobody else does', async () => {
  const document = '{ tenants { edges { node { name rolloutCounts { stage count } } } } }';
  const counts = [
    { stage: 'DIRECT', count: 1 },
    { stage: 'PILOT', count: 1 },
    { stage: 'GOVERNED', count: 1 },
  ];
  expect(await query(document)).toMatchObject({
    tenants: { edges: [{ node: { name: 'acme', rolloutCounts: counts } }] },
  });
});

test('an application moves: its stages are dated, its plan and its checklist are kept', async () => {
  const { application } = changed.parse(await create(acme, 'mover', 'moving'));
  const edit = {
    id: application.id,
    expectedVersion: 1,
    rolloutStage: 'PILOT',
    stagePlan: [{ stage: 'GOVERNED', plannedAt: '2031-01-01T00:00:00.000Z' }],
    checklist: [{ task: 'OWNER_NAMED', done: true }],
  };
  const beganAt = managementNow.toISOString();
  const { name } = management.admin.actor;
  expect(await mutate('updateApplication', edit)).toMatchObject({
    application: {
      rollout: [
        { stage: 'DIRECT', beganAt, plannedAt: null },
        { stage: 'PILOT', beganAt, plannedAt: null },
        { stage: 'GOVERNED', beganAt: null, plannedAt: '2031-01-01T00:00:00.000Z' },
      ],
      checklist: expect.arrayContaining([
        { task: 'OWNER_NAMED', done: true, doneAt: beganAt, doneBy: name },
        { task: 'KEY_IN_USE', done: false, doneAt: null, doneBy: null },
      ]),
    },
  });
  const undone = { stagePlan: [{ stage: 'GOVERNED' }], checklist: [] };
  const next = { id: application.id, expectedVersion: 2, ...undone };
  expect(await mutate('updateApplication', next)).toMatchObject({
    application: {
      rollout: [{}, {}, { plannedAt: null }],
      checklist: [{ done: true }, {}, {}, {}, {}, {}],
    },
  });
});

describe('of many who write at once', () => {
  const input = (name: string, change: object = {}) => ({
    tenantId: toGlobalId('tenant', acme),
    name,
    team: 'race',
    environment: 'PRODUCTION',
    dataClass: 'PUBLIC',
    ...change,
  });
  const outcomes = z.array(z.object({ __typename: z.string() }));

  test('the same thing under one idempotency key, one makes it, and all get its answer', async () => {
    const asked = input('once', { idempotencyKey: 'race-1' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => mutate('createApplication', asked)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(outcomes.parse(answers)[0]?.__typename).toBe('ApplicationChanged');
    expect((await list({ filter: { team: 'race', text: 'once' } })).names).toEqual(['once']);
  });

  test('different things under one idempotency key, one makes it, and the others are told', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        mutate('createApplication', input(`one-of-${at}`, { idempotencyKey: 'race-2' })),
      ),
    );
    const names = outcomes.parse(answers).map(({ __typename }) => __typename);
    expect(names.toSorted()).toEqual([
      'ApplicationChanged',
      ...Array.from({ length: 7 }, () => 'IdempotencyKeyReused'),
    ]);
    expect((await list({ filter: { team: 'race', text: 'one-of' } })).names).toHaveLength(1);
  });

  test('one row in one version, one changes it, and the others meet its new version', async () => {
    const made = changed.parse(await mutate('createApplication', input('row')));
    const { id, version } = made.application;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        mutate('updateApplication', { id, expectedVersion: version, name: `row-${at}` }),
      ),
    );
    const names = outcomes.parse(answers).map(({ __typename }) => __typename);
    expect(names.filter((name) => name === 'ApplicationChanged')).toHaveLength(1);
    expect(answers).toContainEqual({ __typename: 'VersionConflict', currentVersion: version + 1 });
    expect(names.filter((name) => name === 'VersionConflict')).toHaveLength(7);
  });
});
