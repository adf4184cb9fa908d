// @ts-nocheck
import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { DetectorServiceClient as _gatehouse_detector_v1_DetectorServiceClient, DetectorServiceDefinition as _gatehouse_detector_v1_DetectorServiceDefinition } from './gatehouse/detector/v1/DetectorService.ts';
import type { InspectFinding as _gatehouse_detector_v1_InspectFinding, InspectFinding__Output as _gatehouse_detector_v1_InspectFinding__Output } from './gatehouse/detector/v1/InspectFinding.ts';
import type { InspectRequest as _gatehouse_detector_v1_InspectRequest, InspectRequest__Output as _gatehouse_detector_v1_InspectRequest__Output } from './gatehouse/detector/v1/InspectRequest.ts';
import type { InspectResponse as _gatehouse_detector_v1_InspectResponse, InspectResponse__Output as _gatehouse_detector_v1_InspectResponse__Output } from './gatehouse/detector/v1/InspectResponse.ts';
import type { InspectText as _gatehouse_detector_v1_InspectText, InspectText__Output as _gatehouse_detector_v1_InspectText__Output } from './gatehouse/detector/v1/InspectText.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gatehouse: {
    detector: {
      v1: {
        DetectorService: SubtypeConstructor<typeof grpc.Client, _gatehouse_detector_v1_DetectorServiceClient> & { service: _gatehouse_detector_v1_DetectorServiceDefinition }
        InspectFinding: MessageTypeDefinition<_gatehouse_detector_v1_InspectFinding, _gatehouse_detector_v1_InspectFinding__Output>
        InspectRequest: MessageTypeDefinition<_gatehouse_detector_v1_InspectRequest, _gatehouse_detector_v1_InspectRequest__Output>
        InspectResponse: MessageTypeDefinition<_gatehouse_detector_v1_InspectResponse, _gatehouse_detector_v1_InspectResponse__Output>
        InspectText: MessageTypeDefinition<_gatehouse_detector_v1_InspectText, _gatehouse_detector_v1_InspectText__Output>
      }
    }
  }
}

