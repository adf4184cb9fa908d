import {
  type CompiledRoute,
  compileRoute,
  type RoutingCatalog,
  type RoutingDecision,
  type RoutingInput,
} from '../../../policy/compile-routing.ts';
import type { RequestFacts } from '../../../policy/fact.ts';
import type {
  Price,
  Provider,
  RoutingConstraints,
  RoutingRule,
  Target,
} from '../../../policy/resource.ts';
import type { Signals } from '../../../policy/signal.ts';
import {
  createSeededDraw,
  sampleFacts,
  sampleModel,
  sampleProvider,
  sampleRoute,
  sampleRule,
  sampleTarget,
} from '../sample.ts';

/** Targets a to j, all alike but for what is changed. */
export function catalogOf(
  changes: Readonly<Record<string, Partial<Target>>> = {},
  providers: Readonly<Record<string, Partial<Provider>>> = {},
): RoutingCatalog {
  const ids = [...'abcdefghij'];
  const kinds = { 'provider-1': {}, ...providers };
  return {
    targets: new Map(ids.map((id) => [id, sampleTarget(id, changes[id])])),
    models: new Map([
      ['model-1', sampleModel('model-1')],
      ['small', sampleModel('small', { contextWindowTokens: 1_000, outputTokensMax: 400 })],
    ]),
    providers: new Map(Object.entries(kinds).map(([id, one]) => [id, sampleProvider(id, one)])),
  };
}

export interface Setting {
  readonly catalog?: RoutingCatalog;
  readonly constraints?: RoutingConstraints;
  readonly routeId?: string;
}

/** A route of one rule. */
export function routeOf(rule: Partial<RoutingRule>, setting: Setting = {}): CompiledRoute {
  const route = sampleRoute([sampleRule(rule)]);
  const policy = { ...route.policy, constraints: setting.constraints };
  const id = setting.routeId ?? route.id;
  return compileRoute({ ...route, id, policy }, setting.catalog ?? catalogOf());
}

export const anInput: RoutingInput = {
  facts: sampleFacts,
  needs: ['chat'],
  isGranted: () => true,
  draw: 0,
};

export function factsWith(changes: {
  readonly request?: Partial<RequestFacts['request']>;
  readonly key?: Partial<RequestFacts['key']>;
  readonly claimed?: RequestFacts['claimed'];
}): RequestFacts {
  return {
    ...sampleFacts,
    request: { ...sampleFacts.request, ...changes.request },
    key: { ...sampleFacts.key, ...changes.key },
    claimed: changes.claimed ?? sampleFacts.claimed,
  };
}

/** Signals by target; what is not named is healthy, idle and never measured. */
export function signalsOf(
  targets: Readonly<
    Record<string, { readonly sick?: true; readonly ms?: number; readonly tokens?: number }>
  >,
): Signals {
  return {
    isHealthy: (id) => targets[id]?.sick !== true,
    latencyMs: (id) => targets[id]?.ms,
    outstandingTokens: (id) => targets[id]?.tokens ?? 0,
  };
}

export const idsOf = (targets: readonly Target[]): string[] => targets.map(({ id }) => id);
export const weights = (shares: Readonly<Record<string, number>>): RoutingRule['split'] =>
  Object.entries(shares).map(([targetId, weight]) => ({ targetId, weight }));
export const reasonsOf = ({ candidates }: RoutingDecision): Record<string, string> =>
  Object.fromEntries(candidates.map(({ targetId, reason }) => [targetId, reason]));

/** Nano-USD per million tokens. */
export function priceOf(input: bigint, output: bigint, effectiveFromMs = 0): Price {
  const cached = { cachedRead: input, cachedWrite: input, cachedWriteLong: input };
  const rest = { ...cached, reasoning: output, perRequest: 0n };
  return { effectiveFromMs, input, output, ...rest };
}

/** How often each target leads, over many calls with draws that are the same in every run. */
export function countLeads(
  decide: CompiledRoute,
  callCount: number,
  inputOf: (call: number) => Partial<RoutingInput> = () => ({}),
): Map<string, number> {
  const draw = createSeededDraw(20_261_126);
  const counts = new Map<string, number>();
  for (let call = 0; call < callCount; call += 1) {
    const { targets } = decide({ ...anInput, draw: draw(), ...inputOf(call) });
    const lead = targets[0]?.id ?? 'none';
    counts.set(lead, (counts.get(lead) ?? 0) + 1);
  }
  return counts;
}
