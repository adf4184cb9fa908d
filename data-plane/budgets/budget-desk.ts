import {
  type AccountCall,
  type AccountHolder,
  isAbout,
} from '../../policy/account-part/account.ts';
import { type Budget, type BudgetedAttempt, budgetApplies } from '../../policy/budget.ts';
import { type BudgetFacts, noBudgetFacts } from '../../policy/fact.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Account } from './account.ts';
import { AccountBook } from './account-book.ts';
import { RecentCosts } from './attempt-cost.ts';
import { LeaseRounds, type LeaseRoundsOptions } from './lease-rounds.ts';
import { type DeliveredRecords, Uncounted } from './uncounted.ts';

/** How often it is looked whether something is to be asked. */
const TICK_MS = 1_000;

/** An attempt that is about to be made, as budgets see it. */
export interface Spending {
  /** All of the tenant, in their order. */
  readonly budgets: readonly Budget[];
  readonly holder: AccountHolder;
  readonly attempt: BudgetedAttempt;
  readonly targetId: string;
  /** The most that it may cost; undefined when the target has no price in force. */
  readonly mostNanoUsd: bigint | undefined;
  /** Whether budgets that downgrade are counted only: the attempt is what they have downgraded to. */
  readonly isDowngraded: boolean;
}

/** A call of which no target is chosen yet. */
interface BudgetedCall extends Pick<Spending, 'budgets' | 'holder'> {
  readonly call: AccountCall;
}

/** What is set aside for one attempt. Settled once. */
export interface Charge {
  readonly targetId: string;
  readonly mostNanoUsd: bigint;
  readonly lines: readonly ChargeLine[];
}

const noLines: readonly ChargeLine[] = [];

interface ChargeLine {
  readonly account: Account;
  readonly reservedNanoUsd: bigint;
  /** What it has cost, and on whose account, once it is settled. */
  spent: { readonly account: Account; readonly nanoUsd: bigint } | undefined;
}

/**
 * Why an attempt may not be made. `spent`: the budget has no room for it. `unheard`: the control plane was not asked since, and may
 * lend more. `unreachable`: it does not answer. `unpriced`: what cannot be counted is not spent.
 */
export interface Shortage {
  readonly why: 'spent' | 'unheard' | 'unreachable' | 'unpriced';
  readonly budget: Budget;
  readonly nanoUsd: bigint;
  readonly account: Account | undefined;
}

export interface BudgetDeskOptions extends LeaseRoundsOptions {
  readonly clock: Pick<Clock, 'monotonicMs' | 'unixMs'>;
  readonly outbox: DeliveredRecords;
  /** Lets go of the connection. */
  readonly close: () => void;
  /** Told once a second how many accounts there are. */
  readonly onTick: (accountCount: number) => void;
  /** Told of each attempt that is not made. */
  readonly onRefused: (why: Shortage['why']) => void;
}

