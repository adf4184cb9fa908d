import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Limit } from '../../../control-plane/domain/limit.ts';
import { faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { budgetDraft, limitDraft } from '../../support/spend.ts';
import { release } from './noted-release.ts';

/** Goal: a rollback makes limits what they were, and leaves money alone. */
let management: Management;
let approval: Approval;
beforeAll(async () => {
  management = await openManagement();
  approval = await createApproval(management);
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

const create = async (change: Partial<Limit> = {}) => {
  const draft = limitDraft(approval.tenant.id, change);
  const { services, admin } = management;
  return (await services.limits.create(admin, call('createLimit'), draft)).value;
};
const find = async ({ id }: Limit) => management.services.limits.find(management.admin, id);
const rollback = async (toRevision: bigint) => {
  const { services, admin } = management;
  const { revision: expectedHead } = await services.nodes.head(admin);
  const request = { toRevision, expectedHead, reason: 'it was wrong' };
  return services.releases.rollback(admin, call('rollback'), request);
};

test('limits are what they were; budgets stay; where a rule demands review nothing is done', async () => {
  const { services, admin } = management;
  const applicationId = approval.application.id;
  const changed = await create({ applicationId, workloads: ['b', 'a'], message: 'Ask.' });
  const archived = await create({ measure: 'concurrent_requests', windowS: 0 });
  const draft = budgetDraft(approval.tenant.id);
  const { value: budget } = await services.budgets.create(admin, call('createBudget'), draft);
  const before = await release(management);
  const edit = { id: changed.id, expectedVersion: 1, amount: 1, windowS: 9, message: '' };
  await services.limits.update(admin, call('updateLimit'), edit);
  const end = { id: archived.id, expectedVersion: 1 };
  await services.limits.archive(admin, call('archiveLimit'), end);
  const since = await create();
  const more = { id: budget.id, expectedVersion: 1, amountNanoUsd: 9n };
  await services.budgets.update(admin, call('updateBudget'), more);
  const { value } = await rollback(before);
  expect(value.changedCount).toBe(3);
  const { amount, windowS, message, workloads } = changed;
  expect(await find(changed)).toMatchObject({ amount, windowS, message, workloads, version: 3 });
  expect(await find(archived)).toMatchObject({ archivedAt: null });
  expect((await find(since))?.archivedAt).not.toBeNull();
  expect(await services.budgets.find(admin, budget.id)).toMatchObject({ amountNanoUsd: 9n });

  const rule = { tenantId: approval.tenant.id, kind: 'limit', quorum: 1, roles: [] } as const;
  await management.operation(['security-reviewer'], { tenantId: approval.tenant.id });
  await services.approvalRules.create(admin, call('createApprovalRule'), rule);
  await create();
  expect(await faultPathsOf(() => rollback(before))).toEqual(['toRevision']);
});
