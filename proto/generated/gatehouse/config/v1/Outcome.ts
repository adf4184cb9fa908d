// Original file: proto/gatehouse/config/v1/config_service.proto

export const Outcome = {
  OUTCOME_UNSPECIFIED: 'OUTCOME_UNSPECIFIED',
  OUTCOME_APPLIED: 'OUTCOME_APPLIED',
  OUTCOME_PARTIAL: 'OUTCOME_PARTIAL',
  OUTCOME_REJECTED: 'OUTCOME_REJECTED',
} as const;

export type Outcome =
  | 'OUTCOME_UNSPECIFIED'
  | 0
  | 'OUTCOME_APPLIED'
  | 1
  | 'OUTCOME_PARTIAL'
  | 2
  | 'OUTCOME_REJECTED'
  | 3

export type Outcome__Output = typeof Outcome[keyof typeof Outcome]
