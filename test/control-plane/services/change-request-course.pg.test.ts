import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import { freshName } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call } from '../../support/management.ts';
import { createActs, createCourse, openReviewPlace, reviewed } from './course-house.ts';

/**
 * Goal: drafts, schedules, suspensions, rebases and rollbacks change when a change is made, never whether somebody else has
 * approved it.
 * Method: people of one tenant on a real database; times of what is stored are moved behind the services, since the clock is
 * the database's.
 */
const { at } = openReviewPlace();
const { rule, freshRoute, edit, rename, approve, apply, find, routeOf, actionsOf, setQuorum } =
  createActs(at);
/** The one replica that holds the lease. */
let course: ReturnType<typeof createCourse>;
beforeAll(async () => {
  course = createCourse(at().management);
  await rule('route', 1);
});

const services = () => at().management.services;
const developer = () => at().approval.developer;
const approved = async (): Promise<ChangeRequest> => {
  const made = await rename(await freshRoute());
  return approve(made, at().second, false);
};
const minutes = (count: number) => new Date(Date.now() + count * 60_000);
const schedule = (id: string, applyAt = minutes(0), applyUntil = minutes(30), by = developer()) =>
  services().changeSchedules.schedule(by, call('scheduleChange'), { id, applyAt, applyUntil });
const move = (id: string, column: 'apply_at' | 'apply_until', minutesAway: number) =>
  at().management.query(
    `UPDATE change_request SET ${column} = clock_timestamp() + $2 * interval '1 minute' WHERE id = $1`,
    [id, minutesAway],
  );

describe('a draft', () => {
  const draft = async () => {
    const route = await freshRoute();
    return reviewed(() => edit(route, { name: freshName('route') }, { asDraft: true }));
  };
  const submit = (id: string, by = developer()) =>
    services().changePreparation.submit(by, call('submitChange'), id);

  test('waits for its authors, is edited as one, and is reviewed when they submit it', async () => {
    const made = await draft();
    expect(made.state).toBe('draft');
    expect((await failureOf(() => approve(made))).message).toContain('draft');
    expect((await failureOf(() => apply(made.id))).code).toBe('VERSION_CONFLICT');
    const { version } = await routeOf(made.subjectId);
    const edited = await reviewed(() =>
      edit({ id: made.subjectId, version }, { name: freshName('r') }, { changeRequestId: made.id }),
    );
    expect(edited).toMatchObject({ state: 'draft', round: 2 });
    const stranger = at().management.admin;
    expect((await failureOf(() => submit(made.id, stranger))).code).toBe('PERMISSION_DENIED');
    expect((await submit(made.id)).value.state).toBe('in_review');
    expect(await approve(edited)).toMatchObject({ state: 'applied' });
    expect((await failureOf(() => submit(made.id))).code).toBe('VERSION_CONFLICT');
  });

  test('is prepared also where no rule demands a review, and approved by being submitted then', async () => {
    const route = await freshRoute();
    await setQuorum(0);
    const name = freshName('route');
    const made = await reviewed(() => edit(route, { name }, { asDraft: true }));
    expect((await submit(made.id)).value.state).toBe('approved');
    expect((await apply(made.id)).value.state).toBe('applied');
    const other = await reviewed(() =>
      edit({ ...route, version: 2 }, { name: 'x' }, { asDraft: true }),
    );
    await setQuorum(1);
    expect((await submit(other.id)).value.state).toBe('in_review');
  });

  test('whose base has moved is in conflict when it is submitted', async () => {
    const made = await draft();
    await at().management.query('UPDATE route SET version = version + 1 WHERE id = $1', [
      made.subjectId,
    ]);
    expect((await failureOf(() => submit(made.id))).code).toBe('VERSION_CONFLICT');
    expect(await find(made.id)).toMatchObject({ state: 'conflicted' });
  });
});

