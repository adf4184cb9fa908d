// @ts-nocheck
import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ConfigServiceClient as _gatehouse_config_v1_ConfigServiceClient, ConfigServiceDefinition as _gatehouse_config_v1_ConfigServiceDefinition } from './gatehouse/config/v1/ConfigService.ts';
import type { Diagnostic as _gatehouse_config_v1_Diagnostic, Diagnostic__Output as _gatehouse_config_v1_Diagnostic__Output } from './gatehouse/config/v1/Diagnostic.ts';
import type { Fleet as _gatehouse_config_v1_Fleet, Fleet__Output as _gatehouse_config_v1_Fleet__Output } from './gatehouse/config/v1/Fleet.ts';
import type { FleetGroup as _gatehouse_config_v1_FleetGroup, FleetGroup__Output as _gatehouse_config_v1_FleetGroup__Output } from './gatehouse/config/v1/FleetGroup.ts';
import type { Goaway as _gatehouse_config_v1_Goaway, Goaway__Output as _gatehouse_config_v1_Goaway__Output } from './gatehouse/config/v1/Goaway.ts';
import type { Hello as _gatehouse_config_v1_Hello, Hello__Output as _gatehouse_config_v1_Hello__Output } from './gatehouse/config/v1/Hello.ts';
import type { NodeHeartbeat as _gatehouse_config_v1_NodeHeartbeat, NodeHeartbeat__Output as _gatehouse_config_v1_NodeHeartbeat__Output } from './gatehouse/config/v1/NodeHeartbeat.ts';
import type { PackedUpdate as _gatehouse_config_v1_PackedUpdate, PackedUpdate__Output as _gatehouse_config_v1_PackedUpdate__Output } from './gatehouse/config/v1/PackedUpdate.ts';
import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from './gatehouse/config/v1/Position.ts';
import type { Resource as _gatehouse_config_v1_Resource, Resource__Output as _gatehouse_config_v1_Resource__Output } from './gatehouse/config/v1/Resource.ts';
import type { ResourceKey as _gatehouse_config_v1_ResourceKey, ResourceKey__Output as _gatehouse_config_v1_ResourceKey__Output } from './gatehouse/config/v1/ResourceKey.ts';
import type { Revocations as _gatehouse_config_v1_Revocations, Revocations__Output as _gatehouse_config_v1_Revocations__Output } from './gatehouse/config/v1/Revocations.ts';
import type { SealedSecret as _gatehouse_config_v1_SealedSecret, SealedSecret__Output as _gatehouse_config_v1_SealedSecret__Output } from './gatehouse/config/v1/SealedSecret.ts';
import type { Secrets as _gatehouse_config_v1_Secrets, Secrets__Output as _gatehouse_config_v1_Secrets__Output } from './gatehouse/config/v1/Secrets.ts';
import type { ServerHeartbeat as _gatehouse_config_v1_ServerHeartbeat, ServerHeartbeat__Output as _gatehouse_config_v1_ServerHeartbeat__Output } from './gatehouse/config/v1/ServerHeartbeat.ts';
import type { StreamRequest as _gatehouse_config_v1_StreamRequest, StreamRequest__Output as _gatehouse_config_v1_StreamRequest__Output } from './gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse as _gatehouse_config_v1_StreamResponse, StreamResponse__Output as _gatehouse_config_v1_StreamResponse__Output } from './gatehouse/config/v1/StreamResponse.ts';
import type { TargetCheck as _gatehouse_config_v1_TargetCheck, TargetCheck__Output as _gatehouse_config_v1_TargetCheck__Output } from './gatehouse/config/v1/TargetCheck.ts';
import type { TargetChecked as _gatehouse_config_v1_TargetChecked, TargetChecked__Output as _gatehouse_config_v1_TargetChecked__Output } from './gatehouse/config/v1/TargetChecked.ts';
import type { TargetReport as _gatehouse_config_v1_TargetReport, TargetReport__Output as _gatehouse_config_v1_TargetReport__Output } from './gatehouse/config/v1/TargetReport.ts';
import type { TargetState as _gatehouse_config_v1_TargetState, TargetState__Output as _gatehouse_config_v1_TargetState__Output } from './gatehouse/config/v1/TargetState.ts';
import type { Update as _gatehouse_config_v1_Update, Update__Output as _gatehouse_config_v1_Update__Output } from './gatehouse/config/v1/Update.ts';
import type { Verdict as _gatehouse_config_v1_Verdict, Verdict__Output as _gatehouse_config_v1_Verdict__Output } from './gatehouse/config/v1/Verdict.ts';
import type { Welcome as _gatehouse_config_v1_Welcome, Welcome__Output as _gatehouse_config_v1_Welcome__Output } from './gatehouse/config/v1/Welcome.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gatehouse: {
    config: {
      v1: {
        ConfigService: SubtypeConstructor<typeof grpc.Client, _gatehouse_config_v1_ConfigServiceClient> & { service: _gatehouse_config_v1_ConfigServiceDefinition }
        Diagnostic: MessageTypeDefinition<_gatehouse_config_v1_Diagnostic, _gatehouse_config_v1_Diagnostic__Output>
        Fleet: MessageTypeDefinition<_gatehouse_config_v1_Fleet, _gatehouse_config_v1_Fleet__Output>
        FleetGroup: MessageTypeDefinition<_gatehouse_config_v1_FleetGroup, _gatehouse_config_v1_FleetGroup__Output>
        Goaway: MessageTypeDefinition<_gatehouse_config_v1_Goaway, _gatehouse_config_v1_Goaway__Output>
        Hello: MessageTypeDefinition<_gatehouse_config_v1_Hello, _gatehouse_config_v1_Hello__Output>
        NodeHeartbeat: MessageTypeDefinition<_gatehouse_config_v1_NodeHeartbeat, _gatehouse_config_v1_NodeHeartbeat__Output>
        Outcome: EnumTypeDefinition
        PackedUpdate: MessageTypeDefinition<_gatehouse_config_v1_PackedUpdate, _gatehouse_config_v1_PackedUpdate__Output>
        Plan: EnumTypeDefinition
        Position: MessageTypeDefinition<_gatehouse_config_v1_Position, _gatehouse_config_v1_Position__Output>
        Resource: MessageTypeDefinition<_gatehouse_config_v1_Resource, _gatehouse_config_v1_Resource__Output>
        ResourceKey: MessageTypeDefinition<_gatehouse_config_v1_ResourceKey, _gatehouse_config_v1_ResourceKey__Output>
        Revocations: MessageTypeDefinition<_gatehouse_config_v1_Revocations, _gatehouse_config_v1_Revocations__Output>
        SealedSecret: MessageTypeDefinition<_gatehouse_config_v1_SealedSecret, _gatehouse_config_v1_SealedSecret__Output>
        Secrets: MessageTypeDefinition<_gatehouse_config_v1_Secrets, _gatehouse_config_v1_Secrets__Output>
        ServerHeartbeat: MessageTypeDefinition<_gatehouse_config_v1_ServerHeartbeat, _gatehouse_config_v1_ServerHeartbeat__Output>
        StreamRequest: MessageTypeDefinition<_gatehouse_config_v1_StreamRequest, _gatehouse_config_v1_StreamRequest__Output>
        StreamResponse: MessageTypeDefinition<_gatehouse_config_v1_StreamResponse, _gatehouse_config_v1_StreamResponse__Output>
        TargetCheck: MessageTypeDefinition<_gatehouse_config_v1_TargetCheck, _gatehouse_config_v1_TargetCheck__Output>
        TargetChecked: MessageTypeDefinition<_gatehouse_config_v1_TargetChecked, _gatehouse_config_v1_TargetChecked__Output>
        TargetReport: MessageTypeDefinition<_gatehouse_config_v1_TargetReport, _gatehouse_config_v1_TargetReport__Output>
        TargetState: MessageTypeDefinition<_gatehouse_config_v1_TargetState, _gatehouse_config_v1_TargetState__Output>
        Update: MessageTypeDefinition<_gatehouse_config_v1_Update, _gatehouse_config_v1_Update__Output>
        Verdict: MessageTypeDefinition<_gatehouse_config_v1_Verdict, _gatehouse_config_v1_Verdict__Output>
        Welcome: MessageTypeDefinition<_gatehouse_config_v1_Welcome, _gatehouse_config_v1_Welcome__Output>
      }
    }
  }
}

