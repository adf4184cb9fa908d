import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { ask } from '../../support/ask.ts';
import { eventually } from '../../support/eventually.ts';
import { type OpenGraphqlDoor, openGraphqlDoor } from '../../support/graphql-door.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

/*
 * Goal: what is in the log is found by what is known of it, and leaves the house whole, to those who may have it.
 */

let management: Management;
let door: OpenGraphqlDoor;
let tenantId: string;
beforeAll(async () => {
  management = await openManagement();
  door = await openGraphqlDoor(management);
  const { services, admin } = management;
  const { value } = await services.tenants.create(admin, call('createTenant'), 'acme');
  tenantId = value.id;
  for (let n = 1; n <= 6; n += 1)
    await services.applications.create(admin, call('createApplication'), {
      tenantId,
      name: `app-${n}`,
      team: '=cmd|"calc"',
      environment: 'production',
      dataClass: 'internal',
      rolloutStage: 'governed',
    });
}, 60_000);
afterAll(async () => {
  await door?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
});

describe('the search', () => {
  const search = async (filter: object, first = 50) => {
    const data = await ask(
      { ...management, operation: management.admin },
      `query ($tenantId: ID!, $filter: AuditEventFilter, $first: Int) {
        auditEvents(tenantId: $tenantId, filter: $filter, first: $first) {
          pageInfo { hasNextPage } edges { cursor node { actor action object revision at } } } }`,
      { tenantId: toGlobalId('tenant', tenantId), filter, first },
    );
    const { edges } = data['auditEvents'] as {
      edges: { cursor: string; node: Record<'action' | 'object' | 'revision' | 'at', string> }[];
    };
    return edges;
  };

  test('narrows by each filter, and by all that are given', async () => {
    expect(await search({})).toHaveLength(7);
    const [newest, second] = (await search({ action: 'application.create' })).map(
      ({ node }) => node,
    );
    if (newest === undefined || second === undefined) throw new Error('nothing was found');
    expect(await search({ actor: 'bootstrap' })).toHaveLength(7);
    expect(await search({ actor: 'nobody' })).toHaveLength(0);
    expect(await search({ object: newest.object })).toHaveLength(1);
    expect(await search({ revision: newest.revision })).toHaveLength(1);
    expect(await search({ to: '2020-01-01T00:00:00Z' })).toHaveLength(0);
    expect(await search({ from: newest.at, action: 'application.create' })).not.toHaveLength(0);
    expect(await search({ text: 'tenant CREA' })).toHaveLength(1);
    expect(await search({ text: 'appl' })).toHaveLength(6);
    expect(await search({ text: second.object })).toHaveLength(1);
    expect(await search({ text: 'appl', revision: second.revision })).toHaveLength(1);
    expect(await search({ text: `appl' | tenant:*` })).toHaveLength(0);
    await expect(search({ text: ' ./ ' })).rejects.toThrow('words');
  });

  test('by words has an index', async () => {
    await management.query('SET enable_seqscan = off');
    const plan = await management.query(
      `EXPLAIN SELECT id FROM audit_event WHERE audit_words(action, object)
        @@ to_tsquery('pg_catalog.simple', $$'appl':*$$)`,
    );
    await management.query('RESET enable_seqscan');
    expect(JSON.stringify(plan)).toContain('audit_event_words_idx');
  });
});

