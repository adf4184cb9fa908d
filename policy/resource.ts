import type { PriceTier, TokenPrices } from './catalog-part/price-tier.ts';
import type { PromptRule } from './inspect/prompt-rule.ts';
import type { KeyOperation } from './key-part/key-operation.ts';
import type { Attachment } from './prompt-part/attachment.ts';
import type { Hedge } from './route-part/hedge.ts';
import type { RoutingRamp } from './route-part/ramp.ts';
import type { RoutingShadow } from './route-part/shadow.ts';
import type { Timers } from './route-part/timers.ts';

/**
 * The resources that decisions are made from, as both planes see them: no row, no wire, no secret.
 */

export type Environment = 'development' | 'staging' | 'production';
export type DataClass = 'public' | 'internal' | 'confidential' | 'restricted';
export type RolloutStage = 'direct' | 'pilot' | 'governed';
export type Operation = 'chat' | 'embedding';
export type Capability = 'chat' | 'embedding' | 'tools' | 'vision' | 'json_schema' | 'reasoning';
export type DataTerm = 'zero_retention' | 'no_training' | 'retention_30_days' | 'audit_rights';
/** What a key may do besides calling. */
export type KeyScope = 'explain';
export type ProviderKind =
  | 'openai'
  | 'azure_openai'
  | 'anthropic'
  | 'gemini'
  | 'vertex'
  | 'bedrock';

/** Closed sets, in the order in which people read them. */
export const environments: readonly Environment[] = ['development', 'staging', 'production'];
export const dataClasses: readonly DataClass[] = [
  'public',
  'internal',
  'confidential',
  'restricted',
];
export const rolloutStages: readonly RolloutStage[] = ['direct', 'pilot', 'governed'];
export const capabilities: readonly Capability[] = [
  'chat',
  'embedding',
  'tools',
  'vision',
  'json_schema',
  'reasoning',
];
export const providerKinds: readonly ProviderKind[] = [
  'openai',
  'azure_openai',
  'anthropic',
  'gemini',
  'vertex',
  'bedrock',
];
export const keyScopes: readonly KeyScope[] = ['explain'];
export const dataTerms: readonly DataTerm[] = [
  'zero_retention',
  'no_training',
  'retention_30_days',
  'audit_rights',
];
export const routingStrategies: readonly RoutingStrategy[] = [
  'weighted',
  'priority',
  'sticky',
  'lowest_cost',
  'lowest_latency',
  'least_busy',
  'prompt_cache_affinity',
  'region_preference',
];
export const armStrategies: readonly ArmStrategy[] = [
  'weighted',
  'sticky',
  'lowest_cost',
  'lowest_latency',
  'least_busy',
  'prompt_cache_affinity',
];
export const fallbackClasses: readonly FallbackClass[] = [
  'error',
  'rate_limit',
  'context_window',
  'content_policy',
  'budget',
];

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly suspended: boolean;
}

export interface Application {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly team: string;
  readonly environment: Environment;
  readonly dataClass: DataClass;
  readonly rolloutStage: RolloutStage;
}

/**
 * What a key allows; its hash is the plane's affair. Times are Unix milliseconds, undefined for
 * never.
 */
export interface ApiKey {
  readonly id: string;
  readonly tenantId: string;
  readonly applicationId: string;
  readonly name: string;
  /** At least one; the first is the default of a call that names none. */
  readonly workloads: readonly string[];
  /** Names of routes; empty means every route of the tenant. */
  readonly routes: readonly string[];
  /** What it is for; undefined means every operation. */
  readonly operations?: readonly KeyOperation[] | undefined;
  /** Tag for reports of cost; empty when none. */
  readonly feature: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly scopes: readonly KeyScope[];
  readonly notAfterMs: number | undefined;
}

export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly kind: ProviderKind;
  /** Name of the preset whose credential header and quirks hold (`policy/provider-preset.ts`); empty for none. */
  readonly preset: string;
  /** Absolute, version segment included, no trailing slash. */
  readonly baseUrl: string;
  readonly region: string;
  /** Hold wherever it processes data. */
  readonly dataTerms: readonly DataTerm[];
  /** Hold in some regions besides; undefined means none. */
  readonly regionDataTerms?: readonly RegionDataTerms[] | undefined;
}

/** What a provider promises in one region more than everywhere. */
export interface RegionDataTerms {
  readonly region: string;
  readonly dataTerms: readonly DataTerm[];
}

export interface Model {
  readonly id: string;
  readonly name: string;
  /** Other names that it goes by; undefined means none. */
  readonly aliases?: readonly string[] | undefined;
  readonly capabilities: readonly Capability[];
  /** Input and output together; 0 when unknown. */
  readonly contextWindowTokens: number;
  /** 0 when unknown. */
  readonly outputTokensMax: number;
}

