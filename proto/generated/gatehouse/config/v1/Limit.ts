// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface Limit {
  'tenantId'?: (string);
  'name'?: (string);
  'applicationId'?: (string);
  'per'?: (string);
  'workloads'?: (string)[];
  'routeIds'?: (string)[];
  'measure'?: (string);
  'amount'?: (number | string | Long);
  'windowS'?: (number);
  'monitor'?: (boolean);
  'message'?: (string);
}

export interface Limit__Output {
  'tenantId': (string);
  'name': (string);
  'applicationId': (string);
  'per': (string);
  'workloads': (string)[];
  'routeIds': (string)[];
  'measure': (string);
  'amount': (string);
  'windowS': (number);
  'monitor': (boolean);
  'message': (string);
}
