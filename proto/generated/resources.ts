// @ts-nocheck
import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { ApiKey as _gatehouse_config_v1_ApiKey, ApiKey__Output as _gatehouse_config_v1_ApiKey__Output } from './gatehouse/config/v1/ApiKey.ts';
import type { Application as _gatehouse_config_v1_Application, Application__Output as _gatehouse_config_v1_Application__Output } from './gatehouse/config/v1/Application.ts';
import type { Budget as _gatehouse_config_v1_Budget, Budget__Output as _gatehouse_config_v1_Budget__Output } from './gatehouse/config/v1/Budget.ts';
import type { DetectorSettings as _gatehouse_config_v1_DetectorSettings, DetectorSettings__Output as _gatehouse_config_v1_DetectorSettings__Output } from './gatehouse/config/v1/DetectorSettings.ts';
import type { FallbackList as _gatehouse_config_v1_FallbackList, FallbackList__Output as _gatehouse_config_v1_FallbackList__Output } from './gatehouse/config/v1/FallbackList.ts';
import type { Grant as _gatehouse_config_v1_Grant, Grant__Output as _gatehouse_config_v1_Grant__Output } from './gatehouse/config/v1/Grant.ts';
import type { GrantConditions as _gatehouse_config_v1_GrantConditions, GrantConditions__Output as _gatehouse_config_v1_GrantConditions__Output } from './gatehouse/config/v1/GrantConditions.ts';
import type { Hedge as _gatehouse_config_v1_Hedge, Hedge__Output as _gatehouse_config_v1_Hedge__Output } from './gatehouse/config/v1/Hedge.ts';
import type { KeyBounds as _gatehouse_config_v1_KeyBounds, KeyBounds__Output as _gatehouse_config_v1_KeyBounds__Output } from './gatehouse/config/v1/KeyBounds.ts';
import type { Limit as _gatehouse_config_v1_Limit, Limit__Output as _gatehouse_config_v1_Limit__Output } from './gatehouse/config/v1/Limit.ts';
import type { Model as _gatehouse_config_v1_Model, Model__Output as _gatehouse_config_v1_Model__Output } from './gatehouse/config/v1/Model.ts';
import type { NamedPattern as _gatehouse_config_v1_NamedPattern, NamedPattern__Output as _gatehouse_config_v1_NamedPattern__Output } from './gatehouse/config/v1/NamedPattern.ts';
import type { OutsideDetector as _gatehouse_config_v1_OutsideDetector, OutsideDetector__Output as _gatehouse_config_v1_OutsideDetector__Output } from './gatehouse/config/v1/OutsideDetector.ts';
import type { OutsideJudge as _gatehouse_config_v1_OutsideJudge, OutsideJudge__Output as _gatehouse_config_v1_OutsideJudge__Output } from './gatehouse/config/v1/OutsideJudge.ts';
import type { Price as _gatehouse_config_v1_Price, Price__Output as _gatehouse_config_v1_Price__Output } from './gatehouse/config/v1/Price.ts';
import type { PriceTier as _gatehouse_config_v1_PriceTier, PriceTier__Output as _gatehouse_config_v1_PriceTier__Output } from './gatehouse/config/v1/PriceTier.ts';
import type { PromptPolicy as _gatehouse_config_v1_PromptPolicy, PromptPolicy__Output as _gatehouse_config_v1_PromptPolicy__Output } from './gatehouse/config/v1/PromptPolicy.ts';
import type { PromptPolicyAttachment as _gatehouse_config_v1_PromptPolicyAttachment, PromptPolicyAttachment__Output as _gatehouse_config_v1_PromptPolicyAttachment__Output } from './gatehouse/config/v1/PromptPolicyAttachment.ts';
import type { PromptRule as _gatehouse_config_v1_PromptRule, PromptRule__Output as _gatehouse_config_v1_PromptRule__Output } from './gatehouse/config/v1/PromptRule.ts';
import type { Provider as _gatehouse_config_v1_Provider, Provider__Output as _gatehouse_config_v1_Provider__Output } from './gatehouse/config/v1/Provider.ts';
import type { RampBounds as _gatehouse_config_v1_RampBounds, RampBounds__Output as _gatehouse_config_v1_RampBounds__Output } from './gatehouse/config/v1/RampBounds.ts';
import type { RampHalted as _gatehouse_config_v1_RampHalted, RampHalted__Output as _gatehouse_config_v1_RampHalted__Output } from './gatehouse/config/v1/RampHalted.ts';
import type { RampStep as _gatehouse_config_v1_RampStep, RampStep__Output as _gatehouse_config_v1_RampStep__Output } from './gatehouse/config/v1/RampStep.ts';
import type { RegionDataTerms as _gatehouse_config_v1_RegionDataTerms, RegionDataTerms__Output as _gatehouse_config_v1_RegionDataTerms__Output } from './gatehouse/config/v1/RegionDataTerms.ts';
import type { Route as _gatehouse_config_v1_Route, Route__Output as _gatehouse_config_v1_Route__Output } from './gatehouse/config/v1/Route.ts';
import type { RouteTimers as _gatehouse_config_v1_RouteTimers, RouteTimers__Output as _gatehouse_config_v1_RouteTimers__Output } from './gatehouse/config/v1/RouteTimers.ts';
import type { RoutingChoice as _gatehouse_config_v1_RoutingChoice, RoutingChoice__Output as _gatehouse_config_v1_RoutingChoice__Output } from './gatehouse/config/v1/RoutingChoice.ts';
import type { RoutingConstraints as _gatehouse_config_v1_RoutingConstraints, RoutingConstraints__Output as _gatehouse_config_v1_RoutingConstraints__Output } from './gatehouse/config/v1/RoutingConstraints.ts';
import type { RoutingRamp as _gatehouse_config_v1_RoutingRamp, RoutingRamp__Output as _gatehouse_config_v1_RoutingRamp__Output } from './gatehouse/config/v1/RoutingRamp.ts';
import type { RoutingRule as _gatehouse_config_v1_RoutingRule, RoutingRule__Output as _gatehouse_config_v1_RoutingRule__Output } from './gatehouse/config/v1/RoutingRule.ts';
import type { RoutingShadow as _gatehouse_config_v1_RoutingShadow, RoutingShadow__Output as _gatehouse_config_v1_RoutingShadow__Output } from './gatehouse/config/v1/RoutingShadow.ts';
import type { RuleException as _gatehouse_config_v1_RuleException, RuleException__Output as _gatehouse_config_v1_RuleException__Output } from './gatehouse/config/v1/RuleException.ts';
import type { SizeLimits as _gatehouse_config_v1_SizeLimits, SizeLimits__Output as _gatehouse_config_v1_SizeLimits__Output } from './gatehouse/config/v1/SizeLimits.ts';
import type { Target as _gatehouse_config_v1_Target, Target__Output as _gatehouse_config_v1_Target__Output } from './gatehouse/config/v1/Target.ts';
import type { Tenant as _gatehouse_config_v1_Tenant, Tenant__Output as _gatehouse_config_v1_Tenant__Output } from './gatehouse/config/v1/Tenant.ts';
import type { TokenFact as _gatehouse_config_v1_TokenFact, TokenFact__Output as _gatehouse_config_v1_TokenFact__Output } from './gatehouse/config/v1/TokenFact.ts';
import type { TokenIssuer as _gatehouse_config_v1_TokenIssuer, TokenIssuer__Output as _gatehouse_config_v1_TokenIssuer__Output } from './gatehouse/config/v1/TokenIssuer.ts';
import type { TokenKey as _gatehouse_config_v1_TokenKey, TokenKey__Output as _gatehouse_config_v1_TokenKey__Output } from './gatehouse/config/v1/TokenKey.ts';
import type { WeightedTarget as _gatehouse_config_v1_WeightedTarget, WeightedTarget__Output as _gatehouse_config_v1_WeightedTarget__Output } from './gatehouse/config/v1/WeightedTarget.ts';
import type { WordList as _gatehouse_config_v1_WordList, WordList__Output as _gatehouse_config_v1_WordList__Output } from './gatehouse/config/v1/WordList.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gatehouse: {
    config: {
      v1: {
        ApiKey: MessageTypeDefinition<_gatehouse_config_v1_ApiKey, _gatehouse_config_v1_ApiKey__Output>
        Application: MessageTypeDefinition<_gatehouse_config_v1_Application, _gatehouse_config_v1_Application__Output>
        Budget: MessageTypeDefinition<_gatehouse_config_v1_Budget, _gatehouse_config_v1_Budget__Output>
        DetectorSettings: MessageTypeDefinition<_gatehouse_config_v1_DetectorSettings, _gatehouse_config_v1_DetectorSettings__Output>
        FallbackList: MessageTypeDefinition<_gatehouse_config_v1_FallbackList, _gatehouse_config_v1_FallbackList__Output>
        Grant: MessageTypeDefinition<_gatehouse_config_v1_Grant, _gatehouse_config_v1_Grant__Output>
        GrantConditions: MessageTypeDefinition<_gatehouse_config_v1_GrantConditions, _gatehouse_config_v1_GrantConditions__Output>
        Hedge: MessageTypeDefinition<_gatehouse_config_v1_Hedge, _gatehouse_config_v1_Hedge__Output>
        KeyBounds: MessageTypeDefinition<_gatehouse_config_v1_KeyBounds, _gatehouse_config_v1_KeyBounds__Output>
        Limit: MessageTypeDefinition<_gatehouse_config_v1_Limit, _gatehouse_config_v1_Limit__Output>
        Model: MessageTypeDefinition<_gatehouse_config_v1_Model, _gatehouse_config_v1_Model__Output>
        NamedPattern: MessageTypeDefinition<_gatehouse_config_v1_NamedPattern, _gatehouse_config_v1_NamedPattern__Output>
        OutsideDetector: MessageTypeDefinition<_gatehouse_config_v1_OutsideDetector, _gatehouse_config_v1_OutsideDetector__Output>
        OutsideJudge: MessageTypeDefinition<_gatehouse_config_v1_OutsideJudge, _gatehouse_config_v1_OutsideJudge__Output>
        Price: MessageTypeDefinition<_gatehouse_config_v1_Price, _gatehouse_config_v1_Price__Output>
        PriceTier: MessageTypeDefinition<_gatehouse_config_v1_PriceTier, _gatehouse_config_v1_PriceTier__Output>
        PromptPolicy: MessageTypeDefinition<_gatehouse_config_v1_PromptPolicy, _gatehouse_config_v1_PromptPolicy__Output>
        PromptPolicyAttachment: MessageTypeDefinition<_gatehouse_config_v1_PromptPolicyAttachment, _gatehouse_config_v1_PromptPolicyAttachment__Output>
        PromptRule: MessageTypeDefinition<_gatehouse_config_v1_PromptRule, _gatehouse_config_v1_PromptRule__Output>
        Provider: MessageTypeDefinition<_gatehouse_config_v1_Provider, _gatehouse_config_v1_Provider__Output>
        RampBounds: MessageTypeDefinition<_gatehouse_config_v1_RampBounds, _gatehouse_config_v1_RampBounds__Output>
        RampHalted: MessageTypeDefinition<_gatehouse_config_v1_RampHalted, _gatehouse_config_v1_RampHalted__Output>
        RampStep: MessageTypeDefinition<_gatehouse_config_v1_RampStep, _gatehouse_config_v1_RampStep__Output>
        RegionDataTerms: MessageTypeDefinition<_gatehouse_config_v1_RegionDataTerms, _gatehouse_config_v1_RegionDataTerms__Output>
        Route: MessageTypeDefinition<_gatehouse_config_v1_Route, _gatehouse_config_v1_Route__Output>
        RouteTimers: MessageTypeDefinition<_gatehouse_config_v1_RouteTimers, _gatehouse_config_v1_RouteTimers__Output>
        RoutingChoice: MessageTypeDefinition<_gatehouse_config_v1_RoutingChoice, _gatehouse_config_v1_RoutingChoice__Output>
        RoutingConstraints: MessageTypeDefinition<_gatehouse_config_v1_RoutingConstraints, _gatehouse_config_v1_RoutingConstraints__Output>
        RoutingRamp: MessageTypeDefinition<_gatehouse_config_v1_RoutingRamp, _gatehouse_config_v1_RoutingRamp__Output>
        RoutingRule: MessageTypeDefinition<_gatehouse_config_v1_RoutingRule, _gatehouse_config_v1_RoutingRule__Output>
        RoutingShadow: MessageTypeDefinition<_gatehouse_config_v1_RoutingShadow, _gatehouse_config_v1_RoutingShadow__Output>
        RuleException: MessageTypeDefinition<_gatehouse_config_v1_RuleException, _gatehouse_config_v1_RuleException__Output>
        SizeLimits: MessageTypeDefinition<_gatehouse_config_v1_SizeLimits, _gatehouse_config_v1_SizeLimits__Output>
        Target: MessageTypeDefinition<_gatehouse_config_v1_Target, _gatehouse_config_v1_Target__Output>
        Tenant: MessageTypeDefinition<_gatehouse_config_v1_Tenant, _gatehouse_config_v1_Tenant__Output>
        TokenFact: MessageTypeDefinition<_gatehouse_config_v1_TokenFact, _gatehouse_config_v1_TokenFact__Output>
        TokenIssuer: MessageTypeDefinition<_gatehouse_config_v1_TokenIssuer, _gatehouse_config_v1_TokenIssuer__Output>
        TokenKey: MessageTypeDefinition<_gatehouse_config_v1_TokenKey, _gatehouse_config_v1_TokenKey__Output>
        WeightedTarget: MessageTypeDefinition<_gatehouse_config_v1_WeightedTarget, _gatehouse_config_v1_WeightedTarget__Output>
        WordList: MessageTypeDefinition<_gatehouse_config_v1_WordList, _gatehouse_config_v1_WordList__Output>
      }
    }
  }
}

