// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';

export interface Tool {
  'name'?: (string);
  'description'?: (string);
  'parameters'?: (_google_protobuf_Struct | null);
  'strict'?: (boolean);
}

export interface Tool__Output {
  'name': (string);
  'description': (string);
  'parameters': (_google_protobuf_Struct__Output | null);
  'strict': (boolean);
}
