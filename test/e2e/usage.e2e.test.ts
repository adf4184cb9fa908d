import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { answer, chatBody, stream, wholeStream } from '../support/faulty-provider.ts';
import type { Answer } from '../support/graphql.ts';
import { type House, startHouse } from '../support/house.ts';
import { to } from '../support/impact-house.ts';

const AWS_KEY = 'AKIAQYLPMN5HHHFPZAM2';

const REPORT = `query ($filter: UsageFilter!, $by: [UsageDimension!]!) {
  usage(filter: $filter, by: $by) {
    rows { day application { name } feature featureClaimed model { name } target { name prices { effectiveFrom } } priceEffectiveFrom priceTier requests attempts inputTokens outputTokens cost }
    total { requests attempts inputTokens outputTokens cost estimatedAttempts unpricedAttempts }
    truncated
  }
}`;

/** Goal: what GraphQL reports is what the provider served, to the token and the nano-USD. */
describe('usage', () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
  });

  const today = () => {
    const from = new Date().toISOString().slice(0, 10);
    const to = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    return { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` };
  };
  const report = async (by: string[], filter: object = {}) =>
    (await house.admin.query(REPORT, { by, filter: { ...today(), ...filter } }))['usage'];

  test('sums every attempt once, by day, application, feature and model', async () => {
    house.first.behave(answer(chatBody));
    for (let index = 0; index < 10; index += 1) await (await chat(house)).arrayBuffer();
    house.first.behave(stream(wholeStream));
    for (let index = 0; index < 5; index += 1) await (await chat(house, { stream: true })).text();
    house.first.behave(answer('{"error":{"message":"no"}}', { status: 500 }));
    house.second.behave(answer(chatBody));
    for (let index = 0; index < 3; index += 1) await (await chat(house)).arrayBuffer();
    const inputTokens = 18 * 7;
    const outputTokens = 13 * 5 + 5 * 2;
    const expected = {
      requests: '18',
      attempts: '21',
      inputTokens: String(inputTokens),
      outputTokens: String(outputTokens),
      cost: String(inputTokens * 1_000 + outputTokens * 2_000),
    };
    await eventually(async () => expect((await report(['DAY'])).total).toMatchObject(expected));
    const { rows, truncated } = await report(['DAY', 'APPLICATION', 'FEATURE', 'MODEL']);
    expect(truncated).toBe(false);
    expect(rows).toEqual([
      {
        day: today().from.slice(0, 10),
        application: { name: 'support-bot' },
        feature: 'answers',
        featureClaimed: false,
        model: { name: 'large' },
        target: null,
        priceEffectiveFrom: null,
        priceTier: null,
        ...expected,
      },
    ]);
    const charged = await report(['PRICE']);
    expect(charged.rows.length).toBe(2);
    for (const { target, priceEffectiveFrom, priceTier } of charged.rows) {
      expect([target.prices, priceTier]).toEqual([[{ effectiveFrom: priceEffectiveFrom }], 0]);
    }
  });

  test('a request that was refused costs nothing and is in the request log', async () => {
    const before = (await report(['DAY'])).total;
    const reply = await chat(house, { model: 'nothing' });
    await reply.arrayBuffer();
    const requestId = reply.headers.get('x-gatehouse-request-id');
    await eventually(async () => {
      const { decisions } = await house.admin.query(
        `{ decisions(filter: { errorCode: "unknown_route" }) {
          edges { node { requestId outcome requestedRoute cost sampleRate attempts { number } application { name } } }
        } }`,
      );
      expect(decisions.edges[0]?.node).toEqual({
        requestId,
        outcome: 'REFUSED',
        requestedRoute: 'nothing',
        cost: '0',
        sampleRate: 1,
        attempts: [],
        application: { name: 'support-bot' },
      });
    });
    expect((await report(['DAY'])).total).toEqual(before);
  });

  test('the request log pages with a cursor, and refuses the cursor of another list', async () => {
    const page = (after: string | null, filter = '{}') =>
      house.admin.send(
        `query ($after: String) { decisions(filter: ${filter}, first: 7, after: $after) {
          edges { node { requestId } } pageInfo { hasNextPage endCursor }
        } }`,
        { after },
      );
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { decisions }: Answer = (await page(after)).body['data'];
      seen.push(
        ...decisions.edges.map((edge: { node: { requestId: string } }) => edge.node.requestId),
      );
      if (!decisions.pageInfo.hasNextPage) break;
      after = decisions.pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(19);
    const { body } = await page(after, '{ outcome: FAILED }');
    expect(body['errors'][0]).toMatchObject({ extensions: { code: 'VALIDATION_FAILED' } });
  });

  test('a rule that only watches or is about other kinds lets calls through, and the decision says what it saw', async () => {
    const rule = { detector: 'SECRET', action: 'BLOCK' };
    const rules = [
      { ...rule, name: 'watch', mode: 'MONITOR', kinds: ['aws_access_key'], parts: ['USER'] },
      { ...rule, name: 'many', minCount: 3, message: 'So many keys.', contact: 'ann' },
      { ...rule, name: 'seen', action: 'FLAG' },
    ];
    const made = await house.change('createPromptPolicy', {
      tenantId: house.ids.tenant,
      name: 'watching',
      rules,
    });
    const read = await house.admin.query(
      `query ($id: ID!) { promptPolicy(id: $id) { rules { name action kinds direction parts minCount mode restore message contact } } }`,
      { id: made['promptPolicy'].id },
    );
    const plain = {
      kinds: [],
      direction: 'INPUT',
      parts: [],
      minCount: 1,
      mode: 'ENFORCE',
      restore: false,
      message: null,
      contact: null,
    };
    expect(read['promptPolicy'].rules).toEqual([
      {
        ...{ ...plain, name: 'watch', action: 'BLOCK', mode: 'MONITOR' },
        ...{ kinds: ['aws_access_key'], parts: ['USER'] },
      },
      {
        ...plain,
        ...{ name: 'many', action: 'BLOCK', minCount: 3, message: 'So many keys.', contact: 'ann' },
      },
      { ...plain, name: 'seen', action: 'FLAG' },
    ]);
    await house.change('createRoute', {
      ...{ tenantId: house.ids.tenant, name: 'watched', operation: 'CHAT' },
      ...{ rules: [to(house.ids.firstChat)], promptPolicyId: made['promptPolicy'].id },
    });
    house.first.behave(answer(chatBody));
    const reply = await chat(house, { model: 'watched', text: `use ${AWS_KEY}` });
    expect([reply.status, await reply.text()]).toEqual([200, expect.any(String)]);
    const found = { kind: 'aws_access_key', count: 1 };
    await eventually(async () => {
      const { decisions } = await house.admin.query(
        `query ($tenantId: ID!) { decisions(filter: { tenantId: $tenantId }, first: 1) { edges { node {
          requestedRoute findings { rule action kind count monitored } } } } }`,
        { tenantId: house.ids.tenant },
      );
      expect(decisions.edges[0].node).toEqual({
        requestedRoute: 'watched',
        findings: [
          { ...found, rule: 'watch', action: 'block', monitored: true },
          { ...found, rule: 'seen', action: 'flag', monitored: false },
        ],
      });
    });
    const redacting = { ...rule, name: 'out', action: 'REDACT' };
    await house.change('updatePromptPolicy', {
      ...{ id: made['promptPolicy'].id, expectedVersion: 1, rules: [...rules, redacting] },
    });
    const cleaned = await chat(house, { model: 'watched', text: `use ${AWS_KEY}` });
    expect([cleaned.status, await cleaned.text()]).toEqual([200, expect.any(String)]);
    expect(house.first.requests.at(-1)?.body).toContain('use [AWS_ACCESS_KEY_1]');
    const refused = await chat(house, {
      model: 'watched',
      text: [1, 2, 3].map(() => AWS_KEY).join(' '),
    });
    expect(await refused.text()).toMatch(
      /It found 3 aws_access_key in messages\.0\. So many keys\./,
    );
  });

  test('a rule with settings finds what they say, and they are read as they were written', async () => {
    const rule = { action: 'REDACT', name: 'codes', detector: 'DENIED_WORDS' };
    const patterns = [{ name: 'employee', pattern: '\\bEMP-\\d{4}\\b' }];
    const settings = { wordLists: [{ name: 'code_names', words: ['Project Falcon', 'heron'] }] };
    const rules = [
      { ...rule, settings },
      { ...rule, name: 'staff', detector: 'PATTERN', settings: { patterns } },
      { name: 'hosts', detector: 'INTERNAL_HOST', action: 'FLAG' },
      { name: 'size', detector: 'SIZE', action: 'FLAG', settings: { limits: { messagesMax: 9 } } },
    ];
    const input = { tenantId: house.ids.tenant, name: 'configured', rules };
    const { promptPolicy } = await house.change('createPromptPolicy', input);
    const read = await house.admin.query(
      `query ($id: ID!) { promptPolicy(id: $id) { rules { settings { wordLists { name words partsOfWords }
        patterns { name pattern } hostSuffixes languages limits { messagesMax nestingMax } } } } }`,
      { id: promptPolicy.id },
    );
    const none = { wordLists: [], patterns: [], hostSuffixes: [], languages: [], limits: null };
    expect(read['promptPolicy'].rules).toEqual([
      { settings: { ...none, wordLists: [{ ...settings.wordLists[0], partsOfWords: false }] } },
      { settings: { ...none, patterns } },
      { settings: null },
      { settings: { ...none, limits: { messagesMax: 9, nestingMax: null } } },
    ]);
    await house.change('createRoute', {
      ...{ tenantId: house.ids.tenant, name: 'configured', operation: 'CHAT' },
      ...{ rules: [to(house.ids.firstChat)], promptPolicyId: promptPolicy.id },
    });
    house.first.behave(answer(chatBody));
    const text = 'EMP-0042 asks git.corp about PROJECT_FALCON';
    const reply = await chat(house, { model: 'configured', text });
    expect([reply.status, await reply.text()]).toEqual([200, expect.any(String)]);
    expect(house.first.requests.at(-1)?.body).toContain(
      '[EMPLOYEE_1] asks git.corp about [CODE_NAMES_1]',
    );
    await eventually(async () => {
      const { decisions } = await house.admin.query(
        `query ($tenantId: ID!) { decisions(filter: { tenantId: $tenantId }, first: 1) { edges { node {
          findings { rule detector kind count } } } } }`,
        { tenantId: house.ids.tenant },
      );
      expect(decisions.edges[0].node.findings).toEqual([
        { rule: 'codes', detector: 'denied_words', kind: 'code_names', count: 1 },
        { rule: 'staff', detector: 'pattern', kind: 'employee', count: 1 },
        { rule: 'hosts', detector: 'internal_host', kind: 'internal_host', count: 1 },
      ]);
    });
  });

  test('a key says when it was last used, and one that never was is found', async () => {
    const input = { applicationId: house.ids.application, name: 'idle' };
    await house.change('createApiKey', input);
    // What a node has not told yet it tells when it drains.
    await house.node.drain();
    const keys = async (filter: string) => {
      const { apiKeys } = await house.admin.query(
        `{ apiKeys(${filter}) { edges { node { name lastUsedAt lastUsedDoor } } } }`,
      );
      return apiKeys.edges.map(({ node }: Answer) => node);
    };
    const soon = new Date(Date.now() + 60_000).toISOString();
    expect(await keys('first: 10')).toEqual([
      { name: 'idle', lastUsedAt: null, lastUsedDoor: null },
      { name: 'main', lastUsedAt: expect.any(String), lastUsedDoor: 'http' },
    ]);
    const unused = await keys(`unusedSince: "${today().from}"`);
    expect(unused).toEqual([]);
    expect((await keys(`unusedSince: "${soon}"`)).length).toBe(2);
  });
});
