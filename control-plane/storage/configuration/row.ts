import type { StoredPromptRule } from './stored-prompt-rule.ts';

/** Rows of the governed tables as the feed reads them: the columns that reach nodes, in the words of the database. */
export interface ConfigurationRows {
  readonly tenant: {
    readonly id: string;
    readonly name: string;
    readonly suspended: boolean;
  };
  readonly application: {
    readonly id: string;
    readonly tenant_id: string;
    readonly name: string;
    readonly team: string;
    readonly environment: string;
    readonly data_class: string;
    readonly rollout_stage: string;
  };
  readonly api_key: {
    readonly id: string;
    readonly tenant_id: string;
    readonly application_id: string;
    readonly name: string;
    readonly hash: Buffer;
    readonly pepper_id: string;
    readonly workloads: readonly string[];
    readonly routes: readonly string[];
    readonly feature: string | null;
    readonly attributes: Readonly<Record<string, string>>;
    readonly scopes: readonly string[];
    /** Empty for every operation. */
    readonly operations: readonly string[];
    readonly not_after: Date | null;
  };
  readonly provider: {
    readonly id: string;
    readonly name: string;
    readonly kind: string;
    readonly preset: string;
    readonly base_url: string;
    readonly region: string;
    readonly data_terms: readonly string[];
    readonly region_data_terms: readonly {
      readonly region: string;
      readonly dataTerms: readonly string[];
    }[];
  };
  readonly model: {
    readonly id: string;
    readonly name: string;
    readonly capabilities: readonly string[];
    readonly context_window_tokens: number | null;
    readonly output_tokens_max: number | null;
    readonly aliases: readonly string[];
  };
  readonly target: {
    readonly id: string;
    readonly name: string;
    readonly provider_id: string;
    readonly model_id: string;
    readonly provider_model: string;
    readonly region: string | null;
    readonly enabled: boolean;
    readonly capabilities: readonly string[];
    readonly prices: readonly StoredPrice[];
  };
  readonly grant: {
    readonly id: string;
    readonly tenant_id: string;
    readonly application_id: string | null;
    readonly model_id: string;
    readonly workloads: readonly string[];
    readonly data_classes: readonly string[];
    readonly environments: readonly string[];
    readonly regions: readonly string[];
    readonly not_after: Date | null;
  };
  readonly route: {
    readonly id: string;
    readonly tenant_id: string;
    readonly name: string;
    readonly operation: string;
    readonly rules: readonly StoredRoutingRule[];
    readonly constraints: StoredConstraints | null;
    readonly prompt_policy_id: string | null;
    readonly connect_timeout_ms: number | null;
    readonly first_token_timeout_ms: number | null;
    readonly idle_timeout_ms: number | null;
    readonly total_timeout_ms: number | null;
  };
  readonly prompt_policy: {
    readonly id: string;
    readonly tenant_id: string;
    readonly name: string;
    readonly rules: readonly StoredPromptRule[];
    readonly applies_to: StoredAttachment | null;
  };
  readonly outside_detector: {
    readonly id: string;
    readonly tenant_id: string;
    readonly name: string;
    readonly protocol: string;
    readonly address: string;
    readonly kinds: readonly string[];
    readonly timeout_ms: number;
    readonly batch_size: number;
    readonly judge: {
      readonly routeId: string;
      readonly instruction: string;
      readonly callsPerMinuteMax: number;
      readonly outputTokensMax: number;
    } | null;
  };
  readonly limit: {
    readonly id: string;
    readonly tenant_id: string;
    readonly name: string;
    readonly application_id: string | null;
    readonly per: string;
    readonly workloads: readonly string[];
    readonly route_ids: readonly string[];
    readonly measure: string;
    readonly amount: string;
    readonly window_seconds: number;
    readonly monitor: boolean;
    readonly message: string;
  };
  /** Of the view `budget_in_force`. */
  readonly budget: {
    readonly id: string;
    readonly tenant_id: string;
    readonly name: string;
    readonly application_id: string | null;
    readonly per: string;
    readonly workloads: readonly string[];
    readonly model_ids: readonly string[];
    readonly period: string;
    readonly amount_nano_usd: string;
    readonly enforcement: string;
    readonly reservation: string;
    readonly when_unreachable: string;
    readonly message: string;
    readonly grant_id: string | null;
  };
  readonly token_issuer: {
    readonly id: string;
    readonly tenant_id: string;
    readonly name: string;
    readonly issuer: string;
    readonly audience: string;
    readonly algorithms: readonly string[];
    readonly leeway_seconds: number;
    readonly lifetime_seconds_max: number;
    readonly application_id: string | null;
    readonly application_claim: string | null;
    readonly workloads: readonly string[];
    readonly routes: readonly string[];
    /** Empty for every operation. */
    readonly operations: readonly string[];
    readonly scopes: readonly string[];
    readonly facts: readonly {
      readonly name: string;
      readonly claim: string;
      readonly type: string;
    }[];
    /** Of the table `token_issuer_key_set`; empty before the first reading. */
    readonly keys: readonly {
      readonly keyId: string;
      readonly algorithm: string;
      readonly spki: string;
    }[];
  };
}

