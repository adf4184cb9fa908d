import {
  type EntityManager,
  type EntityTarget,
  In,
  type ObjectLiteral,
  type SelectQueryBuilder,
} from 'typeorm';
import { invalid } from '../domain/errors.ts';

/** Largest page that a caller may ask for. */
export const PAGE_ROWS_MAX = 200;

/** Rows of a list that are counted at most: nobody pages through more, and counting would read them all. */
export const COUNTED_ROWS_MAX = 10_000;

/** Which page: the first rows after a cursor. */
export interface PageRequest {
  readonly first: number;
  readonly after: string | undefined;
  /** Whether the rows of all pages are counted too, which takes a statement of its own. */
  readonly withTotal?: boolean;
}

/** A page and how it continues. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Rows of all pages, `COUNTED_ROWS_MAX` and one at most; undefined when nobody asked. */
  readonly totalCount?: number | undefined;
  cursorOf(row: Row): string;
}

/** By what, and from which end. */
export interface ListOrder<Sort extends string> {
  readonly by: Sort;
  readonly direction: 'ASC' | 'DESC';
}

/** The order of a list: by one value of a row, then by id, both in the same direction. */
export interface Keyset {
  /** Names the list with its order and its filter: a cursor of another one is refused. */
  readonly list: string;
  /** SQL of the value: `row.createdAt`. Never null. */
  readonly by: string;
  readonly direction: 'ASC' | 'DESC';
}

interface Cursor {
  readonly list: string;
  readonly value: string;
  readonly id: string;
}

/** A row, and the value that it is sorted by: as Postgres writes it, since a Date has no microseconds. */
interface Sorted {
  readonly id: string;
  readonly sortedBy: string;
}

/**
 * Runs `narrow` over the table and cuts the page. @throws DomainError VALIDATION_FAILED for `first`
 * or `after`
 */
export async function readPage<Row extends ObjectLiteral & { readonly id: string }>(
  source: { readonly manager: EntityManager; readonly table: EntityTarget<Row> },
  keyset: Keyset,
  request: PageRequest,
  narrow: (query: SelectQueryBuilder<Row>) => SelectQueryBuilder<Row>,
): Promise<Page<Row>> {
  checkFirst(request.first);
  const query = narrow(source.manager.createQueryBuilder(source.table, 'row'));
  const totalCount =
    request.withTotal === true ? await countRows(source.manager, query) : undefined;
  if (request.after !== undefined) {
    const { value, id } = decodeCursor(request.after, keyset.list);
    const beyond = keyset.direction === 'ASC' ? '>' : '<';
    query.andWhere(`(${keyset.by}, row.id) ${beyond} (:cursorValue, :cursorId)`, {
      cursorValue: value,
      cursorId: id,
    });
  }
  const { entities, raw } = await query
    .addSelect(`(${keyset.by})::text`, 'sortedBy')
    .orderBy(keyset.by, keyset.direction)
    .addOrderBy('row.id', keyset.direction)
    .limit(request.first + 1)
    .getRawAndEntities<{ readonly sortedBy: string }>();
  const sorted = entities.map(({ id }, at) => ({ id, sortedBy: raw[at]?.sortedBy ?? '' }));
  const page = toPage(keyset.list, { rows: entities, sorted, first: request.first });
  return { ...page, hasPreviousPage: request.after !== undefined, totalCount };
}

/**
 * A list that each of several owners has: its keyset but for the name, and how owner and name are
 * found.
 */
export interface OwnedLists<Row> extends Pick<Keyset, 'by' | 'direction'> {
  readonly ownerField: keyof Row & string;
  listOf(ownerId: string): string;
}

/**
 * The first page of the list of each owner, in two statements however many owners there are. Gives
 * exactly what `readPage` gives for each, counted. Owners without rows get an empty page.
 *
 * @throws DomainError VALIDATION_FAILED for `first`
 */
