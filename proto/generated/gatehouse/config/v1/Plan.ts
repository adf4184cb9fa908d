// Original file: proto/gatehouse/config/v1/config_service.proto

export const Plan = {
  PLAN_UNSPECIFIED: 'PLAN_UNSPECIFIED',
  PLAN_UP_TO_DATE: 'PLAN_UP_TO_DATE',
  PLAN_RESUME: 'PLAN_RESUME',
  PLAN_FULL: 'PLAN_FULL',
} as const;

export type Plan =
  | 'PLAN_UNSPECIFIED'
  | 0
  | 'PLAN_UP_TO_DATE'
  | 1
  | 'PLAN_RESUME'
  | 2
  | 'PLAN_FULL'
  | 3

export type Plan__Output = typeof Plan[keyof typeof Plan]
