// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { Long } from '@grpc/proto-loader';

export interface RuleOutcome {
  'rule'?: (string);
  'detector'?: (string);
  'direction'?: (string);
  'state'?: (string);
  'reason'?: (string);
  'texts'?: (number);
  'characters'?: (number | string | Long);
}

export interface RuleOutcome__Output {
  'rule': (string);
  'detector': (string);
  'direction': (string);
  'state': (string);
  'reason': (string);
  'texts': (number);
  'characters': (string);
}
