// Original file: proto/gatehouse/config/v1/resources.proto

import type { KeyBounds as _gatehouse_config_v1_KeyBounds, KeyBounds__Output as _gatehouse_config_v1_KeyBounds__Output } from '../../../gatehouse/config/v1/KeyBounds.ts';
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
  'bounds'?: (_gatehouse_config_v1_KeyBounds | null);
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
  'bounds': (_gatehouse_config_v1_KeyBounds__Output | null);
}
