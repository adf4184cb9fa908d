// Original file: proto/gatehouse/detector/v1/detector_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { InspectRequest as _gatehouse_detector_v1_InspectRequest, InspectRequest__Output as _gatehouse_detector_v1_InspectRequest__Output } from '../../../gatehouse/detector/v1/InspectRequest.ts';
import type { InspectResponse as _gatehouse_detector_v1_InspectResponse, InspectResponse__Output as _gatehouse_detector_v1_InspectResponse__Output } from '../../../gatehouse/detector/v1/InspectResponse.ts';

export interface DetectorServiceClient extends grpc.Client {
  Inspect(argument: _gatehouse_detector_v1_InspectRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_detector_v1_InspectResponse__Output>): grpc.ClientUnaryCall;
  Inspect(argument: _gatehouse_detector_v1_InspectRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_detector_v1_InspectResponse__Output>): grpc.ClientUnaryCall;
  Inspect(argument: _gatehouse_detector_v1_InspectRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_detector_v1_InspectResponse__Output>): grpc.ClientUnaryCall;
  Inspect(argument: _gatehouse_detector_v1_InspectRequest, callback: grpc.requestCallback<_gatehouse_detector_v1_InspectResponse__Output>): grpc.ClientUnaryCall;
  inspect(argument: _gatehouse_detector_v1_InspectRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_detector_v1_InspectResponse__Output>): grpc.ClientUnaryCall;
  inspect(argument: _gatehouse_detector_v1_InspectRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gatehouse_detector_v1_InspectResponse__Output>): grpc.ClientUnaryCall;
  inspect(argument: _gatehouse_detector_v1_InspectRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gatehouse_detector_v1_InspectResponse__Output>): grpc.ClientUnaryCall;
  inspect(argument: _gatehouse_detector_v1_InspectRequest, callback: grpc.requestCallback<_gatehouse_detector_v1_InspectResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface DetectorServiceHandlers extends grpc.UntypedServiceImplementation {
  Inspect: grpc.handleUnaryCall<_gatehouse_detector_v1_InspectRequest__Output, _gatehouse_detector_v1_InspectResponse>;
  
}

export interface DetectorServiceDefinition extends grpc.ServiceDefinition {
  Inspect: MethodDefinition<_gatehouse_detector_v1_InspectRequest, _gatehouse_detector_v1_InspectResponse, _gatehouse_detector_v1_InspectRequest__Output, _gatehouse_detector_v1_InspectResponse__Output>
}
