// Original file: proto/gatehouse/config/v1/resources.proto

import type { PriceTier as _gatehouse_config_v1_PriceTier, PriceTier__Output as _gatehouse_config_v1_PriceTier__Output } from '../../../gatehouse/config/v1/PriceTier.ts';
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
  'tiers'?: (_gatehouse_config_v1_PriceTier)[];
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
  'tiers': (_gatehouse_config_v1_PriceTier__Output)[];
  '_cachedWriteLong'?: "cachedWriteLong";
}
