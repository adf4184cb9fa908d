// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { DecisionFoundPlace as _gatehouse_inference_v1_DecisionFoundPlace, DecisionFoundPlace__Output as _gatehouse_inference_v1_DecisionFoundPlace__Output } from '../../../gatehouse/inference/v1/DecisionFoundPlace.ts';

export interface DecisionFinding {
  'rule'?: (string);
  'detector'?: (string);
  'kind'?: (string);
  'count'?: (number);
  'action'?: (string);
  'places'?: (string)[];
  'monitored'?: (boolean);
  'policy'?: (string);
  'foundAt'?: (_gatehouse_inference_v1_DecisionFoundPlace)[];
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
  'foundAt': (_gatehouse_inference_v1_DecisionFoundPlace__Output)[];
  'exception': (string);
  'direction': (string);
}
