// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface DecisionFoundPlace {
  'place'?: (string);
  'part'?: (string);
  'start'?: (number);
  'end'?: (number);
}

export interface DecisionFoundPlace__Output {
  'place': (string);
  'part': (string);
  'start': (number);
  'end': (number);
}
