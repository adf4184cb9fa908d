// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from '../../../gatehouse/config/v1/Position.ts';
import type { Resource as _gatehouse_config_v1_Resource, Resource__Output as _gatehouse_config_v1_Resource__Output } from '../../../gatehouse/config/v1/Resource.ts';
import type { ResourceKey as _gatehouse_config_v1_ResourceKey, ResourceKey__Output as _gatehouse_config_v1_ResourceKey__Output } from '../../../gatehouse/config/v1/ResourceKey.ts';
import type { Long } from '@grpc/proto-loader';

export interface Update {
  'nonce'?: (number | string | Long);
  'from'?: (_gatehouse_config_v1_Position | null);
  'to'?: (_gatehouse_config_v1_Position | null);
  'part'?: (number);
  'parts'?: (number);
  'upserts'?: (_gatehouse_config_v1_Resource)[];
  'removals'?: (_gatehouse_config_v1_ResourceKey)[];
  'digest'?: (Buffer | Uint8Array | string);
  'oldestCommitUnixMs'?: (number | string | Long);
  'full'?: (boolean);
}

export interface Update__Output {
  'nonce': (string);
  'from': (_gatehouse_config_v1_Position__Output | null);
  'to': (_gatehouse_config_v1_Position__Output | null);
  'part': (number);
  'parts': (number);
  'upserts': (_gatehouse_config_v1_Resource__Output)[];
  'removals': (_gatehouse_config_v1_ResourceKey__Output)[];
  'digest': (Buffer);
  'oldestCommitUnixMs': (string);
  'full': (boolean);
}
