import { type RequestFacts, timeFacts } from '../../policy/fact.ts';
import type { Model, Provider, Route, RoutingRule, Target } from '../../policy/resource.ts';

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function createSeededDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const sampleFacts: RequestFacts = {
  tenant: { id: 'tenant-1', name: 'acme' },
  application: {
    id: 'application-1',
    name: 'support-bot',
    team: 'care',
    environment: 'production',
    dataClass: 'restricted',
    rolloutStage: 'pilot',
  },
  key: { id: 'key-1', name: 'ci', attributes: { region: 'eu-west', tier: 'gold' } },
  token: {},
  workload: 'chat',
  request: {
    operation: 'chat',
    stream: true,
    tools: false,
    vision: false,
    jsonSchema: true,
    files: false,
    reasoning: false,
    modalities: ['text'],
    inputTokens: 1200,
    maxOutputTokens: 0,
  },
  prompt: { verdict: 'clean' },
  node: { region: 'eu-west' },
  budget: { leftNanoUsd: 7_000, leftPerMille: 70 },
  time: { ...timeFacts(1_760_000_000_000), hour: 14, weekday: 3 },
  claimed: { customer: 'c-17' },
};

export function sampleTarget(id: string, changes: Partial<Target> = {}): Target {
  return {
    id,
    name: `${id}-name`,
    providerId: 'provider-1',
    modelId: 'model-1',
    providerModel: 'gpt-x',
    region: '',
    enabled: true,
    capabilities: [],
    prices: [],
    ...changes,
  };
}

export function sampleModel(id: string, changes: Partial<Model> = {}): Model {
  return {
    id,
    name: `${id}-name`,
    capabilities: ['chat', 'tools'],
    contextWindowTokens: 0,
    outputTokensMax: 0,
    ...changes,
  };
}

export function sampleProvider(id: string, changes: Partial<Provider> = {}): Provider {
  return {
    id,
    name: `${id}-name`,
    kind: 'openai',
    preset: '',
    baseUrl: 'http://127.0.0.1/v1',
    region: 'eu-west',
    dataTerms: ['no_training'],
    ...changes,
  };
}

export function sampleRule(changes: Partial<RoutingRule> = {}): RoutingRule {
  return {
    name: 'all',
    when: '',
    require: '',
    split: [{ targetId: 'a', weight: 1 }],
    fallbackTargetIds: [],
    ...changes,
  };
}

export function sampleRoute(rules: readonly RoutingRule[]): Route {
  return {
    id: 'route-1',
    tenantId: 'tenant-1',
    name: 'assistant',
    operation: 'chat',
    policy: { rules },
    promptPolicyId: undefined,
    connectTimeoutMs: 0,
    firstTokenTimeoutMs: 1000,
    idleTimeoutMs: 0,
    totalTimeoutMs: 2000,
  };
}
