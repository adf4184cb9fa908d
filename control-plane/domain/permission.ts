import type { Fault } from './errors.ts';

export type Role =
  | 'platform-admin'
  | 'owner'
  | 'security-reviewer'
  | 'developer'
  | 'finance'
  | 'viewer';

type Noun =
  | 'tenant'
  | 'application'
  | 'api-key'
  | 'principal'
  | 'identity-provider'
  | 'token-issuer'
  | 'outside-detector'
  | 'limit'
  | 'budget'
  | 'role'
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
 * A verb on a noun. `prompt-policy:report` says that a finding is false; `grant:request` asks for a grant, `grant:review` decides on one, `grant:write` tightens one;
 * `change-request:review` decides on proposed changes of everything else, `change-request:break-glass` makes one before
 * anybody has.
 */
export type Permission =
  | `${Noun}:read`
  | `${Noun}:write`
  | 'tenant:delete'
  | 'prompt-policy:report'
  | 'grant:request'
  | 'grant:review'
  | 'change-request:review'
  | 'change-request:break-glass';

const configurationRead = [
  'tenant:read',
  'application:read',
  'api-key:read',
  'token-issuer:read',
  'provider:read',
  'model:read',
  'target:read',
  'route:read',
  'prompt-policy:read',
  'outside-detector:read',
  'limit:read',
  'budget:read',
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
    'tenant:delete',
    'application:write',
    'api-key:write',
    'principal:write',
    'identity-provider:write',
    'token-issuer:write',
    'role:write',
    'provider:write',
    'model:write',
    'target:write',
    'route:write',
    'prompt-policy:write',
    'prompt-policy:report',
    'outside-detector:write',
    'limit:write',
    'budget:write',
    'grant:request',
    'grant:review',
    'grant:write',
    'node:write',
    'node-pool:write',
    'release:write',
    'change-request:review',
    'change-request:break-glass',
    'approval-rule:write',
  ],
  owner: [
    ...readings,
    'principal:read',
    'identity-provider:read',
    'audit:read',
    'application:write',
    'api-key:write',
    'principal:write',
    'role:write',
    'identity-provider:write',
    'token-issuer:write',
    'route:write',
    'prompt-policy:write',
    'prompt-policy:report',
    'outside-detector:write',
    'limit:write',
    'budget:write',
    'grant:request',
    'grant:review',
    'grant:write',
    'change-request:review',
    'change-request:break-glass',
    'approval-rule:write',
  ],
  'security-reviewer': [
    ...readings,
    'principal:read',
    'identity-provider:read',
    'audit:read',
    'prompt-policy:write',
    'prompt-policy:report',
    'outside-detector:write',
    'grant:review',
    'grant:write',
    'node:write',
    'node-pool:write',
    'change-request:review',
    'approval-rule:write',
  ],
  developer: [
    ...readings,
    'application:write',
    'api-key:write',
    'route:write',
    'prompt-policy:report',
    'grant:request',
  ],
  finance: [
    'tenant:read',
    'application:read',
    'model:read',
    'target:read',
    'usage:read',
    'budget:read',
    'budget:write',
  ],
  viewer: readings,
};

export const roles = Object.keys(permissionsOf) as readonly Role[];

/** What is the platform's to do: nobody who is confined to a tenant has it, whatever his roles say. */
const ofPlatform: ReadonlySet<string> = new Set([
  'tenant:write',
  'tenant:delete',
  'provider:write',
  'model:write',
  'target:write',
  'node:write',
  'node-pool:write',
  'release:write',
] satisfies readonly Permission[]);

/** Every permission that there is. */
export const permissions: readonly Permission[] = [
  ...new Set(roles.flatMap((role) => permissionsOf[role])),
];

const known: ReadonlySet<string> = new Set(permissions);

export function isOfPlatform(permission: string): boolean {
  return ofPlatform.has(permission);
}

/** Faults of a list of permissions that somebody wrote down; after none of them it is one of `Permission`. */
export function checkPermissions(path: string, words: readonly string[]): readonly Fault[] {
  if (words.length === 0) return [{ path, message: 'Name at least one permission.' }];
  return words.flatMap((word, index) => {
    const at = `${path}.${index}`;
    if (!known.has(word))
      return [{ path: at, message: 'There is no such permission; `permissions` lists them.' }];
    if (words.indexOf(word) === index) return [];
    return [{ path: at, message: `${word} is named twice.` }];
  });
}

/** What the roles carry together. */
export function permissionsOfRoles(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(held.flatMap((role) => permissionsOf[role]));
}
