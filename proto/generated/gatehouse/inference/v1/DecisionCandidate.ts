// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface DecisionCandidate {
  'target'?: (string);
  'kept'?: (boolean);
  'reason'?: (string);
}

export interface DecisionCandidate__Output {
  'target': (string);
  'kept': (boolean);
  'reason': (string);
}
