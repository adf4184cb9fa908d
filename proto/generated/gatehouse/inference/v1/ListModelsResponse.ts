// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { ModelInfo as _gatehouse_inference_v1_ModelInfo, ModelInfo__Output as _gatehouse_inference_v1_ModelInfo__Output } from '../../../gatehouse/inference/v1/ModelInfo.ts';

export interface ListModelsResponse {
  'models'?: (_gatehouse_inference_v1_ModelInfo)[];
}

export interface ListModelsResponse__Output {
  'models': (_gatehouse_inference_v1_ModelInfo__Output)[];
}
