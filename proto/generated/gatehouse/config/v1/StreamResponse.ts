// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Welcome as _gatehouse_config_v1_Welcome, Welcome__Output as _gatehouse_config_v1_Welcome__Output } from '../../../gatehouse/config/v1/Welcome.ts';
import type { Update as _gatehouse_config_v1_Update, Update__Output as _gatehouse_config_v1_Update__Output } from '../../../gatehouse/config/v1/Update.ts';
import type { Secrets as _gatehouse_config_v1_Secrets, Secrets__Output as _gatehouse_config_v1_Secrets__Output } from '../../../gatehouse/config/v1/Secrets.ts';
import type { ServerHeartbeat as _gatehouse_config_v1_ServerHeartbeat, ServerHeartbeat__Output as _gatehouse_config_v1_ServerHeartbeat__Output } from '../../../gatehouse/config/v1/ServerHeartbeat.ts';
import type { Goaway as _gatehouse_config_v1_Goaway, Goaway__Output as _gatehouse_config_v1_Goaway__Output } from '../../../gatehouse/config/v1/Goaway.ts';
import type { Revocations as _gatehouse_config_v1_Revocations, Revocations__Output as _gatehouse_config_v1_Revocations__Output } from '../../../gatehouse/config/v1/Revocations.ts';
import type { PackedUpdate as _gatehouse_config_v1_PackedUpdate, PackedUpdate__Output as _gatehouse_config_v1_PackedUpdate__Output } from '../../../gatehouse/config/v1/PackedUpdate.ts';
import type { TargetCheck as _gatehouse_config_v1_TargetCheck, TargetCheck__Output as _gatehouse_config_v1_TargetCheck__Output } from '../../../gatehouse/config/v1/TargetCheck.ts';

export interface StreamResponse {
  'welcome'?: (_gatehouse_config_v1_Welcome | null);
  'update'?: (_gatehouse_config_v1_Update | null);
  'secrets'?: (_gatehouse_config_v1_Secrets | null);
  'heartbeat'?: (_gatehouse_config_v1_ServerHeartbeat | null);
  'goaway'?: (_gatehouse_config_v1_Goaway | null);
  'revocations'?: (_gatehouse_config_v1_Revocations | null);
  'packedUpdate'?: (_gatehouse_config_v1_PackedUpdate | null);
  'targetCheck'?: (_gatehouse_config_v1_TargetCheck | null);
  'message'?: "welcome"|"update"|"secrets"|"heartbeat"|"goaway"|"revocations"|"packedUpdate"|"targetCheck";
}

export interface StreamResponse__Output {
  'welcome'?: (_gatehouse_config_v1_Welcome__Output | null);
  'update'?: (_gatehouse_config_v1_Update__Output | null);
  'secrets'?: (_gatehouse_config_v1_Secrets__Output | null);
  'heartbeat'?: (_gatehouse_config_v1_ServerHeartbeat__Output | null);
  'goaway'?: (_gatehouse_config_v1_Goaway__Output | null);
  'revocations'?: (_gatehouse_config_v1_Revocations__Output | null);
  'packedUpdate'?: (_gatehouse_config_v1_PackedUpdate__Output | null);
  'targetCheck'?: (_gatehouse_config_v1_TargetCheck__Output | null);
  'message'?: "welcome"|"update"|"secrets"|"heartbeat"|"goaway"|"revocations"|"packedUpdate"|"targetCheck";
}
