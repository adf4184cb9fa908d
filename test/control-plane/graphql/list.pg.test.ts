import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { createSchema } from '../../../control-plane/graphql/schema.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { createFamily, type Family } from '../../support/family.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import { bindIds, distinguishMore, filtersOfOne, narrowingValues } from './list-filter.ts';
import { columnOf, distinguish, idOf, keyOf, type Listed, listIds, tables } from './list-house.ts';

/*
 * Goal: every list that can be sorted is whole in each order, page by page, and finds what its filter asks for. Method: the
 * lists are read from the schema; rows of three families, some made at one moment, some between two milliseconds.
 */

const schema = createSchema();
const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(({ name, args }) => {
  const order = args.find((argument) => argument.name === 'orderBy');
  const type = order && getNamedType(order.type);
  const by = isInputObjectType(type) ? getNamedType(type.getFields()['by']?.type) : undefined;
  const sorts = isEnumType(by) ? by.getValues().map((value) => value.name) : [];
  return order === undefined ? [] : sorts.map((sort) => [name, sort] as const);
});

/** Lists of pages that take a filter, wherever they stand, with the fields of that. */
const filterFields = Object.values(schema.getTypeMap()).flatMap((owner) =>
  (isObjectType(owner) ? Object.values(owner.getFields()) : []).flatMap(({ name, type, args }) => {
    const filter = args.find((argument) => argument.name === 'filter')?.type;
    const input = filter && getNamedType(filter);
    if (!isInputObjectType(input) || !getNamedType(type).name.endsWith('Connection')) return [];
    return [[name, Object.keys(input.getFields()).toSorted()] as const];
  }),
);

