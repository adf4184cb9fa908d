// @ts-nocheck
import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Attempt as _gatehouse_usage_v1_Attempt, Attempt__Output as _gatehouse_usage_v1_Attempt__Output } from './gatehouse/usage/v1/Attempt.ts';
import type { Candidate as _gatehouse_usage_v1_Candidate, Candidate__Output as _gatehouse_usage_v1_Candidate__Output } from './gatehouse/usage/v1/Candidate.ts';
import type { DecisionRecord as _gatehouse_usage_v1_DecisionRecord, DecisionRecord__Output as _gatehouse_usage_v1_DecisionRecord__Output } from './gatehouse/usage/v1/DecisionRecord.ts';
import type { Finding as _gatehouse_usage_v1_Finding, Finding__Output as _gatehouse_usage_v1_Finding__Output } from './gatehouse/usage/v1/Finding.ts';
import type { FoundKind as _gatehouse_usage_v1_FoundKind, FoundKind__Output as _gatehouse_usage_v1_FoundKind__Output } from './gatehouse/usage/v1/FoundKind.ts';
import type { FoundPart as _gatehouse_usage_v1_FoundPart, FoundPart__Output as _gatehouse_usage_v1_FoundPart__Output } from './gatehouse/usage/v1/FoundPart.ts';
import type { FoundPlace as _gatehouse_usage_v1_FoundPlace, FoundPlace__Output as _gatehouse_usage_v1_FoundPlace__Output } from './gatehouse/usage/v1/FoundPlace.ts';
import type { KeyUse as _gatehouse_usage_v1_KeyUse, KeyUse__Output as _gatehouse_usage_v1_KeyUse__Output } from './gatehouse/usage/v1/KeyUse.ts';
import type { LimitOutcome as _gatehouse_usage_v1_LimitOutcome, LimitOutcome__Output as _gatehouse_usage_v1_LimitOutcome__Output } from './gatehouse/usage/v1/LimitOutcome.ts';
import type { PolicyCoverage as _gatehouse_usage_v1_PolicyCoverage, PolicyCoverage__Output as _gatehouse_usage_v1_PolicyCoverage__Output } from './gatehouse/usage/v1/PolicyCoverage.ts';
import type { RampHalt as _gatehouse_usage_v1_RampHalt, RampHalt__Output as _gatehouse_usage_v1_RampHalt__Output } from './gatehouse/usage/v1/RampHalt.ts';
import type { ReportRequest as _gatehouse_usage_v1_ReportRequest, ReportRequest__Output as _gatehouse_usage_v1_ReportRequest__Output } from './gatehouse/usage/v1/ReportRequest.ts';
import type { ReportResponse as _gatehouse_usage_v1_ReportResponse, ReportResponse__Output as _gatehouse_usage_v1_ReportResponse__Output } from './gatehouse/usage/v1/ReportResponse.ts';
import type { RequestFacts as _gatehouse_usage_v1_RequestFacts, RequestFacts__Output as _gatehouse_usage_v1_RequestFacts__Output } from './gatehouse/usage/v1/RequestFacts.ts';
import type { RuleOutcome as _gatehouse_usage_v1_RuleOutcome, RuleOutcome__Output as _gatehouse_usage_v1_RuleOutcome__Output } from './gatehouse/usage/v1/RuleOutcome.ts';
import type { Shadow as _gatehouse_usage_v1_Shadow, Shadow__Output as _gatehouse_usage_v1_Shadow__Output } from './gatehouse/usage/v1/Shadow.ts';
import type { TokenIssuerUse as _gatehouse_usage_v1_TokenIssuerUse, TokenIssuerUse__Output as _gatehouse_usage_v1_TokenIssuerUse__Output } from './gatehouse/usage/v1/TokenIssuerUse.ts';
import type { UsageEvent as _gatehouse_usage_v1_UsageEvent, UsageEvent__Output as _gatehouse_usage_v1_UsageEvent__Output } from './gatehouse/usage/v1/UsageEvent.ts';
import type { UsageServiceClient as _gatehouse_usage_v1_UsageServiceClient, UsageServiceDefinition as _gatehouse_usage_v1_UsageServiceDefinition } from './gatehouse/usage/v1/UsageService.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gatehouse: {
    usage: {
      v1: {
        Attempt: MessageTypeDefinition<_gatehouse_usage_v1_Attempt, _gatehouse_usage_v1_Attempt__Output>
        Candidate: MessageTypeDefinition<_gatehouse_usage_v1_Candidate, _gatehouse_usage_v1_Candidate__Output>
        DecisionRecord: MessageTypeDefinition<_gatehouse_usage_v1_DecisionRecord, _gatehouse_usage_v1_DecisionRecord__Output>
        Finding: MessageTypeDefinition<_gatehouse_usage_v1_Finding, _gatehouse_usage_v1_Finding__Output>
        FoundKind: MessageTypeDefinition<_gatehouse_usage_v1_FoundKind, _gatehouse_usage_v1_FoundKind__Output>
        FoundPart: MessageTypeDefinition<_gatehouse_usage_v1_FoundPart, _gatehouse_usage_v1_FoundPart__Output>
        FoundPlace: MessageTypeDefinition<_gatehouse_usage_v1_FoundPlace, _gatehouse_usage_v1_FoundPlace__Output>
        KeyUse: MessageTypeDefinition<_gatehouse_usage_v1_KeyUse, _gatehouse_usage_v1_KeyUse__Output>
        LimitOutcome: MessageTypeDefinition<_gatehouse_usage_v1_LimitOutcome, _gatehouse_usage_v1_LimitOutcome__Output>
        PolicyCoverage: MessageTypeDefinition<_gatehouse_usage_v1_PolicyCoverage, _gatehouse_usage_v1_PolicyCoverage__Output>
        RampHalt: MessageTypeDefinition<_gatehouse_usage_v1_RampHalt, _gatehouse_usage_v1_RampHalt__Output>
        ReportRequest: MessageTypeDefinition<_gatehouse_usage_v1_ReportRequest, _gatehouse_usage_v1_ReportRequest__Output>
        ReportResponse: MessageTypeDefinition<_gatehouse_usage_v1_ReportResponse, _gatehouse_usage_v1_ReportResponse__Output>
        RequestFacts: MessageTypeDefinition<_gatehouse_usage_v1_RequestFacts, _gatehouse_usage_v1_RequestFacts__Output>
        RuleOutcome: MessageTypeDefinition<_gatehouse_usage_v1_RuleOutcome, _gatehouse_usage_v1_RuleOutcome__Output>
        Shadow: MessageTypeDefinition<_gatehouse_usage_v1_Shadow, _gatehouse_usage_v1_Shadow__Output>
        TokenIssuerUse: MessageTypeDefinition<_gatehouse_usage_v1_TokenIssuerUse, _gatehouse_usage_v1_TokenIssuerUse__Output>
        UsageEvent: MessageTypeDefinition<_gatehouse_usage_v1_UsageEvent, _gatehouse_usage_v1_UsageEvent__Output>
        UsageService: SubtypeConstructor<typeof grpc.Client, _gatehouse_usage_v1_UsageServiceClient> & { service: _gatehouse_usage_v1_UsageServiceDefinition }
      }
    }
  }
}

