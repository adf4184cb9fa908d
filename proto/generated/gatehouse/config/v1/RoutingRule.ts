// Original file: proto/gatehouse/config/v1/resources.proto

import type { WeightedTarget as _gatehouse_config_v1_WeightedTarget, WeightedTarget__Output as _gatehouse_config_v1_WeightedTarget__Output } from '../../../gatehouse/config/v1/WeightedTarget.ts';
import type { RoutingChoice as _gatehouse_config_v1_RoutingChoice, RoutingChoice__Output as _gatehouse_config_v1_RoutingChoice__Output } from '../../../gatehouse/config/v1/RoutingChoice.ts';
import type { RoutingConstraints as _gatehouse_config_v1_RoutingConstraints, RoutingConstraints__Output as _gatehouse_config_v1_RoutingConstraints__Output } from '../../../gatehouse/config/v1/RoutingConstraints.ts';
import type { FallbackList as _gatehouse_config_v1_FallbackList, FallbackList__Output as _gatehouse_config_v1_FallbackList__Output } from '../../../gatehouse/config/v1/FallbackList.ts';
import type { Hedge as _gatehouse_config_v1_Hedge, Hedge__Output as _gatehouse_config_v1_Hedge__Output } from '../../../gatehouse/config/v1/Hedge.ts';
import type { RoutingRamp as _gatehouse_config_v1_RoutingRamp, RoutingRamp__Output as _gatehouse_config_v1_RoutingRamp__Output } from '../../../gatehouse/config/v1/RoutingRamp.ts';
import type { RoutingShadow as _gatehouse_config_v1_RoutingShadow, RoutingShadow__Output as _gatehouse_config_v1_RoutingShadow__Output } from '../../../gatehouse/config/v1/RoutingShadow.ts';

export interface RoutingRule {
  'name'?: (string);
  'when'?: (string);
  'require'?: (string);
  'split'?: (_gatehouse_config_v1_WeightedTarget)[];
  'fallbackTargetIds'?: (string)[];
  'choice'?: (_gatehouse_config_v1_RoutingChoice | null);
  'constraints'?: (_gatehouse_config_v1_RoutingConstraints | null);
  'fallbacksByClass'?: (_gatehouse_config_v1_FallbackList)[];
  'hedge'?: (_gatehouse_config_v1_Hedge | null);
  'ramp'?: (_gatehouse_config_v1_RoutingRamp | null);
  'shadow'?: (_gatehouse_config_v1_RoutingShadow | null);
}

export interface RoutingRule__Output {
  'name': (string);
  'when': (string);
  'require': (string);
  'split': (_gatehouse_config_v1_WeightedTarget__Output)[];
  'fallbackTargetIds': (string)[];
  'choice': (_gatehouse_config_v1_RoutingChoice__Output | null);
  'constraints': (_gatehouse_config_v1_RoutingConstraints__Output | null);
  'fallbacksByClass': (_gatehouse_config_v1_FallbackList__Output)[];
  'hedge': (_gatehouse_config_v1_Hedge__Output | null);
  'ramp': (_gatehouse_config_v1_RoutingRamp__Output | null);
  'shadow': (_gatehouse_config_v1_RoutingShadow__Output | null);
}
