import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { freshName } from '../../support/catalog.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { identityProviderDraft } from '../../support/identity-provider.ts';
import { type Management, openManagement } from '../../support/management.ts';

/**
 * Goal: each mutation of a kind that is reviewed says so over GraphQL, with what is proposed and its risk; nothing rides along.
 * Method: documents over the services and a real Postgres, before and after rules for every kind.
 */
let management: Management;
let own: Approval;
let reviewer: Operation;
let owner: Operation;
let viewer: Operation;
beforeAll(async () => {
  management = await openManagement();
  own = await createApproval(management);
  reviewer = await management.operation(['security-reviewer']);
  owner = await management.operation(['owner'], { tenantId: own.tenant.id });
  viewer = await management.operation(['viewer'], { tenantId: own.tenant.id });
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const REQUEST = `kind state tenant { id } subjectId approvalsRequired digest id
  risk { level direction requestsLast7Days applications tenants costChange
    reasons { field about direction level message } }
  changes { field old new }`;
// biome-ignore lint/suspicious/noExplicitAny: the answer of any document
type Answer = any;
const mutate = async (
  field: string,
  input: object,
  by: Operation = management.admin,
  success = '',
): Promise<Answer> => {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const waits = ['createApiKey', 'createLimit', 'createBudget'].includes(field)
    ? ''
    : `... on ChangeRequestRequired { message changeRequest { ${REQUEST} } }`;
  const document = `mutation ($input: ${type}!) { result: ${field}(input: $input) { __typename
    ... on ValidationFailed { faults { path } } ${success}
    ${waits} } }`;
  return (await ask({ services: management.services, operation: by }, document, { input }))[
    'result'
  ];
};
const rule = (kind: string, tenantId?: string) =>
  mutate(
    'createApprovalRule',
    { kind, quorum: 1, highRiskQuorum: 1, ...(tenantId && { tenantId }) },
    management.admin,
    '... on ApprovalRuleChanged { approvalRule { id tenant { id } kind quorum highRiskQuorum highRiskTeams } }',
  );
const approve = ({ id, digest }: { id: string; digest: string }, by = reviewer) =>
  mutate('approveChange', { changeRequestId: id, digest }, by, '... on ChangeApplied { revision }');

test('a reason is no part of what is changed, where no rule asks for one', async () => {
  const edit = { expectedVersion: 1, reason: 'It is needed.' };
  const changed = async (field: string, type: string, noun: string, id: string, change: object) =>
    (
      await mutate(
        field,
        { ...edit, id, ...change },
        management.admin,
        `... on ${type} { ${noun} { version } }`,
      )
    )[noun];
  const { provider, model, target } = own;
  expect(
    await Promise.all([
      changed(
        'updateProvider',
        'ProviderChanged',
        'provider',
        toGlobalId('provider', provider.id),
        { region: 'us' },
      ),
      changed('updateModel', 'ModelChanged', 'model', toGlobalId('model', model.id), {
        aliases: [],
      }),
      changed('updateTarget', 'TargetChanged', 'target', toGlobalId('target', target.id), {
        region: 'us',
      }),
    ]),
  ).toEqual([{ version: 2 }, { version: 2 }, { version: 2 }]);
});

test('what is of the platform waits with its risk, and is applied', async () => {
  for (const kind of ['MODEL', 'PROVIDER', 'TARGET', 'PRICE'])
    expect((await rule(kind)).approvalRule).toMatchObject({
      tenant: null,
      kind,
      highRiskQuorum: 1,
      highRiskTeams: [],
    });
  const nobody = { kind: 'ROLE', quorum: 0, highRiskTeams: ['red', 'blue'] };
  expect(await mutate('createApprovalRule', nobody)).toMatchObject({
    faults: [{ path: 'highRiskTeams' }],
  });
  const why = { reason: 'It is needed.' };
  const id = toGlobalId('provider', own.provider.id);
  const moved = { ...why, id, expectedVersion: 2, baseUrl: 'https://two.example.com/v1' };
  const { changeRequest } = await mutate('updateProvider', moved);
  expect(changeRequest).toMatchObject({
    kind: 'PROVIDER',
    tenant: null,
    subjectId: id,
    changes: [{ field: 'baseUrl', new: '"https://two.example.com/v1"' }],
    risk: {
      level: 'HIGH',
      direction: 'LOOSENING',
      requestsLast7Days: '0',
      costChange: null,
      reasons: [
        { field: 'baseUrl', about: 'DATA', level: 'HIGH' },
        { about: 'REACH', level: 'LOW' },
      ],
    },
  });
  const refused = await mutate('updateProvider', { ...moved, credential: 'sk-secret' });
  expect(refused).toMatchObject({ faults: [{ path: 'credential' }] });
  expect(await approve(changeRequest)).toMatchObject({ __typename: 'ChangeApplied' });
  const model = { ...why, name: freshName('m'), capabilities: ['CHAT'] };
  const made = await mutate('createModel', model);
  expect(made.changeRequest.kind).toBe('MODEL');
  expect(made.message).not.toContain('owner');
  const target = { ...why, id: toGlobalId('target', own.target.id), expectedVersion: 2 };
  const priced = await mutate('updateTarget', { ...target, prices: [{ input: '0', output: '1' }] });
  expect(priced.changeRequest).toMatchObject({
    kind: 'PRICE',
    risk: { level: 'HIGH', costChange: '0' },
  });
  expect(
    (await mutate('updateTarget', { ...target, name: freshName('t') })).changeRequest.kind,
  ).toBe('TARGET');
  const smuggled = mutate('createModel', { ...model, version: 7, tenantId: 'x' });
  await expect(smuggled).rejects.toThrow(/version/);
});

test('what is of a tenant waits too, and its content is told to whom it may be', async () => {
  const tenantId = toGlobalId('tenant', own.tenant.id);
  await rule('API_KEY', tenantId);
  await rule('ROLE', tenantId);
  const why = { reason: 'It is needed.' };
  const applicationId = toGlobalId('application', own.application.id);
  const key = await mutate(
    'createApiKey',
    { ...why, applicationId, name: freshName('key') },
    own.developer,
    `... on ApiKeyCreated { secret apiKey { id notAfter } changeRequest { ${REQUEST} } }`,
  );
  expect(key).toMatchObject({
    secret: expect.any(String),
    changeRequest: { kind: 'API_KEY', subjectId: key.apiKey.id, changes: [{ field: 'notAfter' }] },
  });
  await approve(key.changeRequest, own.reviewer);
  const widened = { ...why, id: key.apiKey.id, expectedVersion: 2, scopes: ['EXPLAIN'] };
  expect((await mutate('updateApiKey', widened, own.developer)).changeRequest.kind).toBe('API_KEY');
  const role = { ...why, tenantId, name: freshName('role'), permissions: ['route:read'] };
  expect((await mutate('createRole', role, owner)).changeRequest.kind).toBe('ROLE');
  const person = { ...why, tenantId, kind: 'HUMAN', name: freshName('new'), roles: ['VIEWER'] };
  const granted = await mutate('createPrincipal', person, owner);
  expect(granted.changeRequest).toMatchObject({ kind: 'ROLE_GRANT', tenant: { id: tenantId } });
  const { tenantId: _, ...login } = identityProviderDraft(`https://${freshName('l')}.example.com`);
  const mappings = [{ group: 'staff', roles: ['VIEWER'] }];
  const mapped = { ...login, ...why, tenantId, roleMappings: mappings };
  expect((await mutate('createIdentityProvider', mapped, owner)).changeRequest.kind).toBe(
    'ROLE_MAPPING',
  );
  const read = (by: Operation) =>
    ask(
      { services: management.services, operation: by },
      'query ($id: ID!) { changeRequest(id: $id) { changes { field } } }',
      { id: granted.changeRequest.id },
    );
  expect(await read(viewer)).toEqual({ changeRequest: { changes: [] } });
  expect(JSON.stringify(await read(own.reviewer))).toContain('roles');
  const rules = await management.services.approvalRules.list(owner, own.tenant.id);
  expect(rules.map(({ kind }) => kind)).toEqual(['api_key', 'role']);
  const document = '{ changeRequests { edges { node { tenant { id } } } } }';
  const seen = JSON.stringify(
    await ask({ services: management.services, operation: owner }, document),
  );
  expect(seen).toContain(tenantId);
  expect(seen).not.toContain('"tenant":null');
});

test('what a tenant may use and spend is made at once, and raised or ended by others', async () => {
  const tenantId = toGlobalId('tenant', own.tenant.id);
  const why = { reason: 'It is needed.', expectedVersion: 1 };
  for (const kind of ['LIMIT', 'BUDGET']) await rule(kind, tenantId);
  const model = toGlobalId('model', own.model.id);
  const { limit } = await mutate(
    'createLimit',
    { tenantId, name: 'burst', per: 'API_KEY', measure: 'CONCURRENT_REQUESTS', amount: '4' },
    owner,
    `... on LimitChanged { limit { id application { id } routes { id } amount windowSeconds message
      monitor measure } }`,
  );
  expect(limit).toMatchObject({ application: null, routes: [], amount: '4', windowSeconds: null });
  const money = { per: 'ALL', period: 'MONTH', amount: '5', enforcement: 'HARD' };
  const { budget } = await mutate(
    'createBudget',
    { tenantId, name: 'month', modelIds: [model], ...money },
    owner,
    '... on BudgetChanged { budget { id models { id } message reservation whenUnreachable } }',
  );
  expect(budget).toMatchObject({ models: [{ id: model }], message: null, reservation: 'STRICT' });
  const raise = { ...why, id: limit.id, amount: '5' };
  expect((await mutate('updateLimit', raise, owner)).changeRequest).toMatchObject({
    kind: 'LIMIT',
    subjectId: limit.id,
    changes: [{ field: 'amount', old: '4', new: '5' }],
    risk: { level: 'MEDIUM', direction: 'LOOSENING' },
  });
  const end = await mutate('archiveBudget', { ...why, id: budget.id }, owner);
  expect(end.changeRequest).toMatchObject({
    kind: 'BUDGET',
    changes: [{ field: 'archived', old: 'null', new: 'true' }],
  });
  expect(await approve(end.changeRequest)).toMatchObject({ __typename: 'ChangeApplied' });
  const left = await ask(
    { services: management.services, operation: owner },
    '{ budgets { edges { node { id } } } }',
  );
  expect(left).toEqual({ budgets: { edges: [] } });
});