describe('a schedule', () => {
  test('makes the change in its window, once, in the name of who scheduled it', async () => {
    const { job, metrics } = course;
    const made = await approved();
    await schedule(made.id, minutes(10));
    await job.run();
    expect(await find(made.id)).toMatchObject({ state: 'scheduled' });
    expect((await failureOf(() => apply(made.id))).message).toContain('scheduled');
    expect((await failureOf(() => approve(made, at().third))).code).toBe('VERSION_CONFLICT');
    await move(made.id, 'apply_at', -1);
    await job.run();
    await job.run();
    expect(await find(made.id)).toMatchObject({ state: 'applied', applyAt: null });
    expect((await routeOf(made.subjectId)).version).toBe(2);
    const [applied] = await at().management.query(
      `SELECT actor, authenticated_by FROM audit_event
        WHERE object = $1 AND action = 'change-request.apply'`,
      [`change-request/${made.id}`],
    );
    expect(applied).toEqual({ actor: developer().principal.name, authenticated_by: 'schedule' });
    expect(await metrics.scheduledChanges.get()).toMatchObject({
      values: [{ value: 1, labels: { outcome: 'applied' } }],
    });
  });

  test('is kept by one of two replicas, and a lost lease changes nothing', async () => {
    const { management } = at();
    const made = await approved();
    await schedule(made.id);
    const lease = freshName('lease');
    const take = async (holder: string) => {
      const acquire = management.storage.transaction(
        { kind: 'platform' },
        management.admin.actor,
        ({ leases }) => leases.acquire(lease, holder, 60_000),
      );
      return (await acquire).value ?? 0n;
    };
    const old = await take('one');
    await management.query(`UPDATE lease SET expires_at = now() - interval '1 s' WHERE name = $1`, [
      lease,
    ]);
    const token = await take('other');
    const { changeSchedules } = services();
    await expect(changeSchedules.applyDue(made.id, { lease, token: old })).rejects.toThrow('lease');
    expect(await find(made.id)).toMatchObject({ state: 'scheduled' });
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => changeSchedules.applyDue(made.id, { lease, token })),
    );
    expect(outcomes.filter((one) => one === 'applied')).toHaveLength(1);
    expect((await actionsOf(made.id)).filter((one) => one === 'apply')).toHaveLength(1);
  });

  test('whose window passes leaves it approved, and is never kept late', async () => {
    const made = await approved();
    await schedule(made.id);
    await move(made.id, 'apply_at', -20);
    await move(made.id, 'apply_until', -10);
    await course.job.run();
    expect(await find(made.id)).toMatchObject({
      state: 'approved',
      note: expect.stringContaining('window passed'),
    });
    expect((await routeOf(made.subjectId)).version).toBe(1);
  });

  test('does nothing when its reviewer, or who scheduled it, may do so no longer', async () => {
    const { management, approval } = at();
    const who = { tenantId: approval.tenant.id };
    const reviewer = await management.operation(['security-reviewer'], who);
    const scheduler = await management.operation(['developer'], who);
    const demote = async (by: typeof reviewer) =>
      services().principals.update(management.admin, call('updatePrincipal'), {
        id: by.principal.id,
        expectedVersion: 1,
        roles: ['viewer'],
      });
    const [unseen, unowned] = [await rename(await freshRoute()), await approved()];
    await approve(unseen, reviewer, false);
    for (const { id } of [unseen, unowned]) await schedule(id, minutes(0), minutes(9), scheduler);
    await demote(reviewer);
    await course.job.run();
    expect(await find(unseen.id)).toMatchObject({ state: 'in_review' });
    expect(await find(unowned.id)).toMatchObject({ state: 'applied' });
    const last = await approved();
    await schedule(last.id, minutes(0), minutes(9), scheduler);
    await demote(scheduler);
    await course.job.run();
    const note = expect.stringContaining('route:write');
    expect(await find(last.id)).toMatchObject({ state: 'approved', note });
    expect((await routeOf(last.subjectId)).version).toBe(1);
  });

  test('is cancelled, and refused for windows that nobody can keep', async () => {
    const made = await approved();
    const at5 = minutes(5);
    expect(await faultPathsOf(() => schedule(made.id, at5, at5))).toEqual(['windowEnd']);
    expect(await faultPathsOf(() => schedule(made.id, minutes(-9), minutes(-5)))).toEqual([
      'windowEnd',
    ]);
    const beyond = new Date('2040-01-01T00:00:00Z');
    expect(await faultPathsOf(() => schedule(made.id, at5, beyond))).toEqual(['windowEnd']);
    await schedule(made.id, at5);
    const cancel = () =>
      services().changeSchedules.cancel(developer(), call('cancelScheduledChange'), made.id);
    expect((await cancel()).value).toMatchObject({ state: 'approved', applyUntil: null });
    expect((await failureOf(cancel)).code).toBe('VERSION_CONFLICT');
    expect((await failureOf(() => schedule(made.id, at5, minutes(9), at().second))).code).toBe(
      'PERMISSION_DENIED',
    );
  });
});

