import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { type QuotaKind, quotaKinds } from '../../../control-plane/domain/tenant/quota-kind.ts';
import { ask } from '../../support/ask.ts';
import { freshName, routeDraft, ruleTo } from '../../support/catalog.ts';
import { createKeys } from '../../support/family.ts';
import { type Approval, createApproval, createGrant, requestGrant } from '../../support/grant.ts';
import { identityProviderDraft } from '../../support/identity-provider.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { budgetDraft, limitDraft } from '../../support/spend.ts';

/*
 * Goal: of nothing that is counted a tenant gets more than it may, whoever makes it at the same moment and whichever way it comes, and
 * what is out of use takes no place.
 */

let management: Management;
let approval: Approval;
beforeAll(async () => {
  management = await openManagement(12);
});
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  approval = await createApproval(management);
});

/** One more of each kind, by whatever makes one. */
const makers: { readonly [Kind in QuotaKind]: () => Promise<unknown> } = {
  application: () => createApplication(freshName('app')),
  api_key: () => createKeys(management, approval, 1),
  route: () =>
    management.services.routes.create(
      management.admin,
      call('createRoute'),
      routeDraft(approval.tenant.id, [ruleTo(approval.target.id)]),
    ),
  prompt_policy: () =>
    management.services.promptPolicies.create(management.admin, call('createPromptPolicy'), {
      tenantId: approval.tenant.id,
      name: freshName('policy'),
      rules: [{ name: 'no-keys', detector: 'secret', action: 'block', rerouteRouteId: undefined }],
    }),
  grant: () => createGrant(management, approval),
  limit: () =>
    management.services.limits.create(
      management.admin,
      call('createLimit'),
      limitDraft(approval.tenant.id),
    ),
  budget: () =>
    management.services.budgets.create(
      management.admin,
      call('createBudget'),
      budgetDraft(approval.tenant.id),
    ),
  access_token: () =>
    management.services.accessTokens.create(approval.developer, call('createAccessToken'), {
      principalId: approval.developer.principal.id,
      name: 'token',
      notAfter: undefined,
    }),
  role: () =>
    management.services.roles.create(management.admin, call('createRole'), {
      tenantId: approval.tenant.id,
      name: freshName('role'),
      permissions: ['route:read'],
    }),
  identity_provider: () =>
    management.services.identityProviders.create(management.admin, call('createIdentityProvider'), {
      ...identityProviderDraft(`https://${freshName('login')}.example.com`),
      tenantId: approval.tenant.id,
    }),
  principal: () =>
    management.services.principals.create(management.admin, call('createPrincipal'), {
      tenantId: approval.tenant.id,
      kind: 'service',
      name: freshName('robot'),
      email: null,
      roles: ['viewer'],
    }),
  open_change_request: () => requestGrant(management, approval),
};

function createApplication(name: string) {
  return management.services.applications.create(management.admin, call('createApplication'), {
    tenantId: approval.tenant.id,
    name,
    team: 'team',
    environment: 'production',
    dataClass: 'internal',
    rolloutStage: 'governed',
  });
}

async function setLimit(kind: QuotaKind, limit: number | null): Promise<void> {
  const { services, admin } = management;
  const tenant = await services.tenants.find(admin, approval.tenant.id);
  await services.tenants.setQuotas(admin, call('setTenantQuotas'), {
    id: approval.tenant.id,
    expectedVersion: tenant?.version ?? 0,
    quotas: [{ kind, limit }],
  });
}

async function quotaOf(kind: QuotaKind) {
  const { services } = management;
  const found = await services.tenants.listQuotas(approval.developer, [approval.tenant.id]);
  return found.find((quota) => quota.kind === kind);
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof DomainError ? thrown.failure : thrown),
  );

test.each(quotaKinds)(
  'of %s there are as many as there may be, and then an error that says so',
  async (kind) => {
    const used = ((await quotaOf(kind))?.used ?? 0) + 1;
    await setLimit(kind, used);
    await makers[kind]();
    expect(await quotaOf(kind)).toMatchObject({ limit: used, used, isOverride: true });
    expect(await failureOf(makers[kind]())).toEqual({
      code: 'QUOTA_EXCEEDED',
      kind,
      limit: used,
      used,
    });
    expect(await quotaOf(kind)).toMatchObject({ used });
    await setLimit(kind, null);
    await makers[kind]();
    expect(await quotaOf(kind)).toMatchObject({ used: used + 1, isOverride: false });
  },
);

