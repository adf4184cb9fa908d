// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Long } from '@grpc/proto-loader';

export interface TargetState {
  'targetId'?: (string);
  'state'?: (string);
  'breaker'?: (string);
  'sinceUnixMs'?: (number | string | Long);
}

export interface TargetState__Output {
  'targetId': (string);
  'state': (string);
  'breaker': (string);
  'sinceUnixMs': (string);
}
