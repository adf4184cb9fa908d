// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { Long } from '@grpc/proto-loader';

export interface KeyUse {
  'apiKeyId'?: (string);
  'atUnixMs'?: (number | string | Long);
  'door'?: (string);
}

export interface KeyUse__Output {
  'apiKeyId': (string);
  'atUnixMs': (string);
  'door': (string);
}
