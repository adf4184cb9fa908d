/** Integer nano-USD per million tokens of each kind. */
export interface TokenPrices {
  readonly input: bigint;
  readonly output: bigint;
  readonly cachedRead: bigint;
  readonly cachedWrite: bigint;
  /** Of what is kept for an hour; that of `cachedWrite`, which is kept for minutes, unless it has a price of its own. */
  readonly cachedWriteLong: bigint;
  readonly reasoning: bigint;
}

/** What all tokens of an attempt cost instead when its input is larger than `inputTokensAbove`. */
export interface PriceTier extends TokenPrices {
  readonly inputTokensAbove: number;
}
