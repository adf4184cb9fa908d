import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import type { Answer } from '../support/graphql.ts';
import { type HouseOfProcesses, startHouseOfProcesses } from '../support/house-process.ts';
import { findLoggedSecrets } from '../support/log-search.ts';
import { REFUSED_REQUESTS } from './refused-requests.ts';

const CREDENTIAL = 'sk-given-in-a-wrong-mutation';
const PROMPT = 'use AKIAQYLPMN5HHHFPZAM2';
const SECRET_RULE = { name: 'no-keys', detector: 'SECRET', action: 'BLOCK' };
const NEVER_A_TOKEN = `gth_pat_${'x'.repeat(49)}`;

const CREATE_ROUTE = `mutation ($input: CreateRouteInput!) { createRoute(input: $input) {
  __typename ... on RouteChanged { route { id } }
  ... on ValidationFailed { message faults { path message line column } } } }`;

/** Goal: a mistake in GraphQL is told in GraphQL's own shape, with a code to act on, and leaves nothing secret in a log. */
describe('bad input of GraphQL', () => {
  let house: HouseOfProcesses;
  beforeAll(async () => {
    house = await startHouseOfProcesses();
    // The request log has a page too.
    await (await chat(house)).arrayBuffer();
  }, 60_000);
  afterAll(async () => {
    await house?.[Symbol.asyncDispose]();
  });

  const post = async (body: string, headers: object = {}, path = '') => {
    const reply = await fetch(`${house.controlPlane.graphqlUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${house.admin.token}`,
        ...headers,
      },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    return { status: reply.status, body: (await reply.json()) as Answer, headers: reply.headers };
  };
  const ask = (query: string, variables: object = {}) => post(JSON.stringify({ query, variables }));
  const expectError = (
    { status, body }: { status: number; body: Answer },
    expected: { readonly status: number; readonly code: string },
  ) => {
    const [error] = body['errors'] ?? [];
    expect({ status, code: error?.extensions?.code }).toEqual(expected);
    expect(error.message).toMatch(/\S/);
    expect(JSON.stringify(error)).not.toMatch(/node_modules|\.ts:\d|stacktrace/);
  };
  const routeInput = (rule: object = {}, fields: object = {}) => ({
    tenantId: house.ids.tenant,
    name: `bad-${Math.random().toString(36).slice(2)}`,
    operation: 'CHAT',
    rules: [{ name: 'all', split: [{ targetId: house.ids.firstChat, weight: 1 }], ...rule }],
    ...fields,
  });
  const split = (weight: unknown) => ({ split: [{ targetId: house.ids.firstChat, weight }] });

  test.each([
    ['no token', undefined],
    ['an unknown token', `Bearer ${NEVER_A_TOKEN}`],
    ['a token of another kind', 'Basic YTpi'],
    ['an API key', 'Bearer gth_sk_x'],
  ])('%s is UNAUTHENTICATED', async (_what, authorization) => {
    const { headers, ...reply } = await post('{"query":"{ me { name } }"}', {
      authorization: authorization ?? '',
    });
    expectError(reply, { status: 401, code: 'UNAUTHENTICATED' });
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each([
    ['a string', '1'],
    ['a fraction', 1.5],
    ['beyond 32 bits', 2 ** 53],
    ['nothing', null],
  ])('a weight that is %s is BAD_USER_INPUT', async (_what, weight) => {
    const reply = await ask(CREATE_ROUTE, { input: routeInput(split(weight)) });
    expectError(reply, { status: 400, code: 'BAD_USER_INPUT' });
  });

  test('NaN is refused as a literal and as JSON', async () => {
    const { tenant, firstChat } = house.ids;
    const literal = `mutation { createRoute(input: { tenantId: "${tenant}", name: "nan", operation: CHAT,
      rules: [{ name: "all", split: [{ targetId: "${firstChat}", weight: NaN }] }] }) { __typename } }`;
    expectError(await ask(literal), { status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
    const variables = JSON.stringify({ input: routeInput(split(-4711)) }).replace('-4711', 'NaN');
    const json = `{"query":${JSON.stringify(CREATE_ROUTE)},"variables":${variables}}`;
    expectError(await post(json), { status: 400, code: 'BAD_REQUEST' });
  });

  test.each([
    ['negative', -1, 'rules.0.split.0.weight'],
    ['huge', 2 ** 31 - 1, 'rules.0.split.0.weight'],
    ['zero in all members', 0, 'rules.0.split'],
  ])('weights that are %s fail validation', async (_what, weight, path) => {
    const { body } = await ask(CREATE_ROUTE, { input: routeInput(split(weight)) });
    expect(body['data'].createRoute).toMatchObject({
      __typename: 'ValidationFailed',
      faults: [{ path, message: expect.stringMatching(/\S/) }],
    });
  });

  test.each([
    ['when', 'workload == "x" &&\n  request.inputTokens > "a"', 2],
    ['when', 'request.', 1],
    ['when', 'request.inputTokens', 1],
    ['when', 'nobody.knows == 1', 1],
    ['require', 'true &&\n\n  target.region > 5', 3],
  ])(
    'a condition in `%s` that does not type-check is shown its line and column',
    async (field, source, line) => {
      const { body } = await ask(CREATE_ROUTE, { input: routeInput({ [field]: source }) });
      expect(body['data'].createRoute).toMatchObject({
        __typename: 'ValidationFailed',
        faults: [{ path: `rules.0.${field}`, line, column: expect.any(Number) }],
      });
    },
  );

  test('a cursor of another list, and what only looks like a cursor, are refused', async () => {
    const { routes } = await house.admin.query('{ routes(first: 1) { pageInfo { endCursor } } }');
    const real: string = routes.pageInfo.endCursor;
    const [list, value, id] = JSON.parse(Buffer.from(real, 'base64url').toString());
    const forge = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const page = (after: string, field = 'routes') =>
      ask(`query ($after: String) { ${field}(after: $after) { edges { cursor } } }`, { after });
    expect((await page(real)).body['errors']).toBeUndefined();
    const refused = { status: 200, code: 'VALIDATION_FAILED' };
    for (const field of ['tenants', 'targets', 'nodes', 'decisions', 'auditEvents'])
      expectError(await page(real, field), refused);
    const garbage = [
      '',
      'x',
      '%%%',
      forge({}),
      forge([list, value]),
      forge([list, value, 'no-id']),
    ];
    for (const after of [...garbage, forge([list, 'a\u0000b', id])])
      expectError(await page(after), refused);
  });

  test.each([
    'auditEvents',
    'changeRequests',
    'decisions',
    'grants',
    'nodes',
    'principals',
    'targets',
    'tenants',
  ])('a forged cursor of %s is refused as a wrong one', async (field) => {
    const cursor = await eventually(async () => {
      const page = await house.admin.query(`{ ${field}(first: 1) { edges { cursor } } }`);
      return String(page[field].edges[0].cursor);
    });
    const [list] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    for (const value of ['\u0000', 'never']) {
      const forged = Buffer.from(JSON.stringify([list, value, value])).toString('base64url');
      const reply = await ask(`{ ${field}(after: "${forged}") { edges { cursor } } }`);
      // Nodes are ordered by a name, which may be any word.
      const isName = field === 'nodes' && value === 'never';
      if (isName) expect(reply.body['errors']).toBeUndefined();
      else expectError(reply, { status: 200, code: 'VALIDATION_FAILED' });
    }
  });

  test.each([0, -1, 201])('a page of %p rows is refused', async (first) => {
    const reply = await ask(`{ tenants(first: ${first}) { edges { cursor } } }`);
    expectError(reply, { status: 200, code: 'VALIDATION_FAILED' });
  });

  test('an id of another noun names nothing', async () => {
    const { tenant } = house.ids;
    for (const id of [tenant, 'x', '', '\u0000'])
      expect(
        (await house.admin.query(`query ($id: ID!) { route(id: $id) { name } }`, { id }))['route'],
      ).toBeNull();
    const input = { id: tenant, expectedVersion: 1 };
    expect(await house.admin.mutate('archiveRoute', input, '')).toMatchObject({
      __typename: 'NotFound',
    });
  });

  test.each(REFUSED_REQUESTS)(
    'a request that is %s is refused',
    async (_what, body, status, code) => {
      expectError(await post(body()), { status, code });
    },
  );

  test('fragments hide no depth and no aliases', async () => {
    const levels = Array.from(
      { length: 5 },
      (_, at) =>
        `fragment f${at} on Tenant { applications { edges { node { tenant { ${at === 4 ? 'name' : `...f${at + 1}`} } } } } }`,
    );
    const deep = `{ tenants { edges { node { ...f0 } } } } ${levels.join(' ')}`;
    expectError(await ask(deep), { status: 400, code: 'QUERY_TOO_LARGE' });
  });

  test('an unknown path is NOT_FOUND', async () => {
    const reply = await fetch(new URL('/nothing', house.controlPlane.graphqlUrl));
    expectError(
      { status: reply.status, body: (await reply.json()) as Answer },
      { status: 404, code: 'NOT_FOUND' },
    );
  });

  test('a moment without a zone is BAD_USER_INPUT', async () => {
    const query =
      'query ($from: DateTime) { decisions(filter: { from: $from }) { edges { cursor } } }';
    expectError(await ask(query, { from: '2030-01-31T12:00:00' }), {
      status: 400,
      code: 'BAD_USER_INPUT',
    });
  });

  test('a NUL character in free text is a fault of the field, not of the control plane', async () => {
    const { tenant: tenantId, chatModel: modelId } = house.ids;
    const reason = 'because\u0000';
    const asked = await house.admin.mutate('requestGrant', { tenantId, modelId, reason }, '');
    expect(asked).toMatchObject({ __typename: 'ValidationFailed', faults: [{ path: 'reason' }] });
    const person = { kind: 'HUMAN', name: 'a\u0000', roles: [] };
    expect(await house.admin.mutate('createPrincipal', person, '')).toMatchObject({
      __typename: 'ValidationFailed',
    });
    const filter = '{ decisions(filter: { route: "a\\u0000b" }) { edges { cursor } } }';
    expect((await ask(filter)).body['errors']?.[0]?.extensions.code).not.toBe('INTERNAL');
  });

  test('an idempotency key that comes back with another input is refused', async () => {
    const input = { name: 'once', idempotencyKey: 'the-key' };
    const create = (change: object) =>
      house.admin.mutate(
        'createTenant',
        { ...input, ...change },
        '... on TenantChanged { tenant { id } revision }',
      );
    const first = await create({});
    expect(first['__typename']).toBe('TenantChanged');
    expect(await create({})).toEqual(first);
    expect(await create({ name: 'twice' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  test('a repeated createApiKey does not show the secret again', async () => {
    const input = { applicationId: house.ids.application, name: 'twice', idempotencyKey: 'key' };
    const create = () =>
      house.admin.mutate(
        'createApiKey',
        input,
        '... on ApiKeyCreated { secret secretAlreadyShown apiKey { id } revision }',
      );
    const first = await create();
    expect(first).toMatchObject({
      secret: expect.stringMatching(/^gth_sk_/),
      secretAlreadyShown: false,
    });
    expect(await create()).toEqual({ ...first, secret: null, secretAlreadyShown: true });
    expect(findLoggedSecrets(house, { shownKey: first['secret'] })).toEqual([]);
  });

  test('nothing secret was logged, not even of mutations that were refused', async () => {
    const input = {
      name: 'leaky',
      kind: 'OPENAI',
      baseUrl: 'no url',
      region: 'eu',
      credential: CREDENTIAL,
    };
    expect(await house.admin.mutate('createProvider', input, '')).toMatchObject({
      __typename: 'ValidationFailed',
    });
    const wrong = await ask(
      'mutation ($input: CreateProviderInput!) { createProvider(input: $input) { __typename } }',
      {
        input: { ...input, credential: [CREDENTIAL] },
      },
    );
    expectError(wrong, { status: 400, code: 'BAD_USER_INPUT' });
    const inspect = (texts: unknown) =>
      ask('query ($input: InspectInput!) { inspect(input: $input) { action } }', {
        input: { tenantId: house.ids.tenant, rules: [SECRET_RULE], texts },
      });
    const tried = await inspect([{ text: PROMPT }]);
    expect(tried.body['data'].inspect).toEqual({ action: 'BLOCK' });
    const refused = { status: 200, code: 'VALIDATION_FAILED' };
    expectError(await inspect([{ text: PROMPT.repeat(3_000) }]), refused);
    expectError(await inspect([PROMPT]), { status: 400, code: 'BAD_USER_INPUT' });
    expect(house.controlPlane.program.output).toContain('"plane":"control"');
    expect(findLoggedSecrets(house, { CREDENTIAL, NEVER_A_TOKEN, PROMPT })).toEqual([]);
    expect(house.controlPlane.program.output).not.toContain('a GraphQL operation failed');
  });
});
