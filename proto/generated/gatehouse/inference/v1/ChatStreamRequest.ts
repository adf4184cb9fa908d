// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { ChatRequest as _gatehouse_inference_v1_ChatRequest, ChatRequest__Output as _gatehouse_inference_v1_ChatRequest__Output } from '../../../gatehouse/inference/v1/ChatRequest.ts';

export interface ChatStreamRequest {
  'chat'?: (_gatehouse_inference_v1_ChatRequest | null);
}

export interface ChatStreamRequest__Output {
  'chat': (_gatehouse_inference_v1_ChatRequest__Output | null);
}
