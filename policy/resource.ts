/**
 * The resources that decisions are made from, as both planes see them: no row, no wire, no secret.
 */

export type Environment = 'development' | 'staging' | 'production';
export type DataClass = 'public' | 'internal' | 'confidential' | 'restricted';
export type RolloutStage = 'direct' | 'pilot' | 'governed';
export type Operation = 'chat' | 'embedding';
export type Capability = 'chat' | 'embedding' | 'tools' | 'vision' | 'json_schema' | 'reasoning';
export type DataTerm = 'zero_retention' | 'no_training' | 'retention_30_days' | 'audit_rights';
export type DetectorName = 'secret';
export type PromptAction = 'block' | 'reroute';
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
export const dataTerms: readonly DataTerm[] = [
  'zero_retention',
  'no_training',
  'retention_30_days',
  'audit_rights',
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
  /** Tag for reports of cost; empty when none. */
  readonly feature: string;
  readonly attributes: Readonly<Record<string, string>>;
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
  readonly dataTerms: readonly DataTerm[];
}

export interface Model {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /** Input and output together; 0 when unknown. */
  readonly contextWindowTokens: number;
  /** 0 when unknown. */
  readonly outputTokensMax: number;
}

/** Integer nano-USD per million tokens, in force from a moment on. */
export interface Price {
  readonly effectiveFromMs: number;
  readonly input: bigint;
  readonly output: bigint;
  readonly cachedRead: bigint;
  readonly cachedWrite: bigint;
  readonly reasoning: bigint;
  /** Nano-USD for each request. */
  readonly perRequest: bigint;
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
  readonly notAfterMs: number | undefined;
}

export interface WeightedTarget {
  readonly targetId: string;
  /** Relative to the sum of the split; 0 takes no first attempts. */
  readonly weight: number;
}

export interface RoutingRule {
  readonly name: string;
  /** CEL over the request's facts; empty always holds. */
  readonly when: string;
  /** CEL over facts and each candidate; empty keeps all. */
  readonly require: string;
  readonly split: readonly WeightedTarget[];
  readonly fallbackTargetIds: readonly string[];
}

export interface RoutingPolicy {
  /** The first rule whose condition holds decides. */
  readonly rules: readonly RoutingRule[];
}

export interface Route {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly operation: Operation;
  readonly policy: RoutingPolicy;
  readonly promptPolicyId: string | undefined;
  readonly firstTokenTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

export interface PromptRule {
  readonly name: string;
  readonly detector: DetectorName;
  readonly action: PromptAction;
  /** Set exactly when the action is reroute. */
  readonly rerouteRouteId: string | undefined;
}

export interface PromptPolicy {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly rules: readonly PromptRule[];
}
