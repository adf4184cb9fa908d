// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Hello as _gatehouse_config_v1_Hello, Hello__Output as _gatehouse_config_v1_Hello__Output } from '../../../gatehouse/config/v1/Hello.ts';
import type { Verdict as _gatehouse_config_v1_Verdict, Verdict__Output as _gatehouse_config_v1_Verdict__Output } from '../../../gatehouse/config/v1/Verdict.ts';
import type { NodeHeartbeat as _gatehouse_config_v1_NodeHeartbeat, NodeHeartbeat__Output as _gatehouse_config_v1_NodeHeartbeat__Output } from '../../../gatehouse/config/v1/NodeHeartbeat.ts';

export interface StreamRequest {
  'hello'?: (_gatehouse_config_v1_Hello | null);
  'verdict'?: (_gatehouse_config_v1_Verdict | null);
  'heartbeat'?: (_gatehouse_config_v1_NodeHeartbeat | null);
  'message'?: "hello"|"verdict"|"heartbeat";
}

export interface StreamRequest__Output {
  'hello'?: (_gatehouse_config_v1_Hello__Output | null);
  'verdict'?: (_gatehouse_config_v1_Verdict__Output | null);
  'heartbeat'?: (_gatehouse_config_v1_NodeHeartbeat__Output | null);
  'message'?: "hello"|"verdict"|"heartbeat";
}
