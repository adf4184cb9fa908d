import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { CheckDesk } from '../../../control-plane/config-stream/session/check-desk.ts';
import { SUBSCRIPTION_LIMITS } from '../../../control-plane/graphql/subscription-door.ts';
import { createServices } from '../../../control-plane/services/services.ts';
import { eventually } from '../../support/eventually.ts';
import { type OpenGraphqlDoor, openGraphqlDoor } from '../../support/graphql-door.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { CONVERGENCE, codeOf, createSubscriptionActs, subscribe } from './subscription-fixture.ts';

/*
 * Goal: a token that ends takes its subscriptions with it; nothing that a client does or leaves undone is kept.
 * Method: the client of graphql-ws over a real socket, against the door over real services.
 */

/** Far beyond the time between two looks at a token: only what never comes takes longer. */
const PATIENCE_MS = 30_000;

let management: Management;
/** How it ended for one who said nothing from the first test on. */
let silentCode: Promise<number>;
let open: OpenGraphqlDoor;
const { createToken, openClient, waiting, reset, leave } = createSubscriptionActs(() => ({
  management,
  open,
}));
beforeAll(async () => {
  management = await openManagement();
  open = await openGraphqlDoor(management);
  const silent = new WebSocket(open.webSocketUrl, 'graphql-transport-ws');
  silentCode = new Promise((resolve) => silent.once('close', resolve));
}, 60_000);
afterAll(async () => {
  await open?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await reset();
});
afterEach(leave);

describe('the door', () => {
  test.each([
    ['no token', undefined],
    ['a wrong token', 'gth_pat_nobodys'],
  ])('refuses %s with 4403', async (_name, token) => {
    const { client, closed } = openClient(token);
    subscribe(client);
    await eventually(() => expect(closed.map(({ code }) => code)).toEqual([4403]));
  });

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

  test('closes when the token is revoked or expired, or its principal changed', async () => {
    const [revoked, expired, changed] = await Promise.all([
      createToken(['viewer']),
      createToken(['viewer']),
      createToken(['viewer']),
    ]);
    const clients = [revoked, expired, changed].map(({ secret }) => openClient(secret));
    for (const { client } of clients) subscribe(client);
    await waiting(clients.length);
    const end = (column: string, id: string) =>
      management.query(`UPDATE access_token SET ${column} = now() WHERE id = $1`, [id]);
    await end('revoked_at', revoked.id);
    await end('not_after', expired.id);
    const change = {
      id: changed.principal.id,
      expectedVersion: 1,
      roles: ['finance' as const],
    };
    await management.services.principals.update(management.admin, call('updatePrincipal'), change);
    await eventually(
      () =>
        expect(clients.map(({ closed }) => closed.map(({ code }) => code))).toEqual([
          [4403],
          [4403],
          [4403],
        ]),
      PATIENCE_MS,
    );
    await waiting(0);
  }, 60_000);

  test('serves no further subscription to a token that was revoked', async () => {
    const { id, secret } = await createToken(['viewer']);
    const { client, closed } = openClient(secret);
    const first = subscribe(client);
    await eventually(() => expect(first.seen).toHaveLength(1));
    await management.query(`UPDATE access_token SET revoked_at = now() WHERE id = $1`, [id]);
    const second = subscribe(client);
    await eventually(() => expect(closed.map(({ code }) => code)).toEqual([4403]), PATIENCE_MS);
    expect(second.seen).toEqual([]);
    await waiting(0);
  });

  test('closes who sends nothing after the handshake', async () => {
    expect(await silentCode).toBe(4408);
  });

  test('tells clients to go elsewhere when the replica stops, and waits for none that is deaf', async () => {
    const services = createServices(management.storage, management.secrets, new CheckDesk());
    const own = await openGraphqlDoor({ ...management, services });
    const { client, closed } = openClient(management.adminToken, own.webSocketUrl);
    subscribe(client);
    const [silent, deaf] = [await openSocket(own), await openSocket(own)];
    const toldSilent = new Promise((resolve) => silent.once('close', resolve));
    // The library itself would wait for its answer for longer than the test may take.
    deaf.pause();
    await own[Symbol.asyncDispose]();
    expect(await toldSilent).toBe(1001);
    await eventually(() => expect(closed.map(({ code }) => code)).toEqual([1001]));
    deaf.terminate();
  });
});

async function openSocket({ webSocketUrl }: OpenGraphqlDoor): Promise<WebSocket> {
  const socket = new WebSocket(webSocketUrl, 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
}
