// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Long } from '@grpc/proto-loader';

export interface SealedSecret {
  'name'?: (string);
  'generation'?: (number | string | Long);
  'sealed'?: (Buffer | Uint8Array | string);
}

export interface SealedSecret__Output {
  'name': (string);
  'generation': (string);
  'sealed': (Buffer);
}
