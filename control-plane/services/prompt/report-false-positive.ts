import type { ChangeRequest } from '../../domain/change-request.ts';
import { invalid, notFound } from '../../domain/errors.ts';
import {
  addException,
  exceptionOf,
  type FalsePositive,
  findReported,
  type ReportedBy,
  renewExceptions,
  requireReportable,
} from '../../domain/prompt/false-positive.ts';
import type { PromptPolicy } from '../../domain/prompt-policy.ts';
import { promptPolicyContent as contentOf } from '../../domain/review/content.ts';
import type { Proposals } from '../../domain/review/proposal.ts';
import { requireAuthor } from '../../domain/review/review.ts';
import type { Stores } from '../../storage/storage.ts';
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
  const { applicationId } = decision;
  const by = { applicationId, ownerId: operation.principal.id, now: operation.now };
  const reported = { policyId: named.id, report, by };
  // As whoever decides on a request: the request before what it is about.
  const held = await holdOpen(context, reported);
  const policy = await stores.promptPolicies.lock(named.id, 'update');
  const rules = addException(policy.rules, report, by);
  // Of two who report the same at once, the second finds the request of the first here.
  const request = held ?? (await findSame(stores, reported));
  const isThere = request !== undefined && proposesIt(request, reported);
  if (isThere && request.baseVersion === policy.version) return { id: request.id, request };
  const content = request && carry(request, policy);
  if (request === undefined || (content === undefined && report.changeRequestId === undefined))
    return proposeException(context, policy, { content: { ...contentOf(policy), rules }, report });
  if (content === undefined)
    throw invalid('changeRequestId', 'The policy was changed since: rebase that request first.');
  const added = isThere ? content.rules : addException(content.rules, report, by);
  const edited = { content: { ...content, rules: added }, report, request };
  return proposeException(context, policy, edited);
}

interface Reported {
  readonly policyId: string;
  readonly report: FalsePositiveReport;
  readonly by: ReportedBy;
}

type PolicyRequest = ChangeRequest<'prompt_policy'>;
type PolicyContent = Proposals['prompt_policy'];

/** The open request that is named, or that proposes the same, held; undefined where there is none. */
async function holdOpen(
  { operation, stores }: ChangeContext,
  reported: Reported,
): Promise<PolicyRequest | undefined> {
  const { changeRequestId } = reported.report;
  if (changeRequestId === undefined) {
    const same = await findSame(stores, reported);
    return same && toPolicyRequest(await stores.changeRequests.lock(same.id, 'update'));
  }
  const named = await stores.changeRequests.lock(changeRequestId, 'update');
  operation.requireFor('prompt-policy:report', named.tenantId);
  const request = toPolicyRequest(named);
  if (request?.subjectId !== reported.policyId)
    throw invalid('changeRequestId', 'That change request is about something else.');
  requireAuthor(request, operation.principal);
  return request;
}

async function findSame(stores: Stores, reported: Reported): Promise<PolicyRequest | undefined> {
  const open = await stores.changeRequests.listOpen(reported.policyId);
  const same = open.find((request) => proposesIt(request, reported));
  return same && toPolicyRequest(same);
}

function proposesIt(request: ChangeRequest, { report, by }: Reported): boolean {
  const rules = toPolicyRequest(request)?.proposal.rules;
  const rule = rules?.find(({ name }) => name === report.rule);
  return rule !== undefined && exceptionOf(rule, report.kind, by) !== undefined;
}

function toPolicyRequest(request: ChangeRequest): PolicyRequest | undefined {
  return request.kind === 'prompt_policy' ? (request as PolicyRequest) : undefined;
}

/** What an open request comes to with the policy as it is by now; undefined where others must bring the two together. */
function carry(
  { base, baseVersion, proposal }: PolicyRequest,
  policy: PromptPolicy,
): PolicyContent | undefined {
  if (baseVersion === policy.version) return proposal;
  const rules =
    base === null ? undefined : renewExceptions({ base, proposal, current: policy.rules });
  return rules && { ...contentOf(policy), rules };
}

interface ProposedException {
  readonly content: PolicyContent;
  readonly report: FalsePositiveReport;
  /** That is edited, instead of another being made. */
  readonly request?: PolicyRequest;
}

async function proposeException(
  context: ChangeContext,
  policy: PromptPolicy,
  { content: proposal, report, request }: ProposedException,
): Promise<Decided> {
  const { id: subjectId, tenantId, version: baseVersion } = policy;
  const origin = { kind: 'prompt_policy', tenantId, subjectId, baseVersion } as const;
  const reason = `A false positive of "${report.rule}" in request ${report.requestId}: ${report.reason}`;
  const terms = { reason, ...(request && { changeRequestId: request.id }) };
  const change = { ...origin, proposal, base: contentOf(policy) };
  const before = await propose(context, change, terms);
  await kindOf(before).judge(context, before);
  if (before.state !== 'in_review') return { id: before.id, request: before };
  const after = await approveUndemanded(context, before);
  if (after === before) return { id: before.id, request: before };
  return { id: before.id, request: await replaceRequest(context, 'submit', { before, after }) };
}
