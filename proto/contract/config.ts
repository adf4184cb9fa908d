import type { ProtoGrpcType } from '../generated/config_service.ts';
import { loadServices } from './load-services.ts';

/** Service and messages of the configuration stream. */
export const configContract = (
  loadServices('gatehouse/config/v1/config_service.proto') as ProtoGrpcType
).gatehouse.config.v1;
