import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import type {
  AfterKey,
  StoredVersion,
} from '../../../control-plane/storage/configuration/resource-version.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { ask } from '../../support/ask.ts';
import { failureOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

/*
 * Goal: what was released can be read back: when, by whom, why it was held, and what differs between two points, without
 * a secret, and without anything of another tenant.
 */

let management: Management;
const tenantId = randomUUID();
const otherTenantId = randomUUID();
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await management.query('TRUNCATE release, release_change, resource_version, held_revision');
});

/** What a ledger notes of one release. */
async function release(
  revision: bigint,
  versions: readonly StoredVersion[],
  removed: readonly AfterKey[] = [],
  epoch = 1n,
): Promise<void> {
  const head = { epoch, revision };
  const actor = { name: 'system', authenticatedBy: 'system' };
  await management.storage.transaction(PLATFORM, actor, async ({ releases, resourceVersions }) => {
    await resourceVersions.putVersions(head, versions);
    await resourceVersions.putRemovals(head, removed);
    await releases.put({ ...head, resourceCount: versions.length, digest: Buffer.alloc(32) });
  });
}

const tenant = (name: string, id = tenantId) =>
  compileResource('tenant', { id, name, suspended: false });
const keyId = randomUUID();
const key = (hash: string) =>
  compileResource('api_key', {
    id: keyId,
    tenant_id: tenantId,
    application_id: tenantId,
    name: 'main',
    hash: Buffer.from(hash),
    pepper_id: 'pepper-of-today',
    workloads: ['default'],
    routes: [],
    feature: null,
    attributes: {},
    scopes: [],
    operations: [],
    not_after: null,
  });
const providerId = randomUUID();
const provider = compileResource('provider', {
  id: providerId,
  name: 'first',
  kind: 'openai',
  preset: '',
  base_url: 'https://example.com',
  region: 'eu',
  data_terms: [],
  region_data_terms: [],
});

const diff = (from: bigint, to: bigint, by: Operation = management.admin, after?: string) =>
  management.services.releases.diff(by, { from, to, after });
const ofTenant = (id: string) => {
  const { principal, now } = management.admin;
  return new Operation({ ...principal, tenantId: id }, 'access_token', now);
};

