// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';

export interface EmbedRequest {
  'model'?: (string);
  'inputs'?: (string)[];
  'dimensions'?: (number);
  'providerOptions'?: (_google_protobuf_Struct | null);
}

export interface EmbedRequest__Output {
  'model': (string);
  'inputs': (string)[];
  'dimensions': (number);
  'providerOptions': (_google_protobuf_Struct__Output | null);
}
