// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface ModelInfo {
  'id'?: (string);
  'operation'?: (string);
}

export interface ModelInfo__Output {
  'id': (string);
  'operation': (string);
}
