// Original file: proto/gatehouse/config/v1/resources.proto

import type { OutsideJudge as _gatehouse_config_v1_OutsideJudge, OutsideJudge__Output as _gatehouse_config_v1_OutsideJudge__Output } from '../../../gatehouse/config/v1/OutsideJudge.ts';

export interface OutsideDetector {
  'tenantId'?: (string);
  'name'?: (string);
  'protocol'?: (string);
  'address'?: (string);
  'kinds'?: (string)[];
  'timeoutMs'?: (number);
  'batchSize'?: (number);
  'judge'?: (_gatehouse_config_v1_OutsideJudge | null);
}

export interface OutsideDetector__Output {
  'tenantId': (string);
  'name': (string);
  'protocol': (string);
  'address': (string);
  'kinds': (string)[];
  'timeoutMs': (number);
  'batchSize': (number);
  'judge': (_gatehouse_config_v1_OutsideJudge__Output | null);
}
