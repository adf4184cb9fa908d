// Original file: proto/gatehouse/config/v1/config_service.proto

import type { ResourceKey as _gatehouse_config_v1_ResourceKey, ResourceKey__Output as _gatehouse_config_v1_ResourceKey__Output } from '../../../gatehouse/config/v1/ResourceKey.ts';
import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from '../../../gatehouse/config/v1/Position.ts';

export interface Revocations {
  'keys'?: (_gatehouse_config_v1_ResourceKey)[];
  'at'?: (_gatehouse_config_v1_Position | null);
}

export interface Revocations__Output {
  'keys': (_gatehouse_config_v1_ResourceKey__Output)[];
  'at': (_gatehouse_config_v1_Position__Output | null);
}
