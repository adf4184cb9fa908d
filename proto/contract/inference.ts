import type { ProtoGrpcType } from '../generated/inference_service.ts';
import { loadServices } from './load-services.ts';

/** The typed inference door. */
export const inferenceContract = (
  loadServices('gatehouse/inference/v1/inference_service.proto') as ProtoGrpcType
).gatehouse.inference.v1;
