// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportResponse {
  'batch'?: (number | string | Long);
  'refusedCount'?: (number);
}

export interface ReportResponse__Output {
  'batch': (string);
  'refusedCount': (number);
}
