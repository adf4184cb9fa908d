import type { ChangeRequest, ChangeRequestKind } from '../../domain/change-request.ts';
import type { Permission } from '../../domain/permission.ts';
import type { Proposals } from '../../domain/review/proposal.ts';
import type { Stores, Trail } from '../../storage/storage.ts';
import type { Operation } from '../operation.ts';

/** The transaction that a change is proposed or made in. */
export interface ChangeContext {
  readonly operation: Operation;
  readonly stores: Stores;
  readonly trail: Trail;
}

/** What the engine must know of a kind of change. A new governed kind is one of these, and an entry in `kinds.ts`. */
export interface GovernedKind<Kind extends ChangeRequestKind> {
  /** What one needs to propose, edit, withdraw and apply such a change. */
  readonly proposePermission: Permission;
  /** What one needs besides, when that depends on the request; undefined means nothing. */
  readonly alsoNeededToPropose?: (request: ChangeRequest<Kind>) => readonly Permission[];
  /**
   * Version of the row that the request is about: 0 when there is none, undefined when it is past its life. The row, and
   * whatever it leans on, is held as it is until the transaction ends.
   *
   * @throws DomainError NOT_FOUND, VALIDATION_FAILED when something that it leans on is gone
   */
  holdBase(stores: Stores, request: ChangeRequest<Kind>, now: Date): Promise<number | undefined>;
  /** What the row holds of what is reviewed; undefined when there is none. Undefined for kinds that are never rebased. */
  readContent?(
    stores: Stores,
    request: ChangeRequest<Kind>,
    now: Date,
  ): Promise<Proposals[Kind] | undefined>;
  /** Why such a change is not rebased, or not taken back, and what to do instead; undefined where it is. */
  readonly never?: { readonly rebased?: string; readonly takenBack?: string } | undefined;
  /**
   * Looks whether the change could be made by the rules of this moment, and makes nothing.
   *
   * @throws DomainError VALIDATION_FAILED, NOT_FOUND
   */
  judge(context: ChangeContext, request: ChangeRequest<Kind>): Promise<void>;
  /**
   * Makes the change by the rules of this moment, with its audit entry. Quorum, digest and base version are settled.
   *
   * @throws DomainError VALIDATION_FAILED when a rule of today forbids it
   */
  apply(context: ChangeContext, request: ChangeRequest<Kind>): Promise<void>;
  /**
   * Takes the row out of use that the request has made, with its audit entry. Undefined for a kind of which nothing new may
   * be made in an emergency.
   *
   * @throws DomainError VALIDATION_FAILED while something in use leans on it
   */
  readonly end?:
    | ((context: ChangeContext, request: ChangeRequest<Kind>) => Promise<void>)
    | undefined;
}
