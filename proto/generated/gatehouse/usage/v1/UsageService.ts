// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ReportRequest as _gatehouse_usage_v1_ReportRequest, ReportRequest__Output as _gatehouse_usage_v1_ReportRequest__Output } from '../../../gatehouse/usage/v1/ReportRequest.ts';
import type { ReportResponse as _gatehouse_usage_v1_ReportResponse, ReportResponse__Output as _gatehouse_usage_v1_ReportResponse__Output } from '../../../gatehouse/usage/v1/ReportResponse.ts';

export interface UsageServiceClient extends grpc.Client {
  Report(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gatehouse_usage_v1_ReportRequest, _gatehouse_usage_v1_ReportResponse__Output>;
  Report(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gatehouse_usage_v1_ReportRequest, _gatehouse_usage_v1_ReportResponse__Output>;
  report(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gatehouse_usage_v1_ReportRequest, _gatehouse_usage_v1_ReportResponse__Output>;
  report(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gatehouse_usage_v1_ReportRequest, _gatehouse_usage_v1_ReportResponse__Output>;
  
}

export interface UsageServiceHandlers extends grpc.UntypedServiceImplementation {
  Report: grpc.handleBidiStreamingCall<_gatehouse_usage_v1_ReportRequest__Output, _gatehouse_usage_v1_ReportResponse>;
  
}

export interface UsageServiceDefinition extends grpc.ServiceDefinition {
  Report: MethodDefinition<_gatehouse_usage_v1_ReportRequest, _gatehouse_usage_v1_ReportResponse, _gatehouse_usage_v1_ReportRequest__Output, _gatehouse_usage_v1_ReportResponse__Output>
}
