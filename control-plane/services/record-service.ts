import type { ObjectLiteral } from 'typeorm';
import { type Changes, describeChanges } from '../domain/audit.ts';
import type { ChangeRequest } from '../domain/change-request.ts';
import { invalid, notFound } from '../domain/errors.ts';
import type { Permission } from '../domain/permission.ts';
import type { VersionedRecord } from '../domain/record.ts';
import { type RowStore, requireVersion } from '../storage/row-store.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import type { DescribedChange } from './review/described-change.ts';
import type { ChangeContext } from './review/governed-kind.ts';
import { proposeWhereDemanded } from './review/propose.ts';
import { ReviewRequired } from './review/review-required.ts';

/** What a service must know of its noun. */
export interface NounTraits<Row extends VersionedRecord & ObjectLiteral> {
  /** As in permissions, audit actions and global ids: `api-key`. */
  readonly noun: string;
  readonly readPermission: Permission;
  readonly writePermission: Permission;
  readonly store: (stores: Stores) => RowStore<Row>;
  /** Tenant that owns the row; null for what the platform owns. */
  readonly ownerOf: (row: Row) => string | null;
  /** Chain of the audit log; the owner's, unless the noun says otherwise. */
  readonly auditTenantOf?: (row: Row) => string | null;
  /** Whether the row is past its life: nobody can change it. */
  readonly isEnded: (row: Row) => boolean;
  /** Whether to end a row allows something new, and is described as any other change; absent means no. */
  readonly isEndReviewed?: boolean;
  /**
   * For nouns that approval rules can be made for: what is reviewed of a change, by the kinds that it is of; `before` is undefined
   * for a new row.
   */
  readonly describeChange?: (
    before: Row | undefined,
    after: Row,
  ) => DescribedChange | readonly DescribedChange[];
}

/** The row as it is, or the request that was made of it instead. */
type Outcome<Row> =
  | { readonly id: string; readonly row: Row }
  | { readonly id: string; readonly changeRequest: ChangeRequest };

/** Which row an edit is about, and the version that its author saw. */
export interface EditOf {
  readonly id: string;
  readonly expectedVersion: number;
}

/** A change of an existing row: the word of the audit log, and the new value. */
export interface Revision<Row> {
  readonly verb: string;
  readonly revise: (row: Row, stores: Stores) => Row | Promise<Row>;
  /** Why, for the audit log. */
  readonly reason?: string;
  /** Whether a row that is past its life may be changed so. */
  readonly ofEnded?: boolean;
  readonly beside?: Beside<Row> | undefined;
}

/** What is written beside a row and is no part of it, such as a secret: it is never proposed. */
export interface Beside<Row> {
  /** The input field by which it is given; undefined when nothing is given that a review would lose. */
  readonly field: string | undefined;
  /** Gives what the audit log tells of it. `before` is `after` for a new row. */
  readonly write: (stores: Stores, after: Row, before: Row) => Promise<Changes>;
}

/** A row before and after, and what is to be written beside it. */
interface Proposing<Row> {
  readonly before?: Row;
  readonly after: Row;
  readonly beside?: Beside<Row> | undefined;
}

/** Use cases that every noun of versioned rows has in common: who may, in one transaction, with its audit entry. */
export class RecordService<Row extends VersionedRecord & ObjectLiteral> {
  protected readonly storage: Storage;
  readonly #traits: NounTraits<Row>;

  constructor(storage: Storage, traits: NounTraits<Row>) {
    this.storage = storage;
    this.#traits = traits;
  }

  /** Undefined when there is none in the caller's scope. @throws DomainError PERMISSION_DENIED */
  async find(operation: Operation, id: string): Promise<Row | undefined> {
    const [row] = await this.listByIds(operation, [id]);
    return row;
  }

