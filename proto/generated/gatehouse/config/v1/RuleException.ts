// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface RuleException {
  'name'?: (string);
  'applicationIds'?: (string)[];
  'kinds'?: (string)[];
  'reason'?: (string);
  'ownerId'?: (string);
  'expiresAtUnixMs'?: (number | string | Long);
  'requestId'?: (string);
  'parts'?: (string)[];
}

export interface RuleException__Output {
  'name': (string);
  'applicationIds': (string)[];
  'kinds': (string)[];
  'reason': (string);
  'ownerId': (string);
  'expiresAtUnixMs': (string);
  'requestId': (string);
  'parts': (string)[];
}
