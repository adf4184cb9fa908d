import type { ReadyRoute, Snapshot } from '../../../data-plane/config/snapshot.ts';
import type { ChatRequest, InferenceRequest } from '../../../data-plane/inference.ts';
import { authenticate } from '../../../data-plane/pipeline/authenticate.ts';
import { authorise } from '../../../data-plane/pipeline/authorise.ts';
import { dispatch } from '../../../data-plane/pipeline/dispatch.ts';
import type { Arrival, Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { createHandler, type Handle } from '../../../data-plane/pipeline/handle.ts';
import { inspect } from '../../../data-plane/pipeline/inspect.ts';
import { parse } from '../../../data-plane/pipeline/parse.ts';
import { route } from '../../../data-plane/pipeline/route.ts';
import { createSettle } from '../../../data-plane/pipeline/settle.ts';
import { getAdapter } from '../../../data-plane/providers/registry.ts';
import type { AttemptLimits } from '../../../data-plane/upstream/attempt-limits.ts';
import { defaultAttemptLimits } from '../../../data-plane/upstream/attempt-limits.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import { UpstreamPools } from '../../../data-plane/upstream/upstream-pools.ts';
import type { SettledRecord } from '../../../data-plane/usage/settled-record.ts';
import { compileRoute } from '../../../policy/compile-routing.ts';
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
import { RecordingSink } from './recording-sink.ts';

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
export const price: Price = {
  effectiveFromMs: 0,
  input: 1_000_000n,
  output: 2_000_000n,
  cachedRead: 1_000_000n,
  cachedWrite: 1_000_000n,
  reasoning: 2_000_000n,
  perRequest: 0n,
};
export const chatRequest: ChatRequest = {
  operation: 'chat',
  model: 'fast',
  messages: [{ role: 'user', content: 'Hi there, how are you?' }],
  tools: [],
  toolChoice: undefined,
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
    firstTokenTimeoutMs: 2_000,
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
  const ready = (parts.routes ?? [routeOver(targets)]).map((one): ReadyRoute => {
    const policy = policies.get(one.promptPolicyId ?? '');
    return {
      route: one,
      choose: compileRoute(one, catalog),
      inspect: policy && compilePromptPolicy(policy),
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
    hasher: { hashes: (key) => [`other hash of ${key}`, `hash of ${key}`] },
    credentials: { find: () => 'provider-secret' },
  };
}

/** Everything between a door and the providers, with records kept in memory. */
export interface Gateway {
  readonly handle: Handle;
  readonly records: SettledRecord[];
  readonly faults: unknown[];
  readonly pools: UpstreamPools;
}

export function createGateway(
  snapshot: Snapshot | undefined,
  limits: Partial<AttemptLimits> = {},
): Gateway {
  const records: SettledRecord[] = [];
  const faults: unknown[] = [];
  const pools = new UpstreamPools();
  const clock = systemClock;
  const handle = createHandler({
    snapshot: () => snapshot,
    stages: [
      authenticate(clock),
      parse,
      authorise(clock),
      inspect(clock),
      route({ clock, draw: () => 0, nodeRegion: 'eu' }),
      dispatch({ pools, clock, getAdapter, limits: { ...defaultAttemptLimits, ...limits } }),
    ],
    settle: createSettle({
      records: { append: (record) => records.push(record) },
      nodeId: 'node-1',
      clock,
    }),
    onFault: (fault) => faults.push(fault),
  });
  return { handle, records, faults, pools };
}

/** A call on its way. */
export interface Call {
  readonly sink: RecordingSink;
  readonly leave: () => void;
}

/** Sends a call through the gateway; `sink.done` says when it is over. */
export function startCall(
  { handle }: Gateway,
  request: InferenceRequest,
  changes: Partial<Arrival> & { readonly sink?: RecordingSink } = {},
): Call {
  const sink = changes.sink ?? new RecordingSink();
  const caller = new AbortController();
  handle(arrivalOf(request, { callerLeft: caller.signal, ...changes, sink }));
  return { sink, leave: () => caller.abort() };
}

/** Sends a call and waits for its end. */
export async function makeCall(
  gateway: Gateway,
  request: InferenceRequest,
  changes: Partial<Arrival> & { readonly sink?: RecordingSink } = {},
): Promise<RecordingSink> {
  const { sink } = startCall(gateway, request, changes);
  await sink.done;
  return sink;
}

export function arrivalOf(request: InferenceRequest, changes: Partial<Arrival> = {}): Arrival {
  return {
    door: 'http',
    requestId: '018f0000-0000-7000-8000-000000000001',
    receivedAtMs: Date.now(),
    deadlineAtMs: undefined,
    credential: 'secret',
    requestedWorkload: undefined,
    claimed: {},
    parse: () => request,
    sink: new RecordingSink(),
    callerLeft: new AbortController().signal,
    ...changes,
  };
}

/** An exchange at a stage, for tests of one stage alone. */
export function exchangeOf(
  snapshot: Snapshot,
  changes: Partial<Exchange> = {},
  request: InferenceRequest = chatRequest,
): Exchange {
  return {
    ...arrivalOf(request),
    snapshot,
    key: undefined,
    tenant: undefined,
    application: undefined,
    request: undefined,
    workload: undefined,
    route: undefined,
    reroutedBy: undefined,
    findings: [],
    rule: undefined,
    candidates: [],
    targets: [],
    attempts: [],
    firstContentMs: 0,
    verbatim: false,
    reply: undefined,
    error: undefined,
    ...changes,
  };
}

function byId<Resource extends { readonly id: string }>(
  resources: readonly Resource[],
): ReadonlyMap<string, Resource> {
  return new Map(resources.map((resource) => [resource.id, resource]));
}
