import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSchema } from '../../control-plane/graphql/schema.ts';
import { chat, errorOf, targetOf } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import type { Answer, GraphqlCaller } from '../support/graphql.ts';
import { type House, startHouse } from '../support/house.ts';
import { createInsider, createOtherTenant, MARK } from '../support/other-tenant.ts';
import { listSurface, type SurfaceIds } from '../support/schema-surface.ts';

const schema = createSchema();
/** Nouns of the platform: every tenant may read them. */
const SHARED = [
  'provider',
  'model',
  'replacedBy',
  'target',
  'node',
  'enforcement',
  'awaitEnforced',
];
/** What changes by itself: nodes tell how long ago they were heard from. */
const MOVING = ['nodes'];
/** And what tells of refusals. */
const TELLING = ['auditEvents'];
/** What nodes hold of them ends by itself. */
const LENT = ['budgets'];
/**
 * What is asked for by a tenant, or of the platform: denied alike, whether or not there is such a row. What is asked of several things at
 * once: refused before any of them is looked for.
 */
const CODES: Readonly<Record<string, string>> = {
  nodePool: 'PERMISSION_DENIED',
  auditVerification: 'PERMISSION_DENIED',
  inspect: 'VALIDATION_FAILED',
};
/** Listed for a tenant that is named, or not at all: plans are for who made them. */
const LISTED_BY_TENANT = ['approvalRule', 'plan'];
const REFUSALS = ['NotFound', 'PermissionDenied', 'ValidationFailed'];

let house: House;
/** Of tenant `acme`, with every role there is. */
let insider: GraphqlCaller;
let otherKey: string;
/** Ids of the other tenant's rows, and of what is shared. */
let otherIds: SurfaceIds;

beforeAll(async () => {
  house = await startHouse();
  const other = await createOtherTenant(house);
  otherKey = other.key;
  otherIds = other.ids;
  insider = (await createInsider(house, house.ids.tenant, 'insider')).caller;
}, 60_000);
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

/** Fields that tell what nodes said last, and when tokens and keys were used: they move without any mutation. */
const REPORTED: readonly string[] = [
  'health',
  'states',
  'lastUsedAt',
  'lastUsedDoor',
  'lastUsedRegion',
];

/** All that a caller may list, two objects deep; what it may not is refused. */
async function readEverything(
  caller: GraphqlCaller,
  ids = otherIds,
  left: readonly string[] = MOVING,
): Promise<string> {
  const calls = listSurface(schema, { ids, depth: 2, first: 5, withOptionalIds: false });
  const answers = [];
  for (const { kind, field, source, variables, isList } of calls) {
    if (kind !== 'query' || !isList || left.includes(field)) continue;
    const { body } = await caller.send(source, variables);
    for (const { extensions } of body['errors'] ?? [])
      expect([field, extensions.code]).toEqual([field, 'PERMISSION_DENIED']);
    answers.push(body['data']);
  }
  return JSON.stringify(answers, (name, value) => (REPORTED.includes(name) ? undefined : value));
}

