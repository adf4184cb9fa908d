// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { Long } from '@grpc/proto-loader';

export interface RampHalt {
  'rampId'?: (string);
  'reason'?: (string);
  'atUnixMs'?: (number | string | Long);
  'measured'?: (number);
  'allowed'?: (number);
}

export interface RampHalt__Output {
  'rampId': (string);
  'reason': (string);
  'atUnixMs': (string);
  'measured': (number);
  'allowed': (number);
}