export async function readFirstPages<Row extends ObjectLiteral & { readonly id: string }>(
  source: { readonly manager: EntityManager; readonly table: EntityTarget<Row> },
  lists: OwnedLists<Row>,
  wanted: { readonly ownerIds: readonly string[]; readonly first: number },
  narrow: (query: SelectQueryBuilder<Row>) => SelectQueryBuilder<Row>,
): Promise<ReadonlyMap<string, Page<Row>>> {
  checkFirst(wanted.first);
  const { manager, table } = source;
  const own = narrow(manager.createQueryBuilder(table, 'row'))
    .andWhere(`row.${lists.ownerField} = whose.id`)
    .select('1', 'counted');
  const [page, values] = own
    .clone()
    .select('row.id', 'id')
    .addSelect(`(${lists.by})::text`, 'sortedBy')
    .orderBy(lists.by, lists.direction)
    .addOrderBy('row.id', lists.direction)
    .limit(wanted.first + 1)
    .getQueryAndParameters();
  const ranks: (Sorted & { readonly owner: string; readonly total: number })[] =
    await manager.query(
      `SELECT whose.id AS owner, listed.id, listed."sortedBy", counted.total
        FROM unnest($${values.length + 1}::uuid[]) AS whose (id)
        CROSS JOIN LATERAL (SELECT count(*)::integer AS total FROM (
          ${own.limit(COUNTED_ROWS_MAX + 1).getQueryAndParameters()[0]}) AS every) AS counted
        CROSS JOIN LATERAL (SELECT page.*, row_number() OVER () AS place FROM (${page}) AS page)
          AS listed
        ORDER BY whose.id, listed.place`,
      [...values, [...wanted.ownerIds]],
    );
  const found = await manager
    .createQueryBuilder(table, 'row')
    .where({ id: In(ranks.map(({ id }) => id)) })
    .getMany();
  const rows = new Map(found.map((row) => [row.id, row]));
  const owned = new Map<string, Row[]>(wanted.ownerIds.map((ownerId) => [ownerId, []]));
  const totals = new Map(ranks.map(({ owner, total }) => [owner, total]));
  for (const { id, owner } of ranks) {
    const row = rows.get(id);
    if (row !== undefined) owned.get(owner)?.push(row);
  }
  return new Map(
    [...owned].map(([ownerId, own]) => {
      const list = { rows: own, sorted: ranks, first: wanted.first };
      const page = toPage(lists.listOf(ownerId), list);
      return [ownerId, { ...page, totalCount: totals.get(ownerId) ?? 0 }];
    }),
  );
}

async function countRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  query: SelectQueryBuilder<Row>,
): Promise<number> {
  const some = query
    .clone()
    .select('1', 'counted')
    .limit(COUNTED_ROWS_MAX + 1);
  const [sql, values] = some.getQueryAndParameters();
  const [row]: { total: number }[] = await manager.query(
    `SELECT count(*)::integer AS total FROM (${sql}) AS counted`,
    values,
  );
  return row?.total ?? 0;
}

function toPage<Row extends { readonly id: string }>(
  list: string,
  found: {
    readonly rows: readonly Row[];
    readonly sorted: readonly Sorted[];
    readonly first: number;
  },
): Page<Row> {
  const { rows, sorted, first } = found;
  const values = new Map(sorted.map(({ id, sortedBy }) => [id, sortedBy]));
  return {
    rows: rows.slice(0, first),
    hasNextPage: rows.length > first,
    hasPreviousPage: false,
    cursorOf: ({ id }) => encodeCursor(list, values.get(id), id),
  };
}

/** @throws DomainError VALIDATION_FAILED */
export function checkFirst(first: number): void {
  if (first < 1 || first > PAGE_ROWS_MAX)
    throw invalid('first', `A page has 1 to ${PAGE_ROWS_MAX} rows.`);
}

/** The opaque cursor of a row. */
export function encodeCursor(list: string, value: unknown, id: string): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return Buffer.from(JSON.stringify([list, text, id])).toString('base64url');
}

/** @throws DomainError VALIDATION_FAILED when it is no cursor of this list */
export function decodeCursor(cursor: string, list: string): Cursor {
  const refusal = invalid(
    'after',
    'This cursor belongs to another list; start from its first page.',
  );
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 3) throw refusal;
    const [foundList, value, id] = parsed.map(String);
    if (foundList !== list || value === undefined || id === undefined) throw refusal;
    return { list, value, id };
  } catch {
    throw refusal;
  }
}
