// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface ImageContent {
  'url'?: (string);
  'detail'?: (string);
}

export interface ImageContent__Output {
  'url': (string);
  'detail': (string);
}
