// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from '../../../gatehouse/config/v1/Position.ts';
import type { TargetReport as _gatehouse_config_v1_TargetReport, TargetReport__Output as _gatehouse_config_v1_TargetReport__Output } from '../../../gatehouse/config/v1/TargetReport.ts';

export interface NodeHeartbeat {
  'enforced'?: (_gatehouse_config_v1_Position | null);
  'digest'?: (Buffer | Uint8Array | string);
  'state'?: (string);
  'targets'?: (_gatehouse_config_v1_TargetReport | null);
}

export interface NodeHeartbeat__Output {
  'enforced': (_gatehouse_config_v1_Position__Output | null);
  'digest': (Buffer);
  'state': (string);
  'targets': (_gatehouse_config_v1_TargetReport__Output | null);
}
