import type { Fault } from '../errors.ts';
import type { Role } from '../permission.ts';

/** Roles for whoever is in a group; {@link EVERYONE} stands for all whom the issuer signs in. */
export interface RoleMapping {
  readonly group: string;
  readonly roles: readonly Role[];
}

export const EVERYONE = '*';

const MAPPINGS_MAX = 100;
const GROUP_MAX = 256;

/** The roles of somebody in these groups, each once; none when no group is mapped. */
export function rolesOf(
  mappings: readonly RoleMapping[],
  groups: ReadonlySet<string>,
): readonly Role[] {
  const met = mappings.filter(({ group }) => group === EVERYONE || groups.has(group));
  return [...new Set(met.flatMap(({ roles }) => roles))];
}

export function checkRoleMappings(mappings: readonly RoleMapping[]): readonly Fault[] {
  if (mappings.length === 0 || mappings.length > MAPPINGS_MAX)
    return [{ path: 'roleMappings', message: `Map 1 to ${MAPPINGS_MAX} groups to roles.` }];
  const named = new Set<string>();
  return mappings.flatMap(({ group, roles }, position) => {
    const path = `roleMappings.${position}`;
    const isRepeated = named.has(group);
    named.add(group);
    if (group.trim() === '' || group.length > GROUP_MAX || /\p{Cc}/u.test(group))
      return [{ path: `${path}.group`, message: `A group has 1 to ${GROUP_MAX} characters.` }];
    if (isRepeated) return [{ path: `${path}.group`, message: 'This group is mapped twice.' }];
    if (roles.length === 0 || new Set(roles).size < roles.length)
      return [{ path: `${path}.roles`, message: 'Name at least one role, and none twice.' }];
    return [];
  });
}

/** An issuer that anybody can have an account at must not give roles to everybody. */
export function checkEveryone(provider: {
  readonly roleMappings: readonly RoleMapping[];
  readonly emailDomains: readonly string[];
}): readonly Fault[] {
  const { roleMappings, emailDomains } = provider;
  if (emailDomains.length > 0) return [];
  const position = roleMappings.findIndex(({ group }) => group === EVERYONE);
  if (position < 0) return [];
  const message = 'Roles for everybody need emailDomains: name the domains of your people.';
  return [{ path: `roleMappings.${position}.group`, message }];
}
