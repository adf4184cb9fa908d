// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Outcome as _gatehouse_config_v1_Outcome, Outcome__Output as _gatehouse_config_v1_Outcome__Output } from '../../../gatehouse/config/v1/Outcome.ts';
import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from '../../../gatehouse/config/v1/Position.ts';
import type { Diagnostic as _gatehouse_config_v1_Diagnostic, Diagnostic__Output as _gatehouse_config_v1_Diagnostic__Output } from '../../../gatehouse/config/v1/Diagnostic.ts';
import type { Long } from '@grpc/proto-loader';

export interface Verdict {
  'nonce'?: (number | string | Long);
  'outcome'?: (_gatehouse_config_v1_Outcome);
  'now'?: (_gatehouse_config_v1_Position | null);
  'digest'?: (Buffer | Uint8Array | string);
  'diagnostics'?: (_gatehouse_config_v1_Diagnostic)[];
  'applyMs'?: (number);
}

export interface Verdict__Output {
  'nonce': (string);
  'outcome': (_gatehouse_config_v1_Outcome__Output);
  'now': (_gatehouse_config_v1_Position__Output | null);
  'digest': (Buffer);
  'diagnostics': (_gatehouse_config_v1_Diagnostic__Output)[];
  'applyMs': (number);
}
