import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Node } from '../../../control-plane/domain/node.ts';
import { SUBSCRIPTION_LIMITS } from '../../../control-plane/graphql/subscription-door.ts';
import { createServices } from '../../../control-plane/services/services.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { eventually } from '../../support/eventually.ts';
import { GraphqlCaller } from '../../support/graphql.ts';
import {
  exchangeBytes,
  type OpenGraphqlDoor,
  openGraphqlDoor,
} from '../../support/graphql-door.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { nodeRecord } from '../../support/node-record.ts';

/*
 * Goal: who subscribes learns what moves, and nobody else does; a token that ends takes its subscriptions with it; nothing
 * that a client does or leaves undone is kept.
 * Method: the client of graphql-ws over a real socket, against the door over real services.
 */

const CONVERGENCE = `subscription ($from: UInt64) {
  convergence(fromRevision: $from) { headRevision enforcedRevision behindNodeIds }
}`;

let management: Management;
let open: OpenGraphqlDoor;
let revision: bigint;
const clients: Client[] = [];
beforeAll(async () => {
  management = await openManagement();
  open = await openGraphqlDoor(management);
}, 60_000);
afterAll(async () => {
  await open?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await management.query('TRUNCATE node');
  revision = await commit();
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.dispose()));
  await eventually(() => expect(management.services.nodes.waitingCount).toBe(0));
});

async function commit(): Promise<bigint> {
  const name = `tenant-${randomUUID()}`;
  const { services, admin } = management;
  return (await services.tenants.create(admin, call('createTenant'), name)).revision ?? 0n;
}

const put = (id: string, change: Partial<Node> = {}) =>
  management.storage.transaction(
    PLATFORM,
    { name: 'system', authenticatedBy: 'system' },
    (stores) => stores.nodes.put(nodeRecord(id, { connectedAt: new Date(0), ...change })),
  );

/** How a connection ended. */
interface Closed {
  readonly code: number;
}

function openClient(token: string | undefined, at = open.webSocketUrl) {
  const closed: Closed[] = [];
  const client = createClient({
    url: at,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
    on: { closed: (event) => void closed.push(event as Closed) },
  });
  clients.push(client);
  return { client, closed };
}

interface Seen {
  readonly headRevision: string;
  readonly enforcedRevision: string | null;
  readonly behindNodeIds: readonly string[];
}

function subscribe(client: Client, from?: bigint, query = CONVERGENCE) {
  const seen: Seen[] = [];
  const errors: unknown[] = [];
  let isDone = false;
  const stop = client.subscribe<{ convergence: Seen }>(
    { query, variables: from === undefined ? {} : { from: String(from) } },
    {
      next: ({ data, errors: found }) => {
        if (data?.convergence) seen.push(data.convergence);
        if (found) errors.push(...found);
      },
      error: (error) => {
        errors.push(error);
        isDone = true;
      },
      complete: () => {
        isDone = true;
      },
    },
  );
  return { seen, errors, stop, isDone: () => isDone };
}

const waiting = (count: number) =>
  eventually(() => expect(management.services.nodes.waitingCount).toBe(count));
const codeOf = (error: unknown) => [JSON.parse(JSON.stringify(error))].flat()[0]?.extensions?.code;

async function createToken(roles: Parameters<Management['operation']>[0]) {
  const { services, admin } = management;
  const { principal } = await management.operation(roles, { kind: 'service' });
  const draft = { principalId: principal.id, name: 'test', notAfter: undefined };
  const issued = await services.accessTokens.create(admin, call('createAccessToken'), draft);
  return { id: issued.value.id, principal, secret: issued.secret?.reveal() };
}

