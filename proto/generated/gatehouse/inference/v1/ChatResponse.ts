// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Message as _gatehouse_inference_v1_Message, Message__Output as _gatehouse_inference_v1_Message__Output } from '../../../gatehouse/inference/v1/Message.ts';
import type { Usage as _gatehouse_inference_v1_Usage, Usage__Output as _gatehouse_inference_v1_Usage__Output } from '../../../gatehouse/inference/v1/Usage.ts';
import type { Decision as _gatehouse_inference_v1_Decision, Decision__Output as _gatehouse_inference_v1_Decision__Output } from '../../../gatehouse/inference/v1/Decision.ts';
import type { TokenLogprob as _gatehouse_inference_v1_TokenLogprob, TokenLogprob__Output as _gatehouse_inference_v1_TokenLogprob__Output } from '../../../gatehouse/inference/v1/TokenLogprob.ts';

export interface ChatResponse {
  'id'?: (string);
  'model'?: (string);
  'message'?: (_gatehouse_inference_v1_Message | null);
  'finishReason'?: (string);
  'usage'?: (_gatehouse_inference_v1_Usage | null);
  'gateway'?: (_gatehouse_inference_v1_Decision | null);
  'logprobs'?: (_gatehouse_inference_v1_TokenLogprob)[];
}

export interface ChatResponse__Output {
  'id': (string);
  'model': (string);
  'message': (_gatehouse_inference_v1_Message__Output | null);
  'finishReason': (string);
  'usage': (_gatehouse_inference_v1_Usage__Output | null);
  'gateway': (_gatehouse_inference_v1_Decision__Output | null);
  'logprobs': (_gatehouse_inference_v1_TokenLogprob__Output)[];
}
