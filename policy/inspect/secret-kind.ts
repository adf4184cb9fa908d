/** What a found secret is. Names appear in findings and in decision records. */
export type SecretKind = (typeof secretKinds)[number];

export const secretKinds = [
  'age_key',
  'anthropic_key',
  'assigned_secret',
  'atlassian_token',
  'aws_access_key',
  'aws_secret_key',
  'azure_key',
  'azure_sas',
  'basic_auth',
  'databricks_token',
  'digitalocean_token',
  'docker_token',
  'figma_token',
  'gatehouse_key',
  'github_token',
  'gitlab_token',
  'google_api_key',
  'google_oauth_secret',
  'google_service_account',
  'grafana_token',
  'groq_key',
  'huggingface_token',
  'jwt',
  'linear_key',
  'npm_token',
  'openai_key',
  'perplexity_key',
  'postman_key',
  'private_key',
  'pypi_token',
  'replicate_token',
  'sendgrid_key',
  'sentry_token',
  'shopify_token',
  'slack_token',
  'slack_webhook',
  'stripe_key',
  'supabase_key',
  'telegram_token',
  'twilio_key',
  'url_password',
  'vault_token',
  'xai_key',
] as const;

/** A secret and where it is, in UTF-16 code units. */
export interface SecretMatch {
  readonly kind: SecretKind;
  /** Set where it does not begin with its trigger. */
  readonly start?: number;
  readonly end: number;
}

/**
 * Judges the text around a trigger that begins at `start`. It reads a number of characters that is
 * bounded, or that no other trigger of its kind will read again: the scan stays linear.
 */
export type SecretValidator = (text: string, start: number) => SecretMatch | undefined;

/** Where the scan looks closer. */
export interface SecretTrigger {
  /** Exact characters that begin, or introduce, a secret. */
  readonly literal: string;
  /**
   * Offset in the literal of the two adjacent characters that the scan looks for: a pair that
   * ordinary text seldom has.
   */
  readonly pairOffset: number;
  readonly validate: SecretValidator;
}
