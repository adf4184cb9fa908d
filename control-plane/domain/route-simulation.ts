import {
  type CompiledRoute,
  compileRoute,
  type RoutingCatalog,
  type RoutingDecision,
  type RoutingInput,
} from '../../policy/compile-routing.ts';
import { ConditionError } from '../../policy/condition.ts';
import {
  type BudgetFacts,
  type Modality,
  noBudgetFacts,
  type PromptWord,
  type RequestFacts,
  timeFacts,
} from '../../policy/fact.ts';
import type {
  Capability,
  FallbackClass,
  Route as PolicyRoute,
  Target as PolicyTarget,
} from '../../policy/resource.ts';
import type { Signals } from '../../policy/signal.ts';
import { noTokenFacts } from '../../policy/token/token-fact.ts';
import type { ApiKey } from './api-key.ts';
import type { Application } from './application.ts';
import { type Fault, invalidInput } from './errors.ts';
import { readSimulatedToken, type SimulatedTokenFact } from './simulation/token-fact.ts';
import type { Tenant } from './tenant.ts';

export type { RampTurn as SimulatedRamp } from '../../policy/trial/ramp.ts';
export type { ShadowChoice as SimulatedShadow } from '../../policy/trial/shadow-choice.ts';

/** Larger than any call; keeps sums within safe integers. */
const TOKENS_MAX = 100_000_000;
const CLAIMED_MAX = 16;
/** As nodes bound what callers say: conditions take time for each character. */
const CLAIMED_NAME_MAX = 64;
const CLAIMED_VALUE_MAX = 256;
const WORD_MAX = 128;
const TOKEN_FACTS =
  'Give at most 16 facts of different names, each one value: a text of at most 256 characters, a number, a flag, or a list of at most 64 such texts.';

/** A call that nobody makes. */
export interface SimulatedCall {
  /** Undefined means the key's first, or `default` without a key. */
  readonly workload: string | undefined;
  readonly stream: boolean;
  readonly tools: boolean;
  readonly vision: boolean;
  readonly files: boolean;
  readonly jsonSchema: boolean;
  readonly reasoning: boolean;
  readonly inputTokens: number;
  /** 0 when the caller sets no bound. */
  readonly maxOutputTokens: number;
  readonly promptPrefix: string;
  readonly promptVerdict: PromptWord;
  readonly nodeRegion: string;
  /** What is undefined is as for a call that no budget is about. */
  readonly budget: { readonly [Fact in keyof BudgetFacts]: BudgetFacts[Fact] | undefined };
  readonly at: Date;
  readonly claimed: Readonly<Record<string, string>>;
  /** Of the token that the caller came with; undefined for one with a key. */
  readonly tokenFacts?: readonly SimulatedTokenFact[] | undefined;
}

/** What a node would know of a target. */
export interface TargetSignal {
  readonly healthy: boolean;
  readonly firstTokenMs: number | undefined;
  readonly outstandingTokens: number;
}

/** The world in which a call is simulated, beside the call itself. */
export interface SimulatedWorld {
  readonly route: PolicyRoute;
  readonly catalog: RoutingCatalog;
  readonly tenant: Tenant;
  readonly application: Application;
  readonly apiKey: ApiKey | undefined;
  /** For the workload and at the moment of the call. */
  readonly isGranted: (modelId: string, region: string) => boolean;
  readonly signals: ReadonlyMap<string, TargetSignal>;
  readonly draw: number;
  readonly isRampHalted: boolean;
}

/** The decision, or the condition at which it fails. */
export type Simulation =
  | { readonly decision: RoutingDecision; readonly fault: null }
  | { readonly decision: undefined; readonly fault: Fault };

/** Targets to try after a failure of one class. */
export interface SimulatedFallbacks {
  readonly on: FallbackClass;
  readonly targets: readonly PolicyTarget[];
}

/** Decides as a node would. The route was checked. @throws DomainError VALIDATION_FAILED for numbers out of bounds */
export function simulate(call: SimulatedCall, world: SimulatedWorld): Simulation {
  const faults = checkCall(call, world.draw);
  if (faults.length > 0) throw invalidInput(faults);
  return decide(compileRoute(world.route, world.catalog), inputOf(call, world));
}

/** The workload that the call counts as. */
export function workloadOf(
  { workload }: Pick<SimulatedCall, 'workload'>,
  apiKey: ApiKey | undefined,
): string {
  return workload ?? apiKey?.workloads[0] ?? 'default';
}

function checkCall(call: SimulatedCall, draw: number): readonly Fault[] {
  const faults: Fault[] = [];
  for (const field of ['inputTokens', 'maxOutputTokens'] as const) {
    if (call[field] >= 0 && call[field] <= TOKENS_MAX) continue;
    const message = `A number of tokens is from 0 to ${TOKENS_MAX}.`;
    faults.push({ path: `call.${field}`, message });
  }
  if (Object.keys(call.claimed).length > CLAIMED_MAX)
    faults.push({ path: 'call.claimed', message: `A call claims at most ${CLAIMED_MAX} facts.` });
  if (readSimulatedToken(call.tokenFacts ?? []) === undefined)
    faults.push({ path: 'call.tokenFacts', message: TOKEN_FACTS });
  faults.push(...checkTexts(call), ...checkBudget(budgetOf(call)));
  if (call.at.getTime() < 0)
    faults.push({ path: 'call.at', message: 'A call is made after the year 1969.' });
  if (!(draw >= 0 && draw < 1))
    faults.push({ path: 'draw', message: 'A draw is at least 0 and below 1.' });
  return faults;
}

