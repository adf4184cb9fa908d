// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { RuleOutcome as _gatehouse_usage_v1_RuleOutcome, RuleOutcome__Output as _gatehouse_usage_v1_RuleOutcome__Output } from '../../../gatehouse/usage/v1/RuleOutcome.ts';
import type { Long } from '@grpc/proto-loader';

export interface PolicyCoverage {
  'policy'?: (string);
  'texts'?: (number);
  'characters'?: (number | string | Long);
  'rules'?: (_gatehouse_usage_v1_RuleOutcome)[];
}

export interface PolicyCoverage__Output {
  'policy': (string);
  'texts': (number);
  'characters': (string);
  'rules': (_gatehouse_usage_v1_RuleOutcome__Output)[];
}
