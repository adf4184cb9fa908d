// Original file: proto/gatehouse/config/v1/resources.proto

import type { GrantConditions as _gatehouse_config_v1_GrantConditions, GrantConditions__Output as _gatehouse_config_v1_GrantConditions__Output } from '../../../gatehouse/config/v1/GrantConditions.ts';
import type { Long } from '@grpc/proto-loader';

export interface Grant {
  'tenantId'?: (string);
  'applicationId'?: (string);
  'modelId'?: (string);
  'workloads'?: (string)[];
  'notAfterUnixMs'?: (number | string | Long);
  'conditions'?: (_gatehouse_config_v1_GrantConditions | null);
}

export interface Grant__Output {
  'tenantId': (string);
  'applicationId': (string);
  'modelId': (string);
  'workloads': (string)[];
  'notAfterUnixMs': (string);
  'conditions': (_gatehouse_config_v1_GrantConditions__Output | null);
}
