// Original file: proto/gatehouse/config/v1/config_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { StreamRequest as _gatehouse_config_v1_StreamRequest, StreamRequest__Output as _gatehouse_config_v1_StreamRequest__Output } from '../../../gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse as _gatehouse_config_v1_StreamResponse, StreamResponse__Output as _gatehouse_config_v1_StreamResponse__Output } from '../../../gatehouse/config/v1/StreamResponse.ts';

export interface ConfigServiceClient extends grpc.Client {
  Stream(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gatehouse_config_v1_StreamRequest, _gatehouse_config_v1_StreamResponse__Output>;
  Stream(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gatehouse_config_v1_StreamRequest, _gatehouse_config_v1_StreamResponse__Output>;
  stream(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gatehouse_config_v1_StreamRequest, _gatehouse_config_v1_StreamResponse__Output>;
  stream(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gatehouse_config_v1_StreamRequest, _gatehouse_config_v1_StreamResponse__Output>;
  
}

export interface ConfigServiceHandlers extends grpc.UntypedServiceImplementation {
  Stream: grpc.handleBidiStreamingCall<_gatehouse_config_v1_StreamRequest__Output, _gatehouse_config_v1_StreamResponse>;
  
}

export interface ConfigServiceDefinition extends grpc.ServiceDefinition {
  Stream: MethodDefinition<_gatehouse_config_v1_StreamRequest, _gatehouse_config_v1_StreamResponse, _gatehouse_config_v1_StreamRequest__Output, _gatehouse_config_v1_StreamResponse__Output>
}
