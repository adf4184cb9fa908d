import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { chat, errorOf, targetOf } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { type HouseOfProcesses, startHouseOfProcesses } from '../support/house-process.ts';

/**
 * Goal: what is wrong with one tenant is held back for that tenant, the rest applies, and GraphQL names who and why.
 * Method: both planes as processes; what no service would accept is written to the database by hand.
 */
describe('reject-isolated', () => {
  let house: HouseOfProcesses;
  let sql: pg.Client;
  let faulty: { readonly tenantId: string; readonly apiKey: string };
  beforeAll(async () => {
    house = await startHouseOfProcesses();
    sql = new pg.Client({ connectionString: house.databaseUrl });
    await sql.connect();
    faulty = await createTenant('faulty');
  }, 60_000);
  afterAll(async () => {
    await sql?.end();
    await house?.[Symbol.asyncDispose]();
  });

  /** A tenant whose route leads to the first provider, as the one of the house does. */
  async function createTenant(name: string): Promise<typeof faulty> {
    const { tenant } = await house.change('createTenant', { name });
    const { application } = await house.change('createApplication', {
      tenantId: tenant.id,
      name: 'tool',
      team: 'tools',
      environment: 'STAGING',
      dataClass: 'INTERNAL',
    });
    const rules = [{ name: 'all', split: [{ targetId: house.ids.firstChat, weight: 1 }] }];
    await house.change('createRoute', {
      tenantId: tenant.id,
      name: 'chat',
      operation: 'CHAT',
      rules,
    });
    const createKey = (name: string) =>
      house.change('createApiKey', { applicationId: application.id, name });
    const key = await createKey('main');
    await createKey('spare');
    await house.grant({
      tenantId: tenant.id,
      applicationId: application.id,
      modelId: house.ids.chatModel,
    });
    return { tenantId: tenant.id, apiKey: key['secret'] };
  }

  const nodeSeen = async () => {
    const { nodes } = await house.admin.query(
      `{ nodes { edges { node { state lastVerdict heldBackTenantIds enforcedRevision
        diagnostics { resource tenantId message } } } } }`,
    );
    return nodes.edges[0].node;
  };
  const answered = (apiKey: string) => targetOf(chat({ apiKey, node: house.node }));

  test('only the tenant at fault stays as it was, and GraphQL says which, why and where', async () => {
    expect(await answered(faulty.apiKey)).toBe('first-chat');
    const { rows } = await sql.query<{ id: string; hash: Buffer }>(
      `SELECT api_key.id, hash FROM api_key JOIN tenant ON tenant.id = tenant_id
        WHERE tenant.name = 'faulty' AND api_key.name = 'spare'`,
    );
    const [key] = rows;
    await sql.query('UPDATE api_key SET hash = $2 WHERE id = $1', [key?.id, Buffer.from([1, 2])]);
    await eventually(async () =>
      expect(await nodeSeen()).toMatchObject({
        state: 'DEGRADED',
        lastVerdict: 'PARTIAL',
        heldBackTenantIds: [faulty.tenantId],
        diagnostics: [
          {
            resource: `api_key/${key?.id}`,
            tenantId: faulty.tenantId,
            message: 'hash has 2 bytes, not 32',
          },
        ],
      }),
    );

    const { revision } = await house.change('updateRoute', {
      id: house.ids.chatRoute,
      expectedVersion: 1,
      rules: [{ name: 'all', split: [{ targetId: house.ids.secondChat, weight: 1 }] }],
    });
    expect(await answered(house.apiKey)).toBe('second-chat');
    expect(await answered(faulty.apiKey)).toBe('first-chat');
    await eventually(async () =>
      expect(await nodeSeen()).toMatchObject({
        enforcedRevision: revision,
        heldBackTenantIds: [faulty.tenantId],
      }),
    );
    const { enforcement } = await house.admin.query(
      `query ($revision: UInt64!) {
        enforcement(revision: $revision) { total enforcing rejecting }
      }`,
      { revision },
    );
    expect(enforcement).toEqual({ total: 1, enforcing: 0, rejecting: 1 });

    await sql.query('UPDATE api_key SET hash = $2 WHERE id = $1', [key?.id, key?.hash]);
    await eventually(async () =>
      expect(await nodeSeen()).toMatchObject({
        state: 'IN_SYNC',
        lastVerdict: 'APPLIED',
        heldBackTenantIds: [],
        diagnostics: [],
      }),
    );
  }, 60_000);

  test('what is taken away from a tenant that is held back is gone all the same', async () => {
    const ofFaulty = `FROM tenant WHERE tenant.id = tenant_id AND tenant.name = 'faulty'`;
    await sql.query(`UPDATE api_key SET hash = '\\x01' ${ofFaulty} AND api_key.name = 'spare'`);
    const isHeldBack = async () =>
      expect((await nodeSeen()).heldBackTenantIds).toEqual([faulty.tenantId]);
    await eventually(isHeldBack);
    expect(await answered(faulty.apiKey)).toBe('first-chat');
    await sql.query(`UPDATE api_key SET revoked_at = now() ${ofFaulty} AND api_key.name = 'main'`);
    await eventually(async () => {
      const { code } = await errorOf(chat({ apiKey: faulty.apiKey, node: house.node }));
      expect(code).toBe('unknown_key');
    });
    await isHeldBack();
    expect(await answered(house.apiKey)).toBe('second-chat');
  }, 30_000);
});
