// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from '../../../gatehouse/config/v1/Position.ts';

export interface ServerHeartbeat {
  'head'?: (_gatehouse_config_v1_Position | null);
}

export interface ServerHeartbeat__Output {
  'head': (_gatehouse_config_v1_Position__Output | null);
}
