// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { Candidate as _gatehouse_usage_v1_Candidate, Candidate__Output as _gatehouse_usage_v1_Candidate__Output } from '../../../gatehouse/usage/v1/Candidate.ts';
import type { Attempt as _gatehouse_usage_v1_Attempt, Attempt__Output as _gatehouse_usage_v1_Attempt__Output } from '../../../gatehouse/usage/v1/Attempt.ts';
import type { Finding as _gatehouse_usage_v1_Finding, Finding__Output as _gatehouse_usage_v1_Finding__Output } from '../../../gatehouse/usage/v1/Finding.ts';
import type { RequestFacts as _gatehouse_usage_v1_RequestFacts, RequestFacts__Output as _gatehouse_usage_v1_RequestFacts__Output } from '../../../gatehouse/usage/v1/RequestFacts.ts';
import type { RampHalt as _gatehouse_usage_v1_RampHalt, RampHalt__Output as _gatehouse_usage_v1_RampHalt__Output } from '../../../gatehouse/usage/v1/RampHalt.ts';
import type { PolicyCoverage as _gatehouse_usage_v1_PolicyCoverage, PolicyCoverage__Output as _gatehouse_usage_v1_PolicyCoverage__Output } from '../../../gatehouse/usage/v1/PolicyCoverage.ts';
import type { LimitOutcome as _gatehouse_usage_v1_LimitOutcome, LimitOutcome__Output as _gatehouse_usage_v1_LimitOutcome__Output } from '../../../gatehouse/usage/v1/LimitOutcome.ts';
import type { Long } from '@grpc/proto-loader';

export interface DecisionRecord {
  'requestId'?: (string);
  'atUnixMs'?: (number | string | Long);
  'nodeId'?: (string);
  'tenantId'?: (string);
  'applicationId'?: (string);
  'apiKeyId'?: (string);
  'requestedRoute'?: (string);
  'routeId'?: (string);
  'operation'?: (string);
  'door'?: (string);
  'stream'?: (boolean);
  'workload'?: (string);
  'epoch'?: (number | string | Long);
  'revision'?: (number | string | Long);
  'rule'?: (string);
  'candidates'?: (_gatehouse_usage_v1_Candidate)[];
  'attempts'?: (_gatehouse_usage_v1_Attempt)[];
  'findings'?: (_gatehouse_usage_v1_Finding)[];
  'outcome'?: (string);
  'errorCode'?: (string);
  'costNanoUsd'?: (number | string | Long);
  'totalMs'?: (number);
  'firstTokenMs'?: (number);
  'claimed'?: ({[key: string]: string});
  'reroutedBy'?: (string);
  'sampleRate'?: (number | string);
  'requestFacts'?: (_gatehouse_usage_v1_RequestFacts | null);
  'rampHalt'?: (_gatehouse_usage_v1_RampHalt | null);
  'authenticatedBy'?: (string);
  'tokenIssuerId'?: (string);
  'tokenSubject'?: (string);
  'coverage'?: (_gatehouse_usage_v1_PolicyCoverage)[];
  'rulesLeftOut'?: (number);
  'findingsLeftOut'?: (number);
  'limits'?: (_gatehouse_usage_v1_LimitOutcome)[];
}

export interface DecisionRecord__Output {
  'requestId': (string);
  'atUnixMs': (string);
  'nodeId': (string);
  'tenantId': (string);
  'applicationId': (string);
  'apiKeyId': (string);
  'requestedRoute': (string);
  'routeId': (string);
  'operation': (string);
  'door': (string);
  'stream': (boolean);
  'workload': (string);
  'epoch': (string);
  'revision': (string);
  'rule': (string);
  'candidates': (_gatehouse_usage_v1_Candidate__Output)[];
  'attempts': (_gatehouse_usage_v1_Attempt__Output)[];
  'findings': (_gatehouse_usage_v1_Finding__Output)[];
  'outcome': (string);
  'errorCode': (string);
  'costNanoUsd': (string);
  'totalMs': (number);
  'firstTokenMs': (number);
  'claimed': ({[key: string]: string});
  'reroutedBy': (string);
  'sampleRate': (number);
  'requestFacts': (_gatehouse_usage_v1_RequestFacts__Output | null);
  'rampHalt': (_gatehouse_usage_v1_RampHalt__Output | null);
  'authenticatedBy': (string);
  'tokenIssuerId': (string);
  'tokenSubject': (string);
  'coverage': (_gatehouse_usage_v1_PolicyCoverage__Output)[];
  'rulesLeftOut': (number);
  'findingsLeftOut': (number);
  'limits': (_gatehouse_usage_v1_LimitOutcome__Output)[];
}
