import { type Fault, invalidInput } from './errors.ts';
import { type Permission, permissionsOf, type Role } from './permission.ts';
import { revise, type VersionedRecord } from './record.ts';
import { type Demand, demandOf, isAsStrict } from './review/quorum.ts';
import type { RiskLevel } from './review/risk/risk-level.ts';

/** Kinds of changes that a rule can be made for. */
export type RuledKind =
  | 'grant'
  | 'route'
  | 'prompt_policy'
  | 'api_key'
  | 'model'
  | 'provider'
  | 'target'
  | 'price'
  | 'role'
  | 'limit'
  | 'budget';

/** Kinds of changes that are reviewed: one rule holds for whatever gives roles. */
export type ReviewedKind =
  | RuledKind
  | 'approval_rule'
  | 'config_plan'
  | 'role_mapping'
  | 'role_grant';

/** What the changes of one kind in one tenant, or of the platform, need before they are made. */
export interface ApprovalRule extends VersionedRecord, Demand {
  /** Null for the platform. */
  readonly tenantId: string | null;
  /** What is of high risk needs so many instead, where they are more; null for no more. */
  readonly highRiskQuorum: number | null;
  /** Teams, as in `teams`, that only what is of high risk asks for; empty for no others than all else. */
  readonly highRiskTeams: readonly string[];
  readonly kind: RuledKind;
}

/** What a rule demands beside, where the risk is high. */
type HighRiskField = 'highRiskQuorum' | 'highRiskTeams';

/** What the author of a rule decides. */
export type ApprovalRuleDraft = Pick<ApprovalRule, 'tenantId' | 'kind' | 'quorum' | 'roles'> &
  Partial<Pick<ApprovalRule, 'groups' | 'teams' | HighRiskField>>;

/** What an edit may change; what is undefined stays. */
export type ApprovalRuleChange = {
  readonly [Field in keyof Demand | HighRiskField]?: ApprovalRule[Field] | undefined;
};

export const QUORUM_MAX = 5;
const GROUPS_MAX = 20;
const GROUP_MAX = 256;

const none = demandOf({ quorum: 0, roles: [] });

/** Without a rule a grant needs one other person; everything else is made directly. No rule demands less. */
export const usualDemands: Readonly<Record<RuledKind, Demand>> = {
  grant: demandOf({ quorum: 1, roles: [] }),
  route: none,
  prompt_policy: none,
  api_key: none,
  model: none,
  provider: none,
  target: none,
  price: none,
  role: none,
  limit: none,
  budget: none,
};

/** Who can make a rule for the kind: tenants, the platform, or each for its own. */
const owners: Readonly<Record<RuledKind, 'tenant' | 'platform' | 'both'>> = {
  grant: 'tenant',
  route: 'tenant',
  prompt_policy: 'tenant',
  api_key: 'tenant',
  model: 'platform',
  provider: 'platform',
  target: 'platform',
  price: 'platform',
  role: 'both',
  limit: 'tenant',
  budget: 'tenant',
};

/** Kind -> what one needs to review a change of it. */
export const reviewPermissions: Readonly<Record<ReviewedKind, Permission>> = {
  grant: 'grant:review',
  route: 'change-request:review',
  prompt_policy: 'change-request:review',
  approval_rule: 'change-request:review',
  config_plan: 'change-request:review',
  api_key: 'change-request:review',
  model: 'change-request:review',
  provider: 'change-request:review',
  target: 'change-request:review',
  price: 'change-request:review',
  role: 'change-request:review',
  role_mapping: 'change-request:review',
  role_grant: 'change-request:review',
  limit: 'change-request:review',
  budget: 'change-request:review',
};

/** The kind whose rule holds. */
export function ruledKindOf(
  kind: Exclude<ReviewedKind, 'approval_rule' | 'config_plan'>,
): RuledKind {
  return kind === 'role_mapping' || kind === 'role_grant' ? 'role' : kind;
}

