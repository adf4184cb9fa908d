/** What there may be only so many of in a tenant, as the database names it; only what is in use counts. */
export const quotaKinds = [
  'application',
  'api_key',
  'route',
  'prompt_policy',
  'grant',
  'limit',
  'budget',
  'access_token',
  'role',
  'identity_provider',
  'principal',
  'open_change_request',
] as const;
export type QuotaKind = (typeof quotaKinds)[number];
