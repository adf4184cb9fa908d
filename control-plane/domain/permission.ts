export type Role = 'platform-admin' | 'security-reviewer' | 'developer' | 'finance' | 'viewer';

type Noun =
  | 'tenant'
  | 'application'
  | 'api-key'
  | 'principal'
  | 'identity-provider'
  | 'provider'
  | 'model'
  | 'target'
  | 'route'
  | 'prompt-policy'
  | 'grant'
  | 'node'
  | 'node-pool'
  | 'release'
  | 'usage'
  | 'decision'
  | 'audit'
  | 'approval-rule';

/**
 * A verb on a noun. `grant:request` asks for a grant, `grant:review` decides on one, `grant:write` tightens one;
 * `change-request:review` decides on proposed changes of everything else.
 */
export type Permission =
  | `${Noun}:read`
  | `${Noun}:write`
  | 'grant:request'
  | 'grant:review'
  | 'change-request:review';

const configurationRead = [
  'tenant:read',
  'application:read',
  'api-key:read',
  'provider:read',
  'model:read',
  'target:read',
  'route:read',
  'prompt-policy:read',
  'grant:read',
  'node:read',
  'release:read',
  'approval-rule:read',
] as const satisfies readonly Permission[];

const readings = [
  ...configurationRead,
  'usage:read',
  'decision:read',
] as const satisfies readonly Permission[];

/** Role -> permissions: the one table. docs/permissions.md shows it; a test keeps them equal. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  'platform-admin': [
    ...readings,
    'principal:read',
    'identity-provider:read',
    'audit:read',
    'tenant:write',
    'application:write',
    'api-key:write',
    'principal:write',
    'identity-provider:write',
    'provider:write',
    'model:write',
    'target:write',
    'route:write',
    'prompt-policy:write',
    'grant:request',
    'grant:review',
    'grant:write',
    'node:write',
    'node-pool:write',
    'release:write',
    'change-request:review',
    'approval-rule:write',
  ],
  'security-reviewer': [
    ...readings,
    'principal:read',
    'identity-provider:read',
    'audit:read',
    'prompt-policy:write',
    'grant:review',
    'grant:write',
    'node:write',
    'node-pool:write',
    'change-request:review',
    'approval-rule:write',
  ],
  developer: [...readings, 'application:write', 'api-key:write', 'route:write', 'grant:request'],
  finance: ['tenant:read', 'application:read', 'model:read', 'target:read', 'usage:read'],
  viewer: readings,
};

export const roles = Object.keys(permissionsOf) as readonly Role[];

/** Whether any of the roles carries the permission. */
export function isPermitted(held: readonly Role[], permission: Permission): boolean {
  return held.some((role) => permissionsOf[role].includes(permission));
}
