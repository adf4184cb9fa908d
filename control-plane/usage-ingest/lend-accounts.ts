import { type Demand, lend } from '../domain/money/lend.ts';
import { type AccountKey, keyOf, nameOf } from '../storage/money/budget-account.ts';
import type { LeaseHolder } from '../storage/money/budget-lease.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import { ownTenants } from './own-tenants.ts';

const ACTOR = { name: 'system', authenticatedBy: 'node' } as const;

/** What a node wants of one account. */
export interface AccountDemand extends AccountKey {
  readonly demand: Demand;
}

/** What an account lends. */
export interface AccountLoan {
  readonly authorised: bigint;
  readonly remaining: bigint;
  readonly holderCount: number;
}

/** Who asks, and when. */
export interface LeaseAsker {
  readonly holder: LeaseHolder;
  readonly now: Date;
  /** Pool that the node's certificate names; empty or undefined when that narrows nothing. */
  readonly pool: string | undefined;
}

/**
 * Lends of accounts, all in one transaction. In the order of the demands; undefined for accounts that there are not, or not for this node.
 *
 * @throws DomainError BUSY, and what the database throws
 */
export async function lendAccounts(
  storage: Storage,
  demands: readonly AccountDemand[],
  { holder, now, pool }: LeaseAsker,
): Promise<readonly (AccountLoan | undefined)[]> {
  const { value } = await storage.transaction(PLATFORM, ACTOR, async (stores) => {
    const { budgetAccounts, budgetLeases } = stores;
    const isOwn = await ownTenants(stores, { now, pool });
    const known = await budgetLeases.listKnown(demands.map(keyOf), now);
    const accounts = await budgetAccounts.lock(known.filter((one) => isOwn(one.tenantId)));
    const live = await budgetLeases.listLive(accounts);
    const wanted = new Map(demands.map((one) => [nameOf(one), one.demand]));
    const loans = accounts.flatMap((account) => {
      const demand = wanted.get(nameOf(account));
      if (demand === undefined) return [];
      const holdings = live.get(nameOf(account)) ?? [];
      const others = holdings.filter((one) => !isOf(one, holder)).map(({ holding }) => holding);
      const own = holdings.find((one) => isOf(one, holder))?.holding;
      return [{ account, ...lend({ ...account, others, own }, demand) }];
    });
    await budgetLeases.put(holder, loans);
    return new Map(loans.map((loan) => [nameOf(loan.account), loan]));
  });
  return demands.map((one) => {
    const loan = value.get(nameOf(one));
    if (loan === undefined) return undefined;
    const { remaining, holderCount } = loan;
    return { authorised: loan.holding.authorised, remaining, holderCount };
  });
}

function isOf({ nodeId, instanceId }: LeaseHolder, holder: LeaseHolder): boolean {
  return nodeId === holder.nodeId && instanceId === holder.instanceId;
}
