// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ChatRequest as _gatehouse_inference_v1_ChatRequest, ChatRequest__Output as _gatehouse_inference_v1_ChatRequest__Output } from '../../../gatehouse/inference/v1/ChatRequest.ts';
import type { ChatResponse as _gatehouse_inference_v1_ChatResponse, ChatResponse__Output as _gatehouse_inference_v1_ChatResponse__Output } from '../../../gatehouse/inference/v1/ChatResponse.ts';
import type { ChatStreamRequest as _gatehouse_inference_v1_ChatStreamRequest, ChatStreamRequest__Output as _gatehouse_inference_v1_ChatStreamRequest__Output } from '../../../gatehouse/inference/v1/ChatStreamRequest.ts';
import type { ChatStreamResponse as _gatehouse_inference_v1_ChatStreamResponse, ChatStreamResponse__Output as _gatehouse_inference_v1_ChatStreamResponse__Output } from '../../../gatehouse/inference/v1/ChatStreamResponse.ts';
import type { EmbedRequest as _gatehouse_inference_v1_EmbedRequest, EmbedRequest__Output as _gatehouse_inference_v1_EmbedRequest__Output } from '../../../gatehouse/inference/v1/EmbedRequest.ts';
import type { EmbedResponse as _gatehouse_inference_v1_EmbedResponse, EmbedResponse__Output as _gatehouse_inference_v1_EmbedResponse__Output } from '../../../gatehouse/inference/v1/EmbedResponse.ts';
import type { ExplainRequest as _gatehouse_inference_v1_ExplainRequest, ExplainRequest__Output as _gatehouse_inference_v1_ExplainRequest__Output } from '../../../gatehouse/inference/v1/ExplainRequest.ts';
import type { ExplainResponse as _gatehouse_inference_v1_ExplainResponse, ExplainResponse__Output as _gatehouse_inference_v1_ExplainResponse__Output } from '../../../gatehouse/inference/v1/ExplainResponse.ts';
import type { ListModelsRequest as _gatehouse_inference_v1_ListModelsRequest, ListModelsRequest__Output as _gatehouse_inference_v1_ListModelsRequest__Output } from '../../../gatehouse/inference/v1/ListModelsRequest.ts';
import type { ListModelsResponse as _gatehouse_inference_v1_ListModelsResponse, ListModelsResponse__Output as _gatehouse_inference_v1_ListModelsResponse__Output } from '../../../gatehouse/inference/v1/ListModelsResponse.ts';

export interface InferenceServiceClient extends grpc.Client {
  Chat(argument: _gatehouse_inference_v1_ChatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ChatResponse__Output>): grpc.ClientUnaryCall;
  Chat(argument: _gatehouse_inference_v1_ChatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_inference_v1_ChatResponse__Output>): grpc.ClientUnaryCall;
  Chat(argument: _gatehouse_inference_v1_ChatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ChatResponse__Output>): grpc.ClientUnaryCall;
  Chat(argument: _gatehouse_inference_v1_ChatRequest, callback: grpc.requestCallback<_gatehouse_inference_v1_ChatResponse__Output>): grpc.ClientUnaryCall;
  chat(argument: _gatehouse_inference_v1_ChatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ChatResponse__Output>): grpc.ClientUnaryCall;
  chat(argument: _gatehouse_inference_v1_ChatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_inference_v1_ChatResponse__Output>): grpc.ClientUnaryCall;
  chat(argument: _gatehouse_inference_v1_ChatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ChatResponse__Output>): grpc.ClientUnaryCall;
  chat(argument: _gatehouse_inference_v1_ChatRequest, callback: grpc.requestCallback<_gatehouse_inference_v1_ChatResponse__Output>): grpc.ClientUnaryCall;
  
