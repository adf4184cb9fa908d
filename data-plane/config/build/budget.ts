import { accountScopes } from '../../../policy/account-part/account.ts';
import { budgetPeriods } from '../../../policy/account-part/period.ts';
import {
  BUDGET_BOUNDS,
  type Budget,
  budgetEnforcements,
  budgetOutages,
  budgetReservations,
} from '../../../policy/budget.ts';
import { decodeResource } from '../../../proto/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import { InvalidResource } from './fault.ts';
import { optionalMessage, optionalText, requireText, requireTexts, requireWord } from './field.ts';
import { requireOwner } from './read-resource.ts';

/** @throws InvalidResource */
export function readBudget({ id, tenantId, body }: RawResource): Budget {
  const wire = decodeResource('budget', body);
  requireOwner(wire.tenantId, tenantId);
  return {
    id,
    tenantId,
    name: requireText(wire.name, 'name'),
    applicationId: optionalText(wire.applicationId, 'application_id'),
    per: requireWord(accountScopes, wire.per, 'per'),
    workloads: requireTexts(wire.workloads, 'workloads'),
    modelIds: requireTexts(wire.modelIds, 'model_ids'),
    period: requireWord(budgetPeriods, wire.period, 'period'),
    amountNanoUsd: requireAmount(wire.amountNanoUsd),
    enforcement: requireWord(budgetEnforcements, wire.enforcement, 'enforcement'),
    reservation: requireWord(budgetReservations, wire.reservation, 'reservation'),
    whenUnreachable: requireWord(budgetOutages, wire.whenUnreachable, 'when_unreachable'),
    message: optionalMessage(wire.message, BUDGET_BOUNDS.messageCharsMax),
    grantId: optionalText(wire.grantId, 'grant_id'),
  };
}

function requireAmount(wire: string): bigint {
  const amountNanoUsd = BigInt(wire);
  if (amountNanoUsd <= BUDGET_BOUNDS.amountNanoUsdMax) return amountNanoUsd;
  throw new InvalidResource('amount_nano_usd is more than any budget has');
}
