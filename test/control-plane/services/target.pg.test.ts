import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Catalog,
  createCatalog,
  createTenancy,
  modelDraft,
  targetDraft,
} from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

let management: Management;
let catalog: Catalog;
beforeAll(async () => {
  management = await openManagement();
  catalog = await createCatalog(management);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const draftOf = (change: Parameters<typeof targetDraft>[0] = {}) =>
  targetDraft({ providerId: catalog.provider.id, modelId: catalog.model.id, ...change });

describe('targets', () => {
  test('keep the largest price to the last nano-USD, as decimal strings', async () => {
    const { services, admin } = management;
    const effectiveFrom = new Date('2029-01-01T00:00:00Z');
    const prices = [
      { effectiveFrom, input: 999_999_999_999_999n, output: 10n ** 15n, perRequest: 1n },
    ];
    const made = await services.targets.create(admin, call('createTarget'), draftOf({ prices }));
    expect(await services.targets.find(admin, made.value.id)).toEqual(made.value);
    const [row] = await management.query('SELECT prices FROM target WHERE id = $1', [
      made.value.id,
    ]);
    expect(row).toEqual({
      prices: [
        {
          effectiveFrom: '2029-01-01T00:00:00.000Z',
          input: '999999999999999',
          output: '1000000000000000',
          cachedRead: '999999999999999',
          cachedWrite: '999999999999999',
          reasoning: '1000000000000000',
          perRequest: '1',
        },
      ],
    });
  });

  test('keep the price of an hour only where it is another one', async () => {
    const { services, admin } = management;
    const prices = [
      { effectiveFrom: new Date('2029-01-01'), input: 4n, output: 9n, cachedWrite: 5n },
      { effectiveFrom: new Date('2029-02-01'), input: 4n, output: 9n, cachedWriteLong: 8n },
    ];
    const made = await services.targets.create(admin, call('createTarget'), draftOf({ prices }));
    const found = await services.targets.find(admin, made.value.id);
    expect(found?.prices.map(({ cachedWriteLong }) => cachedWriteLong)).toEqual([5n, 8n]);
    const [row] = await management.query<{ prices: readonly object[] }>(
      'SELECT prices FROM target WHERE id = $1',
      [made.value.id],
    );
    expect(row?.prices[0]).not.toHaveProperty('cachedWriteLong');
    expect(row?.prices[1]).toMatchObject({ cachedWrite: '4', cachedWriteLong: '8' });
  });

  test('tell the audit log of new prices, and of nothing when they stayed', async () => {
    const { services, admin } = management;
    const made = await services.targets.create(admin, call('createTarget'), draftOf());
    const { id, prices } = made.value;
    const update = call('updateTarget');
    await services.targets.update(admin, update, {
      id,
      expectedVersion: 1,
      prices,
      enabled: false,
    });
    await services.targets.update(admin, update, {
      id,
      expectedVersion: 2,
      prices: [{ input: 1n, output: 2n }],
    });
    const events = await management.query<{ changes: object }>(
      `SELECT changes FROM audit_event WHERE object = $1 AND action = 'target.update' ORDER BY id`,
      [`target/${id}`],
    );
    expect(events.map(({ changes }) => Object.keys(changes))).toEqual([['enabled'], ['prices']]);
  });

  test('can be made twice with one idempotency key, prices and all, and are made once', async () => {
    const { services, admin } = management;
    const draft = draftOf();
    const once = call('createTarget', draft, randomUUID());
    const first = await services.targets.create(admin, once, draft);
    const second = await services.targets.create(admin, once, draft);
    expect(second).toMatchObject({ repeated: true, value: { id: first.value.id } });
    const other = { ...once, input: { ...draft, prices: [{ input: 1n, output: 1n }] } };
    const failure = await failureOf(() => services.targets.create(admin, other, draft));
    expect(failure.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('hang from a provider and a model that are in use', async () => {
    const { services, admin } = management;
    const gone = await services.models.create(admin, call('createModel'), modelDraft());
    const edit = { id: gone.value.id, expectedVersion: 1 };
    await services.models.archive(admin, call('archiveModel'), edit);
    const create = (change: Parameters<typeof targetDraft>[0]) => () =>
      services.targets.create(admin, call('createTarget'), draftOf(change));
    expect(await faultPathsOf(create({ modelId: gone.value.id }))).toEqual(['modelId']);
    expect((await failureOf(create({ modelId: randomUUID() }))).code).toBe('NOT_FOUND');
    expect((await failureOf(create({ providerId: randomUUID() }))).code).toBe('NOT_FOUND');
    const idle = await createCatalog(management);
    await services.targets.archive(admin, call('archiveTarget'), {
      id: idle.target.id,
      expectedVersion: 1,
    });
    await services.providers.archive(admin, call('archiveProvider'), {
      id: idle.provider.id,
      expectedVersion: 1,
    });
    expect(await faultPathsOf(create({ providerId: idle.provider.id }))).toEqual(['providerId']);
  });

  test('narrow their model, also when they are edited', async () => {
    const { services, admin } = management;
    const { target } = await createCatalog(management);
    const edit = { id: target.id, expectedVersion: 1, capabilities: ['vision'] as const };
    const work = () => services.targets.update(admin, call('updateTarget'), edit);
    expect(await faultPathsOf(work)).toEqual(['capabilities']);
  });

  test('are the platform’s to change', async () => {
    const { services } = management;
    const { tenant } = await createTenancy(management);
    const local = await management.operation(['platform-admin'], { tenantId: tenant.id });
    const edit = { id: catalog.target.id, expectedVersion: 1, enabled: false };
    for (const work of [
      () => services.targets.create(local, call('createTarget'), draftOf()),
      () => services.targets.update(local, call('updateTarget'), edit),
    ])
      expect(await failureOf(work)).toMatchObject({
        code: 'PERMISSION_DENIED',
        permission: 'target:write',
      });
  });

  test('are past changing once they are archived', async () => {
    const { services, admin } = management;
    const { target } = await createCatalog(management);
    const edit = { id: target.id, expectedVersion: 1 };
    await services.targets.archive(admin, call('archiveTarget'), edit);
    const again = { id: target.id, expectedVersion: 2 };
    const failure = await failureOf(() =>
      services.targets.archive(admin, call('archiveTarget'), again),
    );
    expect(failure.code).toBe('NOT_FOUND');
  });
});
