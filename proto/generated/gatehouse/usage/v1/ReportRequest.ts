// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { UsageEvent as _gatehouse_usage_v1_UsageEvent, UsageEvent__Output as _gatehouse_usage_v1_UsageEvent__Output } from '../../../gatehouse/usage/v1/UsageEvent.ts';
import type { DecisionRecord as _gatehouse_usage_v1_DecisionRecord, DecisionRecord__Output as _gatehouse_usage_v1_DecisionRecord__Output } from '../../../gatehouse/usage/v1/DecisionRecord.ts';
import type { KeyUse as _gatehouse_usage_v1_KeyUse, KeyUse__Output as _gatehouse_usage_v1_KeyUse__Output } from '../../../gatehouse/usage/v1/KeyUse.ts';
import type { TokenIssuerUse as _gatehouse_usage_v1_TokenIssuerUse, TokenIssuerUse__Output as _gatehouse_usage_v1_TokenIssuerUse__Output } from '../../../gatehouse/usage/v1/TokenIssuerUse.ts';
import type { Long } from '@grpc/proto-loader';

export interface ReportRequest {
  'nodeId'?: (string);
  'batch'?: (number | string | Long);
  'usageEvents'?: (_gatehouse_usage_v1_UsageEvent)[];
  'decisions'?: (_gatehouse_usage_v1_DecisionRecord)[];
  'keyUses'?: (_gatehouse_usage_v1_KeyUse)[];
  'tokenIssuerUses'?: (_gatehouse_usage_v1_TokenIssuerUse)[];
}

export interface ReportRequest__Output {
  'nodeId': (string);
  'batch': (string);
  'usageEvents': (_gatehouse_usage_v1_UsageEvent__Output)[];
  'decisions': (_gatehouse_usage_v1_DecisionRecord__Output)[];
  'keyUses': (_gatehouse_usage_v1_KeyUse__Output)[];
  'tokenIssuerUses': (_gatehouse_usage_v1_TokenIssuerUse__Output)[];
}
