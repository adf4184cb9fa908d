import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ModelDraft } from '../../../control-plane/domain/model.ts';
import type { UsageEvent } from '../../../control-plane/domain/usage.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import {
  createCatalog,
  createTenancy,
  freshName,
  modelDraft,
  targetDraft,
} from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { attemptAt, decisionOf, usageOf } from '../../support/telemetry.ts';

let management: Management;
beforeAll(async () => {
  management = await openManagement();
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const createModel = () =>
  management.services.models.create(management.admin, call('createModel'), modelDraft());

const createWith = (change: Partial<ModelDraft>) =>
  management.services.models.create(management.admin, call('createModel'), modelDraft(change));
const DAY_MS = 86_400_000;

describe('models', () => {
  test('are written with their audit entry and revision, and read back', async () => {
    const { services, admin } = management;
    const { value, revision } = await createModel();
    expect(await services.models.find(admin, value.id)).toEqual(value);
    const [event] = await management.query<{ action: string; revision: string }>(
      'SELECT action, revision FROM audit_event WHERE object = $1',
      [`model/${value.id}`],
    );
    expect(event).toEqual({ action: 'model.create', revision: revision?.toString() });
  });

  test('have names that differ', async () => {
    const { services, admin } = management;
    const { value } = await createModel();
    const draft = modelDraft({ name: value.name });
    const work = () => services.models.create(admin, call('createModel'), draft);
    expect(await faultPathsOf(work)).toEqual(['name']);
  });

  test('are the platform’s to change, and every tenant’s to read', async () => {
    const { services } = management;
    const { value } = await createModel();
    const { tenant } = await createTenancy(management);
    const local = await management.operation(['platform-admin'], { tenantId: tenant.id });
    expect(await services.models.find(local, value.id)).toEqual(value);
    for (const work of [
      () => services.models.create(local, call('createModel'), modelDraft()),
      () =>
        services.models.archive(local, call('archiveModel'), { id: value.id, expectedVersion: 1 }),
    ])
      expect(await failureOf(work)).toMatchObject({
        code: 'PERMISSION_DENIED',
        permission: 'model:write',
      });
    const viewer = await management.operation(['viewer']);
    const failure = await failureOf(() =>
      services.models.create(viewer, call('createModel'), modelDraft()),
    );
    expect(failure.code).toBe('PERMISSION_DENIED');
  });

  test('change once for each version that was seen', async () => {
    const { services, admin } = management;
    const { value } = await createModel();
    const edit = { id: value.id, expectedVersion: 1, outputTokensMax: 9 };
    const results = await Promise.allSettled([
      services.models.update(admin, call('updateModel'), edit),
      services.models.update(admin, call('updateModel'), edit),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await services.models.find(admin, value.id)).toMatchObject({ version: 2 });
  });

  test('cannot be archived while a target serves them', async () => {
    const { services, admin } = management;
    const { model, target } = await createCatalog(management);
    const edit = { id: model.id, expectedVersion: 1 };
    const archive = () => services.models.archive(admin, call('archiveModel'), edit);
    expect(await failureOf(archive)).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: expect.stringContaining(target.name),
    });
    await services.targets.archive(admin, call('archiveTarget'), {
      id: target.id,
      expectedVersion: 1,
    });
    expect((await archive()).value.archivedAt).toEqual(admin.now);
  });

  test('keep the capabilities that a target names', async () => {
    const { services, admin } = management;
    const { model } = await createCatalog(management, {
      target: { capabilities: ['tools', 'chat'] },
    });
    const update = (capabilities: readonly ('chat' | 'tools' | 'vision')[]) =>
      services.models.update(admin, call('updateModel'), {
        id: model.id,
        expectedVersion: 1,
        capabilities,
      });
    expect(await faultPathsOf(() => update(['chat']))).toEqual(['capabilities']);
    expect((await update(['vision', 'chat', 'tools'])).value.version).toBe(2);
  });

  test('are not archived under a target that is being made', async () => {
    const { services, admin } = management;
    const { model, provider, target } = await createCatalog(management);
    await services.targets.archive(admin, call('archiveTarget'), {
      id: target.id,
      expectedVersion: 1,
    });
    for (let round = 0; round < 5; round += 1) {
      const draft = targetDraft({ providerId: provider.id, modelId: model.id });
      const edit = { id: model.id, expectedVersion: 1 };
      const [made, archived] = await Promise.allSettled([
        services.targets.create(admin, call('createTarget'), draft),
        services.models.archive(admin, call('archiveModel'), edit),
      ]);
      expect([made.status, archived.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      if (archived.status === 'fulfilled' || made.status === 'rejected') return;
      await services.targets.archive(admin, call('archiveTarget'), {
        id: made.value.value.id,
        expectedVersion: 1,
      });
    }
  });

  test('go by aliases, which no other model has, whoever writes them', async () => {
    const { services, admin } = management;
    const alias = freshName('alias');
    const { value } = await createWith({ aliases: [alias, freshName('alias')] });
    expect(await services.models.findNamed(admin, alias)).toEqual(value);
    expect(await services.models.findNamed(admin, value.name)).toEqual(value);
    expect(await services.models.findNamed(admin, 'nobody')).toBeUndefined();
    expect(await faultPathsOf(() => createWith({ aliases: [alias] }))).toEqual(['aliases']);
    expect(await faultPathsOf(() => createWith({ name: alias }))).toEqual(['aliases']);
    expect(await faultPathsOf(() => createWith({ aliases: [value.name] }))).toEqual(['aliases']);
    const { value: other } = await createModel();
    const forced = management.query('UPDATE model SET aliases = $1 WHERE id = $2', [
      [alias],
      other.id,
    ]);
    await expect(forced).rejects.toThrow('model_known_name_pkey');
    const edit = { id: value.id, expectedVersion: 1, name: alias, aliases: [value.name] };
    await services.models.update(admin, call('updateModel'), edit);
    expect(await services.models.findNamed(admin, value.name)).toMatchObject({ name: alias });
  });

  test('are deprecated from a date on, in favour of a model that is in use', async () => {
    const { services, admin } = management;
    const { value: next } = await createModel();
    const at = (day: number) => new Date(managementNow.getTime() + day * DAY_MS);
    const late = await createWith({ deprecatedAt: at(9), replacedById: next.id });
    const early = await createWith({ deprecatedAt: at(-9) });
    const page = { first: 200, after: undefined };
    const { rows } = await services.models.listDeprecated(admin, page);
    expect(rows.map(({ id }) => id)).toEqual([early.value.id, late.value.id]);
    const gone = { id: next.id, expectedVersion: 1 };
    await services.models.archive(admin, call('archiveModel'), gone);
    const edit = { id: early.value.id, expectedVersion: 1, replacedById: next.id };
    const work = () => services.models.update(admin, call('updateModel'), edit);
    expect(await faultPathsOf(work)).toEqual(['replacedById']);
    const kept = { id: late.value.id, expectedVersion: 1, deprecatedAt: null, replacedById: null };
    await services.models.update(admin, call('updateModel'), kept);
    const left = await services.models.listDeprecated(admin, page);
    expect(left.rows.map(({ id }) => id)).toEqual([early.value.id]);
  });

  test('tell who used them lately, to each tenant its own', async () => {
    const { services, admin, storage } = management;
    const { value: model } = await createModel();
    const [one, other] = [await createTenancy(management), await createTenancy(management)];
    const at = (days: number) => new Date(managementNow.getTime() - days * DAY_MS);
    const used = (tenancy: typeof one, when: Date, change: Partial<UsageEvent> = {}) => {
      const caller = {
        tenantId: tenancy.tenant.id,
        applicationId: tenancy.application.id,
        routeId: randomUUID(),
      };
      const attempt = attemptAt(randomUUID(), {});
      const event = usageOf(decisionOf(caller, [attempt]), attempt);
      return { ...event, requestId: randomUUID(), modelId: model.id, at: when, ...change };
    };
    const twice = used(one, at(1));
    const events = [
      twice,
      { ...twice, attempt: 2 },
      used(one, at(3)),
      used(one, at(40)),
      used(one, at(1), { modelId: randomUUID() }),
      used(other, at(2)),
    ];
    await storage.transaction(PLATFORM, admin.actor, ({ usage }) => usage.insert(events));
    const rowOf = ({ tenant, application }: typeof one) => ({
      tenantId: tenant.id,
      applicationId: application.id,
    });
    const mine = { ...rowOf(one), requests: 2n, attempts: 3n, cost: 300n, lastUsedAt: at(1) };
    const theirs = { ...rowOf(other), requests: 1n, attempts: 1n, cost: 100n, lastUsedAt: at(2) };
    expect(await services.models.listUsers(admin, model.id, 30)).toEqual({
      since: at(30),
      rows: [mine, theirs],
      truncated: false,
    });
    const local = await management.operation(['viewer'], { tenantId: other.tenant.id });
    expect((await services.models.listUsers(local, model.id, 30)).rows).toEqual([theirs]);
    const tooLong = () => services.models.listUsers(admin, model.id, 401);
    expect(await faultPathsOf(tooLong)).toEqual(['days']);
  });

  test('are listed by name, without the archived unless they are asked for', async () => {
    const { services, admin } = management;
    const { value } = await createModel();
    await services.models.archive(admin, call('archiveModel'), {
      id: value.id,
      expectedVersion: 1,
    });
    const page = { first: 200, after: undefined };
    const names = async (includeArchived: boolean) =>
      (await services.models.list(admin, { filter: { includeArchived } }, page)).rows.map(
        ({ name }) => name,
      );
    const all = await names(true);
    expect(all).toContain(value.name);
    expect(await names(false)).not.toContain(value.name);
    const first = await services.models.list(
      admin,
      { filter: { includeArchived: true } },
      { first: 1, after: undefined },
    );
    const [row] = first.rows;
    if (row === undefined) throw new Error('there is no model');
    const rest = { first: 200, after: first.cursorOf(row) };
    const others = await services.models.list(admin, { filter: { includeArchived: true } }, rest);
    expect([row.name, ...others.rows.map(({ name }) => name)]).toEqual(all);
  });
});
