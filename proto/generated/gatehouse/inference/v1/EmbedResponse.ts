// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Embedding as _gatehouse_inference_v1_Embedding, Embedding__Output as _gatehouse_inference_v1_Embedding__Output } from '../../../gatehouse/inference/v1/Embedding.ts';
import type { Usage as _gatehouse_inference_v1_Usage, Usage__Output as _gatehouse_inference_v1_Usage__Output } from '../../../gatehouse/inference/v1/Usage.ts';
import type { Decision as _gatehouse_inference_v1_Decision, Decision__Output as _gatehouse_inference_v1_Decision__Output } from '../../../gatehouse/inference/v1/Decision.ts';

export interface EmbedResponse {
  'model'?: (string);
  'embeddings'?: (_gatehouse_inference_v1_Embedding)[];
  'usage'?: (_gatehouse_inference_v1_Usage | null);
  'gateway'?: (_gatehouse_inference_v1_Decision | null);
}

export interface EmbedResponse__Output {
  'model': (string);
  'embeddings': (_gatehouse_inference_v1_Embedding__Output)[];
  'usage': (_gatehouse_inference_v1_Usage__Output | null);
  'gateway': (_gatehouse_inference_v1_Decision__Output | null);
}
