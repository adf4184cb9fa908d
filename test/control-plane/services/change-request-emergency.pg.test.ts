import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { freshName, ruleTo, targetDraft } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { createGrant, requestGrant } from '../../support/grant.ts';
import { call } from '../../support/management.ts';
import { raceBehind } from '../../support/race.ts';
import { createActs, createCourse, openReviewPlace, reviewed } from './course-house.ts';

/**
 * Goal: what is made without its quorum is gone after its time, whatever whoever made it does, unless others ratify it.
 * Method: people of one tenant on a real database; the time of what is stored is moved behind the services.
 */
const { at } = openReviewPlace();
const acts = createActs(at);
const { rule, freshRoute, edit, rename, approve, find, routeOf, breakGlass, ratify } = acts;
let course: ReturnType<typeof createCourse>;
beforeAll(async () => {
  course = createCourse(at().management);
  await rule('route', 1);
});

const services = () => at().management.services;
/** As if the time for its quorum were over. */
const runOut = async (id: string) => {
  await at().management.query(
    `UPDATE change_request SET revert_at = clock_timestamp() - interval '1 s' WHERE id = $1`,
    [id],
  );
  await course.job.run();
  return find(id);
};
const personOf = () => at().management.operation(['owner'], { tenantId: at().approval.tenant.id });
const broken = async (by?: Operation) => {
  const route = await freshRoute();
  const made = await rename(route);
  const { value } = await breakGlass(made.id, by ?? (await personOf()));
  return { route, value };
};

describe('a change in an emergency', () => {
  test('is in force at once, with one revision, and taken back by itself', async () => {
    const { management } = at();
    const route = await freshRoute();
    const made = await rename(route);
    const first = await breakGlass(made.id);
    expect(first.value).toMatchObject({
      state: 'applied_emergency',
      emergency: { incidentId: 'INC-7', leftFields: [] },
      authors: [at().approval.developer.principal.id, management.admin.principal.id],
    });
    const holdMs = (first.value.revertAt?.getTime() ?? 0) - Date.now();
    expect(Math.round(holdMs / 60_000)).toBe(240);
    const { name } = made.proposal as { readonly name: string };
    expect(await routeOf(route.id)).toMatchObject({ name, version: 2 });
    expect(await breakGlass(made.id)).toMatchObject({ revision: first.revision, repeated: true });
    await course.job.run();
    expect(await find(made.id)).toMatchObject({ state: 'applied_emergency' });
    expect(await runOut(made.id)).toMatchObject({ state: 'reverted', revertAt: null });
    expect(await routeOf(route.id)).toMatchObject({ name: route.name, version: 3 });
    expect(await acts.actionsOf(made.id)).toEqual(['create', 'apply-emergency', 'revert']);
  });

  test('stays when its quorum ratifies exactly that, which nobody does who had a hand in it', async () => {
    const { management, approval, second } = at();
    const { value } = await broken(management.admin);
    for (const by of [management.admin, approval.developer])
      expect((await failureOf(() => ratify(value, by))).code).toBe('PERMISSION_DENIED');
    const robot = await management.operation(['security-reviewer'], {
      tenantId: approval.tenant.id,
      kind: 'service',
    });
    expect((await failureOf(() => ratify(value, robot))).code).toBe('PERMISSION_DENIED');
    expect(await faultPathsOf(() => ratify({ ...value, digest: 'other' }))).toEqual(['digest']);
    expect((await ratify(value)).value).toMatchObject({ state: 'ratified', revertAt: null });
    expect((await ratify(value, second)).value).toMatchObject({ state: 'ratified' });
    await course.job.run();
    expect(await find(value.id)).toMatchObject({ state: 'ratified' });
  });

  test('is ratified by as many as the stricter rule demands, and not when its time is over', async () => {
    const { value } = await broken();
    await acts.setQuorum(2);
    expect((await ratify(value)).value).toMatchObject({ state: 'applied_emergency' });
    await at().management.query(
      'UPDATE change_request SET revert_at = clock_timestamp() WHERE id = $1',
      [value.id],
    );
    expect((await failureOf(() => ratify(value, at().third))).code).toBe('VERSION_CONFLICT');
    await acts.setQuorum(1);
    expect(await runOut(value.id)).toMatchObject({ state: 'reverted' });
  });

  test('is nothing for approval rules, services, whoever lacks the right, and suspended tenants', async () => {
    const { management, approval } = at();
    const made = await rename(await freshRoute());
    const who = { tenantId: approval.tenant.id };
    for (const by of [approval.developer, at().second])
      expect((await failureOf(() => breakGlass(made.id, by))).code).toBe('PERMISSION_DENIED');
    const robot = await management.operation(['owner'], { ...who, kind: 'service' });
    expect((await failureOf(() => breakGlass(made.id, robot))).message).toContain('service');
    const grantRule = await rule('grant', 2);
    const loosened = { id: grantRule.id, expectedVersion: 1, quorum: 1 };
    const named = { ...call('updateApprovalRule'), review: { reason: 'Too strict.' } };
    const loosening = await reviewed(() =>
      services().approvalRules.update(management.admin, named, loosened),
    );
    expect(await faultPathsOf(() => breakGlass(loosening.id))).toEqual(['changeRequestId']);
    const suspend = (is: boolean) =>
      management.query('UPDATE tenant SET suspended = $2 WHERE id = $1', [who.tenantId, is]);
    await suspend(true);
    expect(await faultPathsOf(() => breakGlass(made.id))).toEqual(['changeRequestId']);
    await suspend(false);
    await approve(made, at().second, false);
    expect((await failureOf(() => breakGlass(made.id))).code).toBe('VERSION_CONFLICT');
  });
});

