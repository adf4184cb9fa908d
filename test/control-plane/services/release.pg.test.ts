import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
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

describe('a held revision', () => {
  const MASS = '30 of 40 resources would be deleted (tenant/a, tenant/b, tenant/c, ...). And more.';
  const head = async () =>
    (await management.storage.read(PLATFORM, ({ nodes }) => nodes.head())).revision;
  const hold = async (reasons: readonly string[]) => {
    const held = { epoch: BigInt((await epoch()) ?? ''), revision: await head() };
    await management.storage.transaction(PLATFORM, management.admin.actor, ({ heldRevisions }) =>
      heldRevisions.hold(held, undefined, reasons),
    );
    return held.revision;
  };
  const release = (heldRevision: bigint, reason = 'the customers left', who = management.admin) => {
    const input = { heldRevision, reason };
    return management.services.releases.releaseHeld(
      who,
      call('releaseHeld', input, `${heldRevision}`),
      input,
    );
  };

  test('is released as the next revision, once, and audited with its reason', async () => {
    await management.services.tenants.create(management.admin, call('createTenant'), 'gone');
    const heldRevision = await hold([MASS]);
    const first = await release(heldRevision);
    expect(first).toMatchObject({ value: { heldRevision }, revision: heldRevision + 1n });
    expect(await release(heldRevision)).toEqual({ ...first, repeated: true });
    expect(
      await management.query(
        `SELECT object, reason, changes, revision FROM audit_event WHERE action = 'configuration.release-held'`,
      ),
    ).toEqual([
      {
        object: `revision/${heldRevision}`,
        reason: 'the customers left',
        changes: { heldBecause: [[MASS], null] },
        revision: `${first.revision}`,
      },
    ]);
  });

  test('stays held when the head has moved, when it is not held, and when not all of it can be meant', async () => {
    const { services, admin } = management;
    await services.tenants.create(admin, call('createTenant'), 'later');
    const plain = await head();
    expect(await faultPathsOf(() => release(plain))).toEqual(['heldRevision']);
    await hold([MASS, 'model/m has a blank name.']);
    expect(await failureOf(() => release(plain))).toMatchObject({
      code: 'VALIDATION_FAILED',
      faults: [{ path: 'heldRevision', message: expect.stringContaining('model/m has a blank') }],
    });
    await services.tenants.create(admin, call('createTenant'), 'still-later');
    const heldRevision = await hold([MASS]);
    expect(await faultPathsOf(() => release(heldRevision, ' '))).toEqual(['reason']);
    const auditor = await management.operation(['viewer']);
    expect(await failureOf(() => release(heldRevision, 'because', auditor))).toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    await services.tenants.create(admin, call('createTenant'), 'last');
    expect(await failureOf(() => release(heldRevision))).toMatchObject({
      faults: [{ message: expect.stringContaining(`The head is ${heldRevision + 1n}`) }],
    });
    expect(await head()).toBe(heldRevision + 1n);
  });
});
