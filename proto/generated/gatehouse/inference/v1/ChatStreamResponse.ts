// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { ToolCallDelta as _gatehouse_inference_v1_ToolCallDelta, ToolCallDelta__Output as _gatehouse_inference_v1_ToolCallDelta__Output } from '../../../gatehouse/inference/v1/ToolCallDelta.ts';
import type { Usage as _gatehouse_inference_v1_Usage, Usage__Output as _gatehouse_inference_v1_Usage__Output } from '../../../gatehouse/inference/v1/Usage.ts';
import type { Decision as _gatehouse_inference_v1_Decision, Decision__Output as _gatehouse_inference_v1_Decision__Output } from '../../../gatehouse/inference/v1/Decision.ts';
import type { TokenLogprob as _gatehouse_inference_v1_TokenLogprob, TokenLogprob__Output as _gatehouse_inference_v1_TokenLogprob__Output } from '../../../gatehouse/inference/v1/TokenLogprob.ts';

export interface ChatStreamResponse {
  'text'?: (string);
  'toolCall'?: (_gatehouse_inference_v1_ToolCallDelta | null);
  'finishReason'?: (string);
  'usage'?: (_gatehouse_inference_v1_Usage | null);
  'reasoning'?: (string);
  'gateway'?: (_gatehouse_inference_v1_Decision | null);
  'reasoningSignature'?: (string);
  'redactedReasoning'?: (string);
  'logprobs'?: (_gatehouse_inference_v1_TokenLogprob)[];
  'event'?: "text"|"toolCall"|"finishReason"|"usage"|"reasoning"|"gateway"|"reasoningSignature"|"redactedReasoning";
}

export interface ChatStreamResponse__Output {
  'text'?: (string);
  'toolCall'?: (_gatehouse_inference_v1_ToolCallDelta__Output | null);
  'finishReason'?: (string);
  'usage'?: (_gatehouse_inference_v1_Usage__Output | null);
  'reasoning'?: (string);
  'gateway'?: (_gatehouse_inference_v1_Decision__Output | null);
  'reasoningSignature'?: (string);
  'redactedReasoning'?: (string);
  'logprobs': (_gatehouse_inference_v1_TokenLogprob__Output)[];
  'event'?: "text"|"toolCall"|"finishReason"|"usage"|"reasoning"|"gateway"|"reasoningSignature"|"redactedReasoning";
}
