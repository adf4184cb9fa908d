import type { AccountHolder } from '../../../policy/account-part/account.ts';
import { type BudgetFacts, noBudgetFacts } from '../../../policy/fact.ts';
import { priceAt } from '../../../policy/price.ts';
import type { Target } from '../../../policy/resource.ts';
import type { Account } from '../../budgets/account.ts';
import { mostNanoUsd } from '../../budgets/attempt-cost.ts';
import type { BudgetDesk, Charge, Shortage, Spending } from '../../budgets/budget-desk.ts';
import type { InferenceRequest } from '../../inference.ts';
import type { Clock } from '../../upstream/clock.ts';
import { findGrantOf } from '../authorise.ts';
import type { AttemptRecord, Exchange } from '../exchange.ts';
import { reached } from '../reached.ts';

/** What the money of a call depends on. */
export interface MoneyOptions {
  readonly clock: Clock;
  /** Undefined where nothing is spent. */
  readonly budgets?: BudgetDesk | undefined;
}

/** The money of one call: what its attempts set aside. */
export class CallMoney {
  readonly #exchange: Exchange;
  readonly #desk: BudgetDesk;
  readonly #clock: Clock;
  readonly #heard = new Set<Account>();
  #isDowngraded = false;

  constructor(exchange: Exchange, desk: BudgetDesk, clock: Clock) {
    this.#exchange = exchange;
    this.#desk = desk;
    this.#clock = clock;
  }

  /** Sets aside what an attempt at the target may cost, or says what is short. `request`: where it is not that of the call. */
  reserve(target: Target, request = reached(this.#exchange.request, 'request')): Charge | Shortage {
    const spending = spendingOf(this.#exchange, { target, request, nowMs: this.#clock.unixMs() });
    return this.#desk.reserve({ ...spending, isDowngraded: this.#isDowngraded }, this.#heard);
  }

  /** Asks for what is short, once for each account; gives false when there is nobody to ask. `done` is called once, later. */
  ask(shortage: Shortage, done: () => void): boolean {
    if (shortage.account !== undefined) this.#heard.add(shortage.account);
    return this.#desk.ask(shortage, done);
  }

  /** Whether the route's fallbacks of the class `budget` follow: from then on budgets that downgrade only count. */
  downgrades({ budget }: Shortage): boolean {
    if (budget.enforcement !== 'downgrade' || this.#isDowngraded) return false;
    this.#isDowngraded = true;
    return true;
  }

  /** An attempt has ended. Call once for each. */
  settle({ charge, costNanoUsd, endedAtMs, verdict }: AttemptRecord): void {
    if (charge === undefined) return;
    this.#desk.settle(charge, costNanoUsd, { endedAtMs, isAnswer: verdict === 'succeeded' });
  }
}

/** Undefined for calls of tenants that have no budgets: they cost one look. */
export function moneyOf(exchange: Exchange, { budgets, clock }: MoneyOptions) {
  if (budgets === undefined || exchange.snapshot.budgets.size === 0) return undefined;
  const { tenantId } = reached(exchange.key, 'key');
  if (!exchange.snapshot.budgets.has(tenantId)) return undefined;
  return new CallMoney(exchange, budgets, clock);
}

/** What an attempt of the call at a target would spend. */
export function spendingOf(
  exchange: Exchange,
  {
    target,
    request,
    nowMs,
  }: { readonly target: Target; readonly request: InferenceRequest; readonly nowMs: number },
): Spending {
  const { snapshot, inputTokens } = exchange;
  const price = priceAt(target.prices, nowMs);
  const model = snapshot.models.get(target.modelId);
  const application = reached(exchange.application, 'application');
  const workload = reached(exchange.workload, 'workload');
  const grant = findGrantOf(snapshot, { application, workload, nowMs }, target);
  return {
    budgets: snapshot.budgets.get(application.tenantId) ?? [],
    holder: holderOf(exchange),
    attempt: {
      applicationId: application.id,
      workload,
      modelId: target.modelId,
      grantId: grant?.id,
    },
    targetId: target.id,
    mostNanoUsd: price && mostNanoUsd({ request, inputTokens, price, model }),
    isDowngraded: false,
  };
}

/** Whose accounts the call is counted in: a call with a token has no key. */
export function holderOf({ key, token }: Exchange): AccountHolder {
  const { id, applicationId } = reached(key, 'key');
  return { applicationId, apiKeyId: token === undefined ? id : undefined };
}

/** What conditions see of the budgets of a call; one look where its tenant has none. */
export function budgetFactsOf(
  exchange: Exchange,
  desk: Pick<BudgetDesk, 'leftOf'> | undefined,
): BudgetFacts {
  const { tenantId, id } = reached(exchange.application, 'application');
  const budgets = exchange.snapshot.budgets.get(tenantId);
  if (desk === undefined || budgets === undefined) return noBudgetFacts;
  const call = { applicationId: id, workload: reached(exchange.workload, 'workload') };
  return desk.leftOf({ budgets, holder: holderOf(exchange), call });
}
