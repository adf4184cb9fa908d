import { status } from '@grpc/grpc-js';
import type { HouseContent } from '../house.ts';
import type { HouseOperator } from '../house-operator.ts';
import type { Question } from './question.ts';

/** Bytes of the documented shape of an AWS access key id; no account has it, and no provider may see it. */
export const PROMPT_SECRET = 'AKIAQYLPMN5HHHFPZAM2';

const denied = { httpStatus: 403, grpcStatus: status.PERMISSION_DENIED };
const unknownKey = { code: 'unknown_key', httpStatus: 401, grpcStatus: status.UNAUTHENTICATED };
const unknownRoute = { code: 'unknown_route', httpStatus: 404, grpcStatus: status.NOT_FOUND };

type SeededHouse = Pick<HouseOperator, 'change' | 'admin' | 'awaitEnforced'> & HouseContent;

/** Makes what the questions are about, and gives them: every kind of answer that configuration decides. */
export async function seedQuestions(house: SeededHouse): Promise<readonly Question[]> {
  const { tenant, application: applicationId } = house.ids;
  await seedRoutes(house);
  const tier = [{ name: 'tier', value: 'gold' }];
  const gold = await createKey(house, { applicationId, name: 'gold', attributes: tier });
  const ungranted = await createStranger(house, tenant);
  const suspended = await createSuspended(house);
  const revoked = await createRevoked(house);
  const plain = { key: house.apiKey, prefix: '' };
  const first = { target: 'first-chat' };
  const second = { target: 'second-chat' };
  const refused = (code: string) => ({ code, ...denied });
  const chat = { ...plain, model: 'chat' };
  const guarded = { ...plain, model: 'guarded' };
  const leak = `use ${PROMPT_SECRET} for `;
  const blocked = refused('prompt_blocked');
  return [
    { ...chat, about: 'a plain route', right: first },
    { ...plain, about: 'the rule for all', model: 'by-tier', right: first },
    { ...plain, about: 'the rule for gold', model: 'by-tier', key: gold.secret, right: second },
    { ...guarded, about: 'a harmless prompt', right: first },
    { ...guarded, about: 'a secret in the prompt', prefix: leak, right: blocked },
    { ...chat, about: 'no grant', key: ungranted, right: refused('grant_missing') },
    { ...chat, about: 'a suspended tenant', key: suspended, right: refused('tenant_suspended') },
    { ...chat, about: 'a revoked key', key: revoked, right: unknownKey },
    { ...chat, about: 'an unknown key', key: 'gth_sk_unknown', right: unknownKey },
    { ...plain, about: 'an unknown route', model: 'nowhere', right: unknownRoute },
  ];
}

async function seedRoutes({ change, ids }: SeededHouse): Promise<void> {
  const to = (targetId: string, more: object) => ({ split: [{ targetId, weight: 1 }], ...more });
  const all = to(ids.firstChat, { name: 'all' });
  const isGold = '"tier" in key.attributes && key.attributes["tier"] == "gold"';
  const gold = to(ids.secondChat, { name: 'gold', when: isGold });
  const route = (name: string, more: object) =>
    change('createRoute', { tenantId: ids.tenant, name, operation: 'CHAT', ...more });
  await route('by-tier', { rules: [gold, all] });
  const { promptPolicy } = await change('createPromptPolicy', {
    tenantId: ids.tenant,
    name: 'no-secrets',
    rules: [{ name: 'no-keys', detector: 'SECRET', action: 'BLOCK' }],
  });
  await route('guarded', { rules: [all], promptPolicyId: promptPolicy.id });
}

async function createKey({ change }: SeededHouse, draft: object) {
  const { apiKey, secret } = await change('createApiKey', draft);
  return { id: String(apiKey.id), secret: String(secret) };
}

/** Key of an application without any grant. */
async function createStranger(house: SeededHouse, tenantId: string): Promise<string> {
  const { application } = await house.change('createApplication', {
    tenantId,
    name: 'stranger',
    team: 'support',
    environment: 'STAGING',
    dataClass: 'INTERNAL',
  });
  return (await createKey(house, { applicationId: application.id, name: 'stranger' })).secret;
}

async function createSuspended(house: SeededHouse): Promise<string> {
  const { tenant } = await house.change('createTenant', { name: 'suspended' });
  const secret = await createStranger(house, tenant.id);
  const edit = { id: tenant.id, expectedVersion: tenant.version, suspended: true };
  await house.change('updateTenant', edit);
  return secret;
}

async function createRevoked(house: SeededHouse): Promise<string> {
  const { application: applicationId } = house.ids;
  const { id, secret } = await createKey(house, { applicationId, name: 'revoked' });
  const revoked = await house.admin.mutate(
    'revokeApiKey',
    { id, expectedVersion: 1 },
    '... on ApiKeyChanged { revision }',
  );
  await house.awaitEnforced(revoked['revision']);
  return secret;
}
