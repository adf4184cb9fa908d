import { randomBytes, randomUUID } from 'node:crypto';
import { type IdKind, toGlobalId } from '../../control-plane/domain/ids.ts';
import { createSession } from '../../control-plane/domain/session.ts';
import { PLATFORM } from '../../control-plane/storage/storage.ts';
import { freshName, routeDraft, ruleTo } from './catalog.ts';
import { type Approval, createApproval, createGrant, requestGrant } from './grant.ts';
import { identityProviderDraft } from './identity-provider.ts';
import { call, type Management, managementNow } from './management.ts';
import { nodeRecord, reportOf } from './node-record.ts';
import { createOutsideDetector } from './outside-detector.ts';
import type { SurfaceIds } from './schema-surface.ts';
import { createSpend } from './spend.ts';
import { attemptAt, decisionOf } from './telemetry.ts';
import { createTokenIssuer } from './token-issuer.ts';

/** One of everything that belongs to a tenant, and the catalogue that it leans on. */
export interface Family extends Approval {
  /** Of what there is, by the words of arguments: see `SurfaceIds`. */
  readonly ids: SurfaceIds;
}

const someone = (kind: IdKind) => toGlobalId(kind, randomUUID());

/** Well-formed ids of what does not exist. */
export const unknownIds: SurfaceIds = {
  tenant: someone('tenant'),
  application: someone('application'),
  apiKey: someone('api-key'),
  principal: someone('principal'),
  requestedBy: someone('principal'),
  owner: someone('principal'),
  accessToken: someone('access-token'),
  role: someone('role'),
  provider: someone('provider'),
  model: someone('model'),
  replacedBy: someone('model'),
  target: someone('target'),
  route: someone('route'),
  subject: someone('route'),
  promptPolicy: someone('prompt-policy'),
  nodePool: someone('node-pool'),
  identityProvider: someone('identity-provider'),
  tokenIssuer: someone('token-issuer'),
  outsideDetector: someone('outside-detector'),
  limit: someone('limit'),
  budget: someone('budget'),
  grant: someone('grant'),
  changeRequest: someone('change-request'),
  change: someone('change-request'),
  approvalRule: someone('approval-rule'),
  plan: someone('config-plan'),
  request: randomUUID(),
  node: 'node-1',
};

const DAY_MS = 86_400_000;
let familyCount = 0n;

/** Partitions of decisions for the management's time must be there. */
export async function createFamily(management: Management): Promise<Family> {
  const approval = await createApproval(management);
  const { tenant, application, provider, model, target } = approval;
  const policy = await createPolicy(management, approval);
  const people = await createPeople(management, approval);
  const [key = ''] = await createKeys(management, approval, 1);
  const grant = await createEndingGrant(management, approval);
  const tokenIssuer = await createTokenIssuer(management, approval);
  const outsideDetector = await createOutsideDetector(management, approval);
  const spend = await createSpend(management, approval);
  const request = await requestGrant(management, approval, { workloads: ['later'] });
  const ids = {
    tenant: toGlobalId('tenant', tenant.id),
    application: toGlobalId('application', application.id),
    apiKey: toGlobalId('api-key', key),
    principal: toGlobalId('principal', people.principal),
    requestedBy: toGlobalId('principal', people.principal),
    owner: toGlobalId('principal', people.principal),
    accessToken: toGlobalId('access-token', people.accessToken),
    role: toGlobalId('role', people.role),
    provider: toGlobalId('provider', provider.id),
    model: toGlobalId('model', model.id),
    replacedBy: toGlobalId('model', model.id),
    target: toGlobalId('target', target.id),
    route: toGlobalId('route', policy.route),
    subject: toGlobalId('route', policy.route),
    promptPolicy: toGlobalId('prompt-policy', policy.promptPolicy),
    nodePool: toGlobalId('node-pool', policy.nodePool),
    identityProvider: toGlobalId('identity-provider', people.identityProvider),
    tokenIssuer: toGlobalId('token-issuer', tokenIssuer.id),
    outsideDetector: toGlobalId('outside-detector', outsideDetector.id),
    limit: toGlobalId('limit', spend.limit),
    budget: toGlobalId('budget', spend.budget),
    grant: toGlobalId('grant', grant.id),
    changeRequest: toGlobalId('change-request', request.id),
    change: toGlobalId('change-request', request.id),
    approvalRule: toGlobalId('approval-rule', policy.approvalRule),
    plan: toGlobalId('config-plan', await createPlan(management, approval)),
  };
  return { ...approval, ids: { ...ids, ...(await createTelemetry(management, approval, policy)) } };
}

