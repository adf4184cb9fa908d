// Original file: proto/gatehouse/detector/v1/detector_service.proto

import type { InspectText as _gatehouse_detector_v1_InspectText, InspectText__Output as _gatehouse_detector_v1_InspectText__Output } from '../../../gatehouse/detector/v1/InspectText.ts';

export interface InspectRequest {
  'texts'?: (_gatehouse_detector_v1_InspectText)[];
  'requestId'?: (string);
}

export interface InspectRequest__Output {
  'texts': (_gatehouse_detector_v1_InspectText__Output)[];
  'requestId': (string);
}
