// Original file: proto/gatehouse/usage/v1/usage_service.proto

import type { FoundPlace as _gatehouse_usage_v1_FoundPlace, FoundPlace__Output as _gatehouse_usage_v1_FoundPlace__Output } from '../../../gatehouse/usage/v1/FoundPlace.ts';
import type { FoundPart as _gatehouse_usage_v1_FoundPart, FoundPart__Output as _gatehouse_usage_v1_FoundPart__Output } from '../../../gatehouse/usage/v1/FoundPart.ts';

export interface Finding {
  'rule'?: (string);
  'detector'?: (string);
  'kind'?: (string);
  'count'?: (number);
  'action'?: (string);
  'monitored'?: (boolean);
  'policy'?: (string);
  'places'?: (_gatehouse_usage_v1_FoundPlace)[];
  'parts'?: (_gatehouse_usage_v1_FoundPart)[];
  'exception'?: (string);
  'direction'?: (string);
  'score'?: (number | string);
}

export interface Finding__Output {
  'rule': (string);
  'detector': (string);
  'kind': (string);
  'count': (number);
  'action': (string);
  'monitored': (boolean);
  'policy': (string);
  'places': (_gatehouse_usage_v1_FoundPlace__Output)[];
  'parts': (_gatehouse_usage_v1_FoundPart__Output)[];
  'exception': (string);
  'direction': (string);
  'score': (number);
}
