import { type EntityManager, EntitySchema, In, type SelectQueryBuilder } from 'typeorm';
import type { ChangeRequest, ChangeRequestState } from '../domain/change-request.ts';
import type { GrantProposal } from '../domain/grant.ts';
import type { Proposals } from '../domain/review/proposal.ts';
import { demandOf, type KeptDemand } from '../domain/review/quorum.ts';
import type { RiskLevel } from '../domain/review/risk/risk-level.ts';
import { statesBefore } from '../domain/review/transition.ts';
import { OWNERS } from './approval-rule.ts';
import { newestFirst, sortedBy, versionedColumns } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import {
  type CreatedWithin,
  createdWithin,
  distinct,
  equals,
  hasPart,
  inField,
  isAmong,
} from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** How a proposal is kept: the date that a grant has is ISO 8601 in jsonb. */
type StoredProposal =
  | (Omit<GrantProposal, 'notAfter'> & { readonly notAfter: string | null })
  | Proposals[Exclude<keyof Proposals, 'grant'>];

const OPEN_STATES = statesBefore('expire');
/** Open requests about one row that are looked at. */
const OPEN_MAX = 100;
/** Requests that one run of the job closes. */
const EXPIRED_MAX = 500;

/** Table `change_request`. */
export const ChangeRequestTable = new EntitySchema<ChangeRequest>({
  name: 'change_request',
  columns: {
    ...versionedColumns('change_request'),
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    kind: { type: 'text' },
    state: { type: 'text' },
    subjectId: { name: 'subject_id', type: 'uuid' },
    baseVersion: { name: 'base_version', type: 'integer' },
    proposal: { type: 'jsonb', transformer: { to: toStoredProposal, from: fromStoredProposal } },
    base: {
      type: 'jsonb',
      nullable: true,
      transformer: { to: toStoredProposal, from: fromStoredProposal },
    },
    digest: { type: 'text' },
    reason: { type: 'text' },
    requestedBy: { name: 'requested_by', type: 'uuid' },
    authors: { type: 'uuid', array: true },
    round: { type: 'integer' },
    demand: {
      type: 'jsonb',
      transformer: {
        to: (demand: KeptDemand) => demand,
        from: (demand: KeptDemand) => ({ ...demand, ...demandOf(demand) }),
      },
    },
    risk: { type: 'jsonb', nullable: true },
    expiresAt: { name: 'expires_at', type: 'timestamptz' },
    applyAt: { name: 'apply_at', type: 'timestamptz', nullable: true },
    applyUntil: { name: 'apply_until', type: 'timestamptz', nullable: true },
    scheduledBy: { name: 'scheduled_by', type: 'uuid', nullable: true },
    note: { type: 'text', nullable: true },
    emergency: { type: 'jsonb', nullable: true },
    revertAt: { name: 'revert_at', type: 'timestamptz', nullable: true },
    rollbackOfId: { name: 'rollback_of_id', type: 'uuid', nullable: true },
  },
  checks: [
    {
      name: 'change_request_kind_check',
      expression: `kind IN ('grant', 'route', 'prompt_policy', 'approval_rule', 'model', 'provider',
        'target', 'price', 'api_key', 'role', 'role_mapping', 'role_grant', 'config_plan',
        'limit', 'budget')`,
    },
    { name: 'change_request_tenant_id_check', expression: OWNERS },
    {
      name: 'change_request_state_check',
      expression: `state IN ('draft', 'in_review', 'changes_requested', 'approved', 'scheduled', 'suspended',
        'conflicted', 'applied', 'applied_emergency', 'ratified', 'reverted', 'rejected', 'withdrawn',
        'expired')`,
    },
    {
      name: 'change_request_schedule_check',
      expression: `(state = 'scheduled') = (apply_at IS NOT NULL AND apply_until IS NOT NULL
        AND scheduled_by IS NOT NULL)`,
    },
    {
      name: 'change_request_emergency_check',
      expression: `(state IN ('applied_emergency', 'ratified', 'reverted')) = (emergency IS NOT NULL)
        AND (state = 'applied_emergency') = (revert_at IS NOT NULL)`,
    },
  ],
  indices: [
    { name: 'change_request_tenant_id_idx', columns: ['tenantId', 'createdAt'] },
    { name: 'change_request_state_idx', columns: ['state', 'createdAt', 'id'] },
    { name: 'change_request_subject_id_idx', columns: ['subjectId'] },
    {
      name: 'change_request_expires_at_idx',
      columns: ['expiresAt'],
      where: `state IN ('draft', 'in_review', 'changes_requested', 'approved', 'scheduled', 'suspended',
        'conflicted')`,
    },
    { name: 'change_request_apply_at_idx', columns: ['applyAt'], where: `state = 'scheduled'` },
    {
      name: 'change_request_revert_at_idx',
      columns: ['revertAt'],
      where: `state = 'applied_emergency'`,
    },
    { name: 'change_request_suspended_idx', columns: ['createdAt'], where: `state = 'suspended'` },
    { name: 'change_request_requested_by_idx', columns: ['requestedBy'] },
    { name: 'change_request_scheduled_by_idx', columns: ['scheduledBy'] },
    { name: 'change_request_rollback_of_id_idx', columns: ['rollbackOfId'] },
    ...sortedBy('change_request', 'createdAt', 'updatedAt', 'expiresAt'),
  ],
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
    {
      name: 'change_request_scheduled_by_fkey',
      target: 'principal',
      columnNames: ['scheduledBy'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'change_request_rollback_of_id_fkey',
      target: 'change_request',
      columnNames: ['rollbackOfId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which change requests; what is undefined does not narrow. */
export interface ChangeRequestFilter extends CreatedWithin {
  readonly tenantId: string | undefined;
  readonly state?: ChangeRequestState | undefined;
  readonly states?: readonly ChangeRequestState[] | undefined;
  readonly kinds?: readonly ChangeRequest['kind'][] | undefined;
  readonly riskLevels?: readonly RiskLevel[] | undefined;
  readonly requestedBy?: string | undefined;
  readonly subjectId?: string | undefined;
  /** Part of the reason. */
  readonly text?: string | undefined;
}

export type ChangeRequestSort = 'createdAt' | 'updatedAt' | 'expiresAt';

export const changeRequestListing: Listing<ChangeRequest, ChangeRequestFilter, ChangeRequestSort> =
  {
    name: 'change-requests',
    sorts: { createdAt: 'row.createdAt', updatedAt: 'row.updatedAt', expiresAt: 'row.expiresAt' },
    order: newestFirst,
    narrowings: {
      tenantId: equals('tenantId'),
      state: equals('state'),
      states: isAmong('state', 'states'),
      kinds: isAmong('kind', 'kinds'),
      riskLevels: isOfRisk,
      requestedBy: equals('requestedBy'),
      subjectId: equals('subjectId'),
      text: hasPart(inField('reason')),
      ...createdWithin,
    },
  };

export class ChangeRequestStore extends RowStore<ChangeRequest> {
  constructor(manager: EntityManager) {
    super(manager, ChangeRequestTable, 'change request');
  }

  /** @throws DomainError VALIDATION_FAILED */
  async list(
    wish: ListWish<ChangeRequestFilter, ChangeRequestSort>,
    page: PageRequest,
  ): Promise<Page<ChangeRequest>> {
    return readList(this, changeRequestListing, wish, page);
  }

  /** The request by which the row was changed without its quorum, while that is in force. */
  async findInEmergency(subjectId: string): Promise<ChangeRequest | undefined> {
    const [found] = await this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ subjectId, state: 'applied_emergency' })
      .limit(1)
      .getMany();
    return found;
  }

  /** Requests about the row that are not at their end, oldest first: the first hundred. */
  async listOpen(subjectId: string): Promise<readonly ChangeRequest[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ subjectId, state: In([...OPEN_STATES]) })
      .orderBy('row.createdAt')
      .limit(OPEN_MAX)
      .getMany();
  }

  /** The request about the row that was made at that moment; undefined when there is none. */
  async findMadeWith(subjectId: string, createdAt: Date): Promise<ChangeRequest | undefined> {
    const [made] = await this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ subjectId, createdAt })
      .limit(1)
      .getMany();
    return made;
  }

  /**
   * Requests past their time that nobody has closed, held, oldest first; those that somebody works on at this moment are
   * left for the next look.
   */
  async lockExpired(now: Date): Promise<readonly ChangeRequest[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where('row.expiresAt <= :now', { now })
      .andWhere({ state: In([...OPEN_STATES]) })
      .orderBy('row.expiresAt')
      .limit(EXPIRED_MAX)
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .getMany();
  }
}

/** The risk of a request that was made before risks were computed is high. */
function isOfRisk(query: SelectQueryBuilder<ChangeRequest>, riskLevels: readonly string[]): void {
  query.andWhere(`coalesce(row.risk ->> 'level', 'high') = ANY (:riskLevels)`, {
    riskLevels: distinct('riskLevels', riskLevels),
  });
}

/** Only grants name a model and no provider. */
function toStoredProposal(proposal: Proposals[keyof Proposals] | null): StoredProposal | null {
  if (proposal === null || !('modelId' in proposal) || 'providerId' in proposal) return proposal;
  return { ...proposal, notAfter: proposal.notAfter?.toISOString() ?? null };
}

function fromStoredProposal(stored: StoredProposal | null): Proposals[keyof Proposals] | null {
  if (stored === null || !('modelId' in stored) || 'providerId' in stored) return stored;
  return { ...stored, notAfter: stored.notAfter === null ? null : new Date(stored.notAfter) };
}
