// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface Attempt {
  'number'?: (number);
  'targetId'?: (string);
  'verdict'?: (string);
  'status'?: (number);
  'firstTokenMs'?: (number);
  'totalMs'?: (number);
}

export interface Attempt__Output {
  'number': (number);
  'targetId': (string);
  'verdict': (string);
  'status': (number);
  'firstTokenMs': (number);
  'totalMs': (number);
}
