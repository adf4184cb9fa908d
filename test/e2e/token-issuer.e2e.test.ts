import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import { chat, errorOf } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { answer, chatBody, stall, textEvent } from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';
import { CHANGE_REQUEST } from '../support/house-operator.ts';
import { createIssuerKey, OidcIssuer } from '../support/oidc-issuer.ts';

/**
 * Goal: what an identity provider signs is a credential of the tenant that has registered it, from GraphQL to the reports, and
 * stays one while the provider is away.
 */
let house: House;
let issuer: OidcIssuer;
let issuerId: string;
beforeAll(async () => {
  [house, issuer] = await Promise.all([
    startHouse({ GATEHOUSE_INNER_NETWORKS: '127.0.0.0/8' }),
    OidcIssuer.start(),
  ]);
  const { ids, change } = house;
  const made = await change('createTokenIssuer', {
    tenantId: ids.tenant,
    name: 'login',
    issuer: issuer.url,
    audience: 'gatehouse',
    applicationClaim: 'tool',
    workloads: ['default'],
    facts: [{ name: 'team', claim: 'team' }],
  });
  issuerId = made['tokenIssuer'].id;
  const rules = [
    {
      name: 'care',
      when: 'has(token.team) && token.team == "care"',
      split: [{ targetId: ids.secondChat, weight: 1 }],
    },
    { name: 'all', split: [{ targetId: ids.firstChat, weight: 1 }] },
  ];
  await change('updateRoute', { id: ids.chatRoute, expectedVersion: 1, rules });
  await awaitKeys();
});
afterAll(async () => {
  await issuer?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const token = (claims: object = {}) =>
  issuer.sign({ aud: 'gatehouse', sub: 'ada@example.com', tool: 'support-bot', ...claims });

/** Waits until the node has the keys that the issuer publishes. */
async function awaitKeys(): Promise<void> {
  const wanted = issuer.keys.map(({ kid }) => kid).toSorted();
  await eventually(() => {
    const held = [...(house.node.snapshot?.tokenIssuers.values() ?? [])];
    expect(held.flatMap(({ keys }) => [...keys.keys()]).toSorted()).toEqual(wanted);
  }, 10_000);
}

test('a token goes where a key goes, by its facts, with official SDKs, and is in the log and the reports', async () => {
  const apiKey = await token({ team: 'care' });
  const openai = new OpenAI({ apiKey, baseURL: `${house.node.httpUrl}/v1`, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: 'Hi' }];
  const { response, data } = await openai.chat.completions
    .create({ model: 'chat', messages })
    .withResponse();
  expect(data.choices[0]?.message.content).toBe('Hello there');
  expect(response.headers.get('x-gatehouse-target')).toBe('second-chat');
  const anthropic = new Anthropic({ apiKey, baseURL: house.node.httpUrl, maxRetries: 0 });
  const message = await anthropic.messages.create({ model: 'chat', max_tokens: 10, messages });
  expect(message.content).toMatchObject([{ text: 'Hello there' }]);
  const requestId = response.headers.get('x-gatehouse-request-id');
  await eventually(async () => {
    const { decision } = await house.admin.query(
      `query ($requestId: ID!) { decision(requestId: $requestId) {
        authenticatedBy tokenSubject application { name } rule outcome cost } }`,
      { requestId },
    );
    expect(decision).toEqual({
      authenticatedBy: 'token:login',
      tokenSubject: expect.stringMatching(/^[0-9a-f]{32}$/),
      application: { name: 'support-bot' },
      rule: 'care',
      outcome: 'ALLOWED',
      cost: '17000',
    });
  });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();
  const filter = { from: day(-1), to: day(1) };
  await eventually(async () => {
    const { usage } = await house.admin.query(
      `query ($filter: UsageFilter!) { usage(filter: $filter, by: [APPLICATION]) {
        rows { application { name } requests cost } } }`,
      { filter },
    );
    expect(usage.rows).toEqual([
      { application: { name: 'support-bot' }, requests: '2', cost: '34000' },
    ]);
  });
});

test('an impact tries calls with tokens again, but for those whose claims decided', async () => {
  const { ids, admin, change } = house;
  const first = { name: 'all', split: [{ targetId: ids.firstChat, weight: 1 }] };
  const draft = { tenantId: ids.tenant, name: 'plain', operation: 'CHAT', rules: [first] };
  const { id } = (await change('createRoute', draft))['route'];
  const rule = { tenantId: ids.tenant, kind: 'ROUTE', quorum: 1 };
  await admin.mutate(
    'createApprovalRule',
    rule,
    '... on ApprovalRuleChanged { approvalRule { id } }',
  );
  for (const model of ['plain', 'plain', 'chat'])
    expect((await chat(house, { key: await token({ team: 'care' }), model })).status).toBe(200);
  const second = { name: 'all', split: [{ targetId: ids.secondChat, weight: 1 }] };
  const impactOf = async (edit: object) => {
    const input = { rules: [second], reason: 'To see.', ...edit };
    const { changeRequest } = await admin.mutate('updateRoute', input, CHANGE_REQUEST);
    return eventually(async () => {
      const { changeRequest: read } = await admin.query(
        `query ($id: ID!) { changeRequest(id: $id) {
          impact { state n notReplayable reproduced totals { counts { class requests } } } } }`,
        { id: changeRequest.id },
      );
      expect(read.impact).toMatchObject({ state: 'DONE' });
      return read.impact;
    });
  };
  await eventually(async () =>
    expect(await impactOf({ id, expectedVersion: 1 })).toMatchObject({
      ...{ n: 2, notReplayable: 0, reproduced: 2 },
      totals: { counts: expect.arrayContaining([{ class: 'ROUTED_DIFFERENTLY', requests: 2 }]) },
    }),
  );
  const { n, ...claimed } = await impactOf({ id: ids.chatRoute, expectedVersion: 2 });
  expect(n).toBeGreaterThanOrEqual(2);
  expect(claimed).toMatchObject({ notReplayable: n, reproduced: 0 });
});

test('what is not right is refused in one way: another audience, another application, a key by its looks', async () => {
  const refusals = [
    await errorOf(chat(house, { key: await token({ aud: 'other' }) })),
    await errorOf(chat(house, { key: await token({ tool: 'nobody' }) })),
    await errorOf(chat(house, { key: `${await token()}x` })),
  ];
  expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
  expect(refusals[0]).toMatchObject({ status: 401, code: 'unknown_key' });
});

test('an issuer that is away changes nothing; a stream ends with its issuer, which comes back with the keys of today', async () => {
  const old = await token();
  issuer.isDown = true;
  expect((await chat(house, { key: await token({ sub: 'new' }) })).status).toBe(200);
  issuer.isDown = false;
  issuer.keys = [await createIssuerKey('EdDSA')];
  house.first.behave(stall([textEvent('one')]));
  const rest = (await chat(house, { key: old, stream: true })).text();
  house.first.behave(answer(chatBody));
  const edit = (expectedVersion: number, enabled: boolean) =>
    house.change('updateTokenIssuer', { id: issuerId, expectedVersion, enabled });
  await edit(1, false);
  expect(await rest).toMatch(/one[\s\S]*token was revoked.*unknown_key/);
  expect(await errorOf(chat(house, { key: old }))).toMatchObject({ status: 401 });
  await edit(2, true);
  await awaitKeys();
  expect((await chat(house, { key: await token() })).status).toBe(200);
  expect(await errorOf(chat(house, { key: old }))).toMatchObject({ code: 'unknown_key' });
});

test('a token of an unknown key is told at once, and with it when others were used', async () => {
  expect((await chat(house, { key: await token() })).status).toBe(200);
  const known = issuer.keys;
  issuer.keys = [await createIssuerKey('ES256')];
  const early = await token();
  issuer.keys = known;
  expect(await errorOf(chat(house, { key: early }))).toMatchObject({ code: 'unknown_key' });
  const LAST = 'query ($id: ID!) { tokenIssuer(id: $id) { lastUsedAt lastUsedDoor } }';
  await eventually(async () => {
    const { tokenIssuer } = await house.admin.query(LAST, { id: issuerId });
    expect(tokenIssuer).toEqual({ lastUsedAt: expect.stringMatching(/Z$/), lastUsedDoor: 'http' });
  });
});

test('a token is for the operations of its issuer only, and the list of routes is one', async () => {
  const confine = (expectedVersion: number, operations: readonly string[]) =>
    house.change('updateTokenIssuer', { id: issuerId, expectedVersion, operations });
  await confine(3, ['EMBEDDING', 'MODEL_LIST']);
  const key = await token();
  await eventually(async () =>
    expect(await errorOf(chat(house, { key }))).toMatchObject({
      status: 403,
      code: 'operation_not_allowed',
      message: expect.stringMatching(
        /^This token .* only for embedding, model_list: .*updateTokenIssuer/,
      ),
    }),
  );
  const list = () =>
    fetch(`${house.node.httpUrl}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
  expect((await list()).status).toBe(200);
  await confine(4, ['CHAT']);
  await eventually(async () => expect((await chat(house, { key })).status).toBe(200));
  expect((await list()).status).toBe(403);
});
