import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphql } from 'graphql';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { createSession } from '../../../control-plane/domain/session.ts';
import { createLoaders } from '../../../control-plane/graphql/loaders.ts';
import { createSchema } from '../../../control-plane/graphql/schema.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { freshName, routeDraft, ruleTo } from '../../support/catalog.ts';
import { type Approval, createApproval, createGrant } from '../../support/grant.ts';
import { identityProviderDraft } from '../../support/identity-provider.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { reportOf } from '../../support/node-record.ts';
import { listSurface, type SurfaceCall } from '../../support/schema-surface.ts';
import { attemptAt, decisionOf } from '../../support/telemetry.ts';

const MANY = 12;
const FEW = 2;
const schema = createSchema();

/** Fields that need no permission, and why. */
const openToAll: Readonly<Record<string, string>> = {
  me: 'everybody may know who he is',
  permissions: 'the table is in the documentation',
  myPermissions: 'everybody may know what he may do',
};

const someone = (kind: Parameters<typeof toGlobalId>[0]) => toGlobalId(kind, randomUUID());
const unknownIds = {
  tenant: someone('tenant'),
  application: someone('application'),
  apiKey: someone('api-key'),
  principal: someone('principal'),
  accessToken: someone('access-token'),
  role: someone('role'),
  provider: someone('provider'),
  model: someone('model'),
  replacedBy: someone('model'),
  target: someone('target'),
  route: someone('route'),
  promptPolicy: someone('prompt-policy'),
  grant: someone('grant'),
  changeRequest: someone('change-request'),
  nodePool: someone('node-pool'),
  identityProvider: someone('identity-provider'),
  request: randomUUID(),
  node: 'node-1',
};

let management: Management;
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

async function run({ source, variables }: SurfaceCall, operation: Operation) {
  const { services } = management;
  const contextValue = { operation, services, loaders: createLoaders(operation, services) };
  return graphql({ schema, source, variableValues: { ...variables }, contextValue });
}

/**
 * Goal: no field of the schema can be added without somebody deciding who may call it.
 * Method: the schema itself is the list of cases; a principal without any permission calls every field, with ids that
 * could exist.
 */
describe('a principal without permissions', () => {
  /** Tokens are everybody's own business: here are some of another principal. */
  const idsOfAnother = { ...unknownIds, principal: '', accessToken: '' };
  beforeAll(async () => {
    const { services, admin } = management;
    const { principal } = await management.operation(['viewer'], { kind: 'service' });
    const draft = { principalId: principal.id, name: 'ci', notAfter: undefined };
    const { value } = await services.accessTokens.create(admin, call('createAccessToken'), draft);
    idsOfAnother.principal = toGlobalId('principal', principal.id);
    idsOfAnother.accessToken = toGlobalId('access-token', value.id);
  });
  const listCalls = () =>
    listSurface(schema, { ids: idsOfAnother, depth: 0, first: 1, withOptionalIds: true });
  const nobody = () => {
    const { principal, actor, now } = management.admin;
    return new Operation({ ...principal, id: randomUUID(), roles: [] }, actor.authenticatedBy, now);
  };
  const answerOf = async (field: string) => {
    const called = listCalls().find((one) => one.field === field);
    if (called === undefined) throw new Error(`there is no ${field}`);
    const { data, errors } = await run(called, nobody());
    if (errors === undefined) return data?.[field];
    const [cause] = errors.map(({ originalError }) => originalError);
    if (!(cause instanceof DomainError)) throw new Error(String(errors[0]));
    return { __typename: cause.failure.code };
  };

  const closed = listCalls().filter(({ field }) => !Object.hasOwn(openToAll, field));
  test.each(closed.map(({ kind, field }) => [kind, field]))(
    'is refused the %s %s',
    async (kind, field) => {
      const __typename = kind === 'mutation' ? 'PermissionDenied' : 'PERMISSION_DENIED';
      expect(await answerOf(field)).toMatchObject({ __typename });
    },
  );

  test.each(Object.keys(openToAll))('may call %s', async (field) => {
    expect(await answerOf(field)).not.toHaveProperty('__typename');
  });

  test('meets the whole schema', () => {
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    expect(listCalls().map(({ field }) => field)).toEqual(fields);
    expect(fields.length).toBeGreaterThan(60);
  });
});

/**
 * Goal: the work of the database does not grow with the rows of a page, whatever is selected of them.
 * Method: every list of the schema, with all that can be selected two objects deep, on rows that share nothing.
 */
