import type { ReadyRoute, Snapshot } from '../../../data-plane/config/snapshot.ts';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import type { Budget } from '../../../policy/budget.ts';
import { compileRoute } from '../../../policy/compile-routing.ts';
import type { Limit } from '../../../policy/limit.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import { listAttached } from '../../../policy/prompt-part/policies-of-call.ts';
import { compilePromptPolicy } from '../../../policy/prompt-policy.ts';
import type {
  ApiKey,
  Application,
  Grant,
  Model,
  Price,
  PromptPolicy,
  Provider,
  Route,
  RoutingRule,
  Target,
  Tenant,
} from '../../../policy/resource.ts';

export const tenant: Tenant = { id: 't1', name: 'acme', suspended: false };
export const application: Application = {
  id: 'a1',
  tenantId: 't1',
  name: 'support-bot',
  team: 'support',
  environment: 'production',
  dataClass: 'internal',
  rolloutStage: 'pilot',
};
export const apiKey: ApiKey = {
  id: 'k1',
  tenantId: 't1',
  applicationId: 'a1',
  name: 'main',
  workloads: ['chat', 'batch'],
  routes: [],
  feature: 'answers',
  attributes: {},
  scopes: [],
  notAfterMs: undefined,
};
export const model: Model = {
  id: 'm1',
  name: 'gpt',
  capabilities: ['chat', 'embedding', 'tools', 'vision', 'json_schema'],
  contextWindowTokens: 0,
  outputTokensMax: 100,
};
export const grant: Grant = {
  id: 'g1',
  tenantId: 't1',
  applicationId: 'a1',
  modelId: 'm1',
  workloads: [],
  notAfterMs: undefined,
};
/** One nano-USD an input token, two an output token. */
const price: Price = {
  effectiveFromMs: 0,
  input: 1_000_000n,
  output: 2_000_000n,
  cachedRead: 1_000_000n,
  cachedWrite: 1_000_000n,
  cachedWriteLong: 1_000_000n,
  reasoning: 2_000_000n,
  perRequest: 0n,
};
export const chatRequest: ChatRequest = {
  operation: 'chat',
  dialect: 'openai-chat',
  model: 'fast',
  messages: [{ role: 'user', content: 'Hi there, how are you?' }],
  tools: [],
  toolChoice: undefined,
  parallelToolCalls: undefined,
  responseFormat: undefined,
  sampling: {},
  outputTokensMax: undefined,
  reasoningEffort: undefined,
  stream: false,
  includeUsage: false,
  extra: {},
};
export const streamRequest: ChatRequest = { ...chatRequest, stream: true };

/** One provider with one target each, named `p0`, `p1`, ... and `target-0`, `target-1`, ... */
export function providersAt(baseUrls: readonly string[]): readonly Provider[] {
  return baseUrls.map((baseUrl, position) => ({
    id: `p${position}`,
    name: `provider-${position}`,
    kind: 'openai',
    preset: '',
    baseUrl,
    region: 'eu',
    dataTerms: [],
  }));
}

export function targetOf(position: number): Target {
  return {
    id: `x${position}`,
    name: `target-${position}`,
    providerId: `p${position}`,
    modelId: 'm1',
    providerModel: 'gpt-at-provider',
    region: '',
    enabled: true,
    capabilities: [],
    prices: [price],
  };
}

/** A route over the targets in their order: the first drawn, the others as fallbacks. */
export function routeOver(targets: readonly Target[], changes: Partial<Route> = {}): Route {
  const [first, ...others] = targets;
  const rule: RoutingRule = {
    name: 'default',
    when: '',
    require: '',
    split: first === undefined ? [] : [{ targetId: first.id, weight: 1 }],
    fallbackTargetIds: others.map(({ id }) => id),
  };
  return {
    id: 'r1',
    tenantId: 't1',
    name: 'fast',
    operation: 'chat',
    policy: { rules: [rule] },
    promptPolicyId: undefined,
    connectTimeoutMs: 0,
    firstTokenTimeoutMs: 2_000,
    idleTimeoutMs: 0,
    totalTimeoutMs: 10_000,
    ...changes,
  };
}

/** What a snapshot is made of; what is left out is a working default. */
export interface SnapshotParts {
  readonly tenant?: Tenant;
  readonly key?: ApiKey;
  readonly models?: readonly Model[];
  readonly providers?: readonly Provider[];
  readonly targets?: readonly Target[];
  readonly grants?: readonly Grant[];
  readonly routes?: readonly Route[];
  readonly promptPolicies?: readonly PromptPolicy[];
  readonly outsideDetectors?: readonly OutsideDetector[];
  readonly limits?: readonly Limit[];
  readonly budgets?: readonly Budget[];
}

export function snapshotOf(parts: SnapshotParts): Snapshot {
  const providers = parts.providers ?? providersAt(['http://127.0.0.1:9/v1']);
  const targets = parts.targets ?? providers.map((_, position) => targetOf(position));
  const catalog = {
    models: byId(parts.models ?? [model]),
    providers: byId(providers),
    targets: byId(targets),
  };
  const policies = byId(parts.promptPolicies ?? []);
  const outside = byId(parts.outsideDetectors ?? []);
  const compile = (one: PromptPolicy) => compilePromptPolicy(one, outside);
  const attached = listAttached(policies.values(), compile);
  const ready = (parts.routes ?? [routeOver(targets)]).map((one): ReadyRoute => {
    const policy = policies.get(one.promptPolicyId ?? '');
    return {
      route: one,
      choose: compileRoute(one, catalog),
      inspect: policy && compile(policy),
      attached,
    };
  });
  const grants = parts.grants ?? [grant];
  return {
    epoch: 1n,
    revision: 42n,
    tenants: byId([parts.tenant ?? tenant]),
    applications: byId([application]),
    keysByHash: new Map([['hash of secret', parts.key ?? apiKey]]),
    ...catalog,
    grants: new Map([['t1', grants]]),
    routesByName: new Map([['t1', new Map(ready.map((one) => [one.route.name, one]))]]),
    routes: new Map(ready.map((one) => [one.route.id, one])),
    tokenIssuers: new Map(),
    limits: parts.limits === undefined ? new Map() : new Map([['t1', parts.limits]]),
    budgets: parts.budgets === undefined ? new Map() : new Map([['t1', parts.budgets]]),
    hasher: { hashes: (key) => [`other hash of ${key}`, `hash of ${key}`] },
  };
}

function byId<Resource extends { readonly id: string }>(
  resources: readonly Resource[],
): ReadonlyMap<string, Resource> {
  return new Map(resources.map((resource) => [resource.id, resource]));
}
