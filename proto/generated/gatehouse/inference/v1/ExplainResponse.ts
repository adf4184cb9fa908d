// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Decision as _gatehouse_inference_v1_Decision, Decision__Output as _gatehouse_inference_v1_Decision__Output } from '../../../gatehouse/inference/v1/Decision.ts';
import type { PlannedTarget as _gatehouse_inference_v1_PlannedTarget, PlannedTarget__Output as _gatehouse_inference_v1_PlannedTarget__Output } from '../../../gatehouse/inference/v1/PlannedTarget.ts';
import type { PlannedFallbacks as _gatehouse_inference_v1_PlannedFallbacks, PlannedFallbacks__Output as _gatehouse_inference_v1_PlannedFallbacks__Output } from '../../../gatehouse/inference/v1/PlannedFallbacks.ts';

export interface ExplainResponse {
  'decision'?: (_gatehouse_inference_v1_Decision | null);
  'order'?: (_gatehouse_inference_v1_PlannedTarget)[];
  'fallbacks'?: (_gatehouse_inference_v1_PlannedFallbacks)[];
}

export interface ExplainResponse__Output {
  'decision': (_gatehouse_inference_v1_Decision__Output | null);
  'order': (_gatehouse_inference_v1_PlannedTarget__Output)[];
  'fallbacks': (_gatehouse_inference_v1_PlannedFallbacks__Output)[];
}
