import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { type Management, openManagement } from '../../support/management.ts';
import { createReviewActs } from './change-request-fixture.ts';

/**
 * Goal: a request that was rejected or withdrawn is never applied.
 * Method: people of one tenant on a real database.
 */
let management: Management;
let approval: Approval;
const { request, approve, withdraw, reject, auditOf } = createReviewActs(() => ({
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

describe('a rejection', () => {
  test('ends the request, with a comment', async () => {
    const made = await request();
    expect(await faultPathsOf(() => reject(made.id, approval.reviewer, ' '))).toEqual(['comment']);
    const { value, revision } = await reject(made.id);
    expect(value).toMatchObject({ state: 'rejected', version: 2 });
    expect(revision).toBeUndefined();
    expect((await failureOf(() => approve(made))).code).toBe('VERSION_CONFLICT');
    expect((await failureOf(() => reject(made.id))).code).toBe('VERSION_CONFLICT');
    const { services } = management;
    expect(await services.changeRequests.listReviews(approval.reviewer, [made.id])).toMatchObject([
      { verdict: 'rejected', comment: 'Too broad.' },
    ]);
    expect((await auditOf(made))[1]).toMatchObject({
      action: 'change-request.reject',
      reason: 'Too broad.',
    });
  });

  test('is not the requester’s', async () => {
    const made = await request({ by: management.admin });
    expect((await failureOf(() => reject(made.id, management.admin))).code).toBe(
      'PERMISSION_DENIED',
    );
  });
});

describe('a withdrawal', () => {
  test('is the requester’s alone, and ends the request', async () => {
    const made = await request();
    const { tenantId } = approval.developer.principal;
    const colleague = await management.operation(['developer'], { tenantId: tenantId ?? '' });
    for (const other of [colleague, management.admin])
      expect((await failureOf(() => withdraw(made.id, other))).code).toBe('PERMISSION_DENIED');
    expect((await withdraw(made.id)).value.state).toBe('withdrawn');
    expect((await failureOf(() => approve(made))).code).toBe('VERSION_CONFLICT');
  });
});
