import { compileRoute, type RoutingCatalog } from '../../policy/compile-routing.ts';
import { ConditionError } from '../../policy/condition.ts';
import { noBudgetFacts, type RequestFacts, timeFacts } from '../../policy/fact.ts';
import type { InspectedText } from '../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../policy/inspect/inspector.ts';
import { lookAt } from '../../policy/inspect/sighting.ts';
import { compilePromptPolicy } from '../../policy/prompt-policy.ts';
import type { Capability, DataTerm, Operation, ProviderKind } from '../../policy/resource.ts';
import { listTargetIds } from '../../policy/strategy/candidate.ts';
import { noTokenFacts } from '../../policy/token/token-fact.ts';
import { decodeResource, readTimers } from '../../proto/resource.ts';
import { readPromptRule } from '../storage/configuration/prompt-rule.ts';
import { readRouting } from '../storage/configuration/routing.ts';
import type { CompiledResource } from './compile-resource.ts';

/** Finds a resource of the view that is about to be released. */
export type Lookup = (key: string) => CompiledResource | undefined;

/** A request as most are: what every policy must be able to judge. */
const golden: RequestFacts = {
  tenant: { id: 'golden', name: 'golden' },
  application: {
    id: 'golden',
    name: 'golden',
    team: 'golden',
    environment: 'production',
    dataClass: 'internal',
    rolloutStage: 'governed',
  },
  key: { id: 'golden', name: 'golden', attributes: {} },
  token: noTokenFacts,
  workload: 'default',
  request: {
    operation: 'chat',
    stream: true,
    tools: false,
    vision: false,
    jsonSchema: false,
    files: false,
    reasoning: false,
    modalities: ['text'],
    inputTokens: 1_000,
    maxOutputTokens: 0,
  },
  prompt: { verdict: 'clean' },
  node: { region: '' },
  budget: noBudgetFacts,
  time: timeFacts(4 * 86_400_000 + 12 * 3_600_000),
  claimed: {},
};
const goldenText: InspectedText = {
  text: 'What is the capital of France?',
  part: 'user',
  place: undefined,
};

/**
 * Decides golden requests as a node would: by a route beside the targets, models and providers that it names, by a prompt
 * policy over a harmless text. Gives what is wrong, undefined when nothing is. A condition that asks for what a golden
 * request does not have (`policy_error` on a node) is right.
 */
export function findGoldenFault(resource: CompiledResource, lookup: Lookup): string | undefined {
  try {
    if (resource.kind === 'route') decideRoute(resource, lookup);
    if (resource.kind === 'prompt_policy') judgeText(resource);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be evaluated';
  }
}

function decideRoute(resource: CompiledResource, lookup: Lookup): void {
  const wire = decodeResource('route', resource.body);
  const { rules, constraints } = readRouting(wire);
  const route = {
    id: resource.id,
    tenantId: resource.tenantId,
    name: wire.name,
    operation: wire.operation as Operation,
    policy: { rules, constraints: constraints ?? undefined },
    promptPolicyId: wire.promptPolicyId || undefined,
    ...readTimers(wire),
  };
  const choose = compileRoute(route, catalogOf(listTargetIds(rules), lookup));
  const facts = { ...golden, request: { ...golden.request, operation: route.operation } };
  try {
    choose({ facts, needs: [route.operation], isGranted: () => true, draw: 0 });
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
  }
}

function judgeText({ id, tenantId, body }: CompiledResource): void {
  const wire = decodeResource('prompt_policy', body);
  const rules = wire.rules.map(readPromptRule);
  const policy = compilePromptPolicy({ id, tenantId, name: wire.name, rules });
  const sightings = lookAt(inspectorOf(policy.looks), [goldenText]);
  if (policy.judge(sightings).action !== 'allow') throw new Error('it refuses a harmless text');
}

function catalogOf(targetIds: Iterable<string>, lookup: Lookup): RoutingCatalog {
  const targets: RoutingCatalog['targets'] & Map<string, unknown> = new Map();
  const models: RoutingCatalog['models'] & Map<string, unknown> = new Map();
  const providers: RoutingCatalog['providers'] & Map<string, unknown> = new Map();
  for (const id of targetIds) {
    const found = lookup(`target/${id}`);
    if (found === undefined) continue;
    const target = decodeResource('target', found.body);
    const capabilities = target.capabilities as Capability[];
    targets.set(id, { ...target, id, capabilities, prices: [] });
    const model = lookup(`model/${target.modelId}`);
    const provider = lookup(`provider/${target.providerId}`);
    if (model !== undefined) {
      const decoded = decodeResource('model', model.body);
      models.set(model.id, {
        ...decoded,
        id: model.id,
        capabilities: decoded.capabilities as Capability[],
      });
    }
    if (provider !== undefined) {
      const decoded = decodeResource('provider', provider.body);
      providers.set(provider.id, {
        ...decoded,
        id: provider.id,
        kind: decoded.kind as ProviderKind,
        dataTerms: decoded.dataTerms as DataTerm[],
      });
    }
  }
  return { targets, models, providers };
}
