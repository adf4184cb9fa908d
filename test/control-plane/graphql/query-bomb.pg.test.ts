import { randomUUID } from 'node:crypto';
import { on, once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { Answer } from '../../support/graphql.ts';
import { type OpenGraphqlDoor, openGraphqlDoor } from '../../support/graphql-door.ts';
import { type Management, openManagement } from '../../support/management.ts';
import { CONVERGENCE, codeOf } from './subscription-fixture.ts';

/*
 * Goal: no document and no variables that fit into a body cost the control plane more than looking at them.
 * Method: each bomb goes to both doors, over real sockets, and is refused with its code before anything is read.
 */

let management: Management;
let open: OpenGraphqlDoor;
beforeAll(async () => {
  management = await openManagement();
  open = await openGraphqlDoor(management);
});
afterAll(async () => {
  await open?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
});

interface Bomb {
  readonly query: string;
  /** In JSON: some are too deep for a client to write. */
  readonly variables?: string;
}

const repeat = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join(' ');
/** Each fragment holds the next one twice, the last one the fields. */
const doubling = (count: number, on: string, fields: string) =>
  repeat(count, (at) => {
    const next = at + 1 === count ? fields : `...f${at + 1} ...f${at + 1}`;
    return `fragment f${at} on ${on} { ${next} }`;
  });
const nested = (levels: number) =>
  `{ tenants { edges { node { ${'applications { edges { node { tenant { '.repeat(levels)}name${' } } } }'.repeat(levels)} } } } }`;
const pages = (first: string) =>
  `{ tenants(first: ${first}) { edges { node { applications(first: ${first}) { edges { node { apiKeys(first: ${first}) { edges { node { name } } } } } } } } } }`;
const list = 'query ($ids: [ID!]) { proposedPrices(targetIds: $ids) { __typename } }';
/** A list in a list in a list. */
const deepList = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** What it is, and its code over HTTP and over WebSocket. */
const BOMBS: readonly (readonly [what: string, bomb: Bomb, http: string, webSocket: string])[] = [
  ['depth', { query: nested(40) }, 'QUERY_TOO_LARGE', 'QUERY_TOO_LARGE'],
  [
    'depth behind fragments',
    {
      query: `{ tenants { edges { node { ...f0 } } } } ${repeat(9, (at) => `fragment f${at} on Tenant { applications { edges { node { tenant { ${at === 8 ? 'name' : `...f${at + 1}`} } } } } }`)}`,
    },
    'QUERY_TOO_LARGE',
    'BAD_USER_INPUT',
  ],
  [
    'aliases',
    { query: `{ ${repeat(61, (at) => `a${at}: headRevision`)} }` },
    'QUERY_TOO_LARGE',
    'QUERY_TOO_LARGE',
  ],
  [
    'more inspections than four',
    { query: `{ ${repeat(5, (at) => `a${at}: inspect(input: { texts: [] }) { action }`)} }` },
    'QUERY_TOO_LARGE',
    'BAD_USER_INPUT',
  ],
  [
    'tokens',
    { query: `{ ${'headRevision '.repeat(4_001)} }` },
    'GRAPHQL_PARSE_FAILED',
    'BAD_USER_INPUT',
  ],
  [
    'a fragment that holds itself',
    { query: '{ me { ...a } } fragment a on Principal { ...b } fragment b on Principal { ...a }' },
    'GRAPHQL_VALIDATION_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'fragments that double',
    { query: `{ me { ...f0 } } ${doubling(40, 'Principal', 'name')}` },
    'GRAPHQL_VALIDATION_FAILED',
    'BAD_USER_INPUT',
  ],
  [
    'fragments that double in a subscription',
    {
      query: `subscription { convergence { ...f0 } } ${doubling(40, 'Convergence', 'headRevision')}`,
    },
    'GRAPHQL_VALIDATION_FAILED',
    'QUERY_TOO_LARGE',
  ],
  [
    'directives',
    { query: `{ headRevision ${'@include(if: true) '.repeat(500)} }` },
    'GRAPHQL_VALIDATION_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'rows',
    { query: '{ tenants(first: 10000) { edges { node { id name } } } }' },
    'QUERY_TOO_LARGE',
    'BAD_USER_INPUT',
  ],
  [
    'rows by a variable',
    {
      query: 'query ($n: Int) { tenants(first: $n) { edges { node { name } } } }',
      variables: '{"n":2147483647}',
    },
    'QUERY_TOO_LARGE',
    'BAD_USER_INPUT',
  ],
  ['rows of rows', { query: pages('100') }, 'QUERY_TOO_LARGE', 'BAD_USER_INPUT'],
  [
    'rows of rows that nobody counts',
    { query: pages('null') },
    'QUERY_TOO_LARGE',
    'BAD_USER_INPUT',
  ],
  [
    'a list that is deep',
    { query: list, variables: `{"ids":${deepList(100_000)}}` },
    'BAD_USER_INPUT',
    'BAD_USER_INPUT',
  ],
  [
    'a list that is deep in the document',
    {
      query: `{ proposedPrices(targetIds: ${'['.repeat(1_900)}${']'.repeat(1_900)}) { __typename } }`,
    },
    'GRAPHQL_VALIDATION_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'an object of many strangers',
    {
      query: 'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { __typename } }',
      variables: `{"input":{${Array.from({ length: 10_000 }, (_, at) => `"idempotency${at}":${at}`).join()}}}`,
    },
    'BAD_USER_INPUT',
    'BAD_USER_INPUT',
  ],
];

const bodyOf = ({ query, variables = '{}' }: Bomb) =>
  `{"query":${JSON.stringify(query)},"variables":${variables}}`;

const post = (bomb: Bomb) => send(bodyOf(bomb));

async function send(body: string): Promise<{ readonly status: number; readonly body: Answer }> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${management.adminToken}`,
  };
  const reply = await fetch(open.url, { method: 'POST', headers, body });
  return { status: reply.status, body: (await reply.json()) as Answer };
}

test.each(BOMBS)('%s over HTTP', async (_what, bomb, code) => {
  const before = management.statementCount();
  const { status, body } = await post(bomb);
  expect([status, codeOf(body['errors'])]).toEqual([400, code]);
  expect(body['data']).toBeUndefined();
  // Who calls is looked up, and nothing else.
  expect(management.statementCount() - before).toBeLessThan(12);
});

test('over WebSocket each is refused, and the connection lives on', async () => {
  const socket = new WebSocket(open.webSocketUrl, 'graphql-transport-ws');
  const messages = on(socket, 'message');
  /** Payload of the next message of the type. */
  const next = async (type: string): Promise<unknown> => {
    const { value } = await messages.next();
    const message = JSON.parse(String(value[0])) as Answer;
    return message['type'] === type ? message['payload'] : next(type);
  };
  await once(socket, 'open');
  const authorization = `Bearer ${management.adminToken}`;
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await next('connection_ack');
  const codes: unknown[] = [];
  for (const [at, [, bomb]] of BOMBS.entries()) {
    socket.send(`{"id":"${at}","type":"subscribe","payload":${bodyOf(bomb)}}`);
    codes.push(codeOf(await next('error')));
  }
  expect(codes).toEqual(BOMBS.map(([, , , code]) => code));
  socket.send(`{"id":"x","type":"subscribe","payload":${bodyOf({ query: CONVERGENCE })}}`);
  expect(await next('next')).toHaveProperty('data.convergence');
  socket.close();
});

test.each([
  ['many ids', list, { ids: Array.from({ length: 6_000 }, () => randomUUID()) }],
  [
    'one word many times',
    'query ($stages: [RolloutStage!]) { applications(filter: { rolloutStages: $stages }) { edges { cursor } } }',
    { stages: Array.from({ length: 20_000 }, () => 'DIRECT') },
  ],
])('a list with %s is answered, or refused in words', async (_what, query, variables) => {
  const { status, body } = await post({ query, variables: JSON.stringify(variables) });
  expect(status).toBe(200);
  expect(codeOf(body['errors'] ?? {})).not.toBe('INTERNAL');
});

test('a text of a megabyte is refused at the door, with the bound, and so is a batch', async () => {
  const query = 'query ($text: String!) { modelNamed(name: $text) { id } }';
  const before = management.statementCount();
  const large = await post({ query, variables: JSON.stringify({ text: 'x'.repeat(1_000_000) }) });
  expect(large).toMatchObject({
    status: 413,
    body: { errors: [{ message: expect.stringContaining('256 KiB') }] },
  });
  expect(codeOf(large.body['errors'])).toBe('BODY_TOO_LARGE');
  const batch = `[${Array.from({ length: 100 }, () => bodyOf({ query: '{ headRevision }' })).join()}]`;
  const many = await send(batch);
  expect([many.status, many.body['data']]).toEqual([400, undefined]);
  expect(management.statementCount() - before).toBeLessThan(12);
});
