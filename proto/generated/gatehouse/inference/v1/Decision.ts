// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { DecisionConstraints as _gatehouse_inference_v1_DecisionConstraints, DecisionConstraints__Output as _gatehouse_inference_v1_DecisionConstraints__Output } from '../../../gatehouse/inference/v1/DecisionConstraints.ts';
import type { DecisionCandidate as _gatehouse_inference_v1_DecisionCandidate, DecisionCandidate__Output as _gatehouse_inference_v1_DecisionCandidate__Output } from '../../../gatehouse/inference/v1/DecisionCandidate.ts';
import type { DecisionAttempt as _gatehouse_inference_v1_DecisionAttempt, DecisionAttempt__Output as _gatehouse_inference_v1_DecisionAttempt__Output } from '../../../gatehouse/inference/v1/DecisionAttempt.ts';
import type { DecisionFinding as _gatehouse_inference_v1_DecisionFinding, DecisionFinding__Output as _gatehouse_inference_v1_DecisionFinding__Output } from '../../../gatehouse/inference/v1/DecisionFinding.ts';
import type { DecisionRuleOutcome as _gatehouse_inference_v1_DecisionRuleOutcome, DecisionRuleOutcome__Output as _gatehouse_inference_v1_DecisionRuleOutcome__Output } from '../../../gatehouse/inference/v1/DecisionRuleOutcome.ts';
import type { DecisionLimitOutcome as _gatehouse_inference_v1_DecisionLimitOutcome, DecisionLimitOutcome__Output as _gatehouse_inference_v1_DecisionLimitOutcome__Output } from '../../../gatehouse/inference/v1/DecisionLimitOutcome.ts';
import type { Long } from '@grpc/proto-loader';

export interface Decision {
  'requestId'?: (string);
  'outcome'?: (string);
  'errorCode'?: (string);
  'errorMessage'?: (string);
  'operation'?: (string);
  'stream'?: (boolean);
  'workload'?: (string);
  'requestedRoute'?: (string);
  'route'?: (string);
  'reroutedBy'?: (string);
  'rule'?: (string);
  'constraints'?: (_gatehouse_inference_v1_DecisionConstraints)[];
  'candidates'?: (_gatehouse_inference_v1_DecisionCandidate)[];
  'attempts'?: (_gatehouse_inference_v1_DecisionAttempt)[];
  'findings'?: (_gatehouse_inference_v1_DecisionFinding)[];
  'estimatedInputTokens'?: (number);
  'epoch'?: (number | string | Long);
  'revision'?: (number | string | Long);
  'costNanoUsd'?: (number | string | Long);
  'totalMs'?: (number);
  'firstTokenMs'?: (number);
  'inspection'?: (_gatehouse_inference_v1_DecisionRuleOutcome)[];
  'limits'?: (_gatehouse_inference_v1_DecisionLimitOutcome)[];
}

export interface Decision__Output {
  'requestId': (string);
  'outcome': (string);
  'errorCode': (string);
  'errorMessage': (string);
  'operation': (string);
  'stream': (boolean);
  'workload': (string);
  'requestedRoute': (string);
  'route': (string);
  'reroutedBy': (string);
  'rule': (string);
  'constraints': (_gatehouse_inference_v1_DecisionConstraints__Output)[];
  'candidates': (_gatehouse_inference_v1_DecisionCandidate__Output)[];
  'attempts': (_gatehouse_inference_v1_DecisionAttempt__Output)[];
  'findings': (_gatehouse_inference_v1_DecisionFinding__Output)[];
  'estimatedInputTokens': (number);
  'epoch': (string);
  'revision': (string);
  'costNanoUsd': (string);
  'totalMs': (number);
  'firstTokenMs': (number);
  'inspection': (_gatehouse_inference_v1_DecisionRuleOutcome__Output)[];
  'limits': (_gatehouse_inference_v1_DecisionLimitOutcome__Output)[];
}
