/** What one instance of a node holds of an account, in nano-USD; sums since the beginning of the period or of the instance. */
export interface Holding {
  /** May have spent and set aside so much in all. */
  readonly authorised: bigint;
  readonly spent: bigint;
  /** Of what it has spent, what the ledger counts. */
  readonly acknowledged: bigint;
}

/** An account as its ledger has it. */
export interface LentAccount {
  readonly amount: bigint;
  readonly spent: bigint;
  /** Of the other instances that are live. */
  readonly others: readonly Holding[];
  /** Of the one that asks, when it is live; undefined for its first question. */
  readonly own: Holding | undefined;
}

/** See LeaseDemand of budget_service.proto. */
export interface Demand {
  readonly acknowledged: bigint;
  readonly spent: bigint;
  readonly wanted: bigint;
  readonly needed: bigint;
}

/** What it comes to. */
export interface Loan {
  readonly holding: Holding;
  /** Left for all; what is lent out does not count as gone. Never below 0. */
  readonly remaining: bigint;
  readonly holderCount: number;
}

/**
 * What an account lends to one that asks: a part of what is free that leaves as much again to every holder, at least what one call
 * needs when there is so much, at most what is wanted. What is spent by the ledger and what is lent never come to more than the amount.
 * What the asker holds already and still wants is not taken back: it may not have heard. A question that comes late changes no sum
 * backwards.
 */
export function lend({ amount, spent, others, own }: LentAccount, demand: Demand): Loan {
  const used = {
    spent: larger(own?.spent ?? 0n, demand.spent),
    acknowledged: larger(own?.acknowledged ?? 0n, demand.acknowledged),
  };
  const holders = others.filter(({ authorised, acknowledged }) => authorised > acknowledged);
  const lentOut = sum(holders.map(({ authorised, acknowledged }) => authorised - acknowledged));
  const uncounted = sum([...others, used].map((one) => larger(0n, one.spent - one.acknowledged)));
  const ownUncounted = larger(0n, used.spent - used.acknowledged);
  const free = larger(0n, amount - spent - lentOut - ownUncounted);
  const holderCount = holders.length + 1;
  const held = smaller(larger(0n, (own?.authorised ?? 0n) - used.spent), demand.wanted);
  const share = free / BigInt(2 * holderCount);
  const needed = demand.needed <= free ? demand.needed : 0n;
  const lent = smaller(demand.wanted, larger(held, larger(share, needed)));
  return {
    holding: { ...used, authorised: used.spent + lent },
    remaining: larger(0n, amount - spent - uncounted),
    holderCount,
  };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
