import type { FindingCounts } from '../../../policy/inspect/detector.ts';
import { type CompiledPromptPolicy, greaterCounts } from '../../../policy/prompt-policy.ts';
import type { InferenceRequest } from '../../inference.ts';
import { collectEncodedTexts } from '../../routing/encoded-text.ts';
import { collectJoinedTexts } from '../../routing/joined-text.ts';
import { collectTexts } from '../../routing/request-text.ts';

/**
 * What the detectors of a policy find in everything that would be sent, in one piece or cut over several. What stands in one
 * piece is found both ways: of each kind the greater count stands.
 */
export function countRequest(
  policy: CompiledPromptPolicy,
  request: InferenceRequest,
): FindingCounts {
  const apart = policy.count(collectTexts(request).concat(collectEncodedTexts(request)));
  return greaterCounts(apart, policy.count(collectJoinedTexts(request)));
}
