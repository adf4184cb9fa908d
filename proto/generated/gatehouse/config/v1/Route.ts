// Original file: proto/gatehouse/config/v1/resources.proto

import type { RoutingRule as _gatehouse_config_v1_RoutingRule, RoutingRule__Output as _gatehouse_config_v1_RoutingRule__Output } from '../../../gatehouse/config/v1/RoutingRule.ts';
import type { RoutingConstraints as _gatehouse_config_v1_RoutingConstraints, RoutingConstraints__Output as _gatehouse_config_v1_RoutingConstraints__Output } from '../../../gatehouse/config/v1/RoutingConstraints.ts';
import type { RouteTimers as _gatehouse_config_v1_RouteTimers, RouteTimers__Output as _gatehouse_config_v1_RouteTimers__Output } from '../../../gatehouse/config/v1/RouteTimers.ts';

export interface Route {
  'tenantId'?: (string);
  'name'?: (string);
  'operation'?: (string);
  'rules'?: (_gatehouse_config_v1_RoutingRule)[];
  'promptPolicyId'?: (string);
  'firstTokenTimeoutMs'?: (number);
  'totalTimeoutMs'?: (number);
  'constraints'?: (_gatehouse_config_v1_RoutingConstraints | null);
  'format'?: (number);
  'timers'?: (_gatehouse_config_v1_RouteTimers | null);
}

export interface Route__Output {
  'tenantId': (string);
  'name': (string);
  'operation': (string);
  'rules': (_gatehouse_config_v1_RoutingRule__Output)[];
  'promptPolicyId': (string);
  'firstTokenTimeoutMs': (number);
  'totalTimeoutMs': (number);
  'constraints': (_gatehouse_config_v1_RoutingConstraints__Output | null);
  'format': (number);
  'timers': (_gatehouse_config_v1_RouteTimers__Output | null);
}
