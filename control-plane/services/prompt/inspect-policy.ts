import { PROMPT_POLICY_LIMITS } from '../../../policy/check-prompt-policy.ts';
import type { PromptPolicy as PolicyOfNodes } from '../../../policy/resource.ts';
import { isOfKind } from '../../domain/change-request.ts';
import { invalid, notFound } from '../../domain/errors.ts';
import {
  type Inspection,
  type InspectionCall,
  requireInspectable,
} from '../../domain/prompt/inspection.ts';
import { namedByExceptions } from '../../domain/prompt/rule-exception.ts';
import {
  createPromptPolicy,
  outsideDetectorIdsOf,
  type PromptRule,
  rerouteIdsOf,
} from '../../domain/prompt-policy.ts';
import type { InspectionDesk } from '../../inspection/inspection-desk.ts';
import type { Storage, Stores } from '../../storage/storage.ts';
import type { Operation } from '../operation.ts';

/** Which policy is tried: exactly one of these. */
export interface InspectedPolicy {
  readonly promptPolicyId: string | undefined;
  /** A change request about a prompt policy: what it proposes. */
  readonly changeRequestId: string | undefined;
  /** Rules that nobody has saved, of a tenant. */
  readonly tenantId: string | undefined;
  readonly rules: readonly PromptRule[] | undefined;
}

export interface InspectionQuestion extends InspectedPolicy, InspectionCall {}

/**
 * Judges texts as a node would judge a call, in a thread of its own. Writes nothing, and no text leaves it but to the caller: neither
 * logs nor the audit have any.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, BUSY
 */
export async function inspectPolicy(
  { storage, desk }: { readonly storage: Storage; readonly desk: InspectionDesk },
  operation: Operation,
  question: InspectionQuestion,
): Promise<Inspection> {
  const policy = await storage.read(operation.scope, (stores) =>
    loadPolicy(stores, operation, question),
  );
  const { texts, applicationId = '', at } = question;
  const task = { policy, texts, call: { applicationId, atMs: at.getTime() } };
  return desk.inspect(operation.principal.id, task);
}

async function loadPolicy(
  stores: Stores,
  operation: Operation,
  question: InspectionQuestion,
): Promise<PolicyOfNodes> {
  const policy = await findPolicy(stores, operation, question);
  requireInspectable(question.texts);
  const { applicationId } = question;
  if (applicationId === undefined) return policy;
  const application = await stores.applications.find(applicationId);
  if (application?.tenantId !== policy.tenantId) throw notFound('application');
  return policy;
}

async function findPolicy(
  stores: Stores,
  operation: Operation,
  asked: InspectedPolicy,
): Promise<PolicyOfNodes> {
  const { promptPolicyId, changeRequestId, tenantId, rules } = asked;
  const named = [promptPolicyId, changeRequestId, rules].filter((one) => one !== undefined);
  if (named.length !== 1 || (rules === undefined) !== (tenantId === undefined))
    throw invalid(
      'promptPolicyId',
      'Name a prompt policy, or a change request, or a tenant and rules: one of the three.',
    );
  if (promptPolicyId !== undefined) {
    const { appliesTo: _appliesTo, ...policy } = await stores.promptPolicies.get(promptPolicyId);
    operation.requireFor('prompt-policy:read', policy.tenantId);
    return policy;
  }
  if (changeRequestId !== undefined) return findProposed(stores, operation, changeRequestId);
  const tenant = await stores.tenants.get(tenantId ?? '');
  operation.requireFor('prompt-policy:read', tenant.id);
  return requireSound(stores, operation, { tenantId: tenant.id, rules: rules ?? [] });
}

/** What a request proposes, whatever became of it. */
async function findProposed(
  stores: Stores,
  operation: Operation,
  id: string,
): Promise<PolicyOfNodes> {
  const request = await stores.changeRequests.get(id);
  operation.requireFor('grant:read', request.tenantId);
  operation.requireFor('prompt-policy:read', request.tenantId);
  if (!isOfKind(request, 'prompt_policy') || request.tenantId === null)
    throw invalid('changeRequestId', 'That change request is about something else.');
  const { name, rules } = request.proposal;
  return { id: request.subjectId, tenantId: request.tenantId, name, rules };
}

/** Judged as saving would judge them; who answers for exceptions is not looked at. */
async function requireSound(
  { routes, outsideDetectors }: Stores,
  { now }: Operation,
  { tenantId, rules }: Pick<PolicyOfNodes, 'tenantId' | 'rules'>,
): Promise<PolicyOfNodes> {
  const ids = rerouteIdsOf(rules).slice(0, PROMPT_POLICY_LIMITS.rulesMax);
  const rows = ids.length === 0 ? [] : await routes.listByIds(ids);
  const usable = rows.filter((row) => row.tenantId === tenantId && row.archivedAt === null);
  const routeIds = new Set(usable.map(({ id }) => id));
  const asked = outsideDetectorIdsOf(rules).slice(0, PROMPT_POLICY_LIMITS.rulesMax);
  const detectors = asked.length === 0 ? [] : await outsideDetectors.listByIds(asked);
  const outsideKinds = new Map(
    detectors
      .filter((row) => row.tenantId === tenantId && row.archivedAt === null)
      .map(({ id, kinds }) => [id, kinds]),
  );
  const context = { now, routeIds, outsideKinds, ...namedByExceptions(rules) };
  const { appliesTo: _appliesTo, ...policy } = createPromptPolicy(
    '',
    { tenantId, name: 'draft', rules },
    context,
  );
  return policy;
}
