import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { type Management, openManagement } from '../../support/management.ts';
import { mutate as mutateAs } from '../../support/mutate.ts';

let management: Management;
let approval: Approval;
let wanted: { tenantId: string; applicationId: string; modelId: string; reason: string };
beforeAll(async () => {
  management = await openManagement();
  approval = await createApproval(management);
  wanted = {
    tenantId: toGlobalId('tenant', approval.tenant.id),
    applicationId: toGlobalId('application', approval.application.id),
    modelId: toGlobalId('model', approval.model.id),
    reason: 'The help desk needs it.',
  };
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const changeRequest = `changeRequest { id state digest baseVersion reason kind
  tenant { id } requestedBy { name } grant { id }
  proposal { application { id } model { id } workloads dataClasses environments regions notAfter }
  reviews { verdict comment digest reviewer { name } } }`;
const grant = `grant { id version workloads notAfter revokedAt tenant { id } application { id }
  model { id } changeRequest { id } }`;
const selections = {
  requestGrant: `... on ChangeRequestRequired { message ${changeRequest} }`,
  approveGrant: `... on GrantChanged { revision ${grant} }`,
  rejectGrant: `... on ChangeRequestChanged { ${changeRequest} }`,
  withdrawGrantRequest: `... on ChangeRequestChanged { ${changeRequest} }`,
  updateGrant: `... on GrantChanged { revision ${grant} }
    ... on ChangeRequestRequired { message ${changeRequest} }`,
  revokeGrant: `... on GrantChanged { revision ${grant} }`,
};

const mutate = (operation: Operation, name: keyof typeof selections, input: object) =>
  mutateAs({ services: management.services, operation }, name, {
    input,
    selection: selections[name],
  });
type Proposed = { readonly changeRequest: { readonly id: string; readonly digest: string } };
const request = async (change: object = {}) =>
  (await mutate(approval.developer, 'requestGrant', { ...wanted, ...change })) as Proposed;
const approve = ({ changeRequest: { id, digest } }: Proposed, by = approval.reviewer) =>
  mutate(by, 'approveGrant', { changeRequestId: id, digest, comment: 'Fine.' });

describe('grants', () => {
  test('are asked for, approved by another person, and tell how they came about', async () => {
    const asked = await request({ notAfter: '2031-01-01T00:00:00Z' });
    expect(asked).toMatchObject({
      __typename: 'ChangeRequestRequired',
      message: expect.stringContaining('security-reviewer'),
      changeRequest: {
        state: 'IN_REVIEW',
        kind: 'GRANT',
        baseVersion: 0,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        reason: wanted.reason,
        tenant: { id: wanted.tenantId },
        grant: null,
        reviews: [],
        proposal: {
          application: { id: wanted.applicationId },
          model: { id: wanted.modelId },
          workloads: [],
          notAfter: '2031-01-01T00:00:00.000Z',
        },
      },
    });
    expect(await approve(asked, approval.developer)).toMatchObject({
      __typename: 'PermissionDenied',
      permission: 'grant:review',
    });
    const approved = await approve(asked);
    expect(approved).toMatchObject({
      __typename: 'GrantChanged',
      revision: expect.stringMatching(/^[1-9]\d*$/),
      grant: {
        version: 1,
        application: { id: wanted.applicationId },
        model: { id: wanted.modelId },
        revokedAt: null,
        changeRequest: { id: asked.changeRequest.id },
      },
    });
    expect(await approve(asked)).toEqual(approved);
    const { services } = management;
    const read = await ask(
      { services, operation: approval.reviewer },
      `query ($id: ID!) { changeRequest(id: $id) { state grant { id } requestedBy { name }
        reviews { verdict comment reviewer { name } } } }`,
      { id: asked.changeRequest.id },
    );
    expect(read['changeRequest']).toEqual({
      state: 'APPLIED',
      grant: { id: (approved as { grant: { id: string } }).grant.id },
      requestedBy: { name: approval.developer.principal.name },
      reviews: [
        {
          verdict: 'APPROVED',
          comment: 'Fine.',
          reviewer: { name: approval.reviewer.principal.name },
        },
      ],
    });
  });

  test('hold under conditions, for a model by its name, and say who may use what until when', async () => {
    const { model } = approval;
    const conditions = {
      workloads: ['chat'],
      dataClasses: ['INTERNAL'],
      environments: ['PRODUCTION'],
      regions: ['eu'],
    };
    const byName = { modelId: null, modelName: model.name, notAfter: '2030-06-06T00:00:00Z' };
    const asked = await request({ ...byName, ...conditions });
    expect(asked).toMatchObject({
      changeRequest: { proposal: { ...conditions, model: { id: wanted.modelId } } },
    });
    await approve(asked);
    const source = `query ($modelId: ID!, $endsBefore: DateTime!) {
      modelAccess(modelId: $modelId, endsBefore: $endsBefore, first: 1) { edges { node {
        state workloads dataClasses environments regions notAfter application { id }
        changeRequest { reason requestedBy { name } reviews { verdict reviewer { name } } } } } } }`;
    const variables = { modelId: wanted.modelId, endsBefore: '2030-06-06T00:00:01Z' };
    const { services } = management;
    const read = await ask({ services, operation: approval.reviewer }, source, variables);
    expect(read['modelAccess']).toMatchObject({
      edges: [
        {
          node: {
            ...conditions,
            state: 'IN_FORCE',
            notAfter: '2030-06-06T00:00:00.000Z',
            application: { id: wanted.applicationId },
            changeRequest: {
              reason: wanted.reason,
              requestedBy: { name: approval.developer.principal.name },
              reviews: [
                { verdict: 'APPROVED', reviewer: { name: approval.reviewer.principal.name } },
              ],
            },
          },
        },
      ],
    });
    expect(await request({ modelName: model.name })).toMatchObject({
      __typename: 'ValidationFailed',
      faults: [{ path: 'modelId' }],
    });
    expect(await request({ modelId: null, modelName: 'nobody' })).toMatchObject({
      faults: [{ path: 'modelName' }],
    });
  });

  test('show no principals to those who may not see them', async () => {
    const asked = await request();
    await approve(asked, management.admin);
    const source = `query ($id: ID!) { changeRequest(id: $id) {
      requestedBy { name } reviews { reviewer { name } } } }`;
    const { services } = management;
    const seen = (operation: Operation) =>
      ask({ services, operation }, source, { id: asked.changeRequest.id });
    expect(await seen(approval.developer)).toEqual({
      changeRequest: { requestedBy: null, reviews: [{ reviewer: null }] },
    });
    expect(await seen(approval.reviewer)).toEqual({
      changeRequest: {
        requestedBy: { name: approval.developer.principal.name },
        reviews: [{ reviewer: null }],
      },
    });
  });

  test('are rejected with a comment, and withdrawn by the requester', async () => {
    const first = { changeRequestId: (await request()).changeRequest.id };
    expect(
      await mutate(approval.reviewer, 'rejectGrant', { ...first, comment: 'No.' }),
    ).toMatchObject({
      __typename: 'ChangeRequestChanged',
      changeRequest: { state: 'REJECTED', reviews: [{ verdict: 'REJECTED', comment: 'No.' }] },
    });
    expect(await mutate(approval.developer, 'withdrawGrantRequest', first)).toEqual({
      __typename: 'VersionConflict',
      currentVersion: 2,
    });
    const second = { changeRequestId: (await request()).changeRequest.id };
    expect(await mutate(approval.developer, 'withdrawGrantRequest', second)).toMatchObject({
      changeRequest: { state: 'WITHDRAWN', reviews: [] },
    });
  });

  test('are tightened at once, loosened by request only, and revoked', async () => {
    const { admin } = management;
    const approved = await approve(await request({ notAfter: '2031-01-01T00:00:00Z' }));
    const { id } = (approved as { grant: { id: string } }).grant;
    const tighter = { id, expectedVersion: 1, workloads: ['chat'] };
    expect(await mutate(admin, 'updateGrant', tighter)).toMatchObject({
      __typename: 'GrantChanged',
      grant: { version: 2, workloads: ['chat'], notAfter: '2031-01-01T00:00:00.000Z' },
    });
    const looser = { id, expectedVersion: 2, notAfter: null };
    expect(await mutate(admin, 'updateGrant', looser)).toMatchObject({
      faults: [{ path: 'reason' }],
    });
    expect(await mutate(admin, 'updateGrant', { ...looser, reason: 'For good.' })).toMatchObject({
      __typename: 'ChangeRequestRequired',
      changeRequest: {
        baseVersion: 2,
        grant: { id },
        proposal: { workloads: ['chat'], notAfter: null },
      },
    });
    expect(await mutate(admin, 'revokeGrant', { id, expectedVersion: 2 })).toMatchObject({
      __typename: 'GrantChanged',
      grant: { version: 3, revokedAt: '2030-01-01T00:00:00.000Z' },
    });
  });

  test('and their requests are listed with the filters of the schema', async () => {
    const fresh = await createApproval(management);
    const { services } = management;
    const source = `query ($tenantId: ID!, $applicationId: ID) {
      grants(tenantId: $tenantId, applicationId: $applicationId, includeRevoked: true) {
        edges { node { id } } }
      changeRequests(tenantId: $tenantId, state: IN_REVIEW) { edges { node { state } } }
    }`;
    const list = (operation: Operation, tenantId: string, applicationId?: string) =>
      ask({ services, operation }, source, { tenantId, applicationId });
    const { tenantId, applicationId } = wanted;
    const other = toGlobalId('tenant', fresh.tenant.id);
    await request();
    const shown = await list(approval.developer, tenantId, applicationId);
    expect(JSON.stringify(shown)).toContain('IN_REVIEW');
    const none = { grants: { edges: [] }, changeRequests: { edges: [] } };
    expect(await list(approval.developer, other)).toEqual(none);
    expect(await list(fresh.developer, tenantId)).toEqual(none);
  });
});

test('a rule that demands two people is met by both of them through the door', async () => {
  const { services } = management;
  const as = (operation: Operation, name: string, input: object, selection: string) =>
    mutateAs({ services, operation }, name, { input, selection });
  await management.operation(['security-reviewer'], { tenantId: approval.tenant.id });
  const other = await management.operation(['security-reviewer'], { tenantId: approval.tenant.id });
  const rule = { tenantId: wanted.tenantId, kind: 'GRANT', quorum: 2 };
  const made = '... on ApprovalRuleChanged { approvalRule { kind quorum roles version } }';
  expect(await as(approval.reviewer, 'createApprovalRule', rule, made)).toMatchObject({
    approvalRule: { kind: 'GRANT', quorum: 2, roles: [], version: 1 },
  });
  const asked = await request();
  expect(await approve(asked)).toMatchObject({ __typename: 'ChangeRequestRequired' });
  const { id, digest } = asked.changeRequest;
  const applied = `... on ChangeApplied { revision changeRequest { state approvalsRequired round
    subjectId changes { field new } authors { name } } }`;
  const input = { changeRequestId: id, digest };
  expect(await as(other, 'approveChange', input, applied)).toMatchObject({
    __typename: 'ChangeApplied',
    revision: expect.any(String),
    changeRequest: { state: 'APPLIED', approvalsRequired: 2, round: 1 },
  });
});
