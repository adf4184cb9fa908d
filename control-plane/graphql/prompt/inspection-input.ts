import { fromGlobalId } from '../../domain/ids.ts';
import type { PromptRule } from '../../domain/prompt-policy.ts';
import type { InspectionQuestion } from '../../services/prompt/inspect-policy.ts';
import type { InspectInput } from '../generated/resolver-types.ts';
import { given } from '../input.ts';

/** `rules` are those of the input. @throws DomainError NOT_FOUND for an id of nothing */
export function toInspectionQuestion(
  input: InspectInput,
  rules: readonly PromptRule[] | undefined,
  now: Date,
): InspectionQuestion {
  const { promptPolicyId, changeRequestId, tenantId, applicationId, at, texts } = given(input);
  return {
    promptPolicyId: promptPolicyId && fromGlobalId('prompt-policy', promptPolicyId),
    changeRequestId: changeRequestId && fromGlobalId('change-request', changeRequestId),
    tenantId: tenantId && fromGlobalId('tenant', tenantId),
    rules,
    applicationId: applicationId && fromGlobalId('application', applicationId),
    at: at ?? now,
    texts: texts.map(({ text, part = 'user' }) => ({ text, part })),
  };
}
