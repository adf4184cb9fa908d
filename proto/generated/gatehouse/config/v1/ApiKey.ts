// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface ApiKey {
  'tenantId'?: (string);
  'applicationId'?: (string);
  'name'?: (string);
  'hash'?: (Buffer | Uint8Array | string);
  'pepperId'?: (string);
  'workloads'?: (string)[];
  'routes'?: (string)[];
  'feature'?: (string);
  'attributes'?: ({[key: string]: string});
  'notAfterUnixMs'?: (number | string | Long);
  'scopes'?: (string)[];
}

export interface ApiKey__Output {
  'tenantId': (string);
  'applicationId': (string);
  'name': (string);
  'hash': (Buffer);
  'pepperId': (string);
  'workloads': (string)[];
  'routes': (string)[];
  'feature': (string);
  'attributes': ({[key: string]: string});
  'notAfterUnixMs': (string);
  'scopes': (string)[];
}
