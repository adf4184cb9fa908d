// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface Candidate {
  'targetId'?: (string);
  'kept'?: (boolean);
  'reason'?: (string);
}

export interface Candidate__Output {
  'targetId': (string);
  'kept': (boolean);
  'reason': (string);
}
