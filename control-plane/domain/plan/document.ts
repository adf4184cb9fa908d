import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { RuleException } from '../../../policy/prompt-part/rule-exception.ts';
import type {
  DataClass,
  DataTerm,
  Environment,
  FallbackClass,
  Operation,
  RolloutStage,
  RoutingChoice,
} from '../../../policy/resource.ts';
import type { Hedge } from '../../../policy/route-part/hedge.ts';
import type { RampBounds } from '../../../policy/route-part/ramp.ts';
import type { BudgetSpec, LimitSpec } from './spend.ts';

/** What `apiVersion` of every document says. */
export const DOCUMENT_VERSION = 'gatehouse/v1';

/** Kinds of documents, in the order in which what they make is written: what others name comes first. */
export const planKinds = [
  'tenant',
  'application',
  'grant',
  'prompt_policy',
  'route',
  'limit',
  'budget',
] as const;

export type PlanKind = (typeof planKinds)[number];

/** Kind -> its word in documents. */
export const documentKinds: Readonly<Record<PlanKind, string>> = {
  tenant: 'Tenant',
  application: 'Application',
  grant: 'Grant',
  prompt_policy: 'PromptPolicy',
  route: 'Route',
  limit: 'Limit',
  budget: 'Budget',
};

/** A tenant is there or not: that it is suspended is what people do in an emergency, and no document undoes it. */
export type TenantSpec = Readonly<Record<string, never>>;

export interface ApplicationSpec {
  readonly team: string;
  readonly environment: Environment;
  readonly dataClass: DataClass;
  readonly rolloutStage: RolloutStage;
}

/** A list that is absent holds for everything. */
export interface GrantSpec {
  /** Name of the application; absent means every one of the tenant. */
  readonly application?: string | undefined;
  readonly model: string;
  readonly workloads?: readonly string[] | undefined;
  readonly dataClasses?: readonly DataClass[] | undefined;
  readonly environments?: readonly Environment[] | undefined;
  readonly regions?: readonly string[] | undefined;
  /** Decimal, for each calendar month in UTC. */
  readonly monthlySpendNanoUsd?: string | undefined;
  /** ISO 8601. */
  readonly notAfter?: string | undefined;
}

export interface PromptPolicySpec {
  readonly rules: readonly PromptRuleSpec[];
  readonly appliesTo?: AttachmentSpec | undefined;
}

/** Where a prompt policy applies by itself; applications go by their names. */
export interface AttachmentSpec {
  readonly everywhere?: boolean | undefined;
  readonly applications?: readonly string[] | undefined;
  readonly workloads?: readonly string[] | undefined;
}

/** A prompt rule; the route that takes the call, and the outside detector that it asks, go by their names. */
export interface PromptRuleSpec
  extends Omit<PromptRule, 'rerouteRouteId' | 'outsideDetectorId' | 'exceptions'> {
  readonly outsideDetector?: string | undefined;
  readonly route?: string | undefined;
  readonly exceptions?: readonly RuleExceptionSpec[] | undefined;
}

/** An exception of a prompt rule. Its owner goes by id, since names of people are not everybody's to read. */
export interface RuleExceptionSpec {
  readonly name: string;
  readonly applications?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly parts?: RuleException['parts'];
  readonly reason: string;
  readonly owner: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly requestId?: string | undefined;
}

export interface RouteSpec {
  readonly operation: Operation;
  readonly rules: readonly RuleSpec[];
  readonly constraints?: ConstraintsSpec | undefined;
  /** Its name. */
  readonly promptPolicy?: string | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly firstTokenTimeoutMs?: number | undefined;
  readonly idleTimeoutMs?: number | undefined;
  readonly totalTimeoutMs?: number | undefined;
}

export interface ConstraintsSpec {
  readonly regions?: readonly string[] | undefined;
  readonly dataTerms?: readonly DataTerm[] | undefined;
}

/** A routing rule; targets go by their names. */
export interface RuleSpec {
  readonly name: string;
  readonly when?: string | undefined;
  readonly require?: string | undefined;
  readonly choice?: RoutingChoice | undefined;
  readonly constraints?: ConstraintsSpec | undefined;
  readonly split: readonly {
    readonly target: string;
    readonly weight: number;
    readonly tier?: number | undefined;
  }[];
  readonly fallbacks?: readonly string[] | undefined;
  readonly fallbacksByClass?:
    | readonly { readonly on: readonly FallbackClass[]; readonly targets: readonly string[] }[]
    | undefined;
  readonly hedge?: Hedge | undefined;
  readonly ramp?: RampSpec | undefined;
  readonly shadow?:
    | {
        readonly target: string;
        readonly samplePermille: number;
        readonly hourlyCostMaxNanoUsd: number;
      }
    | undefined;
}

export interface RampSpec {
  readonly from: string;
  readonly to: string;
  readonly stickyBy?: string | undefined;
  readonly steps: readonly { readonly at: string; readonly sharePermille: number }[];
  readonly bounds: RampBounds;
}

/** Kind -> what a document of it says. */
export interface Specs {
  readonly tenant: TenantSpec;
  readonly application: ApplicationSpec;
  readonly grant: GrantSpec;
  readonly prompt_policy: PromptPolicySpec;
  readonly route: RouteSpec;
  readonly limit: LimitSpec;
  readonly budget: BudgetSpec;
}

/** What a document says, of whatever kind. */
export type AnySpec = Specs[PlanKind];

/** A resource as somebody wants it. References are names. */
export type ConfigDocument = {
  readonly [Kind in PlanKind]: {
    readonly kind: Kind;
    readonly name: string;
    /** Name of its tenant; of a tenant its own name. */
    readonly tenant: string;
    readonly spec: Specs[Kind];
  };
}[PlanKind];

/** The document of one kind. */
export type DocumentOf<Kind extends PlanKind> = Extract<ConfigDocument, { readonly kind: Kind }>;

/** Tells documents of the same text apart, and names a resource to people: `route "chat" of acme`. */
export function nameResource({
  kind,
  name,
  tenant,
}: Pick<ConfigDocument, 'kind' | 'name' | 'tenant'>): string {
  const noun = kind.replace('_', ' ');
  return kind === 'tenant' ? `${noun} "${name}"` : `${noun} "${name}" of ${tenant}`;
}
