// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from '../../../gatehouse/config/v1/Position.ts';
import type { Fleet as _gatehouse_config_v1_Fleet, Fleet__Output as _gatehouse_config_v1_Fleet__Output } from '../../../gatehouse/config/v1/Fleet.ts';

export interface ServerHeartbeat {
  'head'?: (_gatehouse_config_v1_Position | null);
  'fleet'?: (_gatehouse_config_v1_Fleet | null);
}

export interface ServerHeartbeat__Output {
  'head': (_gatehouse_config_v1_Position__Output | null);
  'fleet': (_gatehouse_config_v1_Fleet__Output | null);
}
