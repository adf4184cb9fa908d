// Original file: proto/gatehouse/config/v1/config_service.proto

import type { SealedSecret as _gatehouse_config_v1_SealedSecret, SealedSecret__Output as _gatehouse_config_v1_SealedSecret__Output } from '../../../gatehouse/config/v1/SealedSecret.ts';

export interface Secrets {
  'secrets'?: (_gatehouse_config_v1_SealedSecret)[];
}

export interface Secrets__Output {
  'secrets': (_gatehouse_config_v1_SealedSecret__Output)[];
}