describe('through GraphQL a tenant', () => {
  const idsOfOther = () => Object.entries(otherIds).filter(([noun]) => !SHARED.includes(noun));

  test('lists nothing of another', async () => {
    const seen = await readEverything(insider);
    expect(seen).toContain('acme');
    const leaked = idsOfOther().filter(([, id]) => seen.includes(id));
    expect(leaked).toEqual([]);
    expect(seen).not.toContain(MARK);
    const all = await readEverything(house.admin);
    for (const [noun, id] of idsOfOther()) {
      const isListed = !LISTED_BY_TENANT.includes(noun);
      expect([noun, all.includes(id)]).toEqual([noun, isListed]);
    }
  });

  test('reads nothing of another by its id', async () => {
    const options = { ids: otherIds, depth: 2, first: 5, withOptionalIds: true };
    const calls = listSurface(schema, options).filter(
      ({ kind, idWords }) => kind === 'query' && idWords.length > 0,
    );
    expect(calls.length).toBeGreaterThan(20);
    for (const { field, source, variables, idWords } of calls) {
      const { body } = await insider.send(source, variables);
      expect([field, JSON.stringify(body)]).toEqual([field, expect.not.stringContaining(MARK)]);
      const code = CODES[field] ?? 'NOT_FOUND';
      for (const { extensions } of body['errors'] ?? [])
        expect([field, extensions.code]).toEqual([field, code]);
      // What is asked for by ids of shared things only is shared too: targets of a model.
      if (SHARED.includes(field) || idWords.every((word) => SHARED.includes(word))) continue;
      const answer = body['data']?.[field];
      expect([field, emptyOf(answer)]).toEqual([field, answer]);
    }
  });

  test('changes nothing of another', async () => {
    const head = async () => (await house.admin.query('{ headRevision }'))['headRevision'];
    const everything = () =>
      readEverything(house.admin, otherIds, [...MOVING, ...TELLING, ...LENT]);
    const before = [await head(), await everything()];
    const options = { ids: otherIds, depth: 0, first: 1, withOptionalIds: true };
    const calls = listSurface(schema, options).filter(
      ({ kind, idWords }) => kind === 'mutation' && idWords.length > 0,
    );
    expect(calls.length).toBeGreaterThan(30);
    for (const { field, source, variables } of calls) {
      const { body } = await insider.send(source, variables);
      const type = body['data']?.[field].__typename;
      expect([field, REFUSALS.includes(type) ? 'refused' : body]).toEqual([field, 'refused']);
    }
    expect([await head(), await everything()]).toEqual(before);
  });

  test('cannot tie its own rows to those of another', async () => {
    const { tenant, application, chatModel, firstChat } = house.ids;
    const rule = { name: 'all', split: [{ targetId: firstChat, weight: 1 }] };
    const draft = { tenantId: tenant, name: 'tied', operation: 'CHAT', rules: [rule] };
    const attempts: [string, object][] = [
      ['createRoute', { ...draft, promptPolicyId: otherIds['promptPolicy'] }],
      [
        'updateRoute',
        { id: house.ids.chatRoute, expectedVersion: 1, promptPolicyId: otherIds['promptPolicy'] },
      ],
      [
        'createPromptPolicy',
        {
          tenantId: tenant,
          name: 'tied',
          rules: [
            {
              name: 'move',
              detector: 'SECRET',
              action: 'REROUTE',
              rerouteRouteId: otherIds['route'],
            },
          ],
        },
      ],
      [
        'requestGrant',
        {
          tenantId: tenant,
          applicationId: otherIds['application'],
          modelId: chatModel,
          reason: 'x',
        },
      ],
      [
        'requestGrant',
        {
          tenantId: otherIds['tenant'],
          applicationId: application,
          modelId: chatModel,
          reason: 'x',
        },
      ],
      ['createPrincipal', { kind: 'HUMAN', name: 'outsider', roles: ['VIEWER'] }],
    ];
    for (const [name, input] of attempts) {
      const { __typename } = await insider.mutate(name, input, '');
      expect([name, REFUSALS.includes(__typename) ? 'refused' : __typename]).toEqual([
        name,
        'refused',
      ]);
    }
    const { route: own } = await house.admin.query(
      'query ($id: ID!) { route(id: $id) { version } }',
      {
        id: house.ids.chatRoute,
      },
    );
    expect(own).toEqual({ version: 1 });
  });

  test('counts its own calls only', async () => {
    for (let sent = 0; sent < 3; sent += 1) await targetOf(chat(house));
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();
    const report = async (caller: GraphqlCaller) => {
      const source =
        'query ($filter: UsageFilter!) { usage(filter: $filter) { total { requests } } }';
      const { usage } = await caller.query(source, { filter: { from: day(-1), to: day(1) } });
      return usage.total.requests;
    };
    await eventually(async () => {
      expect([await report(insider), await report(house.admin)]).toEqual(['3', '4']);
    });
    const { decisions } = await insider.query(
      '{ decisions { edges { node { tenant { name } } } } }',
    );
    expect(decisions.edges.map(({ node }: Answer) => node.tenant.name)).toEqual([
      'acme',
      'acme',
      'acme',
    ]);
  });
});

describe('with its keys a tenant', () => {
  test('cannot call the route of another, nor hear of it', async () => {
    const refused = { status: 404, code: 'unknown_route' };
    expect(await errorOf(chat(house, { model: `${MARK}-chat` }))).toMatchObject(refused);
    expect(await errorOf(chat(house, { model: 'embed', key: otherKey }))).toMatchObject(refused);
    const models = async (key: string) => {
      const headers = { authorization: `Bearer ${key}` };
      const reply = await fetch(`${house.node.httpUrl}/v1/models`, { headers });
      const { data } = (await reply.json()) as { data: { id: string }[] };
      return data.map(({ id }) => id).toSorted();
    };
    expect(await models(house.apiKey)).toEqual(['chat', 'embed']);
    expect(await models(otherKey)).toEqual(['chat', `${MARK}-chat`]);
  });

  test('calls its own route where both have one of that name', async () => {
    expect(await targetOf(chat(house))).toBe('first-chat');
    expect(await targetOf(chat(house, { key: otherKey }))).toBe('second-chat');
  });
});

/** Null, no edges, or sums of nothing: what may stand in the place of another tenant's data. */
function emptyOf(answer: Answer | null | undefined): unknown {
  if (answer === null || answer === undefined) return answer;
  if (Array.isArray(answer)) return [];
  if (answer['edges'] !== undefined) return { ...answer, edges: [] };
  if (answer['total'] !== undefined)
    return { ...answer, rows: [], total: withoutSums(answer['total']) };
  if (answer['rows'] !== undefined) return { ...answer, rows: [] };
  return null;
}

function withoutSums(total: Answer): Answer {
  const entries = Object.entries(total).map(([name, value]) => [
    name,
    /^\d+$/.test(String(value)) ? '0' : value,
  ]);
  return Object.fromEntries(entries);
}
