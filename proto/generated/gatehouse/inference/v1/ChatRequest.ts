// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Message as _gatehouse_inference_v1_Message, Message__Output as _gatehouse_inference_v1_Message__Output } from '../../../gatehouse/inference/v1/Message.ts';
import type { Tool as _gatehouse_inference_v1_Tool, Tool__Output as _gatehouse_inference_v1_Tool__Output } from '../../../gatehouse/inference/v1/Tool.ts';
import type { ToolChoice as _gatehouse_inference_v1_ToolChoice, ToolChoice__Output as _gatehouse_inference_v1_ToolChoice__Output } from '../../../gatehouse/inference/v1/ToolChoice.ts';
import type { ResponseFormat as _gatehouse_inference_v1_ResponseFormat, ResponseFormat__Output as _gatehouse_inference_v1_ResponseFormat__Output } from '../../../gatehouse/inference/v1/ResponseFormat.ts';
import type { Sampling as _gatehouse_inference_v1_Sampling, Sampling__Output as _gatehouse_inference_v1_Sampling__Output } from '../../../gatehouse/inference/v1/Sampling.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';

export interface ChatRequest {
  'model'?: (string);
  'messages'?: (_gatehouse_inference_v1_Message)[];
  'tools'?: (_gatehouse_inference_v1_Tool)[];
  'toolChoice'?: (_gatehouse_inference_v1_ToolChoice | null);
  'responseFormat'?: (_gatehouse_inference_v1_ResponseFormat | null);
  'sampling'?: (_gatehouse_inference_v1_Sampling | null);
  'outputTokensMax'?: (number);
  'reasoningEffort'?: (string);
  'providerOptions'?: (_google_protobuf_Struct | null);
  'verbosity'?: (string);
  'logprobs'?: (boolean);
  'topLogprobs'?: (number);
}

export interface ChatRequest__Output {
  'model': (string);
  'messages': (_gatehouse_inference_v1_Message__Output)[];
  'tools': (_gatehouse_inference_v1_Tool__Output)[];
  'toolChoice': (_gatehouse_inference_v1_ToolChoice__Output | null);
  'responseFormat': (_gatehouse_inference_v1_ResponseFormat__Output | null);
  'sampling': (_gatehouse_inference_v1_Sampling__Output | null);
  'outputTokensMax': (number);
  'reasoningEffort': (string);
  'providerOptions': (_google_protobuf_Struct__Output | null);
  'verbosity': (string);
  'logprobs': (boolean);
  'topLogprobs': (number);
}
