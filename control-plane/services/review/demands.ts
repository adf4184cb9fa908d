import {
  demandAt,
  type RuledKind,
  reviewPermissions,
  ruledKindOf,
  usualDemands,
} from '../../domain/approval-rule.ts';
import { type ChangeRequest, isOfKind, type ReviewedContent } from '../../domain/change-request.ts';
import { ruledKindsOf } from '../../domain/config-plan.ts';
import type { Permission } from '../../domain/permission.ts';
import {
  countMissing,
  type Demand,
  demandOf,
  listDemands,
  type ReviewCase,
} from '../../domain/review/quorum.ts';
import type { Review } from '../../domain/review/review.ts';
import { unknownRisk } from '../../domain/review/risk/risk.ts';
import type { RiskLevel } from '../../domain/review/risk/risk-level.ts';
import type { Stores } from '../../storage/storage.ts';

const nothing = demandOf({ quorum: 0, roles: [] });

/**
 * What the rules of this moment demand of a change of that risk; the first is the rule in force. A change of a rule is reviewed by the
 * rule as it is, and by what it is to become; a new target by the rule of prices too.
 */
export async function readDemands(
  { approvalRules }: Stores,
  content: ReviewedContent,
  level: RiskLevel,
): Promise<readonly [Demand, ...Demand[]]> {
  if (isOfKind(content, 'approval_rule')) {
    const { proposal } = content;
    const current = await approvalRules.find(content.subjectId);
    const usual = usualDemands[proposal.kind];
    return [demandAt(current ?? usual, level), demandAt(proposal, level)];
  }
  if (isOfKind(content, 'config_plan')) return readPlanDemands(approvalRules, content, level);
  const { kind, tenantId, baseVersion } = content;
  if (kind === 'approval_rule' || kind === 'config_plan') return [nothing];
  const find = async (ruled: RuledKind) =>
    demandAt((await approvalRules.findByKind(tenantId, ruled)) ?? usualDemands[ruled], level);
  const demand = await find(ruledKindOf(kind));
  const isPriced = kind === 'target' && baseVersion === 0;
  return isPriced ? [demand, await find('price')] : [demand];
}

/**
 * A plan is reviewed as strictly as each of its parts would be, by the rules of now and those under which it was proposed;
 * the largest quorum comes first.
 */
async function readPlanDemands(
  approvalRules: Stores['approvalRules'],
  { tenantId, proposal }: ReviewedContent<'config_plan'>,
  level: RiskLevel,
): Promise<readonly [Demand, ...Demand[]]> {
  const rules = await approvalRules.listByTenant(tenantId);
  const current = ruledKindsOf(proposal).map(
    (kind) => rules.find((rule) => rule.kind === kind) ?? usualDemands[kind],
  );
  const demands = [...current, ...proposal.demands].map((demand) => demandAt(demand, level));
  const [first = nothing, ...rest] = demands.toSorted(
    (one, other) => other.quorum - one.quorum || other.roles.length - one.roles.length,
  );
  return [first, ...rest];
}

/** What one needs besides to review it: a plan that holds grants asks for the right to review those too. */
export function alsoNeededToReview(content: ReviewedContent): readonly Permission[] {
  const isOfGrants =
    isOfKind(content, 'config_plan') && ruledKindsOf(content.proposal).includes('grant');
  return isOfGrants ? [reviewPermissions.grant] : [];
}

/** What is not known is high. */
function levelOf({ risk }: Pick<ChangeRequest, 'risk'>): RiskLevel {
  return (risk ?? unknownRisk).level;
}

/** How far a request is from being approved. */
export interface Progress {
  readonly demands: readonly Demand[];
  readonly missing: number;
  readonly reviewed: ReviewCase;
}

/**
 * Counts the approvals by the rules of this moment and by those under which it was proposed. Authors and reviewers are
 * looked at as they are, and stay so until the transaction ends.
 */
export async function measureProgress(
  stores: Stores,
  request: ChangeRequest,
  reviews: readonly Review[],
): Promise<Progress> {
  const parties = await stores.parties.lock(request.id);
  const beneficiaries = await stores.parties.listBeneficiaries(request.id);
  const permission = reviewPermissions[request.kind];
  const demands = [
    ...listDemands(request.demand),
    ...(await readDemands(stores, request, levelOf(request))),
  ];
  const alsoNeeded = alsoNeededToReview(request);
  const who = { parties, beneficiaries };
  const reviewed = { request, reviews, ...who, permission, alsoNeeded };
  return { demands, missing: countMissing(demands, reviewed), reviewed };
}
