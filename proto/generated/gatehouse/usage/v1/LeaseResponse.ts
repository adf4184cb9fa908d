// Original file: proto/gatehouse/usage/v1/budget_service.proto

import type { Lease as _gatehouse_usage_v1_Lease, Lease__Output as _gatehouse_usage_v1_Lease__Output } from '../../../gatehouse/usage/v1/Lease.ts';

export interface LeaseResponse {
  'leases'?: (_gatehouse_usage_v1_Lease)[];
}

export interface LeaseResponse__Output {
  'leases': (_gatehouse_usage_v1_Lease__Output)[];
}