test('what a suspended tenant has approved is held, and approved again when that is over', async () => {
  const { management, approval } = at();
  const { job } = course;
  const suspend = (isSuspended: boolean) =>
    management.query('UPDATE tenant SET suspended = $2 WHERE id = $1', [
      approval.tenant.id,
      isSuspended,
    ]);
  const made = await rename(await freshRoute());
  await suspend(true);
  expect(await approve(made)).toMatchObject({ state: 'suspended' });
  expect((await apply(made.id)).value).toMatchObject({ state: 'suspended' });
  await job.run();
  expect(await find(made.id)).toMatchObject({ state: 'suspended' });
  await suspend(false);
  await job.run();
  expect(await find(made.id)).toMatchObject({ state: 'approved' });
  expect((await apply(made.id)).value).toMatchObject({ state: 'applied' });
  expect(await actionsOf(made.id)).toEqual(['create', 'approve', 'suspend', 'resume', 'apply']);
});

describe('a rebase', () => {
  const rebase = (id: string) =>
    services().changePreparation.rebase(developer(), call('rebaseChange'), id);
  /** A request of the one field, and another applied one of the other. */
  const conflict = async (theirs: object) => {
    const route = await freshRoute();
    const made = await rename(route, freshName('mine'));
    await approve(made, at().second, false);
    await setQuorum(0);
    await edit(route, theirs);
    await setQuorum(1);
    expect((await failureOf(() => apply(made.id))).code).toBe('VERSION_CONFLICT');
    return made;
  };

  test('keeps what others have changed, and needs every approval anew', async () => {
    const made = await conflict({ idleTimeoutMs: 7_000 });
    const { value } = await rebase(made.id);
    expect(value).toMatchObject({ state: 'in_review', baseVersion: 2, round: 2 });
    expect(value.digest).not.toBe(made.digest);
    expect(await faultPathsOf(() => approve(made))).toEqual(['digest']);
    expect((await failureOf(() => apply(made.id))).code).toBe('VERSION_CONFLICT');
    expect(await approve(value)).toMatchObject({ state: 'applied' });
    const { name } = made.proposal as { readonly name: string };
    expect(await routeOf(made.subjectId)).toMatchObject({ name, idleTimeoutMs: 7_000 });
  });

  test('names the fields that both have changed, and is not needed where nothing has moved', async () => {
    const made = await conflict({ name: freshName('theirs'), idleTimeoutMs: 7_000 });
    expect(await faultPathsOf(() => rebase(made.id))).toEqual(['name']);
    expect(await find(made.id)).toMatchObject({ state: 'conflicted', round: 1 });
    const still = await rename(await freshRoute());
    expect(await faultPathsOf(() => rebase(still.id))).toEqual(['changeRequestId']);
  });
});

describe('a rollback', () => {
  const rollback = (id: string) =>
    services().changePreparation.requestRollback(developer(), call('requestRollback'), {
      id,
      reason: 'It was wrong.',
    });

  test('is a request of its own on what the row is by now, and is reviewed', async () => {
    const route = await freshRoute();
    const made = await rename(route);
    expect(await faultPathsOf(() => rollback(made.id))).toEqual(['changeRequestId']);
    await approve(made);
    await setQuorum(0);
    await edit({ ...route, version: 2 }, { idleTimeoutMs: 7_000 });
    await setQuorum(1);
    const { value } = await rollback(made.id);
    expect(value).toMatchObject({ state: 'in_review', baseVersion: 3, rollbackOfId: made.id });
    expect(await approve(value)).toMatchObject({ state: 'applied' });
    const { name } = route;
    expect(await routeOf(route.id)).toMatchObject({ name, idleTimeoutMs: 7_000, version: 4 });
  });

  test('names the fields that were changed since', async () => {
    const route = await freshRoute();
    const made = await rename(route);
    await approve(made);
    const again = await rename({ ...route, version: 2 });
    await approve(again);
    expect(await faultPathsOf(() => rollback(made.id))).toEqual(['name']);
    expect((await rollback(again.id)).value).toMatchObject({ state: 'in_review' });
  });

  test('and a change of the same row at the same moment leave one of them', async () => {
    const route = await freshRoute();
    const made = await rename(route);
    await approve(made);
    const { value: back } = await rollback(made.id);
    const later = await rename({ ...route, version: 2 });
    const results = await Promise.allSettled([approve(back), approve(later, at().third)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await routeOf(route.id)).version).toBe(3);
  });
});
