import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Route } from '../../../control-plane/domain/route.ts';
import { ChangeRequestExpiry } from '../../../control-plane/jobs/change-request-expiry.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { freshName } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { call, type Management } from '../../support/management.ts';
import { calling, createActs, openReviewPlace, reviewed } from './course-house.ts';

/**
 * Goal: where a rule demands review nobody changes anything alone, by whatever way.
 * Method: people of one tenant and of the platform on a real database.
 */
const { at } = openReviewPlace();
const { rule, createRoute, edit, approve, apply, find, traces } = createActs(at);
let management: Management;
let approval: Approval;
let second: Operation;
let third: Operation;
beforeAll(() => {
  ({ management, approval, second, third } = at());
});
const rename = (route: Route, into?: string, by = approval.developer, name = freshName('route')) =>
  edit(route, { name }, { by, changeRequestId: into });
const routeOf = (id: string) => management.services.routes.find(management.admin, id);

describe('a route whose kind has a rule', () => {
  let route: Route;
  beforeAll(async () => {
    route = (await createRoute()).value;
    await rule('route', 2);
  });

  test('is made by the second approval, once, with one revision', async () => {
    const made = await reviewed(() => createRoute());
    expect(made).toMatchObject({ kind: 'route', state: 'in_review', demand: { quorum: 2 } });
    expect(await routeOf(made.subjectId)).toBeUndefined();
    expect(await approve(made, second)).toMatchObject({ state: 'in_review' });
    expect(await approve(made, second)).toMatchObject({ state: 'in_review' });
    expect(await approve(made, third)).toMatchObject({ state: 'applied' });
    expect(await routeOf(made.subjectId)).toMatchObject({ version: 1 });
    expect(await traces(made)).toEqual({ applied: 1, revisions: 1 });
  });

  test('waits for a reason, and is repeated by its idempotency key', async () => {
    const { routes } = management.services;
    const edit = { id: route.id, expectedVersion: route.version, name: freshName('route') };
    const bare = () => routes.update(approval.developer, call('updateRoute'), edit);
    expect(await faultPathsOf(bare)).toEqual(['reason']);
    const keyed = { ...calling('updateRoute'), idempotencyKey: freshName('key') };
    const again = () => reviewed(() => routes.update(approval.developer, keyed, edit));
    expect((await again()).id).toBe((await again()).id);
  });

  test('is tightened and archived at once', async () => {
    await setUpRoute(async (fresh) => {
      const { routes } = management.services;
      const edit = { id: fresh.id, expectedVersion: fresh.version };
      const constraints = { regions: ['eu'], dataTerms: [] };
      const narrowed = { ...edit, constraints };
      const { value } = await routes.update(approval.developer, call('updateRoute'), narrowed);
      expect(value.version).toBe(fresh.version + 1);
      const end = { id: fresh.id, expectedVersion: value.version };
      await routes.archive(approval.developer, call('archiveRoute'), end);
    });
  });

  const setUpRoute = async (work: (fresh: Route) => Promise<void>) => {
    const made = await reviewed(() => createRoute());
    await approve(made, second);
    await approve(made, third);
    const fresh = await routeOf(made.subjectId);
    if (fresh === undefined) throw new Error('the route is not there');
    await work(fresh);
  };

  describe('is not approved by', () => {
    test('its requester, by another token of the same person', async () => {
      const admin = await management.operation(['platform-admin']);
      const made = await reviewed(() => createRoute(admin));
      const otherToken = new Operation(admin.principal, 'oidc', admin.now);
      const failure = await failureOf(() => approve(made, otherToken));
      expect(failure.code).toBe('PERMISSION_DENIED');
    });

    test('a service', async () => {
      const robot = await management.operation(['security-reviewer'], {
        tenantId: approval.tenant.id,
        kind: 'service',
      });
      const made = await reviewed(() => createRoute());
      expect(await failureOf(() => approve(made, robot))).toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining('A service cannot review'),
      });
    });

    test('any of its editors, though another has edited it last', async () => {
      const admin = await management.operation(['platform-admin']);
      const made = await reviewed(() => rename(route));
      await reviewed(() => rename(route, made.id, admin));
      const edited = await reviewed(() => rename(route, made.id));
      expect((await failureOf(() => approve(edited, admin))).code).toBe('PERMISSION_DENIED');
    });

    test('people of another tenant, who do not see it', async () => {
      const other = await createApproval(management);
      const made = await reviewed(() => createRoute());
      expect((await failureOf(() => approve(made, other.reviewer))).code).toBe('NOT_FOUND');
    });
  });

  test('loses its approvals by an edit, also by one that is taken back', async () => {
    const name = freshName('route');
    const made = await reviewed(() => rename(route, undefined, approval.developer, name));
    await approve(made, second);
    await reviewed(() => rename(route, made.id));
    expect(await faultPathsOf(() => approve(made, third))).toEqual(['digest']);
    const back = await reviewed(() => rename(route, made.id, approval.developer, name));
    expect(back.digest).toBe(made.digest);
    expect(await approve(back, third)).toMatchObject({ state: 'in_review', round: 3 });
    expect(await approve(back, second, false)).toMatchObject({ state: 'approved' });
  });

  test('conflicts when its base moves, and is edited into review again', async () => {
    const made = await reviewed(() => rename(route));
    await approve(made, second);
    await management.query('UPDATE route SET version = version + 1 WHERE id = $1', [route.id]);
    expect(await failureOf(() => approve(made, third))).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await find(made.id)).toMatchObject({ state: 'conflicted' });
    const current = await routeOf(route.id);
    if (current === undefined) throw new Error('the route is gone');
    route = current;
    const edited = await reviewed(() => rename(route, made.id));
    expect(edited).toMatchObject({ state: 'in_review', baseVersion: route.version });
    expect(await approve(edited, third)).toMatchObject({ state: 'in_review' });
  });

  test('is back in review when a reviewer may review no longer', async () => {
    const { principals } = management.services;
    const leaving = await management.operation(['security-reviewer'], {
      tenantId: approval.tenant.id,
    });
    const made = await reviewed(() => createRoute());
    await approve(made, second);
    expect(await approve(made, leaving, false)).toMatchObject({ state: 'approved' });
    const { id, version } = leaving.principal;
    const demoted = { id, expectedVersion: version, roles: ['viewer'] as const };
    await principals.update(management.admin, call('updatePrincipal'), demoted);
    expect((await apply(made.id)).value).toMatchObject({ state: 'in_review' });
    expect(await routeOf(made.subjectId)).toBeUndefined();
    expect(await approve(made, third)).toMatchObject({ state: 'applied' });
  });

  test('is sent back, commented, withdrawn by its requester alone', async () => {
    const { changeRequests } = management.services;
    const made = await reviewed(() => createRoute());
    const said = { id: made.id, comment: 'Name the region.' };
    await changeRequests.comment(approval.developer, call('commentOnChange'), said);
    const sent = await changeRequests.requestChanges(second, call('requestChanges'), said);
    expect(sent.value.state).toBe('changes_requested');
    expect((await failureOf(() => approve(made, third))).code).toBe('VERSION_CONFLICT');
    const reviews = await changeRequests.listReviews(management.admin, [made.id]);
    const verdicts = reviews.map(({ verdict }) => verdict);
    expect(verdicts.toSorted()).toEqual(['changes_requested', 'commented']);
    const withdraw = (by: Operation) =>
      changeRequests.withdraw(by, call('withdrawChange'), made.id);
    expect((await failureOf(() => withdraw(management.admin))).code).toBe('PERMISSION_DENIED');
    expect((await withdraw(approval.developer)).value.state).toBe('withdrawn');
  });

  test('is made once by fifty who apply it at once', async () => {
    const made = await reviewed(() => createRoute());
    await approve(made, second, false);
    expect(await approve(made, third, false)).toMatchObject({ state: 'approved' });
    const applied = await Promise.all(Array.from({ length: 50 }, () => apply(made.id)));
    expect(new Set(applied.map(({ revision }) => revision)).size).toBe(1);
    expect(applied.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await traces(made)).toEqual({ applied: 1, revisions: 1 });
  });

  test('ends undecided after its time, whether or not the job has run', async () => {
    const made = await reviewed(() => createRoute());
    const late = new Operation(second.principal, 'access_token', made.expiresAt);
    expect((await failureOf(() => approve(made, late))).message).toContain('expired');
    const warn = () => {};
    const logger = { info: warn, warn, error: warn };
    const job = new ChangeRequestExpiry({ storage: management.storage, logger } as never);
    expect(await job.close(made.createdAt)).toBe(true);
    expect(await find(made.id)).toMatchObject({ state: 'in_review' });
    await job.close(made.expiresAt);
    expect(await find(made.id)).toMatchObject({ state: 'expired' });
  });
});
