// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface FileContent {
  'data'?: (Buffer | Uint8Array | string);
  'url'?: (string);
  'id'?: (string);
  'mediaType'?: (string);
  'name'?: (string);
  'source'?: "data"|"url"|"id";
}

export interface FileContent__Output {
  'data'?: (Buffer);
  'url'?: (string);
  'id'?: (string);
  'mediaType': (string);
  'name': (string);
  'source'?: "data"|"url"|"id";
}
