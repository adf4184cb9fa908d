/** Kinds whose removal takes away what somebody may do. */
const REVOCABLE = /^(api_key|grant|token_issuer)\//;

/** Whether the removal of the resource with this key `kind/id` is a revocation. */
export function isRevocable(key: string): boolean {
  return REVOCABLE.test(key);
}
