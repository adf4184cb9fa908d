import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, approveGrant, createApproval, requestGrant } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { createReviewActs } from './change-request-fixture.ts';

/**
 * Goal: nobody uses a model because of one person: what is asked for is a proposal, and only that.
 * Method: people of one tenant on a real database.
 */
let management: Management;
let approval: Approval;
const { request, find, countGrants, auditOf } = createReviewActs(() => ({ management, approval }));
beforeAll(async () => {
  management = await openManagement(8);
  approval = await createApproval(management);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

describe('a requested grant', () => {
  test('is a proposal in review; nothing is granted and no node hears of it', async () => {
    const before = await management.query('SELECT revision FROM config_revision');
    const made = await request();
    expect(made).toMatchObject({ state: 'in_review', baseVersion: 0, kind: 'grant' });
    expect(await countGrants(made.id)).toBe(0);
    expect(await management.query('SELECT revision FROM config_revision')).toEqual(before);
    expect(await find(made.id)).toEqual(made);
    expect(await auditOf(made)).toMatchObject([
      { action: 'change-request.create', reason: made.reason, revision: null },
    ]);
  });

  test('names a model and an application that are in use, of that tenant', async () => {
    const { services, admin } = management;
    const other = await createApproval(management);
    const foreign = () => request({ applicationId: other.application.id, by: admin });
    expect((await failureOf(foreign)).code).toBe('NOT_FOUND');
    const missing = () => request({ modelId: randomUUID() });
    expect((await failureOf(missing)).code).toBe('NOT_FOUND');
    const edit = { id: other.application.id, expectedVersion: 1 };
    await services.applications.archive(admin, call('archiveApplication'), edit);
    const archived = () => requestGrant(management, other, { applicationId: other.application.id });
    expect(await faultPathsOf(archived)).toEqual(['applicationId']);
  });

  test('is asked for with a permission, in one’s own tenant', async () => {
    const { tenant } = approval;
    const viewer = await management.operation(['viewer'], { tenantId: tenant.id });
    expect(await failureOf(() => request({ by: viewer }))).toMatchObject({
      code: 'PERMISSION_DENIED',
      permission: 'grant:request',
    });
    const stranger = (await createApproval(management)).developer;
    expect((await failureOf(() => request({ by: stranger }))).code).toBe('NOT_FOUND');
  });

  test('asked for twice with one idempotency key is one request', async () => {
    const { services } = management;
    const wanted = {
      tenantId: approval.tenant.id,
      applicationId: null,
      modelId: approval.model.id,
      workloads: [],
      notAfter: new Date('2031-01-01T00:00:00Z'),
      reason: 'Everyone needs it.',
    };
    const once = call('requestGrant', wanted, randomUUID());
    const first = await services.grants.request(approval.developer, once, wanted);
    const second = await services.grants.request(approval.developer, once, wanted);
    expect(second).toMatchObject({ repeated: true, value: first.value });
  });
});

describe('lists of change requests', () => {
  test('run newest first, narrowed by state, within the tenant', async () => {
    const { services } = management;
    const fresh = await createApproval(management);
    const made: ChangeRequest[] = [];
    for (let day = 1; day <= 3; day += 1) {
      const { principal } = fresh.developer;
      const by = new Operation(principal, 'access_token', new Date(Date.UTC(2030, 0, day)));
      made.push(await requestGrant(management, fresh, { by }));
    }
    const [first] = made;
    if (first === undefined) throw new Error('nothing was requested');
    await approveGrant(management, fresh, first);
    const listBy = async (by: Operation, state?: ChangeRequest['state']) => {
      const filter = { tenantId: undefined, state };
      const rows: string[] = [];
      let after: string | undefined;
      do {
        const page = await services.changeRequests.list(by, { filter }, { first: 2, after });
        rows.push(...page.rows.map(({ id }) => id));
        const last = page.rows.at(-1);
        after = page.hasNextPage && last !== undefined ? page.cursorOf(last) : undefined;
      } while (after !== undefined);
      return rows;
    };
    const newestFirst = made.map(({ id }) => id).toReversed();
    expect(await listBy(fresh.developer)).toEqual(newestFirst);
    expect(await listBy(fresh.developer, 'in_review')).toEqual(newestFirst.slice(0, 2));
    expect(await listBy(fresh.developer, 'applied')).toEqual([first.id]);
    expect(await listBy((await createApproval(management)).developer)).toEqual([]);
  });
});
