// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';

export interface ResponseFormat {
  'type'?: (string);
  'name'?: (string);
  'schema'?: (_google_protobuf_Struct | null);
  'strict'?: (boolean);
}

export interface ResponseFormat__Output {
  'type': (string);
  'name': (string);
  'schema': (_google_protobuf_Struct__Output | null);
  'strict': (boolean);
}
