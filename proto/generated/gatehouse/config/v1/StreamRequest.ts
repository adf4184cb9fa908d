// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Hello as _gatehouse_config_v1_Hello, Hello__Output as _gatehouse_config_v1_Hello__Output } from '../../../gatehouse/config/v1/Hello.ts';
import type { Verdict as _gatehouse_config_v1_Verdict, Verdict__Output as _gatehouse_config_v1_Verdict__Output } from '../../../gatehouse/config/v1/Verdict.ts';
import type { NodeHeartbeat as _gatehouse_config_v1_NodeHeartbeat, NodeHeartbeat__Output as _gatehouse_config_v1_NodeHeartbeat__Output } from '../../../gatehouse/config/v1/NodeHeartbeat.ts';
import type { TargetChecked as _gatehouse_config_v1_TargetChecked, TargetChecked__Output as _gatehouse_config_v1_TargetChecked__Output } from '../../../gatehouse/config/v1/TargetChecked.ts';

export interface StreamRequest {
  'hello'?: (_gatehouse_config_v1_Hello | null);
  'verdict'?: (_gatehouse_config_v1_Verdict | null);
  'heartbeat'?: (_gatehouse_config_v1_NodeHeartbeat | null);
  'targetChecked'?: (_gatehouse_config_v1_TargetChecked | null);
  'message'?: "hello"|"verdict"|"heartbeat"|"targetChecked";
}

export interface StreamRequest__Output {
  'hello'?: (_gatehouse_config_v1_Hello__Output | null);
  'verdict'?: (_gatehouse_config_v1_Verdict__Output | null);
  'heartbeat'?: (_gatehouse_config_v1_NodeHeartbeat__Output | null);
  'targetChecked'?: (_gatehouse_config_v1_TargetChecked__Output | null);
  'message'?: "hello"|"verdict"|"heartbeat"|"targetChecked";
}
