import { type EntityManager, EntitySchema } from 'typeorm';
import type { ChangeRequest, ChangeRequestState } from '../domain/change-request.ts';
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

function toStoredProposal({ notAfter, ...proposal }: GrantProposal): StoredProposal {
  return { ...proposal, notAfter: notAfter?.toISOString() ?? null };
}

function fromStoredProposal({ notAfter, ...proposal }: StoredProposal): GrantProposal {
  return { ...proposal, notAfter: notAfter === null ? null : new Date(notAfter) };
}