/** Sets money aside for attempts before they are made, and counts what they have cost. */
export class BudgetDesk {
  readonly #options: BudgetDeskOptions;
  readonly #clock: BudgetDeskOptions['clock'];
  readonly #book = new AccountBook();
  readonly #costs = new RecentCosts();
  readonly #rounds: LeaseRounds;
  readonly #uncounted: Uncounted;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BudgetDeskOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#rounds = new LeaseRounds(options);
    this.#uncounted = new Uncounted(options.outbox);
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(), TICK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#rounds.stop();
    this.#options.close();
  }

  /** What a second brings: what was counted meanwhile, what is to be asked, what is forgotten. */
  tick(): void {
    this.#uncounted.turn();
    this.#rounds.tick(this.#book.values());
    this.#book.tidy(this.#clock.monotonicMs());
    this.#options.onTick(this.#book.count);
  }

  /**
   * Sets aside what the attempt may cost in every budget that is about it, or in none. `heard`: accounts that were asked for since the
   * call began.
   */
  reserve(spending: Spending, heard: ReadonlySet<Account>): Charge | Shortage {
    const lines: ChargeLine[] = [];
    const nowMs = this.#clock.monotonicMs();
    for (const budget of spending.budgets) {
      if (!budgetApplies(budget, spending.attempt)) continue;
      const line = this.#lineOf(budget, spending, nowMs);
      if ('why' in line) {
        const shortage = line.why === 'spent' ? this.#judge(line, heard) : line;
        if (shortage.why !== 'unheard') this.#options.onRefused(shortage.why);
        return shortage;
      }
      const { account, reservedNanoUsd } = line;
      if (account !== undefined) lines.push({ account, reservedNanoUsd, spent: undefined });
    }
    for (const { account, reservedNanoUsd } of lines) account.take(reservedNanoUsd, nowMs);
    return { targetId: spending.targetId, mostNanoUsd: spending.mostNanoUsd ?? 0n, lines };
  }

  /** Asks for what is short. `done` is called once, later, unless it gives false: nobody can be asked. */
  ask({ account, nanoUsd }: Shortage, done: () => void): boolean {
    if (account === undefined) return false;
    this.#uncounted.turn();
    return this.#rounds.wait(account, nanoUsd, done);
  }

  /** The attempt has ended at `endedAtMs` (Unix), and has cost so much: it counts in the period in which it has ended. Once. */
  settle(
    charge: Charge,
    costNanoUsd: bigint,
    { endedAtMs, isAnswer }: { readonly endedAtMs: number; readonly isAnswer: boolean },
  ): void {
    const nowMs = this.#clock.monotonicMs();
    const { targetId, mostNanoUsd, lines } = charge;
    if (isAnswer) this.#costs.note(targetId, { nanoUsd: costNanoUsd, mostNanoUsd }, nowMs);
    for (const line of lines) {
      const { account, reservedNanoUsd } = line;
      account.release(reservedNanoUsd);
      const isOver = endedAtMs >= account.periodEndMs;
      const { budget, subjectId } = account;
      const payer = isOver ? this.#book.findOf(budget, subjectId, endedAtMs) : account;
      if (payer === undefined || costNanoUsd === 0n) continue;
      payer.spend(costNanoUsd, nowMs);
      line.spent = { account: payer, nanoUsd: costNanoUsd };
    }
  }

  /** The usage events of settled attempts are on their way to the outbox. */
  kept(attempts: readonly { readonly charge: Charge | undefined }[]): void {
    for (const { charge } of attempts)
      for (const { spent } of charge?.lines ?? noLines)
        if (spent !== undefined) this.#uncounted.keep(spent.account, spent.nanoUsd);
  }

  /**
   * The least that is left of the accounts that a call is counted in whatever its model and its grant are, as far as this node knows:
   * one of which nothing was heard is full. They are asked for as those are that pay.
   */
  leftOf({ budgets, holder, call }: BudgetedCall): BudgetFacts {
    let { leftNanoUsd, leftPerMille } = noBudgetFacts;
    const nowMs = this.#clock.unixMs();
    for (const budget of budgets) {
      const isOfModels = budget.modelIds.length > 0 || budget.grantId !== undefined;
      if (isOfModels || !isAbout(budget, call)) continue;
      const account = this.#book.find(budget, holder, nowMs);
      account?.lookAt(this.#clock.monotonicMs());
      const left = account?.leftNanoUsd ?? budget.amountNanoUsd;
      leftNanoUsd = Math.min(leftNanoUsd, Number(left));
      leftPerMille = Math.min(leftPerMille, perMilleOf(left, budget.amountNanoUsd));
    }
    return { leftNanoUsd, leftPerMille };
  }

  #lineOf(
    budget: Budget,
    spending: Spending,
    nowMs: number,
  ): Shortage | { readonly account: Account | undefined; readonly reservedNanoUsd: bigint } {
    const { holder, mostNanoUsd, targetId, isDowngraded } = spending;
    const { enforcement } = budget;
    const isCounted = enforcement === 'soft' || (enforcement === 'downgrade' && isDowngraded);
    if (mostNanoUsd === undefined && !isCounted)
      return { why: 'unpriced', budget, nanoUsd: 0n, account: undefined };
    const cost = { targetId, mostNanoUsd: mostNanoUsd ?? 0n };
    const nanoUsd = this.#costs.toReserve(budget.reservation, cost, nowMs);
    const account = this.#book.find(budget, holder, this.#clock.unixMs());
    if (isCounted) return { account, reservedNanoUsd: nanoUsd };
    if (account === undefined) return { why: 'unreachable', budget, nanoUsd, account };
    if (!account.hasRoomFor(nanoUsd, nowMs)) return { why: 'spent', budget, nanoUsd, account };
    return { account, reservedNanoUsd: nanoUsd };
  }

  #judge(shortage: Shortage, heard: ReadonlySet<Account>): Shortage {
    if (shortage.account === undefined || !heard.has(shortage.account))
      return { ...shortage, why: 'unheard' };
    return this.#rounds.isReachable ? shortage : { ...shortage, why: 'unreachable' };
  }
}

/** The least that is left of the accounts of a charge, for all nodes; undefined when it has none. */
export function leftOf({ lines }: Charge): bigint | undefined {
  let least: bigint | undefined;
  for (const { account } of lines)
    if (least === undefined || account.leftNanoUsd < least) least = account.leftNanoUsd;
  return least;
}

/** An amount that has become smaller since is not more than full. */
function perMilleOf(nanoUsd: bigint, amountNanoUsd: bigint): number {
  return amountNanoUsd === 0n ? 0 : Math.min(1_000, Number((nanoUsd * 1_000n) / amountNanoUsd));
}
