import { chat } from './call.ts';
import { GraphqlCaller } from './graphql.ts';
import type { House } from './house.ts';
import { CHANGE_REQUEST } from './house-operator.ts';
import type { SurfaceIds } from './schema-surface.ts';

/** Everything of the other tenant is named so. */
export const MARK = 'umbrella';
const ALL_ROLES = [
  'PLATFORM_ADMIN',
  'OWNER',
  'SECURITY_REVIEWER',
  'DEVELOPER',
  'FINANCE',
  'VIEWER',
];

/** A person with every role there is, of a tenant or of the platform, who calls by a token. */
export async function createInsider(
  { admin, controlPlane }: House,
  tenantId: string | undefined,
  name: string,
) {
  const person = { kind: 'HUMAN', name, roles: ALL_ROLES, tenantId };
  const made = await admin.mutate(
    'createPrincipal',
    person,
    '... on PrincipalChanged { principal { id } }',
  );
  const principalId: string = made['principal'].id;
  const token = await admin.mutate(
    'createAccessToken',
    { principalId, name: `${name}-token` },
    '... on AccessTokenCreated { secret accessToken { id } }',
  );
  const caller = new GraphqlCaller(controlPlane.graphqlUrl, token['secret']);
  return { caller, principalId, accessTokenId: String(token['accessToken'].id) };
}

/** Tenant `umbrella` with one of everything; its route `chat` goes to the second provider. */
export async function createOtherTenant(
  house: House,
): Promise<{ readonly key: string; readonly ids: SurfaceIds }> {
  const { change, admin, ids } = house;
  const tenantId: string = (await change('createTenant', { name: MARK }))['tenant'].id;
  const facts = { team: MARK, environment: 'STAGING', dataClass: 'INTERNAL' };
  const application = await change('createApplication', {
    tenantId,
    name: `${MARK}-bot`,
    ...facts,
  });
  const applicationId: string = application['application'].id;
  const rules = [{ name: 'all', split: [{ targetId: ids.secondChat, weight: 1 }] }];
  const operation = 'CHAT';
  await change('createRoute', { tenantId, name: 'chat', operation, rules });
  const route = await change('createRoute', { tenantId, name: `${MARK}-chat`, operation, rules });
  const policy = await change('createPromptPolicy', {
    tenantId,
    name: `${MARK}-policy`,
    rules: [{ name: 'no-keys', detector: 'SECRET', action: 'BLOCK' }],
  });
  const role = await admin.mutate(
    'createRole',
    { tenantId, name: `${MARK}-role`, permissions: ['route:read'] },
    '... on RoleChanged { role { id } }',
  );
  const rule = await admin.mutate(
    'createApprovalRule',
    { tenantId, kind: 'PROMPT_POLICY', quorum: 0 },
    '... on ApprovalRuleChanged { approvalRule { id } }',
  );
  const tokenIssuer = await change('createTokenIssuer', {
    tenantId,
    name: `${MARK}-login`,
    issuer: `https://${MARK}.example.com`,
    audience: 'gatehouse',
    applicationId,
  });
  const outsideDetector = await change('createOutsideDetector', {
    tenantId,
    name: `${MARK}-detector`,
    protocol: 'HTTP',
    address: `https://${MARK}.example.com/inspect`,
    kinds: ['toxic'],
  });
  const limit = await change('createLimit', {
    tenantId,
    applicationId,
    name: `${MARK}-limit`,
    per: 'ALL',
    measure: 'REQUESTS',
    amount: '1000000',
    windowSeconds: 60,
  });
  const budget = await change('createBudget', {
    tenantId,
    applicationId,
    name: `${MARK}-budget`,
    per: 'ALL',
    period: 'MONTH',
    amount: '1000000000000',
    enforcement: 'SOFT',
  });
  const planned = await admin.mutate(
    'planConfig',
    { documents: '', owner: MARK },
    '... on ConfigPlanned { plan { id } }',
  );
  const key = await change('createApiKey', { applicationId, name: `${MARK}-key` });
  const wanted = { tenantId, applicationId, modelId: ids.chatModel };
  const granted = await house.grant(wanted);
  const reason = `${MARK} wants more`;
  const asked = await admin.mutate('requestGrant', { ...wanted, reason }, CHANGE_REQUEST);
  const pool = await change('createNodePool', { name: `${MARK}-pool`, tenantIds: [tenantId] });
  const { principalId, accessTokenId } = await createInsider(house, tenantId, `${MARK}-person`);
  const reply = await chat(house, { key: key['secret'] });
  await reply.arrayBuffer();
  const { targets } = await admin.query('{ targets { edges { node { id provider { id } } } } }');
  return {
    key: key['secret'],
    ids: {
      tenant: tenantId,
      application: applicationId,
      apiKey: key['apiKey'].id,
      tokenIssuer: tokenIssuer['tokenIssuer'].id,
      outsideDetector: outsideDetector['outsideDetector'].id,
      limit: limit['limit'].id,
      budget: budget['budget'].id,
      route: route['route'].id,
      promptPolicy: policy['promptPolicy'].id,
      grant: granted['grant'].id,
      changeRequest: asked['changeRequest'].id,
      change: asked['changeRequest'].id,
      approvalRule: rule['approvalRule'].id,
      plan: planned['plan'].id,
      principal: principalId,
      requestedBy: principalId,
      owner: principalId,
      subject: route['route'].id,
      accessToken: accessTokenId,
      role: role['role'].id,
      request: String(reply.headers.get('x-gatehouse-request-id')),
      provider: targets.edges[0].node.provider.id,
      model: ids.chatModel,
      replacedBy: ids.chatModel,
      target: ids.secondChat,
      node: 'node-1',
      nodePool: pool['nodePool'].id,
    },
  };
}
