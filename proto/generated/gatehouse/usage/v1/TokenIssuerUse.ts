// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { Long } from '@grpc/proto-loader';

export interface TokenIssuerUse {
  'tokenIssuerId'?: (string);
  'atUnixMs'?: (number | string | Long);
  'door'?: (string);
  'keyIsUnknown'?: (boolean);
}

export interface TokenIssuerUse__Output {
  'tokenIssuerId': (string);
  'atUnixMs': (string);
  'door': (string);
  'keyIsUnknown': (boolean);
}
