// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface LimitOutcome {
  'limitId'?: (string);
  'name'?: (string);
  'measure'?: (string);
  'outcome'?: (string);
}

export interface LimitOutcome__Output {
  'limitId': (string);
  'name': (string);
  'measure': (string);
  'outcome': (string);
}
