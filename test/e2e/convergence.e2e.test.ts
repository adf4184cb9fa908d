import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import OpenAI from 'openai';
import { WebSocket } from 'ws';
import { chat, targetOf } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import type { GraphqlCaller } from '../support/graphql.ts';
import { type House, housePrice, startHouse } from '../support/house.ts';
import { CHANGE_REQUEST } from '../support/house-operator.ts';

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

  describe('by documents', () => {
    const page = readFileSync(
      fileURLToPath(new URL('../../docs/plan-and-apply.md', import.meta.url)),
      'utf8',
    );
    const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const documents = shown.replaceAll('acme', 'globex').split('---\n');
    /** Without the route, and the limit that names it. */
    const withoutChat = documents.filter((one) => !/name: chat,|routes: \[chat\]/.test(one));
    const again = (text: string) =>
      text
        .replace(/name: (chat|per-key),/, 'name: $1-again,')
        .replace('[chat]\n', '[chat-again]\n');
    /** Bytes of the documented shape of an AWS access key id; no account has it. */
    const awsKey = 'AKIAQYLPMN5HHHFPZAM2';
    let tenantId: string;
    let ownerId: string;
    const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
    let client: OpenAI;
    beforeAll(async () => {
      ownerId = (await house.admin.query('{ me { id } }'))['me'].id;
      const { tenant } = await house.change('createTenant', { name: 'globex' });
      tenantId = tenant.id;
      const { provider } = await house.change('createProvider', {
        name: 'of-the-page',
        kind: 'OPENAI',
        baseUrl: house.first.baseUrl,
        region: 'eu',
        dataTerms: ['NO_TRAINING'],
        credential: 'sk-of-the-page',
      });
      for (const [name, region] of [['large-eu'], ['large-eu-2'], ['large-us', 'us']])
        await house.change('createTarget', {
          name,
          region,
          providerId: provider.id,
          modelId: house.ids.chatModel,
          providerModel: `real-${name}`,
          prices: [housePrice],
        });
    });

    const plan = async (texts: readonly string[], prune = false) => {
      const said = texts
        .join('---\n')
        .replace('<id of a principal>', ownerId)
        .replace('2030-06-30T00:00:00Z', inAMonth);
      const input = { documents: said, owner: 'team-repo', prune };
      const counts = 'createCount updateCount deleteCount';
      const actions = 'actions(verbs: [CREATE, DELETE]) { verb kind name id }';
      const planned = await house.admin.mutate(
        'planConfig',
        input,
        `... on ConfigPlanned { plan { id digest ${counts} ${actions} } }`,
      );
      return planned['plan'];
    };
    const apply = ({ id, digest }: { readonly id: string; readonly digest: string }) =>
      house.admin.mutate(
        'applyPlan',
        { planId: id, expectedDigest: digest, reason: 'The repository says so.' },
        `... on PlanApplied { revision } ${CHANGE_REQUEST}`,
      );
    const settle = (by: GraphqlCaller, name: string, input: object) =>
      by.mutate(name, input, `... on ChangeApplied { revision } ${CHANGE_REQUEST}`);
    const ask = async (model: string, content: string) => {
      const messages = [{ role: 'user' as const, content }];
      const { data, response } = await client.chat.completions
        .create({ model, messages })
        .withResponse();
      const { headers } = response;
      return {
        text: data.choices[0]?.message.content,
        target: headers.get('x-gatehouse-target'),
        route: headers.get('x-gatehouse-route'),
        revision: headers.get('x-gatehouse-revision'),
      };
    };
    const refusalOf = (model: string) =>
      ask(model, 'Hello').then(
        () => 'served',
        (thrown: unknown) => (thrown instanceof OpenAI.APIError ? thrown.code : String(thrown)),
      );

    test('those of the page, once approved, are what an SDK is served by', async () => {
      const planned = await plan(documents);
      expect(planned).toMatchObject({ createCount: 7, updateCount: 0, deleteCount: 0 });
      const { changeRequest } = await apply(planned);
      const { id: changeRequestId, digest } = changeRequest;
      const { revision } = await settle(house.reviewer, 'approveChange', {
        changeRequestId,
        digest,
      });
      expect(await awaitEnforced(revision)).toMatchObject({ converged: true });
      const { id: applicationId } = planned.actions.find(
        ({ kind }: { kind: string }) => kind === 'APPLICATION',
      );
      const named = { applicationId, name: 'by-hand', workloads: ['chat'] };
      const { secret } = await house.change('createApiKey', named);
      const baseURL = `${house.node.httpUrl}/v1`;
      client = new OpenAI({ baseURL, apiKey: secret, maxRetries: 0 });
      expect(await ask('chat', 'Hello')).toMatchObject({
        text: 'Hello there',
        target: 'large-eu',
        route: 'chat',
      });
      expect(await ask('chat', `use ${awsKey} please`)).toMatchObject({ route: 'safe-chat' });
    });

    test('what they leave out is refused when its revision is enforced, the rest is served', async () => {
      const planned = await plan(withoutChat, true);
      const deleted = planned.actions.map(({ verb, kind, name }: Record<string, string>) =>
        [verb, kind, name].join(' '),
      );
      expect(deleted.toSorted()).toEqual(['DELETE LIMIT per-key', 'DELETE ROUTE chat']);
      expect(planned).toMatchObject({ createCount: 0, updateCount: 0 });
      const { revision } = await apply(planned);
      expect(await awaitEnforced(revision)).toMatchObject({ converged: true });
      expect(await refusalOf('chat')).toBe('unknown_route');
      expect(await ask('safe-chat', 'Hello')).toMatchObject({ text: 'Hello there', revision });
    });

    test('where a rule of the tenant wants others, nothing is served before they have applied it', async () => {
      const rule = { tenantId, kind: 'ROUTE', quorum: 1 };
      await house.admin.mutate('createApprovalRule', rule, '');
      const { changeRequest } = await apply(await plan(documents.map(again)));
      const { id: changeRequestId, digest } = changeRequest;
      const approval = { changeRequestId, digest, apply: false };
      const approved = await settle(house.reviewer, 'approveChange', approval);
      expect(approved).toMatchObject({ changeRequest: { state: 'APPROVED' } });
      expect(await refusalOf('chat-again')).toBe('unknown_route');
      const { revision } = await settle(house.admin, 'applyChange', { changeRequestId });
      expect(await awaitEnforced(revision)).toMatchObject({ converged: true });
      expect(await ask('chat-again', 'Hello')).toMatchObject({ target: 'large-eu', revision });
    });
  });
});
