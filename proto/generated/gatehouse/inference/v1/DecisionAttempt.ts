// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface DecisionAttempt {
  'number'?: (number);
  'target'?: (string);
  'verdict'?: (string);
  'status'?: (number);
  'firstTokenMs'?: (number);
  'totalMs'?: (number);
  'hedge'?: (boolean);
}

export interface DecisionAttempt__Output {
  'number': (number);
  'target': (string);
  'verdict': (string);
  'status': (number);
  'firstTokenMs': (number);
  'totalMs': (number);
  'hedge': (boolean);
}
