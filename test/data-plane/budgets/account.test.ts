import { describe, expect, test } from '@jest/globals';
import { Account, LEASE_MS } from '../../../data-plane/budgets/account.ts';
import { periodAt } from '../../../policy/account-part/period.ts';
import type { Budget } from '../../../policy/budget.ts';
import { sampleBudget } from './sample-budget.ts';

const dayMs = Date.UTC(2030, 0, 1);
const nobodyWaits = { largestNanoUsd: 0n, sumNanoUsd: 0n };
const one = (nanoUsd: bigint) => ({ largestNanoUsd: nanoUsd, sumNanoUsd: nanoUsd });

const open = (change: Partial<Budget> = {}, holderCount = 0): Account =>
  new Account(sampleBudget(change), { subjectId: '', period: periodAt('day', dayMs) }, holderCount);

const hear = (account: Account, authorised: bigint, { remaining = 1_000n, holders = 1 } = {}) => {
  const question = account.ask(one(authorised), 0);
  account.answer(
    {
      authorisedNanoUsd: authorised,
      remainingNanoUsd: remaining,
      holderCount: holders,
      refused: false,
    },
    question,
    0,
  );
};

describe('an account on a node', () => {
  test('has room for what it was lent, less what is set aside and spent', () => {
    const account = open();
    expect(account.hasRoomFor(1n, 0)).toBe(false);
    hear(account, 100n);
    account.take(60n, 1);
    expect(account.roomNanoUsd(1)).toBe(40n);
    account.release(60n);
    account.spend(30n, 2);
    expect(account.roomNanoUsd(2)).toBe(70n);
    expect(account.hasRoomFor(70n, 2)).toBe(true);
    expect(account.hasRoomFor(71n, 2)).toBe(false);
  });

  test('holds nothing 30 s after the question was sent', () => {
    const account = open();
    hear(account, 100n);
    expect(account.roomNanoUsd(LEASE_MS - 1)).toBe(100n);
    expect(account.roomNanoUsd(LEASE_MS)).toBe(0n);
  });

  test('goes on with its part of what was left where its budget shares, once', () => {
    const account = open({ whenUnreachable: 'share' });
    hear(account, 100n, { remaining: 900n, holders: 3 });
    expect(account.roomNanoUsd(1)).toBe(100n);
    account.cutOff();
    expect(account.roomNanoUsd(1)).toBe(300n);
    account.spend(250n, 1);
    expect(account.roomNanoUsd(LEASE_MS + 1)).toBe(50n);
  });

  test('has no part of an account that it never heard of, and of a new period the one that it had', () => {
    expect(open({ whenUnreachable: 'share' }).roomNanoUsd(0)).toBe(0n);
    expect(open({ whenUnreachable: 'share' }, 4).roomNanoUsd(0)).toBe(250n);
  });

  test('holds no more than what it asks for from the moment in which it asks', () => {
    const account = open();
    hear(account, 500n);
    expect(account.ask(nobodyWaits, 1).wantedNanoUsd).toBe(0n);
    expect(account.roomNanoUsd(1)).toBe(0n);
  });

  test('asks for what is set aside, what waits and what the last 10 s took', () => {
    const account = open();
    hear(account, 500n);
    account.take(100n, 1_000);
    account.release(100n);
    account.spend(80n, 1_000);
    account.take(50n, 2_000);
    expect(account.ask(one(7n), 3_000)).toEqual({
      acknowledgedNanoUsd: 0n,
      spentNanoUsd: 80n,
      wantedNanoUsd: 50n + 7n + 150n,
      neededNanoUsd: 57n,
    });
  });

  test('refuses nothing where it only counts, and knows what is left', () => {
    const account = open({ enforcement: 'soft' });
    expect(account.hasRoomFor(10_000n, 0)).toBe(true);
    account.spend(400n, 0);
    expect(account.leftNanoUsd).toBe(600n);
    expect(account.ask(one(5n), 1).wantedNanoUsd).toBe(0n);
  });

  test('is empty when the control plane knows no such budget', () => {
    const account = open({ whenUnreachable: 'share' });
    const question = account.ask(one(5n), 0);
    const refused = { authorisedNanoUsd: 9n, remainingNanoUsd: 9n, holderCount: 1, refused: true };
    account.answer(refused, question, 0);
    account.cutOff();
    expect(account.roomNanoUsd(1)).toBe(0n);
  });
});