/** Ids of the new keys. */
export async function createKeys(
  { services, admin }: Management,
  { application }: Approval,
  count: number,
): Promise<readonly string[]> {
  const ids = [];
  for (let made = 0; made < count; made += 1) {
    const { value } = await services.apiKeys.create(admin, call('createApiKey'), {
      applicationId: application.id,
      name: freshName('key'),
      workloads: ['default'],
      routes: [],
      feature: null,
      attributes: [],
      operations: [],
      scopes: [],
      notAfter: null,
    });
    ids.push(value.id);
  }
  return ids;
}

async function createPolicy(
  { services, admin }: Management,
  { tenant, target, application, developer }: Approval,
) {
  const draft = routeDraft(tenant.id, [ruleTo(target.id)]);
  const route = await services.routes.create(admin, call('createRoute'), draft);
  const rule = { name: 'move', detector: 'secret', action: 'reroute' } as const;
  const exception = {
    name: 'known',
    applicationIds: [application.id],
    reason: 'Printed in the manual.',
    ownerId: developer.principal.id,
    expiresAtMs: managementNow.getTime() + DAY_MS,
  };
  const policy = await services.promptPolicies.create(admin, call('createPromptPolicy'), {
    tenantId: tenant.id,
    name: freshName('policy'),
    rules: [{ ...rule, rerouteRouteId: route.value.id, exceptions: [exception] }],
  });
  const pool = await services.nodePools.create(admin, call('createNodePool'), {
    name: freshName('pool'),
    tenantIds: [tenant.id],
  });
  const approval = await services.approvalRules.create(admin, call('createApprovalRule'), {
    tenantId: tenant.id,
    kind: 'prompt_policy',
    quorum: 0,
    roles: [],
  });
  return {
    route: route.value.id,
    promptPolicy: policy.value.id,
    nodePool: pool.value.id,
    approvalRule: approval.value.id,
  };
}

/** Of nothing, by the developer. */
async function createPlan({ services }: Management, { developer }: Approval): Promise<string> {
  const request = { documents: '', owner: 'team-repo', prune: false, adopt: false };
  return (await services.configPlans.plan(developer, call('planConfig'), request)).value.id;
}

/** A grant that ends soon, with its notice, of a model that ends too. */
async function createEndingGrant(management: Management, approval: Approval) {
  const { services, admin, storage } = management;
  const end = { id: approval.model.id, expectedVersion: 1, deprecatedAt: managementNow };
  await services.models.update(admin, call('updateModel'), end);
  const notAfter = new Date(managementNow.getTime() + DAY_MS);
  const grant = await createGrant(management, approval, { notAfter });
  await storage.transaction(PLATFORM, admin.actor, ({ grantNotices }) =>
    grantNotices.write(managementNow),
  );
  return grant;
}

/** A role, and a service account with a token. The people of the approval have one each too. */
async function createPeople(management: Management, { tenant, developer }: Approval) {
  const { services, admin } = management;
  const role = await services.roles.create(admin, call('createRole'), {
    tenantId: tenant.id,
    name: freshName('role'),
    permissions: ['route:read'],
  });
  const who = { tenantId: tenant.id, kind: 'service' } as const;
  const { principal } = await management.operation(['viewer'], who);
  const token = (principalId: string) =>
    services.accessTokens.create(admin, call('createAccessToken'), {
      principalId,
      name: 'ci',
      notAfter: undefined,
    });
  await token(developer.principal.id);
  const made = await token(principal.id);
  const login = await services.identityProviders.create(admin, call('createIdentityProvider'), {
    ...identityProviderDraft(`https://${freshName('login')}.example.com`),
    tenantId: tenant.id,
  });
  return {
    role: role.value.id,
    principal: principal.id,
    accessToken: made.value.id,
    identityProvider: login.value.id,
  };
}

async function createTelemetry(
  { storage, admin }: Management,
  { tenant, application, target, developer }: Approval,
  { route: routeId }: { readonly route: string },
) {
  const owner = { tenantId: tenant.id, applicationId: application.id, routeId };
  const decision = decisionOf(owner, [attemptAt(target.id)]);
  const node = nodeRecord(freshName('node'), {
    instanceId: randomUUID(),
    heartbeatAt: managementNow,
    connectedAt: managementNow,
    diagnostics: [{ resource: 'route/x', tenantId: tenant.id, message: 'no' }],
  });
  await storage.transaction(PLATFORM, admin.actor, async (stores) => {
    const browser = { id: randomUUID(), principalId: developer.principal.id };
    const session = { ...browser, hash: randomBytes(32), tenantId: tenant.id };
    await stores.sessions.insert(createSession(session, managementNow));
    familyCount += 1n;
    const position = { epoch: 1n, revision: familyCount };
    await stores.releases.put({ ...position, resourceCount: 1, digest: Buffer.alloc(32) });
    await stores.decisions.insert([decision]);
    await stores.nodes.put(node);
    await stores.targetReports.put(reportOf(node, [target.id]));
  });
  return { request: decision.requestId, node: node.id };
}
