import { accountScopes } from '../../../policy/account-part/account.ts';
import { LIMIT_BOUNDS, type Limit, limitAmountMax, limitMeasures } from '../../../policy/limit.ts';
import { decodeResource } from '../../../proto/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import { InvalidResource } from './fault.ts';
import {
  optionalMessage,
  optionalText,
  requireRange,
  requireText,
  requireTexts,
  requireWord,
} from './field.ts';
import { requireOwner } from './read-resource.ts';

/** @throws InvalidResource */
export function readLimit({ id, tenantId, body }: RawResource): Limit {
  const wire = decodeResource('limit', body);
  requireOwner(wire.tenantId, tenantId);
  const measure = requireWord(limitMeasures, wire.measure, 'measure');
  return {
    id,
    tenantId,
    name: requireText(wire.name, 'name'),
    applicationId: optionalText(wire.applicationId, 'application_id'),
    per: requireWord(accountScopes, wire.per, 'per'),
    workloads: requireTexts(wire.workloads, 'workloads'),
    routeIds: requireTexts(wire.routeIds, 'route_ids'),
    measure,
    amount: requireRange(Number(wire.amount), 'amount', [1, limitAmountMax(measure)]),
    windowS: requireWindow(wire.windowS, measure === 'concurrent_requests'),
    monitor: wire.monitor,
    message: optionalMessage(wire.message, LIMIT_BOUNDS.messageCharsMax),
  };
}

function requireWindow(windowS: number, isOfMoment: boolean): number {
  if (!isOfMoment) return requireRange(windowS, 'window_s', [1, LIMIT_BOUNDS.windowSMax]);
  if (windowS !== 0) throw new InvalidResource('window_s is set for what is counted at a time');
  return windowS;
}
