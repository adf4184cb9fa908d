// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface Embedding {
  'values'?: (number | string)[];
}

export interface Embedding__Output {
  'values': (number)[];
}