describe('a subscription of the convergence', () => {
  test('begins with how it stands and tells each move', async () => {
    await put('node-a', { enforcedRevision: revision });
    const { seen } = subscribe(openClient(management.adminToken).client);
    const at = String(revision);
    await eventually(() =>
      expect(seen).toEqual([{ headRevision: at, enforcedRevision: at, behindNodeIds: [] }]),
    );
    const next = await commit();
    await eventually(() =>
      expect(seen.at(-1)).toEqual({
        headRevision: String(next),
        enforcedRevision: at,
        behindNodeIds: ['node-a'],
      }),
    );
    await put('node-a', { enforcedRevision: next });
    await eventually(() =>
      expect(seen.at(-1)).toMatchObject({ enforcedRevision: String(next), behindNodeIds: [] }),
    );
    expect(seen).toHaveLength(3);
  });

  test('resumes by revision: what was seen is not told again', async () => {
    await put('node-a', { enforcedRevision: revision });
    const { client } = openClient(management.adminToken);
    const back = subscribe(client, revision);
    const behind = subscribe(client, revision - 1n);
    await eventually(() => expect(behind.seen).toHaveLength(1));
    expect(back.seen).toEqual([]);
    const next = await commit();
    await eventually(() => expect(back.seen[0]?.headRevision).toBe(String(next)));
  });

  test('ends at once when the client stops it, though nothing moves', async () => {
    const { client } = openClient(management.adminToken);
    const stopped = subscribe(client);
    const other = subscribe(client);
    await waiting(2);
    await eventually(() => expect([...stopped.seen, ...other.seen]).toHaveLength(2));
    stopped.stop();
    await waiting(1);
  });

  test('ends when the connection is lost', async () => {
    const { client } = openClient(management.adminToken);
    subscribe(client);
    await waiting(1);
    client.terminate();
    await waiting(0);
  });

  test('needs node:read', async () => {
    const { secret } = await createToken(['finance']);
    const { errors } = subscribe(openClient(secret).client);
    await eventually(() => expect(errors.map(codeOf)).toEqual(['PERMISSION_DENIED']));
  });
});

describe('the door', () => {
  test.each([
    ['no token', undefined],
    ['a wrong token', 'gth_pat_nobodys'],
  ])('refuses %s with 4403', async (_name, token) => {
    const { client, closed } = openClient(token);
    subscribe(client);
    await eventually(() => expect(closed.map(({ code }) => code)).toEqual([4403]));
  });

  test('closes who sends nothing after the handshake', async () => {
    const socket = new WebSocket(open.webSocketUrl, 'graphql-transport-ws');
    const code = new Promise((resolve) => socket.once('close', resolve));
    expect(await code).toBe(4408);
  }, 15_000);

  test('closes who subscribes before signing in', async () => {
    const socket = new WebSocket(open.webSocketUrl, 'graphql-transport-ws');
    const code = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: CONVERGENCE } }));
    expect(await code).toBe(4401);
  });

  test.each([
    ['a query', '{ headRevision }', 'BAD_USER_INPUT'],
    [
      'a mutation',
      'mutation { createTenant(input: { name: "x" }) { __typename } }',
      'BAD_USER_INPUT',
    ],
    ['what does not parse', 'subscription {', 'BAD_USER_INPUT'],
    ['what the schema lacks', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'too many aliases',
      `subscription { convergence { ${Array.from({ length: 61 }, (_, n) => `a${n}: headRevision`).join(' ')} } }`,
      'QUERY_TOO_LARGE',
    ],
    [
      'too many tokens',
      `subscription { convergence { ${'headRevision '.repeat(4_001)} } }`,
      'BAD_USER_INPUT',
    ],
  ])('refuses %s', async (_name, query, code) => {
    const { errors, isDone } = subscribe(
      openClient(management.adminToken).client,
      undefined,
      query,
    );
    await eventually(() => expect(isDone()).toBe(true));
    expect(errors.map(codeOf)).toEqual([code]);
    expect(management.services.nodes.waitingCount).toBe(0);
  });

  test('closes who sends a message that is too large', async () => {
    const { client, closed } = openClient(management.adminToken);
    subscribe(client, undefined, `#${'x'.repeat(300_000)}\n${CONVERGENCE}`);
    await eventually(() => expect(closed.map(({ code }) => code)).toEqual([1009]));
  });

  test('bounds the subscriptions of a connection', async () => {
    const { client } = openClient(management.adminToken);
    const { perConnectionMax } = SUBSCRIPTION_LIMITS;
    for (let made = 0; made < perConnectionMax; made += 1) subscribe(client);
    await waiting(perConnectionMax);
    const { errors } = subscribe(client);
    await eventually(() => expect(errors.map(codeOf)).toEqual(['BUSY']));
    await waiting(perConnectionMax);
  });

  test.each(['revoked', 'expired'])('closes within bounds when the token is %s', async (how) => {
    const { id, secret } = await createToken(['viewer']);
    const { client, closed } = openClient(secret);
    subscribe(client);
    await waiting(1);
    const column = how === 'revoked' ? 'revoked_at' : 'not_after';
    await management.query(`UPDATE access_token SET ${column} = now() WHERE id = $1`, [id]);
    const withinMs = SUBSCRIPTION_LIMITS.recheckIntervalMs + 2_000;
    await eventually(() => expect(closed.map(({ code }) => code)).toEqual([4403]), withinMs);
    await waiting(0);
  });

  test('closes within bounds when the principal changed', async () => {
    const { principal, secret } = await createToken(['viewer']);
    const { client, closed } = openClient(secret);
    subscribe(client);
    await waiting(1);
    const change = { id: principal.id, expectedVersion: 1, roles: ['finance' as const] };
    await management.services.principals.update(management.admin, call('updatePrincipal'), change);
    const withinMs = SUBSCRIPTION_LIMITS.recheckIntervalMs + 2_000;
    await eventually(() => expect(closed.map(({ code }) => code)).toEqual([4403]), withinMs);
  });

  test('tells clients to go elsewhere when the replica stops, and stops in time', async () => {
    const services = createServices(management.storage, management.secrets);
    const own = await openGraphqlDoor({ ...management, services });
    const { client, closed } = openClient(management.adminToken, own.webSocketUrl);
    subscribe(client);
    const silent = new WebSocket(own.webSocketUrl, 'graphql-transport-ws');
    await new Promise((resolve) => silent.once('open', resolve));
    const startedMs = performance.now();
    await own[Symbol.asyncDispose]();
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    await eventually(() => expect(closed.map(({ code }) => code)).toEqual([1001]));
  });
});

