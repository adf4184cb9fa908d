// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { ImageContent as _gatehouse_inference_v1_ImageContent, ImageContent__Output as _gatehouse_inference_v1_ImageContent__Output } from '../../../gatehouse/inference/v1/ImageContent.ts';
import type { FileContent as _gatehouse_inference_v1_FileContent, FileContent__Output as _gatehouse_inference_v1_FileContent__Output } from '../../../gatehouse/inference/v1/FileContent.ts';
import type { ReasoningContent as _gatehouse_inference_v1_ReasoningContent, ReasoningContent__Output as _gatehouse_inference_v1_ReasoningContent__Output } from '../../../gatehouse/inference/v1/ReasoningContent.ts';

export interface ContentPart {
  'text'?: (string);
  'image'?: (_gatehouse_inference_v1_ImageContent | null);
  'file'?: (_gatehouse_inference_v1_FileContent | null);
  'reasoning'?: (_gatehouse_inference_v1_ReasoningContent | null);
  'part'?: "text"|"image"|"file"|"reasoning";
}

export interface ContentPart__Output {
  'text'?: (string);
  'image'?: (_gatehouse_inference_v1_ImageContent__Output | null);
  'file'?: (_gatehouse_inference_v1_FileContent__Output | null);
  'reasoning'?: (_gatehouse_inference_v1_ReasoningContent__Output | null);
  'part'?: "text"|"image"|"file"|"reasoning";
}
