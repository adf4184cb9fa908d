import { randomUUID } from 'node:crypto';
import type { Application } from '../../control-plane/domain/application.ts';
import type { Model, ModelDraft } from '../../control-plane/domain/model.ts';
import type { Provider } from '../../control-plane/domain/provider.ts';
import type { RouteDraft } from '../../control-plane/domain/route.ts';
import type { Target, TargetDraft } from '../../control-plane/domain/target.ts';
import type { Tenant } from '../../control-plane/domain/tenant.ts';
import type { RoutingRule } from '../../policy/resource.ts';
import { call, type Management } from './management.ts';

/** A tenant with an application, made by the administrator. */
export interface Tenancy {
  readonly tenant: Tenant;
  readonly application: Application;
}

/** A model, a provider, and a target that joins them. */
export interface Catalog {
  readonly provider: Provider;
  readonly model: Model;
  readonly target: Target;
}

/** A name that no other row has. */
export function freshName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

export async function createTenancy({ services, admin }: Management): Promise<Tenancy> {
  const name = freshName('tenant');
  const { value: tenant } = await services.tenants.create(admin, call('createTenant'), name);
  const draft = {
    tenantId: tenant.id,
    name: freshName('app'),
    team: 'platform',
    environment: 'production',
    dataClass: 'internal',
    rolloutStage: 'governed',
  } as const;
  const made = await services.applications.create(admin, call('createApplication'), draft);
  return { tenant, application: made.value };
}

export async function createCatalog(
  management: Management,
  {
    provider: ofProvider = {},
    model = {},
    target = {},
  }: {
    readonly provider?: Partial<Pick<Provider, 'baseUrl' | 'region' | 'dataTerms'>>;
    readonly model?: Partial<ModelDraft>;
    readonly target?: Partial<TargetDraft>;
  } = {},
): Promise<Catalog> {
  const { services, admin } = management;
  const provider = await services.providers.create(admin, call('createProvider'), {
    name: freshName('provider'),
    kind: 'openai',
    baseUrl: 'https://api.example.com/v1',
    region: 'eu',
    dataTerms: [],
    ...ofProvider,
  });
  const made = await services.models.create(admin, call('createModel'), modelDraft(model));
  const draft = targetDraft({ ...target, providerId: provider.value.id, modelId: made.value.id });
  const { value } = await services.targets.create(admin, call('createTarget'), draft);
  return { provider: provider.value, model: made.value, target: value };
}

export function modelDraft(change: Partial<ModelDraft> = {}): ModelDraft {
  return {
    name: freshName('model'),
    capabilities: ['chat', 'tools'],
    contextWindowTokens: null,
    outputTokensMax: null,
    ...change,
  };
}

/** `providerId` and `modelId` must be given for a draft that is to be saved. */
export function targetDraft(change: Partial<TargetDraft> = {}): TargetDraft {
  return {
    name: freshName('target'),
    providerId: randomUUID(),
    modelId: randomUUID(),
    providerModel: 'gpt',
    region: null,
    enabled: true,
    capabilities: [],
    prices: [{ input: 2_500_000_000n, output: 10_000_000_000n }],
    ...change,
  };
}

/** One rule that sends everything to one target. */
export function ruleTo(targetId: string, change: Partial<RoutingRule> = {}): RoutingRule {
  return {
    name: 'default',
    when: '',
    require: '',
    split: [{ targetId, weight: 1 }],
    fallbackTargetIds: [],
    ...change,
  };
}

export function routeDraft(
  tenantId: string,
  rules: readonly RoutingRule[],
  change: Partial<RouteDraft> = {},
): RouteDraft {
  return {
    tenantId,
    name: freshName('route'),
    operation: 'chat',
    rules,
    constraints: null,
    promptPolicyId: null,
    connectTimeoutMs: null,
    firstTokenTimeoutMs: 30_000,
    idleTimeoutMs: null,
    totalTimeoutMs: 300_000,
    ...change,
  };
}
