import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Envelope } from '../../../control-plane/secrets/envelope.ts';
import { ensurePepper } from '../../../control-plane/secrets/pepper.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { Storage } from '../../../control-plane/storage/storage.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const now = new Date('2030-01-01T00:00:00Z');
const masterKey = randomBytes(32);
let database: TestDatabase;
let owner: DataSource;
let sources: readonly DataSource[];
beforeAll(async () => {
  database = await openTestDatabase();
  owner = await createDataSource(database.url, 'gatehouse_feed', 1).initialize();
  const replicas = Array.from({ length: 4 }, () =>
    createDataSource(database.url, 'gatehouse_app', 1),
  );
  sources = await Promise.all(replicas.map((source) => source.initialize()));
});
afterAll(async () => {
  await Promise.all([owner, ...sources].map((source) => source.destroy()));
  await database[Symbol.asyncDispose]();
});

test('replicas that start at once make one pepper, which nodes get', async () => {
  const peppers = await Promise.all(
    sources.map((source) => ensurePepper(new Storage(source), new Envelope(masterKey), now)),
  );
  const hashes = peppers.map(({ id, hasher }) => `${id} ${hasher.hash('key').toString('hex')}`);
  expect(new Set(hashes).size).toBe(1);
  const rows: { sealed: Buffer }[] = await owner.query('SELECT sealed FROM api_key_pepper');
  expect(rows).toHaveLength(1);
  expect(await owner.query('SELECT kind, revision FROM config_change')).toEqual([
    { kind: 'api_key_pepper', revision: '1' },
  ]);
});

test('a later start gets the same pepper', async () => {
  const [one, two] = sources.map((source) => new Storage(source));
  if (one === undefined || two === undefined) throw new Error('there are four sources');
  const first = await ensurePepper(one, new Envelope(masterKey), now);
  const second = await ensurePepper(two, new Envelope(masterKey), new Date());
  expect(second.id).toBe(first.id);
  expect(second.hasher.hash('key')).toEqual(first.hasher.hash('key'));
  expect(second.hasher.hash('key')).toHaveLength(32);
  expect(second.hasher.hash('other')).not.toEqual(first.hasher.hash('key'));
});

test('with another master key the start fails and says why', async () => {
  const [storage] = sources.map((source) => new Storage(source));
  if (storage === undefined) throw new Error('there are four sources');
  await expect(ensurePepper(storage, new Envelope(randomBytes(32)), now)).rejects.toMatchObject({
    name: 'EnvelopeError',
    fault: 'unknown_key',
  });
});
