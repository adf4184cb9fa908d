import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { Review } from '../../domain/review/review.ts';

/** Table `review`. */
export const ReviewTable = new EntitySchema<Review>({
  name: 'review',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'review_pkey' },
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    changeRequestId: { name: 'change_request_id', type: 'uuid' },
    reviewerId: { name: 'reviewer_id', type: 'uuid' },
    verdict: { type: 'text' },
    digest: { type: 'text' },
    round: { type: 'integer' },
    comment: { type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  checks: [
    {
      name: 'review_verdict_check',
      expression: `verdict IN ('approved', 'rejected', 'changes_requested', 'commented')`,
    },
  ],
  indices: [
    { name: 'review_change_request_id_idx', columns: ['changeRequestId', 'createdAt'] },
    { name: 'review_tenant_id_idx', columns: ['tenantId'] },
    { name: 'review_reviewer_id_idx', columns: ['reviewerId'] },
  ],
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
