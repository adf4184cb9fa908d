import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { ChangeRequest, ChangeRequestState, Review } from '../domain/change-request.ts';
import type { GrantProposal } from '../domain/grant.ts';
import { versionedColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** How a proposal is kept: a date is ISO 8601 in jsonb. */
type StoredProposal = Omit<GrantProposal, 'notAfter'> & { readonly notAfter: string | null };

/** Table `change_request`. */
export const ChangeRequestTable = new EntitySchema<ChangeRequest>({
  name: 'change_request',
  columns: {
    ...versionedColumns('change_request'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    kind: { type: 'text' },
    state: { type: 'text' },
    subjectId: { name: 'subject_id', type: 'uuid' },
    baseVersion: { name: 'base_version', type: 'integer' },
    proposal: { type: 'jsonb', transformer: { to: toStoredProposal, from: fromStoredProposal } },
    digest: { type: 'text' },
    reason: { type: 'text' },
    requestedBy: { name: 'requested_by', type: 'uuid' },
  },
  checks: [
    { name: 'change_request_kind_check', expression: `kind = 'grant'` },
    {
      name: 'change_request_state_check',
      expression: `state IN ('in_review', 'applied', 'rejected', 'withdrawn')`,
    },
  ],
  indices: [{ name: 'change_request_tenant_id_idx', columns: ['tenantId', 'createdAt'] }],
  foreignKeys: [
    {
      name: 'change_request_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'change_request_requested_by_fkey',
      target: 'principal',
      columnNames: ['requestedBy'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Table `review`. */
export const ReviewTable = new EntitySchema<Review>({
  name: 'review',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'review_pkey' },
    tenantId: { name: 'tenant_id', type: 'uuid' },
    changeRequestId: { name: 'change_request_id', type: 'uuid' },
    reviewerId: { name: 'reviewer_id', type: 'uuid' },
    verdict: { type: 'text' },
    digest: { type: 'text' },
    comment: { type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  checks: [{ name: 'review_verdict_check', expression: `verdict IN ('approved', 'rejected')` }],
  indices: [{ name: 'review_change_request_id_idx', columns: ['changeRequestId', 'createdAt'] }],
  foreignKeys: [
    {
      name: 'review_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'review_change_request_id_fkey',
      target: 'change_request',
      columnNames: ['changeRequestId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'review_reviewer_id_fkey',
      target: 'principal',
      columnNames: ['reviewerId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which change requests; what is undefined does not narrow. */
export interface ChangeRequestFilter {
  readonly tenantId: string | undefined;
  readonly state: ChangeRequestState | undefined;
}

export class ChangeRequestStore extends RowStore<ChangeRequest> {
  constructor(manager: EntityManager) {
    super(manager, ChangeRequestTable, 'change request');
  }

  /** Newest first. */
  async list(
    { tenantId, state }: ChangeRequestFilter,
    page: PageRequest,
  ): Promise<Page<ChangeRequest>> {
    const list = `change-requests/${tenantId ?? ''}/${state ?? ''}`;
    const keyset = { list, column: 'createdAt', direction: 'DESC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) => {
      if (tenantId !== undefined) query.andWhere({ tenantId });
      if (state !== undefined) query.andWhere({ state });
      return query;
    });
  }
}

/** Reviews are written once and never changed. */
export class ReviewStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async insert(review: Review): Promise<void> {
    await this.#manager.createQueryBuilder().insert().into(ReviewTable).values(review).execute();
  }

  /** Reviews of any of the change requests, oldest first. */
  async listByChangeRequests(changeRequestIds: readonly string[]): Promise<readonly Review[]> {
    return this.#manager
      .createQueryBuilder(ReviewTable, 'row')
      .where({ changeRequestId: In([...changeRequestIds]) })
      .orderBy('row.createdAt')
      .addOrderBy('row.id')
      .getMany();
  }
}

function toStoredProposal({ notAfter, ...proposal }: GrantProposal): StoredProposal {
  return { ...proposal, notAfter: notAfter?.toISOString() ?? null };
}

function fromStoredProposal({ notAfter, ...proposal }: StoredProposal): GrantProposal {
  return { ...proposal, notAfter: notAfter === null ? null : new Date(notAfter) };
}
