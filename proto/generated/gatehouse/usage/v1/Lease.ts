// Original file: proto/gatehouse/usage/v1/budget_service.proto

import type { Long } from '@grpc/proto-loader';

export interface Lease {
  'authorisedNanoUsd'?: (number | string | Long);
  'remainingNanoUsd'?: (number | string | Long);
  'holderCount'?: (number);
  'refused'?: (boolean);
}

export interface Lease__Output {
  'authorisedNanoUsd': (string);
  'remainingNanoUsd': (string);
  'holderCount': (number);
  'refused': (boolean);
}
