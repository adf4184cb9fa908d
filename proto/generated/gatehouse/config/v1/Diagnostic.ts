// Original file: proto/gatehouse/config/v1/config_service.proto

import type { ResourceKey as _gatehouse_config_v1_ResourceKey, ResourceKey__Output as _gatehouse_config_v1_ResourceKey__Output } from '../../../gatehouse/config/v1/ResourceKey.ts';

export interface Diagnostic {
  'resource'?: (_gatehouse_config_v1_ResourceKey | null);
  'tenantId'?: (string);
  'message'?: (string);
}

export interface Diagnostic__Output {
  'resource': (_gatehouse_config_v1_ResourceKey__Output | null);
  'tenantId': (string);
  'message': (string);
}