/** In force from a moment on. */
export interface Price extends TokenPrices {
  readonly effectiveFromMs: number;
  /** Nano-USD for each request. */
  readonly perRequest: bigint;
  /** Smallest first; undefined means none. */
  readonly tiers?: readonly PriceTier[] | undefined;
}

export interface Target {
  readonly id: string;
  readonly name: string;
  readonly providerId: string;
  readonly modelId: string;
  /** The model's name at the provider. */
  readonly providerModel: string;
  /** Empty means the provider's. */
  readonly region: string;
  readonly enabled: boolean;
  /** Narrows the model's; empty means all of them. */
  readonly capabilities: readonly Capability[];
  /** Oldest first. */
  readonly prices: readonly Price[];
}

export interface Grant {
  readonly id: string;
  readonly tenantId: string;
  /** Undefined means every application of the tenant. */
  readonly applicationId: string | undefined;
  readonly modelId: string;
  /** Empty means every workload. */
  readonly workloads: readonly string[];
  /** Of the application; undefined or empty means every one, as below. */
  readonly dataClasses?: readonly DataClass[] | undefined;
  readonly environments?: readonly Environment[] | undefined;
  /** In which the target processes data. */
  readonly regions?: readonly string[] | undefined;
  readonly notAfterMs: number | undefined;
}

export interface WeightedTarget {
  readonly targetId: string;
  /** Relative to the sum of the split; 0 takes no first attempts. */
  readonly weight: number;
  /** Of the strategy `priority`: 0 is tried first. Undefined means 0. */
  readonly tier?: number | undefined;
}

/** How a rule chooses among the members of its split. */
export type RoutingStrategy =
  | 'weighted'
  | 'priority'
  | 'sticky'
  | 'lowest_cost'
  | 'lowest_latency'
  | 'least_busy'
  | 'prompt_cache_affinity'
  | 'region_preference';
/** Those that choose among equals: within a tier, or within a region. */
export type ArmStrategy = Exclude<RoutingStrategy, 'priority' | 'region_preference'>;

/** A strategy with what it needs to know. What it does not use is undefined. */
export interface RoutingChoice {
  readonly strategy: RoutingStrategy;
  /** For `priority` and `region_preference`; undefined means weighted. */
  readonly within?: ArmStrategy | undefined;
  /** For `sticky`: `key.id`, `application.id`, `key.attributes.<name>` or `claimed.<name>`. */
  readonly stickyBy?: string | undefined;
  /** For `region_preference`: best first; targets elsewhere come last. */
  readonly regions?: readonly string[] | undefined;
  /** For `lowest_cost`: output of a call that sets no bound. */
  readonly typicalOutputTokens?: number | undefined;
}

/** What every candidate must fulfil, fallbacks too. An empty list demands nothing. */
export interface RoutingConstraints {
  /** Regions in which a target may process data. */
  readonly regions: readonly string[];
  /** Promises that its provider must have made, all of them. */
  readonly dataTerms: readonly DataTerm[];
}

/** Why another target is tried after an attempt. */
export type FallbackClass = 'error' | 'rate_limit' | 'context_window' | 'content_policy' | 'budget';

/** Targets for failures of some classes, in the order in which they are tried. */
export interface FallbackList {
  readonly on: readonly FallbackClass[];
  readonly targetIds: readonly string[];
}

export interface RoutingRule {
  readonly name: string;
  /** CEL over the request's facts; empty always holds. */
  readonly when: string;
  /** CEL over facts and each candidate; empty keeps all. */
  readonly require: string;
  /** Undefined means weighted. */
  readonly choice?: RoutingChoice | undefined;
  readonly constraints?: RoutingConstraints | undefined;
  readonly split: readonly WeightedTarget[];
  /** For errors and rate limits. */
  readonly fallbackTargetIds: readonly string[];
  readonly fallbacksByClass?: readonly FallbackList[] | undefined;
  /** Undefined: never. */
  readonly hedge?: Hedge | undefined;
  readonly ramp?: RoutingRamp | undefined;
  readonly shadow?: RoutingShadow | undefined;
}

export interface RoutingPolicy {
  /** The first rule whose condition holds decides. */
  readonly rules: readonly RoutingRule[];
  /** Of every rule, besides its own. */
  readonly constraints?: RoutingConstraints | undefined;
}

/** Timers are 0 where those of the class of the model hold (`policy/timing/timer.ts`). */
export interface Route extends Timers {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly operation: Operation;
  readonly policy: RoutingPolicy;
  readonly promptPolicyId: string | undefined;
}

export interface PromptPolicy {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly rules: readonly PromptRule[];
  /** Undefined for one that judges only calls of routes that name it. */
  readonly appliesTo?: Attachment | undefined;
}
