/** What callers present. */
export type CallerNoun = 'api_key' | 'token_issuer';

/** What a node says of a key, or of the tokens of an issuer. */
export interface ReportedUse {
  /** Of the key or the issuer. */
  readonly id: string;
  readonly usedAt: Date;
  readonly door: 'http' | 'grpc';
}

/** What a node says of an issuer whose tokens came. */
export interface ReportedTokenUse {
  readonly id: string;
  /** Undefined when none was taken. */
  readonly use: ReportedUse | undefined;
  /** Whether one named a key that nodes have not: a new one of the issuer, or one that somebody made up. */
  readonly isKeyUnknown: boolean;
}

/** The last use of a key, or of a token of an issuer, to the minute. */
export interface CallerUse {
  readonly id: string;
  readonly usedAt: Date;
  /** Empty for a use that only the ledger knows of, as below. */
  readonly door: ReportedUse['door'] | '';
  /** Of the node; empty when nobody knows. */
  readonly region: string;
}
