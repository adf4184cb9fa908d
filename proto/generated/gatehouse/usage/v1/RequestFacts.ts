// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { FoundKind as _gatehouse_usage_v1_FoundKind, FoundKind__Output as _gatehouse_usage_v1_FoundKind__Output } from '../../../gatehouse/usage/v1/FoundKind.ts';
import type { Long } from '@grpc/proto-loader';

export interface RequestFacts {
  'text'?: (boolean);
  'vision'?: (boolean);
  'files'?: (boolean);
  'tools'?: (boolean);
  'jsonSchema'?: (boolean);
  'reasoning'?: (boolean);
  'tokenLists'?: (boolean);
  'inputTokens'?: (number | string | Long);
  'maxOutputTokens'?: (number | string | Long);
  'workload'?: (string);
  'nodeRegion'?: (string);
  'inspectedBy'?: (string)[];
  'found'?: (_gatehouse_usage_v1_FoundKind)[];
  'replyInspectedBy'?: (string)[];
  'replyFound'?: (_gatehouse_usage_v1_FoundKind)[];
}

export interface RequestFacts__Output {
  'text': (boolean);
  'vision': (boolean);
  'files': (boolean);
  'tools': (boolean);
  'jsonSchema': (boolean);
  'reasoning': (boolean);
  'tokenLists': (boolean);
  'inputTokens': (string);
  'maxOutputTokens': (string);
  'workload': (string);
  'nodeRegion': (string);
  'inspectedBy': (string)[];
  'found': (_gatehouse_usage_v1_FoundKind__Output)[];
  'replyInspectedBy': (string)[];
  'replyFound': (_gatehouse_usage_v1_FoundKind__Output)[];
}
