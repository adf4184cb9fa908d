import type { LeaseAnswer } from '../../../data-plane/budgets/account.ts';
import {
  BudgetDesk,
  type Charge,
  type Shortage,
  type Spending,
} from '../../../data-plane/budgets/budget-desk.ts';
import type { AskLeases } from '../../../data-plane/budgets/lease-client.ts';
import type { Budget } from '../../../policy/budget.ts';

/** Whose calls they are. */
export const holder = { applicationId: 'a1', apiKeyId: 'k1' };
export const call = { applicationId: 'a1', workload: 'chat' };
const nobody: ReadonlySet<never> = new Set();

/** The desk of a node beside a control plane that answers as a test says, and a clock that it moves. */
export function openDesk(answer: Partial<LeaseAnswer> = {}) {
  const world = { nowMs: 0, isReachable: true, askedCount: 0, answer };
  const ask: AskLeases = (questions, done) => {
    world.askedCount += 1;
    if (!world.isReachable) return done(undefined);
    done(
      questions.map(({ question }) => ({
        authorisedNanoUsd: question.spentNanoUsd + 1_000n,
        remainingNanoUsd: 1_000n,
        holderCount: 1,
        refused: false,
        ...world.answer,
      })),
    );
  };
  const desk = new BudgetDesk({
    ask,
    clock: { monotonicMs: () => world.nowMs, unixMs: () => world.nowMs },
    outbox: { end: undefined, acknowledged: { segment: 0, offset: 0 } },
    close: () => undefined,
    onRound: () => undefined,
    onTick: () => undefined,
    onRefused: () => undefined,
  });
  const spend = (budget: Budget, nanoUsd: bigint, change: Partial<Spending> = {}) =>
    desk.reserve(
      {
        budgets: [budget],
        holder,
        attempt: { ...call, modelId: 'm1', grantId: undefined },
        targetId: 't1',
        mostNanoUsd: nanoUsd,
        isDowngraded: false,
        ...change,
      },
      nobody,
    );
  /** Makes the account known, as its first call does. */
  const hear = (budget: Budget) => {
    spend(budget, 1n);
    desk.leftOf({ budgets: [budget], holder, call });
    desk.tick();
  };
  return { world, desk, spend, hear };
}

const isCharge = (got: Charge | Shortage): got is Charge => !('why' in got);
/** @throws Error that says why nothing was set aside */
export function charged(got: Charge | Shortage): Charge {
  if (!isCharge(got)) throw new Error(got.why);
  return got;
}
