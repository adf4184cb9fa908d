// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface ToolCall {
  'id'?: (string);
  'name'?: (string);
  'arguments'?: (string);
}

export interface ToolCall__Output {
  'id': (string);
  'name': (string);
  'arguments': (string);
}
