import type { ObjectLiteral } from 'typeorm';
import { type Changes, describeChanges } from '../../domain/audit.ts';
import type { ChangeRequest, ChangeRequestKind } from '../../domain/change-request.ts';
import type { Permission } from '../../domain/permission.ts';
import type { VersionedRecord } from '../../domain/record.ts';
import type { RowStore } from '../../storage/row-store.ts';
import type { Stores } from '../../storage/storage.ts';
import type { GovernedKind } from './governed-kind.ts';

/** What differs between kinds whose rows are made and revised by one function each. */
interface RecordKindTraits<
  Kind extends ChangeRequestKind,
  Row extends VersionedRecord & ObjectLiteral,
> {
  /** As in audit actions. */
  readonly noun: string;
  readonly proposePermission: Permission;
  readonly store: (stores: Stores) => RowStore<Row>;
  readonly isEnded: (row: Row) => boolean;
  /** The row as it is to be; `current` is undefined for a new one. Judged by today's rules. */
  readonly build: (
    stores: Stores,
    request: ChangeRequest<Kind>,
    at: { readonly current: Row | undefined; readonly now: Date },
  ) => Promise<Row>;
  /** What is done beside the row, when it is written; gives what the audit log tells of it. */
  readonly settle?: (stores: Stores, change: Settled<Row>) => Promise<Changes>;
}

/** A row as it was and as it is; `before` is undefined for a new one. */
interface Settled<Row> {
  readonly before: Row | undefined;
  readonly after: Row;
  readonly now: Date;
}

/** A kind whose rows are replaced whole. */
export function createRecordKind<
  Kind extends ChangeRequestKind,
  Row extends VersionedRecord & ObjectLiteral,
>(traits: RecordKindTraits<Kind, Row>): GovernedKind<Kind> {
  const { noun, proposePermission, store, isEnded, build, settle } = traits;
  return {
    proposePermission,

    async holdBase(stores, { subjectId }) {
      const [current] = await store(stores).lockByIds([subjectId], 'update');
      if (current === undefined) return 0;
      return isEnded(current) ? undefined : current.version;
    },

    async apply({ operation, stores, trail }, request) {
      const current = await store(stores).find(request.subjectId);
      const row = await build(stores, request, { current, now: operation.now });
      await (current === undefined ? store(stores).insert(row) : store(stores).replace(row));
      const also = await settle?.(stores, { before: current, after: row, now: operation.now });
      trail.entries.push({
        tenantId: request.tenantId,
        action: `${noun}.${current === undefined ? 'create' : 'update'}`,
        object: `${noun}/${row.id}`,
        changes: { ...describeChanges(current, row), ...also },
        reason: request.reason,
      });
    },
  };
}
