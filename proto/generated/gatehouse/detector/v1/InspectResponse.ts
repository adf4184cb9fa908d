// Original file: proto/gatehouse/detector/v1/detector_service.proto

import type { InspectFinding as _gatehouse_detector_v1_InspectFinding, InspectFinding__Output as _gatehouse_detector_v1_InspectFinding__Output } from '../../../gatehouse/detector/v1/InspectFinding.ts';

export interface InspectResponse {
  'findings'?: (_gatehouse_detector_v1_InspectFinding)[];
}

export interface InspectResponse__Output {
  'findings': (_gatehouse_detector_v1_InspectFinding__Output)[];
}