test('of thirty at the same moment no more come through than there is place for', async () => {
  await setLimit('application', 6);
  const names = Array.from({ length: 30 }, (_, index) => `app-${index}`);
  const failures = await Promise.all(names.map((name) => failureOf(createApplication(name))));
  expect(failures.filter((failure) => failure === undefined)).toHaveLength(5);
  expect(failures.filter((failure) => failure !== undefined)).toEqual(
    Array(25).fill({ code: 'QUOTA_EXCEEDED', kind: 'application', limit: 6, used: 6 }),
  );
  expect(await quotaOf('application')).toMatchObject({ used: 6 });
});

describe('what is out of use takes no place:', () => {
  test('an application that is archived', async () => {
    const { value } = await createApplication('first');
    await setLimit('application', 2);
    expect(await failureOf(createApplication('second'))).toMatchObject({ used: 2 });
    const edit = { id: value.id, expectedVersion: 1 };
    await management.services.applications.archive(
      management.admin,
      call('archiveApplication'),
      edit,
    );
    await createApplication('second');
  });

  test('a key that has ended by itself', async () => {
    const [id = ''] = await createKeys(management, approval, 1);
    await setLimit('api_key', 1);
    expect(await failureOf(createKeys(management, approval, 1))).toMatchObject({ used: 1 });
    await management.query(`UPDATE api_key SET not_after = now() WHERE id = $1`, [id]);
    await createKeys(management, approval, 1);
  });
});

test('a key that has ended is not given a later end beyond the limit, and nothing keeps one from being ended', async () => {
  const [id = ''] = await createKeys(management, approval, 1);
  await management.query(`UPDATE api_key SET not_after = '2020-01-01' WHERE id = $1`, [id]);
  const [other = ''] = await createKeys(management, approval, 1);
  await setLimit('api_key', 1);
  const { services, admin } = management;
  const edit = { id, expectedVersion: 1, notAfter: new Date('2031-01-01') };
  const revive = () => services.apiKeys.update(admin, call('updateApiKey'), edit);
  expect(await failureOf(revive())).toMatchObject({ code: 'QUOTA_EXCEEDED', limit: 1, used: 1 });
  await setLimit('api_key', 0);
  const end = { id: other, expectedVersion: 1 };
  await services.apiKeys.update(admin, call('updateApiKey'), { ...end, name: 'renamed' });
  await services.apiKeys.revoke(admin, call('revokeApiKey'), { ...end, expectedVersion: 2 });
});

test('a limit below what there is takes nothing away, and another tenant has its own', async () => {
  await createApplication('first');
  await setLimit('application', 0);
  expect(await quotaOf('application')).toMatchObject({ limit: 0, used: 2 });
  expect(await failureOf(createApplication('second'))).toMatchObject({ limit: 0, used: 2 });
  approval = await createApproval(management);
  await createApplication('second');
});

describe('over GraphQL', () => {
  const run = (source: string, operation = management.admin) =>
    ask({ ...management, operation }, source, { id: toGlobalId('tenant', approval.tenant.id) });
  const create = `mutation ($id: ID!) { createApplication(input: { tenantId: $id, name: "over", team: "t",
      environment: STAGING, dataClass: INTERNAL }) { __typename ... on QuotaExceeded { message kind limit used } } }`;

  test('who is refused reads what, how many there may be and are', async () => {
    await setLimit('application', 1);
    expect(await run(create)).toEqual({
      createApplication: {
        __typename: 'QuotaExceeded',
        message: expect.stringContaining('may have 1 of the kind application and has 1'),
        kind: 'APPLICATION',
        limit: 1,
        used: 1,
      },
    });
    const read = `query ($id: ID!) { tenant(id: $id) { quotas { kind limit used isOverride } } }`;
    const { tenant } = await run(read, approval.developer);
    expect(tenant).toMatchObject({ quotas: expect.any(Array) });
    expect((tenant as { readonly quotas: readonly unknown[] }).quotas).toHaveLength(
      quotaKinds.length,
    );
  });

  test('the platform sets the limits of all that have none of their own, and the log has it', async () => {
    const set = (limit: number) =>
      run(`mutation { setQuotaDefaults(input: { quotas: [{ kind: APPLICATION, limit: ${limit} }] }) {
        __typename ... on QuotaDefaultsChanged { quotaDefaults { kind limit } } ... on ValidationFailed { faults { path } } } }`);
    expect(await set(1)).toMatchObject({
      setQuotaDefaults: {
        quotaDefaults: expect.arrayContaining([{ kind: 'APPLICATION', limit: 1 }]),
      },
    });
    expect(await run(create)).toMatchObject({ createApplication: { __typename: 'QuotaExceeded' } });
    const [entry] = await management.query(
      `SELECT changes FROM audit_event WHERE action = 'quota-default.set' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry).toEqual({ changes: { application: [1000, 1] } });
    expect(await set(-1)).toMatchObject({
      setQuotaDefaults: { faults: [{ path: 'quotas.0.limit' }] },
    });
    await set(1000);
  });
});
