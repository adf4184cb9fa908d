/** What a node says of a key. */
export interface ReportedKeyUse {
  readonly apiKeyId: string;
  readonly usedAt: Date;
  readonly door: 'http' | 'grpc';
}

/** The last use of a key, to the minute. */
export interface ApiKeyUse {
  readonly apiKeyId: string;
  readonly usedAt: Date;
  /** Empty for a use that only the ledger knows of, as below. */
  readonly door: ReportedKeyUse['door'] | '';
  /** Of the node; empty when nobody knows. */
  readonly region: string;
}