function checkBudget({ leftNanoUsd, leftPerMille }: BudgetFacts): readonly Fault[] {
  const faults: Fault[] = [];
  if (leftNanoUsd < 0 || leftNanoUsd > noBudgetFacts.leftNanoUsd) {
    const message = 'What is left of a budget is from 0 to a billion USD.';
    faults.push({ path: 'call.budgetLeftNanoUsd', message });
  }
  if (leftPerMille < 0 || leftPerMille > noBudgetFacts.leftPerMille) {
    const message = 'What is left of a budget is from 0 to 1000 thousandths.';
    faults.push({ path: 'call.budgetLeftPerMille', message });
  }
  return faults;
}

function checkTexts(call: SimulatedCall): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(call.claimed)) {
    if (name.length <= CLAIMED_NAME_MAX && value.length <= CLAIMED_VALUE_MAX) continue;
    const message = `A claimed fact has a name of at most ${CLAIMED_NAME_MAX} characters and a value of at most ${CLAIMED_VALUE_MAX}.`;
    faults.push({ path: 'call.claimed', message });
    break;
  }
  for (const field of ['workload', 'nodeRegion'] as const) {
    if ((call[field] ?? '').length <= WORD_MAX) continue;
    faults.push({ path: `call.${field}`, message: `It has at most ${WORD_MAX} characters.` });
  }
  return faults;
}

function decide(choose: CompiledRoute, input: RoutingInput): Simulation {
  try {
    return { decision: choose(input), fault: null };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const { message, line, column } = error;
    return { decision: undefined, fault: { path: 'rules', message, line, column } };
  }
}

function inputOf(call: SimulatedCall, world: SimulatedWorld): RoutingInput {
  const { route, isGranted, draw, isRampHalted } = world;
  return {
    facts: factsOf(call, world),
    needs: needsOf(call, route),
    isGranted,
    draw,
    signals: signalsOf(world.signals),
    promptPrefix: () => call.promptPrefix,
    isRampHalted: () => isRampHalted,
  };
}

function factsOf(
  call: SimulatedCall,
  { route, tenant, application, apiKey }: SimulatedWorld,
): RequestFacts {
  const { name, team, environment, dataClass, rolloutStage } = application;
  return {
    tenant: { id: tenant.id, name: tenant.name },
    application: { id: application.id, name, team, environment, dataClass, rolloutStage },
    key: {
      id: apiKey?.id ?? '',
      name: apiKey?.name ?? '',
      attributes: apiKey?.attributes ?? {},
    },
    token: readSimulatedToken(call.tokenFacts ?? []) ?? noTokenFacts,
    workload: workloadOf(call, apiKey),
    request: {
      operation: route.operation,
      stream: call.stream,
      tools: call.tools,
      vision: call.vision,
      jsonSchema: call.jsonSchema,
      files: call.files,
      reasoning: call.reasoning,
      modalities: modalitiesOf(call),
      inputTokens: call.inputTokens,
      maxOutputTokens: call.maxOutputTokens,
    },
    prompt: { verdict: call.promptVerdict },
    node: { region: call.nodeRegion },
    budget: budgetOf(call),
    time: timeFacts(call.at.getTime()),
    claimed: call.claimed,
  };
}

function budgetOf({ budget }: SimulatedCall): BudgetFacts {
  return {
    leftNanoUsd: budget.leftNanoUsd ?? noBudgetFacts.leftNanoUsd,
    leftPerMille: budget.leftPerMille ?? noBudgetFacts.leftPerMille,
  };
}

function modalitiesOf({ vision, files }: SimulatedCall): readonly Modality[] {
  return ['text', ...(vision ? (['image'] as const) : []), ...(files ? (['file'] as const) : [])];
}

function needsOf(call: SimulatedCall, { operation }: PolicyRoute): readonly Capability[] {
  if (operation === 'embedding') return ['embedding'];
  const needs: Capability[] = ['chat'];
  if (call.tools) needs.push('tools');
  if (call.vision) needs.push('vision');
  if (call.jsonSchema) needs.push('json_schema');
  if (call.reasoning) needs.push('reasoning');
  return needs;
}

function signalsOf(signals: ReadonlyMap<string, TargetSignal>): Signals {
  return {
    isHealthy: (id) => signals.get(id)?.healthy ?? true,
    latencyMs: (id) => signals.get(id)?.firstTokenMs,
    outstandingTokens: (id) => signals.get(id)?.outstandingTokens ?? 0,
  };
}
