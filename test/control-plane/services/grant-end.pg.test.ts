import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Grant } from '../../../control-plane/domain/grant.ts';
import { GrantReminder } from '../../../control-plane/jobs/grant-reminder.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import type { AccessFilter } from '../../../control-plane/storage/grant.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, approveGrant, createApproval, createGrant } from '../../support/grant.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';

let management: Management;
let approval: Approval;
beforeAll(async () => {
  management = await openManagement();
  approval = await createApproval(management);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const june = new Date('2030-06-01T00:00:00Z');
const july = new Date('2030-07-01T00:00:00Z');

describe('a grant that ends', () => {
  const renew = (by: Operation, { id, version }: Grant, notAfter: Date) =>
    management.services.grants.renew(by, call('renewGrant'), {
      id,
      expectedVersion: version,
      notAfter,
      reason: 'It is still needed.',
    });

  test('is renewed under its conditions, by another person, also when it has ended', async () => {
    const conditions = { workloads: ['chat'], regions: ['eu'], notAfter: june };
    const grant = await createGrant(management, approval, conditions);
    await management.query(`UPDATE model_grant SET not_after = '2029-12-01' WHERE id = $1`, [
      grant.id,
    ]);
    const { value } = await renew(approval.developer, grant, july);
    expect(value).toMatchObject({
      state: 'in_review',
      subjectId: grant.id,
      proposal: { workloads: ['chat'], regions: ['eu'], notAfter: july },
    });
    const renewed = await approveGrant(management, approval, value);
    expect(renewed).toMatchObject({ id: grant.id, notAfter: july, regions: ['eu'] });
    expect(await faultPathsOf(() => renew(approval.developer, renewed, june))).toEqual([
      'notAfter',
    ]);
    const failure = await failureOf(() => renew(approval.reviewer, renewed, july));
    expect(failure).toMatchObject({ permission: 'grant:request' });
  });

  test('is listed for whom it lets use what, and the soonest end first', async () => {
    const { services } = management;
    const own = await createApproval(management);
    const every = await createGrant(management, own, { applicationId: null, notAfter: july });
    const mine = await createGrant(management, own, { notAfter: june });
    const endless = await createGrant(management, own);
    const ended = await createGrant(management, own, { notAfter: june });
    const gone = await createGrant(management, own);
    const other = await createGrant(management, await createApproval(management));
    await management.query(`UPDATE model_grant SET not_after = '2029-12-01' WHERE id = $1`, [
      ended.id,
    ]);
    const edit = { id: gone.id, expectedVersion: 1 };
    await services.grants.revoke(own.reviewer, call('revokeGrant'), edit);
    const nothing = {
      tenantId: undefined,
      applicationId: undefined,
      modelId: undefined,
      endsBefore: undefined,
    };
    const list = async (filter: Partial<AccessFilter>, by = own.reviewer) => {
      const page = { first: 200, after: undefined };
      const { rows } = await services.grants.listAccess(by, { ...nothing, ...filter }, page);
      return rows.map(({ id }) => id);
    };
    const held = [every.id, mine.id, endless.id].toSorted();
    const applicationId = own.application.id;
    expect((await list({ applicationId })).toSorted()).toEqual(held);
    expect((await list({ modelId: own.model.id })).toSorted()).toEqual(held);
    expect((await list({})).toSorted()).toEqual(held);
    expect((await list({ tenantId: own.tenant.id }, management.admin)).toSorted()).toEqual(held);
    expect(await list({ modelId: other.modelId })).toEqual([]);
    const late = new Date('2030-07-02T00:00:00Z');
    expect(await list({ applicationId, endsBefore: late })).toEqual([mine.id, every.id]);
    expect(await list({ applicationId, endsBefore: july })).toEqual([mine.id]);
    const stranger = (await createApproval(management)).reviewer;
    expect((await failureOf(() => list({ applicationId }, stranger))).code).toBe('NOT_FOUND');
  });
});

describe('the reminder of ends', () => {
  test('notes each end once, days before it, by one replica, for those who read grants', async () => {
    const { services, storage } = management;
    const own = await createApproval(management);
    const at = (day: number) => new Date(managementNow.getTime() + day * 86_400_000);
    const soon = await createGrant(management, own, { notAfter: at(13) });
    await createGrant(management, own, { notAfter: at(20) });
    await createGrant(management, own);
    const createJob = () => {
      const metrics = createMetrics();
      return {
        metrics,
        job: new GrantReminder({ storage, logger: createLogger('silent'), metrics }),
      };
    };
    const [first, second] = [createJob(), createJob()];
    const list = async (by: Operation) => {
      const page = { first: 200, after: undefined };
      const { rows } = await services.grantNotices.list(by, undefined, page);
      return rows.map(({ grantId, endsAt, createdAt }) => [grantId, endsAt, createdAt]);
    };
    expect(await first.job.remind(managementNow)).toBe(true);
    expect(await second.job.remind(managementNow)).toBe(false);
    expect(await first.job.remind(at(1))).toBe(true);
    expect(await list(own.reviewer)).toEqual([[soon.id, at(13), managementNow]]);
    expect(await list((await createApproval(management)).reviewer)).toEqual([]);
    const { values } = await first.metrics.grantsEnding.get();
    expect(values[0]?.value).toBe(1);
    expect((await second.metrics.grantsEnding.get()).values[0]?.value).toBe(0);
    await first.job.remind(at(13 + 91));
    expect(await list(own.reviewer)).toEqual([]);
  });
});
