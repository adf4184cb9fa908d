// Original file: proto/gatehouse/config/v1/config_service.proto

import type { TargetState as _gatehouse_config_v1_TargetState, TargetState__Output as _gatehouse_config_v1_TargetState__Output } from '../../../gatehouse/config/v1/TargetState.ts';

export interface TargetReport {
  'states'?: (_gatehouse_config_v1_TargetState)[];
  'healthyCount'?: (number);
  'leftOutCount'?: (number);
}

export interface TargetReport__Output {
  'states': (_gatehouse_config_v1_TargetState__Output)[];
  'healthyCount': (number);
  'leftOutCount': (number);
}
