import type { Capability, ProviderKind } from '../resource.ts';

/** How a vendor takes its key: `Authorization: Bearer`, a header of that name, or not at all. */
export type CredentialHeader =
  | 'authorization'
  | 'api-key'
  | 'x-api-key'
  | 'x-goog-api-key'
  | 'none';

/**
 * Where a server that speaks the OpenAI wire departs from it, and what the encoder does then. What would change the
 * answer is refused, so that the call may go to another target; the rest is renamed or left out.
 *
 * - `max_tokens_only`: it knows no `max_completion_tokens`; the bound is sent as `max_tokens`.
 * - `no_stream_options`: the field is left out; usage is read where the server sends it unasked, else counted.
 * - `no_developer_role`: messages of that role are sent as `system`.
 * - `no_parallel_tool_calls`: the field is left out; `false` is refused where the request has tools.
 * - `no_strict_tools`: `strict` of a tool is left out: the arguments may leave their schema.
 * - `no_json_schema`: a response format of type `json_schema` is refused.
 * - `random_seed`: the seed is sent under this name.
 */
export type Quirk =
  | 'max_tokens_only'
  | 'no_stream_options'
  | 'no_developer_role'
  | 'no_parallel_tool_calls'
  | 'no_strict_tools'
  | 'no_json_schema'
  | 'random_seed';

/** A vendor or a server, as far as a connection to it needs no code of its own. */
export interface ProviderPreset {
  /** Unique: 1 to 63 of a-z, 0-9 and dashes. It is stored with providers: it is never renamed, and never taken out. */
  readonly name: string;
  readonly displayName: string;
  /** One sentence for people who choose. */
  readonly description: string;
  readonly kind: ProviderKind;
  /** As that of a provider, but for parts in braces: `{account_id}` must be filled in. */
  readonly baseUrl: string;
  readonly credentialHeader: CredentialHeader;
  readonly quirks: readonly Quirk[];
  /** Path of the list of models below the base URL; empty when there is none. */
  readonly modelListPath: string;
  readonly documentationUrl: string;
  /** What some of its models can do: a hint for people, nothing is decided by it. */
  readonly capabilities: readonly Capability[];
  /** Day on which the facts were looked up: `2026-11-26`. */
  readonly readOn: string;
}

type Usual = 'kind' | 'credentialHeader' | 'quirks' | 'modelListPath' | 'readOn';

/** A preset without what most have alike. */
export type PresetRow = Omit<ProviderPreset, Usual> & Partial<Pick<ProviderPreset, Usual>>;

/** What most vendors have alike: the OpenAI wire, its header and list of models. */
export function toPreset(row: PresetRow): ProviderPreset {
  return {
    kind: 'openai',
    credentialHeader: 'authorization',
    quirks: [],
    modelListPath: '/models',
    readOn: '2026-11-26',
    ...row,
  };
}
