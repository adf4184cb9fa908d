import { isRequestId } from '../../domain/decision.ts';
import { notFound } from '../../domain/errors.ts';
import { fromGlobalId } from '../../domain/ids.ts';
import { REPORTED_DAYS } from '../../domain/prompt/false-positive.ts';
import type { FalsePositiveReport } from '../../services/prompt/report-false-positive.ts';
import type { ReportFalsePositiveInput } from '../generated/resolver-types.ts';

const DAY_MS = 86_400_000;

/** @throws DomainError NOT_FOUND for an id of nothing */
export function toFalsePositiveReport(
  input: Omit<ReportFalsePositiveInput, 'idempotencyKey'>,
  now: Date,
): FalsePositiveReport {
  const { requestId, policy, rule, kind, reason, expiresAt, changeRequestId } = input;
  if (!isRequestId(requestId)) throw notFound('decision');
  return {
    requestId,
    policy: policy ?? undefined,
    rule,
    kind,
    reason,
    expiresAt: expiresAt ?? new Date(now.getTime() + REPORTED_DAYS * DAY_MS),
    changeRequestId: changeRequestId ? fromGlobalId('change-request', changeRequestId) : undefined,
  };
}
