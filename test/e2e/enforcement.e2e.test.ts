import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { chat, errorOf, targetOf } from '../support/call.ts';
import { freshName } from '../support/catalog.ts';
import { eventually } from '../support/eventually.ts';
import { answer, chatBody } from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';
import { CHANGE_REQUEST, createPerson } from '../support/house-operator.ts';

/** Bytes of the documented shape of an AWS access key id; no account has it. */
const AWS_KEY = 'AKIAQYLPMN5HHHFPZAM2';

/** Goal: what is decided in GraphQL is what live traffic meets, with no restart. */
describe('a decision in GraphQL', () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    house.first.behave(answer(chatBody));
    house.second.behave(answer(chatBody));
  });

  const createKey = async (input: object = {}) => {
    const owned = { applicationId: house.ids.application, name: freshName('key') };
    const made = await house.change('createApiKey', { ...owned, ...input });
    return { id: made['apiKey'].id as string, secret: made['secret'] as string };
  };
  const createRoute = (name: string, rules: object[], extra: object = {}) => {
    const draft = { tenantId: house.ids.tenant, name, operation: 'CHAT', rules };
    return house.change('createRoute', { ...draft, ...extra });
  };
  const allTo = (targetId: string, extra: object = {}) => ({
    name: 'all',
    split: [{ targetId, weight: 1 }],
    ...extra,
  });

  test('moves traffic: the route is changed, the next call goes elsewhere', async () => {
    const { route } = await createRoute('moving', [allTo(house.ids.firstChat)]);
    expect(await targetOf(chat(house, { model: 'moving' }))).toBe('first-chat');
    await house.change('updateRoute', {
      id: route.id,
      expectedVersion: 1,
      rules: [allTo(house.ids.secondChat)],
    });
    expect(await targetOf(chat(house, { model: 'moving' }))).toBe('second-chat');
  });

  test('a stale edit changes nothing and says which version there is', async () => {
    const { route } = await createRoute('stale', [allTo(house.ids.firstChat)]);
    const edit = (rule: string) =>
      house.admin.mutate(
        'updateRoute',
        { id: route.id, expectedVersion: 1, rules: [allTo(house.ids.secondChat, { name: rule })] },
        '... on RouteChanged { route { version } } ... on VersionConflict { currentVersion }',
      );
    expect(await edit('one')).toMatchObject({ route: { version: 2 } });
    expect(await edit('two')).toMatchObject({ __typename: 'VersionConflict', currentVersion: 2 });
  });

  test('conditions choose by verified facts, and a claimed fact is only claimed', async () => {
    await createRoute('by-facts', [
      {
        name: 'gold',
        when: 'key.attributes["tier"] == "gold"',
        split: [{ targetId: house.ids.secondChat, weight: 1 }],
      },
      allTo(house.ids.firstChat),
    ]);
    const gold = await createKey({ attributes: [{ name: 'tier', value: 'gold' }] });
    const plain = await createKey({ attributes: [{ name: 'tier', value: 'tin' }] });
    expect(await targetOf(chat(house, { model: 'by-facts', key: gold.secret }))).toBe(
      'second-chat',
    );
    const asserted = '{"tier":"gold","key.attributes.tier":"gold","__proto__":"gold"}';
    const claims = { 'x-gatehouse-metadata': asserted };
    const call = chat(house, { model: 'by-facts', key: plain.secret, headers: claims });
    expect(await targetOf(call)).toBe('first-chat');
  });

  test('a condition that does not type-check is refused with line and column', async () => {
    const rule = allTo(house.ids.firstChat, {
      when: 'workload == "x" &&\n  request.inputTokens > "a"',
    });
    const refused = await house.admin.mutate(
      'createRoute',
      { tenantId: house.ids.tenant, name: 'broken', operation: 'CHAT', rules: [rule] },
      '',
    );
    expect(refused).toMatchObject({
      __typename: 'ValidationFailed',
      faults: [{ path: 'rules.0.when', line: 2, column: expect.any(Number) }],
    });
  });

  // How long that takes is measured with a thousand nodes: `npm run bench -- config --only fleet`.
  test('a revoked key has stopped by the time that its revision is said to be enforced', async () => {
    const { id, secret } = await createKey();
    expect((await chat(house, { key: secret })).status).toBe(200);
    const { revision } = await house.admin.mutate(
      'revokeApiKey',
      { id, expectedVersion: 1 },
      '... on ApiKeyChanged { revision }',
    );
    const { awaitEnforced } = await house.admin.query(
      'query ($revision: UInt64!) { awaitEnforced(revision: $revision) { converged } }',
      { revision },
    );
    expect(awaitEnforced).toEqual({ converged: true });
    expect((await errorOf(chat(house, { key: secret }))).code).toBe('unknown_key');
  });

  test('an archived application takes its keys with it', async () => {
    const made = await house.change('createApplication', {
      tenantId: house.ids.tenant,
      name: 'short-lived',
      team: 't',
      environment: 'DEVELOPMENT',
      dataClass: 'PUBLIC',
    });
    const key = await createKey({ applicationId: made['application'].id });
    expect((await errorOf(chat(house, { key: key.secret }))).code).toBe('grant_missing');
    await house.change('archiveApplication', { id: made['application'].id, expectedVersion: 1 });
    expect((await errorOf(chat(house, { key: key.secret }))).code).toBe('unknown_key');
  });

  test('a grant holds for the region and the application that it names, and nowhere else', async () => {
    const made = await house.change('createApplication', {
      tenantId: house.ids.tenant,
      name: 'careful',
      team: 't',
      environment: 'STAGING',
      dataClass: 'CONFIDENTIAL',
    });
    const applicationId = made['application'].id as string;
    const key = await createKey({ applicationId });
    await createRoute('careful', [allTo(house.ids.firstChat)]);
    const careful = { model: 'careful', key: key.secret };
    const { target } = await house.admin.query(
      'query ($id: ID!) { target(id: $id) { provider { region } } }',
      { id: house.ids.firstChat },
    );
    const base = { tenantId: house.ids.tenant, applicationId, modelId: house.ids.chatModel };
    const fitting = {
      regions: [target.provider.region],
      environments: ['STAGING'],
      dataClasses: ['CONFIDENTIAL'],
    };
    for (const other of [
      { regions: ['atlantis'] },
      { environments: ['PRODUCTION'] },
      { dataClasses: ['PUBLIC'] },
    ])
      await house.grant({ ...base, ...fitting, ...other });
    expect((await errorOf(chat(house, careful))).code).toBe('grant_missing');
    await house.grant({ ...base, ...fitting });
    expect((await chat(house, careful)).status).toBe(200);
  });

  test('a suspended tenant is refused, which it can read, and served again when it is resumed', async () => {
    const { tenant: id = '' } = house.ids;
    await house.change('suspendTenant', { id, expectedVersion: 1, reason: 'Unpaid.' });
    const refused = await chat(house);
    expect((await errorOf(Promise.resolve(refused))).code).toBe('tenant_suspended');
    const requestId = refused.headers.get('x-gatehouse-request-id');
    await eventually(async () =>
      expect(
        await house.admin.query(
          `query ($id: ID!) { decision(requestId: $id) { outcome errorCode } }`,
          {
            id: requestId,
          },
        ),
      ).toEqual({ decision: { outcome: 'REFUSED', errorCode: 'tenant_suspended' } }),
    );
    await house.change('resumeTenant', { id, expectedVersion: 2 });
    expect((await chat(house)).status).toBe(200);
  });

  test('a deleted tenant is a stranger at once, and served again when it is restored', async () => {
    const { tenant: id = '' } = house.ids;
    const deletion = { id, expectedVersion: 3, reason: 'Left.', confirmName: 'acme' };
    await house.change('deleteTenant', deletion);
    expect((await errorOf(chat(house))).code).toBe('unknown_key');
    await house.change('restoreTenant', { id, expectedVersion: 4 });
    expect((await chat(house)).status).toBe(200);
  });

  test('a secret in a prompt is blocked; with the other policy it is rerouted', async () => {
    const { route: safe } = await createRoute('on-premises', [allTo(house.ids.secondChat)]);
    const policy = (name: string, rule: object) =>
      house.change('createPromptPolicy', {
        tenantId: house.ids.tenant,
        name,
        rules: [{ name: 'no-keys', detector: 'SECRET', ...rule }],
      });
    const blocking = await policy('blocking', { action: 'BLOCK' });
    const moving = await policy('moving', { action: 'REROUTE', rerouteRouteId: safe.id });
    const guarded = await createRoute('guarded', [allTo(house.ids.firstChat)], {
      promptPolicyId: blocking['promptPolicy'].id,
    });
    const leak = () => chat(house, { model: 'guarded', text: `use ${AWS_KEY} please` });
    const before = house.first.requests.length;
    expect(await errorOf(leak())).toMatchObject({ status: 403, code: 'prompt_blocked' });
    expect(house.first.requests.length).toBe(before);
    expect(await targetOf(chat(house, { model: 'guarded' }))).toBe('first-chat');
    await house.change('updateRoute', {
      id: guarded['route'].id,
      expectedVersion: 1,
      promptPolicyId: moving['promptPolicy'].id,
    });
    expect(await targetOf(leak())).toBe('second-chat');
    expect(await targetOf(chat(house, { model: 'guarded' }))).toBe('first-chat');
  });

  test('a grant ends by itself at its time', async () => {
    const made = await house.change('createApplication', {
      tenantId: house.ids.tenant,
      name: 'for-a-moment',
      team: 't',
      environment: 'DEVELOPMENT',
      dataClass: 'PUBLIC',
    });
    const applicationId = made['application'].id;
    const key = await createKey({ applicationId });
    await house.grant({
      tenantId: house.ids.tenant,
      applicationId,
      modelId: house.ids.chatModel,
      notAfter: new Date(Date.now() + 1_500).toISOString(),
    });
    expect((await chat(house, { key: key.secret })).status).toBe(200);
    await eventually(async () => {
      expect((await errorOf(chat(house, { key: key.secret }))).code).toBe('grant_missing');
    });
  });

  test('a replaced key is taken beside its successor until nodes end it by themselves', async () => {
    const old = await createKey();
    const turned = await house.admin.mutate(
      'rotateApiKey',
      { id: old.id, expectedVersion: 1, overlapSeconds: 3 },
      '... on ApiKeyCreated { secret revision }',
    );
    const successor = { key: turned['secret'] as string };
    await eventually(async () => expect((await chat(house, successor)).status).toBe(200));
    await eventually(async () => {
      expect((await errorOf(chat(house, { key: old.secret }))).code).toBe('key_expired');
    });
    expect((await chat(house, successor)).status).toBe(200);
  });

  test('neither the requester nor a service approves', async () => {
    const input = {
      tenantId: house.ids.tenant,
      modelId: house.ids.chatModel,
      workloads: ['batch'],
      reason: 'why not',
    };
    const { changeRequest } = await house.admin.mutate('requestGrant', input, CHANGE_REQUEST);
    const { id: changeRequestId, digest } = changeRequest;
    const approval = { changeRequestId, digest };
    expect(await house.admin.mutate('approveGrant', approval, '')).toMatchObject({
      __typename: 'PermissionDenied',
    });
    const viewer = await createPerson(house.controlPlane, house.admin, 'vic', 'VIEWER');
    expect(await viewer.mutate('approveGrant', approval, '')).toMatchObject({
      __typename: 'PermissionDenied',
    });
    expect(await house.reviewer.mutate('approveGrant', approval, '')).toMatchObject({
      __typename: 'GrantChanged',
    });
  });

  test('GraphQL shows what the node enforces', async () => {
    const { headRevision } = await house.admin.query('{ headRevision }');
    await eventually(async () => {
      const { nodes } = await house.admin.query(
        '{ nodes { edges { node { id state enforcedRevision lag lastVerdict } } } }',
      );
      expect(nodes.edges).toEqual([
        {
          node: {
            id: 'node-1',
            state: 'IN_SYNC',
            enforcedRevision: headRevision,
            lag: '0',
            lastVerdict: 'APPLIED',
          },
        },
      ]);
    });
  });
});
