import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Budget } from '../../../control-plane/domain/budget.ts';
import type { Limit } from '../../../control-plane/domain/limit.ts';
import { readSource } from '../../support/configuration-row.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval, createGrant } from '../../support/grant.ts';
import { call, type Management } from '../../support/management.ts';
import { budgetDraft, limitDraft } from '../../support/spend.ts';
import { calling, createActs, openReviewPlace, reviewed } from './course-house.ts';

/**
 * Goal: limits and budgets are of one tenant, say nothing that a node would refuse, are loosened and taken away by review only where
 * that is demanded, and tightened at once.
 */
const { at } = openReviewPlace();
const { rule, approve, breakGlass } = createActs(at);
let management: Management;
let approval: Approval;
beforeAll(() => {
  ({ management, approval } = at());
});

const createLimit = async (change: Partial<Limit> = {}) => {
  const draft = limitDraft(approval.tenant.id, change);
  return (await management.services.limits.create(management.admin, call('createLimit'), draft))
    .value;
};
const createBudget = async (change: Partial<Budget> = {}) => {
  const draft = budgetDraft(approval.tenant.id, change);
  return (await management.services.budgets.create(management.admin, call('createBudget'), draft))
    .value;
};
const updateLimit = ({ id, version }: Limit, change: object) =>
  management.services.limits.update(management.admin, calling('updateLimit'), {
    id,
    expectedVersion: version,
    ...change,
  });
const updateBudget = ({ id, version }: Budget, change: object) =>
  management.services.budgets.update(management.admin, calling('updateBudget'), {
    id,
    expectedVersion: version,
    ...change,
  });
const archiveLimit = ({ id, version }: Limit) =>
  management.services.limits.archive(management.admin, calling('archiveLimit'), {
    id,
    expectedVersion: version,
  });
const findLimit = async ({ id }: Limit) => management.services.limits.find(management.admin, id);

describe('what they may say', () => {
  test.each<[string, Partial<Limit>, readonly string[]]>([
    ['nothing at all', { amount: 0 }, ['amount']],
    ['a part of a request', { amount: 1.5 }, ['amount']],
    ['more than a number holds', { amount: 1e13 }, ['amount']],
    ['no window', { windowS: 0 }, ['windowSeconds']],
    ['two days', { windowS: 172_800 }, ['windowSeconds']],
    ['calls at a time in a window', { measure: 'concurrent_requests' }, ['windowSeconds']],
    ['a line break', { message: 'a\r\nb' }, ['message']],
    ['a name with a colon', { name: 'grant:x' }, ['name']],
    ['a workload twice', { workloads: ['chat', 'chat'] }, ['workloads']],
  ])('a limit of %s is refused', async (_, change, paths) => {
    expect(await faultPathsOf(() => createLimit(change))).toEqual(paths);
  });

  test('what is named is of the tenant, and in use', async () => {
    const other = await createApproval(management);
    const foreign = { applicationId: other.application.id };
    expect(await faultPathsOf(() => createLimit(foreign))).toEqual(['applicationId']);
    expect(await faultPathsOf(() => createBudget(foreign))).toEqual(['applicationId']);
    expect(await faultPathsOf(() => createLimit({ routeIds: [approval.tenant.id] }))).toEqual([
      'routeIds.0',
    ]);
    expect(await faultPathsOf(() => createBudget({ modelIds: [approval.tenant.id] }))).toEqual([
      'modelIds.0',
    ]);
  });

  test('a budget is bounded, and a name is used once', async () => {
    expect(await faultPathsOf(() => createBudget({ amountNanoUsd: 10n ** 18n + 1n }))).toEqual([
      'amount',
    ]);
    const { name } = await createBudget({ amountNanoUsd: 10n ** 18n });
    expect(await faultPathsOf(() => createBudget({ name }))).toEqual(['name']);
  });

  test('nobody makes one without the right', async () => {
    const draft = limitDraft(approval.tenant.id);
    const create = () =>
      management.services.limits.create(approval.developer, call('createLimit'), draft);
    expect((await failureOf(create)).code).toBe('PERMISSION_DENIED');
  });
});

describe('where no rule demands review', () => {
  test('they are raised and taken away at once', async () => {
    const limit = await createLimit({ routeIds: [] });
    const { value } = await updateLimit(limit, { amount: 120, message: 'Ask.' });
    expect(value).toMatchObject({ amount: 120, message: 'Ask.', version: 2 });
    await archiveLimit(value);
    expect(await readSource(management, 'limit', limit.id)).toBeUndefined();
    expect((await failureOf(() => updateLimit(value, { amount: 1 }))).code).toBe('NOT_FOUND');
  });
});

