import { type ChangeRequest, isOfKind } from '../../domain/change-request.ts';
import { invalid, notFound } from '../../domain/errors.ts';
import {
  addException,
  exceptionOf,
  type FalsePositive,
  findReported,
  type ReportedBy,
  requireReportable,
} from '../../domain/prompt/false-positive.ts';
import type { PromptPolicy, PromptRule } from '../../domain/prompt-policy.ts';
import { promptPolicyContent } from '../../domain/review/content.ts';
import { requireAuthor } from '../../domain/review/review.ts';
import { approveUndemanded } from '../review/course/change-preparation.ts';
import { type Decided, replaceRequest } from '../review/decide.ts';
import type { ChangeContext } from '../review/governed-kind.ts';
import { kindOf } from '../review/kinds.ts';
import { propose } from '../review/propose.ts';

/** What somebody says is found wrongly, and the open request to which it is added instead of making another. */
export interface FalsePositiveReport extends FalsePositive {
  readonly changeRequestId: string | undefined;
}

/**
 * Proposes an exception of the rule for what it has found in that request: of that kind, in calls of the same application, with the
 * caller as its owner. It is reviewed like any other; where no rule demands a review it is approved, and `applyChange` makes it. The
 * same said twice gives the request that is open.
 *
 * @throws DomainError NOT_FOUND for a request without a decision in the caller's scope, PERMISSION_DENIED, VALIDATION_FAILED where the
 *   decision has no such finding, or it is left alone already
 */
export async function reportFalsePositive(
  context: ChangeContext,
  report: FalsePositiveReport,
): Promise<Decided> {
  const { operation, stores } = context;
  const decision = await stores.decisions.find(report.requestId);
  if (decision === undefined) throw notFound('decision');
  operation.requireFor('prompt-policy:report', decision.tenantId);
  operation.requireFor('decision:read', decision.tenantId);
  requireReportable(report, operation.now);
  const finding = findReported(decision, report);
  const named = await stores.promptPolicies.findNamed(decision.tenantId, finding.policy);
  if (named === undefined || named.archivedAt !== null)
    throw invalid('policy', 'The tenant has no prompt policy of that name any more.');
  // Two who report the same at once: the second finds the request of the first.
  const policy = await stores.promptPolicies.lock(named.id, 'update');
  const { applicationId } = decision;
  const by = { applicationId, ownerId: operation.principal.id, now: operation.now };
  const rules = addException(policy.rules, report, by);
  const open = await stores.changeRequests.listOpen(policy.id);
  const same = open.find((request) => proposesIt(request, report, by));
  if (same !== undefined) return { id: same.id, request: same };
  return proposeException(context, policy, { rules, report, by });
}

interface ProposedException {
  /** Of the policy as it is, with the exception. */
  readonly rules: readonly PromptRule[];
  readonly report: FalsePositiveReport;
  readonly by: ReportedBy;
}

function proposesIt(request: ChangeRequest, report: FalsePositive, by: ReportedBy): boolean {
  if (!isOfKind(request, 'prompt_policy')) return false;
  const rule = request.proposal.rules.find(({ name }) => name === report.rule);
  return rule !== undefined && exceptionOf(rule, report.kind, by) !== undefined;
}

async function proposeException(
  context: ChangeContext,
  policy: PromptPolicy,
  { rules, report, by }: ProposedException,
): Promise<Decided> {
  const base = promptPolicyContent(policy);
  const { changeRequestId } = report;
  const proposal =
    changeRequestId === undefined
      ? { ...base, rules }
      : await addToOpen(context, policy, { id: changeRequestId, report, by });
  const { id: subjectId, tenantId, version: baseVersion } = policy;
  const origin = { kind: 'prompt_policy', tenantId, subjectId, baseVersion } as const;
  const reason = `A false positive of "${report.rule}" in request ${report.requestId}: ${report.reason}`;
  const terms = { reason, ...(changeRequestId && { changeRequestId }) };
  const before = await propose(context, { ...origin, proposal, base }, terms);
  await kindOf(before).judge(context, before);
  if (before.state !== 'in_review') return { id: before.id, request: before };
  const after = await approveUndemanded(context, before);
  if (after === before) return { id: before.id, request: before };
  return { id: before.id, request: await replaceRequest(context, 'submit', { before, after }) };
}

/** What an open request of the caller's proposes, with the exception besides. */
async function addToOpen(
  { operation, stores }: ChangeContext,
  policy: PromptPolicy,
  {
    id,
    report,
    by,
  }: { readonly id: string; readonly report: FalsePositive; readonly by: ReportedBy },
) {
  const request = await stores.changeRequests.lock(id, 'update');
  operation.requireFor('prompt-policy:report', request.tenantId);
  if (!isOfKind(request, 'prompt_policy') || request.subjectId !== policy.id)
    throw invalid('changeRequestId', 'That change request is about something else.');
  requireAuthor(request, operation.principal);
  if (request.baseVersion !== policy.version)
    throw invalid('changeRequestId', 'The policy was changed since: rebase that request first.');
  return { ...request.proposal, rules: addException(request.proposal.rules, report, by) };
}
