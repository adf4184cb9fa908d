// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface DecisionFinding {
  'rule'?: (string);
  'detector'?: (string);
  'kind'?: (string);
  'count'?: (number);
  'action'?: (string);
  'places'?: (string)[];
  'monitored'?: (boolean);
  'policy'?: (string);
  'exception'?: (string);
  'direction'?: (string);
}

export interface DecisionFinding__Output {
  'rule': (string);
  'detector': (string);
  'kind': (string);
  'count': (number);
  'action': (string);
  'places': (string)[];
  'monitored': (boolean);
  'policy': (string);
  'exception': (string);
  'direction': (string);
}