describe('the statements of a list do not grow with its rows', () => {
  let applicationId: string;
  beforeAll(async () => {
    await keepDecisionPartitions(management.storage, managementNow);
    for (let made = 1; made < MANY; made += 1) await createFamily();
    const last = await createFamily();
    applicationId = toGlobalId('application', last.application.id);
    await createKeys(last, MANY);
    await revokeNodes(MANY);
  }, 60_000);

  const countOf = async (field: string, first: number) => {
    const ids = { ...unknownIds, application: applicationId };
    const surface = listSurface(schema, { ids, depth: 2, first, withOptionalIds: false });
    const found = surface.find((one) => one.field === field);
    if (found === undefined) throw new Error(`there is no ${field}`);
    const before = management.statementCount();
    const { data, errors } = await run(found, management.admin);
    expect(errors).toBeUndefined();
    const page = data?.[field] as { readonly edges: readonly unknown[] };
    return { rows: page.edges.length, statements: management.statementCount() - before };
  };

  const lists = listSurface(schema, { ids: unknownIds, depth: 0, first: 1, withOptionalIds: false })
    .filter(({ isList }) => isList)
    .map(({ field }) => field);
  test.each(lists)('%s', async (field) => {
    await countOf(field, FEW);
    const few = await countOf(field, FEW);
    const many = await countOf(field, MANY);
    expect([few.rows, many.rows]).toEqual([FEW, MANY]);
    expect(many.statements).toBe(few.statements);
  });
});

let familyCount = 0n;

/** A tenant with one of everything. */
async function createFamily(): Promise<Approval> {
  const { services, admin } = management;
  const approval = await createApproval(management);
  const { tenant, application, target, model } = approval;
  const end = { id: model.id, expectedVersion: 1, deprecatedAt: managementNow };
  await services.models.update(admin, call('updateModel'), end);
  const soon = new Date(managementNow.getTime() + 86_400_000);
  await createGrant(management, approval, { notAfter: soon });
  await management.storage.transaction(PLATFORM, admin.actor, ({ grantNotices }) =>
    grantNotices.write(managementNow),
  );
  const route = await services.routes.create(
    admin,
    call('createRoute'),
    routeDraft(tenant.id, [ruleTo(target.id)]),
  );
  await services.promptPolicies.create(admin, call('createPromptPolicy'), {
    tenantId: tenant.id,
    name: freshName('policy'),
    rules: [
      { name: 'move', detector: 'secret', action: 'reroute', rerouteRouteId: route.value.id },
    ],
  });
  await services.roles.create(admin, call('createRole'), {
    tenantId: tenant.id,
    name: freshName('role'),
    permissions: ['route:read'],
  });
  const { principal } = approval.developer;
  const token = { principalId: principal.id, name: 'ci', notAfter: undefined };
  await services.accessTokens.create(admin, call('createAccessToken'), token);
  await management.storage.transaction(PLATFORM, admin.actor, async (stores) => {
    const { decisions, nodes, releases, sessions, targetReports } = stores;
    const browser = { id: randomUUID(), principalId: principal.id, hash: randomBytes(32) };
    await sessions.insert(
      createSession({ ...browser, tenantId: principal.tenantId }, managementNow),
    );
    familyCount += 1n;
    const position = { epoch: 1n, revision: familyCount };
    await releases.put({ ...position, resourceCount: 1, digest: Buffer.alloc(32) });
    const owner = { tenantId: tenant.id, applicationId: application.id, routeId: route.value.id };
    await decisions.insert([decisionOf(owner, [attemptAt(target.id)])]);
    const node = nodeOf(tenant.id);
    await nodes.put(node);
    await targetReports.put(reportOf(node, [target.id]));
  });
  await services.nodePools.create(admin, call('createNodePool'), {
    name: freshName('pool'),
    tenantIds: [tenant.id],
  });
  await services.identityProviders.create(admin, call('createIdentityProvider'), {
    ...identityProviderDraft(`https://${freshName('login')}.example.com`),
    tenantId: tenant.id,
  });
  await createKeys(approval, 1);
  return approval;
}

async function revokeNodes(count: number): Promise<void> {
  const { services, admin } = management;
  for (let made = 0; made < count; made += 1)
    await services.nodeRevocations.revoke(admin, call('revokeNode'), {
      id: freshName('node'),
      reason: 'test',
    });
}

async function createKeys({ application }: Approval, count: number): Promise<void> {
  const { services, admin } = management;
  for (let made = 0; made < count; made += 1)
    await services.apiKeys.create(admin, call('createApiKey'), {
      applicationId: application.id,
      name: freshName('key'),
      workloads: ['default'],
      routes: [],
      feature: null,
      attributes: [],
      scopes: [],
      notAfter: null,
    });
}

function nodeOf(tenantId: string) {
  return {
    id: freshName('node'),
    instanceId: randomUUID(),
    build: '1',
    region: 'eu',
    pool: null,
    addresses: {},
    state: 'in_sync' as const,
    enforcedEpoch: 1n,
    enforcedRevision: 1n,
    lastVerdict: null,
    lastVerdictAt: null,
    lastApplyMs: null,
    diagnostics: [{ resource: 'route/x', tenantId, message: 'no' }],
    heartbeatAt: managementNow,
    connectedAt: managementNow,
  };
}