describe('how often', () => {
  test('is once for a row, while that is in force: else both together would stay', async () => {
    const { route, value } = await broken();
    const onTop = await rename({ ...route, version: 2 });
    expect((await failureOf(() => breakGlass(onTop.id))).message).toContain('is in force here');
    await ratify(value);
    expect((await breakGlass(onTop.id)).value).toMatchObject({ state: 'applied_emergency' });
    expect(await runOut(onTop.id)).toMatchObject({ state: 'reverted' });
  });

  test('is five times in 24 hours for one person, by whatever account, but for what is ratified', async () => {
    const [person, alias] = [await personOf(), await personOf()];
    for (const { principal } of [person, alias])
      await at().management.query('UPDATE principal SET email = $2 WHERE id = $1', [
        principal.id,
        'gus@example.com',
      ]);
    const first = await broken(person);
    await runOut(first.value.id);
    const second = await broken(alias);
    for (let count = 2; count < 4; count += 1) await broken(person);
    const waiting = [];
    for (let count = 0; count < 3; count += 1) waiting.push(await rename(await freshRoute()));
    // Held up where their entries are written, when each has counted those before it.
    const held = {
      sql: 'SELECT FROM audit_head WHERE chain = $1 FOR UPDATE',
      values: [at().approval.tenant.id],
    };
    const works = waiting.map(
      ({ id }, position) =>
        () =>
          breakGlass(id, position === 1 ? alias : person),
    );
    const outcomes = await raceBehind(at().management.url, held, works);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    const again = () => broken(person);
    expect((await failureOf(again)).message).toContain('5 changes here in the last 24 hours');
    await broken();
    await ratify(second.value);
    await again();
    expect(await faultPathsOf(again)).toEqual(['changeRequestId']);
    await at().management.query(
      `UPDATE change_request SET emergency = jsonb_set(emergency, '{appliedAt}',
        to_jsonb(clock_timestamp() - interval '25 h')) WHERE id = $1`,
      [first.value.id],
    );
    await again();
  });
});

