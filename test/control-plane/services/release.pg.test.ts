import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

let management: Management;
beforeAll(async () => {
  management = await openManagement();
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const epoch = async () =>
  (await management.query<{ epoch: string }>('SELECT epoch FROM config_revision'))[0]?.epoch;

test('a restore that is declared raises the epoch once, however often it is sent, and is audited with its reason', async () => {
  const { services, admin } = management;
  const sent = call('declareRestored', { reason: 'backup of Tuesday' }, 'once');
  const first = await services.releases.declareRestored(admin, sent, 'backup of Tuesday');
  expect(first).toEqual({ value: { id: '2', epoch: 2n }, revision: undefined, repeated: false });
  const again = await services.releases.declareRestored(admin, sent, 'backup of Tuesday');
  expect(again).toMatchObject({ value: first.value, repeated: true });
  expect(await epoch()).toBe('2');
  expect(
    await management.query(
      `SELECT actor, reason, changes FROM audit_event WHERE action = 'configuration.raise-epoch'`,
    ),
  ).toEqual([
    { actor: admin.principal.name, reason: 'backup of Tuesday', changes: { epoch: [null, '2'] } },
  ]);
});

test('nobody but an administrator of the platform declares a restore, and none without a reason', async () => {
  const { services, admin } = management;
  const before = await epoch();
  const declare = (who: typeof admin, reason: string) => () =>
    services.releases.declareRestored(who, call('declareRestored', { reason }), reason);
  const reviewer = await management.operation(['security-reviewer']);
  const { value: tenant } = await services.tenants.create(admin, call('createTenant'), 'some');
  const ofTenant = await management.operation(['platform-admin'], { tenantId: tenant.id });
  for (const who of [reviewer, ofTenant])
    expect(await failureOf(declare(who, 'because'))).toMatchObject({ code: 'PERMISSION_DENIED' });
  expect(await faultPathsOf(declare(admin, ' '))).toEqual(['reason']);
  expect(await epoch()).toBe(before);
});
