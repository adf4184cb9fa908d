// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface PlannedTarget {
  'target'?: (string);
  'state'?: (string);
  'reason'?: (string);
}

export interface PlannedTarget__Output {
  'target': (string);
  'state': (string);
  'reason': (string);
}
