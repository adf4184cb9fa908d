// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface RoutingShadow {
  'targetId'?: (string);
  'samplePermille'?: (number);
  'hourlyNanoUsdMax'?: (number | string | Long);
}

export interface RoutingShadow__Output {
  'targetId': (string);
  'samplePermille': (number);
  'hourlyNanoUsdMax': (string);
}
