// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface Attempt {
  'number'?: (number);
  'targetId'?: (string);
  'verdict'?: (string);
  'status'?: (number);
  'firstTokenMs'?: (number);
  'totalMs'?: (number);
  'hedge'?: (boolean);
}

export interface Attempt__Output {
  'number': (number);
  'targetId': (string);
  'verdict': (string);
  'status': (number);
  'firstTokenMs': (number);
  'totalMs': (number);
  'hedge': (boolean);
}