/** Each test ends what it begins: a principal has one export at a time. */
describe('the export', () => {
  const get = (query: string, token = management.adminToken) =>
    fetch(new URL(`/audit/export?${query}`, door.url), {
      headers: { authorization: `Bearer ${token}` },
    });
  const own = () => `tenant=${toGlobalId('tenant', tenantId)}`;
  const append = (count: number, reason: string) =>
    management.query(
      `SELECT append_audit($1, '@nobody', 'test', 'a.b', 'a/b', '{}', $3, NULL) FROM generate_series(1, $2)`,
      [tenantId, count, reason],
    );
  const tokenOf = async (roles: readonly ['security-reviewer' | 'viewer'], of?: string) => {
    const { services } = management;
    const who = await management.operation(roles, of === undefined ? {} : { tenantId: of });
    const draft = { principalId: who.principal.id, name: 'ci', notAfter: undefined };
    return (
      await services.accessTokens.create(who, call('createAccessToken'), draft)
    ).secret?.reveal();
  };

  test('gives every event of a tenant as a line of JSON, newest first, and is in the log itself', async () => {
    const answer = await get(own());
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ action }) => action)).toEqual([
      'audit.export',
      ...Array.from({ length: 6 }, () => 'application.create'),
      'tenant.create',
    ]);
    expect(lines[0]).toMatchObject({
      tenantId,
      actor: 'bootstrap',
      object: `tenant/${tenantId}`,
      changes: { format: [null, 'ndjson'] },
    });
    expect(new Set(lines.map((line) => line.tenantId))).toEqual(new Set([tenantId]));
  });

  test('narrows by time', async () => {
    expect(await (await get(`${own()}&to=2020-01-01T00:00:00Z`)).text()).toBe('');
  });

  test('as CSV lets no spreadsheet take a field for a formula', async () => {
    for (const reason of ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1', 'a "b", c'])
      await append(1, reason);
    const text = await (await get(`${own()}&format=csv`)).text();
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toContain('"id","at","tenantId","actor"');
    for (const field of [
      `"'=1+1"`,
      `"'+1"`,
      `"'-1"`,
      `"'@SUM(A1)"`,
      `"' =1"`,
      `"'\t=1"`,
      `"'\r=1"`,
      `"'@nobody"`,
    ])
      expect(text).toContain(`,${field},`);
    expect(text).toContain(`,"a ""b"", c",`);
    expect(text).not.toMatch(/(^|,|\n)"[=+\-@\t\r]/);
  });

  test('is refused to who may not read the log, or not that one', async () => {
    const { value } = await management.services.tenants.create(
      management.admin,
      call('createTenant'),
      'other',
    );
    const stranger = await tokenOf(['security-reviewer'], value.id);
    expect((await get(own(), await tokenOf(['viewer']))).status).toBe(403);
    expect((await get(own(), stranger)).status).toBe(403);
    const theirs = await (await get('', stranger)).text();
    const tenants = theirs
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).tenantId);
    expect(new Set(tenants)).toEqual(new Set([value.id]));
    expect((await get(own(), 'nonsense')).status).toBe(401);
    expect((await fetch(new URL('/audit/export', door.url))).headers.get('www-authenticate')).toBe(
      'Bearer',
    );
  });

  test.each([
    ['format=xml', 400, 'ndjson or csv'],
    ['from=yesterday', 400, 'ISO 8601'],
    ['form=csv', 400, 'no such parameter'],
    ['format=csv&format=csv', 400, 'given once'],
    ['tenant=acme', 404, 'tenant'],
    [`tenant=${toGlobalId('tenant', '018f0000-0000-7000-8000-000000000001')}`, 404, 'tenant'],
  ])('says what is wrong with ?%s', async (query, status, sentence) => {
    const answer = await get(query);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(sentence);
  });

  test('is one at a time for a principal, and ends with a caller who leaves', async () => {
    await append(500, 'x'.repeat(60_000));
    const slow = request(new URL(`/audit/export?${own()}`, door.url), {
      headers: { authorization: `Bearer ${management.adminToken}` },
    });
    const response = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      slow.once('response', resolve).once('error', reject).end();
    });
    response.pause();
    expect((await get(own())).status).toBe(503);
    slow.destroy();
    await eventually(async () => {
      const again = await get(`${own()}&to=2020-01-01T00:00:00Z`);
      expect(again.status).toBe(200);
      await again.text();
    });
    const whole = await (await get(own())).text();
    expect(whole.trimEnd().split('\n').length).toBeGreaterThan(500);
  });
});
