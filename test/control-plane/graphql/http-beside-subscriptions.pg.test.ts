import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { GraphqlCaller } from '../../support/graphql.ts';
import {
  exchangeBytes,
  type OpenGraphqlDoor,
  openGraphqlDoor,
} from '../../support/graphql-door.ts';
import { type Management, openManagement } from '../../support/management.ts';
import { CONVERGENCE, createSubscriptionActs } from './subscription-fixture.ts';

/*
 * Goal: HTTP is served where subscriptions are, and nothing of a caller who left is kept.
 * Method: calls over real sockets, against the door over real services.
 */

let management: Management;
let open: OpenGraphqlDoor;
let revision: bigint;
const { put, waiting, reset, leave } = createSubscriptionActs(() => ({ management, open }));
beforeAll(async () => {
  management = await openManagement();
  open = await openGraphqlDoor(management);
}, 60_000);
afterAll(async () => {
  await open?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  revision = await reset();
});
afterEach(leave);

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
