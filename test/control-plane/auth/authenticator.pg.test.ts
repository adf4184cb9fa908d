import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Authenticator } from '../../../control-plane/auth/authenticator.ts';
import { TokenUseLog } from '../../../control-plane/jobs/token-use.ts';
import { createSecret } from '../../../control-plane/secrets/secret-format.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { Storage } from '../../../control-plane/storage/storage.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import {
  call,
  type Management,
  managementNow as now,
  openManagement,
} from '../../support/management.ts';

const INVALID = 'This access token is not valid; it may be mistyped, expired or revoked.';
let management: Management;
beforeAll(async () => {
  management = await openManagement();
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

async function issue(operation: Operation, notAfter?: Date) {
  const { secret, value } = await management.services.accessTokens.create(
    operation,
    call('createAccessToken'),
    { principalId: operation.principal.id, name: 'test', notAfter },
  );
  return { id: value.id, header: `Bearer ${secret?.reveal()}` };
}

async function refusalOf(header: string | undefined, at = now): Promise<unknown> {
  const answer = management.authenticator.authenticate(header, at);
  return answer.then(
    ({ principal }) => principal.name,
    (error: { failure?: unknown; message: string }) => [error.failure, error.message],
  );
}

test('a token gives an operation of its principal, with its roles and scope', async () => {
  const { services, admin } = management;
  const tenant = await services.tenants.create(admin, call('createTenant'), 'acme');
  const who = await management.operation(['viewer', 'finance'], { tenantId: tenant.value.id });
  const { header } = await issue(who);
  const operation = await management.authenticator.authenticate(header, now);
  expect(operation.principal).toEqual(who.principal);
  expect(operation.actor).toEqual({ name: who.principal.name, authenticatedBy: 'access_token' });
  expect(operation.scope).toEqual({ kind: 'tenant', tenantId: tenant.value.id });
  expect(operation.now).toBe(now);
});

test('the scheme may be written in any case', async () => {
  const { header } = await issue(management.admin);
  const other = header.replace('Bearer ', 'bEARER   ');
  expect(await refusalOf(other)).toBe('bootstrap');
});

test('whoever sends nothing is told how to sign in', async () => {
  const refusal = [{ code: 'UNAUTHENTICATED' }, expect.stringContaining('Authorization: Bearer')];
  expect(await refusalOf(undefined)).toEqual(refusal);
  expect(await refusalOf('')).toEqual(refusal);
});

test.each([
  'Bearer',
  'Bearer ',
  'Basic YWRtaW46YWRtaW4=',
  'Bearer gth_pat_short',
  `Bearer ${createSecret('gth_pat_', randomInt)}`,
  `Bearer ${createSecret('gth_sk_', randomInt)}`,
  `Bearer ${'x'.repeat(100_000)}`,
  `Bearer ${' '.repeat(50_000)}x ${' '.repeat(50_000)}`,
  'Bearer gth_pat_\u0000',
])('what is malformed or unknown is refused in the same words: %#', async (header) => {
  expect(await refusalOf(header)).toEqual([{ code: 'UNAUTHENTICATED' }, INVALID]);
});

test('a token that ended is refused from that moment', async () => {
  const end = new Date(now.getTime() + 60_000);
  const { header } = await issue(management.admin, end);
  expect(await refusalOf(header, new Date(end.getTime() - 1))).toBe('bootstrap');
  expect(await refusalOf(header, end)).toEqual([{ code: 'UNAUTHENTICATED' }, INVALID]);
});

test('a revoked token is refused by the next call, another one of the person is not', async () => {
  const [revoked, kept] = [await issue(management.admin), await issue(management.admin)];
  expect(await refusalOf(revoked.header)).toBe('bootstrap');
  const { services, admin } = management;
  await services.accessTokens.revoke(admin, call('revokeAccessToken'), revoked.id);
  expect(await refusalOf(revoked.header)).toEqual([{ code: 'UNAUTHENTICATED' }, INVALID]);
  expect(await refusalOf(kept.header)).toBe('bootstrap');
});

test('a principal that is archived is refused, one that changed has its new roles', async () => {
  const who = await management.operation(['developer']);
  const { header } = await issue(who);
  const { id } = who.principal;
  const { services, admin } = management;
  const roles = ['viewer'] as const;
  const changed = { id, expectedVersion: 1, roles };
  await services.principals.update(admin, call('updatePrincipal'), changed);
  const operation = await management.authenticator.authenticate(header, now);
  expect(operation.may('api-key:write')).toBe(false);
  await services.principals.archive(admin, call('archivePrincipal'), { id, expectedVersion: 2 });
  expect(await refusalOf(header)).toEqual([{ code: 'UNAUTHENTICATED' }, INVALID]);
});

test('the hash in the database is no token and does not sign in', async () => {
  const [row] = await management.query<{ hash: Buffer }>('SELECT hash FROM access_token LIMIT 1');
  const text = row?.hash.toString('base64url') ?? '';
  expect(await refusalOf(`Bearer ${text}`)).toEqual([{ code: 'UNAUTHENTICATED' }, INVALID]);
  expect(text).not.toBe('');
});

describe('the last use of a token', () => {
  const openLog = (storage = management.storage) =>
    new TokenUseLog({ storage, logger: pino({ level: 'silent' }), metrics: createMetrics() });
  const authenticatorWith = (log: TokenUseLog) =>
    new Authenticator(management.storage, management.secrets.tokenHasher, (use) => log.note(use));
  const secondsOn = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
  const lastUse = async (operation: Operation, id: string) => {
    const { accessTokens } = management.services;
    const page = { first: 50, after: undefined };
    const { rows } = await accessTokens.list(
      operation,
      { filter: {}, principalId: operation.principal.id },
      page,
    );
    const uses = await accessTokens.listUses(operation, rows);
    return uses.find(({ accessTokenId }) => accessTokenId === id)?.usedAt;
  };

  test('is the latest of all replicas, and no refusal is a use', async () => {
    const who = await management.operation(['viewer']);
    const { id, header } = await issue(who, secondsOn(60));
    const [here, there] = [openLog(), openLog()];
    await authenticatorWith(here).authenticate(header, secondsOn(1));
    await authenticatorWith(here).authenticate(header, secondsOn(3));
    await authenticatorWith(there).authenticate(header, secondsOn(2));
    await authenticatorWith(there)
      .authenticate(header, secondsOn(60))
      .catch(() => {});
    expect(await lastUse(who, id)).toBeUndefined();
    await here.flush();
    await there.flush();
    expect(await lastUse(who, id)).toEqual(secondsOn(3));
  });

  test('makes no revision and no audit event', async () => {
    const { header } = await issue(management.admin);
    const log = openLog();
    const heights = () =>
      management.query(
        `SELECT (SELECT revision FROM config_revision), (SELECT count(*) FROM audit_event)`,
      );
    const before = await heights();
    await authenticatorWith(log).authenticate(header, now);
    await log.flush();
    expect(await heights()).toEqual(before);
  });

  test('waits for a database that is away', async () => {
    const who = await management.operation(['viewer']);
    const { id, header } = await issue(who);
    const source = createDataSource(management.url, 'gatehouse_app', 1);
    const log = openLog(new Storage(source));
    await authenticatorWith(log).authenticate(header, secondsOn(5));
    await expect(log.flush()).rejects.toThrow();
    await source.initialize();
    await log.flush();
    expect(await lastUse(who, id)).toEqual(secondsOn(5));
    await source.destroy();
  });

  test('of more tokens than there is room for is counted, not kept', async () => {
    const metrics = createMetrics();
    const log = new TokenUseLog({
      storage: management.storage,
      logger: pino({ level: 'silent' }),
      metrics,
    });
    for (let noted = 0; noted < 10_003; noted += 1)
      log.note({ accessTokenId: String(noted), usedAt: now });
    const { values } = await metrics.droppedTokenUses.get();
    expect(values.map(({ value }) => value)).toEqual([3]);
  });
});
