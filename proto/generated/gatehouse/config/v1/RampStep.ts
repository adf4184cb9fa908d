// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface RampStep {
  'atUnixMs'?: (number | string | Long);
  'sharePermille'?: (number);
}

export interface RampStep__Output {
  'atUnixMs': (string);
  'sharePermille': (number);
}
