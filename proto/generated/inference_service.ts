// @ts-nocheck
import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ChatRequest as _gatehouse_inference_v1_ChatRequest, ChatRequest__Output as _gatehouse_inference_v1_ChatRequest__Output } from './gatehouse/inference/v1/ChatRequest.ts';
import type { ChatResponse as _gatehouse_inference_v1_ChatResponse, ChatResponse__Output as _gatehouse_inference_v1_ChatResponse__Output } from './gatehouse/inference/v1/ChatResponse.ts';
import type { ChatStreamRequest as _gatehouse_inference_v1_ChatStreamRequest, ChatStreamRequest__Output as _gatehouse_inference_v1_ChatStreamRequest__Output } from './gatehouse/inference/v1/ChatStreamRequest.ts';
import type { ChatStreamResponse as _gatehouse_inference_v1_ChatStreamResponse, ChatStreamResponse__Output as _gatehouse_inference_v1_ChatStreamResponse__Output } from './gatehouse/inference/v1/ChatStreamResponse.ts';
import type { ContentPart as _gatehouse_inference_v1_ContentPart, ContentPart__Output as _gatehouse_inference_v1_ContentPart__Output } from './gatehouse/inference/v1/ContentPart.ts';
import type { Decision as _gatehouse_inference_v1_Decision, Decision__Output as _gatehouse_inference_v1_Decision__Output } from './gatehouse/inference/v1/Decision.ts';
import type { DecisionAttempt as _gatehouse_inference_v1_DecisionAttempt, DecisionAttempt__Output as _gatehouse_inference_v1_DecisionAttempt__Output } from './gatehouse/inference/v1/DecisionAttempt.ts';
import type { DecisionCandidate as _gatehouse_inference_v1_DecisionCandidate, DecisionCandidate__Output as _gatehouse_inference_v1_DecisionCandidate__Output } from './gatehouse/inference/v1/DecisionCandidate.ts';
import type { DecisionConstraints as _gatehouse_inference_v1_DecisionConstraints, DecisionConstraints__Output as _gatehouse_inference_v1_DecisionConstraints__Output } from './gatehouse/inference/v1/DecisionConstraints.ts';
import type { DecisionFinding as _gatehouse_inference_v1_DecisionFinding, DecisionFinding__Output as _gatehouse_inference_v1_DecisionFinding__Output } from './gatehouse/inference/v1/DecisionFinding.ts';
import type { DecisionFoundPlace as _gatehouse_inference_v1_DecisionFoundPlace, DecisionFoundPlace__Output as _gatehouse_inference_v1_DecisionFoundPlace__Output } from './gatehouse/inference/v1/DecisionFoundPlace.ts';
import type { DecisionLimitOutcome as _gatehouse_inference_v1_DecisionLimitOutcome, DecisionLimitOutcome__Output as _gatehouse_inference_v1_DecisionLimitOutcome__Output } from './gatehouse/inference/v1/DecisionLimitOutcome.ts';
import type { DecisionRuleOutcome as _gatehouse_inference_v1_DecisionRuleOutcome, DecisionRuleOutcome__Output as _gatehouse_inference_v1_DecisionRuleOutcome__Output } from './gatehouse/inference/v1/DecisionRuleOutcome.ts';
import type { EmbedRequest as _gatehouse_inference_v1_EmbedRequest, EmbedRequest__Output as _gatehouse_inference_v1_EmbedRequest__Output } from './gatehouse/inference/v1/EmbedRequest.ts';
import type { EmbedResponse as _gatehouse_inference_v1_EmbedResponse, EmbedResponse__Output as _gatehouse_inference_v1_EmbedResponse__Output } from './gatehouse/inference/v1/EmbedResponse.ts';
import type { Embedding as _gatehouse_inference_v1_Embedding, Embedding__Output as _gatehouse_inference_v1_Embedding__Output } from './gatehouse/inference/v1/Embedding.ts';
import type { ExplainRequest as _gatehouse_inference_v1_ExplainRequest, ExplainRequest__Output as _gatehouse_inference_v1_ExplainRequest__Output } from './gatehouse/inference/v1/ExplainRequest.ts';
import type { ExplainResponse as _gatehouse_inference_v1_ExplainResponse, ExplainResponse__Output as _gatehouse_inference_v1_ExplainResponse__Output } from './gatehouse/inference/v1/ExplainResponse.ts';
import type { FileContent as _gatehouse_inference_v1_FileContent, FileContent__Output as _gatehouse_inference_v1_FileContent__Output } from './gatehouse/inference/v1/FileContent.ts';
import type { ImageContent as _gatehouse_inference_v1_ImageContent, ImageContent__Output as _gatehouse_inference_v1_ImageContent__Output } from './gatehouse/inference/v1/ImageContent.ts';
import type { InferenceServiceClient as _gatehouse_inference_v1_InferenceServiceClient, InferenceServiceDefinition as _gatehouse_inference_v1_InferenceServiceDefinition } from './gatehouse/inference/v1/InferenceService.ts';
import type { LikelyToken as _gatehouse_inference_v1_LikelyToken, LikelyToken__Output as _gatehouse_inference_v1_LikelyToken__Output } from './gatehouse/inference/v1/LikelyToken.ts';
import type { ListModelsRequest as _gatehouse_inference_v1_ListModelsRequest, ListModelsRequest__Output as _gatehouse_inference_v1_ListModelsRequest__Output } from './gatehouse/inference/v1/ListModelsRequest.ts';
import type { ListModelsResponse as _gatehouse_inference_v1_ListModelsResponse, ListModelsResponse__Output as _gatehouse_inference_v1_ListModelsResponse__Output } from './gatehouse/inference/v1/ListModelsResponse.ts';
import type { Message as _gatehouse_inference_v1_Message, Message__Output as _gatehouse_inference_v1_Message__Output } from './gatehouse/inference/v1/Message.ts';
import type { ModelInfo as _gatehouse_inference_v1_ModelInfo, ModelInfo__Output as _gatehouse_inference_v1_ModelInfo__Output } from './gatehouse/inference/v1/ModelInfo.ts';
import type { PlannedFallbacks as _gatehouse_inference_v1_PlannedFallbacks, PlannedFallbacks__Output as _gatehouse_inference_v1_PlannedFallbacks__Output } from './gatehouse/inference/v1/PlannedFallbacks.ts';
import type { PlannedTarget as _gatehouse_inference_v1_PlannedTarget, PlannedTarget__Output as _gatehouse_inference_v1_PlannedTarget__Output } from './gatehouse/inference/v1/PlannedTarget.ts';
import type { ReasoningContent as _gatehouse_inference_v1_ReasoningContent, ReasoningContent__Output as _gatehouse_inference_v1_ReasoningContent__Output } from './gatehouse/inference/v1/ReasoningContent.ts';
import type { ResponseFormat as _gatehouse_inference_v1_ResponseFormat, ResponseFormat__Output as _gatehouse_inference_v1_ResponseFormat__Output } from './gatehouse/inference/v1/ResponseFormat.ts';
import type { Sampling as _gatehouse_inference_v1_Sampling, Sampling__Output as _gatehouse_inference_v1_Sampling__Output } from './gatehouse/inference/v1/Sampling.ts';
import type { TokenLogprob as _gatehouse_inference_v1_TokenLogprob, TokenLogprob__Output as _gatehouse_inference_v1_TokenLogprob__Output } from './gatehouse/inference/v1/TokenLogprob.ts';
import type { Tool as _gatehouse_inference_v1_Tool, Tool__Output as _gatehouse_inference_v1_Tool__Output } from './gatehouse/inference/v1/Tool.ts';
import type { ToolCall as _gatehouse_inference_v1_ToolCall, ToolCall__Output as _gatehouse_inference_v1_ToolCall__Output } from './gatehouse/inference/v1/ToolCall.ts';
import type { ToolCallDelta as _gatehouse_inference_v1_ToolCallDelta, ToolCallDelta__Output as _gatehouse_inference_v1_ToolCallDelta__Output } from './gatehouse/inference/v1/ToolCallDelta.ts';
import type { ToolChoice as _gatehouse_inference_v1_ToolChoice, ToolChoice__Output as _gatehouse_inference_v1_ToolChoice__Output } from './gatehouse/inference/v1/ToolChoice.ts';
import type { Usage as _gatehouse_inference_v1_Usage, Usage__Output as _gatehouse_inference_v1_Usage__Output } from './gatehouse/inference/v1/Usage.ts';
import type { ListValue as _google_protobuf_ListValue, ListValue__Output as _google_protobuf_ListValue__Output } from './google/protobuf/ListValue.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from './google/protobuf/Struct.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from './google/protobuf/Value.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gatehouse: {
    inference: {
      v1: {
        ChatRequest: MessageTypeDefinition<_gatehouse_inference_v1_ChatRequest, _gatehouse_inference_v1_ChatRequest__Output>
        ChatResponse: MessageTypeDefinition<_gatehouse_inference_v1_ChatResponse, _gatehouse_inference_v1_ChatResponse__Output>
        ChatStreamRequest: MessageTypeDefinition<_gatehouse_inference_v1_ChatStreamRequest, _gatehouse_inference_v1_ChatStreamRequest__Output>
        ChatStreamResponse: MessageTypeDefinition<_gatehouse_inference_v1_ChatStreamResponse, _gatehouse_inference_v1_ChatStreamResponse__Output>
        ContentPart: MessageTypeDefinition<_gatehouse_inference_v1_ContentPart, _gatehouse_inference_v1_ContentPart__Output>
        Decision: MessageTypeDefinition<_gatehouse_inference_v1_Decision, _gatehouse_inference_v1_Decision__Output>
        DecisionAttempt: MessageTypeDefinition<_gatehouse_inference_v1_DecisionAttempt, _gatehouse_inference_v1_DecisionAttempt__Output>
        DecisionCandidate: MessageTypeDefinition<_gatehouse_inference_v1_DecisionCandidate, _gatehouse_inference_v1_DecisionCandidate__Output>
        DecisionConstraints: MessageTypeDefinition<_gatehouse_inference_v1_DecisionConstraints, _gatehouse_inference_v1_DecisionConstraints__Output>
        DecisionFinding: MessageTypeDefinition<_gatehouse_inference_v1_DecisionFinding, _gatehouse_inference_v1_DecisionFinding__Output>
        DecisionFoundPlace: MessageTypeDefinition<_gatehouse_inference_v1_DecisionFoundPlace, _gatehouse_inference_v1_DecisionFoundPlace__Output>
        DecisionLimitOutcome: MessageTypeDefinition<_gatehouse_inference_v1_DecisionLimitOutcome, _gatehouse_inference_v1_DecisionLimitOutcome__Output>
        DecisionRuleOutcome: MessageTypeDefinition<_gatehouse_inference_v1_DecisionRuleOutcome, _gatehouse_inference_v1_DecisionRuleOutcome__Output>
        EmbedRequest: MessageTypeDefinition<_gatehouse_inference_v1_EmbedRequest, _gatehouse_inference_v1_EmbedRequest__Output>
        EmbedResponse: MessageTypeDefinition<_gatehouse_inference_v1_EmbedResponse, _gatehouse_inference_v1_EmbedResponse__Output>
        Embedding: MessageTypeDefinition<_gatehouse_inference_v1_Embedding, _gatehouse_inference_v1_Embedding__Output>
        ExplainRequest: MessageTypeDefinition<_gatehouse_inference_v1_ExplainRequest, _gatehouse_inference_v1_ExplainRequest__Output>
        ExplainResponse: MessageTypeDefinition<_gatehouse_inference_v1_ExplainResponse, _gatehouse_inference_v1_ExplainResponse__Output>
        FileContent: MessageTypeDefinition<_gatehouse_inference_v1_FileContent, _gatehouse_inference_v1_FileContent__Output>
        ImageContent: MessageTypeDefinition<_gatehouse_inference_v1_ImageContent, _gatehouse_inference_v1_ImageContent__Output>
        InferenceService: SubtypeConstructor<typeof grpc.Client, _gatehouse_inference_v1_InferenceServiceClient> & { service: _gatehouse_inference_v1_InferenceServiceDefinition }
        LikelyToken: MessageTypeDefinition<_gatehouse_inference_v1_LikelyToken, _gatehouse_inference_v1_LikelyToken__Output>
        ListModelsRequest: MessageTypeDefinition<_gatehouse_inference_v1_ListModelsRequest, _gatehouse_inference_v1_ListModelsRequest__Output>
        ListModelsResponse: MessageTypeDefinition<_gatehouse_inference_v1_ListModelsResponse, _gatehouse_inference_v1_ListModelsResponse__Output>
        Message: MessageTypeDefinition<_gatehouse_inference_v1_Message, _gatehouse_inference_v1_Message__Output>
        ModelInfo: MessageTypeDefinition<_gatehouse_inference_v1_ModelInfo, _gatehouse_inference_v1_ModelInfo__Output>
        PlannedFallbacks: MessageTypeDefinition<_gatehouse_inference_v1_PlannedFallbacks, _gatehouse_inference_v1_PlannedFallbacks__Output>
        PlannedTarget: MessageTypeDefinition<_gatehouse_inference_v1_PlannedTarget, _gatehouse_inference_v1_PlannedTarget__Output>
        ReasoningContent: MessageTypeDefinition<_gatehouse_inference_v1_ReasoningContent, _gatehouse_inference_v1_ReasoningContent__Output>
        ResponseFormat: MessageTypeDefinition<_gatehouse_inference_v1_ResponseFormat, _gatehouse_inference_v1_ResponseFormat__Output>
        Role: EnumTypeDefinition
        Sampling: MessageTypeDefinition<_gatehouse_inference_v1_Sampling, _gatehouse_inference_v1_Sampling__Output>
        TokenLogprob: MessageTypeDefinition<_gatehouse_inference_v1_TokenLogprob, _gatehouse_inference_v1_TokenLogprob__Output>
        Tool: MessageTypeDefinition<_gatehouse_inference_v1_Tool, _gatehouse_inference_v1_Tool__Output>
        ToolCall: MessageTypeDefinition<_gatehouse_inference_v1_ToolCall, _gatehouse_inference_v1_ToolCall__Output>
        ToolCallDelta: MessageTypeDefinition<_gatehouse_inference_v1_ToolCallDelta, _gatehouse_inference_v1_ToolCallDelta__Output>
        ToolChoice: MessageTypeDefinition<_gatehouse_inference_v1_ToolChoice, _gatehouse_inference_v1_ToolChoice__Output>
        Usage: MessageTypeDefinition<_gatehouse_inference_v1_Usage, _gatehouse_inference_v1_Usage__Output>
      }
    }
  }
  google: {
    protobuf: {
      ListValue: MessageTypeDefinition<_google_protobuf_ListValue, _google_protobuf_ListValue__Output>
      NullValue: EnumTypeDefinition
      Struct: MessageTypeDefinition<_google_protobuf_Struct, _google_protobuf_Struct__Output>
      Value: MessageTypeDefinition<_google_protobuf_Value, _google_protobuf_Value__Output>
    }
  }
}

