// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { ChatRequest as _gatehouse_inference_v1_ChatRequest, ChatRequest__Output as _gatehouse_inference_v1_ChatRequest__Output } from '../../../gatehouse/inference/v1/ChatRequest.ts';
import type { ChatStreamRequest as _gatehouse_inference_v1_ChatStreamRequest, ChatStreamRequest__Output as _gatehouse_inference_v1_ChatStreamRequest__Output } from '../../../gatehouse/inference/v1/ChatStreamRequest.ts';
import type { EmbedRequest as _gatehouse_inference_v1_EmbedRequest, EmbedRequest__Output as _gatehouse_inference_v1_EmbedRequest__Output } from '../../../gatehouse/inference/v1/EmbedRequest.ts';

export interface ExplainRequest {
  'chat'?: (_gatehouse_inference_v1_ChatRequest | null);
  'chatStream'?: (_gatehouse_inference_v1_ChatStreamRequest | null);
  'embed'?: (_gatehouse_inference_v1_EmbedRequest | null);
  'call'?: "chat"|"chatStream"|"embed";
}

export interface ExplainRequest__Output {
  'chat'?: (_gatehouse_inference_v1_ChatRequest__Output | null);
  'chatStream'?: (_gatehouse_inference_v1_ChatStreamRequest__Output | null);
  'embed'?: (_gatehouse_inference_v1_EmbedRequest__Output | null);
  'call'?: "chat"|"chatStream"|"embed";
}
