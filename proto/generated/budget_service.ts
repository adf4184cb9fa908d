// @ts-nocheck
import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { BudgetServiceClient as _gatehouse_usage_v1_BudgetServiceClient, BudgetServiceDefinition as _gatehouse_usage_v1_BudgetServiceDefinition } from './gatehouse/usage/v1/BudgetService.ts';
import type { Lease as _gatehouse_usage_v1_Lease, Lease__Output as _gatehouse_usage_v1_Lease__Output } from './gatehouse/usage/v1/Lease.ts';
import type { LeaseDemand as _gatehouse_usage_v1_LeaseDemand, LeaseDemand__Output as _gatehouse_usage_v1_LeaseDemand__Output } from './gatehouse/usage/v1/LeaseDemand.ts';
import type { LeaseRequest as _gatehouse_usage_v1_LeaseRequest, LeaseRequest__Output as _gatehouse_usage_v1_LeaseRequest__Output } from './gatehouse/usage/v1/LeaseRequest.ts';
import type { LeaseResponse as _gatehouse_usage_v1_LeaseResponse, LeaseResponse__Output as _gatehouse_usage_v1_LeaseResponse__Output } from './gatehouse/usage/v1/LeaseResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gatehouse: {
    usage: {
      v1: {
        BudgetService: SubtypeConstructor<typeof grpc.Client, _gatehouse_usage_v1_BudgetServiceClient> & { service: _gatehouse_usage_v1_BudgetServiceDefinition }
        Lease: MessageTypeDefinition<_gatehouse_usage_v1_Lease, _gatehouse_usage_v1_Lease__Output>
        LeaseDemand: MessageTypeDefinition<_gatehouse_usage_v1_LeaseDemand, _gatehouse_usage_v1_LeaseDemand__Output>
        LeaseRequest: MessageTypeDefinition<_gatehouse_usage_v1_LeaseRequest, _gatehouse_usage_v1_LeaseRequest__Output>
        LeaseResponse: MessageTypeDefinition<_gatehouse_usage_v1_LeaseResponse, _gatehouse_usage_v1_LeaseResponse__Output>
      }
    }
  }
}

