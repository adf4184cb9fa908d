// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface ToolChoice {
  'mode'?: (string);
  'name'?: (string);
  'choice'?: "mode"|"name";
}

export interface ToolChoice__Output {
  'mode'?: (string);
  'name'?: (string);
  'choice'?: "mode"|"name";
}
