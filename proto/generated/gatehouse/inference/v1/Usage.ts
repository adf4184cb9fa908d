// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Long } from '@grpc/proto-loader';

export interface Usage {
  'inputTokens'?: (number | string | Long);
  'outputTokens'?: (number | string | Long);
  'cachedReadTokens'?: (number | string | Long);
  'reasoningTokens'?: (number | string | Long);
  'estimated'?: (boolean);
}

export interface Usage__Output {
  'inputTokens': (string);
  'outputTokens': (string);
  'cachedReadTokens': (string);
  'reasoningTokens': (string);
  'estimated': (boolean);
}
