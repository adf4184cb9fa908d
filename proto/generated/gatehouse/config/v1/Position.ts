// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Long } from '@grpc/proto-loader';

export interface Position {
  'epoch'?: (number | string | Long);
  'revision'?: (number | string | Long);
}

export interface Position__Output {
  'epoch': (string);
  'revision': (string);
}
