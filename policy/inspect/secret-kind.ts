/** What a found secret is. Names appear in findings and in decision records. */
export type SecretKind = (typeof secretKinds)[number];

export const secretKinds = [
  'anthropic_key',
  'aws_access_key',
  'aws_secret_key',
  'azure_key',
  'digitalocean_token',
  'docker_token',
  'gatehouse_key',
  'github_token',
  'gitlab_token',
  'google_api_key',
  'google_oauth_secret',
  'google_service_account',
  'groq_key',
  'huggingface_token',
  'jwt',
  'linear_key',
  'npm_token',
  'openai_key',
  'private_key',
  'pypi_token',
  'sendgrid_key',
  'shopify_token',
  'slack_token',
  'slack_webhook',
  'stripe_key',
  'url_password',
  'vault_token',
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
