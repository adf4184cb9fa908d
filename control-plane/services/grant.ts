import { randomUUID } from 'node:crypto';
import type { ChangeRequest } from '../domain/change-request.ts';
import { invalid, invalidInput, notFound } from '../domain/errors.ts';
import {
  checkConditions,
  type Grant,
  type GrantChange,
  type GrantProposal,
  isTightening,
  proposeConditions,
  reviseGrant,
  revokeGrant,
} from '../domain/grant.ts';
import { grantContent } from '../domain/review/content.ts';
import type { AccessFilter, GrantFilter, GrantSort } from '../storage/grant.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import { requireVersion } from '../storage/row-store.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { type Changed, type MutationCall, type ReviewTerms, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import type { ChangeContext } from './review/governed-kind.ts';
import { proposeGrant } from './review/propose-grant.ts';

/** What someone asks for, and why. */
export interface GrantRequest extends GrantProposal {
  readonly tenantId: string;
  readonly reason: string;
}

/** A later end, and why. */
export interface GrantRenewal extends EditOf {
  readonly notAfter: Date;
  readonly reason: string;
}

/** What became of an edit: the grant when it was tightened at once, else the proposal that waits for review. */
export type GrantOutcome =
  | { readonly id: string; readonly grant: Grant }
  | { readonly id: string; readonly changeRequest: ChangeRequest };

/** Grants are loosened by approved change requests only; tightening is never made to wait. */
export class GrantService extends RecordService<Grant> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'grant',
      readPermission: 'grant:read',
      writePermission: 'grant:write',
      store: ({ grants }) => grants,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ revokedAt }) => revokedAt !== null,
    });
  }

  /** Proposes a new grant. @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  request(
    operation: Operation,
    call: MutationCall,
    { tenantId, reason, ...wanted }: GrantRequest,
  ): Promise<Changed<ChangeRequest>> {
    operation.require('grant:request');
    return runMutation({ storage: this.storage, operation }, call, {
      work: (stores, trail) => {
        const proposal = { ...wanted, ...proposeConditions(wanted) };
        const change = { tenantId, subjectId: randomUUID(), baseVersion: 0, proposal };
        const terms = { ...call.review, reason };
        return proposeGrant({ operation, stores, trail }, change, terms);
      },
      replay: ({ changeRequests }, id) => changeRequests.get(id),
    });
  }

  /**
   * Tightens at once, which needs `grant:write`; whatever cannot be proven a tightening is proposed, which needs
   * `grant:request` and a reason.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    edit: EditOf & GrantChange & { readonly reason: string | undefined },
  ): Promise<Changed<GrantOutcome>> {
    if (!operation.may('grant:write')) operation.require('grant:request');
    return runMutation<GrantOutcome>({ storage: this.storage, operation }, call, {
      work: async (stores, trail) => {
        const row = await stores.grants.get(edit.id);
        if (row.revokedAt !== null) throw notFound('grant');
        requireVersion(row, edit.expectedVersion, 'grant');
        const { workloads, dataClasses, environments, regions, monthlySpendNanoUsd } = edit;
        const { notAfter, reason } = edit;
        const bounds = { monthlySpendNanoUsd, notAfter };
        const change = { workloads, dataClasses, environments, regions, ...bounds };
        const terms = { ...call.review, reason };
        return this.#edit({ operation, stores, trail }, row, { change, terms });
      },
      replay: findOutcome,
    });
  }

  /**
   * Proposes the grant as it is, with a later end; it may have ended already. Needs `grant:request`.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  renew(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, notAfter, reason }: GrantRenewal,
  ): Promise<Changed<ChangeRequest>> {
    operation.require('grant:request');
    return runMutation({ storage: this.storage, operation }, call, {
      work: async (stores, trail) => {
        const row = await stores.grants.get(id);
        if (row.revokedAt !== null) throw notFound('grant');
        requireVersion(row, expectedVersion, 'grant');
        if (row.notAfter === null || notAfter <= row.notAfter)
          throw invalid('notAfter', 'A renewal ends later than the grant does.');
        const revised = reviseGrant(row, { notAfter }, operation.now);
        return proposeRevised({ operation, stores, trail }, row, { revised, terms: { reason } });
      },
      replay: ({ changeRequests }, changeRequestId) => changeRequests.get(changeRequestId),
    });
  }

  /** Grants in force, by their end when one is asked for. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async listAccess(
    operation: Operation,
    filter: AccessFilter,
    page: PageRequest,
  ): Promise<Page<Grant>> {
    operation.require('grant:read');
    return this.storage.read(operation.scope, async ({ grants, applications }) => {
      const { applicationId } = filter;
      const application = applicationId ? await applications.get(applicationId) : undefined;
      const narrowed = operation.narrow(filter);
      return grants.listAccess({ ...narrowed, application, now: operation.now }, page);
    });
  }

  /** Ends a grant at once. @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  revoke(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Grant>> {
    const revise = (row: Grant) => revokeGrant(row, operation.now);
    return this.change(operation, call, edit, { verb: 'revoke', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<GrantFilter, GrantSort>,
    page: PageRequest,
  ): Promise<Page<Grant>> {
    operation.require('grant:read');
    const { text, team, environments } = wish.filter;
    if (text !== undefined) operation.require('model:read');
    if ((text ?? team ?? environments) !== undefined) operation.require('application:read');
    return this.storage.read(operation.scope, ({ grants }) =>
      grants.list(operation.narrowList(wish), page, operation.now),
    );
  }

  async #edit(
    context: ChangeContext,
    row: Grant,
    { change, terms }: { readonly change: GrantChange; readonly terms: ReviewTerms },
  ): Promise<GrantOutcome> {
    const { operation, stores, trail } = context;
    const revised = reviseGrant(row, change, operation.now);
    const faults = checkConditions(revised, operation.now);
    if (faults.length > 0) throw invalidInput(faults);
    const { changeRequestId, asDraft = false } = terms;
    if (changeRequestId !== undefined || asDraft || !isTightening(row, revised))
      return propose(context, row, { revised, terms });
    operation.requireFor('grant:write', row.tenantId);
    await stores.grants.replace(revised);
    const given = terms.reason === undefined ? {} : { reason: terms.reason };
    this.record(trail, 'tighten', { before: row, after: revised, ...given });
    return { id: revised.id, grant: revised };
  }
}

async function propose(
  context: ChangeContext,
  row: Grant,
  { revised, terms }: { readonly revised: Grant; readonly terms: ReviewTerms },
): Promise<GrantOutcome> {
  if (terms.reason === undefined)
    throw invalid('reason', 'This loosens the grant: say why, for the one who reviews it.');
  const changeRequest = await proposeRevised(context, row, { revised, terms });
  return { id: changeRequest.id, changeRequest };
}

function proposeRevised(
  context: ChangeContext,
  row: Grant,
  { revised, terms }: { readonly revised: Grant; readonly terms: ReviewTerms },
): Promise<ChangeRequest> {
  const change = {
    tenantId: row.tenantId,
    subjectId: row.id,
    baseVersion: row.version,
    proposal: grantContent(revised),
    base: grantContent(row),
  };
  return proposeGrant(context, change, terms);
}

/** Ids are random: one that names a grant names no change request. */
async function findOutcome(stores: Stores, id: string): Promise<GrantOutcome> {
  const grant = await stores.grants.find(id);
  if (grant !== undefined) return { id, grant };
  return { id, changeRequest: await stores.changeRequests.get(id) };
}
