// Original file: proto/gatehouse/usage/v1/budget_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { LeaseRequest as _gatehouse_usage_v1_LeaseRequest, LeaseRequest__Output as _gatehouse_usage_v1_LeaseRequest__Output } from '../../../gatehouse/usage/v1/LeaseRequest.ts';
import type { LeaseResponse as _gatehouse_usage_v1_LeaseResponse, LeaseResponse__Output as _gatehouse_usage_v1_LeaseResponse__Output } from '../../../gatehouse/usage/v1/LeaseResponse.ts';

export interface BudgetServiceClient extends grpc.Client {
  Lease(argument: _gatehouse_usage_v1_LeaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_usage_v1_LeaseResponse__Output>): grpc.ClientUnaryCall;
  Lease(argument: _gatehouse_usage_v1_LeaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_usage_v1_LeaseResponse__Output>): grpc.ClientUnaryCall;
  Lease(argument: _gatehouse_usage_v1_LeaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_usage_v1_LeaseResponse__Output>): grpc.ClientUnaryCall;
  Lease(argument: _gatehouse_usage_v1_LeaseRequest, callback: grpc.requestCallback<_gatehouse_usage_v1_LeaseResponse__Output>): grpc.ClientUnaryCall;
  lease(argument: _gatehouse_usage_v1_LeaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_usage_v1_LeaseResponse__Output>): grpc.ClientUnaryCall;
  lease(argument: _gatehouse_usage_v1_LeaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_usage_v1_LeaseResponse__Output>): grpc.ClientUnaryCall;
  lease(argument: _gatehouse_usage_v1_LeaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_usage_v1_LeaseResponse__Output>): grpc.ClientUnaryCall;
  lease(argument: _gatehouse_usage_v1_LeaseRequest, callback: grpc.requestCallback<_gatehouse_usage_v1_LeaseResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface BudgetServiceHandlers extends grpc.UntypedServiceImplementation {
  Lease: grpc.handleUnaryCall<_gatehouse_usage_v1_LeaseRequest__Output, _gatehouse_usage_v1_LeaseResponse>;
  
}

export interface BudgetServiceDefinition extends grpc.ServiceDefinition {
  Lease: MethodDefinition<_gatehouse_usage_v1_LeaseRequest, _gatehouse_usage_v1_LeaseResponse, _gatehouse_usage_v1_LeaseRequest__Output, _gatehouse_usage_v1_LeaseResponse__Output>
}
