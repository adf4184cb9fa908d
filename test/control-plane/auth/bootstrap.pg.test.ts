import { createSecretKey, randomBytes, randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Authenticator } from '../../../control-plane/auth/authenticator.ts';
import { ensureBootstrapPrincipal } from '../../../control-plane/auth/bootstrap.ts';
import { createSecret } from '../../../control-plane/secrets/secret-format.ts';
import { SecretHasher } from '../../../control-plane/secrets/secret-hash.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { PLATFORM, Storage } from '../../../control-plane/storage/storage.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const now = new Date('2030-01-01T00:00:00Z');
const hasher = new SecretHasher(createSecretKey(randomBytes(32)));
const token = createSecret('gth_pat_', randomInt);
let database: TestDatabase;
let sources: readonly DataSource[];
let storages: readonly Storage[];
let storage: Storage;
beforeAll(async () => {
  database = await openTestDatabase();
  const replicas = Array.from({ length: 4 }, () =>
    createDataSource(database.url, 'gatehouse_app', 1),
  );
  sources = await Promise.all(replicas.map((source) => source.initialize()));
  storages = sources.map((source) => new Storage(source));
  storage = new Storage(sources.at(-1) ?? createDataSource('', 'gatehouse_app'));
});
afterAll(async () => {
  await Promise.all(sources.map((source) => source.destroy()));
  await database[Symbol.asyncDispose]();
});

test.each(['', 'secret', 'gth_pat_short', createSecret('gth_sk_', randomInt)])(
  '%j is refused as a token and makes nobody',
  async (text) => {
    const made = ensureBootstrapPrincipal(storage, { token: text, hasher }, now);
    await expect(made).rejects.toThrow(/bootstrap token is no access token/);
    expect(await storage.read(PLATFORM, ({ principals }) => principals.isEmpty())).toBe(true);
  },
);

test('replicas that start at once make one bootstrap, whose token signs in', async () => {
  const made = await Promise.all(
    storages.map((one) => ensureBootstrapPrincipal(one, { token, hasher }, now)),
  );
  expect(made.toSorted()).toEqual([false, false, false, true]);
  const far = new Date('2040-01-01T00:00:00Z');
  const operation = await new Authenticator(storage, hasher).authenticate(`Bearer ${token}`, far);
  expect(operation.principal).toMatchObject({
    name: 'bootstrap',
    kind: 'human',
    tenantId: null,
    roles: ['platform-admin'],
  });
});

test('it is in the audit log, without its token', async () => {
  const page = await storage.read(PLATFORM, ({ audit }) =>
    audit.list({}, { first: 10, after: undefined }),
  );
  expect(page.rows.map(({ action, actor }) => `${actor} ${action}`).toSorted()).toEqual([
    'system access-token.create',
    'system principal.create',
  ]);
  expect(JSON.stringify(page.rows)).not.toContain(token);
});

test('once there is anybody, another token makes nobody', async () => {
  const other = createSecret('gth_pat_', randomInt);
  expect(await ensureBootstrapPrincipal(storage, { token: other, hasher }, now)).toBe(false);
  const authenticator = new Authenticator(storage, hasher);
  await expect(authenticator.authenticate(`Bearer ${other}`, now)).rejects.toMatchObject({
    failure: { code: 'UNAUTHENTICATED' },
  });
});
