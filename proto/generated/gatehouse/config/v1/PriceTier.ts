// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface PriceTier {
  'inputTokensAbove'?: (number);
  'input'?: (number | string | Long);
  'output'?: (number | string | Long);
  'cachedRead'?: (number | string | Long);
  'cachedWrite'?: (number | string | Long);
  'reasoning'?: (number | string | Long);
  'cachedWriteLong'?: (number | string | Long);
  '_cachedWriteLong'?: "cachedWriteLong";
}

export interface PriceTier__Output {
  'inputTokensAbove': (number);
  'input': (string);
  'output': (string);
  'cachedRead': (string);
  'cachedWrite': (string);
  'reasoning': (string);
  'cachedWriteLong'?: (string);
  '_cachedWriteLong'?: "cachedWriteLong";
}
