// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface RampHalted {
  'atUnixMs'?: (number | string | Long);
  'nodeId'?: (string);
  'reason'?: (string);
  'measured'?: (number);
  'allowed'?: (number);
}

export interface RampHalted__Output {
  'atUnixMs': (string);
  'nodeId': (string);
  'reason': (string);
  'measured': (number);
  'allowed': (number);
}
