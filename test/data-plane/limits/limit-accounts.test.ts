import { expect, test } from '@jest/globals';
import { LimitAccounts } from '../../../data-plane/limits/limit-accounts.ts';
import { limitOf } from './limit-fixture.ts';

const limit = limitOf({ per: 'api_key' });

/** Opens an account and uses one request of it; what is `held` does not come back. */
function use(accounts: LimitAccounts, subjectId: string, nowMs: number, held = false): void {
  const account = accounts.open(limit, subjectId, nowMs);
  Object.assign(account, { used: 1, seenMs: nowMs, perMs: held ? 0 : 0.001 });
}

test('accounts that have used nothing for a while leave as others come', () => {
  let dropped = 0;
  const accounts = new LimitAccounts(() => {
    dropped += 1;
  });
  for (let one = 0; one < 10_000; one += 1) use(accounts, `k${one}`, one * 10);
  expect(accounts.count).toBeLessThan(300);
  expect(dropped).toBe(0);
});

test('there are never more than the bound, and what is forgotten before its time is counted', () => {
  let dropped = 0;
  const accounts = new LimitAccounts(() => {
    dropped += 1;
  }, 100);
  for (let one = 0; one < 250; one += 1) use(accounts, `k${one}`, 0);
  expect(accounts.count).toBe(100);
  expect(dropped).toBe(150);
});

test('what calls under way hold is never forgotten', () => {
  const accounts = new LimitAccounts(() => undefined, 10);
  for (let one = 0; one < 10; one += 1) use(accounts, `held${one}`, 0, true);
  for (let one = 0; one < 50; one += 1) use(accounts, `k${one}`, 0);
  for (let one = 0; one < 10; one += 1)
    expect(accounts.find(limit, `held${one}`)).toMatchObject({ used: 1 });
});
