// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Role as _gatehouse_inference_v1_Role, Role__Output as _gatehouse_inference_v1_Role__Output } from '../../../gatehouse/inference/v1/Role.ts';
import type { ContentPart as _gatehouse_inference_v1_ContentPart, ContentPart__Output as _gatehouse_inference_v1_ContentPart__Output } from '../../../gatehouse/inference/v1/ContentPart.ts';
import type { ToolCall as _gatehouse_inference_v1_ToolCall, ToolCall__Output as _gatehouse_inference_v1_ToolCall__Output } from '../../../gatehouse/inference/v1/ToolCall.ts';

export interface Message {
  'role'?: (_gatehouse_inference_v1_Role);
  'content'?: (_gatehouse_inference_v1_ContentPart)[];
  'toolCalls'?: (_gatehouse_inference_v1_ToolCall)[];
  'toolCallId'?: (string);
  'name'?: (string);
}

export interface Message__Output {
  'role': (_gatehouse_inference_v1_Role__Output);
  'content': (_gatehouse_inference_v1_ContentPart__Output)[];
  'toolCalls': (_gatehouse_inference_v1_ToolCall__Output)[];
  'toolCallId': (string);
  'name': (string);
}