describe('HTTP at the same port', () => {
  const query = JSON.stringify({ query: '{ me { name } }' });
  const head = () => [
    'POST /graphql HTTP/1.1',
    `Host: 127.0.0.1:${open.port}`,
    'Content-Type: application/json',
    `Authorization: Bearer ${management.adminToken}`,
    `Content-Length: ${query.length}`,
  ];

  test('serves a client that offers HTTP/2 as if it had not', async () => {
    const offer = [
      'Connection: Upgrade, HTTP2-Settings, close',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABk',
    ];
    const answered = exchangeBytes(
      open.port,
      `${[...head(), ...offer].join('\r\n')}\r\n\r\n${query}`,
    );
    expect(await answered).toMatch(/^HTTP\/1\.1 200 [\s\S]*"name":"bootstrap"/);
  }, 15_000);

  test('knows nothing of WebSockets at other paths', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${open.port}/other`, 'graphql-transport-ws');
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toContain('404');
  });

  test('sends subscriptions to the WebSocket', async () => {
    const { status, body } = await new GraphqlCaller(open.url, management.adminToken).send(
      CONVERGENCE,
    );
    expect([status, body['errors'][0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('frees the place of a caller who hangs up while waiting for nodes', async () => {
    await put('node-a', { enforcedRevision: revision - 1n });
    const caller = new AbortController();
    const asked = fetch(open.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${management.adminToken}`,
      },
      body: JSON.stringify({
        query: `{ awaitEnforced(revision: "${revision}", timeoutMs: 60000) { converged } }`,
      }),
      signal: caller.signal,
    });
    asked.then(
      async (r) => console.error(r.status, await r.text()),
      () => {},
    );
    await waiting(1);
    caller.abort();
    await expect(asked).rejects.toThrow();
    await waiting(0);
  });

  test('says in one answer how an enforcement stands', async () => {
    await put('node-a', { enforcedRevision: revision });
    await put('node-b', { enforcedRevision: revision - 1n });
    const answer = await new GraphqlCaller(open.url, management.adminToken).query(
      `query ($revision: UInt64!) {
        awaitEnforced(revision: $revision, timeoutMs: 0) {
          converged
          enforcement { revision total enforcing rejecting stale lagging convergedAt
            enforcingNodeIds rejectingNodeIds staleNodeIds laggingNodeIds }
        }
      }`,
      { revision: String(revision) },
    );
    expect(answer['awaitEnforced']).toEqual({
      converged: false,
      enforcement: {
        revision: String(revision),
        total: 2,
        enforcing: 1,
        rejecting: 0,
        stale: 0,
        lagging: 1,
        convergedAt: null,
        enforcingNodeIds: ['node-a'],
        rejectingNodeIds: [],
        staleNodeIds: [],
        laggingNodeIds: ['node-b'],
      },
    });
  });
});
