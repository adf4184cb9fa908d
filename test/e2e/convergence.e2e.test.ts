import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { chat, targetOf } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { type House, startHouse } from '../support/house.ts';

/** Goal: GraphQL says what a real node enforces, waits for it, and brings it back to what it was. */
describe('the way of a revision to a node', () => {
  let house: House;
  let beganAtMs: number;
  beforeAll(async () => {
    beganAtMs = Date.now();
    house = await startHouse();
  }, 60_000);
  afterAll(async () => {
    await house?.[Symbol.asyncDispose]();
  });

  const moveRoute = async (targetId: string, timeoutMs: number) => {
    const { route } = await house.admin.query('query ($id: ID!) { route(id: $id) { version } }', {
      id: house.ids.chatRoute,
    });
    const payload = await house.admin.mutate(
      'updateRoute',
      {
        id: house.ids.chatRoute,
        expectedVersion: route.version,
        rules: [{ name: 'all', split: [{ targetId, weight: 1 }] }],
        totalTimeoutMs: timeoutMs,
      },
      '... on RouteChanged { revision }',
    );
    return payload['revision'] as string;
  };
  const awaitEnforced = async (revision: string) =>
    (
      await house.admin.query(
        `query ($revision: UInt64!) { awaitEnforced(revision: $revision) {
          converged enforcement { total enforcing enforcingNodeIds committedAt convergedAt }
        } }`,
        { revision },
      )
    )['awaitEnforced'];

  test('a caller who waits for a revision is answered when live traffic meets it', async () => {
    const revision = await moveRoute(house.ids.secondChat, 300_000);
    const { converged, enforcement } = await awaitEnforced(revision);
    expect(await targetOf(chat(house, { model: 'chat' }))).toBe('second-chat');
    expect(converged).toBe(true);
    expect(enforcement).toMatchObject({ total: 1, enforcing: 1, enforcingNodeIds: ['node-1'] });
    expect(Date.parse(enforcement.convergedAt)).toBeGreaterThanOrEqual(
      Date.parse(enforcement.committedAt),
    );
  });

  test('a subscriber sees the node arrive', async () => {
    const client = createClient({
      url: house.controlPlane.graphqlUrl.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${house.admin.token}` },
    });
    const seen: { headRevision: string; enforcedRevision: string | null }[] = [];
    client.subscribe<{ convergence: (typeof seen)[number] }>(
      { query: 'subscription { convergence { headRevision enforcedRevision behindNodeIds } }' },
      {
        next: ({ data }) => void (data && seen.push(data.convergence)),
        error: () => {},
        complete: () => {},
      },
    );
    await eventually(() => expect(seen).not.toEqual([]));
    const revision = await moveRoute(house.ids.firstChat, 310_000);
    await eventually(() =>
      expect(seen.at(-1)).toEqual({
        headRevision: revision,
        enforcedRevision: revision,
        behindNodeIds: [],
      }),
    );
    await client.dispose();
  });

  test('a rollback brings traffic back, and the releases say who and what', async () => {
    const good = await moveRoute(house.ids.firstChat, 320_000);
    await awaitEnforced(good);
    const released = (revision: string) =>
      eventually(async () => {
        const { releases } = await house.admin.query(
          '{ releases(first: 5) { edges { node { revision state actors changedCount } } } }',
        );
        const nodes: { revision: string }[] = releases.edges.map(
          (edge: { node: object }) => edge.node,
        );
        const found = nodes.find((node) => node.revision === revision);
        expect(found).toMatchObject({ state: 'RELEASED', actors: ['ada'], changedCount: 1 });
      });
    await released(good);
    const bad = await moveRoute(house.ids.secondChat, 330_000);
    await awaitEnforced(bad);
    await released(bad);
    expect(await targetOf(chat(house, { model: 'chat' }))).toBe('second-chat');
    const { releaseDiff } = await house.admin.query(
      `query ($from: UInt64!, $to: UInt64!) {
        releaseDiff(from: $from, to: $to) { differences { id change fields { field old new } } }
      }`,
      { from: good, to: bad },
    );
    expect(releaseDiff.differences).toMatchObject([{ id: house.ids.chatRoute, change: 'CHANGED' }]);
    expect(releaseDiff.differences[0].fields).toContainEqual({
      field: 'totalTimeoutMs',
      old: '320000',
      new: '330000',
    });
    const back = await house.admin.mutate(
      'rollback',
      { toRevision: good, expectedHead: bad, reason: 'the second provider is slow' },
      '... on RolledBack { toRevision changedCount revision }',
    );
    expect(back).toMatchObject({ toRevision: good, changedCount: 1 });
    expect(await awaitEnforced(back['revision'])).toMatchObject({ converged: true });
    expect(await targetOf(chat(house, { model: 'chat' }))).toBe('first-chat');
  });

  test('a node says what it holds back, and how long it was silent', async () => {
    const { nodes } = await house.admin.query(
      '{ nodes { edges { node { id state heartbeatAgeMs heldBackTenantIds lastApplyMs } } } }',
    );
    expect(nodes.edges[0].node).toMatchObject({
      id: 'node-1',
      state: 'IN_SYNC',
      heldBackTenantIds: [],
    });
    expect(nodes.edges[0].node.heartbeatAgeMs).toBeLessThanOrEqual(Date.now() - beganAtMs);
  });
});
