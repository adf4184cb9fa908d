// Original file: proto/gatehouse/config/v1/resources.proto

import type { RampStep as _gatehouse_config_v1_RampStep, RampStep__Output as _gatehouse_config_v1_RampStep__Output } from '../../../gatehouse/config/v1/RampStep.ts';
import type { RampBounds as _gatehouse_config_v1_RampBounds, RampBounds__Output as _gatehouse_config_v1_RampBounds__Output } from '../../../gatehouse/config/v1/RampBounds.ts';
import type { RampHalted as _gatehouse_config_v1_RampHalted, RampHalted__Output as _gatehouse_config_v1_RampHalted__Output } from '../../../gatehouse/config/v1/RampHalted.ts';

export interface RoutingRamp {
  'fromTargetId'?: (string);
  'toTargetId'?: (string);
  'stickyBy'?: (string);
  'steps'?: (_gatehouse_config_v1_RampStep)[];
  'bounds'?: (_gatehouse_config_v1_RampBounds | null);
  'halted'?: (_gatehouse_config_v1_RampHalted | null);
}

export interface RoutingRamp__Output {
  'fromTargetId': (string);
  'toTargetId': (string);
  'stickyBy': (string);
  'steps': (_gatehouse_config_v1_RampStep__Output)[];
  'bounds': (_gatehouse_config_v1_RampBounds__Output | null);
  'halted': (_gatehouse_config_v1_RampHalted__Output | null);
}
