// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface DecisionConstraints {
  'of'?: (string);
  'regions'?: (string)[];
  'dataTerms'?: (string)[];
}

export interface DecisionConstraints__Output {
  'of': (string);
  'regions': (string)[];
  'dataTerms': (string)[];
}
