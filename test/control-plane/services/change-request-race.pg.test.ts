import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { routeDraft, ruleTo } from '../../support/catalog.ts';
import {
  type Approval,
  approveGrant,
  createApproval,
  createGrant,
  requestGrant,
} from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { raceBehind } from '../../support/race.ts';
import { createReviewActs } from './change-request-fixture.ts';
import { release } from './noted-release.ts';

/**
 * Goal: an approval applies exactly what was reviewed, once, whatever else happens at that moment.
 * Method: people of one tenant on a real database; races run both sides at once, several rounds.
 */
const ROUNDS = 5;
let management: Management;
let approval: Approval;
const { request, approve, withdraw, reject, find, countGrants } = createReviewActs(() => ({
  management,
  approval,
}));
beforeAll(async () => {
  management = await openManagement(8);
  approval = await createApproval(management);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

describe('at the same moment', () => {
  test('two approvals make one grant, and both give it', async () => {
    const second = await management.operation(['security-reviewer'], {
      tenantId: approval.tenant.id,
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      const made = await request();
      const grants = await Promise.all([approve(made), approve(made, second)]);
      expect(grants[0]).toEqual(grants[1]);
      expect(await countGrants(made.id)).toBe(1);
      const { services } = management;
      const reviews = await services.changeRequests.listReviews(second, [made.id]);
      expect(reviews).toHaveLength(1);
    }
  });

  test.each(['withdrawal', 'rejection'] as const)(
    'of an approval and a %s one wins, and the grant is there only when the approval did',
    async (end) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const made = await request();
        const other = end === 'withdrawal' ? withdraw(made.id) : reject(made.id, management.admin);
        const [approved, ended] = await Promise.allSettled([approve(made), other]);
        expect([approved.status, ended.status].toSorted()).toEqual(['fulfilled', 'rejected']);
        expect(await countGrants(made.id)).toBe(approved.status === 'fulfilled' ? 1 : 0);
        const closed = end === 'withdrawal' ? 'withdrawn' : 'rejected';
        const state = approved.status === 'fulfilled' ? 'applied' : closed;
        expect(await find(made.id)).toMatchObject({ state });
      }
    },
  );

  test('two approvals of changes of one base apply one of them', async () => {
    const { services } = management;
    for (let round = 0; round < ROUNDS; round += 1) {
      const grant = await createGrant(management, approval);
      const propose = async (workloads: readonly string[]) => {
        const edit = { id: grant.id, expectedVersion: 1, workloads, reason: 'More of it.' };
        const proposed = await services.grants.update(
          approval.developer,
          call('updateGrant'),
          edit,
        );
        if (!('changeRequest' in proposed.value)) throw new Error('it was not proposed');
        return proposed.value.changeRequest;
      };
      const requests = [await propose([]), await propose(['chat', 'code', 'batch'])];
      const results = await Promise.allSettled(requests.map((made) => approve(made)));
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await services.grants.find(approval.reviewer, grant.id)).toMatchObject({ version: 2 });
    }
  });

  test.each(['second', 'first'] as const)(
    'a rollback that comes %s beside an approval is whole or refused, and the approval is made',
    async (place) => {
      const { services, admin } = management;
      const fresh = await createApproval(management);
      await createGrant(management, fresh);
      const draft = routeDraft(fresh.tenant.id, [ruleTo(fresh.target.id)]);
      const { value: route } = await services.routes.create(admin, call('createRoute'), draft);
      const toRevision = await release(management);
      const edit = { id: route.id, expectedVersion: 1, totalTimeoutMs: 100_000 };
      await services.routes.update(admin, call('updateRoute'), edit);
      const made = await request();
      const { revision: expectedHead } = await services.nodes.head(admin);
      const back = { toRevision, expectedHead, reason: 'It was wrong.' };
      const works = [
        () => approve(made),
        () => services.releases.rollback(admin, call('rollback'), back),
      ];
      // Both have looked at the head before one of them moves it.
      const lock = { sql: 'SELECT FROM config_revision FOR UPDATE', values: [] };
      const isFirst = place === 'first';
      const ended = await raceBehind<unknown>(
        management.url,
        lock,
        isFirst ? works.toReversed() : works,
      );
      const [approved, rolledBack] = isFirst ? ended.toReversed() : ended;
      expect(approved).toMatchObject({ status: 'fulfilled' });
      expect(await countGrants(made.id)).toBe(1);
      const refusal = { failure: { faults: [{ path: 'expectedHead' }] } };
      expect(rolledBack).toMatchObject(
        isFirst ? { status: 'fulfilled' } : { status: 'rejected', reason: refusal },
      );
      const { revision } = await services.nodes.head(admin);
      expect(revision).toBe(expectedHead + (isFirst ? 2n : 1n));
      const after = await services.routes.find(admin, route.id);
      expect(after?.totalTimeoutMs === edit.totalTimeoutMs).toBe(!isFirst);
    },
  );

  test('an approval and the end of its application leave no live grant of an archived one', async () => {
    const { services, admin } = management;
    for (let round = 0; round < ROUNDS; round += 1) {
      const fresh = await createApproval(management);
      const made = await requestGrant(management, fresh);
      const edit = { id: fresh.application.id, expectedVersion: 1 };
      const [approved] = await Promise.allSettled([
        approveGrant(management, fresh, made),
        services.applications.archive(admin, call('archiveApplication'), edit),
      ]);
      const [order] = await management.query<{ late: boolean }>(
        `SELECT granted.revision > archived.revision AS late
          FROM config_change granted, config_change archived
          WHERE granted.resource_id = $1 AND archived.resource_id = $2
            AND archived.operation = 'update'`,
        [made.subjectId, fresh.application.id],
      );
      expect(order?.late ?? false).toBe(false);
      expect(await countGrants(made.id)).toBe(approved.status === 'fulfilled' ? 1 : 0);
    }
  });
});
