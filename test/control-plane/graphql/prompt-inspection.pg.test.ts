import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { ask } from '../../support/ask.ts';
import { createTenancy } from '../../support/catalog.ts';
import { formsOf, readWholeDatabase } from '../../support/database-text.ts';
import type { Approval } from '../../support/grant.ts';
import { call, type Management } from '../../support/management.ts';
import { createOutsideDetector } from '../../support/outside-detector.ts';
import { blocking, inDays, key, PromptHouse } from './prompt-house.ts';

let house: PromptHouse;
let management: Management;
let approval: Approval;
let [tenantId, applicationId]: string[] = [];
beforeAll(async () => {
  house = await PromptHouse.open();
  ({ management, approval, tenantId, applicationId } = house);
}, 60_000);
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

const redacting = { name: 'out', detector: 'SECRET', action: 'REDACT' };
const people = { ...redacting, name: 'people', detector: 'PERSONAL_DATA' };
const said = (text: string) => [{ text }];

describe('inspect', () => {
  test('tells what a saved policy makes of texts, with ranges and what would go on', async () => {
    const { id: promptPolicyId } = await house.create([redacting, people]);
    const texts = [{ text: `use ${key}` }, { text: `${key}, anna@corp.com`, part: 'TOOL_RESULT' }];
    const seen = { rule: 'out', detector: 'SECRET', kind: 'aws_access_key', action: 'REDACT' };
    expect(await house.inspect({ promptPolicyId, texts })).toEqual({
      action: 'REDACT',
      rule: 'out',
      rerouteTo: null,
      message: null,
      texts: ['use [AWS_ACCESS_KEY_1]', '[AWS_ACCESS_KEY_1], [EMAIL_1]'],
      findings: [
        {
          ...seen,
          ...{ count: 2, monitored: false, exception: null },
          ranges: [
            { text: 0, part: 'USER', start: 4, end: 24 },
            { text: 1, part: 'TOOL_RESULT', start: 0, end: 20 },
          ],
        },
        {
          ...{ ...seen, rule: 'people', detector: 'PERSONAL_DATA', kind: 'email', count: 1 },
          ...{ monitored: false, exception: null },
          ranges: [{ text: 1, part: 'TOOL_RESULT', start: 22, end: 35 }],
        },
      ],
      rules: [
        { name: 'out', ran: true, notRun: null, holds: true },
        { name: 'people', ran: true, notRun: null, holds: true },
      ],
    });
  });

  test('tries rules that are not saved, judged as saving would judge them', async () => {
    const files = { ...blocking, name: 'files', parts: ['FILE'] };
    const draft = { tenantId, rules: [blocking, files] };
    const answer = await house.inspect({ ...draft, texts: said(key) });
    expect(answer).toMatchObject({
      action: 'BLOCK',
      rule: 'no-keys',
      message: expect.stringContaining('It found 1 aws_access_key in messages.0.'),
      texts: null,
      rules: [{ ran: true }, { ran: false, notRun: 'PARTS' }],
    });
    const { id } = await createOutsideDetector(management, approval);
    const outsideDetectorId = toGlobalId('outside-detector', id);
    const elsewhere = { ...blocking, name: 'manners', detector: 'OUTSIDE', outsideDetectorId };
    expect(
      await house.inspect({ tenantId, rules: [blocking, elsewhere], texts: said('hi') }),
    ).toMatchObject({
      action: null,
      rules: [{ ran: true }, { ran: false, notRun: 'OUTSIDE', holds: false }],
    });
    const wrong = { tenantId, rules: [{ ...blocking, kinds: ['haircut'] }], texts: said('x') };
    await expect(house.inspect(wrong)).rejects.toThrow('finds no "haircut"');
    const other = await createTenancy(management);
    const moving = { ...blocking, action: 'REROUTE', rerouteRouteId: tenantId };
    await expect(house.inspect({ ...draft, rules: [moving], texts: said('x') })).rejects.toThrow();
    const foreign = { ...draft, tenantId: toGlobalId('tenant', other.tenant.id), texts: said('x') };
    await expect(house.inspect(foreign)).rejects.toThrow('no such tenant');
  });

  test('tries what a change request proposes, for those who may read requests', async () => {
    const { id } = await house.create([blocking]);
    const edit = { id, expectedVersion: 1, rules: [redacting], reason: 'Softer.', asDraft: true };
    const answer = (await house.update(edit)) as { changeRequest: { id: string } };
    const changeRequestId = answer.changeRequest.id;
    const proposed = await house.inspect({ changeRequestId, texts: said(key) });
    expect(proposed).toMatchObject({ action: 'REDACT', texts: ['[AWS_ACCESS_KEY_1]'] });
    expect(await house.inspect({ promptPolicyId: id, texts: said(key) })).toMatchObject({
      action: 'BLOCK',
    });
    const other = await createTenancy(management);
    const stranger = await management.operation(['owner'], { tenantId: other.tenant.id });
    for (const input of [
      { changeRequestId },
      { promptPolicyId: id },
      { tenantId, rules: [blocking] },
    ])
      await expect(house.inspect({ ...input, texts: said('x') }, stranger)).rejects.toThrow(
        /no such/,
      );
    const finance = await management.operation(['finance'], { tenantId: approval.tenant.id });
    await expect(house.inspect({ changeRequestId, texts: said('x') }, finance)).rejects.toThrow(
      'prompt-policy:read',
    );
  });

  test('takes one policy, and so much at once', async () => {
    const { id: promptPolicyId } = await house.create([blocking]);
    const rules = { tenantId, rules: [blocking] };
    for (const input of [{}, { promptPolicyId, ...rules }, { tenantId }, { rules: [blocking] }])
      await expect(house.inspect({ ...input, texts: said('x') })).rejects.toThrow(
        'one of the three',
      );
    const half = 'x'.repeat(16 * 1024);
    const most = [{ text: half }, { text: half }];
    expect(await house.inspect({ promptPolicyId, texts: most })).toMatchObject({ action: null });
    await expect(
      house.inspect({ promptPolicyId, texts: [...most, { text: 'x' }] }),
    ).rejects.toThrow('Together they have 32769 characters; the limit is 32768');
    for (const count of [0, 65])
      await expect(
        house.inspect({
          promptPolicyId,
          texts: Array.from({ length: count }, () => ({ text: '' })),
        }),
      ).rejects.toThrow('Give 1 to 64 texts');
  });

  test('keeps no text anywhere, not even of what it refuses', async () => {
    const { id: promptPolicyId } = await house.create([blocking]);
    const text = `a text that nobody keeps ${key}`;
    await house.inspect({ promptPolicyId, texts: said(text) });
    await expect(house.inspect({ promptPolicyId, tenantId, texts: said(text) })).rejects.toThrow();
    const stranger = await management.operation(['finance']);
    await expect(house.inspect({ promptPolicyId, texts: said(text) }, stranger)).rejects.toThrow();
    await management.services.audit.close();
    const kept = await readWholeDatabase(management);
    expect(formsOf(key).filter((form) => kept.includes(form))).toEqual([]);
    expect(kept).not.toContain('that nobody keeps');
  });
});