  ChatStream(argument: _gatehouse_inference_v1_ChatStreamRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gatehouse_inference_v1_ChatStreamResponse__Output>;
  ChatStream(argument: _gatehouse_inference_v1_ChatStreamRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gatehouse_inference_v1_ChatStreamResponse__Output>;
  chatStream(argument: _gatehouse_inference_v1_ChatStreamRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gatehouse_inference_v1_ChatStreamResponse__Output>;
  chatStream(argument: _gatehouse_inference_v1_ChatStreamRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gatehouse_inference_v1_ChatStreamResponse__Output>;
  
  Embed(argument: _gatehouse_inference_v1_EmbedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_EmbedResponse__Output>): grpc.ClientUnaryCall;
  Embed(argument: _gatehouse_inference_v1_EmbedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_inference_v1_EmbedResponse__Output>): grpc.ClientUnaryCall;
  Embed(argument: _gatehouse_inference_v1_EmbedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_EmbedResponse__Output>): grpc.ClientUnaryCall;
  Embed(argument: _gatehouse_inference_v1_EmbedRequest, callback: grpc.requestCallback<_gatehouse_inference_v1_EmbedResponse__Output>): grpc.ClientUnaryCall;
  embed(argument: _gatehouse_inference_v1_EmbedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_EmbedResponse__Output>): grpc.ClientUnaryCall;
  embed(argument: _gatehouse_inference_v1_EmbedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_inference_v1_EmbedResponse__Output>): grpc.ClientUnaryCall;
  embed(argument: _gatehouse_inference_v1_EmbedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_EmbedResponse__Output>): grpc.ClientUnaryCall;
  embed(argument: _gatehouse_inference_v1_EmbedRequest, callback: grpc.requestCallback<_gatehouse_inference_v1_EmbedResponse__Output>): grpc.ClientUnaryCall;
  
  Explain(argument: _gatehouse_inference_v1_ExplainRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  Explain(argument: _gatehouse_inference_v1_ExplainRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_inference_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  Explain(argument: _gatehouse_inference_v1_ExplainRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  Explain(argument: _gatehouse_inference_v1_ExplainRequest, callback: grpc.requestCallback<_gatehouse_inference_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  explain(argument: _gatehouse_inference_v1_ExplainRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  explain(argument: _gatehouse_inference_v1_ExplainRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_inference_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  explain(argument: _gatehouse_inference_v1_ExplainRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  explain(argument: _gatehouse_inference_v1_ExplainRequest, callback: grpc.requestCallback<_gatehouse_inference_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  
  ListModels(argument: _gatehouse_inference_v1_ListModelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ListModelsResponse__Output>): grpc.ClientUnaryCall;
  ListModels(argument: _gatehouse_inference_v1_ListModelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_inference_v1_ListModelsResponse__Output>): grpc.ClientUnaryCall;
  ListModels(argument: _gatehouse_inference_v1_ListModelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ListModelsResponse__Output>): grpc.ClientUnaryCall;
  ListModels(argument: _gatehouse_inference_v1_ListModelsRequest, callback: grpc.requestCallback<_gatehouse_inference_v1_ListModelsResponse__Output>): grpc.ClientUnaryCall;
  listModels(argument: _gatehouse_inference_v1_ListModelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ListModelsResponse__Output>): grpc.ClientUnaryCall;
  listModels(argument: _gatehouse_inference_v1_ListModelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_inference_v1_ListModelsResponse__Output>): grpc.ClientUnaryCall;
  listModels(argument: _gatehouse_inference_v1_ListModelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_inference_v1_ListModelsResponse__Output>): grpc.ClientUnaryCall;
  listModels(argument: _gatehouse_inference_v1_ListModelsRequest, callback: grpc.requestCallback<_gatehouse_inference_v1_ListModelsResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface InferenceServiceHandlers extends grpc.UntypedServiceImplementation {
  Chat: grpc.handleUnaryCall<_gatehouse_inference_v1_ChatRequest__Output, _gatehouse_inference_v1_ChatResponse>;
  
  ChatStream: grpc.handleServerStreamingCall<_gatehouse_inference_v1_ChatStreamRequest__Output, _gatehouse_inference_v1_ChatStreamResponse>;
  
  Embed: grpc.handleUnaryCall<_gatehouse_inference_v1_EmbedRequest__Output, _gatehouse_inference_v1_EmbedResponse>;
  
  Explain: grpc.handleUnaryCall<_gatehouse_inference_v1_ExplainRequest__Output, _gatehouse_inference_v1_ExplainResponse>;
  
  ListModels: grpc.handleUnaryCall<_gatehouse_inference_v1_ListModelsRequest__Output, _gatehouse_inference_v1_ListModelsResponse>;
  
}

export interface InferenceServiceDefinition extends grpc.ServiceDefinition {
  Chat: MethodDefinition<_gatehouse_inference_v1_ChatRequest, _gatehouse_inference_v1_ChatResponse, _gatehouse_inference_v1_ChatRequest__Output, _gatehouse_inference_v1_ChatResponse__Output>
  ChatStream: MethodDefinition<_gatehouse_inference_v1_ChatStreamRequest, _gatehouse_inference_v1_ChatStreamResponse, _gatehouse_inference_v1_ChatStreamRequest__Output, _gatehouse_inference_v1_ChatStreamResponse__Output>
  Embed: MethodDefinition<_gatehouse_inference_v1_EmbedRequest, _gatehouse_inference_v1_EmbedResponse, _gatehouse_inference_v1_EmbedRequest__Output, _gatehouse_inference_v1_EmbedResponse__Output>
  Explain: MethodDefinition<_gatehouse_inference_v1_ExplainRequest, _gatehouse_inference_v1_ExplainResponse, _gatehouse_inference_v1_ExplainRequest__Output, _gatehouse_inference_v1_ExplainResponse__Output>
  ListModels: MethodDefinition<_gatehouse_inference_v1_ListModelsRequest, _gatehouse_inference_v1_ListModelsResponse, _gatehouse_inference_v1_ListModelsRequest__Output, _gatehouse_inference_v1_ListModelsResponse__Output>
}
