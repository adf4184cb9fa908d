import { isRequestId } from '../../domain/decision.ts';
import { invalid } from '../../domain/errors.ts';
import type { RuleException } from '../../domain/prompt/rule-exception.ts';
import type { PromptRuleExceptionInput } from '../generated/resolver-types.ts';
import { toReference } from '../input.ts';

/** `path` is where the exception stands in the input. @throws DomainError VALIDATION_FAILED for an id of nothing */
export function toException(input: PromptRuleExceptionInput, path: string): RuleException {
  const { name, applicationIds, kinds, parts, reason, ownerId, expiresAt, requestId } = input;
  if (requestId && !isRequestId(requestId))
    throw invalid(`${path}.requestId`, 'This is no id of a request.');
  return {
    name,
    applicationIds: applicationIds?.map((id, at) =>
      toReference('application', id, `${path}.applicationIds.${at}`),
    ),
    kinds: kinds ?? undefined,
    parts: parts ?? undefined,
    reason,
    ownerId: toReference('principal', ownerId, `${path}.ownerId`),
    expiresAtMs: expiresAt.getTime(),
    requestId: requestId ?? undefined,
  };
}
