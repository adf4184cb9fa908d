import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { ask } from '../../support/ask.ts';
import { createTenancy, freshName } from '../../support/catalog.ts';
import type { Approval } from '../../support/grant.ts';
import type { Management } from '../../support/management.ts';
import { mutate } from '../../support/mutate.ts';
import { decisionOf } from '../../support/telemetry.ts';
import { blocking, inDays, key, PromptHouse } from './prompt-house.ts';

let house: PromptHouse;
let management: Management;
let approval: Approval;
let applicationId: string;
beforeAll(async () => {
  house = await PromptHouse.open();
  ({ management, approval, applicationId } = house);
}, 60_000);
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

const ON_REQUEST = `... on ChangeRequestChanged { changeRequest { id state note reason digest
  risk { direction } } }`;
const said = (text: string) => [{ text }];

describe('a false positive', () => {
  const finding = (change: object = {}) => ({
    ...{ rule: 'no-keys', detector: 'secret', kind: 'aws_access_key', count: 1, action: 'block' },
    ...change,
  });
  async function decide(findings: readonly object[]): Promise<string> {
    const owner = { tenantId: approval.tenant.id, applicationId: approval.application.id };
    const decision = decisionOf({ ...owner, routeId: '' }, [], { facts: { findings } });
    await management.storage.transaction(PLATFORM, management.admin.actor, ({ decisions }) =>
      decisions.insert([decision]),
    );
    return decision.requestId;
  }
  const report = (input: object, operation: Operation = approval.developer) =>
    mutate(house.by(operation), 'reportFalsePositive', {
      input: { rule: 'no-keys', kind: 'aws_access_key', reason: 'A sample.', ...input },
      selection: `${ON_REQUEST} ... on NotFound { message }`,
    });
  const requestOf = (answer: unknown) =>
    (answer as { changeRequest: { id: string; digest: string } }).changeRequest;

  test('becomes a proposal of an exception for that application and kind, and the same said again finds it', async () => {
    const { id, name: policy } = await house.create([blocking]);
    const requestId = await decide([finding({ policy })]);
    const answer = await report({ requestId });
    expect(answer).toMatchObject({
      changeRequest: {
        ...{ state: 'APPROVED', note: 'No rule demands a review.' },
        reason: `A false positive of "no-keys" in request ${requestId}: A sample.`,
        risk: { direction: 'LOOSENING' },
      },
    });
    const again = await Promise.all([
      report({ requestId }),
      report({ requestId }, approval.reviewer),
    ]);
    expect(again.map((one) => requestOf(one).id)).toEqual(Array(2).fill(requestOf(answer).id));
    const changeRequestId = requestOf(answer).id;
    const tried = { changeRequestId, texts: said(key), applicationId };
    expect(await house.inspect(tried)).toMatchObject({ action: null, findings: [{ count: 1 }] });
    const apply = (operation: Operation) =>
      mutate(house.by(operation), 'applyChange', { input: { changeRequestId }, selection: '' });
    expect(await apply(approval.developer)).toMatchObject({ permission: 'prompt-policy:write' });
    expect(await apply(approval.reviewer)).toMatchObject({ __typename: 'ChangeApplied' });
    const source = `query ($id: ID!) { promptPolicy(id: $id) { rules { exceptions {
      applications { id } kinds owner { id } expiresAt requestId } } } }`;
    expect(await ask(house.by(approval.reviewer), source, { id })).toMatchObject({
      promptPolicy: {
        rules: [
          {
            exceptions: [
              {
                ...{ applications: [{ id: applicationId }], kinds: ['aws_access_key'], requestId },
                owner: { id: toGlobalId('principal', approval.developer.principal.id) },
                expiresAt: inDays(90),
              },
            ],
          },
        ],
      },
    });
    expect(await report({ requestId })).toMatchObject({ faults: [{ path: 'kind' }] });
  });

  test('is added to an open request of the same author, and reported as one of two at once', async () => {
    const { name: policy } = await house.create([blocking]);
    const both = [finding({ policy }), finding({ policy, kind: 'github_token' })];
    const requestId = await decide(both);
    const [first, same] = await Promise.all([report({ requestId }), report({ requestId })]);
    expect(requestOf(same).id).toBe(requestOf(first).id);
    const changeRequestId = requestOf(first).id;
    const more = { requestId, kind: 'github_token', changeRequestId };
    expect(await report(more, approval.reviewer)).toMatchObject({ __typename: 'PermissionDenied' });
    const added = await report(more);
    expect(requestOf(added).id).toBe(changeRequestId);
    expect(requestOf(added).digest).not.toBe(requestOf(first).digest);
  });

  test('is brought to what the policy is by now, with what others have reported meanwhile', async () => {
    const { id, name: policy } = await house.create([blocking]);
    const requestId = await decide([finding({ policy }), finding({ policy, kind: 'jwt' })]);
    const first = requestOf(await report({ requestId }));
    const second = requestOf(await report({ requestId, kind: 'jwt' }, approval.reviewer));
    expect(second.id).not.toBe(first.id);
    const apply = (changeRequestId: string) =>
      mutate(house.by(approval.reviewer), 'applyChange', {
        input: { changeRequestId },
        selection: '',
      });
    expect(await apply(first.id)).toMatchObject({ __typename: 'ChangeApplied' });
    expect(await apply(second.id)).toMatchObject({ __typename: 'VersionConflict' });
    const again = requestOf(await report({ requestId, kind: 'jwt' }, approval.developer));
    expect(again).toMatchObject({ id: second.id, state: 'APPROVED' });
    expect(await apply(second.id)).toMatchObject({ __typename: 'ChangeApplied' });
    const source = 'query ($id: ID!) { promptPolicy(id: $id) { rules { exceptions { kinds } } } }';
    expect(await ask(house.by(approval.reviewer), source, { id })).toEqual({
      promptPolicy: {
        rules: [{ exceptions: [{ kinds: ['aws_access_key'] }, { kinds: ['jwt'] }] }],
      },
    });
  });

  test('leaves alone a request that is behind and proposes more, and is withdrawn by who reported it', async () => {
    const { id, name: policy } = await house.create([blocking]);
    const requestId = await decide([finding({ policy })]);
    const { id: changeRequestId } = requestOf(await report({ requestId }, approval.reviewer));
    const known = {
      ...{ name: 'known', kinds: ['aws_access_key'], reason: 'Known.', expiresAt: inDays(1) },
      ownerId: toGlobalId('principal', approval.reviewer.principal.id),
    };
    const more = { id, expectedVersion: 1, name: freshName('renamed'), changeRequestId };
    await house.update({ ...more, rules: [{ ...blocking, exceptions: [known] }], reason: 'More.' });
    const watching = { ...blocking, name: 'watch', mode: 'MONITOR' };
    await house.update({ id, expectedVersion: 1, rules: [blocking, watching] });
    const anew = requestOf(await report({ requestId }));
    expect(anew.id).not.toBe(changeRequestId);
    const withdraw = (operation: Operation) =>
      mutate(house.by(operation), 'withdrawChange', {
        input: { changeRequestId: anew.id },
        selection: '... on ChangeRequestChanged { changeRequest { state } }',
      });
    expect(await withdraw(approval.reviewer)).toMatchObject({ __typename: 'PermissionDenied' });
    expect(await withdraw(approval.developer)).toMatchObject({
      changeRequest: { state: 'WITHDRAWN' },
    });
  });

  test('is only of what the decision has, of a policy and rule that are there, in words', async () => {
    const { name: policy } = await house.create([blocking]);
    const { name: twin } = await house.create([blocking]);
    const requestId = await decide([finding({ policy })]);
    const faults: [object, string][] = [
      [{ requestId, kind: 'github_token' }, 'rule'],
      [{ requestId, rule: 'other' }, 'rule'],
      [{ requestId, policy: twin }, 'rule'],
      [{ requestId, reason: '' }, 'reason'],
      [{ requestId, expiresAt: inDays(400) }, 'expiresAt'],
      [{ requestId, expiresAt: inDays(0) }, 'expiresAt'],
      [{ requestId: await decide([finding()]) }, 'requestId'],
      [{ requestId: await decide([finding({ policy, exception: 'e' })]) }, 'rule'],
      [{ requestId: await decide([finding({ policy: 'gone' })]) }, 'policy'],
      [{ requestId: await decide([finding({ policy }), finding({ policy: twin })]) }, 'policy'],
      [
        { requestId: await decide([finding({ policy, rule: 'renamed' })]), rule: 'renamed' },
        'rule',
      ],
    ];
    for (const [input, path] of faults)
      expect([input, await report(input)]).toMatchObject([input, { faults: [{ path }] }]);
  });

  test('is told by people of the tenant who may, of its own decisions', async () => {
    const { name: policy } = await house.create([blocking]);
    const requestId = await decide([finding({ policy })]);
    const other = await createTenancy(management);
    const stranger = await management.operation(['owner'], { tenantId: other.tenant.id });
    expect(await report({ requestId }, stranger)).toMatchObject({ __typename: 'NotFound' });
    const viewer = await management.operation(['viewer'], { tenantId: approval.tenant.id });
    expect(await report({ requestId }, viewer)).toMatchObject({
      permission: 'prompt-policy:report',
    });
    expect(await report({ requestId }, management.admin)).toMatchObject({
      changeRequest: { state: 'APPROVED' },
    });
  });
});
