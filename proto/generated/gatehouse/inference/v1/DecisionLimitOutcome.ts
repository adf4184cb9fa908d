// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface DecisionLimitOutcome {
  'limit'?: (string);
  'measure'?: (string);
  'outcome'?: (string);
}

export interface DecisionLimitOutcome__Output {
  'limit': (string);
  'measure': (string);
  'outcome': (string);
}