  /** For loaders: rows in any order, the missing ones left out. @throws DomainError PERMISSION_DENIED */
  async listByIds(operation: Operation, ids: readonly string[]): Promise<readonly Row[]> {
    operation.require(this.#traits.readPermission);
    return this.storage.read(operation.scope, (stores) =>
      this.#traits.store(stores).listByIds(ids),
    );
  }

  /**
   * @throws ReviewRequired when a rule of the tenant demands it; nothing is made then but a change request
   * @throws DomainError PERMISSION_DENIED, IDEMPOTENCY_KEY_REUSED, and what `build` throws
   */
  protected async insert(
    operation: Operation,
    call: MutationCall,
    build: (stores: Stores) => Row | Promise<Row>,
    beside?: Beside<Row>,
  ): Promise<Changed<Row>> {
    operation.require(this.#traits.writePermission);
    return this.#mutate(operation, call, async (stores, trail) => {
      const row = await build(stores);
      operation.requireFor(this.#traits.writePermission, this.#traits.ownerOf(row));
      const change = { after: row, beside };
      const changeRequest = await this.#propose({ operation, stores, trail }, call, change);
      if (changeRequest !== undefined) return { id: changeRequest.id, changeRequest };
      await this.#traits.store(stores).insert(row);
      const also = await beside?.write(stores, row, row);
      this.record(trail, 'create', { after: row, ...(also && { also }) });
      return { id: row.id, row };
    });
  }

  /**
   * Permission is asked of the tenant that owns the loaded row.
   *
   * @throws ReviewRequired when a rule of the tenant demands it; nothing is made then but a change request
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED, and what `revise` throws
   */
  protected async change(
    operation: Operation,
    call: MutationCall,
    edit: EditOf,
    { verb, revise, reason, ofEnded = false, beside }: Revision<Row>,
  ): Promise<Changed<Row>> {
    operation.require(this.#traits.writePermission);
    return this.#mutate(operation, call, async (stores, trail) => {
      const row = await this.loadForChange(operation, stores, edit, ofEnded);
      const revised = await revise(row, stores);
      const change = { before: row, after: revised };
      const context = { operation, stores, trail };
      const changeRequest = await this.#propose(context, call, { ...change, beside });
      if (changeRequest !== undefined) return { id: changeRequest.id, changeRequest };
      await this.#traits.store(stores).replace(revised);
      const also = await beside?.write(stores, revised, row);
      const why = reason !== undefined && { reason };
      this.record(trail, verb, { ...change, ...(also && { also }), ...why });
      return { id: revised.id, row: revised };
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT */
  protected async loadForChange(
    operation: Operation,
    stores: Stores,
    { id, expectedVersion }: EditOf,
    ofEnded = false,
  ): Promise<Row> {
    const { noun, store, ownerOf, writePermission, isEnded } = this.#traits;
    const row = await store(stores).get(id);
    operation.requireFor(writePermission, ownerOf(row));
    if (isEnded(row) && !ofEnded) throw notFound(noun.replaceAll('-', ' '));
    requireVersion(row, expectedVersion, noun.replaceAll('-', ' '));
    return row;
  }

  /** Writes the audit entry of a change into the transaction's trail. */
  protected record(
    trail: Trail,
    verb: string,
    change: {
      readonly before?: Row;
      readonly after: Row;
      readonly reason?: string;
      /** What changed besides the columns of the row. */
      readonly also?: Changes;
    },
  ): void {
    const { noun, ownerOf, auditTenantOf = ownerOf } = this.#traits;
    trail.entries.push({
      tenantId: auditTenantOf(change.after),
      action: `${noun}.${verb}`,
      object: `${noun}/${change.after.id}`,
      changes: { ...describeChanges(change.before, change.after), ...change.also },
      reason: change.reason,
    });
  }

  /** Undefined when the change may be made. What takes a row out of use only tightens, unless the noun says otherwise. */
  async #propose(
    context: ChangeContext,
    call: MutationCall,
    { before, after, beside }: Proposing<Row>,
  ): Promise<ChangeRequest | undefined> {
    const { describeChange, isEnded, isEndReviewed = false } = this.#traits;
    if (describeChange === undefined || (isEnded(after) && !isEndReviewed)) return undefined;
    const origin = { subjectId: after.id, baseVersion: before?.version ?? 0 };
    const changes = [describeChange(before, after)].flat().map((one) => ({ ...one, ...origin }));
    const made = await proposeWhereDemanded(context, changes, call.review ?? {});
    if (made !== undefined && beside?.field !== undefined)
      throw invalid(
        beside.field,
        'The rest of this must be reviewed, and this is never part of a proposal: give it in a call of its own.',
      );
    return made;
  }

  async #mutate(
    operation: Operation,
    call: MutationCall,
    work: (stores: Stores, trail: Trail) => Promise<Outcome<Row>>,
  ): Promise<Changed<Row>> {
    const replay = async (stores: Stores, id: string) => this.#findOutcome(stores, id);
    const context = { storage: this.storage, operation };
    const { value, ...rest } = await runMutation<Outcome<Row>>(context, call, { work, replay });
    if ('changeRequest' in value) throw new ReviewRequired(value.changeRequest);
    return { value: value.row, ...rest };
  }

  /** Ids are random: one that names a row names no change request. */
  async #findOutcome(stores: Stores, id: string): Promise<Outcome<Row>> {
    const isReviewed = this.#traits.describeChange !== undefined;
    const changeRequest = isReviewed ? await stores.changeRequests.find(id) : undefined;
    if (changeRequest !== undefined) return { id, changeRequest };
    return { id, row: await this.#traits.store(stores).get(id) };
  }
}
