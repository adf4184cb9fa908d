import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { createCatalog, createTenancy, freshName } from '../../support/catalog.ts';
import { type Management, openManagement } from '../../support/management.ts';
import { mutate as mutateAs } from '../../support/mutate.ts';
import { idOf, onModel, onPolicy, onRoute, onTarget } from './routing-selection.ts';

let management: Management;
let tenantId: string;
let targetId: string;
beforeAll(async () => {
  management = await openManagement();
  tenantId = toGlobalId('tenant', (await createTenancy(management)).tenant.id);
  targetId = toGlobalId('target', (await createCatalog(management)).target.id);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const mutate = (
  name: string,
  input: object,
  selection: string,
  operation: Operation = management.admin,
) => mutateAs({ services: management.services, operation }, name, { input, selection });
const query = async (source: string, variables: Record<string, unknown> = {}) =>
  ask({ services: management.services, operation: management.admin }, source, variables);

const rule = (change: object = {}) => ({
  name: 'default',
  split: [{ targetId, weight: 1 }],
  ...change,
});
const createRoute = (change: object = {}) =>
  mutate(
    'createRoute',
    { tenantId, name: freshName('route'), operation: 'CHAT', rules: [rule()], ...change },
    onRoute,
  );

describe('models', () => {
  test('are created, changed and archived, in the words of the schema', async () => {
    const name = `Vendor/${freshName('model')}:1`;
    const capabilities = ['CHAT', 'JSON_SCHEMA'];
    const made = await mutate(
      'createModel',
      { name, capabilities, contextWindowTokens: 8192 },
      onModel,
    );
    expect(made).toMatchObject({
      __typename: 'ModelChanged',
      revision: expect.stringMatching(/^\d+$/),
      model: { name, version: 1, capabilities, contextWindowTokens: 8192, outputTokensMax: null },
    });
    const id = idOf(made, 'model');
    const edit = { id, expectedVersion: 1, outputTokensMax: 512, capabilities: null };
    expect(await mutate('updateModel', edit, onModel)).toMatchObject({
      model: { version: 2, contextWindowTokens: 8192, outputTokensMax: 512, capabilities },
    });
    const unknown = { id, expectedVersion: 2, contextWindowTokens: null };
    expect(await mutate('updateModel', unknown, onModel)).toMatchObject({
      model: { contextWindowTokens: null, outputTokensMax: 512 },
    });
    expect(await mutate('archiveModel', { id, expectedVersion: 1 }, onModel)).toEqual({
      __typename: 'VersionConflict',
      currentVersion: 3,
    });
    expect(await mutate('archiveModel', { id, expectedVersion: 3 }, onModel)).toMatchObject({
      model: { archivedAt: '2030-01-01T00:00:00.000Z' },
    });
    const read = await query(
      'query ($id: ID!) { model(id: $id) { name } other: model(id: "?") { id } }',
      {
        id,
      },
    );
    expect(read).toEqual({ model: { name }, other: null });
  });

  test('are refused with each fault as data', async () => {
    const input = { name: 'no good', capabilities: ['TOOLS'], outputTokensMax: 0 };
    expect(await mutate('createModel', input, onModel)).toMatchObject({
      __typename: 'ValidationFailed',
      faults: [{ path: 'name' }, { path: 'outputTokensMax' }, { path: 'capabilities' }],
    });
    const viewer = await management.operation(['viewer']);
    expect(await mutate('createModel', input, onModel, viewer)).toEqual({
      __typename: 'PermissionDenied',
      permission: 'model:write',
    });
  });
});

describe('targets', () => {
  test('take prices as decimal strings and tell the ones that follow', async () => {
    const { provider, model } = await createCatalog(management);
    const ids = {
      providerId: toGlobalId('provider', provider.id),
      modelId: toGlobalId('model', model.id),
    };
    const input = { ...ids, name: freshName('target'), providerModel: 'gpt', region: 'us' };
    const given = { input: '2500000000', output: '10000000000' };
    const prices = [{ ...given, cachedRead: null, cachedWriteLong: '5000000000' }];
    const made = await mutate('createTarget', { ...input, prices }, onTarget);
    expect(made).toMatchObject({
      target: {
        enabled: true,
        capabilities: [],
        region: 'us',
        model: { id: ids.modelId },
        provider: { id: ids.providerId },
        prices: [
          {
            effectiveFrom: '2030-01-01T00:00:00.000Z',
            input: '2500000000',
            output: '10000000000',
            cachedRead: '2500000000',
            cachedWriteLong: '5000000000',
            reasoning: '10000000000',
            perRequest: '0',
          },
        ],
      },
    });
    const id = idOf(made, 'target');
    const edit = { id, expectedVersion: 1, enabled: false };
    expect(await mutate('updateTarget', edit, onTarget)).toMatchObject({
      target: { enabled: false, region: 'us' },
    });
    const moved = { id, expectedVersion: 2, region: null };
    expect(await mutate('updateTarget', moved, onTarget)).toMatchObject({
      target: { version: 3, region: null, prices: [{ input: '2500000000' }] },
    });
    const bare = { id, expectedVersion: 3, prices: [] };
    expect(await mutate('updateTarget', bare, onTarget)).toMatchObject({
      __typename: 'ValidationFailed',
      faults: [{ path: 'prices' }],
    });
  });

  test('repeat with an idempotency key, bigints and all', async () => {
    const { provider, model } = await createCatalog(management);
    const input = {
      name: freshName('target'),
      providerId: toGlobalId('provider', provider.id),
      modelId: toGlobalId('model', model.id),
      providerModel: 'gpt',
      prices: [{ input: '1', output: '2' }],
      idempotencyKey: freshName('key'),
    };
    const first = await mutate('createTarget', input, onTarget);
    expect(await mutate('createTarget', input, onTarget)).toEqual(first);
    const other = { ...input, prices: [{ input: '1', output: '3' }] };
    expect(await mutate('createTarget', other, onTarget)).toEqual({
      __typename: 'IdempotencyKeyReused',
    });
  });
});

describe('routes', () => {
  test('take what is left out as the schema says', async () => {
    const made = await createRoute();
    expect(made).toMatchObject({
      __typename: 'RouteChanged',
      route: {
        version: 1,
        operation: 'CHAT',
        connectTimeoutMs: null,
        firstTokenTimeoutMs: null,
        idleTimeoutMs: null,
        totalTimeoutMs: null,
        promptPolicy: null,
        tenant: { id: tenantId },
        rules: [
          {
            name: 'default',
            when: null,
            require: null,
            split: [{ weight: 1, target: { id: targetId } }],
            fallbacks: [],
          },
        ],
      },
    });
  });

  test('keep a timer that is absent from an edit, and lose it when it is null', async () => {
    const timers = {
      connectTimeoutMs: 2_000,
      firstTokenTimeoutMs: 20_000,
      idleTimeoutMs: 10_000,
      totalTimeoutMs: 100_000,
    };
    const made = await createRoute(timers);
    expect(made).toMatchObject({ route: timers });
    const edit = { id: idOf(made, 'route'), expectedVersion: 1, idleTimeoutMs: null };
    expect(await mutate('updateRoute', edit, onRoute)).toMatchObject({
      route: { ...timers, idleTimeoutMs: null },
    });
    const wrong = { ...edit, expectedVersion: 2, connectTimeoutMs: 20_001 };
    expect(await mutate('updateRoute', wrong, onRoute)).toMatchObject({
      faults: [{ path: 'connectTimeoutMs' }],
    });
  });

  test('tell line and column of a condition that does not type-check', async () => {
    const rules = [rule({ when: 'true &&\n  request.stream == 1' })];
    expect(await createRoute({ rules })).toMatchObject({
      __typename: 'ValidationFailed',
      faults: [{ path: 'rules.0.when', line: 2, column: expect.any(Number) }],
    });
  });

  test('blame the id of a target that is none, where it stands', async () => {
    const rules = [rule(), rule({ name: 'second', fallbackTargetIds: [targetId, 'nonsense'] })];
    expect(await createRoute({ rules })).toMatchObject({
      __typename: 'ValidationFailed',
      faults: [{ path: 'rules.1.fallbackTargetIds.1' }],
    });
  });

  test('keep their policy when it is absent, and lose it when it is null', async () => {
    const rules = [{ name: 'stop', detector: 'SECRET', action: 'BLOCK' }];
    const policy = await mutate(
      'createPromptPolicy',
      { tenantId, name: freshName('policy'), rules },
      onPolicy,
    );
    const promptPolicyId = idOf(policy, 'promptPolicy');
    const made = await createRoute({ promptPolicyId });
    const id = idOf(made, 'route');
    const kept = { route: { version: 2, promptPolicy: { id: promptPolicyId } } };
    const edit = { id, expectedVersion: 1, totalTimeoutMs: 60_000 };
    expect(await mutate('updateRoute', edit, onRoute)).toMatchObject(kept);
    const bare = { id, expectedVersion: 2, promptPolicyId: null };
    expect(await mutate('updateRoute', bare, onRoute)).toMatchObject({
      route: { version: 3, promptPolicy: null, totalTimeoutMs: 60_000 },
    });
    const wrong = { id, expectedVersion: 3, promptPolicyId: id };
    expect(await mutate('updateRoute', wrong, onRoute)).toMatchObject({
      faults: [{ path: 'promptPolicyId' }],
    });
  });

  test('are listed in pages, and a cursor of another list is refused', async () => {
    const tenancy = await createTenancy(management);
    const own = toGlobalId('tenant', tenancy.tenant.id);
    for (const name of ['a', 'b', 'c']) await createRoute({ tenantId: own, name });
    const source = `query ($tenantId: ID, $after: String, $archived: Boolean) {
      routes(tenantId: $tenantId, first: 2, after: $after, includeArchived: $archived) {
        edges { node { name } } pageInfo { hasNextPage endCursor }
      }
    }`;
    const first = await query(source, { tenantId: own });
    expect(first).toMatchObject({
      routes: { edges: [{ node: { name: 'a' } }, { node: { name: 'b' } }] },
    });
    const { routes } = first as { routes: { pageInfo: { endCursor: string } } };
    const after = routes.pageInfo.endCursor;
    expect(await query(source, { tenantId: own, after })).toMatchObject({
      routes: { edges: [{ node: { name: 'c' } }], pageInfo: { hasNextPage: false } },
    });
    const misused = query(source, { tenantId: own, after, archived: true });
    await expect(misused).rejects.toThrow('another list');
  });
});

describe('prompt policies', () => {
  test('tell the route that they reroute to', async () => {
    const routeId = idOf(await createRoute(), 'route');
    const rules = [
      { name: 'stop', detector: 'PERSONAL_DATA', action: 'BLOCK' },
      { name: 'move', detector: 'SECRET', action: 'REROUTE', rerouteRouteId: routeId },
    ];
    const input = { tenantId, name: freshName('policy'), rules };
    const made = await mutate('createPromptPolicy', input, onPolicy);
    expect(made).toMatchObject({
      promptPolicy: {
        tenant: { id: tenantId },
        rules: [
          { name: 'stop', detector: 'PERSONAL_DATA', action: 'BLOCK', rerouteTo: null },
          { name: 'move', action: 'REROUTE', rerouteTo: { id: routeId } },
        ],
      },
    });
    const archived = await mutate('archiveRoute', { id: routeId, expectedVersion: 1 }, onRoute);
    expect(archived).toMatchObject({ __typename: 'ValidationFailed', faults: [{ path: 'id' }] });
    const id = idOf(made, 'promptPolicy');
    const edit = { id, expectedVersion: 1, rules: [{ ...rules[1], rerouteRouteId: 'nonsense' }] };
    expect(await mutate('updatePromptPolicy', edit, onPolicy)).toMatchObject({
      faults: [{ path: 'rules.0.rerouteRouteId' }],
    });
    expect(await mutate('archivePromptPolicy', { id, expectedVersion: 1 }, onPolicy)).toMatchObject(
      { __typename: 'PromptPolicyChanged', promptPolicy: { version: 2 } },
    );
  });
});
