import { isSameContent } from '../canonical-json.ts';
import { permissionsOf, permissionsOfRoles, type Role } from '../permission.ts';
import type {
  ApiKeyContent,
  ModelContent,
  ProviderContent,
  RoleContent,
  RoleGrantContent,
  RoleMappingContent,
  TargetContent,
} from './proposal.ts';

/** Whether something allows less than it did, neither more nor less, or may allow more. */
export type Direction = 'tightening' | 'neutral' | 'loosening';

/** How one field differs. */
export interface FieldJudgement {
  readonly field: string;
  readonly direction: Direction;
}

/** Judges a value that differs. */
type Judge<Value> = (from: Value, to: Value) => Direction;
/** Field -> its judge. A field without one loosens, whatever is done to it. */
type Judges<Content> = { readonly [Field in keyof Content]?: Judge<Content[Field]> };

const neutral = () => 'neutral' as const;

/**
 * Names, capabilities and data terms are read by conditions of routes, which may ask that something is absent: what takes
 * one away is proven to tighten nothing.
 */
const modelJudges: Judges<ModelContent> = {
  contextWindowTokens: shrinks,
  outputTokensMax: shrinks,
  // For people: nodes refuse nothing for them.
  deprecatedAt: neutral,
  replacedById: neutral,
};

const targetJudges: Judges<TargetContent> = {
  enabled: (_from, to) => (to ? 'loosening' : 'tightening'),
};

const apiKeyJudges: Judges<ApiKeyContent> = {
  workloads: isWithin,
  routes: isWithinOrAll,
  operations: isWithinOrAll,
  scopes: isWithin,
  notAfter: (from, to) => endsNoLater(from, to),
};

const roleJudges: Judges<RoleContent> = { name: neutral, permissions: isWithin };

const roleMappingJudges: Judges<RoleMappingContent> = {
  name: neutral,
  roleMappings: (from, to) =>
    to.every(({ group, roles }) => {
      const held = from.find((one) => one.group === group)?.roles ?? [];
      return roles.every((role) => held.includes(role));
    })
      ? 'tightening'
      : 'loosening',
  emailDomains: isWithinOrAll,
};

const roleGrantJudges: Judges<RoleGrantContent> = {
  name: neutral,
  email: neutral,
  roles: (from, to) =>
    to.every((role) => from.includes(role) || isLesser(role, from)) ? 'tightening' : 'loosening',
  roleIds: isWithin,
};

export const judgeModel = judgeBy(modelJudges);
/** Address, vendor, region and terms: nothing of a provider is proven to tighten but to archive it. */
export const judgeProvider = judgeBy<ProviderContent>({});
export const judgeTarget = judgeBy(targetJudges);
/** Dearer calls cost more, cheaper ones make budgets last longer. */
export const judgePrice = judgeBy<object>({});
export const judgeApiKey = judgeBy(apiKeyJudges);
export const judgeRole = judgeBy(roleJudges);
export const judgeRoleMapping = judgeBy(roleMappingJudges);
export const judgeRoleGrant = judgeBy(roleGrantJudges);

/** Every field that differs, by name; a field that one of them lacks differs too. */
export function judgeBy<Content extends object>(
  judges: Judges<Content>,
): (from: Content, to: Content) => readonly FieldJudgement[] {
  const judgeOf = new Map<string, Judge<unknown>>(Object.entries(judges));
  return (from, to) => {
    const [old, next] = [new Map(Object.entries(from)), new Map(Object.entries(to))];
    return [...new Set([...old.keys(), ...next.keys()])].toSorted().flatMap((field) => {
      const [one, other] = [old.get(field), next.get(field)];
      if (isSameContent(one, other)) return [];
      const judge = one === undefined || other === undefined ? undefined : judgeOf.get(field);
      return [{ field, direction: judge?.(one, other) ?? 'loosening' }];
    });
  };
}

/** Whether nothing is allowed that was not allowed before. */
export function isProvenTightening(judgements: readonly FieldJudgement[]): boolean {
  return judgements.every(({ direction }) => direction !== 'loosening');
}

/** Whether the role gives nothing that those did not give. Of those that may review, rules ask for the name. */
function isLesser(role: Role, held: readonly Role[]): boolean {
  const permissions = permissionsOfRoles(held);
  const given = permissionsOf[role];
  const isReviewing = given.some((one) => one.endsWith(':review'));
  return !isReviewing && given.every((one) => permissions.has(one));
}

/** Null is unknown, and bounds nothing. */
function shrinks(from: number | null, to: number | null): Direction {
  return to !== null && (from === null || to < from) ? 'tightening' : 'loosening';
}

function isWithin(from: readonly string[], to: readonly string[]): Direction {
  return to.every((one) => from.includes(one)) ? 'tightening' : 'loosening';
}

/** An empty list stands for all. */
function isWithinOrAll(from: readonly string[], to: readonly string[]): Direction {
  if (to.length === 0) return 'loosening';
  return from.length === 0 ? 'tightening' : isWithin(from, to);
}

/** Null is never. */
function endsNoLater(from: string | null, to: string | null): Direction {
  return to !== null && (from === null || to <= from) ? 'tightening' : 'loosening';
}
