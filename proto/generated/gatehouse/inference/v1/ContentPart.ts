// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { ImageContent as _gatehouse_inference_v1_ImageContent, ImageContent__Output as _gatehouse_inference_v1_ImageContent__Output } from '../../../gatehouse/inference/v1/ImageContent.ts';

export interface ContentPart {
  'text'?: (string);
  'image'?: (_gatehouse_inference_v1_ImageContent | null);
  'part'?: "text"|"image";
}

export interface ContentPart__Output {
  'text'?: (string);
  'image'?: (_gatehouse_inference_v1_ImageContent__Output | null);
  'part'?: "text"|"image";
}
