import { describe, expect, test } from '@jest/globals';
import {
  type Holding,
  type LentAccount,
  lend,
} from '../../../../control-plane/domain/money/lend.ts';

const account = (change: Partial<LentAccount> = {}): LentAccount => ({
  amount: 1_000n,
  spent: 0n,
  others: [],
  own: undefined,
  ...change,
});
const demand = { acknowledged: 0n, spent: 0n, wanted: 0n, needed: 0n };
const holding = (authorised: bigint, spent = 0n, acknowledged = 0n): Holding => ({
  authorised,
  spent,
  acknowledged,
});

describe('what an account lends', () => {
  test('is at most half of what is free, shared among all who hold something', () => {
    const alone = lend(account(), { ...demand, wanted: 5_000n });
    expect(alone).toEqual({
      holding: holding(500n),
      remaining: 1_000n,
      holderCount: 1,
    });
    const second = lend(account({ others: [holding(500n)] }), { ...demand, wanted: 5_000n });
    expect(second.holding.authorised).toBe(125n);
    expect(second.holderCount).toBe(2);
  });

  test('is no more than what is wanted', () => {
    expect(lend(account(), { ...demand, wanted: 30n }).holding.authorised).toBe(30n);
  });

  test('is what a call needs as long as there is so much, to the last', () => {
    const few = account({ spent: 990n });
    const loan = (needed: bigint) =>
      lend(few, { ...demand, wanted: 100n, needed }).holding.authorised;
    expect(loan(10n)).toBe(10n);
    expect(loan(11n)).toBe(5n);
  });

  test('leaves out what others may still spend, and what was spent and is not counted yet', () => {
    const others = [holding(400n, 300n, 100n)];
    const loan = lend(account({ spent: 100n, others }), {
      ...demand,
      spent: 50n,
      acknowledged: 20n,
      wanted: 10_000n,
      needed: 570n,
    });
    expect(loan.holding.authorised).toBe(50n + 570n);
    expect(loan.remaining).toBe(1_000n - 100n - 200n - 30n);
  });

  test('does not take back what the asker holds and still wants, since it may not have heard', () => {
    const own = holding(300n, 100n, 100n);
    const asked = { ...demand, spent: 100n, acknowledged: 100n, wanted: 200n };
    const lowered = account({ amount: 150n, spent: 100n, own });
    expect(lend(lowered, asked).holding.authorised).toBe(300n);
    expect(lend(lowered, { ...asked, wanted: 20n }).holding.authorised).toBe(120n);
  });

  test('changes no sum backwards for a question that comes late', () => {
    const own = holding(500n, 400n, 300n);
    const late = { ...demand, spent: 100n, acknowledged: 50n, wanted: 100n };
    expect(lend(account({ spent: 300n, own }), late).holding).toEqual(holding(500n, 400n, 300n));
  });

  test('is nothing where nothing is left', () => {
    const loan = lend(account({ spent: 1_500n }), { ...demand, wanted: 10n, needed: 10n });
    expect(loan).toEqual({ holding: holding(0n), remaining: 0n, holderCount: 1 });
  });
});
