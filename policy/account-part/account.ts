/** What has a count of its own: all calls together, each application, or each API key. */
export type AccountScope = 'all' | 'application' | 'api_key';

/** In the order in which people read them. */
export const accountScopes: readonly AccountScope[] = ['all', 'application', 'api_key'];

/** Whose call it is. */
export interface AccountHolder {
  readonly applicationId: string;
  /** Undefined for a call with a token of an issuer: it has no key. */
  readonly apiKeyId: string | undefined;
}

/** Calls that a limit or a budget is about, as far as both tell them apart. */
export interface AccountFilter {
  /** Undefined means every application of the tenant. */
  readonly applicationId: string | undefined;
  /** Empty means every workload. */
  readonly workloads: readonly string[];
}

/** What is looked at of a call. */
export interface AccountCall {
  readonly applicationId: string;
  readonly workload: string;
}

/** Whether the call is among those of the filter. The tenant is not looked at: both must be of the same. */
export function isAbout({ applicationId, workloads }: AccountFilter, call: AccountCall): boolean {
  return (
    (applicationId === undefined || applicationId === call.applicationId) &&
    includesOrAll(workloads, call.workload)
  );
}

/** Whether the list names the word; an empty one names every word. */
export function includesOrAll(words: readonly string[], word: string): boolean {
  return words.length === 0 || words.includes(word);
}

/**
 * Id of the account within its limit or budget: empty where there is one for all. A call without a key counts for its application
 * where keys have accounts.
 */
export function accountOf(scope: AccountScope, holder: AccountHolder): string {
  if (scope === 'all') return '';
  if (scope === 'application') return holder.applicationId;
  return holder.apiKeyId ?? holder.applicationId;
}
