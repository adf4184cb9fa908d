import type { ProtoGrpcType } from '../generated/detector_service.ts';
import { loadServices } from './load-services.ts';

/** What detectors that run elsewhere speak. */
export const detectorContract = (
  loadServices('gatehouse/detector/v1/detector_service.proto') as ProtoGrpcType
).gatehouse.detector.v1;
