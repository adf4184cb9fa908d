// Original file: proto/gatehouse/inference/v1/inference_service.proto

export const Role = {
  ROLE_UNSPECIFIED: 'ROLE_UNSPECIFIED',
  ROLE_SYSTEM: 'ROLE_SYSTEM',
  ROLE_DEVELOPER: 'ROLE_DEVELOPER',
  ROLE_USER: 'ROLE_USER',
  ROLE_ASSISTANT: 'ROLE_ASSISTANT',
  ROLE_TOOL: 'ROLE_TOOL',
} as const;

export type Role =
  | 'ROLE_UNSPECIFIED'
  | 0
  | 'ROLE_SYSTEM'
  | 1
  | 'ROLE_DEVELOPER'
  | 2
  | 'ROLE_USER'
  | 3
  | 'ROLE_ASSISTANT'
  | 4
  | 'ROLE_TOOL'
  | 5

export type Role__Output = typeof Role[keyof typeof Role]
