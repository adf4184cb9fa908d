// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { LikelyToken as _gatehouse_inference_v1_LikelyToken, LikelyToken__Output as _gatehouse_inference_v1_LikelyToken__Output } from '../../../gatehouse/inference/v1/LikelyToken.ts';

export interface TokenLogprob {
  'token'?: (string);
  'logprob'?: (number | string);
  'bytes'?: (Buffer | Uint8Array | string);
  'top'?: (_gatehouse_inference_v1_LikelyToken)[];
}

export interface TokenLogprob__Output {
  'token': (string);
  'logprob': (number);
  'bytes': (Buffer);
  'top': (_gatehouse_inference_v1_LikelyToken__Output)[];
}
