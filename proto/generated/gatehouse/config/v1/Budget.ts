// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface Budget {
  'tenantId'?: (string);
  'name'?: (string);
  'applicationId'?: (string);
  'per'?: (string);
  'workloads'?: (string)[];
  'modelIds'?: (string)[];
  'period'?: (string);
  'amountNanoUsd'?: (number | string | Long);
  'enforcement'?: (string);
  'reservation'?: (string);
  'whenUnreachable'?: (string);
  'message'?: (string);
  'grantId'?: (string);
}

export interface Budget__Output {
  'tenantId': (string);
  'name': (string);
  'applicationId': (string);
  'per': (string);
  'workloads': (string)[];
  'modelIds': (string)[];
  'period': (string);
  'amountNanoUsd': (string);
  'enforcement': (string);
  'reservation': (string);
  'whenUnreachable': (string);
  'message': (string);
  'grantId': (string);
}
