// Original file: proto/gatehouse/usage/v1/budget_service.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseDemand {
  'budgetId'?: (string);
  'subjectId'?: (string);
  'periodStartUnixMs'?: (number | string | Long);
  'acknowledgedNanoUsd'?: (number | string | Long);
  'spentNanoUsd'?: (number | string | Long);
  'wantedNanoUsd'?: (number | string | Long);
  'neededNanoUsd'?: (number | string | Long);
}

export interface LeaseDemand__Output {
  'budgetId': (string);
  'subjectId': (string);
  'periodStartUnixMs': (string);
  'acknowledgedNanoUsd': (string);
  'spentNanoUsd': (string);
  'wantedNanoUsd': (string);
  'neededNanoUsd': (string);
}
