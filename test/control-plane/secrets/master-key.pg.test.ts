import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { resealSecrets } from '../../../control-plane/jobs/reseal-secrets.ts';
import { Envelope } from '../../../control-plane/secrets/envelope.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { PLATFORM, Storage } from '../../../control-plane/storage/storage.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { type OwnControlPlane, startOwnControlPlane } from '../../support/control-plane.ts';

/**
 * Goal: the master key is changed without losing anything that hangs from it, and a wrong one is told of at the start.
 * Method: a whole control plane, started again and again with other keys on the same database; its rows are opened beside it.
 */
describe('the master key', () => {
  const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const keys = (key: Buffer, previous?: Buffer) => ({
    GATEHOUSE_MASTER_KEY: key.toString('base64'),
    GATEHOUSE_MASTER_KEY_PREVIOUS: previous?.toString('base64'),
  });
  let own: OwnControlPlane;
  let database: pg.Client;
  beforeAll(async () => {
    own = await startOwnControlPlane(keys(first));
    database = new pg.Client({ connectionString: own.database.url });
    await database.connect();
    const provider = { name: 'vendor', kind: 'OPENAI', baseUrl: 'https://a.example', region: 'eu' };
    const made = await own.bootstrap.mutate(
      'createProvider',
      { ...provider, credential: 'sk-1' },
      '... on ProviderChanged { provider { id } }',
    );
    const edit = { id: made['provider'].id, expectedVersion: 1, credential: 'sk-2' };
    await own.bootstrap.mutate('updateProvider', edit, '__typename');
    await own.bootstrap.mutate(
      'createIdentityProvider',
      {
        name: 'okta',
        issuer: 'https://login.example.com',
        clientId: 'gatehouse',
        clientSecret: 'client-1',
        audience: 'api',
        roleMappings: [{ group: 'staff', roles: ['VIEWER'] }],
      },
      '__typename',
    );
  }, 30_000);
  afterAll(async () => {
    await database?.end();
    await own?.[Symbol.asyncDispose]();
  });

  const sealedRows = async () => {
    const { rows } = await database.query<{ name: string; sealed: Buffer }>(
      `SELECT 'provider_credential/' || provider_id AS name, sealed FROM provider_credential
        UNION ALL SELECT 'provider_credential/' || provider_id, previous_sealed
          FROM provider_credential
        UNION ALL SELECT 'identity_provider_secret/' || identity_provider_id, sealed
          FROM identity_provider_secret
        UNION ALL SELECT 'api_key_pepper/' || id, sealed FROM api_key_pepper
        UNION ALL SELECT 'access_token_pepper', sealed FROM access_token_pepper`,
    );
    return rows;
  };
  const openedWith = async (key: Buffer) => {
    const envelope = new Envelope(key);
    return (await sealedRows()).map(({ name, sealed }) =>
      envelope.open(sealed, name).toString('hex'),
    );
  };
  const faults = async () => {
    const { providers } = await own.bootstrap.query(
      '{ providers { edges { node { credential { fault } } } } }',
    );
    return providers.edges.map((edge: { node: { credential: object } }) => edge.node.credential);
  };
  const head = async () =>
    (await database.query('SELECT revision FROM config_revision')).rows[0].revision;

  test('seals credentials of both generations and every pepper', async () => {
    const opened = await openedWith(first);
    expect(opened).toHaveLength(5);
    expect(opened.slice(0, 3)).toEqual(
      ['sk-2', 'sk-1', 'client-1'].map((text) => Buffer.from(text).toString('hex')),
    );
    await expect(openedWith(second)).rejects.toThrow('GATEHOUSE_MASTER_KEY');
  });

  test('is changed with the one before it beside it: all is sealed anew, and tokens stay valid', async () => {
    const before = await openedWith(first);
    // A database of before tokens had a row of their own: what they hang from is the key that sealed the rest.
    await database.query('DELETE FROM access_token_pepper');
    await own.restart(keys(second, first));
    expect(await openedWith(second)).toEqual(before);
    expect(await faults()).toEqual([{ fault: null }]);
    const { rows } = await database.query(
      `SELECT object FROM audit_event WHERE action = 'secret.reseal' AND actor = 'system'`,
    );
    expect(rows).toHaveLength(4);
  });

  test('is sealed with once, whatever the number of starts', async () => {
    const [before, sealed] = [await head(), await sealedRows()];
    await own.restart(keys(second, first));
    expect([await head(), await sealedRows()]).toEqual([before, sealed]);
    await own.restart(keys(second));
    expect(await faults()).toEqual([{ fault: null }]);
  });

  test('that is wrong is told of at the start, in words that say what to do', async () => {
    const words =
      /^GATEHOUSE_MASTER_KEY is not the key that sealed api_key_pepper\/.*start with.*GATEHOUSE_MASTER_KEY_PREVIOUS$/;
    await expect(own.restart(keys(first))).rejects.toThrow(words);
    await expect(own.restart(keys(third, first))).rejects.toThrow(words);
    await own.restart(keys(third, second));
    expect(await faults()).toEqual([{ fault: null }]);
  });

  test('is brought to all but what is damaged, which keeps nothing from it', async () => {
    await database.query(`UPDATE provider_credential SET previous_sealed = '\\x00'`);
    await own.restart(keys(first, third));
    expect(await faults()).toEqual([{ fault: 'DAMAGED' }]);
    await database.query(
      `UPDATE provider_credential
        SET previous_generation = NULL, previous_sealed = NULL, previous_until = NULL`,
    );
    await own.restart(keys(first));
    expect(await faults()).toEqual([{ fault: null }]);
  });

  test('is brought by two replicas that start at once, one after the other', async () => {
    const envelope = new Envelope(second, first);
    const sources = await Promise.all(
      [1, 2].map(() => createDataSource(own.database.url, 'gatehouse_app', 2).initialize()),
    );
    const storages = sources.map((source) => new Storage(source));
    const logger = createLogger('silent');
    const before = BigInt(await head());
    await Promise.all(storages.map((storage) => resealSecrets({ storage, logger, envelope })));
    expect(BigInt(await head())).toBe(before + 1n);
    const rows = (await sealedRows()).filter(({ sealed }) => sealed !== null);
    expect(rows.map(({ sealed }) => envelope.isCurrent(sealed))).toEqual([true, true, true, true]);
    const [storage] = storages;
    const [value] =
      (await storage?.read(PLATFORM, ({ sealedValues }) => sealedValues.list())) ?? [];
    if (storage === undefined || value === undefined) throw new Error('nothing is sealed');
    const late = await storage.transaction(
      PLATFORM,
      { name: 'test', authenticatedBy: 'test' },
      ({ sealedValues }) => sealedValues.replace({ ...value, sealed: Buffer.of(1) }, Buffer.of(2)),
    );
    expect(late.value).toBe(false);
    await Promise.all(sources.map((source) => source.destroy()));
  });
});
