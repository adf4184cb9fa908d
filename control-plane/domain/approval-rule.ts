import { type Fault, invalidInput } from './errors.ts';
import { type Permission, permissionsOf, type Role, roles } from './permission.ts';
import { revise, type VersionedRecord } from './record.ts';
import type { Demand } from './review/quorum.ts';

/** Kinds of changes that a tenant can make a rule for. */
export type RuledKind = 'grant' | 'route' | 'prompt_policy';

/** What the changes of one kind in one tenant need before they are made. */
export interface ApprovalRule extends VersionedRecord, Demand {
  readonly tenantId: string;
  readonly kind: RuledKind;
}

/** What the author of a rule decides. */
export type ApprovalRuleDraft = Pick<ApprovalRule, 'tenantId' | 'kind' | 'quorum' | 'roles'>;

/** What an edit may change; what is undefined stays. */
export type ApprovalRuleChange = {
  readonly [Field in keyof Demand]?: Demand[Field] | undefined;
};

export const QUORUM_MAX = 5;

/** Without a rule a grant needs one other person; everything else is made directly. No rule demands less. */
export const usualDemands: Readonly<Record<RuledKind, Demand>> = {
  grant: { quorum: 1, roles: [] },
  route: { quorum: 0, roles: [] },
  prompt_policy: { quorum: 0, roles: [] },
};

/** Kind -> what one needs to review a change of it. */
export const reviewPermissions: Readonly<
  Record<RuledKind | 'approval_rule' | 'config_plan', Permission>
> = {
  grant: 'grant:review',
  route: 'change-request:review',
  prompt_policy: 'change-request:review',
  approval_rule: 'change-request:review',
  config_plan: 'change-request:review',
};

/** @throws DomainError VALIDATION_FAILED */
export function createApprovalRule(id: string, draft: ApprovalRuleDraft, now: Date): ApprovalRule {
  return checked({ ...draft, id, version: 1, createdAt: now, updatedAt: now });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseApprovalRule(
  rule: ApprovalRule,
  change: ApprovalRuleChange,
  now: Date,
): ApprovalRule {
  return checked(revise(rule, change, now));
}

/** Who can approve, as one sentence for the requester. */
export function approversSentence({
  kind,
  demand,
}: {
  readonly kind: keyof typeof reviewPermissions;
  readonly demand: Demand;
}): string {
  const { quorum, roles: demanded } = demand;
  const able = roles.filter((role) => {
    const isDemanded = demanded.length === 0 || demanded.includes(role);
    return isDemanded && permissionsOf[role].includes(reviewPermissions[kind]);
  });
  const who = quorum === 1 ? 'another person' : `${quorum} other people`;
  const what = kind === 'grant' ? 'allowed' : 'changed';
  return `Nothing is ${what} yet: ${who} with the role ${able.join(' or ')} must approve it.`;
}

function checked(rule: ApprovalRule): ApprovalRule {
  const faults = [...checkQuorum(rule), ...checkRoles(rule)];
  if (faults.length > 0) throw invalidInput(faults);
  return rule;
}

function checkQuorum({ kind, quorum }: ApprovalRule): readonly Fault[] {
  const least = usualDemands[kind].quorum;
  if (quorum >= least && quorum <= QUORUM_MAX) return [];
  return [{ path: 'quorum', message: `A quorum is ${least} to ${QUORUM_MAX} people here.` }];
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
