// Original file: proto/gatehouse/usage/v1/budget_service.proto

import type { LeaseDemand as _gatehouse_usage_v1_LeaseDemand, LeaseDemand__Output as _gatehouse_usage_v1_LeaseDemand__Output } from '../../../gatehouse/usage/v1/LeaseDemand.ts';

export interface LeaseRequest {
  'nodeId'?: (string);
  'instanceId'?: (string);
  'demands'?: (_gatehouse_usage_v1_LeaseDemand)[];
}

export interface LeaseRequest__Output {
  'nodeId': (string);
  'instanceId': (string);
  'demands': (_gatehouse_usage_v1_LeaseDemand__Output)[];
}