describe('where a rule demands review', () => {
  beforeAll(async () => {
    await rule('limit', 1);
    await rule('budget', 1);
  });

  test('a new one, and what allows no more, never waits', async () => {
    const limit = await createLimit({ amount: 60, windowS: 60, workloads: ['chat'] });
    const { value } = await updateLimit(limit, {
      name: `${limit.name}-x`,
      amount: 30,
      windowS: 120,
      workloads: [],
    });
    expect(value).toMatchObject({ amount: 30, windowS: 120, workloads: [] });
    const budget = await createBudget({ enforcement: 'soft', reservation: 'learned' });
    const tighter = { enforcement: 'hard', reservation: 'strict', amountNanoUsd: 1n };
    expect((await updateBudget(budget, tighter)).value).toMatchObject(tighter);
  });

  test.each<[string, Partial<Limit>, object]>([
    ['a larger amount', {}, { amount: 61 }],
    ['a shorter window', {}, { windowS: 30 }],
    ['less of one and less of the other', {}, { amount: 30, windowS: 15 }],
    ['fewer workloads', {}, { workloads: ['chat'] }],
    ['an end of refusals', {}, { monitor: true }],
  ])('%s of a limit waits', async (_, change, edit) => {
    const request = await reviewed(async () => updateLimit(await createLimit(change), edit));
    expect(request).toMatchObject({ kind: 'limit', risk: { direction: 'loosening' } });
  });

  test('what only monitors can be loosened: it allows nothing new', async () => {
    const limit = await createLimit({ monitor: true });
    const { value } = await updateLimit(limit, { amount: 1_000 });
    const enforced = await updateLimit(value, { monitor: false, amount: 2_000 });
    expect(enforced.value).toMatchObject({ monitor: false, amount: 2_000 });
  });

  test.each<[string, object]>([
    ['more money', { amountNanoUsd: 6_000_000_000n }],
    ['a downgrade in place of refusals', { enforcement: 'downgrade' }],
    ['a guess at costs', { reservation: 'learned' }],
    ['a share without the control plane', { whenUnreachable: 'share' }],
  ])('%s of a budget waits', async (_, edit) => {
    const request = await reviewed(async () => updateBudget(await createBudget(), edit));
    expect(request).toMatchObject({ kind: 'budget', risk: { direction: 'loosening' } });
    expect(await approve(request)).toMatchObject({ state: 'applied' });
    const made = await management.services.budgets.find(management.admin, request.subjectId);
    expect(made).toMatchObject({ ...edit, version: 2 });
  });

  test('its end waits too, and what is taken back is in force again', async () => {
    const limit = await createLimit();
    const end = await reviewed(() => archiveLimit(limit));
    expect(await findLimit(limit)).toMatchObject({ archivedAt: null });
    expect(await approve(end)).toMatchObject({ state: 'applied' });
    expect((await findLimit(limit))?.archivedAt).not.toBeNull();
    const { changePreparation } = management.services;
    const back = await changePreparation.requestRollback(
      management.admin,
      call('requestRollback'),
      { id: end.id, reason: 'It was needed.' },
    );
    expect(back.value).toMatchObject({ risk: { direction: 'tightening' } });
    expect(await approve(back.value)).toMatchObject({ state: 'applied' });
    expect(await findLimit(limit)).toMatchObject({ archivedAt: null, amount: 60 });
  });

  test('break-glass raises one, and it is as it was when that ends', async () => {
    const limit = await createLimit();
    const request = await reviewed(() => updateLimit(limit, { amount: 600 }));
    await breakGlass(request.id);
    expect(await findLimit(limit)).toMatchObject({ amount: 600 });
    await management.services.emergencyChanges.revert(management.admin, call('revertEmergency'), {
      id: request.id,
      reason: 'Over.',
    });
    expect(await findLimit(limit)).toMatchObject({ amount: 60 });
  });
});

test('what a grant may spend is a budget by the id of the grant, while the grant holds', async () => {
  const { services, admin } = management;
  const grant = await createGrant(management, approval, { monthlySpendNanoUsd: '7' });
  expect(await readSource(management, 'budget', grant.id)).toMatchObject({
    name: `grant:${grant.id}`,
    per: 'all',
    period: 'month',
    amount_nano_usd: '7',
    enforcement: 'hard',
    reservation: 'strict',
    grant_id: grant.id,
  });
  const edit = (version: number, monthlySpendNanoUsd: string | null) =>
    services.grants.update(admin, call('updateGrant'), {
      id: grant.id,
      expectedVersion: version,
      monthlySpendNanoUsd,
      reason: 'More is needed.',
    });
  expect((await edit(1, '5')).value).toMatchObject({ grant: { monthlySpendNanoUsd: '5' } });
  for (const more of ['6', null])
    expect((await edit(2, more)).value).toMatchObject({
      changeRequest: { kind: 'grant', risk: { direction: 'loosening' } },
    });
  expect(await faultPathsOf(() => edit(2, '1000000000000000001'))).toEqual(['monthlySpend']);
  await services.grants.revoke(admin, call('revokeGrant'), { id: grant.id, expectedVersion: 2 });
  expect(await readSource(management, 'budget', grant.id)).toBeUndefined();
});