describe('an exception of a rule', () => {
  const exception = (change: object = {}) => ({
    ...{ name: 'manual', kinds: ['aws_access_key'], reason: 'Printed in the manual.' },
    ...{ applicationIds: [applicationId], expiresAt: inDays(30) },
    ownerId: toGlobalId('principal', approval.reviewer.principal.id),
    ...change,
  });
  const rulesWith = (change: object = {}) => [{ ...blocking, exceptions: [exception(change)] }];

  test('is kept, shown, and holds in what is inspected as long as it holds on nodes', async () => {
    const policy = await house.create(rulesWith({ parts: ['USER'] }));
    expect(policy).toMatchObject({
      rules: [
        {
          exceptions: [
            {
              ...{ name: 'manual', applications: [{ id: applicationId }], parts: ['USER'] },
              ...{ kinds: ['aws_access_key'], reason: 'Printed in the manual.' },
              owner: { id: toGlobalId('principal', approval.reviewer.principal.id) },
              ...{ expiresAt: inDays(30), expired: false, requestId: null },
            },
          ],
        },
      ],
    });
    const tried = { promptPolicyId: policy.id, texts: said(key), applicationId };
    expect(await house.inspect(tried)).toMatchObject({
      action: null,
      texts: [key],
      findings: [{ exception: 'manual' }],
      rules: [{ ran: true, holds: false }],
    });
    expect(await house.inspect({ ...tried, at: inDays(30) })).toMatchObject({ action: 'BLOCK' });
    const other = await createTenancy(management);
    const foreign = { ...tried, applicationId: toGlobalId('application', other.application.id) };
    await expect(house.inspect(foreign)).rejects.toThrow('no such application');
    const { applicationId: _none, ...ofNobody } = tried;
    expect(await house.inspect(ofNobody)).toMatchObject({ action: 'BLOCK' });
    const source = `query ($id: ID!) { promptPolicy(id: $id) { rules { exceptions { owner { id } } } } }`;
    const seen = await ask(house.by(approval.developer), source, { id: policy.id });
    expect(seen).toEqual({ promptPolicy: { rules: [{ exceptions: [{ owner: null }] }] } });
  });

  test('finds its policy by when it ends', async () => {
    const { id } = await house.create(rulesWith({ expiresAt: inDays(3) }));
    const { id: past } = await house.create(rulesWith({ expiresAt: inDays(-1) }));
    const source = `query ($tenantId: ID, $end: DateTime!) {
      promptPolicies(tenantId: $tenantId, first: 200, filter: { exceptionEndsBefore: $end }) {
        edges { node { id } } totalCount } }`;
    const listEnding = async (days: number) => {
      const variables = { tenantId: house.tenantId, end: inDays(days) };
      const answer = await ask(house.by(approval.developer), source, variables);
      return JSON.stringify(answer);
    };
    expect(await listEnding(3)).not.toContain(id);
    const found = await listEnding(4);
    expect([found.includes(id), found.includes(past)]).toEqual([true, false]);
  });

  test('names what is of its tenant, and somebody in office who answers for it', async () => {
    const other = await createTenancy(management);
    const stranger = await management.operation(['owner'], { tenantId: other.tenant.id });
    const of = async (change: object, operation = approval.reviewer) => {
      const answer = await house.tryToCreate(rulesWith(change), operation);
      return (answer as { faults?: { path: string }[] }).faults?.map(({ path }) => path);
    };
    const path = 'rules.0.exceptions.0';
    const foreign = toGlobalId('application', other.application.id);
    expect(await of({ applicationIds: [foreign] })).toEqual([`${path}.applicationIds.0`]);
    const owner = toGlobalId('principal', stranger.principal.id);
    for (const operation of [approval.reviewer, management.admin])
      expect(await of({ ownerId: owner }, operation)).toEqual([`${path}.ownerId`]);
    expect(await of({ expiresAt: inDays(367) })).toEqual([`${path}.expiresAt`]);
    expect(await of({ requestId: 'no request' })).toEqual([`${path}.requestId`]);
    expect(await of({})).toBeUndefined();
  });

  test('stays when who answers for it leaves, and is added by a review where a rule demands that', async () => {
    const { services, admin } = management;
    const leaver = await management.operation(['developer'], { tenantId: approval.tenant.id });
    const ownerId = toGlobalId('principal', leaver.principal.id);
    const { id } = await house.create(rulesWith({ ownerId }));
    const gone = { id: leaver.principal.id, expectedVersion: 1 };
    await services.principals.archive(admin, call('archivePrincipal'), gone);
    const noted = [...rulesWith({ ownerId }), { ...people, mode: 'MONITOR' }];
    expect(await house.update({ id, expectedVersion: 1, rules: noted })).toMatchObject({
      promptPolicy: { version: 2 },
    });
    const rule = {
      tenantId: approval.tenant.id,
      kind: 'prompt_policy',
      quorum: 1,
      roles: [],
    } as const;
    const approving = await services.approvalRules.create(admin, call('createApprovalRule'), rule);
    const shorter = [{ ...blocking, exceptions: [exception({ ownerId, expiresAt: inDays(29) })] }];
    expect(
      await house.update({ id, expectedVersion: 2, rules: [...shorter, noted[1]] }),
    ).toMatchObject({
      promptPolicy: { version: 3 },
    });
    const reason = 'The manual has more.';
    expect(await house.update({ id, expectedVersion: 3, rules: noted, reason })).toMatchObject({
      changeRequest: { state: 'IN_REVIEW' },
    });
    await management.query('DELETE FROM approval_rule WHERE id = $1', [approving.value.id]);
  });
});