/** Decimal strings of nano-USD per million tokens. */
export interface StoredTokenPrices {
  readonly input: string;
  readonly output: string;
  readonly cachedRead: string;
  readonly cachedWrite: string;
  /** Absent where it equals `cachedWrite`, as in all rows from before it was there. */
  readonly cachedWriteLong?: string;
  readonly reasoning: string;
}

/** A price in the column `target.prices`, with an ISO 8601 time. */
export interface StoredPrice extends StoredTokenPrices {
  readonly effectiveFrom: string;
  readonly perRequest: string;
  /** Absent where there are none. */
  readonly tiers?: readonly (StoredTokenPrices & { readonly inputTokensAbove: number })[];
}

/** A rule in the column `route.rules`. */
export interface StoredRoutingRule {
  readonly name: string;
  readonly when: string;
  readonly require: string;
  readonly choice?: {
    readonly strategy: string;
    readonly within?: string;
    readonly stickyBy?: string;
    readonly regions?: readonly string[];
    readonly typicalOutputTokens?: number;
  };
  readonly constraints?: StoredConstraints;
  readonly split: readonly {
    readonly targetId: string;
    readonly weight: number;
    readonly tier?: number;
  }[];
  readonly fallbackTargetIds: readonly string[];
  readonly fallbacksByClass?: readonly {
    readonly on: readonly string[];
    readonly targetIds: readonly string[];
  }[];
  readonly hedge?: {
    readonly afterPercentile: number;
    readonly floorMs: number;
    readonly extraCallsPercentMax: number;
  };
  readonly ramp?: StoredRamp;
  readonly shadow?: {
    readonly targetId: string;
    readonly samplePermille: number;
    readonly hourlyNanoUsdMax: number;
  };
}

/** The way from one target to another, in rules. */
export interface StoredRamp {
  readonly fromTargetId: string;
  readonly toTargetId: string;
  readonly stickyBy?: string;
  /** Unix milliseconds. */
  readonly steps: readonly { readonly atMs: number; readonly sharePermille: number }[];
  readonly bounds: {
    readonly windowMs: number;
    readonly attemptsMin: number;
    readonly failurePermilleMax: number;
    readonly firstTokenMsMax?: number;
    readonly firstTokenPercentMax?: number;
    readonly totalMsMax?: number;
    readonly totalPercentMax?: number;
  };
  readonly halted?: {
    readonly atMs: number;
    readonly nodeId: string;
    readonly reason: string;
    readonly measured: number;
    readonly allowed: number;
  };
}

/** What candidates must fulfil, in the column `route.constraints` and in rules. */
export interface StoredConstraints {
  readonly regions: readonly string[];
  readonly dataTerms: readonly string[];
}

/** The column `prompt_policy.applies_to`. */
export interface StoredAttachment {
  readonly everywhere: boolean;
  readonly applicationIds: readonly string[];
  readonly workloads: readonly string[];
}
