// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface ReasoningContent {
  'text'?: (string);
  'signature'?: (string);
  'redacted'?: (string);
}

export interface ReasoningContent__Output {
  'text': (string);
  'signature': (string);
  'redacted': (string);
}
