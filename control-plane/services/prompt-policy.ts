import { randomUUID } from 'node:crypto';
import type { ChangeRequest } from '../domain/change-request.ts';
import { invalid } from '../domain/errors.ts';
import type { Inspection } from '../domain/prompt/inspection.ts';
import type {
  PromptPolicy,
  PromptPolicyChange,
  PromptPolicyDraft,
} from '../domain/prompt-policy.ts';
import { archive } from '../domain/record.ts';
import { promptPolicyContent } from '../domain/review/content.ts';
import { isPromptPolicyTightening, onlyTightens } from '../domain/review/tightening.ts';
import type { InspectionDesk } from '../inspection/inspection-desk.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { PromptPolicyFilter } from '../storage/prompt-policy.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { requireUnused } from './in-use.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type InspectionQuestion, inspectPolicy } from './prompt/inspect-policy.ts';
import { type FalsePositiveReport, reportFalsePositive } from './prompt/report-false-positive.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { decide } from './review/decide.ts';
import { buildPromptPolicy, rebuildPromptPolicy } from './review/kind/build-prompt-policy.ts';

export class PromptPolicyService extends RecordService<PromptPolicy> {
  readonly #desk: InspectionDesk;

  constructor(storage: Storage, desk: InspectionDesk) {
    super(storage, {
      noun: 'prompt-policy',
      readPermission: 'prompt-policy:read',
      writePermission: 'prompt-policy:write',
      store: ({ promptPolicies }) => promptPolicies,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
      describeChange: (before, after) => ({
        kind: 'prompt_policy',
        tenantId: after.tenantId,
        proposal: promptPolicyContent(after),
        base: before && promptPolicyContent(before),
        isTightening:
          before === undefined ? onlyTightens(after) : isPromptPolicyTightening(before, after),
      }),
    });
    this.#desk = desk;
  }

  /**
   * Never waits for a review: a policy inspects nothing until a route names it or it is attached, which is reviewed.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  create(
    operation: Operation,
    call: MutationCall,
    draft: PromptPolicyDraft,
  ): Promise<Changed<PromptPolicy>> {
    const { now } = operation;
    return this.insert(operation, call, (stores) =>
      buildPromptPolicy(stores, randomUUID(), { draft, now }),
    );
  }

  /**
   * @throws ReviewRequired when the tenant's rule demands it, and the edit cannot be proven to tighten
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & PromptPolicyChange,
  ): Promise<Changed<PromptPolicy>> {
    const { now } = operation;
    const revise = (row: PromptPolicy, stores: Stores) =>
      rebuildPromptPolicy(stores, row, { change, now });
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /**
   * Refused while a route that is not archived uses it, and while it is attached.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<PromptPolicy>> {
    const revise = async (row: PromptPolicy, { promptPolicies, routes }: Stores) => {
      await promptPolicies.lock(row.id, 'update');
      const rows = await routes.listInspectedBy(row.id);
      requireUnused('prompt policy', { noun: 'routes', rows });
      if (row.appliesTo !== null)
        throw invalid(
          'id',
          'This prompt policy applies to calls by itself: set appliesTo to null first.',
        );
      return archive(row, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** Somebody's word that a finding is false, as a proposal. @throws DomainError as `reportFalsePositive`, IDEMPOTENCY_KEY_REUSED */
  report(
    operation: Operation,
    call: MutationCall,
    report: FalsePositiveReport,
  ): Promise<Changed<ChangeRequest>> {
    operation.require('prompt-policy:report');
    operation.require('decision:read');
    return decide({ storage: this.storage, operation }, call, (context) =>
      reportFalsePositive(context, report),
    );
  }

  /** What the policy, or what is to become of one, would make of texts. @throws DomainError as `inspectPolicy` */
  async inspect(operation: Operation, question: InspectionQuestion): Promise<Inspection> {
    operation.require('prompt-policy:read');
    return inspectPolicy({ storage: this.storage, desk: this.#desk }, operation, question);
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<PromptPolicyFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<PromptPolicy>> {
    operation.require('prompt-policy:read');
    return this.storage.read(operation.scope, ({ promptPolicies }) =>
      promptPolicies.list(operation.narrowList(wish), page, operation.now),
    );
  }
}
