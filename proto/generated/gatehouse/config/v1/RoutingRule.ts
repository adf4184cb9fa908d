// Original file: proto/gatehouse/config/v1/resources.proto

import type { WeightedTarget as _gatehouse_config_v1_WeightedTarget, WeightedTarget__Output as _gatehouse_config_v1_WeightedTarget__Output } from '../../../gatehouse/config/v1/WeightedTarget.ts';

export interface RoutingRule {
  'name'?: (string);
  'when'?: (string);
  'require'?: (string);
  'split'?: (_gatehouse_config_v1_WeightedTarget)[];
  'fallbackTargetIds'?: (string)[];
}

export interface RoutingRule__Output {
  'name': (string);
  'when': (string);
  'require': (string);
  'split': (_gatehouse_config_v1_WeightedTarget__Output)[];
  'fallbackTargetIds': (string)[];
}
