// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface Shadow {
  'verdict'?: (string);
  'status'?: (number);
  'firstTokenMs'?: (number);
  'totalMs'?: (number);
  'finishReason'?: (string);
  'finish'?: (string);
  'toolCalls'?: (string);
}

export interface Shadow__Output {
  'verdict': (string);
  'status': (number);
  'firstTokenMs': (number);
  'totalMs': (number);
  'finishReason': (string);
  'finish': (string);
  'toolCalls': (string);
}
