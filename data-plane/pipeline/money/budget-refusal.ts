import { periodAt } from '../../../policy/account-part/period.ts';
import type { Shortage } from '../../budgets/budget-desk.ts';
import { GatewayError } from '../../errors.ts';

/** Why an attempt is not made, in words for the caller. */
export function budgetRefusal({ why, budget }: Shortage, nowMs: number): GatewayError {
  const whom = budget.message === undefined ? '' : ` ${budget.message}`;
  const name = `The budget "${budget.name}"`;
  if (why === 'unreachable')
    return new GatewayError(
      'budget_unreachable',
      `${name} cannot be asked at the moment and what this node was lent of it is used up; try again later.${whom}`,
      { retryAfterS: 1 },
    );
  if (why === 'unpriced')
    return new GatewayError(
      'budget_exhausted',
      `${name} pays for no target without a price; ask the operators to set one.${whom}`,
    );
  const until = new Date(periodAt(budget.period, nowMs).endMs).toISOString();
  return new GatewayError(
    'budget_exhausted',
    `${name} has no room for this call before ${until}; ask whoever owns it for more, or ask for less output.${whom}`,
  );
}
