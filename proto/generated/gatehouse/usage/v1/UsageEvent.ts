// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { Shadow as _gatehouse_usage_v1_Shadow, Shadow__Output as _gatehouse_usage_v1_Shadow__Output } from '../../../gatehouse/usage/v1/Shadow.ts';
import type { Long } from '@grpc/proto-loader';

export interface UsageEvent {
  'requestId'?: (string);
  'attempt'?: (number);
  'atUnixMs'?: (number | string | Long);
  'tenantId'?: (string);
  'applicationId'?: (string);
  'apiKeyId'?: (string);
  'routeId'?: (string);
  'targetId'?: (string);
  'modelId'?: (string);
  'feature'?: (string);
  'featureClaimed'?: (boolean);
  'workload'?: (string);
  'inputTokens'?: (number | string | Long);
  'outputTokens'?: (number | string | Long);
  'cachedReadTokens'?: (number | string | Long);
  'cachedWriteTokens'?: (number | string | Long);
  'reasoningTokens'?: (number | string | Long);
  'estimated'?: (boolean);
  'costNanoUsd'?: (number | string | Long);
  'unpriced'?: (boolean);
  'outcome'?: (string);
  'cachedWriteLongTokens'?: (number | string | Long);
  'shadow'?: (_gatehouse_usage_v1_Shadow | null);
  'priceEffectiveFromUnixMs'?: (number | string | Long);
  'priceTier'?: (number);
  'tokenIssuerId'?: (string);
  'tokenSubject'?: (string);
  'grantId'?: (string);
}

export interface UsageEvent__Output {
  'requestId': (string);
  'attempt': (number);
  'atUnixMs': (string);
  'tenantId': (string);
  'applicationId': (string);
  'apiKeyId': (string);
  'routeId': (string);
  'targetId': (string);
  'modelId': (string);
  'feature': (string);
  'featureClaimed': (boolean);
  'workload': (string);
  'inputTokens': (string);
  'outputTokens': (string);
  'cachedReadTokens': (string);
  'cachedWriteTokens': (string);
  'reasoningTokens': (string);
  'estimated': (boolean);
  'costNanoUsd': (string);
  'unpriced': (boolean);
  'outcome': (string);
  'cachedWriteLongTokens': (string);
  'shadow': (_gatehouse_usage_v1_Shadow__Output | null);
  'priceEffectiveFromUnixMs': (string);
  'priceTier': (number);
  'tokenIssuerId': (string);
  'tokenSubject': (string);
  'grantId': (string);
}