describe('the difference between two releases', () => {
  beforeEach(async () => {
    await release(3n, [tenant('acme'), key('one'), tenant('other', otherTenantId)]);
    await release(
      5n,
      [tenant('acme-corp'), key('two'), provider],
      [{ kind: 'tenant', id: otherTenantId }],
    );
  });

  test('names what was added, changed and removed, field by field', async () => {
    const { differences, ...rest } = await diff(3n, 5n);
    expect(rest).toEqual({ from: 3n, to: 5n, endCursor: null });
    const byId = new Map(differences.map((one) => [one.id, one]));
    expect([...byId.keys()].toSorted()).toEqual(
      [tenantId, otherTenantId, keyId, providerId].toSorted(),
    );
    expect(byId.get(tenantId)).toEqual({
      kind: 'tenant',
      id: tenantId,
      tenantId,
      change: 'changed',
      fields: [{ field: 'name', old: '"acme"', new: '"acme-corp"' }],
    });
    expect(byId.get(providerId)).toMatchObject({ change: 'added', tenantId: null });
    expect(byId.get(providerId)?.fields).toContainEqual({
      field: 'baseUrl',
      old: null,
      new: '"https://example.com"',
    });
    expect(byId.get(otherTenantId)).toMatchObject({ change: 'removed' });
  });

  test('says that a key changed, and nothing of its hash', async () => {
    const { differences } = await diff(3n, 5n);
    const found = differences.find(({ id }) => id === keyId);
    expect(found).toMatchObject({ change: 'changed', fields: [] });
    const added = (await diff(3n, 3n)).differences;
    expect(added).toEqual([]);
  });

  test('shows a whole key without hash and pepper', async () => {
    await release(7n, [], [{ kind: 'api_key', id: keyId }]);
    const { differences } = await diff(5n, 7n);
    const fields = differences[0]?.fields.map(({ field }) => field) ?? [];
    expect(fields).toContain('workloads');
    expect(fields.filter((field) => /hash|pepper/i.test(field))).toEqual([]);
  });

  test('runs backwards as well', async () => {
    const { differences } = await diff(5n, 3n);
    expect(differences.find(({ id }) => id === tenantId)?.fields).toEqual([
      { field: 'name', old: '"acme-corp"', new: '"acme"' },
    ]);
    expect(differences.find(({ id }) => id === providerId)).toMatchObject({ change: 'removed' });
  });

  test('compares the releases that held sway, whichever revisions are named', async () => {
    expect(await diff(4n, 99n)).toMatchObject({ from: 3n, to: 5n });
    expect(await failureOf(() => diff(2n, 5n))).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  test('shows a tenant its own and what is shared', async () => {
    const { differences } = await diff(3n, 5n, ofTenant(tenantId));
    expect(differences.map(({ id }) => id).toSorted()).toEqual(
      [tenantId, keyId, providerId].toSorted(),
    );
    const foreign = await diff(3n, 5n, ofTenant(randomUUID()));
    expect(foreign.differences.map(({ id }) => id)).toEqual([providerId]);
  });

  test('comes in pages of 200', async () => {
    const many = Array.from({ length: 201 }, (_, n) => tenant(`tenant-${n}`, randomUUID()));
    await release(6n, many);
    const first = await diff(5n, 6n);
    expect(first.differences).toHaveLength(200);
    const second = await diff(5n, 6n, management.admin, first.endCursor ?? '');
    expect([second.differences.length, second.endCursor]).toEqual([1, null]);
    const ids = [...first.differences, ...second.differences].map(({ id }) => id);
    expect(new Set(ids).size).toBe(201);
  });

  test('has global ids in GraphQL', async () => {
    const { services, admin } = management;
    const answer = await ask(
      { services, operation: admin },
      `{ releaseDiff(from: "3", to: "5") {
        from to endCursor differences { kind id tenantId change fields { field old new } }
      } }`,
    );
    expect(answer['releaseDiff']).toMatchObject({
      from: '3',
      differences: expect.arrayContaining([
        expect.objectContaining({
          kind: 'api_key',
          id: Buffer.from(`api-key:${keyId}`).toString('base64url'),
          change: 'CHANGED',
        }),
      ]),
    });
  });
});

describe('releases', () => {
  const list = async (by: Operation = management.admin, first = 50, after?: string) =>
    management.services.releases.list(by, { first, after });

  test('are listed newest first with those who made them, and held ones with the reason', async () => {
    const { services, storage, admin } = management;
    const name = `tenant-${randomUUID()}`;
    const { revision = 0n } = await services.tenants.create(admin, call('createTenant'), name);
    await release(revision - 1n, [tenant('acme')]);
    await release(revision, [tenant('acme-corp')]);
    const held = { epoch: 1n, revision: revision + 1n };
    await storage.transaction(PLATFORM, admin.actor, ({ heldRevisions }) =>
      heldRevisions.hold(held, undefined, ['Too much is gone.']),
    );
    const { rows } = await list();
    expect(rows).toMatchObject([
      { ...held, state: 'held', heldBecause: ['Too much is gone.'], resourceCount: null },
      {
        revision,
        state: 'released',
        heldBecause: [],
        resourceCount: 1,
        changedCount: 1,
        actors: [admin.principal.name],
      },
      { revision: revision - 1n, state: 'released' },
    ]);
    const viewer = await management.operation(['viewer']);
    expect((await list(viewer)).rows[1]).toMatchObject({ revision, actors: [] });
    expect((await list(ofTenant(tenantId))).rows.map(({ state }) => state)).toEqual([
      'released',
      'released',
    ]);
  });

  test('come in pages, over epochs', async () => {
    for (const revision of [1n, 2n, 3n]) await release(revision, []);
    await release(2n, [], [], 2n);
    const first = await list(management.admin, 2);
    const [, last] = first.rows;
    if (last === undefined) throw new Error('there is no second row');
    const second = await list(management.admin, 2, first.cursorOf(last));
    expect([...first.rows, ...second.rows].map(({ epoch, revision }) => [epoch, revision])).toEqual(
      [
        [2n, 2n],
        [1n, 3n],
        [1n, 2n],
        [1n, 1n],
      ],
    );
    expect([first.hasNextPage, second.hasNextPage]).toEqual([true, false]);
  });

  test('are read with release:read only', async () => {
    const finance = await management.operation(['finance']);
    const failure = { code: 'PERMISSION_DENIED', permission: 'release:read' };
    expect(await failureOf(() => list(finance))).toMatchObject(failure);
    expect(await failureOf(() => diff(1n, 2n, finance))).toMatchObject(failure);
  });
});
