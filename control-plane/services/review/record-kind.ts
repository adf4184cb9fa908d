import type { ObjectLiteral } from 'typeorm';
import { type Changes, describeChanges } from '../../domain/audit.ts';
import type { ChangeRequest, ChangeRequestKind } from '../../domain/change-request.ts';
import type { Permission } from '../../domain/permission.ts';
import type { VersionedRecord } from '../../domain/record.ts';
import type { Proposals } from '../../domain/review/proposal.ts';
import type { RowStore } from '../../storage/row-store.ts';
import type { Stores } from '../../storage/storage.ts';
import type { ChangeContext, GovernedKind } from './governed-kind.ts';

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
  /** What is reviewed of a row. */
  readonly contentOf: (row: Row, now: Date) => Proposals[Kind];
  /** The row as it is to be; `current` is undefined for a new one. Judged by today's rules. */
  readonly build: (
    stores: Stores,
    request: ChangeRequest<Kind>,
    at: { readonly current: Row | undefined; readonly now: Date },
  ) => Promise<Row>;
  /** What is done beside the row, when it is written; gives what the audit log tells of it. */
  readonly settle?: (stores: Stores, change: Settled<Row>) => Promise<Changes>;
  /** The row out of use, when nothing leans on it; undefined for kinds of which nothing new is made in an emergency. */
  readonly end?: (stores: Stores, row: Row, now: Date) => Promise<Row>;
  readonly never?: GovernedKind<Kind>['never'];
}

/** A row as it was and as it is; `before` is undefined for a new one. */
interface Settled<Row> {
  readonly before: Row | undefined;
  readonly after: Row;
  readonly now: Date;
}

/** What the audit log tells of a row. */
interface Noted<Row> extends Pick<Settled<Row>, 'before' | 'after'> {
  readonly verb: string;
  readonly also?: Changes | undefined;
}

/** A kind whose rows are replaced whole. */
export function createRecordKind<
  Kind extends ChangeRequestKind,
  Row extends VersionedRecord & ObjectLiteral,
>(traits: RecordKindTraits<Kind, Row>): GovernedKind<Kind> {
  const { noun, proposePermission, store, isEnded, contentOf, build, settle, end, never } = traits;
  const buildFor = async ({ operation, stores }: ChangeContext, request: ChangeRequest<Kind>) => {
    const before = await store(stores).find(request.subjectId);
    const at = { current: before, now: operation.now };
    return { before, after: await build(stores, request, at) };
  };
  const note = (
    { trail }: ChangeContext,
    { tenantId, reason }: ChangeRequest<Kind>,
    change: Noted<Row>,
  ) => {
    const { verb, before, after, also } = change;
    const object = `${noun}/${after.id}`;
    const changes = { ...describeChanges(before, after), ...also };
    trail.entries.push({ tenantId, action: `${noun}.${verb}`, object, changes, reason });
  };
  return {
    proposePermission,

    async holdBase(stores, { subjectId }) {
      const [current] = await store(stores).lockByIds([subjectId], 'update');
      if (current === undefined) return 0;
      return isEnded(current) ? undefined : current.version;
    },

    never,

    async readContent(stores, { subjectId }, now) {
      const current = await store(stores).find(subjectId);
      return current && contentOf(current, now);
    },

    async judge(context, request) {
      await buildFor(context, request);
    },

    async apply(context, request) {
      const { before, after } = await buildFor(context, request);
      const rows = store(context.stores);
      await (before === undefined ? rows.insert(after) : rows.replace(after));
      const also = await settle?.(context.stores, { before, after, now: context.operation.now });
      const verb = before === undefined ? 'create' : 'update';
      note(context, request, { verb, before, after, also });
    },

    end:
      end &&
      (async (context, request) => {
        const { operation, stores } = context;
        const before = await store(stores).get(request.subjectId);
        const after = await end(stores, before, operation.now);
        await store(stores).replace(after);
        note(context, request, { verb: 'archive', before, after });
      }),
  };
}
