// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface Grant {
  'tenantId'?: (string);
  'applicationId'?: (string);
  'modelId'?: (string);
  'workloads'?: (string)[];
  'notAfterUnixMs'?: (number | string | Long);
}

export interface Grant__Output {
  'tenantId': (string);
  'applicationId': (string);
  'modelId': (string);
  'workloads': (string)[];
  'notAfterUnixMs': (string);
}