/** @throws DomainError VALIDATION_FAILED */
export function createApprovalRule(id: string, draft: ApprovalRuleDraft, now: Date): ApprovalRule {
  const { highRiskQuorum = null, highRiskTeams = [] } = draft;
  const first = { id, version: 1, createdAt: now, updatedAt: now };
  return checked({ ...draft, ...demandOf(draft), highRiskQuorum, highRiskTeams, ...first });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseApprovalRule(
  rule: ApprovalRule,
  change: ApprovalRuleChange,
  now: Date,
): ApprovalRule {
  return checked(revise(rule, change, now));
}

/** What a rule demands of a change of that risk. */
export function demandAt(
  rule: Parameters<typeof demandOf>[0] & Pick<ApprovalRuleDraft, HighRiskField>,
  level: RiskLevel,
): Demand {
  const demand = demandOf(rule);
  if (level !== 'high') return demand;
  const { highRiskQuorum, highRiskTeams = [] } = rule;
  const teams = demand.teams.length > 0 ? demand.teams : highRiskTeams;
  return { ...demand, quorum: Math.max(rule.quorum, highRiskQuorum ?? 0), teams };
}

/** Whether whatever the old rule holds back, the new one holds back too, at every risk. */
export function isRuleAsStrict(
  from: Parameters<typeof demandAt>[0],
  to: Parameters<typeof demandAt>[0],
): boolean {
  const levels = ['low', 'high'] as const;
  return levels.every((level) => isAsStrict(demandAt(from, level), demandAt(to, level)));
}

function checked(rule: ApprovalRule): ApprovalRule {
  const faults = [
    ...checkOwner(rule),
    ...checkQuorum(rule),
    ...checkRoles(rule),
    ...checkGroups('groups', rule.groups),
    ...checkGroups('teams', rule.teams),
    ...checkGroups('highRiskTeams', rule.highRiskTeams),
    ...checkHighRiskTeams(rule),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return rule;
}

function checkOwner({ kind, tenantId }: ApprovalRule): readonly Fault[] {
  const isOfPlatform = tenantId === null;
  if (owners[kind] === 'both' || isOfPlatform === (owners[kind] === 'platform')) return [];
  const message = isOfPlatform
    ? "Changes of this kind are a tenant's: say of which."
    : 'Changes of this kind are of the platform: leave the tenant out.';
  return [{ path: 'tenantId', message }];
}

function checkQuorum({ kind, quorum, highRiskQuorum }: ApprovalRule): readonly Fault[] {
  const least = usualDemands[kind].quorum;
  if (quorum < least || quorum > QUORUM_MAX)
    return [{ path: 'quorum', message: `A quorum is ${least} to ${QUORUM_MAX} people here.` }];
  if (highRiskQuorum === null) return [];
  if (highRiskQuorum >= quorum && highRiskQuorum <= QUORUM_MAX) return [];
  const message = `What is of high risk needs ${quorum} to ${QUORUM_MAX} people here, as many as all else at least.`;
  return [{ path: 'highRiskQuorum', message }];
}

/** Teams that nobody is asked for, or that another list asks for already, would only look like a demand. */
function checkHighRiskTeams(rule: ApprovalRule): readonly Fault[] {
  const { highRiskTeams, teams } = rule;
  if (highRiskTeams.length === 0) return [];
  const path = 'highRiskTeams';
  if (teams.length > 0)
    return [{ path, message: 'Every change needs one of `teams` already: empty one of the two.' }];
  if (demandAt(rule, 'high').quorum > 0) return [];
  return [{ path, message: 'Nobody reviews what is of high risk: set `highRiskQuorum` too.' }];
}

/** A role that may not review would make the rule one that nobody can meet. */
function checkRoles({ kind, roles }: ApprovalRule): readonly Fault[] {
  const permission = reviewPermissions[kind];
  return roles.flatMap((role: Role, position) => {
    const path = `roles.${position}`;
    if (roles.indexOf(role) !== position) return [{ path, message: 'A role is named twice.' }];
    if (permissionsOf[role].includes(permission)) return [];
    return [{ path, message: `The role ${role} does not have ${permission}.` }];
  });
}

/** Whether there are such groups is known to the identity provider alone. */
function checkGroups(path: string, groups: readonly string[]): readonly Fault[] {
  if (groups.length > GROUPS_MAX)
    return [{ path, message: `A rule names at most ${GROUPS_MAX} of them.` }];
  return groups.flatMap((group, position) => {
    const at = `${path}.${position}`;
    if (groups.indexOf(group) !== position) return [{ path: at, message: 'It is named twice.' }];
    if (group.trim() !== '' && group.length <= GROUP_MAX && !/\p{Cc}/u.test(group)) return [];
    return [{ path: at, message: `A group has 1 to ${GROUP_MAX} characters.` }];
  });
}
