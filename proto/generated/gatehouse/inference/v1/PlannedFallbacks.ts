// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface PlannedFallbacks {
  'on'?: (string);
  'targets'?: (string)[];
}

export interface PlannedFallbacks__Output {
  'on': (string);
  'targets': (string)[];
}
