// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Plan as _gatehouse_config_v1_Plan, Plan__Output as _gatehouse_config_v1_Plan__Output } from '../../../gatehouse/config/v1/Plan.ts';
import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from '../../../gatehouse/config/v1/Position.ts';

export interface Welcome {
  'plan'?: (_gatehouse_config_v1_Plan);
  'why'?: (string);
  'head'?: (_gatehouse_config_v1_Position | null);
  'schema'?: (number);
}

export interface Welcome__Output {
  'plan': (_gatehouse_config_v1_Plan__Output);
  'why': (string);
  'head': (_gatehouse_config_v1_Position__Output | null);
  'schema': (number);
}
