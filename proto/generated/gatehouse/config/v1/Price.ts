// Original file: proto/gatehouse/config/v1/resources.proto

import type { Long } from '@grpc/proto-loader';

export interface Price {
  'effectiveFromUnixMs'?: (number | string | Long);
  'input'?: (number | string | Long);
  'output'?: (number | string | Long);
  'cachedRead'?: (number | string | Long);
  'cachedWrite'?: (number | string | Long);
  'reasoning'?: (number | string | Long);
  'perRequest'?: (number | string | Long);
  'cachedWriteLong'?: (number | string | Long);
  '_cachedWriteLong'?: "cachedWriteLong";
}

export interface Price__Output {
  'effectiveFromUnixMs': (string);
  'input': (string);
  'output': (string);
  'cachedRead': (string);
  'cachedWrite': (string);
  'reasoning': (string);
  'perRequest': (string);
  'cachedWriteLong'?: (string);
  '_cachedWriteLong'?: "cachedWriteLong";
}
