/** What an account of a budget comes to in one period. Money is nano-USD. */
export interface AccountStatement {
  readonly budgetId: string;
  /** The application that has the account, or whose key has it; null where one account is of all. */
  readonly applicationId: string | null;
  /** The key that has the account; null where none has. */
  readonly apiKeyId: string | null;
  readonly apiKeyName: string | null;
  readonly periodStart: Date;
  /** Where the next period begins. */
  readonly periodEnd: Date;
  readonly amountNanoUsd: bigint;
  readonly spentNanoUsd: bigint;
  /** What nodes hold: spent and not counted yet, or theirs to spend; what they do not spend is free within a minute. */
  readonly lentNanoUsd: bigint;
}

/** What may be spent still, lent or not; never below 0. */
export function leftOn({ amountNanoUsd, spentNanoUsd }: AccountStatement): bigint {
  return spentNanoUsd < amountNanoUsd ? amountNanoUsd - spentNanoUsd : 0n;
}
