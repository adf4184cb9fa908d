import type { ProtoGrpcType } from '../generated/usage_service.ts';
import { loadServices } from './load-services.ts';

/** Service and messages by which nodes report usage and decisions. */
export const usageContract = (
  loadServices('gatehouse/usage/v1/usage_service.proto') as ProtoGrpcType
).gatehouse.usage.v1;
