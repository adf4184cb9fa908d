// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface LikelyToken {
  'token'?: (string);
  'logprob'?: (number | string);
  'bytes'?: (Buffer | Uint8Array | string);
}

export interface LikelyToken__Output {
  'token': (string);
  'logprob': (number);
  'bytes': (Buffer);
}
