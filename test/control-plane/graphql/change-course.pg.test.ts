import { beforeAll, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { freshName } from '../../support/catalog.ts';
import { mutate } from '../../support/mutate.ts';
import { createActs, openReviewPlace } from '../services/course-house.ts';

/** Goal: portals see where a request stands, and move it on, by the fields of the schema. */
const { at } = openReviewPlace();
const { rule, freshRoute } = createActs(at);
beforeAll(async () => {
  await rule('route', 1);
});
const services = () => at().management.services;
const minutes = (count: number) => new Date(Date.now() + count * 60_000);

interface Told {
  readonly changeRequest: { readonly id: string; readonly digest: string; readonly state: string };
}
const FIELDS = `changeRequest { id state digest note schedule { at windowEnd scheduledBy { name } }
  emergency { by { name } reason incidentId appliedAt revertAt leftFields fault } rollbackOf { id } }`;
const CHANGED = `... on ChangeRequestChanged { ${FIELDS} }`;
const REQUIRED = `... on ChangeRequestRequired { message ${FIELDS} }`;
const MADE = `... on ChangeApplied { revision ${FIELDS} }`;
const selections = {
  updateRoute: REQUIRED,
  submitChange: CHANGED,
  scheduleChange: CHANGED,
  cancelScheduledChange: CHANGED,
  rebaseChange: CHANGED,
  requestRollback: CHANGED,
  approveChange: `${REQUIRED} ${MADE}`,
  applyChange: `${REQUIRED} ${MADE}`,
  applyEmergency: MADE,
  ratifyChange: `${REQUIRED} ${MADE}`,
  revertEmergency: MADE,
};

test('GraphQL tells of drafts, schedules, emergencies and what is taken back', async () => {
  const { approval, management } = at();
  const ask = async (operation: Operation, name: keyof typeof selections, input: object) => {
    const selection = selections[name];
    return (await mutate({ services: services(), operation }, name, { input, selection })) as Told;
  };
  const route = await freshRoute();
  const edited = (version: number, also: object) =>
    ask(approval.developer, 'updateRoute', {
      id: toGlobalId('route', route.id),
      expectedVersion: version,
      name: freshName('route'),
      reason: 'It is needed.',
      ...also,
    });
  const drafted = await edited(1, { asDraft: true });
  expect(drafted).toMatchObject({
    message: expect.stringContaining('submitChange'),
    changeRequest: { state: 'DRAFT', schedule: null, emergency: null, rollbackOf: null },
  });
  const { id: changeRequestId, digest } = drafted.changeRequest;
  const of = { changeRequestId };
  const submitted = await ask(approval.developer, 'submitChange', of);
  expect(submitted.changeRequest).toMatchObject({ state: 'IN_REVIEW', digest });
  await ask(at().second, 'approveChange', { ...of, digest, apply: false });
  const window = { at: minutes(5).toISOString(), windowEnd: minutes(9).toISOString() };
  expect(await ask(approval.developer, 'scheduleChange', { ...of, ...window })).toMatchObject({
    changeRequest: { state: 'SCHEDULED', schedule: { ...window, scheduledBy: null } },
  });
  const cancelled = await ask(approval.developer, 'cancelScheduledChange', of);
  expect(cancelled.changeRequest).toMatchObject({ state: 'APPROVED', schedule: null });
  expect((await ask(approval.developer, 'applyChange', of)).changeRequest.state).toBe('APPLIED');
  const back = await ask(approval.developer, 'requestRollback', { ...of, reason: 'Wrong.' });
  expect(back.changeRequest).toMatchObject({
    state: 'IN_REVIEW',
    rollbackOf: { id: changeRequestId },
  });
  const urgent = { reason: 'Callers are down.', incidentId: 'INC-7' };
  const glass = { changeRequestId: back.changeRequest.id, ...urgent };
  expect(await ask(management.admin, 'applyEmergency', glass)).toMatchObject({
    __typename: 'ChangeApplied',
    revision: expect.stringMatching(/^\d+$/),
    changeRequest: {
      state: 'APPLIED_EMERGENCY',
      emergency: { by: { name: 'bootstrap' }, ...urgent, leftFields: [], fault: null },
    },
  });
  const ratify = { changeRequestId: back.changeRequest.id, digest: back.changeRequest.digest };
  expect(await ask(at().second, 'ratifyChange', ratify)).toMatchObject({
    __typename: 'ChangeApplied',
    changeRequest: { state: 'RATIFIED', emergency: { revertAt: null } },
  });
  const other = await edited(3, {});
  const next = { changeRequestId: other.changeRequest.id };
  expect(await ask(approval.developer, 'rebaseChange', next)).toMatchObject({
    __typename: 'ValidationFailed',
  });
  await ask(management.admin, 'applyEmergency', { ...next, ...urgent });
  const reverted = { ...next, reason: 'It is over.' };
  expect((await ask(management.admin, 'revertEmergency', reverted)).changeRequest).toMatchObject({
    state: 'REVERTED',
    note: 'It is over.',
  });
});