describe('what is taken back', () => {
  test('leaves what others have changed since, and raises an alarm', async () => {
    const { route, value } = await broken();
    const theirs = await rename({ ...route, version: 2 }, freshName('theirs'));
    expect(await approve(theirs)).toMatchObject({ state: 'applied' });
    expect(await runOut(value.id)).toMatchObject({
      state: 'reverted',
      note: expect.stringContaining('name'),
      emergency: { leftFields: ['name'] },
    });
    const { name } = theirs.proposal as { readonly name: string };
    expect(await routeOf(route.id)).toMatchObject({ name });
    expect(course.told).toContain('a change that was made in an emergency is not all taken back');
    const { values } = await course.metrics.emergencyReverts.get();
    expect(values).toContainEqual({ value: 1, labels: { outcome: 'incomplete' } });
  });

  test('keeps edits of other fields', async () => {
    const { route, value } = await broken();
    await acts.setQuorum(0);
    await edit({ ...route, version: 2 }, { idleTimeoutMs: 7_000 });
    await acts.setQuorum(1);
    expect(await runOut(value.id)).toMatchObject({ emergency: { leftFields: [] } });
    expect(await routeOf(route.id)).toMatchObject({ name: route.name, idleTimeoutMs: 7_000 });
  });

  test('goes whole also when whoever made it has given back a little, which needs no review', async () => {
    const { management, approval } = at();
    const route = await freshRoute();
    const targets: string[] = [];
    for (const name of [freshName('target'), freshName('target')]) {
      const place = { providerId: approval.provider.id, modelId: approval.model.id };
      const create = call('createTarget');
      const draft = targetDraft({ name, ...place });
      targets.push((await services().targets.create(management.admin, create, draft)).value.id);
    }
    const rules = (fallbackTargetIds: readonly string[]) => [
      ruleTo(approval.target.id, { fallbackTargetIds }),
    ];
    const made = await reviewed(() => edit(route, { rules: rules(targets) }));
    await breakGlass(made.id);
    await edit({ ...route, version: 2 }, { rules: rules(targets.slice(0, 1)) });
    expect(await runOut(made.id)).toMatchObject({ emergency: { leftFields: [] } });
    expect((await routeOf(route.id)).rules[0]?.fallbackTargetIds).toEqual([]);
  });

  test('ends a grant that was made, also one that was narrowed since', async () => {
    const { management, approval } = at();
    const made = await requestGrant(management, approval, { workloads: ['chat', 'code'] });
    await breakGlass(made.id);
    const narrowed = { id: made.subjectId, expectedVersion: 1, workloads: ['chat'] };
    const tighten = { ...narrowed, reason: undefined };
    await services().grants.update(management.admin, call('updateGrant'), tighten);
    expect(await runOut(made.id)).toMatchObject({ state: 'reverted' });
    const grant = await services().grants.find(management.admin, made.subjectId);
    expect(grant?.revokedAt).not.toBeNull();
  });

  test('says why when a rule of today forbids it', async () => {
    const { management } = at();
    const { route, value } = await broken();
    await acts.setQuorum(0);
    const { value: other } = await acts.createRoute();
    await edit(other, { name: route.name });
    await acts.setQuorum(1);
    expect(await runOut(value.id)).toMatchObject({
      state: 'reverted',
      note: expect.stringContaining('not all taken back'),
      emergency: { fault: expect.stringContaining('name') },
    });
    expect((await services().routes.find(management.admin, route.id))?.name).not.toBe(route.name);
  });

  test('ends a grant that would have ended meanwhile', async () => {
    const { management, approval } = at();
    await acts.setQuorum(1, 'grant');
    const grant = await createGrant(management, approval, {
      notAfter: new Date('2030-02-01T00:00:00Z'),
    });
    await acts.setQuorum(2, 'grant');
    const renewal = { id: grant.id, expectedVersion: 1, reason: 'Longer.' };
    const { value: made } = await services().grants.renew(approval.developer, call('renewGrant'), {
      ...renewal,
      notAfter: new Date('2031-01-01T00:00:00Z'),
    });
    await breakGlass(made.id);
    await management.query(
      `UPDATE change_request SET base = jsonb_set(base, '{notAfter}', '"2020-01-01T00:00:00Z"') WHERE id = $1`,
      [made.id],
    );
    expect(await runOut(made.id)).toMatchObject({ emergency: { fault: null } });
    expect((await services().grants.find(management.admin, grant.id))?.revokedAt).not.toBeNull();
  });

  test('goes before its time when a reviewer or whoever made it says so', async () => {
    const revert = (id: string, by: Operation) =>
      services().emergencyChanges.revert(by, call('revertEmergency'), {
        id,
        reason: 'It is over.',
      });
    for (const by of [at().management.admin, at().second]) {
      const { route, value } = await broken();
      const mere = at().approval.developer;
      expect((await failureOf(() => revert(value.id, mere))).code).toBe('PERMISSION_DENIED');
      const first = await revert(value.id, by);
      expect(first.value).toMatchObject({ state: 'reverted', note: 'It is over.' });
      expect(await routeOf(route.id)).toMatchObject({ name: route.name, version: 3 });
      expect(await revert(value.id, by)).toMatchObject({
        revision: first.revision,
        repeated: true,
      });
    }
  });

  test('is taken back once, though it is ratified at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { route, value } = await broken();
      const [ratified] = await Promise.allSettled([ratify(value), runOut(value.id)]);
      const end = await find(value.id);
      expect(end?.state).toBe(ratified.status === 'fulfilled' ? 'ratified' : 'reverted');
      expect((await routeOf(route.id)).version).toBe(end?.state === 'ratified' ? 2 : 3);
    }
  });
});
