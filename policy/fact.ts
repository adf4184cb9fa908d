import type { Application, Capability, DataTerm, Operation } from './resource.ts';

/**
 * What conditions may look at. All of it is verified (it comes from the key, the route or the
 * node), except `claimed`, which is what the caller says. The names are those of CEL:
 * `application.dataClass == "restricted"`.
 */
export interface RequestFacts {
  readonly tenant: { readonly id: string; readonly name: string };
  readonly application: Pick<
    Application,
    'id' | 'name' | 'team' | 'environment' | 'dataClass' | 'rolloutStage'
  >;
  readonly key: {
    readonly id: string;
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  };
  readonly workload: string;
  readonly request: {
    readonly operation: Operation;
    readonly stream: boolean;
    readonly tools: boolean;
    readonly vision: boolean;
    readonly jsonSchema: boolean;
    /** Estimated, in tokens. */
    readonly inputTokens: number;
    /** 0 when the caller set no bound. */
    readonly maxOutputTokens: number;
  };
  readonly node: { readonly region: string };
  /** UTC. `weekday` is 1 (Monday) to 7. */
  readonly time: { readonly hour: number; readonly weekday: number; readonly unixMs: number };
  readonly claimed: Readonly<Record<string, string>>;
}

/** What a rule's `require` sees besides the request's facts. */
export interface CandidateFacts {
  readonly target: {
    readonly name: string;
    readonly region: string;
    readonly capabilities: readonly Capability[];
  };
  readonly model: { readonly name: string };
  readonly provider: { readonly name: string; readonly dataTerms: readonly DataTerm[] };
}