let management: Management;
let one: Family;
let other: Family;
beforeAll(async () => {
  management = await openManagement();
  await keepDecisionPartitions(management.storage, managementNow);
  one = await createFamily(management);
  other = await createFamily(management);
  await createFamily(management);
  for (const table of Object.values(tables))
    await management.query(
      `UPDATE ${table} SET created_at = created_at + place / 2 * interval '200 microseconds',
          updated_at = updated_at - place / 2 * interval '200 microseconds'
        FROM (SELECT id AS placed, row_number() OVER (ORDER BY id) AS place FROM ${table}) AS places
        WHERE id = placed`,
    );
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

const list = (field: string, args: string, by: Operation = management.admin): Promise<Listed> =>
  listIds(management, field, args, by);

async function walk(field: string, args: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const page: Listed = await list(field, `${args} first: 4 ${after && `after: "${after}"`}`);
    ids.push(...page.ids);
    after = page.after;
  }
  return ids;
}

describe.each(lists)('%s by %s', (field, sort) => {
  test('is whole page by page, in both directions', async () => {
    const rows = await management.query<{ id: string }>(
      `SELECT id FROM ${tables[field]} ORDER BY ${columnOf(sort)}, id`,
    );
    const all = { grants: 'includeRevoked: true', apiKeys: 'includeRevoked: true' }[field] ?? '';
    const order = (direction: string) => `${all} orderBy: { by: ${sort}, direction: ${direction} }`;
    const ascending = await walk(field, order('ASC'));
    expect(ascending.map(keyOf)).toEqual(rows.map(({ id }) => id));
    expect(rows.length).toBeGreaterThan(2);
    expect(await walk(field, order('DESC'))).toEqual(ascending.toReversed());
  });

  test('goes on in no other order', async () => {
    const { after } = await list(field, `first: 1 orderBy: { by: ${sort} }`);
    const turned = `orderBy: { by: ${sort}, direction: DESC } after: "${after}"`;
    await expect(list(field, turned)).rejects.toThrow(/another list/);
  });

  test('is read by an index', async () => {
    const found = await management.query<{ definition: string }>(
      'SELECT indexdef AS definition FROM pg_indexes WHERE tablename = $1',
      [tables[field]],
    );
    const column = columnOf(sort);
    const isSorted = ({ definition }: { definition: string }) =>
      definition.endsWith(`(${column}, id)`) ||
      (definition.startsWith('CREATE UNIQUE') && definition.endsWith(`btree (${column})`));
    expect(found.filter(isSorted)).toHaveLength(1);
  });
});

describe('a filter finds', () => {
  beforeAll(() => distinguish(management, one, other));

  test.each(filtersOfOne)('%s', async (field, noun, filters) => {
    for (const filter of filters) {
      const bound = bindIds(filter, one);
      expect([filter, (await list(field, `filter: { ${bound} }`)).ids]).toEqual([
        filter,
        [idOf(one, noun)],
      ]);
      expect((await list(field, `first: 1 filter: { ${bound} }`)).after).toBeUndefined();
    }
  });

  test.each([
    ['grants', 'states: [EXPIRED]', () => [idOf(other, 'grant')]],
    ['routes', 'operations: [EMBEDDING]', () => [idOf(other, 'route')]],
    ['changeRequests', 'subjectId: $route', () => []],
    ['changeRequests', 'requestedById: $principal', () => []],
    ['routes', 'operations: []', () => []],
    ['routes', 'text: "%"', () => []],
    ['routes', 'text: "o_d"', () => []],
  ] as const)('%s with %s', async (field, filter, expected) => {
    const bound = bindIds(filter, one);
    expect((await list(field, `filter: { ${bound} }`)).ids).toEqual(expected());
  });

  test('what is refused in words', async () => {
    const many = JSON.stringify(Array.from({ length: 101 }, (_, at) => `region-${at}`));
    const { after } = await list('routes', 'first: 1');
    for (const [field, args, words] of [
      ['providers', `filter: { regions: ${many} }`, /at most 100 values/],
      ['routes', 'filter: { text: "\\u0000" }', /control characters/],
      ['routes', 'filter: { text: "" }', /1 to 200/],
      ['routes', 'filter: { promptPolicyId: "x" }', /no such prompt policy/],
      ['changeRequests', 'filter: { subjectId: "x" }', /no id of anything/],
      ['routes', `filter: { text: "o" } after: "${after}"`, /another list/],
    ] as const)
      await expect(list(field, args)).rejects.toThrow(words);
  });

  test('nodes by what they say', async () => {
    const [{ region = '' } = {}] = await management.query<{ region: string }>(
      'SELECT region FROM node',
    );
    await management.query(`UPDATE node SET pool = 'odd', state = 'draining' WHERE id = $1`, [
      idOf(one, 'node'),
    ]);
    for (const filter of [
      'pools: ["odd"]',
      'states: [DRAINING]',
      `text: "${idOf(one, 'node').toUpperCase()}"`,
      `regions: ["${region}"], pools: ["odd"]`,
    ])
      expect((await list('nodes', `filter: { ${filter} }`)).ids).toEqual([idOf(one, 'node')]);
    await management.query(
      `UPDATE node SET heartbeat_at = heartbeat_at - interval '1 minute' WHERE id = $1`,
      [idOf(one, 'node')],
    );
    expect((await list('nodes', 'filter: { states: [DRAINING] }')).ids).toEqual([]);
    expect((await list('nodes', 'filter: { states: [SILENT] }')).ids).toEqual([idOf(one, 'node')]);
    const { after } = await list('nodes', 'first: 1');
    await expect(list('nodes', `filter: { pools: ["odd"] } after: "${after}"`)).rejects.toThrow(
      /another list/,
    );
  });

  test('access tokens of each principal, for as many statements however many there are', async () => {
    await management.query(
      `UPDATE access_token SET name = 'odd', not_after = '2030-01-03Z' WHERE id = $1`,
      [keyOf(idOf(one, 'accessToken'))],
    );
    const document = (first: number, args: string) =>
      `{ principals(first: ${first}) { edges { node { id accessTokens(${args}) { edges { node { name } } } } } } }`;
    const names = async (first: number, args: string) => {
      const before = management.statementCount();
      const caller = { services: management.services, operation: management.admin };
      const text = JSON.stringify(await ask(caller, document(first, args)));
      return { text, count: management.statementCount() - before };
    };
    const orders = 'orderBy: { by: NOT_AFTER, direction: DESC }';
    for (const filter of ['text: "OD"', 'inUse: true, endsBefore: "2030-01-05T00:00:00Z"'])
      expect(
        (await names(50, `filter: { ${filter} } ${orders}`)).text.match(/"name"/g),
      ).toHaveLength(1);
    expect((await names(50, 'filter: { inUse: false }')).text).not.toContain('"name"');
    const few = await names(2, `filter: { inUse: true } ${orders}`);
    expect((await names(9, `filter: { inUse: true } ${orders}`)).count).toBe(few.count);
  });

  test('less than all and more than nothing, by each field of each list alone', async () => {
    const entry = await distinguishMore(management, one, other);
    const count = async (field: string, args: string) => {
      const edges = `${field}(first: 100 ${args}) { edges { cursor } }`;
      const source = field === 'accessTokens' ? `{ me { ${edges} } }` : `{ ${edges} }`;
      const caller = { services: management.services, operation: management.admin };
      const found = await ask(caller, source);
      return Object(field === 'accessTokens' ? found['me'] : found)[field].edges.length as number;
    };
    const blunt: unknown[] = [];
    for (const [field, names] of filterFields) {
      expect([field, Object.keys(narrowingValues[field] ?? {}).toSorted()]).toEqual([field, names]);
      const all = await count(field, '');
      for (const [name, value] of Object.entries(narrowingValues[field] ?? {})) {
        const known = value.replaceAll(/\$(\w+)/g, (whole, word) => entry[word] ?? whole);
        const found = await count(field, `filter: { ${name}: ${bindIds(known, one)} }`);
        if (found === 0 || found >= all) blunt.push({ field, name, value: known, found, all });
      }
    }
    expect(blunt).toEqual([]);
  });
});

test('who may not read applications finds out nothing of them by narrowing other lists', async () => {
  const { principal, now } = management.admin;
  const owned = new Set(['api-key:read', 'grant:read'] as const);
  const clerk = new Operation(principal, 'access_token', now, { owned, token: undefined });
  for (const [field, filter] of [
    ['apiKeys', 'team: "odd"'],
    ['apiKeys', 'environments: [STAGING]'],
    ['grants', 'team: "odd"'],
    ['grants', 'text: "odd"'],
  ] as const) {
    await expect(list(field, `filter: { ${filter} }`, clerk)).rejects.toThrow(
      /permission|may not/i,
    );
    expect((await list(field, 'first: 1', clerk)).ids).toHaveLength(1);
  }
});

test('a total is counted to 10000 rows, and says when there are more', async () => {
  const { id } = management.admin.principal;
  const fill = (table: string, columns: string, values: string, of: string) =>
    management.query(
      `INSERT INTO ${table} (id, principal_id, hash, created_at, ${columns})
        SELECT gen_random_uuid(), $1, sha256(n::text::bytea), now(), ${values}
        FROM generate_series(1, 10004 - (SELECT count(*) FROM ${table} WHERE ${of})) AS n`,
      [id],
    );
  await fill('session', 'seen_at, not_after', 'now(), now()', 'ended_at IS NULL');
  await fill('access_token', 'name', `'many'`, `principal_id = '${id}'`);
  const totals = async () => {
    const total = 'totalCount totalCountIsExact';
    const caller = { services: management.services, operation: management.admin };
    const { sessions, me } = await ask(
      caller,
      `{ sessions(first: 1) { ${total} } me { accessTokens(first: 1) { ${total} } } }`,
    );
    return [sessions, Object(me).accessTokens];
  };
  const more = { totalCount: 10_000, totalCountIsExact: false };
  expect(await totals()).toEqual([more, more]);
  const { services, admin } = management;
  const page = { first: 1, after: undefined, withTotal: true };
  const tokens = await services.accessTokens.listFirst(admin, [id], 1);
  const counted = [await services.sessions.list(admin, false, page), tokens.get(id)];
  // One more than is told, and no more, is what is counted.
  expect(counted.map((one) => one?.totalCount)).toEqual([10_001, 10_001]);
  for (const table of ['session', 'access_token'])
    await management.query(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table}
        WHERE principal_id = $1 AND created_at > '2001-01-01' AND id <> $1 ORDER BY id::text DESC LIMIT 4)`,
      [id],
    );
  const all = { totalCount: 10_000, totalCountIsExact: true };
  expect(await totals()).toEqual([all, all]);
});
